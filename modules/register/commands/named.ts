import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { versionsOf } from '../definitions.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import type { Entry } from '../rules/entry.ts'
import { linkedEntry } from '../rules/read-field.ts'
import type { FieldFault } from '../rules/validate.ts'
import type { Values } from '../rules/values.ts'
import { idsNamed, type NamesById } from '../rules/words.ts'
import { entriesAmong } from '../store/links.ts'
import * as people from '../store/people.ts'

export type Named = { readonly names: NamesById; readonly faults: readonly FieldFault[] }

/** Rule RG-5: people and departments that an entry names belong to the body on the day it is about. */
export async function lookUpNamed(read: ReadTx, institutionId: string, definition: RegisterDefinition, entry: { on: IsoDate; departmentId: string | null; values: Values }): Promise<Named> {
  const named = idsNamed(definition, entry.values, true)
  const departmentIds = [...new Set([...named.departmentIds, ...(entry.departmentId === null ? [] : [entry.departmentId])])]
  const [staff, departments] = await Promise.all([people.staffAmong(read, institutionId, named.staffIds, entry.on), people.departmentsAmong(read, institutionId, departmentIds, entry.on)])
  const names = new Map([...staff, ...departments].map((each) => [each.id, each.name]))
  return { names, faults: [...strangersOf(definition, entry, names), ...(await lostLinks(read, institutionId, definition, entry.values))] }
}

/** Rule RG-5: an entry that is linked to is one of the own body that counts or waits; nothing is asked where nothing is linked. */
async function lostLinks(read: ReadTx, institutionId: string, definition: RegisterDefinition, values: Values): Promise<FieldFault[]> {
  const links = definition.fields.flatMap((field) => {
    const value = values[field.key]
    const entry = field.type === 'link' && field.to !== undefined && typeof value === 'string' ? linkedEntry(field, value) : null
    return entry === null ? [] : [{ field, entry }]
  })
  if (links.length === 0) return []
  const there = new Set(await entriesAmong(read, institutionId, links.map(({ entry }) => entry)))
  return links.filter(({ entry }) => entry.institutionId !== institutionId || !there.has(entry.entryId)).map(({ field }) => ({ path: `values.${field.key}`, zh: `${field.label.zh}：没有这条记录，或它已撤回、不是本单位的`, en: `${field.label.en}: there is no such entry, or it was withdrawn or is another body's` }))
}

/** Every field that names somebody, or a department, who is not known. */
export function strangersOf(definition: RegisterDefinition, entry: { departmentId: string | null; values: Values }, known: ReadonlyMap<string, string>): FieldFault[] {
  const faults: FieldFault[] = []
  if (entry.departmentId !== null && !known.has(entry.departmentId)) faults.push({ path: 'departmentId', zh: '本单位当天没有这个科室', en: 'your body had no such department on that day' })
  for (const field of definition.fields) {
    if (field.type !== 'person' && field.type !== 'people' && field.type !== 'department') continue
    const value = entry.values[field.key]
    const ids = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []
    if (ids.every((id) => known.has(id))) continue
    const what = field.type === 'department' ? { zh: '本单位当天没有这个科室', en: 'your body had no such department on that day' } : { zh: '有人当天不是本单位人员', en: 'somebody was not on the staff of your body on that day' }
    faults.push({ path: `values.${field.key}`, zh: `${field.label.zh}：${what.zh}`, en: `${field.label.en}: ${what.en}` })
  }
  return faults
}

/** What the people and departments of entries are called, whoever has left since; for views and for what citizens see. */
export async function namesOf(read: ReadTx, institutionIds: readonly string[], ids: { staffIds: readonly string[]; departmentIds: readonly string[] }): Promise<Map<string, string>> {
  const [staff, departments] = await Promise.all([people.staffNames(read, institutionIds, ids.staffIds), people.departmentNames(read, institutionIds, ids.departmentIds)])
  return new Map([...staff, ...departments])
}

type Naming = Pick<Entry, 'version' | 'values' | 'departmentId'>

/** Everybody and every department that these entries name, each once. */
export function namedBy(entries: readonly Naming[], definitions: ReadonlyMap<number, RegisterDefinition>): { staffIds: string[]; departmentIds: string[] } {
  const staffIds = new Set<string>()
  const departmentIds = new Set<string>()
  for (const entry of entries) {
    if (entry.departmentId !== null) departmentIds.add(entry.departmentId)
    const definition = definitions.get(entry.version)
    if (definition === undefined) continue
    const named = idsNamed(definition, entry.values)
    for (const id of named.staffIds) staffIds.add(id)
    for (const id of named.departmentIds) departmentIds.add(id)
  }
  return { staffIds: [...staffIds], departmentIds: [...departmentIds] }
}

/** The names that entries of one register need to be read. */
export async function namesOfEntries(read: ReadTx, key: string, entries: readonly Entry[]): Promise<Map<string, string>> {
  const definitions = await versionsOf(read, key, [...new Set(entries.map((entry) => entry.version))])
  return namesOf(read, [...new Set(entries.map((entry) => entry.institutionId))], namedBy(entries, definitions))
}
