import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventMobile } from '../kernel/invented.ts'
import { expectAccessible, narrow, openBrowser, picture, urlOf } from './browser.ts'
import { onDemonstration } from './demonstration.ts'

/** A citizen's old phone: small, no script. The judge of accessibility needs scripts, so it looks at a second window. */
describe('The portal without JavaScript, on a phone', () => {
  onDemonstration()
  let browser: Browser
  let phone: BrowserContext
  let page: Page
  let judge: BrowserContext

  beforeAll(async () => {
    browser = await openBrowser()
    phone = await browser.newContext({ viewport: narrow, locale: 'zh-CN', javaScriptEnabled: false })
    page = await phone.newPage()
    judge = await browser.newContext({ viewport: narrow, locale: 'zh-CN', reducedMotion: 'reduce' })
  })
  afterAll(async () => browser.close())

  /** The same document, with the same cookies, judged in normal and elder mode, light and dark. */
  async function judged(name: string): Promise<void> {
    const html = await page.content()
    await judge.clearCookies()
    await judge.addCookies(await phone.cookies())
    const window = await judge.newPage()
    for (const elder of ['0', '1']) {
      await judge.addCookies([{ name: 'huiyin_elder', value: elder, url: urlOf('/') }])
      const path = new URL(page.url()).pathname
      await window.goto(urlOf(path))
      // A page that answers a form has no address of its own: its document is put in place as it is.
      if (html.includes('name="code"')) await window.setContent(elder === '1' ? html.replace('<body class="">', '<body class="elder">') : html)
      for (const colorScheme of ['light', 'dark'] as const) {
        await window.emulateMedia({ colorScheme })
        await expectAccessible(window)
        await picture(window, `portal-${name}-${elder === '1' ? 'elder' : 'normal'}-${colorScheme}`)
      }
      expect(await window.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} is not wider than the phone`).toBe(true)
    }
    await window.close()
  }

  test('the home page names the running plans, and a plan opens with its words and its phases', async () => {
    await page.goto(urlOf('/'))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await judged('home')
    await page.getByRole('link', { name: /便民就医十项行动/ }).click()
    await page.getByRole('heading', { level: 1, name: /便民就医十项行动/ }).waitFor()
    await page.getByRole('heading', { name: '时间安排' }).waitFor()
    await page.getByText('（现在）').waitFor()
    await judged('plan')
  })

  test('elder mode is one link away, larger, and stays for the next page', async () => {
    await page.goto(urlOf('/'))
    await page.getByRole('link', { name: '长辈版' }).click()
    await page.getByRole('link', { name: '标准版' }).waitFor()
    await page.goto(urlOf('/enter'))
    await page.getByRole('link', { name: '标准版' }).click()
    await page.getByRole('link', { name: '长辈版' }).waitFor()
  })

  test('a wrong number and a wrong code are said in one sentence', async () => {
    await page.goto(urlOf('/enter'))
    await judged('enter')
    await page.getByLabel('手机号码').fill('12345')
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByRole('alert').getByText('手机号码不正确').waitFor()
  })

  test('a citizen signs in with the code of the demonstration outbox, sees their own page and leaves', async () => {
    const number = inventMobile(1_000_007)
    await page.goto(urlOf('/enter'))
    await page.getByLabel('手机号码').fill(number)
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByRole('heading', { level: 1, name: '输入验证码' }).waitFor()
    await judged('code')
    await page.getByLabel('6位验证码').fill('000000')
    const outbox = await phone.newPage()
    await outbox.goto(urlOf('/outbox'))
    const message = await outbox.getByRole('listitem').filter({ hasText: /登录验证码是 \d{6}/ }).first().innerText()
    const code = /登录验证码是 (\d{6})/.exec(message)?.[1] ?? ''
    expect(code, 'the outbox shows the code').toMatch(/^\d{6}$/)
    await outbox.close()
    if (code !== '000000') {
      await page.getByRole('button', { name: '登录' }).click()
      await page.getByRole('alert').getByText('验证码不正确').waitFor()
    }
    await page.getByLabel('6位验证码').fill(code)
    await page.getByRole('button', { name: '登录' }).click()
    await page.waitForURL(urlOf('/me'))
    await page.getByText(`${number.slice(0, 3)}****${number.slice(-4)}`).waitFor()
    await judged('me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(urlOf('/'))
    await page.goto(urlOf('/me'))
    await page.waitForURL(urlOf('/enter'))
  })

  test('the outbox and an unknown address are whole pages too', async () => {
    await page.goto(urlOf('/outbox'))
    await page.getByRole('heading', { level: 1, name: '演示短信' }).waitFor()
    await judged('outbox')
    const answer = await page.goto(urlOf('/no-such-place'))
    expect(answer?.status()).toBe(404)
    await page.getByRole('alert').waitFor()
    await judged('missing')
  })
})
