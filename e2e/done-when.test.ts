import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn, urlOf } from './browser.ts'
import { demonstration, onDemonstration } from './demonstration.ts'
import { endProcess, startServer } from './server.ts'
import { choose, daysAhead, fileFrom, look, openAt, settled } from './steps.ts'
import { node, root } from '../tools/setup.mjs'

const remark = '缺少更新后的照片，请补充门诊大厅正面照片后重新提交。'
const given = path.join(root, '..', 'shared', 'corpus', 'plan-003.txt')
const plan = existsSync(given) ? given : path.join(import.meta.dirname, 'fixtures', 'plan.txt')

/** The journey that the whole system is for: a document becomes obligations, obligations become proof, proof outlives a crash. It proves evidence:file. */
describe('From a plan document to a proven obligation', () => {
  onDemonstration()
  let browser: Browser
  let clerk: Awaited<ReturnType<typeof signIn>>
  let hospital: Awaited<ReturnType<typeof signIn>>
  let planPath = ''
  let duty = ''
  let obligation = ''

  beforeAll(async () => {
    browser = await openBrowser()
    clerk = await signIn(browser, 'jingban')
    hospital = await signIn(browser, 'renmin')
    process.stdout.write(`the plan of this journey: ${path.basename(plan)}\n`)
  })
  afterAll(async () => browser.close())

  test('the clerk uploads the plan and sees its text beside what was understood', async () => {
    const { page } = clerk
    await openAt(page, '/reader', '方案解读')
    await look(page, 'reader-list')
    await fileFrom(page, page.getByRole('button', { name: '上传方案' }), { name: path.basename(plan), mimeType: 'text/plain', buffer: readFileSync(plan) })
    await page.waitForURL(/\/console\/reader\/[0-9a-f-]{36}$/)
    const first = dutiesOf(page).getByRole('listitem').first()
    await first.waitFor()
    const words = first.getByRole('button', { name: /第 \d+ 行$/ })
    const line = /第 (\d+) 行$/.exec((await words.innerText()).trim())?.[1]
    expect(line, 'an understood duty names its line').toBeDefined()
    await words.click()
    await page.getByRole('region', { name: '原文' }).getByRole('button', { name: new RegExp(`^第 ${line} 行 `), pressed: true }).waitFor()
    await look(page, 'reader-draft', { dark: true })
  })

  test('the clerk corrects a misread duty and confirms every section', async () => {
    const { page } = clerk
    const item = dutiesOf(page).getByRole('listitem').first()
    await item.getByRole('button', { name: /^更正/ }).click()
    const form = page.getByRole('dialog', { name: '任务' })
    duty = (await form.getByLabel('任务内容').inputValue()).trim()
    await choose(page, '类型', '任务：按期完成并交材料')
    await form.getByLabel('期限').fill(daysAhead(9))
    await form.getByLabel('期限').press('Enter')
    await choose(page, '周期', '无')
    await choose(page, '办理岗位', '机构经办人')
    await form.getByRole('button', { name: '保存' }).click()
    await form.waitFor({ state: 'hidden' })
    await dutiesOf(page).getByText('已更正').first().waitFor()
    for (const section of ['任务', '阶段', '文件信息', '条款', '领导小组']) await confirmAll(page, section)
    await page.getByText(/^已核对 (\d+) \/ \1$/).waitFor()
  })

  test('it is launched on the four hospitals and its progress is seen to the end', async () => {
    const { page } = clerk
    await page.getByRole('button', { name: '下一步：启动' }).click()
    await page.getByRole('heading', { level: 1, name: '启动行动' }).waitFor()
    for (const [label, day] of [['开始日期', daysAhead(0)], ['结束日期', daysAhead(80)]] as const) {
      await page.getByLabel(label).fill(day)
      await page.getByLabel(label).press('Enter')
      await settled(page)
    }
    await page.getByRole('button', { name: '只选二级医院' }).click()
    await page.getByText('已选 4 家').waitFor()
    await look(page, 'launch')
    await page.getByRole('button', { name: '启动', exact: true }).click()
    await page.waitForURL(/\/console\/plans\/[0-9a-f-]{36}$/)
    planPath = new URL(page.url()).pathname.replace(/^\/console/, '')
    await page.getByText('进行中').first().waitFor({ timeout: 60_000 })
    await look(page, 'plan', { dark: true })
  })

  test('a hospital finds its obligation among what is due and hands in evidence', async () => {
    const { page } = hospital
    await openAt(page, '/due', '待我办理')
    await look(page, 'due', { dark: true })
    const link = page.getByRole('link', { name: duty.slice(0, 24) })
    for (let pages = 0; pages < 20 && (await link.count()) === 0; pages++) {
      await page.getByRole('button', { name: /^(载入更多|再显示)/ }).click()
      await settled(page)
    }
    await link.last().click()
    await page.getByRole('heading', { level: 2, name: '佐证材料' }).waitFor()
    obligation = new URL(page.url()).pathname.replace(/^\/console/, '')
    await expectVerdict(page, '未到期')
    await look(page, 'obligation-open')
    await handIn(page, '导引标识更新情况.txt', '门诊楼一层标识已更新，共 24 块。')
    await page.getByText('第 1 次提交').waitFor()
    await page.getByText('材料已提交，等待审核').waitFor()
  })

  test('the commission returns it with a remark, the hospital reads it and hands in again', async () => {
    await openAt(clerk.page, obligation, /./)
    await clerk.page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = clerk.page.getByRole('dialog', { name: '退回' })
    await dialog.getByRole('textbox', { name: '退回意见' }).fill(remark)
    await look(clerk.page, 'return-dialog')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    const { page } = hospital
    await openAt(page, obligation, /./)
    await page.getByText(remark).waitFor()
    await look(page, 'obligation-returned')
    await handIn(page, '导引标识更新补充.txt', '补充门诊大厅正面照片的说明，共 3 张。')
    await page.getByText('第 2 次提交').waitFor()
  })

  test('the commission accepts it and the verdict changes on both sides', async () => {
    const { page } = clerk
    await openAt(page, obligation, /./)
    await page.getByRole('button', { name: '通过', exact: true }).click()
    await expectVerdict(page, '已落实')
    await openAt(hospital.page, obligation, /./)
    await expectVerdict(hospital.page, '已落实')
    await openAt(page, `${planPath}/board`, /^看板/)
    await page.getByRole('button', { name: /人民医院.*：.*已落实 1/ }).first().waitFor()
    await look(page, 'board-after')
  })

  test('after kill -9 of the server and of PostgreSQL everything acknowledged stands', async () => {
    const server = demonstration()
    const postmaster = path.join(server.dataDir, postmasterOf(server.dataDir))
    const pids = [Number.parseInt(readFileSync(path.join(server.dataDir, 'server.lock'), 'utf8'), 10), Number.parseInt(readFileSync(postmaster, 'utf8'), 10)]
    expect(pids.every((pid) => Number.isInteger(pid) && pid > 1), `${pids.join(' and ')} are pids`).toBe(true)
    for (const pid of pids) await endProcess(pid, 'SIGKILL')
    expect(await fetch(urlOf('/healthz')).then(() => 'answers', () => 'gone')).toBe('gone')
    // Whoever serves then is ended with the file.
    ;(await startServer(server)).unref()
    for (const { page } of [clerk, hospital]) {
      await openAt(page, obligation, /./)
      await expectVerdict(page, '已落实')
      await page.getByText(remark).waitFor()
      await page.getByRole('link', { name: /导引标识更新补充\.txt/ }).waitFor()
    }
    const file = await hospital.page.request.get(urlOf(String(await hospital.page.getByRole('link', { name: /导引标识更新补充\.txt/ }).getAttribute('href'))))
    expect(await file.text()).toContain('共 3 张')
  })

  test('the verification from the command line finds every chain whole', () => {
    const said = execFileSync(node(), [path.join(root, 'dist', 'server', 'huiyin.js'), 'verify', '--data', demonstration().dataDir], { encoding: 'utf8', env: { ...process.env, HUIYIN_ROOT: root, DATABASE_URL: '' } })
    expect(said).toMatch(/[1-9]\d* 条留痕链、[1-9]\d* 条记录全部相符/)
  })
})

