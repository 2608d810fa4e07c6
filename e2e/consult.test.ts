import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { ask, choose, daysAhead, look, openAt, settled } from './steps.ts'

type Steps = { rows: { text: string; institutionName?: string }[]; next?: string | null }

const question = '急诊与住院之间的床位协调由谁牵头，请求会商明确。'
const order = `建立全院床位统一调配台账，每日更新（${daysAhead(0)}会商）。`

/** What a clause leaves open is put to the leading group, and its answer becomes a duty. */
describe('A consultation', () => {
  onDemonstration()
  let browser: Browser
  let office: Awaited<ReturnType<typeof signIn>>
  let hospital: Awaited<ReturnType<typeof signIn>>
  let consult = ''

  beforeAll(async () => {
    browser = await openBrowser()
    office = await signIn(browser, 'jingban')
    hospital = await signIn(browser, 'renmin-yuanzhang')
  })
  afterAll(async () => browser.close())

  test('the leading group stands with its members as the document names them', async () => {
    const { page } = office
    await openAt(page, '/groups', '领导小组与会商')
    await look(page, 'groups', { dark: true })
    await page.getByRole('list', { name: '领导小组' }).getByRole('link', { name: /便民就医|十项/ }).first().click()
    await page.getByRole('heading', { level: 2, name: '成员' }).waitFor()
    await page.getByText('组长', { exact: true }).first().waitFor()
    await look(page, 'group')
  })

  test('the head of a hospital puts a question to it', async () => {
    const group = new URL(office.page.url()).pathname.replace(/^\/console/, '')
    const { page } = hospital
    await openAt(page, group, /./)
    await page.getByRole('button', { name: '提出会商' }).click()
    const dialog = page.getByRole('dialog', { name: '提出会商' })
    await dialog.getByLabel('要研判的问题').fill(question)
    await dialog.getByLabel('情况说明').fill('高峰时段急诊留观超过二十四小时的每周约十人。')
    await look(page, 'consult-ask')
    await dialog.getByRole('button', { name: '提出会商' }).click()
    await page.waitForURL(/\/console\/consults\//)
    await page.getByRole('heading', { level: 1, name: question }).waitFor()
    consult = new URL(page.url()).pathname.replace(/^\/console/, '')
    await look(page, 'consult-asked')
  })

  test('the office convenes, then records minutes and a decision that orders something of one hospital', async () => {
    const { page } = office
    await openAt(page, consult, question)
    await page.getByRole('button', { name: '召集会议' }).click()
    const convene = page.getByRole('dialog', { name: '召集会议' })
    await convene.getByLabel('会议日期').fill(daysAhead(0))
    await convene.getByLabel('地点').fill('县卫生健康委三楼会议室')
    await convene.getByRole('button', { name: '保存' }).click()
    await convene.waitFor({ state: 'hidden' })
    await page.getByText('已召集').first().waitFor()
    await page.getByRole('button', { name: '登记决定' }).click()
    const decide = page.getByRole('dialog', { name: '登记决定' })
    await decide.getByLabel('参会人员').fill('领导小组全体成员')
    await decide.getByLabel('会议记录').fill('县人民医院介绍情况，各成员讨论。')
    await decide.getByLabel('决定', { exact: true }).fill('由医院医务科牵头，建立床位统一调配台账。')
    await decide.getByRole('button', { name: '加一项任务' }).click()
    await decide.getByLabel('要求做什么').fill(order)
    await decide.getByLabel('完成期限').fill(daysAhead(14))
    await choose(page, '要求哪些机构办理', '云溪县人民医院')
    await page.keyboard.press('Escape')
    await look(page, 'consult-decide')
    await decide.getByRole('button', { name: '保存' }).click()
    await decide.waitFor({ state: 'hidden' })
    await page.getByText('已决定').first().waitFor()
    await page.getByText('已转为 1 项任务').waitFor()
    await look(page, 'consult-decided')
  })

  test('the duty reaches that hospital and no other', async () => {
    const { page } = hospital
    await openAt(page, consult, question)
    await page.getByRole('link', { name: '已转为 1 项任务' }).click()
    await page.getByRole('tab', { name: '任务', exact: true }).click()
    await page.getByText(order).first().waitFor()
    await settled(page)
    await expect.poll(async () => mentions(page)).toBeGreaterThan(0)
    const other = await signIn(browser, 'fuyou')
    expect(await mentions(other.page)).toBe(0)
    await other.leave()
  })
})

/** How many of the obligations due from somebody's institution carry the order. */
async function mentions(page: Parameters<typeof ask>[0]): Promise<number> {
  let found = 0
  let next: string | null | undefined = ''
  for (let pages = 0; pages < 40 && next !== null && next !== undefined; pages++) {
    const reply: Steps = await ask<Steps>(page, `/due?everyRole=true&limit=200${next === '' ? '' : `&after=${encodeURIComponent(next)}`}`)
    found += reply.rows.filter((row) => row.text === order).length
    next = reply.next
  }
  return found
}
