import type { Fact, FactKind } from '../../../kernel/fact.ts'
import { factValue } from './compiled.ts'
import type { RegisterDefinition } from './definition.ts'
import type { Entry } from './entry.ts'
import { factTypeOf } from './values.ts'

export const factPrefix = 'register.'
const factKindOf = (registerKey: string): string => `${factPrefix}${registerKey}`
export const registerOfKind = (kind: string): string => kind.slice(factPrefix.length)

export const entryLink = (entry: Pick<Entry, 'registerKey' | 'institutionId' | 'id'>): string => `/registers/${entry.registerKey}/${entry.institutionId}/${entry.id}`

/** Rule RG-13: a counting entry is one fact of kind 'register.<key>'; personal fields are no part of it. */
export function factOf(definition: RegisterDefinition, entry: Entry): Fact | null {
  if (entry.countedAt === null) return null
  return {
    institutionId: entry.institutionId, regionCode: entry.regionCode, kind: factKindOf(entry.registerKey), id: entry.id, on: entry.on, departmentId: entry.departmentId, staffIds: entry.staffIds,
    fields: Object.fromEntries(definition.fields.flatMap((field) => (field.personal ? [] : [[field.key, factValue(field, entry.values[field.key])]]))),
    title: entry.title, link: entryLink(entry),
  }
}

export const factKind = (definition: RegisterDefinition): FactKind => ({
  kind: factKindOf(definition.key), name: definition.name,
  fields: Object.fromEntries(definition.fields.flatMap((field) => (field.personal ? [] : [[field.key, factTypeOf(field)]]))),
})

/** Rule RG-13: whom an entry concerns: everybody its fields of people name, personal ones left out. */
export function staffIdsOf(definition: RegisterDefinition, values: Entry['values']): string[] {
  const ids = definition.fields.flatMap((field) => {
    if (field.personal || (field.type !== 'person' && field.type !== 'people')) return []
    const value = values[field.key]
    return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []
  })
  return [...new Set(ids)].sort()
}
