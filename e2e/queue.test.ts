import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectAccessible, narrow, openBrowser, picture, signIn, urlOf } from './browser.ts'
import { demonstration, onDemonstration } from './demonstration.ts'
import { endProcess, startServer } from './server.ts'
import { ask, choose, look, openAt } from './steps.ts'

type Row = { id: string; label: string; state: string; place: number | null; url: string }
type Signed = Awaited<ReturnType<typeof signIn>>

/** A line from its setting up to the last one called: clerk, desk, doctor, a display on the wall and a citizen's phone. */
describe('A line', () => {
  onDemonstration()
  let browser: Browser
  let clerk: Signed
  let desk: Signed
  let doctor: Signed
  let wall: BrowserContext
  let display: Page
  let phone: Page
  const name = '便民门诊'
  beforeAll(async () => {
    browser = await openBrowser()
    clerk = await signIn(browser, 'renmin')
    desk = await signIn(browser, 'renmin-chuangkou')
    doctor = await signIn(browser, 'renmin-yisheng')
    wall = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', reducedMotion: 'reduce' })
    display = await wall.newPage()
    const old = await browser.newContext({ viewport: narrow, locale: 'zh-CN', reducedMotion: 'reduce' })
    phone = await old.newPage()
  })
  afterAll(async () => browser.close())

  const line = async (): Promise<Row[]> => {
    const { rows } = await ask<{ rows: { id: string; name: string }[] }>(desk.page, '/queues')
    const queue = rows.find((each) => each.name === name)
    if (queue === undefined) throw new Error('the line is not there')
    return (await ask<{ rows: Row[] }>(desk.page, `/queues/${queue.id}/line`)).rows
  }

  test('the clerk sets it up, with a display that shows it', async () => {
    const { page } = clerk
    await openAt(page, '/queue/settings', '队列与叫号屏')
    await page.getByRole('button', { name: '新增队列' }).click()
    const dialog = page.getByRole('dialog', { name: '新增队列' })
    await dialog.getByLabel('队列名称').fill(name)
    await choose(page, '科室', /内科/)
    await dialog.getByLabel('号码字母').fill('B')
    await dialog.getByLabel('窗口，一行一个').fill('8诊室\n9诊室')
    await look(page, 'queue-dialog')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`B ${name}`).waitFor()
    await page.getByRole('button', { name: '新增叫号屏' }).click()
    const screen = page.getByRole('dialog', { name: '新增叫号屏' })
    await screen.getByLabel('区域').fill('一楼便民区')
    await choose(page, '显示哪些队列（最多20个）', name)
    await page.keyboard.press('Escape')
    await screen.getByRole('button', { name: '保存' }).click()
    await screen.waitFor({ state: 'hidden' })
    await look(page, 'queue-settings')
    await display.goto((await page.getByRole('row', { name: /一楼便民区/ }).getByRole('link').first().getAttribute('href')) ?? '')
    await display.getByRole('heading', { level: 1, name: '一楼便民区' }).waitFor()
    await expectAccessible(display)
  })

  test('the desk issues tickets; who shows a card has priority, on record', async () => {
    const { page } = desk
    await openAt(page, '/queue/desk', '签到取号')
    for (const [person, priority] of [['顾小满', null], ['陆秋实', null], ['沈怀仁', '高龄老人']] as const) {
      await page.locator('#walk-in_queueId').click()
      await page.getByTitle(new RegExp(`^${name}`)).filter({ visible: true }).last().click()
      await page.getByLabel('姓名（只保存打码后的）').fill(person)
      if (priority !== null) {
        await page.locator('#walk-in_priority').click()
        await page.getByTitle(priority).filter({ visible: true }).last().click()
        await page.locator('#walk-in_proof').fill('身份证')
      }
      const [answer] = await Promise.all([page.waitForResponse((each) => each.url().endsWith('/api/queue-tickets')), page.getByRole('button', { name: '取现场号' }).click()])
      expect(answer.status()).toBe(200)
    }
    await page.getByRole('status').getByText('B003').waitFor()
    await look(page, 'queue-desk')
    const rows = await line()
    expect(rows.map((row) => row.label)).toEqual(['B003', 'B001', 'B002'])
    await phone.goto(rows[1]?.url ?? '')
    await phone.getByText('您前面还有 1 位').waitFor()
    await expectAccessible(phone)
    await picture(phone, 'queue-line')
  })

  test('the doctor calls with the keyboard alone; display and phone follow by themselves', async () => {
    const { page } = doctor
    await openAt(page, '/queue/room', '叫号')
    await page.getByRole('button', { name: new RegExp(`^${name} 8诊室`) }).click()
    await page.getByText('现在没有人在窗口').waitFor()
    const present = page.locator('.room-present .ticket-label')
    await page.keyboard.press('n')
    await present.filter({ hasText: 'B003' }).waitFor()
    await display.locator('.calls b', { hasText: 'B003' }).waitFor()
    await phone.getByText('下一位就是您').waitFor()
    await look(page, 'queue-room', { dark: true })
    await page.keyboard.press('n')
    await present.filter({ hasText: 'B001' }).waitFor()
    await phone.getByText('请到 8诊室 就诊').waitFor()
    await display.locator('.calls b', { hasText: 'B001' }).waitFor()
    // A wrong key: both what it ended and what it began.
    await page.keyboard.press('u')
    await present.filter({ hasText: 'B003' }).waitFor()
    await phone.getByText('下一位就是您').waitFor()
    await page.keyboard.press('n')
    await present.filter({ hasText: 'B001' }).waitFor()
    await page.keyboard.press('p')
    await page.getByText('现在没有人在窗口').waitFor()
    await phone.getByText('已过号').waitFor()
    await display.locator('[data-passed]', { hasText: 'B001' }).waitFor()
  })

  test('who was passed reports again, behind whoever is on time; everybody reads the load of the windows', async () => {
    const { page } = desk
    await openAt(page, '/queue/desk', '签到取号')
    const id = (await line()).find((row) => row.label === 'B001')?.id ?? ''
    expect(id).not.toBe('')
    await page.getByRole('combobox', { name: '队列', exact: true }).last().click()
    await page.getByTitle(new RegExp(`^${name}`)).filter({ visible: true }).last().click()
    await page.getByRole('button', { name: '办理 B001' }).click()
    await page.getByRole('menuitem', { name: '过号重新报到' }).click()
    await expect.poll(async () => (await line()).filter((row) => row.state === 'waiting').map((row) => row.label)).toEqual(['B002', 'B001'])
    await openAt(clerk.page, '/queue/board', '候诊总览')
    await clerk.page.getByText(name).first().waitFor()
    await look(clerk.page, 'queue-board')
    await phone.goto(urlOf('/windows'))
    await phone.getByRole('link', { name: /人民医院/ }).click()
    await phone.getByRole('rowheader', { name }).waitFor()
    await phone.getByText('少于5人').first().waitFor()
    await expectAccessible(phone)
    await picture(phone, 'queue-windows')
  })

  test('QU-18 the server is killed and comes back: the display says so, comes back by itself and shows what is called then', async () => {
    const server = demonstration()
    // A page that was loaded anew would not know this any more.
    await display.evaluate(() => document.body.setAttribute('data-since', 'before'))
    await endProcess(Number.parseInt(readFileSync(path.join(server.dataDir, 'server.lock'), 'utf8'), 10), 'SIGKILL')
    await display.locator('[data-offline]').waitFor({ state: 'visible' })
    await picture(display, 'queue-display-cut')
    // Whoever serves then is ended with the file.
    ;(await startServer(server)).unref()
    await display.locator('[data-offline]').waitFor({ state: 'hidden', timeout: 60_000 })
    await openAt(doctor.page, '/queue/room', '叫号')
    await doctor.page.getByText('现在没有人在窗口').waitFor()
    await doctor.page.keyboard.press('n')
    await doctor.page.locator('.room-present .ticket-label', { hasText: 'B002' }).waitFor()
    await display.locator('.calls b', { hasText: 'B002' }).waitFor()
    expect(await display.locator('body').getAttribute('data-since')).toBe('before')
  })
})
