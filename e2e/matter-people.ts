import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { StaffRole } from '../kernel/actor.ts'
import { arrange, type newInstitution } from '../server/testing/api.ts'
import { narrow } from './browser.ts'
import type { Clocked } from './clocked.ts'
import { somePicture } from './fill-entry.ts'
import { settled } from './steps.ts'
import { somebody, type Somebody } from './week-people.ts'

export type Body = Awaited<ReturnType<typeof newInstitution>>
/** Where a matter is. */
export type Key = { readonly institutionId: string; readonly matterId: string }

/** A department of a body. */
export const newDepartment = (server: Clocked, body: Body, name: string): Promise<string> =>
  arrange(server.world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: body.institutionId, id, region_code: body.regionCode, name, kind: 'clinical' }).execute()
    return id
  })

/** Somebody of a body with a name of their own, a password, an authenticator and a browser of their own. */
export async function windowOf(server: Clocked, browser: Browser, body: Body, role: StaffRole, name: string, departmentId?: string, viewport = { width: 1280, height: 900 }): Promise<Somebody> {
  const person = await body.person(role, departmentId)
  await arrange(server.world, async (act) => {
    await act.tx.updateTable('staff').set({ name }).where('id', '=', person.staffId).execute()
    await act.tx.updateTable('account').set({ display_name: name }).where('account_id', '=', person.accountId).execute()
  })
  return somebody(server, browser, { staffId: person.staffId, institutionId: body.institutionId, name }, viewport)
}

/** A citizen's phone whose browser runs no script. */
export async function plainPhone(browser: Browser): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: narrow, javaScriptEnabled: false, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  return { context, page: await context.newPage() }
}

