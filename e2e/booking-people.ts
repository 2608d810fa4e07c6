import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { inventCitizenId, inventMobile } from '../kernel/invented.ts'
import { newCitizen } from '../modules/booking/testing/citizen/fixtures.ts'
import { newToken, tokenHash } from '../server/platform/crypto.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { arrange, type Person } from '../server/testing/api.ts'
import { narrow } from './browser.ts'
import type { Clocked } from './clocked.ts'

/** Somebody who does not exist; the same number is the same person. */
export const somebodyNamed = (seed: number, name: string) => ({ name, phone: inventMobile(seed), idNumber: inventCitizenId(seed), bornOn: null })

// oxlint-disable-next-line typescript/no-explicit-any -- a test states what it expects of a reply
export type Said = any
/** A request over HTTP as somebody of the house; what is refused ends the journey with its reason. */
export async function ask(server: Clocked, who: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Said> {
  const answer = await fetch(`${server.url}/api${path}`, {
    method,
    headers: { cookie: `${sessionCookie}=${who.token}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }) },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
  const text = await answer.text()
  expect(answer.status, `${method} ${path}: ${text.slice(0, 500)}`).toBe(200)
  return text === '' ? {} : JSON.parse(text)
}

/** Days pass in these journeys; nobody is signed out by it. */
export const stayIn = (server: Clocked, people: readonly Person[]): Promise<void> =>
  arrange(server.world, async (act) => {
    await act.tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).where('account_id', 'in', people.map((each) => each.accountId)).execute()
  })

/** A citizen who is signed in on a phone whose browser runs no script. */
export async function citizenPhone(server: Clocked, browser: Browser): Promise<Page> {
  const citizen = await newCitizen(server.world)
  const token = newToken()
  await arrange(server.world, async (act) => {
    const at = act.now.toISOString()
    await act.tx.insertInto('session').values({ token_hash: tokenHash(token), id: act.newId(), account_id: citizen.accountId, method: 'code', created_at: at, last_seen_at: '2098-01-01T00:00:00.000Z', expires_at: '2099-01-01T00:00:00.000Z' }).execute()
  })
  const context = await browser.newContext({ viewport: narrow, javaScriptEnabled: false, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await context.addCookies([{ name: sessionCookie, value: token, url: server.url }])
  return context.newPage()
}

/** Books a time of a clinic through the pages, as somebody who is there for the first time; answers the code of the booking. */
export async function bookByPages(server: Clocked, page: Page, given: { hospital: string; clinic: string; day: RegExp; time: RegExp; name: string; idNumber: string }): Promise<string> {
  await page.goto(`${server.url}/book`)
  await page.getByLabel('医院').selectOption({ label: given.hospital })
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByRole('link', { name: `选时间：${given.clinic}` }).click()
  // Only a page that is there to its end says whether it offers the day.
  await page.waitForURL(/\/book\/[^/]+\/clinics\//)
  const day = page.getByRole('link', { name: given.day })
  if ((await day.count()) > 0) await day.first().click()
  await page.getByRole('link', { name: given.time }).first().click()
  await page.getByLabel('姓名').fill(given.name)
  await page.getByLabel('身份证号码').fill(given.idNumber)
  await page.getByLabel('是您的什么人').selectOption({ label: '本人' })
  const consent = page.getByLabel(/就诊人同意/)
  if (await consent.isVisible()) await consent.check()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '确认预约' }).click()
  await page.getByRole('heading', { name: '预约好了' }).waitFor()
  return page.locator('.code.big').innerText()
}
