import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newCitizen } from '../modules/booking/testing/citizen/fixtures.ts'
import { arrangeClinic, arrangeDepartment } from '../modules/booking/testing/clinics/fixtures.ts'
import { startStandIn, type StandInServer } from '../modules/payment/testing/fixtures.ts'
import { inventCitizenId } from '../kernel/invented.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { stayIn } from './booking-people.ts'
import { expectAccessible, narrow, openBrowser, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'

const start = '2035-03-05T01:00:00.000Z'
const hospital = '云溪县人民医院'
const clinicName = '心血管内科知名专家门诊'

describe('Paying the fee of a booking', () => {
  let server: Clocked
  let channel: StandInServer
  let browser: Browser
  let clerk: Person
  let body: { institutionId: string; regionCode: string }
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    server = await startClocked(start)
    channel = await startStandIn(server.world)
    browser = await openBrowser()
    const house = await newInstitution(server.world, { name: hospital })
    body = house
    clerk = await house.person('institution_clerk')
    await stayIn(server, [clerk])
    await channel.setUp(house)
    const department = await arrangeDepartment(server.world, house, '心血管内科')
    await arrangeClinic(server.world, house, department, { name: clinicName, room: '301', feeCents: 2500 }, { weekdays: [1, 2, 3, 4, 5], capacity: 8, validFrom: '2035-03-05' })
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser.close()
    await channel.close()
    await server.close()
  })

  async function pageOf(token: string, given: { viewport: typeof wide; scripts: boolean; elder?: boolean }): Promise<Page> {
    const context = await browser.newContext({ viewport: given.viewport, javaScriptEnabled: given.scripts, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
    await context.addCookies([{ name: sessionCookie, value: token, url: server.url }, ...(given.elder === true ? [{ name: 'huiyin_elder', value: '1', url: server.url }] : [])])
    contexts.push(context)
    return context.newPage()
  }

  /** Somebody new, without a script, books the first time of a day up to the held place. */
  let people = 0
  async function hold(day: string): Promise<{ page: Page; phone: string }> {
    const citizen = await newCitizen(server.world)
    await arrange(server.world, ({ tx }) => tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).where('account_id', '=', citizen.accountId).execute())
    const page = await pageOf(citizen.cookies[sessionCookie] ?? '', { viewport: narrow, scripts: false, elder: true })
    const slot = await arrange(server.world, ({ tx }) => tx.selectFrom('slot').select('id').where('institution_id', '=', body.institutionId).where('on_date', '=', day).orderBy('starts_at').executeTakeFirstOrThrow())
    people += 1
    await page.goto(`${server.url}/book/${body.institutionId}/slots/${slot.id}`)
    await page.getByLabel('姓名').fill('欧阳明')
    await page.getByLabel('身份证号码').fill(inventCitizenId(9000 + people))
    await page.getByLabel('是您的什么人').selectOption({ label: '本人' })
    await page.getByLabel(/就诊人同意/).check()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '确认预约' }).click()
    await page.getByRole('heading', { name: '已为您留号，还没有完成' }).waitFor()
    return { page, phone: citizen.phone }
  }
  async function look(page: Page, name: string): Promise<void> {
    const judge = await browser.newContext({ viewport: narrow, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', storageState: await page.context().storageState() })
    const seen = await judge.newPage()
    await seen.goto(page.url())
    for (const size of [narrow, wide]) {
      await seen.setViewportSize(size)
      await expectAccessible(seen)
      expect(await seen.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${page.url()} at ${size.width}`).toBeLessThanOrEqual(1)
      await picture(seen, `payment-${name}-${size.width}`)
    }
    await judge.close()
  }
  /** What the code on the page holds, taken from where it is kept: nobody scans in a test. */
  const codeOf = async (page: Page): Promise<string> => {
    const bookingId = page.url().split('/').at(-2) ?? ''
    return (await arrange(server.world, ({ tx }) => tx.selectFrom('payment_order').select('pay_url').where('booking_id', '=', bookingId).executeTakeFirstOrThrow())).pay_url ?? ''
  }
  const told = (phone: string) => arrange(server.world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select(['body', 'recipient']).execute()).filter((row) => vault.open(row.recipient) === phone).map((row) => vault.open(row.body)))

  test('without a script, large letters: held, the code, "I have paid" before and after paying, booked', async () => {
    const { page, phone } = await hold('2035-03-06')
    await page.getByRole('button', { name: '网上交费 25元' }).click()
    await page.getByRole('img', { name: '付款二维码' }).waitFor()
    await page.getByText('演示支付，不会真的扣款').waitFor()
    await look(page, 'code')
    await page.getByRole('button', { name: '我已经付了' }).click()
    await page.getByText('还没有查到这笔付款').waitFor()
    channel.trouble.holds = true
    expect(await channel.pay(await codeOf(page))).toBe(true)
    await page.getByRole('button', { name: '我已经付了' }).click()
    await page.getByRole('heading', { name: '预约好了' }).waitFor()
    await page.getByText('已交 25 元。').waitFor()
    channel.trouble.holds = false
    await expect.poll(async () => (await told(phone)).filter((text) => text.includes('已收到挂号费 25 元')).length).toBe(1)
    // The message that came late changes nothing and tells nobody twice.
    for (const notice of channel.held) expect(await channel.deliver(notice)).toBe(204)
    expect((await told(phone)).filter((text) => text.includes('已收到挂号费'))).toHaveLength(1)
  })

  test('paid in the last moment and heard of too late: paid back by itself, and the page says why', async () => {
    const { page, phone } = await hold('2035-03-07')
    await page.getByRole('button', { name: '网上交费 25元' }).click()
    await page.getByRole('img', { name: '付款二维码' }).waitFor()
    channel.trouble.holds = true
    server.world.clock.advance(13 * 60_000)
    expect(await channel.pay(await codeOf(page))).toBe(true)
    channel.trouble.cut = 'before'
    server.world.clock.advance(4 * 60_000)
    await server.runJob('booking.return')
    channel.trouble.cut = 'none'
    channel.trouble.holds = false
    await server.runJob('payment.sweep')
    await server.runJob('payment.sweep')
    await expect.poll(async () => (await told(phone)).some((text) => text.includes('25 元已原路退回（付款时号已释放）')), { timeout: 60_000 }).toBe(true)
    await page.goto(page.url().replace(/\/pay.*$/, ''))
    await page.getByText('25 元已原路退回（付款时号已释放）').waitFor()
    await look(page, 'late')
  })

  test('paid, then cancelled in time: the money goes back; a stopped clinic pays back as well; the clerk sees both, and the bill agrees', async () => {
    const pay = async (day: string) => {
      const one = await hold(day)
      await one.page.getByRole('button', { name: '网上交费 25元' }).click()
      await one.page.getByRole('img', { name: '付款二维码' }).waitFor()
      await channel.pay(await codeOf(one.page))
      await one.page.goto(one.page.url().replace(/\/pay.*$/, ''))
      await one.page.getByText('已交 25 元。').waitFor()
      return one
    }
    const first = await pay('2035-03-08')
    await first.page.getByText('取消预约').click()
    await first.page.getByRole('button', { name: '确认取消' }).click()
    await first.page.getByText('已取消，号已让给别人').waitFor()
    await expect.poll(async () => (await told(first.phone)).some((text) => text.includes('25 元已原路退回（预约已取消）')), { timeout: 60_000 }).toBe(true)
    const second = await pay('2035-03-09')
    const clinicId = (await arrange(server.world, ({ tx }) => tx.selectFrom('clinic').select('id').where('name', '=', clinicName).executeTakeFirstOrThrow())).id
    const stop = await server.world.app.http.inject({ method: 'POST', url: `/api/clinics/${body.institutionId}/${clinicId}/stop`, cookies: { [sessionCookie]: clerk.token }, headers: { 'idempotency-key': 'stop-1' }, payload: { onDate: '2035-03-09', fromMinute: 0, toMinute: 1440, reason: '医师外出会诊', substituteClinicId: null } })
    expect(stop.statusCode).toBe(200)
    await expect.poll(async () => (await told(second.phone)).some((text) => text.includes('25 元已原路退回（门诊停诊）')), { timeout: 60_000 }).toBe(true)
    await second.page.reload()
    await second.page.getByText('25 元已原路退回（门诊停诊）').waitFor()

    server.world.clock.set('2035-03-06T02:20:00.000Z')
    await server.runJob('payment.bills')
    const desk = await pageOf(clerk.token, { viewport: wide, scripts: true })
    await desk.goto(`${server.url}/console/booking/payments`)
    await desk.getByText('停诊', { exact: true }).waitFor()
    await desk.getByText('4笔 100元').waitFor()
    await desk.getByText('3笔 75元').waitFor()
    await desk.getByText('相符').waitFor()
    await expectAccessible(desk)
    await picture(desk, 'payment-console-1440')
    await desk.setViewportSize(narrow)
    await desk.getByText('相符').waitFor()
    await expectAccessible(desk)
    await picture(desk, 'payment-console-390')
    await desk.setViewportSize(wide)
    await desk.getByRole('button', { name: /^退款：/ }).first().click()
    await desk.getByRole('dialog').getByLabel(/原因/).fill('当天设备故障')
    await picture(desk, 'payment-refund-1440')
    await desk.getByRole('dialog').getByRole('button', { name: /^退\s*款$/ }).click()
    await desk.getByText(/人工退款 · 当天设备故障/).waitFor()
  })
})
