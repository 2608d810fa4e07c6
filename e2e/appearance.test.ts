import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, openBrowser, signIn, urlOf } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { openAt, settled } from './steps.ts'

/** Language and darkness are a person's own choice and last beyond the page. */
describe('Language and appearance', () => {
  onDemonstration()
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => browser.close())

  test('English stays after a reload and says so to readers of the screen', async () => {
    const { page, leave } = await signIn(browser, 'zhongyi')
    await page.getByRole('button', { name: '个人菜单' }).click()
    await page.getByRole('menuitem', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Due from me' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Due from me' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    for (const [path, title] of [['/plans', 'Campaigns'], ['/groups', 'Leading groups'], ['/childplans', 'Child plans'], ['/notices', 'Notifications'], ['/account', 'My account']] as const) {
      await openAt(page, path, title)
      await settled(page)
      await expectAccessible(page)
    }
    await page.getByRole('button', { name: 'Personal menu' }).click()
    await page.getByRole('menuitem', { name: '中文' }).click()
    await page.getByRole('heading', { level: 1, name: '我的账号' }).waitFor()
    await leave()
  })

  test('dark stays after a reload, light when asked back', async () => {
    const { page, leave } = await signIn(browser, 'zhongyi')
    const dark = () => page.evaluate(() => document.documentElement.dataset['dark'])
    expect(await dark()).toBe('false')
    await page.getByRole('button', { name: '个人菜单' }).click()
    await page.getByRole('menuitem', { name: '深色显示' }).click()
    await expect.poll(dark).toBe('true')
    await page.goto(urlOf('/console/plans'))
    await page.getByRole('heading', { level: 1, name: '专项行动' }).waitFor()
    expect(await dark()).toBe('true')
    await settled(page)
    await expectAccessible(page)
    await page.getByRole('button', { name: '个人菜单' }).click()
    await page.getByRole('menuitem', { name: '浅色显示' }).click()
    await expect.poll(dark).toBe('false')
    await leave()
  })
})
