import type { Browser, Locator, Page } from 'playwright-core'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { billLines, type BilledLine } from '../modules/review/testing/fixtures.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import type { Clocked } from './clocked.ts'
import { newDepartment, windowOf, type Body } from './matter-people.ts'
import type { Somebody } from './week-people.ts'

export type ReviewPeople = { readonly body: Body; readonly departmentId: string; readonly clerk: Somebody; readonly head: Somebody; readonly doctor: Somebody; readonly readers: readonly [Somebody, Somebody]; readonly experts: readonly [Somebody, Somebody] }

/** A fictional hospital of level two: two qualified pharmacists, a doctor, two experts, office and head, each at a window of their own. */
export async function reviewPeople(server: Clocked, browser: Browser, name: string): Promise<ReviewPeople> {
  await arrange(server.world, seedOfficialYears)
  const body = await newInstitution(server.world, { name })
  const departmentId = await newDepartment(server, body, '心血管内科')
  const at = (role: Parameters<typeof windowOf>[3], who: string, department?: string) => windowOf(server, browser, body, role, who, department)
  const readers = [await at('pharmacist', '沈若水'), await at('pharmacist', '陆知微')] as const
  for (const each of readers) await arrange(server.world, ({ tx }) => tx.updateTable('staff').set({ title: '主管药师' }).where('id', '=', each.staffId).execute())
  return { body, departmentId, readers, clerk: await at('institution_clerk', '苏北辰'), head: await at('institution_head', '秦望舒'), doctor: await at('doctor', '顾念慈', departmentId), experts: [await at('doctor', '许采薇'), await at('department_head', '欧阳清和')] }
}

/** October: six prescriptions without an indication, one in order, one stay. */
export const october = ({ body, departmentId, doctor }: ReviewPeople, server: Clocked): Promise<void> => {
  const bad = Array.from({ length: 6 }, (_, at): BilledLine => ({ on: `2026-10-${10 + at}`, rx: `RX20261000${at}`, item: 'D1', name: '阿托伐他汀钙片', cents: 8_600, staffId: doctor.staffId, departmentId, diagnoses: '体检', days: 7 }))
  const good: BilledLine = { on: '2026-10-20', rx: 'RX202610100', item: 'D2', name: '苯磺酸氨氯地平片', cents: 1_200, staffId: doctor.staffId, departmentId, diagnoses: '高血压病', days: 7 }
  const stay: BilledLine = { on: '2026-10-21', rx: '', visitKind: 'inpatient', visitNo: 'ZY2026100001', item: 'D2', name: '苯磺酸氨氯地平片', cents: 1_200, staffId: doctor.staffId, departmentId, dischargedOn: '2026-10-25' }
  return billLines(server.world, body, [...bad, good, stay])
}

/** Reads whatever waits at the desk by keys alone: a check-up is no indication, everything else is in order; `odd` says something else of the first one. */
export async function readByKeys(page: Page, url: string, odd: string | null = null): Promise<number> {
  await page.goto(`${url}/console/review/desk`)
  await page.getByRole('heading', { level: 1, name: '点评台' }).waitFor()
  let read = 0
  for (;;) {
    const card = page.locator('.card').filter({ has: page.locator('.desk-work') })
    await card.or(page.getByText('分给您的处方都点评完了')).first().waitFor()
    if ((await card.count()) === 0) return read
    const title = await card.getByRole('heading', { level: 2 }).innerText()
    const isCheckUp = (await card.locator('.facts').innerText()).includes('体检')
    const keys = read === 0 && odd !== null ? odd : isCheckUp ? '31' : ''
    for (const key of keys) await page.keyboard.press(key)
    if (keys !== '') await card.locator('.rx-chosen').getByText(`${keys.slice(0, 1)}-${keys.slice(1)}`).waitFor()
    await page.keyboard.press('Enter')
    await card.getByRole('heading', { level: 2, name: title, exact: true }).waitFor({ state: 'detached' })
    read += 1
  }
}

/** Presses what asks once more before it acts. */
export async function confirmed(page: Page, name: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click()
  await page.locator('.ant-popconfirm').getByRole('button', { name, exact: true }).click()
}
export const cardOf = (page: Page, text: string): Locator => page.locator('.card').filter({ hasText: text })
