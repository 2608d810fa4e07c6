import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { narrow, openBrowser, signIn } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { ask, look, openAt, settled } from './steps.ts'

type Plans = { rows: { id: string; title: string; state: string }[] }

/** The board is where the commission looks: clause by institution, down to the facts. */
describe('The board', () => {
  onDemonstration()
  let browser: Browser
  let page: Page
  let path = ''

  beforeAll(async () => {
    browser = await openBrowser()
    ;({ page } = await signIn(browser, 'jingban'))
    const { rows } = await ask<Plans>(page, '/plans')
    const ten = rows.find((row) => row.title.includes('便民就医十项行动'))
    path = `/plans/${ten?.id ?? ''}/board`
  })
  afterAll(async () => browser.close())

  test('the list of campaigns leads to it', async () => {
    await openAt(page, '/plans', '专项行动')
    await look(page, 'plans', { dark: true })
    await page.getByRole('link', { name: /便民就医十项行动/ }).first().click()
    await page.getByRole('heading', { level: 1, name: /便民就医十项行动/ }).waitFor()
    for (const tab of ['任务', '参加机构', '概况']) {
      await page.getByRole('tab', { name: tab, exact: true }).click()
      await settled(page)
      await look(page, `plan-${tab}`)
    }
    await page.getByRole('link', { name: '看板' }).click()
    await page.getByRole('heading', { level: 1, name: /^看板/ }).waitFor()
    await look(page, 'board', { dark: true })
  })

  test('a search keeps the rows whose institution matches', async () => {
    await openAt(page, path, /^看板/)
    const board = page.getByRole('region', { name: '看板' })
    const all = await board.getByRole('rowheader').count()
    expect(all).toBe(7)
    await page.getByRole('searchbox', { name: '搜索机构' }).fill('中医院')
    await expect.poll(() => board.getByRole('rowheader').allInnerTexts()).toEqual(['云溪县中医院'])
    await page.getByRole('searchbox', { name: '搜索机构' }).fill('')
    await expect.poll(() => board.getByRole('rowheader').count()).toBe(all)
  })

  test('one week holds less than the whole time', async () => {
    await openAt(page, path, /^看板/)
    const board = page.getByRole('region', { name: '看板' })
    const whole = await figures(board.getByRole('button'))
    await page.getByRole('combobox', { name: '期间' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByText(/\d+年\d+月\d+日 当周/).filter({ visible: true }).count()).toBeGreaterThan(0)
    await settled(page)
    await expect.poll(() => figures(board.getByRole('button'))).toBeLessThan(whole)
    expect(await figures(board.getByRole('button'))).toBeGreaterThan(0)
  })

  test('a cell opens to its obligations by keyboard alone, and closes by Escape', async () => {
    await openAt(page, path, /^看板/)
    const board = page.getByRole('region', { name: '看板' })
    await board.focus()
    await page.keyboard.press('Tab')
    const first = board.getByRole('button').first()
    const label = await first.getAttribute('aria-label')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(label)
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('listitem').first().waitFor()
    await look(page, 'board-cell')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await first.focus()
    await page.keyboard.press('Enter')
    await drawer.getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/console\/obligations\//)
    await page.getByRole('heading', { name: '期限怎么算的' }).waitFor()
    await look(page, 'obligation', { dark: true })
  })

  test('on a phone each institution is a card with its figures in words', async () => {
    await page.setViewportSize(narrow)
    await openAt(page, path, /^看板/)
    const card = page.getByRole('main').getByRole('listitem').filter({ hasText: '云溪县人民医院' })
    await card.getByText(/已落实 \d+/).waitFor()
    await card.getByRole('button').first().click()
    await page.getByRole('dialog').getByRole('link').first().waitFor()
    await page.keyboard.press('Escape')
  })
})

/** All figures of the cells' labels added up: what the board counts. */
async function figures(cells: ReturnType<Page['getByRole']>): Promise<number> {
  const labels = await cells.evaluateAll((nodes) => nodes.map((node) => (node.getAttribute('aria-label') ?? '').split('：').at(-1) ?? ''))
  return labels.flatMap((label) => label.match(/\d+/g) ?? []).reduce((sum, figure) => sum + Number(figure), 0)
}
