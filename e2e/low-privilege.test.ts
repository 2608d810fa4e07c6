import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, signIn, urlOf } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { ask, settled } from './steps.ts'

type Rows<Row> = { rows: Row[] }

/** Everybody may type any address; nobody sees across the line of their role. */
describe('A walk through every address with little right', () => {
  onDemonstration()
  let browser: Browser
  let addresses: string[] = []
  /** Words that only the county hospital's own pages carry. */
  let foreign: string[] = []

  beforeAll(async () => {
    browser = await openBrowser()
    const clerk = await signIn(browser, 'jingban')
    const hospital = await signIn(browser, 'renmin')
    const mine = await ask<{ institution: { id: string; name: string } }>(hospital.page, '/me')
    const due = await ask<Rows<{ institutionId: string; periodId: string }>>(hospital.page, '/due?everyRole=true&limit=1')
    const staff = await ask<Rows<{ id: string; name: string; employeeNumber: string }>>(hospital.page, `/staff?institutionId=${mine.institution.id}&limit=40`)
    const child = await ask<Rows<{ institutionId: string; childplanId: string | null }>>(hospital.page, '/childplans')
    const drafts = await ask<Rows<{ id: string }>>(clerk.page, '/drafts')
    const consults = await ask<Rows<{ institutionId: string; id: string }>>(clerk.page, '/consults')
    const one = due.rows[0]
    const filed = child.rows.find((row) => row.childplanId !== null)
    const person = staff.rows[0]
    if (one === undefined || filed === undefined || person === undefined) throw new Error('the demonstration has nothing of the county hospital to hide')
    foreign = staff.rows.map((row) => row.employeeNumber)
    addresses = [
      '/due', '/evidence', '/plans', '/reader', `/reader/${drafts.rows[0]?.id ?? ''}`, `/reader/${drafts.rows[0]?.id ?? ''}/launch`, '/account', '/accounts', '/groups', '/childplans', '/directory', '/import', '/notices', '/audit', '/calendar', '/settings',
      `/obligations/${one.institutionId}/${one.periodId}`, `/childplans/${filed.institutionId}/${filed.childplanId ?? ''}`, `/directory/${mine.institution.id}`, `/directory/${mine.institution.id}/staff/${person.id}`,
      `/consults/${consults.rows[0]?.institutionId ?? ''}/${consults.rows[0]?.id ?? ''}`,
    ]
    await clerk.leave()
    await hospital.leave()
  })
  afterAll(async () => browser.close())

  for (const [login, says] of [['renmin-hushi', 'a nurse'], ['shenji', 'the auditor'], ['fuyou', 'the clerk of another hospital']] as const) {
    test(`${says} gets a whole page or one clear sentence at every address`, async () => {
      const { page, leave } = await signIn(browser, login)
      for (const address of addresses) await walk(page, address, login === 'fuyou' ? foreign : [])
      await leave()
    })
  }

  test('the pages of the county hospital’s own work are closed to the clerk of another', async () => {
    const { page, leave } = await signIn(browser, 'fuyou')
    for (const address of addresses.filter((each) => /^\/(obligations|childplans)\/./.test(each))) {
      await page.goto(urlOf(`/console${address}`))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByText('没有找到这一页').waitFor()
    }
    await leave()
  })
})

/** One address: a heading, either content or a sentence in Chinese, no code or stack, nothing of others, no violation. */
async function walk(page: Page, address: string, foreign: readonly string[]): Promise<void> {
  await page.goto(urlOf(`/console${address}`))
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
  const text = await page.getByRole('main').innerText()
  expect(text.trim().length, address).toBeGreaterThan(4)
  expect(text, address).not.toMatch(/HTTP \d|undefined|\[object|Error:|access\.denied/)
  // A number by itself, not five digits within a longer one.
  const numbers = new Set(text.match(/[0-9A-Za-z]+/g))
  expect(foreign.filter((word) => numbers.has(word)), address).toEqual([])
  await expectAccessible(page)
}
