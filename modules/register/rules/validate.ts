import { addDays, isIsoDate, type IsoDate } from '../../../kernel/calendar.ts'
import { compiled, factValues, isAsked } from './compiled.ts'
import type { RegisterDefinition } from './definition.ts'
import { readField } from './read-field.ts'
import { isEmpty, isFileField, type FieldValue, type Typed, type Values } from './values.ts'

/** What is wrong with one place of an entry: 'on', 'departmentId', 'files', or 'values.<field>'. */
export type FieldFault = { readonly path: string; readonly zh: string; readonly en: string }

export type Judging = {
  readonly today: IsoDate
  /** The day the entry is about before a correction: an unchanged day is not judged again. */
  readonly onBefore?: IsoDate
  /** Personal fields whose sealed value stays: they are left out of the values and count as filled. */
  readonly kept?: readonly string[]
  /** How many files belong to the entry as a whole; left out, they are not judged. */
  readonly evidence?: number
  /** A draft on its way: what is there must be right, what is missing may be missing. Never taken by the server. */
  readonly partial?: boolean
}

export type Judged = { readonly values: Values; readonly faults: readonly FieldFault[] }

export const needsDepartment = (definition: RegisterDefinition): boolean => definition.scope === 'department' || definition.scope === 'ward'

/** Rule RG-5: the first and the last day that may be entered today. */
export const dayRange = (definition: RegisterDefinition, today: IsoDate): { from: IsoDate; to: IsoDate } => ({ from: addDays(today, -definition.day.late), to: today })

function dayFaults(definition: RegisterDefinition, on: IsoDate, ask: Judging): FieldFault[] {
  const { zh, en } = definition.day.label
  const fault = (says: string, saysEn: string) => [{ path: 'on', zh: `${zh}：${says}`, en: `${en}: ${saysEn}` }]
  if (on === '') return ask.partial === true ? [] : fault('请填写', 'is needed')
  if (!isIsoDate(on)) return fault('不是有效的日期，请写成 2026-03-01', 'is no date; write 2026-03-01')
  if (on === ask.onBefore) return []
  const { from, to } = dayRange(definition, ask.today)
  if (on > to) return fault('不能晚于今天', 'lies in the future')
  return on < from ? fault(`最多补登 ${definition.day.late} 天，最早可填 ${from}`, `may be entered ${definition.day.late} days late, that is from ${from}`) : []
}

/**
 * Rule RG-4: values against a definition, the same in the browser and on the server. Answers the values as they are kept
 * (blanks trimmed, fields that are not asked for emptied) and every fault with its place.
 */
export function validateEntry(definition: RegisterDefinition, typed: Typed, ask: Judging): Judged {
  const faults = dayFaults(definition, typed.on, ask)
  if (needsDepartment(definition) && typed.departmentId === null && ask.partial !== true) faults.push({ path: 'departmentId', zh: '请选择科室', en: 'choose a department' })
  const values: Record<string, FieldValue> = {}
  const kept = new Set(ask.kept)
  for (const field of definition.fields) {
    const path = `values.${field.key}`
    values[field.key] = null
    if (kept.has(field.key) || !isAsked(definition, field, values)) continue
    const read = readField(definition, field, typed.values[field.key])
    if ('fault' in read) faults.push({ path, zh: `${field.label.zh}：${read.fault.zh}`, en: `${field.label.en}: ${read.fault.en}` })
    else {
      values[field.key] = read.value
      if (field.required && isEmpty(read.value) && ask.partial !== true) faults.push({ path, zh: `${field.label.zh}：${isFileField(field) ? '请上传' : '请填写'}`, en: `${field.label.en}: is needed` })
    }
  }
  for (const key of Object.keys(typed.values)) if (!compiled(definition).byKey.has(key)) faults.push({ path: `values.${key}`, zh: `没有“${key.slice(0, 40)}”这一项`, en: `there is no field '${key.slice(0, 40)}'` })
  if (ask.partial !== true) faults.push(...evidenceFaults(definition, ask.evidence))
  // A sentence across fields is judged only where each field by itself is right.
  if (faults.length === 0 && ask.partial !== true) faults.push(...crossFaults(definition, values))
  return { values, faults }
}

function evidenceFaults(definition: RegisterDefinition, count: number | undefined): FieldFault[] {
  const { files, says } = definition.evidence
  if (count === undefined) return []
  if (files === 'required' && count === 0) return [{ path: 'files', zh: `请上传佐证材料${says === undefined ? '' : `（${says.zh}）`}`, en: `evidence is needed${says === undefined ? '' : ` (${says.en})`}` }]
  return files === 'none' && count > 0 ? [{ path: 'files', zh: '这个台账不收佐证材料', en: 'this register takes no evidence' }] : []
}

/** Rule RG-6: a check that cannot be judged, because a field it reads is empty, is no fault. */
function crossFaults(definition: RegisterDefinition, values: Values): FieldFault[] {
  const seen = factValues(definition.fields, values)
  return compiled(definition).checks.flatMap(({ expression, says }) => (expression.evaluate(seen) === false ? [{ path: `values.${expression.fields[0] ?? ''}`, zh: says.zh, en: says.en }] : []))
}
