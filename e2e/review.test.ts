import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { node, root } from '../tools/setup.mjs'
import { openBrowser } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { plainPhone } from './matter-people.ts'
import { cardOf, confirmed, october, readByKeys, reviewPeople, type ReviewPeople } from './review-people.ts'
import { look, settled } from './steps.ts'

const hospital = '云溪县人民医院'

describe('Prescription review from the draw to the talk', () => {
  let server: Clocked
  let browser: Browser
  let people: ReviewPeople
  let round = ''

  beforeAll(async () => {
    browser = await openBrowser()
    server = await startClocked('2026-11-02T01:00:00.000Z')
    people = await reviewPeople(server, browser, hospital)
    await october(people, server)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const open = async (page: Page, to: string, heading: string | RegExp): Promise<void> => {
    await page.goto(`${server.url}/console${to}`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await settled(page)
  }
  const pick = async (page: Page, label: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: label }).click()
    await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().click()
    await page.keyboard.press('Escape')
  }

  test('the office names the expert group, has everything read twice, and draws October', async () => {
    const { page } = people.clerk
    await open(page, '/review/setting', '设置')
    await pick(page, '临床', '许采薇')
    await pick(page, '医疗管理', '欧阳清和')
    await cardOf(page, '专家组').getByRole('button', { name: /保\s?存/ }).first().click()
    await page.getByText('已保存').first().waitFor()
    await page.getByLabel(/复评比例/).fill('100')
    await page.getByRole('button', { name: /保\s?存/ }).last().click()
    await page.getByText('已保存').nth(1).waitFor()
    await look(page, 'review-setting')
    await open(page, '/review', '处方点评')
    await page.getByRole('button', { name: '抽取样本' }).click()
    // The dialog offers the month before that of this machine's calendar.
    await page.getByRole('dialog', { name: '抽取样本' }).getByLabel('月份').fill('2026-10')
    await page.getByText('门急诊处方 7 张，出院病历 1 份').waitFor()
    await page.getByText('点评药师：').waitFor()
    await page.getByRole('button', { name: '确定抽样' }).click()
    await page.getByRole('heading', { level: 1, name: '处方点评 2026-10' }).waitFor()
    round = new URL(page.url()).pathname.replace('/console', '')
    await page.getByText('还有处方没有点评完').waitFor()
  })

  test('a pharmacist reads by keys; what was typed stays on the device; the last one is taken back and found as it was', async () => {
    const { page } = people.readers[0]
    await open(page, '/review/desk', '点评台')
    await page.getByText('已完成 0 / 8').first().waitFor()
    expect(await page.locator('main').innerText()).not.toContain('顾念慈')
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('先跳过这一张').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    const title = await page.locator('.desk-work').locator('xpath=ancestor::section').getByRole('heading', { level: 2 }).innerText()
    await page.keyboard.press('n')
    await page.keyboard.type('诊断写的是体检')
    await page.keyboard.press('Escape')
    await page.keyboard.press('1')
    await page.getByText('正在输入代码').waitFor()
    await page.keyboard.press('0')
    await page.locator('.rx-chosen').getByText('合理').waitFor()
    await page.getByText('草稿已留在本机').waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 2, name: title }).waitFor()
    await expect.poll(() => page.getByLabel('说明').inputValue()).toBe('诊断写的是体检')
    await look(page, 'review-desk')
    await page.keyboard.press('2')
    await page.keyboard.press('5')
    await page.locator('.rx-chosen').getByText('2-5').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('已完成 1 / 8').first().waitFor()
    await page.keyboard.press('u')
    await page.getByText('已撤回第').waitFor()
    await page.getByRole('heading', { level: 2, name: title }).waitFor()
    await page.locator('.rx-chosen').getByText('2-5').waitFor()
    expect(await page.getByLabel('说明').inputValue()).toBe('诊断写的是体检')
    await page.keyboard.press('Backspace')
    await page.locator('.rx-chosen').getByText('合理').waitFor()
    expect(await readByKeys(page, server.url)).toBe(8)
  })

  test('a second pharmacist reads the same without the first opinions, and sees one of them otherwise', async () => {
    const { page } = people.readers[1]
    expect(await readByKeys(page, server.url, '17')).toBe(8)
    await open(people.clerk.page, round, /2026-10/)
    await cardOf(people.clerk.page, '待专家组').first().getByText('1', { exact: true }).first().waitFor()
  })

  const voteOn = async (page: Page, keys: readonly string[]): Promise<void> => {
    await open(page, '/review/experts', '专家组')
    const card = page.locator('.card').filter({ has: page.locator('.desk-work') }).first()
    await card.waitFor()
    for (const code of keys) {
      await card.getByRole('combobox', { name: '加代码' }).fill(code)
      await page.getByTitle(new RegExp(`^${code} `)).filter({ visible: true }).last().click()
    }
    await card.getByRole('button', { name: /表\s?决/ }).click()
    await card.getByText(/您的意见/).or(page.getByText('没有等专家组决定的处方')).first().waitFor()
  }

  test('two members of the expert group agree, and everything is fed back', async () => {
    const [one, two] = people.experts
    await open(one.page, '/review/experts', '专家组')
    const isCheckUp = (await one.page.locator('.desk-work .facts').first().innerText()).includes('体检')
    await look(one.page, 'review-experts')
    await voteOn(one.page, isCheckUp ? ['3-1'] : [])
    await voteOn(two.page, isCheckUp ? ['3-1'] : [])
    const { page } = people.clerk
    await open(page, round, /2026-10/)
    await confirmed(page, '反馈给医师')
    await page.getByText('已反馈，等答复').first().waitFor()
    await page.getByText('还有医师没有答复').waitFor()
    await look(page, 'review-round')
  })

  test('the doctor objects to one finding and agrees with the others; the group decides for the doctor', async () => {
    const { page } = people.doctor
    await open(page, '/review', '我的处方')
    await page.getByRole('button', { name: '提出异议' }).first().waitFor()
    expect(await page.getByRole('button', { name: '提出异议' }).count()).toBe(6)
    await page.getByRole('button', { name: '提出异议' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('体检时血脂升高，已有既往诊断并写入病历')
    await dialog.getByRole('button', { name: '提出异议' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('有异议').waitFor()
    for (let left = 5; left > 0; left -= 1) {
      await page.getByRole('button', { name: /确\s?认/ }).first().click()
      await expect.poll(() => page.getByRole('button', { name: '提出异议' }).count()).toBe(left - 1)
    }
    await look(page, 'review-mine')
    for (const { page: expert } of people.experts) await voteOn(expert, [])
  })

  test('the office publishes; everybody of the house reads the result, and nobody is named in it', async () => {
    const { page } = people.clerk
    await open(page, round, /2026-10/)
    await confirmed(page, '在院内公布')
    await page.getByText('已公布').first().waitFor()
    await open(people.doctor.page, '/review/results', '结果公布')
    await cardOf(people.doctor.page, '无适应证用药').first().waitFor()
    const said = await people.doctor.page.locator('main').innerText()
    for (const name of ['顾念慈', '沈若水', '陆知微']) expect(said).not.toContain(name)
    await look(people.doctor.page, 'review-results', { dark: true })
    const paper = await page.request.get(`${server.url}/api${round}/paper`)
    expect([paper.status(), (await paper.body()).subarray(0, 2).toString()]).toEqual([200, 'PK'])
  })

  test('citizens read sums without a name, without a script', async () => {
    const { page, context } = await plainPhone(browser)
    await page.goto(`${server.url}/reviews`)
    await page.getByRole('link', { name: hospital }).click()
    await page.getByRole('heading', { level: 1, name: /处方点评结果/ }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain('顾念慈')
    await context.close()
  })

  test('the draw is made once more from its record on the command line, and a changed record is found out', async () => {
    const answer = await people.clerk.page.request.get(`${server.url}/api${round}/record`)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'review-record-'))
    try {
      const file = path.join(folder, 'record.json')
      writeFileSync(file, await answer.body())
      const record = (await answer.json()) as { frameHash: string }
      const run = (...more: string[]) => execFileSync(node(), [path.join(root, 'dist', 'server', 'huiyin.js'), 'review', 'verify', file, ...more], { encoding: 'utf8', env: { ...process.env, HUIYIN_ROOT: root, DATABASE_URL: '' } })
      expect(run('--hash', record.frameHash)).toContain('全部相符')
      writeFileSync(file, JSON.stringify({ ...record, seed: 'another' }))
      expect(() => run()).toThrow(/Command failed/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('the head decides on what is proposed, records the talk, and follows it up a month later', async () => {
    const { page } = people.head
    await open(page, '/review/talks', '处理与约谈')
    expect(await page.getByRole('button', { name: /决定 顾念慈/ }).count()).toBe(2)
    await look(page, 'review-talks')
    await page.getByRole('button', { name: /决定 顾念慈 医师定期考核/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('不采纳', { exact: true }).click()
    await dialog.getByLabel(/理由/).fill('首次出现，本人已认识到问题，先约谈观察')
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('未采纳').waitFor()
    await page.getByRole('button', { name: '登记约谈 顾念慈' }).click()
    await dialog.getByLabel('约谈日期').fill('2026-11-02')
    await dialog.getByLabel('参加人').fill('院长、药剂科主任')
    await dialog.getByLabel('谈话内容').fill('逐张说明无适应证用药的问题和依据')
    await dialog.getByLabel('改进承诺').fill('今后先明确诊断再用药')
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('待回访').waitFor()
    server.world.clock.set('2026-12-02T01:00:00.000Z')
    await server.runJob('review.remind')
    await open(page, '/notices', /通知/)
    await page.getByText('请回访是否改进').waitFor()
    await open(page, '/review/talks', '处理与约谈')
    await page.getByRole('button', { name: '回访 顾念慈' }).click()
    await dialog.getByText('已改进', { exact: true }).click()
    await dialog.getByLabel('回访记录').fill('十一月没有再出现同类问题')
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('已办结').waitFor()
  })
})
