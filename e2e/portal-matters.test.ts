import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newInstitution } from '../server/testing/api.ts'
import { expectAccessible, openBrowser, picture } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'

const phone = { width: 360, height: 740 }
const receiptFile = { name: '收据.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 一张收据') }

describe('A citizen says something at the portal, on a small phone', () => {
  let server: Clocked
  let browser: Browser
  beforeAll(async () => {
    server = await startClocked('2026-03-02T01:00:00.000Z')
    browser = await openBrowser()
    await newInstitution(server.world, { name: '云溪县人民医院' })
    await newInstitution(server.world, { name: '云溪县妇幼保健院（云溪县儿童医院、云溪县妇女儿童健康服务指导中心）' })
    await newInstitution(server.world, { name: '云溪县卫生健康委员会', kind: 'commission' })
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  test.each([
    ['with scripts', true, '收费窗口多收了一次CT的钱，找了两次没人管。'],
    ['without scripts', false, '挂号机前排队两个小时，人工窗口只开了一个。'],
  ])('%s: a wrong number is corrected, the receipt opens the matter again, and something is added', async (_, javaScriptEnabled, words) => {
    const context = await browser.newContext({ viewport: phone, javaScriptEnabled, locale: 'zh-CN' })
    const page = await context.newPage()
    await page.goto(server.url)
    await page.getByRole('link', { name: /我有话说/ }).click()
    await page.getByRole('link', { name: /^投诉/ }).click()
    await page.getByLabel('什么事？').fill(words)
    if (javaScriptEnabled) {
      await page.getByText(`已写 ${words.length} 字`).waitFor()
      // Closed in the middle, the form comes back with what was written on this device.
      await page.goto(`${server.url}/say?kind=complaint`)
      await page.getByText('上次没交完的内容').waitFor()
      expect(await page.getByLabel('什么事？').inputValue()).toBe(words)
      await page.getByLabel(/照片、录音/).setInputFiles([{ name: '空.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) }])
      await page.getByText('“空.jpg”是空文件').waitFor()
      await page.getByLabel(/照片、录音/).setInputFiles([])
    }
    server.world.clock.advance(5000)
    await page.getByLabel('手机号（可不填）').fill('139')
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('alert').getByRole('link', { name: '请选择是哪家医院。' }).waitFor()
    expect(await page.getByLabel('什么事？').inputValue()).toBe(words)
    await picture(page, `portal-form-${javaScriptEnabled ? 'scripts' : 'plain'}`)
    await page.getByLabel('手机号（可不填）').fill('13900001234')
    await page.getByLabel('哪家医院').selectOption({ label: '云溪县人民医院' })
    await page.getByLabel(/照片、录音/).setInputFiles([receiptFile])
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('heading', { name: '收到了' }).waitFor()
    await picture(page, `portal-receipt-${javaScriptEnabled ? 'scripts' : 'plain'}`)
    const code = (await page.locator('.code.big').innerText()).replaceAll(/\s/g, '')
    if (javaScriptEnabled) expect(await page.evaluate(() => localStorage.getItem('huiyin-draft'))).toBeNull()
    await context.clearCookies()
    await page.goto(`${server.url}/follow#${code}`)
    if (!javaScriptEnabled) await page.getByLabel('查询码（12位）').fill(code)
    expect(await page.getByLabel('查询码（12位）').inputValue()).toBe(code)
    expect(page.url()).toBe(javaScriptEnabled ? `${server.url}/follow` : `${server.url}/follow#${code}`)
    await page.getByLabel('手机号后四位').fill('1234')
    await page.getByRole('button', { name: '查看' }).click()
    await page.getByText('收据.pdf').waitFor()
    await page.getByText('补充', { exact: true }).first().click()
    await page.getByLabel('说明').first().fill('还有一张发票')
    await page.getByRole('button', { name: '补充' }).click()
    await page.getByText('已经记下').waitFor()
    await picture(page, `portal-follow-${javaScriptEnabled ? 'scripts' : 'plain'}`)
    await context.close()
  })

  test.each([
    ['elder mode on a phone', 390, '1', 'light'],
    ['a wide screen in the dark', 1280, '0', 'dark'],
  ] as const)('%s: every page is accessible and no wider than the screen', async (name, width, elder, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale: 'zh-CN', reducedMotion: 'reduce' })
    await context.addCookies([{ name: 'huiyin_elder', value: elder, url: server.url }])
    const page = await context.newPage()
    for (const path of ['/', '/say', '/say?kind=tip', '/follow', '/answers', '/figures', '/bodies', '/running', '/letter', '/say?lang=en']) {
      await page.goto(server.url + path)
      await expectAccessible(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${path} is not wider than ${name}`).toBe(true)
      await picture(page, `portal-${path.replaceAll(/\W/g, '-')}-${width}`)
    }
    await context.close()
  })
})
