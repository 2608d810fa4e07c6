import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, signIn } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { daysAhead, look, openAt, settled } from './steps.ts'

/** Notices, audit, calendar and settings: what the house tells, keeps, counts by and is set to. */
describe('Notices, audit, calendar and settings', () => {
  onDemonstration()
  let browser: Browser
  let head: Page
  let clerk: Page

  beforeAll(async () => {
    browser = await openBrowser()
    ;({ page: head } = await signIn(browser, 'zhuren'))
    ;({ page: clerk } = await signIn(browser, 'qingshi'))
  })
  afterAll(async () => browser.close())

  test('unread notices are told apart, one opens its place, the rest are marked at once', async () => {
    await openAt(clerk, '/notices', '通知')
    const list = clerk.getByRole('list', { name: '通知' })
    await list.getByRole('listitem').first().waitFor()
    await look(clerk, 'notices', { dark: true })
    const first = list.getByRole('listitem').filter({ has: clerk.getByRole('button', { name: /^去办理/ }) }).first()
    await first.getByRole('button', { name: /^去办理/ }).click()
    await clerk.waitForURL((url) => !url.pathname.endsWith('/notices'))
    await settled(clerk)
    await openAt(clerk, '/notices', '通知')
    const all = clerk.getByRole('button', { name: '全部标为已读' })
    if (await all.isVisible()) await all.click()
    await clerk.getByText('没有未读通知。').waitFor()
    await look(clerk, 'notices-none')
    await clerk.getByText('全部', { exact: true }).click()
    await list.getByRole('listitem').first().waitFor()
  })

  test('the audit names who did what, narrows to one person, and its chains are verified on request', async () => {
    await openAt(head, '/audit', '操作留痕')
    await head.getByRole('row').nth(1).waitFor()
    await look(head, 'audit', { dark: true })
    await head.getByRole('button', { name: /^查看：第 \d+ 条/ }).first().click()
    const detail = head.getByRole('dialog')
    await detail.getByText('操作代码').waitFor()
    await look(head, 'audit-detail')
    await detail.getByRole('button', { name: '只看此人' }).click()
    await head.getByText(/^只看：/).waitFor()
    await head.getByRole('button', { name: '核验完整性' }).click()
    await head.getByText(/^完整：[1-9]\d* 条链、[1-9]\d* 条记录全部相符/).waitFor()
  })

  test('a year without an official notice says so loudly', async () => {
    const later = Number(daysAhead(0).slice(0, 4)) + 2
    await openAt(head, `/calendar?year=${later}`, `工作日历 ${later} 年`)
    await head.getByRole('alert').getByText(`${later} 年的放假安排还没有公布`).waitFor()
    await look(head, 'calendar-unofficial')
  })

  test('a day is made a holiday with its reason and becomes ordinary again', async () => {
    const year = Number(daysAhead(0).slice(0, 4)) + 2
    await openAt(head, `/calendar?year=${year}`, /^工作日历/)
    const day = head.getByRole('button', { name: new RegExp(`^${year}年6月1[0-4]日 周[一二三四五]，普通工作日`) }).first()
    const date = /^[^ ，]+/.exec(await day.innerText().then((text) => text.trim().split('\n').at(-1) ?? ''))?.[0] ?? ''
    await day.click()
    const dialog = head.getByRole('dialog', { name: /^修改 / })
    await dialog.getByLabel('名称').fill('县庆')
    await dialog.getByLabel('原因').fill('县人民政府通知')
    await look(head, 'calendar-edit')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const changed = head.getByRole('button', { name: new RegExp(`${date}.*放假（县庆）`) })
    await changed.waitFor()
    await changed.click()
    const again = head.getByRole('dialog', { name: /^修改 / })
    await again.getByRole('radio', { name: '恢复普通日' }).check()
    await again.getByLabel('原因').fill('登记有误，恢复')
    await again.getByRole('button', { name: '保存' }).click()
    await again.waitFor({ state: 'hidden' })
    await expect.poll(() => changed.count()).toBe(0)
  })

  test('a year whose notice is out is shown with its holidays, and a deadline explains itself', async () => {
    await openAt(head, '/calendar?year=2026', '工作日历 2026 年')
    await head.getByText('国庆节').first().waitFor()
    await look(head, 'calendar', { dark: true })
    await head.getByRole('combobox', { name: '期限规则' }).focus()
    await head.keyboard.press('ArrowDown')
    await head.keyboard.press('Enter')
    await head.getByText(/^到期：\d+年/).waitFor()
  })

  test('a setting is changed with its reason and put back; the auditor reads but does not change', async () => {
    await openAt(head, '/settings', '系统设置')
    await look(head, 'settings', { dark: true })
    for (const [value, mark] of [['20', 1], ['15', 0]] as const) {
      await head.getByRole('button', { name: '修改：锁定时长' }).click()
      const dialog = head.getByRole('dialog', { name: '锁定时长' })
      await dialog.getByRole('spinbutton').fill(value)
      await dialog.getByLabel('修改原因').fill('按上级要求调整')
      await dialog.getByRole('button', { name: '保存' }).click()
      await dialog.waitFor({ state: 'hidden' })
      await expect.poll(() => head.getByRole('listitem').filter({ hasText: '锁定时长' }).getByText(/已改 · 标准值 15/).count()).toBe(mark)
    }
    const auditor = await signIn(browser, 'shenji')
    await openAt(auditor.page, '/settings', '系统设置')
    expect(await auditor.page.getByRole('button', { name: /^修改：/ }).and(auditor.page.locator(':enabled')).count()).toBe(0)
    await auditor.leave()
  })
})
