import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asNewPerson, newCitizen, type Citizen } from '../modules/booking/testing/citizen/fixtures.ts'
import { arrangeClinic, arrangeDepartment } from '../modules/booking/testing/clinics/fixtures.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { expectAccessible, narrow, openBrowser, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'

const reason = '医师外出抢救会诊'

describe('A stop-clinic day', () => {
  let server: Clocked
  let browser: Browser
  let clerk: Person
  let citizen: Citizen
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    // Monday, nine in the morning; years ahead, for the browser goes by its own clock and lets old sessions go.
    server = await startClocked('2035-03-05T01:00:00.000Z')
    browser = await openBrowser()
    const body = await newInstitution(server.world, { name: '云溪县人民医院' })
    clerk = await body.person('institution_clerk')
    const department = await arrangeDepartment(server.world, body, '呼吸内科')
    const clinic = await arrangeClinic(server.world, body, department, { name: '呼吸内科专家门诊（甲医生）', room: '203' }, { weekdays: [3], capacity: 2, validFrom: '2035-03-05' })
    await arrangeClinic(server.world, body, department, { name: '呼吸内科普通门诊', room: '205' }, { weekdays: [3], capacity: 1, validFrom: '2035-03-05' })
    citizen = await newCitizen(server.world)
    const slot = await arrange(server.world, ({ tx }) => tx.selectFrom('slot').select('id').where('clinic_id', '=', clinic.id).where('on_date', '=', '2035-03-07').orderBy('starts_at').executeTakeFirstOrThrow())
    const path = `/book/${body.institutionId}/slots/${slot.id}`
    await citizen.post(`${path}/confirm`, (await asNewPerson(citizen, path)).form)
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser.close()
    await server.close()
  })

  async function pageOf(token: string, given: { viewport: typeof wide; scripts: boolean }): Promise<Page> {
    const context = await browser.newContext({ viewport: given.viewport, javaScriptEnabled: given.scripts, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
    await context.addCookies([{ name: sessionCookie, value: token, url: server.url }])
    contexts.push(context)
    return context.newPage()
  }

  test('the clerk sees whom a stop concerns and who stands in; the citizen agrees to the other time with one button', async () => {
    const desk = await pageOf(clerk.token, { viewport: wide, scripts: true })
    await desk.goto(`${server.url}/console/booking/schedule?week=2035-03-05`)
    const row = desk.getByRole('row').filter({ hasText: '甲医生' })
    await row.getByRole('button', { name: /09:00–11:00/ }).click()
    await desk.getByRole('dialog').getByRole('button', { name: /^停\s*诊$/ }).click()
    await desk.getByText('涉及 4 个号段、1 个预约。').waitFor()
    await desk.getByLabel(/停诊原因/).fill(reason)
    await desk.getByLabel(/替诊门诊/).click()
    await desk.getByTitle('呼吸内科普通门诊').click()
    await expectAccessible(desk)
    await picture(desk, 'stop-clinic-dialog')
    await desk.getByRole('dialog').getByRole('button', { name: /^停\s*诊$/ }).click()
    await desk.getByText('正在通知 1 位群众').waitFor()
    await row.getByText('已停诊').waitFor()

    const told = async () => (await arrange(server.world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select(['body', 'recipient']).orderBy('id', 'desc').execute()).filter((each) => vault.open(each.recipient) === citizen.phone).map((each) => vault.open(each.body)))).find((text) => text.includes(reason))
    await expect.poll(told).toContain('可改约 2035-03-07 09:00 呼吸内科普通门诊')
    const link = /http:\/\/localhost(\/\S+?)。/.exec((await told()) ?? '')?.[1] ?? ''

    const phone = await pageOf(citizen.cookies[sessionCookie] ?? '', { viewport: narrow, scripts: false })
    await phone.goto(`${server.url}${link}`)
    await phone.getByText('呼吸内科普通门诊').first().waitFor()
    await picture(phone, 'stop-clinic-move')
    await phone.locator('main form button[type=submit]').last().click()
    await phone.waitForURL(/done=moved/)
    await phone.getByText('呼吸内科普通门诊').first().waitFor()
    const states = await arrange(server.world, ({ tx }) => tx.selectFrom('booking').select('state').where('account_id', '=', citizen.accountId).execute())
    expect(states.map((each) => each.state).sort()).toEqual(['booked', 'moved'])
  })
})
