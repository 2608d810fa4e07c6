import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, matters } from '../modules/bulletin/testing/fixtures.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { expectAccessible, narrow, openBrowser, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { exemplarStep, mainOf, nominateBy } from './exemplar-people.ts'
import { plainPhone, windowOf, type Body } from './matter-people.ts'
import { settled } from './steps.ts'
import type { Somebody } from './week-people.ts'

// A doctor is nominated, agrees, is put up with what speaks against the house shown to the commission, objected to by a
// citizen without scripts, answered, chosen, published, and taken back.
let server: Clocked
let browser: Browser
let hospital: Body
let clerk: Somebody
let doctor: Somebody
let office: Somebody
let chief: Somebody
let at = ''
let code = ''
let citizen: Awaited<ReturnType<typeof plainPhone>>
const portal = () => `${server.url}/exemplars/${at.split('/').at(-1) ?? ''}`

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-03-04T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
  })
  const commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  hospital = await newInstitution(server.world, { name: '云溪县人民医院' })
  clerk = await windowOf(server, browser, hospital, 'institution_clerk', '苏北辰')
  doctor = await windowOf(server, browser, hospital, 'doctor', '欧阳清和', undefined, narrow)
  office = await windowOf(server, browser, commission, 'commission_clerk', '尹若川')
  chief = await windowOf(server, browser, commission, 'commission_head', '顾云澜')
  citizen = await plainPhone(browser)
  await matters(server.world, hospital, [{ kind: 'complaint', ...answered, verdict: 'substantiated' }])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

describe('An exemplar, from nomination to withdrawal', () => {
  test('EL-4 the hospital nominates itself, and what speaks against it is shown', async () => {
    const own = await nominateBy(server, clerk.page, '示范医院')
    await office.page.goto(`${server.url}/console${own}`)
    await settled(office.page)
    const against = await office.page.locator('.card').filter({ hasText: '不利事实核查' }).innerText()
    expect(against).toMatch(/查实的投诉举报\s*!?◐?\s*1 项/)
    await expectAccessible(office.page)
    await picture(office.page, 'exemplar-checks-wide')
  })

  test('EL-3 a doctor is nominated and agrees on the own phone; before that nothing can be put up', async () => {
    at = await nominateBy(server, clerk.page, '先进个人', async (dialog) => {
      const box = dialog.getByRole('combobox', { name: '人员' })
      await box.fill('欧阳')
      await clerk.page.getByTitle(/欧阳清和/).filter({ visible: true }).last().click()
    })
    await office.page.goto(`${server.url}/console${at}`)
    await settled(office.page)
    expect(await office.page.getByRole('button', { name: '开始公示' }).isDisabled()).toBe(true)
    await doctor.page.goto(`${server.url}/console/exemplars`)
    await doctor.page.getByRole('link', { name: /欧阳清和/ }).click()
    await doctor.page.getByRole('button', { name: '同意公开姓名', exact: true }).click()
    await doctor.page.getByRole('button', { name: '同意公开姓名', exact: true }).waitFor({ state: 'detached' })
    await settled(doctor.page)
    await expectAccessible(doctor.page)
    await picture(doctor.page, 'exemplar-consent-narrow')
  })

  test('EL-5 the commission puts it up; EL-6 a citizen objects without a script and keeps a code', async () => {
    await exemplarStep(server, office.page, at, '开始公示')
    const { page } = citizen
    await page.goto(`${server.url}/exemplars`)
    await picture(page, 'exemplars-plain')
    await page.getByRole('link', { name: /欧阳清和/ }).click()
    expect(await mainOf(page)).toContain('2026年3月11日')
    await picture(page, 'exemplar-plain')
    await page.getByLabel('异议内容').fill('随访人次与我了解的不符，请核实原始记录。')
    server.world.clock.advance(5000)
    await page.getByRole('button', { name: '提交异议' }).click()
    await page.getByRole('heading', { level: 1, name: '已收到您的异议' }).waitFor()
    code = await page.locator('.code.big').innerText()
  })

  test('EL-7 the objection is answered, and whoever has the code reads it', async () => {
    await exemplarStep(server, office.page, at, '答复', async (dialog) => {
      await dialog.getByRole('radio', { name: '不成立' }).check({ force: true })
      await dialog.getByRole('textbox', { name: '答复' }).fill('调取了原始随访记录，人次属实。')
    })
    const { page } = citizen
    await page.goto(portal())
    await page.getByLabel('查询码').fill(code)
    await page.getByRole('button', { name: '查看' }).click()
    expect(await mainOf(page)).toContain('调取了原始随访记录')
    await clerk.page.goto(`${server.url}/console${at}`)
    await settled(clerk.page)
    expect(await mainOf(clerk.page)).not.toContain('与我了解的不符')
  })

  test('EL-8 decided by the head after the notice; EL-9 published; EL-10 withdrawn with the reason for everybody', async () => {
    await chief.page.goto(`${server.url}/console${at}`)
    await settled(chief.page)
    expect(await chief.page.getByRole('button', { name: '作出决定' }).isDisabled()).toBe(true)
    server.world.clock.set('2026-03-12T01:30:00.000Z')
    await exemplarStep(server, chief.page, at, '作出决定', async (dialog) => {
      await dialog.getByRole('radio', { name: '入选', exact: true }).check({ force: true })
      await dialog.getByRole('textbox', { name: '理由' }).fill('随访记录核实属实，异议不成立。')
    })
    await exemplarStep(server, office.page, at, '公布')
    await office.page.setViewportSize(wide)
    await expectAccessible(office.page)
    await picture(office.page, 'exemplar-published-wide')
    await citizen.page.goto(portal())
    expect(await mainOf(citizen.page)).toContain('已公布')
    await exemplarStep(server, office.page, at, '撤销', async (dialog) => dialog.getByRole('textbox').fill('复核发现随访记录与事实不符，予以撤销。'))
    await citizen.page.goto(portal())
    const text = await mainOf(citizen.page)
    expect([text.includes('已撤销'), text.includes('复核发现随访记录与事实不符')]).toEqual([true, true])
  })
})
