import { useState } from 'react'
import { Combobox } from '../../../../ui/combobox.tsx'
import { FieldShell } from '../../../../ui/field-shell.tsx'
import { useRead } from '../../../../ui/query.ts'
import { useName, useTexts } from '../../../../ui/texts.ts'
import { registerContract } from '../../contract.ts'
import { texts } from '../form-texts.ts'
import { shellOf, type FieldProps } from './field-props.ts'

/** An address copied from the browser's own bar is as good as a choice from the list. */
const insideAddress = (text: string): string => text.trim().replace(/^https?:\/\/[^/]+/, '').replace(/^\/console(?=\/)/, '').replace(/[?#].*$/, '')

/** A record of another register, chosen by its title; its address is what is kept. */
export function RecordLinkField(props: FieldProps) {
  const { field, form } = props
  const t = useTexts(texts)
  const name = useName()
  const [search, setSearch] = useState('')
  const key = field.to?.replace(/^register\./, '') ?? ''
  const register = useRead(registerContract.loadRegister, { params: { key } })
  const found = useRead(registerContract.listEntries, { params: { key }, query: { institutionId: form.ask.institutionId, limit: 50, ...(search.length < 2 ? {} : { search }) } })
  const options = (found.data?.rows ?? []).map((row) => ({ value: `/registers/${key}/${row.institutionId}/${row.id}`, label: row.title, note: [row.on, row.departmentName].filter(Boolean).join(' · ') }))
  const value = form.filled.values[field.key]
  const shown = typeof value === 'string' ? (form.filled.names[value] ?? value) : ''
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <Combobox
          control={control}
          shown={shown}
          placeholder={t('linkSearch', { name: register.data === undefined ? '' : name(register.data.definition.name) })}
          options={options}
          loading={found.isFetching}
          note={found.data !== undefined && options.length === 0 && search === '' ? t('linkNone') : undefined}
          onQuery={setSearch}
          onPick={(option) => form.setValue(field.key, option.value, { [option.value]: option.label })}
          onFree={(text) => form.setValue(field.key, insideAddress(text))}
          onClear={() => form.setValue(field.key, null)}
        />
      )}
    </FieldShell>
  )
}