export const openMatter = async (server: Clocked, page: Page, key: Key): Promise<void> => {
  await page.goto(`${server.url}/console/matters/${key.institutionId}/${key.matterId}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
}

/** What a step is given in its dialog, by the labels of its fields. */
export type Filled = {
  readonly words?: Readonly<Record<string, string>>
  readonly choose?: Readonly<Record<string, string>>
  readonly answer?: Readonly<Record<string, string>>
  readonly people?: Readonly<Record<string, string>>
  readonly date?: string
  /** Pictures, by the label of the field. */
  readonly pictures?: readonly string[]
}

const pick = async (page: Page, dialog: Locator, label: string, says: string): Promise<void> => {
  // A required field's name begins with its sign.
  const box = dialog.getByRole('combobox', { name: label })
  await box.click()
  await box.fill(says)
  await page.getByTitle(says, { exact: true }).filter({ visible: true }).last().click()
  // A list of several stays open over the next field; Escape would close the dialog.
  await dialog.locator('.ant-modal-title').click()
}

const fieldOf = (page: Page, dialog: Locator, label: string): Locator => dialog.locator('.ant-form-item').filter({ has: page.getByText(label, { exact: true }) })

/** Opens whatever is folded away, one after the other. */
async function unfold(within: Locator): Promise<void> {
  const folded = within.locator('details:not([open]) > summary')
  while ((await folded.count()) > 0) await folded.first().click()
}

async function fill(page: Page, dialog: Locator, filled: Filled): Promise<void> {
  await unfold(dialog)
  for (const [label, says] of Object.entries(filled.words ?? {})) await dialog.getByRole('textbox', { name: label }).first().fill(says)
  for (const [label, says] of Object.entries(filled.choose ?? {})) await pick(page, dialog, label, says)
  for (const [label, says] of Object.entries(filled.answer ?? {})) await fieldOf(page, dialog, label).getByText(says, { exact: true }).click()
  for (const [label, name] of Object.entries(filled.people ?? {})) {
    const box = dialog.getByRole('combobox', { name: label })
    await box.fill(name)
    await page.getByRole('option', { name }).first().click()
  }
  if (filled.date !== undefined) {
    const field = dialog.getByLabel(/日期|新的期限/)
    await field.fill(filled.date)
    await field.press('Tab')
  }
  for (const label of filled.pictures ?? []) await fieldOf(page, dialog, label).locator('input[type=file]').last().setInputFiles(somePicture)
}

/** The button of a step; what is folded away is unfolded. */
export async function stepButton(page: Page, name: string): Promise<Locator> {
  const button = page.locator('.matter-acts').getByRole('button', { name, exact: true })
  if (!(await button.isVisible().catch(() => false))) await unfold(page.locator('.matter-side'))
  return button
}

/** Makes a step on the page of a matter: its button, its dialog, and what it asks for. */
export async function step(server: Clocked, page: Page, key: Key, name: string, filled: Filled = {}): Promise<void> {
  await openMatter(server, page, key)
  await (await stepButton(page, name)).click()
  const dialog = page.getByRole('dialog', { name, exact: true })
  await dialog.waitFor()
  await fill(page, dialog, filled)
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await settled(page)
}

/** Enters a matter on the page for it; answers where it is and the code that is read out. */
export async function enter(server: Clocked, page: Page, given: { channel: string; kind: string; kindName: string; body: string; phone?: string; category?: string; institution?: string; subject?: string }): Promise<Key & { code: string | null }> {
  await page.goto(`${server.url}/console/matters/new?channel=${given.channel}&kind=${given.kind}`)
  await page.getByRole('button', { name: '登记', exact: true }).waitFor()
  await settled(page)
  if (given.institution !== undefined) {
    const box = page.getByRole('combobox', { name: '登记到哪个单位' })
    await box.click()
    await box.fill(given.institution)
    await page.getByTitle(given.institution, { exact: true }).filter({ visible: true }).last().click()
  }
  const kind = page.getByRole('radiogroup', { name: /^种类/ }).getByRole('radio', { name: given.kindName, exact: true })
  if (!(await kind.isChecked())) await kind.check({ force: true })
  if (given.phone !== undefined) await page.getByLabel('电话', { exact: true }).fill(given.phone)
  else {
    const anonymous = page.getByLabel('对方不愿留姓名电话')
    if (await anonymous.isVisible().catch(() => false)) await anonymous.check()
  }
  await page.getByLabel('内容', { exact: true }).fill(given.body)
  if (given.category !== undefined) {
    await page.getByRole('combobox', { name: '类别', exact: true }).click()
    await page.getByTitle(given.category, { exact: true }).filter({ visible: true }).last().click()
  }
  if (given.subject !== undefined) {
    const box = page.getByRole('combobox', { name: '涉及的工作人员' })
    await box.fill(given.subject)
    await page.getByRole('option', { name: given.subject }).first().click()
    // The list waits for more names and would lie over the button.
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: '登记', exact: true }).click()
  const done = page.getByRole('status').filter({ hasText: '已登记：' })
  await done.waitFor()
  const code = await done.locator('.receipt-code').innerText({ timeout: 500 }).catch(() => null)
  const link = (await done.getByRole('link', { name: '打开这一件' }).getAttribute('href')) ?? ''
  const [, institutionId = '', matterId = ''] = /matters\/([0-9a-f-]{36})\/([0-9a-f-]{36})/.exec(link) ?? []
  expect(matterId, link).not.toBe('')
  return { institutionId, matterId, code }
}

/** What the API answers to whoever has this window: 404 is a matter that does not exist for them. */
export const statusFor = async (server: Clocked, who: Somebody, key: Key): Promise<number> => (await who.page.request.get(`${server.url}/api/matters/${key.institutionId}/${key.matterId}`)).status()

/** The departments that a matter can be offered to. */
export async function offeredTo(server: Clocked, who: Somebody, key: Key): Promise<string[]> {
  const answer = await who.page.request.get(`${server.url}/api/matters/${key.institutionId}/${key.matterId}`)
  const { moves } = (await answer.json()) as { moves: { key: string; departments: { name: string }[] }[] }
  return moves.find((each) => each.key === 'offer')?.departments.map((each) => each.name) ?? []
}

/** Whether a list of the kind people work from names it. */
export async function seesInList(server: Clocked, who: Somebody, key: Key): Promise<boolean> {
  const answer = await who.page.request.get(`${server.url}/api/matters?phase=all&limit=100`)
  expect(answer.status(), 'who is asked may read lists').toBe(200)
  const { rows } = (await answer.json()) as { rows: { id: string }[] }
  return rows.some((row) => row.id === key.matterId)
}