const dutiesOf = (page: Page) => page.getByRole('region', { name: '任务', exact: true })

/** Confirms a section group by group until its tab says that nothing of it is open. */
async function confirmAll(page: Page, section: string): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${section}`) }).click()
  const panel = page.getByRole('tabpanel', { name: new RegExp(`^${section}`) })
  await panel.waitFor()
  const all = panel.getByRole('button', { name: /^本组全部确认/ })
  for (let left = await all.count(); left > 0; left = await all.count()) {
    await all.first().click()
    await expect.poll(() => all.count()).toBeLessThan(left)
  }
  await page.getByRole('tab', { name: new RegExp(`^${section} (\\d+)/\\1$`) }).waitFor()
}

async function handIn(page: Page, name: string, text: string): Promise<void> {
  await fileFrom(page, page.getByRole('button', { name: '选择文件' }), { name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByLabel('说明').fill(text)
  await page.getByRole('button', { name: '提交', exact: true }).click()
}

/** The verdict in the page's lead, beside its reason. */
const expectVerdict = (page: Page, verdict: string) => page.getByRole('main').getByText(new RegExp(`^\\W?${verdict}$`, 'u')).first().waitFor()

function postmasterOf(dataDir: string): string {
  const found = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((file) => path.basename(file) === 'postmaster.pid')
  if (found === undefined) throw new Error(`no postmaster.pid below ${dataDir}`)
  return found
}
