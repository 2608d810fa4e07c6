import { useState } from 'react'
import { Combobox } from '../../../../ui/combobox.tsx'
import { FieldShell } from '../../../../ui/field-shell.tsx'
import { useRead } from '../../../../ui/query.ts'
import { useName, useTexts } from '../../../../ui/texts.ts'
import { directoryContract } from '../../../directory/contract.ts'
import { texts } from '../form-texts.ts'
import type { EntryForm } from '../use-entry-form.ts'
import { shellOf, type FieldProps } from './field-props.ts'

/** The department that the entry is about: one of those I may enter for. */
export function EntryDepartment({ form }: { form: EntryForm }) {
  const t = useTexts(texts)
  const [search, setSearch] = useState('')
  const { departments } = form.view
  const chosen = form.filled.departmentId
  const shown = chosen === null ? '' : (departments.find((each) => each.id === chosen)?.name ?? form.filled.names[chosen] ?? '')
  return (
    <FieldShell id="f-departmentId" label={t('department')} required fault={form.faultAt('departmentId')}>
      {(control) => (
        <Combobox
          control={control}
          short={departments.length <= 8}
          shown={shown}
          placeholder={t('departmentPick')}
          options={departments.filter((each) => each.name.includes(search)).map((each) => ({ value: each.id, label: each.name }))}
          onQuery={setSearch}
          onPick={(option) => form.change((before) => ({ departmentId: option.value, names: { ...before.names, [option.value]: option.label } }))}
        />
      )}
    </FieldShell>
  )
}

/** Any department of the body, as one of the values. */
export function DepartmentField(props: FieldProps) {
  const { field, form } = props
  const t = useTexts(texts)
  const name = useName()
  const [search, setSearch] = useState('')
  const found = useRead(directoryContract.listDepartments, { query: { institutionId: form.ask.institutionId, limit: 500 } })
  const value = form.filled.values[field.key]
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <Combobox
          control={control}
          shown={typeof value === 'string' ? (form.filled.names[value] ?? '') : ''}
          placeholder={t('departmentPick')}
          options={(found.data?.rows ?? []).filter((row) => row.name.includes(search)).map((row) => ({ value: row.id, label: row.name }))}
          loading={found.isFetching}
          onQuery={setSearch}
          onPick={(option) => form.setValue(field.key, option.value, { [option.value]: option.label })}
          onClear={field.required ? undefined : () => form.setValue(field.key, null)}
        />
      )}
    </FieldShell>
  )
}
