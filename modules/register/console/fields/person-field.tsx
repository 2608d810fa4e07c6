import { Button } from 'antd'
import { useState } from 'react'
import { Combobox } from '../../../../ui/combobox.tsx'
import { FieldShell } from '../../../../ui/field-shell.tsx'
import { useName, useTexts } from '../../../../ui/texts.ts'
import { texts } from '../form-texts.ts'
import { optionOf, useMyself, usePeople } from '../people-search.ts'
import { shellOf, type FieldProps } from './field-props.ts'

/** One person of the body, found by name, pinyin or number. */
export function PersonField(props: FieldProps) {
  const { field, form } = props
  const t = useTexts(texts)
  const name = useName()
  const [typed, setTyped] = useState('')
  const { people, loading, offline } = usePeople(form.ask.institutionId, typed)
  const myself = useMyself(form.ask.institutionId)
  const value = form.filled.values[field.key]
  const shown = typeof value === 'string' ? (form.filled.names[value] ?? '') : ''
  const take = (id: string, label: string) => form.setValue(field.key, id, { [id]: label })
  return (
    <FieldShell {...shellOf({ ...props, extra: props.extra ?? (myself === null || shown !== '' ? undefined : <Button type="link" size="small" aria-describedby={`f-${props.path}-label`} onClick={() => take(myself.id, myself.name)}>{t('me')}</Button>) }, name)}>
      {(control) => (
        <Combobox
          control={control}
          shown={shown}
          placeholder={t('searchPerson')}
          options={people.map(optionOf)}
          loading={loading}
          note={offline ? t('offlinePeople') : undefined}
          onQuery={setTyped}
          onPick={(option) => take(option.value, option.label)}
          onClear={() => form.setValue(field.key, null)}
        />
      )}
    </FieldShell>
  )
}
