import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Sample } from '../db/demo/sample-entry.ts'
import { isAsked } from '../modules/register/rules/compiled.ts'
import type { FieldDefinition, RegisterDefinition } from '../modules/register/rules/definition.ts'
import { isFileField, type FieldValue } from '../modules/register/rules/values.ts'

/** A picture of one white point, as a phone might send it. */
const point = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC', 'base64')
export const somePicture = { name: '现场.png', mimeType: 'image/png', buffer: point }

const fieldNamed = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true })

/** Chooses from a list that opens below a field, by typing what it says. */
async function pick(page: Page, label: string, says: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true })
  await box.click()
  await box.fill(says)
  await page.getByRole('option', { name: says }).first().click()
}

/** Chooses an answer by keyboard, which the phone's own aids use too. */
async function choose(page: Page, group: Locator, role: 'radio' | 'checkbox', says: string): Promise<void> {
  const answer = group.getByRole(role, { name: says, exact: true })
  await answer.focus()
  await page.keyboard.press('Space')
  expect(await answer.isChecked(), says).toBe(true)
}

/** Fills one field as a person would: by its name, with its own kind of control. */
async function fillField(page: Page, field: FieldDefinition, value: FieldValue, names: ReadonlyMap<string, string>): Promise<void> {
  const label = field.label.zh
  const option = (code: string) => field.options?.find((each) => each.value === code)?.zh ?? code
  switch (field.type) {
    case 'boolean':
      await choose(page, page.getByRole('radiogroup', { name: label, exact: true }), 'radio', value === true ? '是' : '否')
      return
    case 'choice':
      if ((field.options?.length ?? 0) > 5) await pick(page, label, option(String(value)))
      else await choose(page, page.getByRole('radiogroup', { name: label, exact: true }), 'radio', option(String(value)))
      return
    case 'choices':
      for (const each of value as readonly string[]) await choose(page, page.getByRole('group', { name: label, exact: true }), 'checkbox', option(each))
      return
    case 'person':
    case 'department':
      await pick(page, label, names.get(String(value)) ?? '')
      return
    case 'people':
      for (const each of value as readonly string[]) await pick(page, label, names.get(each) ?? '')
      return
    case 'text':
    case 'longtext':
    case 'place':
    case 'link':
    case 'number':
    case 'date':
    case 'time':
      await fieldNamed(page, label).fill(String(value))
      return
    case 'file':
    case 'picture':
    case 'signature':
      throw new Error(`${label} takes a file`)
  }
}

/** Fills the whole form from a sample, field by field in its order, with a file wherever one is needed. */
export async function fillEntry(page: Page, definition: RegisterDefinition, sample: Sample, ask: { readonly on: string; readonly department: string | null; readonly names: ReadonlyMap<string, string> }): Promise<void> {
  await fieldNamed(page, definition.day.label.zh).fill(ask.on)
  if (ask.department !== null && (await page.getByRole('combobox', { name: '科室', exact: true }).first().inputValue()) !== ask.department) await pick(page, '科室', ask.department)
  for (const field of definition.fields) {
    if (isFileField(field)) {
      const wanted = sample.fileFields.filter((key) => key === field.key).length
      if (wanted > 0) await fieldNamed(page, field.label.zh).setInputFiles(Array.from({ length: field.type === 'signature' ? 1 : wanted }, (_, n) => ({ ...somePicture, name: `${field.key}-${n + 1}.png` })))
      continue
    }
    const value = sample.values[field.key]
    if (value !== undefined && value !== null && isAsked(definition, field, sample.values)) await fillField(page, field, value, ask.names)
  }
  if (sample.needsEvidence) await fieldNamed(page, '佐证').setInputFiles(definition.evidence.pictures ? somePicture : { name: '佐证.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%佐证\n') })
}

