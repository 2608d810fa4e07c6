import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../../ui/texts.ts'
import type { FieldDefinition } from '../rules/definition.ts'
import { BooleanField, ChoiceField, ChoicesField } from './fields/choice-fields.tsx'
import { DepartmentField } from './fields/department-fields.tsx'
import type { FieldProps } from './fields/field-props.ts'
import { FilesField, SignatureField } from './fields/file-fields.tsx'
import { RecordLinkField } from './fields/link-field.tsx'
import { PeopleField } from './fields/people-field.tsx'
import { PersonField } from './fields/person-field.tsx'
import { DateTimeField, LongTextField, NumberField, PlaceField, TextField } from './fields/text-fields.tsx'
import { texts } from './form-texts.ts'
import type { EntryForm } from './use-entry-form.ts'

/** One field of a definition as its control. */
export function Field({ field, form }: { field: FieldDefinition; form: EntryForm }) {
  const sealed = useSealed(field, form)
  const props: FieldProps = { field, form, path: `values.${field.key}`, ...sealed }
  switch (field.type) {
    case 'text':
      return <TextField {...props} />
    case 'place':
      return <PlaceField {...props} />
    case 'link':
      return field.to?.startsWith('register.') === true ? <RecordLinkField {...props} /> : <TextField {...props} />
    case 'longtext':
      return <LongTextField {...props} />
    case 'number':
      return <NumberField {...props} />
    case 'date':
    case 'time':
      return <DateTimeField {...props} />
    case 'boolean':
      return <BooleanField {...props} />
    case 'choice':
      return <ChoiceField {...props} />
    case 'choices':
      return <ChoicesField {...props} />
    case 'person':
      return <PersonField {...props} />
    case 'people':
      return <PeopleField {...props} />
    case 'department':
      return <DepartmentField {...props} />
    case 'file':
    case 'picture':
      return <FilesField {...props} />
    case 'signature':
      return <SignatureField {...props} />
  }
}

/** Of a correction: a personal field is empty because its value is sealed; it stays unless something is typed or it is removed. */
function useSealed(field: FieldDefinition, form: EntryForm): { note?: ReactNode; extra?: ReactNode } {
  const t = useTexts(texts)
  if (!form.ask.sealed.includes(field.key)) return {}
  const value = form.filled.values[field.key]
  if (value === null) return { note: t('sealedRemoved'), extra: <Button type="link" size="small" aria-describedby={`f-values.${field.key}-label`} onClick={() => form.setValue(field.key, undefined)}>{t('keepSealed')}</Button> }
  if (value !== undefined && value !== '') return {}
  return { note: t('sealedKept'), ...(field.required ? {} : { extra: <Button type="link" size="small" aria-describedby={`f-values.${field.key}-label`} onClick={() => form.setValue(field.key, null)}>{t('removeSealed')}</Button> }) }
}
