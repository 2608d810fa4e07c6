import { isAsked } from '../rules/compiled.ts'
import type { FieldDefinition, RegisterDefinition } from '../rules/definition.ts'
import { validateEntry, type FieldFault } from '../rules/validate.ts'
import { isEmpty, isFileField, isListField, type FieldValue, type Values } from '../rules/values.ts'

/** A file chosen on this device for a field, or ('' ) as evidence of the whole entry. */
export type Picked = { readonly id: string; readonly field: string; readonly name: string; readonly size: number; readonly picture: boolean; readonly blob: Blob }

/** What stands in the form. Numbers are kept as they were typed; a file field's value names the files that were sent before. */
export type Filled = {
  readonly on: string
  readonly departmentId: string | null
  readonly values: Readonly<Record<string, FieldValue | undefined>>
  readonly numbers: Readonly<Record<string, string>>
  readonly picked: readonly Picked[]
  /** Names of the people, departments and records that the values name. */
  readonly names: Readonly<Record<string, string>>
  /** Evidence that was sent before and stays; null for a new entry. */
  readonly evidence: readonly string[] | null
  readonly reason: string
}

export type Ask = { readonly today: string; readonly onBefore?: string; /** Personal fields that hold a sealed value. */ readonly sealed?: readonly string[] }
export type Judgement = {
  /** As they are kept by the server, without files. */
  readonly values: Values
  readonly shown: readonly FieldDefinition[]
  readonly faults: readonly FieldFault[]
}

export const emptyFilled = (on: string, departmentId: string | null): Filled => ({ on, departmentId, values: {}, numbers: {}, picked: [], names: {}, evidence: null, reason: '' })

/** Whether a person has put anything into it that would be missed. */
export const isTouched = (filled: Filled): boolean =>
  filled.picked.length > 0 || Object.values(filled.values).some((value) => !isEmpty(value)) || Object.values(filled.numbers).some((text) => text.trim() !== '')

/** A number as people type it, full-width digits and thousands separators included; undefined for nothing, NaN for no number. */
export function readNumber(text: string): number | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[\s,，_]/g, '').replaceAll(/[。．]/g, '.')
  if (plain === '') return undefined
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN
}

const keptPersonal = (filled: Filled, sealed: readonly string[]): string[] => sealed.filter((key) => filled.values[key] === undefined && (filled.numbers[key] ?? '') === '')

function typedValue(filled: Filled, field: FieldDefinition): FieldValue | undefined {
  if (field.type === 'number') return readNumber(filled.numbers[field.key] ?? '')
  const value = filled.values[field.key]
  if (!isFileField(field)) return value
  const ids = filled.picked.filter((each) => each.field === field.key).map((each) => each.id)
  if (!isListField(field)) return ids.at(-1) ?? value
  return [...(Array.isArray(value) ? (value as readonly string[]) : []), ...ids]
}

/** Judges what stands in the form with the rule the server has (Rule RG-4), and says which fields are asked for. */
export function judge(definition: RegisterDefinition, filled: Filled, ask: Ask, partial = false): Judgement {
  const typed = { on: filled.on, departmentId: filled.departmentId, values: Object.fromEntries(definition.fields.flatMap((field) => {
    const value = typedValue(filled, field)
    return value === undefined ? [] : [[field.key, value]]
  })) }
  const evidence = (filled.evidence?.length ?? 0) + filled.picked.filter((each) => each.field === '').length
  const kept = keptPersonal(filled, ask.sealed ?? [])
  const { values, faults } = validateEntry(definition, typed, { today: ask.today, kept, evidence, partial, ...(ask.onBefore === undefined ? {} : { onBefore: ask.onBefore }) })
  return { values, faults, shown: definition.fields.filter((field) => isAsked(definition, field, values)) }
}

/** What goes to the server: values and files of the fields that are asked for; the rest of what was typed stays here. */
export function toSend(filled: Filled, judged: Judgement, sealed: readonly string[] = []): { values: Record<string, FieldValue>; files: readonly Picked[]; fileFields: string[] } {
  const shown = new Set(judged.shown.map((field) => field.key))
  const files = filled.picked.filter((each) => each.field === '' || shown.has(each.field))
  const kept = new Set(keptPersonal(filled, sealed))
  const fresh = new Set(files.map((each) => each.id))
  const values: Record<string, FieldValue> = {}
  for (const [key, value] of Object.entries(judged.values)) {
    if (kept.has(key)) continue
    // Files that go along have no id yet: the server puts theirs in.
    values[key] = Array.isArray(value) ? (value as readonly string[]).filter((each) => !fresh.has(each)) : typeof value === 'string' && fresh.has(value) ? null : value
  }
  return { values, files, fileFields: files.map((each) => each.field) }
}
