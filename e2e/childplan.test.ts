import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { ask, look, openAt } from './steps.ts'

type Plan = { id: string; title: string; clauses: { printed: string; title: string; text: string; level: number }[] }
type Plans = { rows: { id: string; title: string }[] }

const remark = '请补上漏掉的条款，指标不得低于县里要求。'

/** Each institution answers a plan with its own; what it leaves out or softens is seen at once. */
describe('A child plan', () => {
  onDemonstration()
  let browser: Browser
  let hospital: Awaited<ReturnType<typeof signIn>>
  let commission: Awaited<ReturnType<typeof signIn>>
  let path = ''
  let plan: Plan

  beforeAll(async () => {
    browser = await openBrowser()
    commission = await signIn(browser, 'jingban')
    hospital = await signIn(browser, 'renhe')
    const { rows } = await ask<Plans>(hospital.page, '/plans')
    plan = await ask<Plan>(hospital.page, `/plans/${rows.find((row) => row.title.includes('便民就医十项行动'))?.id ?? ''}`)
  })
  afterAll(async () => browser.close())

  test('a hospital that has not filed one sees so and files its document', async () => {
    const { page } = hospital
    await openAt(page, '/childplans', '单位实施方案')
    await look(page, 'childplans-own', { dark: true })
    const row = page.getByRole('row').filter({ hasText: plan.title })
    await row.getByText('未报送').waitFor()
    await row.getByRole('button', { name: '报送实施方案' }).click()
    const dialog = page.getByRole('dialog', { name: '报送实施方案' })
    await dialog.getByLabel('选择文件').setInputFiles({ name: '仁和医院实施方案.txt', mimeType: 'text/plain', buffer: Buffer.from(weakened(plan)) })
    await look(page, 'childplan-file')
    await dialog.getByRole('button', { name: '报送实施方案' }).click()
    await page.waitForURL(/\/console\/childplans\/.+\/.+/)
    path = new URL(page.url()).pathname.replace(/^\/console/, '')
  })

  test('the commission sees clause beside clause what was dropped and what was weakened, in words', async () => {
    const { page } = commission
    await openAt(page, '/childplans', '单位实施方案')
    await look(page, 'childplans')
    await openAt(page, path, /./)
    const compared = page.getByRole('region', { name: '对照结果' })
    await compared.getByRole('radio', { name: /^遗漏 [1-9]/ }).waitFor({ state: 'attached' })
    await compared.getByText(/^遗漏 [1-9]/).click()
    await compared.getByText('没有找到对应的条款。').first().waitFor()
    await compared.getByText(/^弱化 [1-9]/).click()
    await compared.getByText('指标低于要求').first().waitFor()
    expect(await compared.getByRole('article').count()).toBeGreaterThan(0)
    await look(page, 'childplan', { dark: true })
  })

  test('it is returned with a remark, which the hospital reads, and may be filed again', async () => {
    const { page } = commission
    await page.getByRole('button', { name: '退回修改' }).click()
    const dialog = page.getByRole('dialog', { name: '退回修改' })
    await dialog.getByRole('textbox', { name: '退回意见' }).fill(remark)
    await dialog.getByRole('button', { name: '退回修改' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('已退回').first().waitFor()
    await openAt(hospital.page, path, /./)
    await hospital.page.getByText(remark).waitFor()
    await hospital.page.getByRole('button', { name: '重新报送' }).waitFor()
    await look(hospital.page, 'childplan-returned')
  })
})

/** The plan's own clauses without the parking ones, and with a lower rate. */
function weakened(plan: Plan): string {
  const lines = plan.clauses.filter((clause) => !/停车|车位|导引/.test(`${clause.title}${clause.text}`)).map((clause) => `${clause.printed}${clause.title}\n${clause.text}`)
  return `云溪仁和医院便民就医十项行动实施方案\n\n${lines.join('\n').replaceAll('60%以上', '40%以上')}\n`
}
