import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { idNumber, mobile } from '../modules/booking/testing/citizen/fixtures.ts'
import { arrangeClinic, arrangeDepartment } from '../modules/booking/testing/clinics/fixtures.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { newInstitution, type Person } from '../server/testing/api.ts'
import { expectAccessible, narrow, openBrowser, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'

const hospital = '云溪县人民医院'
const person = '贺兰山'
const document = idNumber('1948-05-01')

describe('A village doctor books on behalf', () => {
  let server: Clocked
  let browser: Browser
  let nurse: Person
  let desk: Person
  const contexts: BrowserContext[] = []
  beforeAll(async () => {
    // Monday, nine in the morning; years ahead, for the browser goes by its own clock and lets old sessions go.
    server = await startClocked('2035-03-05T01:00:00.000Z')
    browser = await openBrowser()
    const body = await newInstitution(server.world, { name: hospital })
    desk = await body.person('desk_clerk')
    const department = await arrangeDepartment(server.world, body, '呼吸内科')
    await arrangeClinic(server.world, body, department, { name: '呼吸内科普通门诊', room: '203' }, { weekdays: [3], capacity: 3, pools: { referral: 1 }, validFrom: '2035-03-05' })
    const township = await newInstitution(server.world, { name: '云溪县青石镇中心卫生院', kind: 'township' })
    nurse = await township.person('nurse')
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser.close()
    await server.close()
  })

  async function pageOf(who: Person, viewport: typeof wide): Promise<Page> {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
    await context.addCookies([{ name: sessionCookie, value: who.token, url: server.url }])
    contexts.push(context)
    return context.newPage()
  }
  const dialog = (page: Page) => page.getByRole('dialog')
  async function choose(page: Page, label: RegExp | string, option: string): Promise<void> {
    await dialog(page).getByRole('combobox', { name: label }).click()
    await page.getByTitle(option, { exact: true }).last().click()
  }

  test('on a phone, at the hospital of the county, from the places kept for primary care; once a day and department', async () => {
    const page = await pageOf(nurse, narrow)
    await page.goto(`${server.url}/console/booking/day`)
    const book = async () => {
      await page.getByRole('button', { name: '代人预约' }).click()
      await expect.poll(() => dialog(page).getByRole('radio', { name: '村医、社区代约' }).isChecked()).toBe(true)
      await choose(page, '医院', hospital)
      await choose(page, '门诊', '呼吸内科普通门诊')
      await dialog(page).getByLabel('日期').fill('2035-03-07')
      await dialog(page).getByRole('combobox', { name: '时段' }).click()
      await page.getByTitle(/余 1/).first().click()
      await dialog(page).getByLabel('姓名').fill(person)
      await dialog(page).getByLabel('手机').fill(mobile())
      await dialog(page).getByLabel('证件号').fill(document)
      await expectAccessible(page)
      await picture(page, 'booking-village')
      await dialog(page).getByRole('button', { name: /^约\s*上$/ }).click()
    }
    await book()
    await page.getByRole('status').getByText(new RegExp(`${person}，2035年3月7日`)).waitFor()
    await picture(page, 'booking-village-done')
    await dialog(page).getByRole('button', { name: /^关\s*闭$/ }).last().click()
    await book()
    await dialog(page).getByText('当天在这个科室已有预约', { exact: false }).first().waitFor()
  })

  test('the hospital sees who booked for whom, finds it by the document, and cancels with a reason', async () => {
    const page = await pageOf(desk, wide)
    await page.goto(`${server.url}/console/booking/day?on=2035-03-07`)
    const row = page.getByRole('row').filter({ hasText: '村医、社区代约' })
    await row.waitFor()
    expect(await row.textContent()).not.toContain(person)
    await page.getByRole('textbox', { name: '预约码、证件号或手机' }).fill(document)
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByRole('button', { name: '回到当天名单' }).waitFor()
    await row.getByRole('button', { name: '看全名' }).click()
    await row.getByText(person).waitFor()
    await expectAccessible(page)
    await picture(page, 'booking-day')
    await row.getByRole('button', { name: '取消预约' }).click()
    await dialog(page).getByLabel('原因').fill('家属来电，改到下周')
    await dialog(page).getByRole('button', { name: '取消预约' }).click()
    await row.getByText('已取消').waitFor()
  })
})
