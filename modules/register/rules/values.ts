import type { IsoDate } from '../../../kernel/calendar.ts'
import type { FactFieldType } from '../../../kernel/fact.ts'
import type { FieldDefinition, FieldType } from './definition.ts'

/**
 * What an entry holds under a field's key. number → number, boolean → boolean, choices, people, file and picture → a list
 * of texts (options, staff ids, file ids), everything else a text: a date as 'YYYY-MM-DD', a time as 'HH:MM', person and
 * department as an id, signature as a file id, link as an address. Nothing typed is null or left out.
 */
export type FieldValue = string | number | boolean | readonly string[] | null
export type Values = Readonly<Record<string, FieldValue>>

/** An entry as it is typed in: the day it is about, the department where the register is kept by departments, and its values. */
export type Typed = { readonly on: IsoDate; readonly departmentId: string | null; readonly values: Values }

export const entryStates = ['entered', 'confirmed', 'withdrawn'] as const
export type EntryState = (typeof entryStates)[number]

const listTypes: readonly FieldType[] = ['choices', 'people', 'file', 'picture']
const fileTypes: readonly FieldType[] = ['file', 'picture', 'signature']

export const isListField = (field: FieldDefinition): boolean => listTypes.includes(field.type)
export const isFileField = (field: FieldDefinition): boolean => fileTypes.includes(field.type)

/** How a field is seen by expressions and facts. People count under their key, other lists are a text 'a,b'. */
export function factTypeOf(field: FieldDefinition): FactFieldType {
  if (field.type === 'number' || field.type === 'people') return 'number'
  if (field.type === 'date' || field.type === 'boolean') return field.type
  return 'text'
}

export const isEmpty = (value: FieldValue | undefined): boolean => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
