import { readConditions, type Condition, type FilterField, type FilterFieldType } from '../../../kernel/filter.ts'
import type { FieldDefinition, RegisterDefinition } from './definition.ts'

/** Conditions that an entry must fulfil to count for a duty; null asks for none. */
export type EntryFilter = readonly Condition[] | null

const types: Partial<Record<FieldDefinition['type'], FilterFieldType>> = { choice: 'choice', choices: 'choices', boolean: 'boolean', number: 'number' }

/** Rule RG-26: filters ask about choices, yes or no and numbers; never about what is sealed. */
export const filterFields = (definition: RegisterDefinition): FilterField[] =>
  definition.fields.flatMap((field) => {
    const type = types[field.type]
    return type === undefined || field.personal ? [] : [{ key: field.key, ...field.label, type, options: field.options ?? [], unit: field.unit ?? null }]
  })

/** A filter was checked when its duty was bound and launched; one that cannot be read any more lets nothing count. */
export function conditionsOf(where: string | null): EntryFilter {
  if (where === null) return null
  const conditions = readConditions(where)
  return 'fault' in conditions ? [{ field: '', sign: 'is', values: [] }] : conditions
}
