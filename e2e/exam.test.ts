import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous } from '../kernel/actor.ts'
import { addDays } from '../kernel/calendar.ts'
import { isRefusal } from '../kernel/refusal.ts'
import { book, findFree } from '../modules/booking/public.ts'
import { newCitizen } from '../modules/booking/testing/citizen/fixtures.ts'
import { arrangeClinic, arrangeDepartment } from '../modules/booking/testing/clinics/fixtures.ts'
import { arrangeDevices, halfHours, patient } from '../modules/exam/testing/fixtures.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { narrow, openBrowser, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { look, settled } from './steps.ts'

const today = '2035-03-05'

/** Three examinations of one patient in the fewest trips: ordered in the visit, planned at the desk, seen by the patient. */
describe('Examinations booked together', () => {
  let server: Clocked
  let browser: Browser
  let code = ''
  let citizen: Awaited<ReturnType<typeof newCitizen>>
  let body: Awaited<ReturnType<typeof newInstitution>>
  let contexts: BrowserContext[] = []

  beforeAll(async () => {
    server = await startClocked(`${today}T01:00:00.000Z`)
    browser = await openBrowser()
    const { world } = server
    body = await newInstitution(world, { name: '云溪县人民医院' })
    const days = [1, 2, 3, 4].map((n) => addDays(today, n))
    await arrangeDevices(world.platform, body, [
      { name: '门诊采血室', exams: ['blood-fasting'], times: halfHours, days, building: '门诊楼', floor: 1 },
      { name: '超声诊断室', exams: ['ultrasound-pelvis', 'ultrasound-abdomen'], times: halfHours, days, building: '门诊楼', floor: 2 },
      { name: '放射诊断室', exams: ['barium-meal'], times: halfHours, days, building: '医技楼', floor: 1 },
    ])
    await arrangeClinic(world, body, await arrangeDepartment(world, body, '消化内科'), { name: '消化内科门诊' }, { weekdays: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 720, validFrom: today })
    citizen = await newCitizen(world)
    const [slot] = await arrange(world, (act) => findFree(act.tx, { institutionId: body.institutionId, service: 'visit', from: today, to: addDays(today, 3), pool: 'public', at: act.now.toISOString(), limit: 1 }))
    const by = { ...anonymous, kind: 'citizen' as const, id: citizen.accountId, roles: ['citizen' as const] }
    const { name, phone, idNumber } = patient(7, '欧阳清和')
    const booked = await book(world.platform, { by, way: 'portal', institutionId: body.institutionId, slotId: slot?.slotId ?? '', pool: 'public', person: { name, phone, idNumber, bornOn: null }, accountId: citizen.accountId, key: 'visit' })
    if (isRefusal(booked)) throw new Error(booked.refused)
    code = booked.code
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser.close()
    await server.close()
  })

  async function pageOf(token: string, given: { narrow?: boolean; scripts?: boolean } = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: given.narrow === true ? narrow : wide, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', javaScriptEnabled: given.scripts ?? true })
    await context.addCookies([{ name: sessionCookie, value: token, url: server.url }])
    contexts = [...contexts, context]
    return context.newPage()
  }

  test('a doctor orders with the patient code, and the planner proposes the fewest trips and says why not fewer', async () => {
    const page = await pageOf((await body.person('doctor')).token)
    await page.goto(`${server.url}/console/exams`)
    await page.getByRole('heading', { level: 1, name: '检查集中预约' }).waitFor()
    await look(page, 'exams-empty')
    await page.getByRole('button', { name: '开检查单' }).click()
    const dialog = page.getByRole('dialog', { name: '开检查单' })
    for (const name of ['空腹抽血化验', '盆腔超声（经腹）', '上消化道钡餐']) {
      await dialog.getByRole('combobox', { name: /检查项目$/ }).fill(name.slice(0, 4))
      await page.getByTitle(name, { exact: true }).filter({ visible: true }).last().click()
    }
    await page.keyboard.press('Escape')
    await dialog.getByLabel('就诊码').fill(code)
    await dialog.getByRole('button', { name: '开单', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /欧/ }).waitFor()
    await page.getByText('方案 1').waitFor()
    await page.getByText('已证明没有更好的安排').first().waitFor()
    await page.getByText(/^2 趟，/).first().waitFor()
    // Both keep it from one trip: whoever drank for the ultrasound, and the barium that would hide its picture.
    const why = page.locator('.exam-why').filter({ hasText: '为什么不能再少跑一趟' })
    await why.getByText('“盆腔超声（经腹）”要在“上消化道钡餐”之后至少隔 2 天').waitFor()
    await why.getByText('“盆腔超声（经腹）”要喝水憋尿').waitFor()
    await look(page, 'exam-order', { dark: true })
  })

  test('the desk moves a bar by keyboard, is told at once what breaks, takes the proposal and books all', async () => {
    const page = await pageOf((await body.person('desk_clerk')).token)
    await page.goto(`${server.url}/console/exams`)
    await page.getByRole('link', { name: /欧/ }).click()
    const bar = page.getByRole('slider', { name: '上消化道钡餐' })
    await bar.waitFor()
    await bar.focus()
    await page.keyboard.press('ArrowUp')
    for (let n = 0; n < 20 && (await page.getByText('这样安排不行').count()) === 0; n += 1) {
      await page.keyboard.press('ArrowLeft')
      await settled(page)
    }
    await page.getByText('这样安排不行').waitFor()
    expect(await page.getByRole('button', { name: '一次全部预约' }).isDisabled()).toBe(true)
    await look(page, 'exam-breaks')
    await page.getByRole('button', { name: '采用 方案 1' }).click()
    await page.getByText('这样安排可行').waitFor()
    await page.getByRole('button', { name: '一次全部预约' }).click()
    await page.getByRole('button', { name: '保存改动' }).waitFor()
    await page.getByText('跑 2 趟').waitFor()
    await settled(page)
  })

  test('a bar dragged by the pointer goes to the nearest free time, and the change is kept', async () => {
    const page = await pageOf((await body.person('nurse')).token)
    await page.goto(`${server.url}/console/exams`)
    await page.getByRole('link', { name: /欧/ }).click()
    const bar = page.getByRole('slider', { name: '盆腔超声（经腹）' })
    await bar.waitFor()
    await settled(page)
    const before = Number(await bar.getAttribute('aria-valuenow'))
    const [own, track] = [await bar.boundingBox(), await bar.locator('xpath=..').boundingBox()]
    if (own === null || track === null) throw new Error('the bar is not on the page')
    const perMinute = track.width / (Number(await bar.getAttribute('aria-valuemax')) - Number(await bar.getAttribute('aria-valuemin')))
    await bar.scrollIntoViewIfNeeded()
    const at = (await bar.boundingBox()) ?? own
    await page.mouse.move(at.x + 10, at.y + 10)
    await page.mouse.down()
    await page.mouse.move(at.x + 10 + perMinute * (15 * 60 - before), at.y + 10, { steps: 8 })
    await page.mouse.up()
    await expect.poll(async () => bar.getAttribute('aria-valuenow')).toBe(String(15 * 60))
    await page.getByRole('button', { name: '保存改动' }).click()
    await page.getByText(/15:00 盆腔超声/).waitFor()
  })

  test('the patient sees the examinations among the own bookings, without scripts', async () => {
    const page = await pageOf(citizen.cookies[sessionCookie] ?? '', { narrow: true, scripts: false })
    await page.goto(`${server.url}/my/bookings`)
    const text = (await page.locator('main').textContent()) ?? ''
    for (const name of ['门诊采血室', '超声诊断室', '放射诊断室']) expect(text).toContain(name)
  })
})
