import { strToU8 } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { choose, look, openAt, settled } from './steps.ts'

/** Fresh for each run, so that a repeated run finds nothing of its own. */
const batch = Date.now().toString(36).toUpperCase()
const good = [`E${batch}1`, `E${batch}2`]
const sheet = [
  '工号,姓名,职称,手机号,身份证号,入职日期,科室,角色,岗位,任职日期',
  `${good[0]},林青竹,主治医师,,,2024-03-01,,,,`,
  `${good[1]},何晚晴,护师,,,2025-07-15,,,,`,
  `E${batch}3,陆星野,医师,,,2024-13-40,,,,`,
  `E${batch}4,,医师,,,2024-05-01,,,,`,
  `E${batch}5,温如许,药师,12345,,2024-05-01,,,,`,
].join('\r\n')

/** Who is where: bodies, posts, people, and lists that come as spreadsheets. */
describe('The directory', () => {
  onDemonstration()
  let browser: Browser
  let page: Page
  let clerk: Page

  beforeAll(async () => {
    browser = await openBrowser()
    ;({ page } = await signIn(browser, 'jingban'))
    ;({ page: clerk } = await signIn(browser, 'renmin'))
  })
  afterAll(async () => browser.close())

  test('the county’s institutions are listed, filtered and taken away as a spreadsheet', async () => {
    await openAt(page, '/directory', '机构与人员')
    const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
    await expect.poll(() => rows.count()).toBe(17)
    await look(page, 'directory', { dark: true })
    await choose(page, '等级', '二级')
    await expect.poll(() => rows.count()).toBe(4)
    await page.getByRole('searchbox', { name: '搜索名称或拼音' }).fill('zhongyi')
    await expect.poll(() => rows.count()).toBe(1)
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 Excel' }).click()])
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/)
  })

  test('one institution shows its departments, posts and people', async () => {
    await openAt(page, '/directory', '机构与人员')
    await page.getByRole('link', { name: '云溪县人民医院' }).click()
    await page.getByRole('heading', { level: 1, name: '云溪县人民医院' }).waitFor()
    for (const tab of ['科室', '岗位', '人员']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
      await settled(page)
      await look(page, `institution-${tab}`)
    }
  })

  test('a clear telephone number is shown on request and the page says that this is recorded', async () => {
    await openAt(clerk, '/directory', '机构与人员')
    await clerk.getByRole('link', { name: '云溪县人民医院' }).click()
    await clerk.getByRole('tab', { name: /^人员/ }).click()
    await clerk.getByRole('tabpanel', { name: /^人员/ }).getByRole('row').getByRole('link').first().click()
    await clerk.waitForURL(/\/staff\//)
    await clerk.getByText('查看完整号码会留下记录').waitFor()
    await look(clerk, 'person')
    await clerk.getByRole('button', { name: '显示完整号码' }).click()
    await clerk.getByText('这次查看已记录。').waitFor()
  })

  test('a list is previewed: every bad cell by row, column and reason; the good rows are taken at once', async () => {
    await openAt(clerk, '/import', '批量导入')
    await look(clerk, 'import', { dark: true })
    await clerk.getByLabel('选择表格').setInputFiles({ name: '新进人员.csv', mimeType: 'text/csv', buffer: Buffer.from(strToU8(sheet)) })
    await clerk.getByRole('button', { name: '预览' }).click()
    await clerk.waitForURL(/\/console\/import\/.+\/.+/)
    await clerk.getByRole('heading', { level: 1, name: '新进人员.csv' }).waitFor()
    const faults = clerk.getByRole('row')
    await faults.filter({ hasText: '第 4 行' }).filter({ hasText: '入职日期' }).filter({ hasText: '不是有效的日期' }).waitFor()
    await faults.filter({ hasText: '第 5 行' }).filter({ hasText: '姓名' }).filter({ hasText: '必填' }).waitFor()
    await faults.filter({ hasText: '第 6 行' }).filter({ hasText: '手机号' }).waitFor()
    await look(clerk, 'import-preview', { dark: true })
    await clerk.getByRole('button', { name: '导入 2 行' }).click()
    await clerk.getByText(/已于 .* 导入：新增 2/).waitFor()
    await look(clerk, 'import-done')
  })

  test('the people who were taken are found, those with faults are not', async () => {
    await openAt(clerk, '/directory', '机构与人员')
    await clerk.getByRole('link', { name: '云溪县人民医院' }).click()
    await clerk.getByRole('tab', { name: /^人员/ }).click()
    const people = clerk.getByRole('tabpanel', { name: /^人员/ })
    const search = people.getByRole('searchbox', { name: '搜索姓名、拼音、工号' })
    for (const [number, name] of [[good[0], '林青竹'], [good[1], '何晚晴']] as const) {
      await search.fill(number ?? '')
      await expect.poll(() => people.getByRole('row').getByRole('link').allInnerTexts()).toEqual([name])
    }
    await search.fill(`E${batch}5`)
    await people.getByText('没有符合条件的人员').waitFor()
  })
})
