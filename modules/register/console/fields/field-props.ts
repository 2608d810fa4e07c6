import type { ReactNode } from 'react'
import type { Text } from '../../../../ui/texts.ts'
import type { FieldDefinition } from '../../rules/definition.ts'
import type { EntryForm } from '../use-entry-form.ts'

export type FieldProps = { readonly field: FieldDefinition; readonly form: EntryForm; /** 'values.<key>' */ readonly path: string; /** What is said of a sealed value. */ readonly note?: ReactNode; readonly extra?: ReactNode }

/** Name, hint and fault of a field, for its shell. */
export function shellOf({ field, form, path, note, extra }: FieldProps, name: (text: Text) => string): { id: string; label: string; required: boolean; hint?: ReactNode; fault: string | undefined; extra?: ReactNode } {
  const hint = note ?? (field.hint === undefined ? undefined : name(field.hint))
  return { id: `f-${path}`, label: name(field.label), required: field.required, fault: form.faultAt(path), ...(hint === undefined ? {} : { hint }), ...(extra === undefined ? {} : { extra }) }
}

export const listOf = (form: EntryForm, key: string): readonly string[] => {
  const value = form.filled.values[key]
  return Array.isArray(value) ? (value as readonly string[]) : []
}
