import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
// @ts-expect-error -- plain JavaScript that runs before anything is installed; it has no types
import { findBrowser } from '../tools/browser.mjs'
import { demonstration } from './demonstration.ts'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
export const wide = { width: 1440, height: 900 }
export const narrow = { width: 390, height: 844 }
export const password = 'Huiyin-demo-1'

export async function openBrowser(): Promise<Browser> {
  const executablePath: string | null = findBrowser()
  if (executablePath === null) throw new Error('no browser: install Chromium or set CHROMIUM_PATH')
  const browser = await chromium.launch({ executablePath, args: flags })
  const plain = browser.newContext.bind(browser)
  // A step that hangs names itself long before the whole journey times out; that a machine is busy is not to hang.
  browser.newContext = async (options) => {
    const context = await plain(options)
    context.setDefaultTimeout(60_000)
    return context
  }
  return browser
}

export const urlOf = (path: string): string => `${demonstration().url}${path}`

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] }

/** No violation of WCAG 2.2 A and AA; what is found is named with its place. A page caught while it changes is looked at again: what stays is a violation. */
export async function expectAccessible(page: Page): Promise<void> {
  let violations = await violationsOn(page)
  for (let looks = 1; looks < 3 && violations.length > 0; looks += 1) {
    await page.waitForTimeout(1000)
    violations = await violationsOn(page)
  }
  expect(violations, page.url()).toEqual([])
}

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    // axe is put on the window by the line above.
    const { axe } = window as unknown as { axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> } }
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    return result.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`)
  })
}

/** A person at the console: a browser context of its own, signed in through the door. */
export async function signIn(browser: Browser, login: string, viewport = wide): Promise<{ page: Page; context: BrowserContext; leave(): Promise<void> }> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(urlOf('/console/sign-in'))
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
  return { page, context, leave: () => context.close() }
}

/** A picture for the eyes, only where HUIYIN_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['HUIYIN_PICTURES']
  if (folder === undefined || folder === '') return
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
