import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawJob } from '../modules/booking/page-jobs.ts'
import { idNumber, mobile } from '../modules/booking/testing/citizen/fixtures.ts'
import { arrangeClinic, arrangeDepartment } from '../modules/booking/testing/clinics/fixtures.ts'
import { newInstitution } from '../server/testing/api.ts'
import { node, root } from '../tools/setup.mjs'
import { expectAccessible, narrow, openBrowser, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'

const hospital = '云溪县人民医院'
const longName = '云溪县妇幼保健院（云溪县儿童医院、云溪县妇女儿童健康服务指导中心）'

describe('A citizen books a visit', () => {
  let server: Clocked
  let browser: Browser
  let contexts: BrowserContext[] = []
  beforeAll(async () => {
    // Monday, nine in the morning; years ahead, for the browser goes by its own clock and lets old sessions go.
    server = await startClocked('2035-03-05T01:00:00.000Z')
    browser = await openBrowser()
    const body = await newInstitution(server.world, { name: hospital })
    const breath = await arrangeDepartment(server.world, body, '呼吸内科')
    await arrangeClinic(server.world, body, breath, { name: '呼吸内科普通门诊', room: '门诊二楼203室', brings: '近期的胸片或CT' }, { weekdays: [1, 2, 3, 4, 5], capacity: 2, validFrom: '2035-03-05' })
    const heart = await arrangeDepartment(server.world, body, '心血管内科')
    await arrangeClinic(server.world, body, heart, { name: '心血管内科专家门诊' }, { weekdays: [1, 2, 3, 4, 5], toMinute: 600, capacity: 1, mode: 'draw', drawMinutes: 120, validFrom: '2035-03-05' })
    const children = await newInstitution(server.world, { name: longName })
    await arrangeClinic(server.world, children, await arrangeDepartment(server.world, children, '儿童呼吸与危重症医学科'), { name: '儿童呼吸与过敏反应专病门诊（含雾化治疗、肺功能检查）' }, { weekdays: [3], validFrom: '2035-03-05' })
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser.close()
    await server.close()
  })

  async function newPage(given: { elder?: boolean; scripts?: boolean }): Promise<Page> {
    const context = await browser.newContext({ viewport: narrow, javaScriptEnabled: given.scripts ?? false, locale: 'zh-CN', reducedMotion: 'reduce' })
    contexts = [...contexts, context]
    if (given.elder === true) await context.addCookies([{ name: 'huiyin_elder', value: '1', url: server.url }])
    return context.newPage()
  }

  /** The page as it stands at both widths: accessible, no wider than its window, a picture on request. Judged in a page with scripts, for axe is one. */
  async function look(page: Page, name: string): Promise<void> {
    const judge = await browser.newContext({ viewport: narrow, locale: 'zh-CN', reducedMotion: 'reduce', storageState: await page.context().storageState() })
    const seen = await judge.newPage()
    await seen.goto(page.url())
    for (const size of [narrow, wide]) {
      await seen.setViewportSize(size)
      await expectAccessible(seen)
      expect(await seen.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${page.url()} at ${size.width}`).toBeLessThanOrEqual(1)
      await picture(seen, `booking-${name}-${size.width}`)
    }
    await judge.close()
  }

  async function enter(page: Page, phone: string): Promise<void> {
    await page.getByLabel('手机号码').fill(phone)
    await page.getByRole('button', { name: '获取验证码' }).click()
    const outbox = await page.context().newPage()
    await outbox.goto(`${server.url}/outbox`)
    const code = /验证码是 (\d{6})/.exec((await outbox.getByText(`发给 ${phone}`).first().locator('xpath=..').textContent()) ?? '')?.[1] ?? ''
    await outbox.close()
    await page.getByLabel('6位验证码').fill(code)
    await page.getByRole('button', { name: '登录', exact: true }).click()
  }
  async function enterPerson(page: Page, name: string, relation: string): Promise<void> {
    await page.getByLabel('姓名').fill(name)
    await page.getByLabel('身份证号码').fill(idNumber('1958-05-01'))
    await page.getByLabel('是您的什么人').selectOption({ label: relation })
    await page.getByLabel(/就诊人同意/).check()
    await page.getByRole('button', { name: '下一步' }).click()
  }

  test('without scripts: finds, signs in on the way, books in five steps, sees the code, cancels', async () => {
    const page = await newPage({})
    const phone = mobile()
    await page.goto(server.url)
    await page.getByRole('link', { name: /^预约挂号/ }).click()
    await page.getByLabel('医院').selectOption({ label: hospital })
    await page.getByLabel('科室或医生（可不填）').fill('呼吸')
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByRole('heading', { name: '呼吸内科普通门诊' }).waitFor()
    await look(page, 'find')
    await page.getByRole('link', { name: '选时间：呼吸内科普通门诊' }).click()
    await page.getByRole('link', { name: /3月7日/ }).click()
    await look(page, 'times')
    await page.getByRole('link', { name: /上午9:30–10:00/ }).click()
    await enter(page, phone)
    // Back at the chosen time, with the phone filled in.
    await page.getByText('第3步，共5步').waitFor()
    expect(await page.getByLabel('手机号').inputValue()).toBe(phone)
    await page.getByLabel('姓名').fill('欧阳明')
    await page.getByLabel('身份证号码').fill('110101199003070047')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('link', { name: /身份证号码不对/ }).waitFor()
    expect(await page.getByLabel('姓名').inputValue()).toBe('欧阳明')
    await look(page, 'who')
    await enterPerson(page, '欧阳明', '本人')
    await page.getByText('第4步，共5步').waitFor()
    await page.reload()
    await look(page, 'confirm')
    await page.getByRole('button', { name: '确认预约' }).click()
    await page.getByRole('heading', { name: '预约好了' }).waitFor()
    expect(await page.locator('.code.big').innerText()).toMatch(/[0-9A-Z]{4}/)
    await look(page, 'booked')
    const file = await page.request.get(`${server.url}${await page.getByRole('link', { name: '加到手机日历' }).getAttribute('href')}`)
    expect(await file.text()).toContain('DTSTART:20350307T013000Z')
    const booked = page.url()
    // The way back and the button once more: it is the same booking.
    await page.goBack()
    await page.getByRole('button', { name: '确认预约' }).click()
    expect(page.url()).toBe(booked)
    await page.getByText('取消预约').click()
    await page.getByLabel('为什么取消（可不填）').fill('家里有事')
    await page.getByRole('button', { name: '确认取消' }).click()
    await page.getByText('已取消，号已让给别人').waitFor()
    await page.getByRole('link', { name: '← 我的预约' }).click()
    await page.getByText('已取消').waitFor()
    await look(page, 'mine')
  })

  test('in elder mode: from what hurts to the department, with large type and targets, for a parent', async () => {
    const page = await newPage({ elder: true })
    await page.goto(server.url)
    await page.getByRole('link', { name: /智能导诊/ }).click()
    await look(page, 'elder-guide')
    await page.getByRole('link', { name: '咳嗽、有痰、气喘' }).click()
    await look(page, 'elder-flags')
    await page.getByLabel(/胸口压榨样疼/).check()
    await page.getByRole('button', { name: '看结果' }).click()
    await page.getByRole('heading', { name: '请马上拨打120' }).waitFor()
    expect(await page.getByRole('link', { name: /预约|看最近/ }).count()).toBe(0)
    await look(page, 'elder-danger')
    await page.goBack()
    await page.getByLabel(/胸口压榨样疼/).uncheck()
    await page.getByRole('button', { name: '看结果' }).click()
    await page.getByText('呼吸内科', { exact: true }).waitFor()
    await page.getByRole('link', { name: '看最近能约的时间' }).click()
    await look(page, 'elder-find')
    await page.getByRole('link', { name: '选时间：呼吸内科普通门诊' }).click()
    await look(page, 'elder-times')
    await page.getByRole('link', { name: /上午/ }).first().click()
    await enter(page, mobile())
    await enterPerson(page, '王秀英', '父母')
    const button = page.getByRole('button', { name: '确认预约' })
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(60)
    expect(Number.parseFloat(await button.evaluate((found) => getComputedStyle(found).fontSize))).toBeGreaterThanOrEqual(23)
    await look(page, 'elder-confirm')
    await button.click()
    await page.getByRole('heading', { name: '预约好了' }).waitFor()
    await page.getByText('王秀英').first().waitFor()
    await look(page, 'elder-booked')
  })

  test('a release by draw: entered with wishes, drawn, and checked by a second program from the record alone', async () => {
    const page = await newPage({ scripts: true })
    await page.goto(`${server.url}/book?text=${encodeURIComponent('心血管')}&on=2035-03-19`)
    await page.getByRole('link', { name: /看日期/ }).click()
    await page.getByRole('link', { name: '去报名抽签', exact: true }).last().click()
    const hash = (await page.locator('.hash').first().innerText()).trim()
    await look(page, 'draw-open')
    await page.getByRole('link', { name: '我要报名' }).click()
    await enter(page, mobile())
    await enterPerson(page, '赵平', '本人')
    await page.getByLabel('第1志愿').selectOption({ index: 2 })
    await page.getByLabel('第2志愿').selectOption({ index: 1 })
    await look(page, 'draw-enter')
    await page.getByRole('button', { name: '确认报名' }).click()
    await page.getByRole('status').getByText('报名好了').waitFor()
    server.world.clock.advance(2 * 3_600_000)
    await server.runJob(drawJob.name)
    await page.reload()
    await page.getByText('抽中，已为您约好').waitFor()
    await look(page, 'draw-drawn')
    const record = await (await page.request.get(`${server.url}${await page.getByRole('link', { name: /下载抽签记录/ }).getAttribute('href')}`)).text()
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'huiyin-draw-')), 'draw.json')
    writeFileSync(file, record)
    const command = [path.join(root, 'dist', 'server', 'huiyin.js'), 'draw', 'verify', file, '--hash', hash]
    expect(execFileSync(node(), command, { encoding: 'utf8', env: { ...process.env, HUIYIN_ROOT: root } })).toContain('全部相符')
    const forged = JSON.parse(readFileSync(file, 'utf8')) as { outcome: { slotId: string | null }[] }
    for (const line of forged.outcome) line.slotId = null
    writeFileSync(file, JSON.stringify(forged))
    const found = spawnSync(node(), command, { encoding: 'utf8', env: { ...process.env, HUIYIN_ROOT: root } })
    expect([found.status, found.stdout.includes('不符：outcome[0]')]).toEqual([1, true])
    await page.getByRole('link', { name: '看预约' }).click()
    await page.getByText('心血管内科专家门诊').waitFor()
  })
})
