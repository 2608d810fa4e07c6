import { Button } from 'antd'
import { useState } from 'react'
import { BigChecks, BigChoice } from '../../../../ui/big-choice.tsx'
import { Combobox } from '../../../../ui/combobox.tsx'
import { FieldShell } from '../../../../ui/field-shell.tsx'
import { useLocale, useName, useTexts } from '../../../../ui/texts.ts'
import { texts } from '../form-texts.ts'
import { listOf, shellOf, type FieldProps } from './field-props.ts'

/** An answer that need not be given can be taken back; a radio button alone could not. */
function Clear({ field, form }: FieldProps) {
  const t = useTexts(texts)
  const value = form.filled.values[field.key]
  if (field.required || value === undefined || value === null) return null
  return <Button type="link" size="small" aria-describedby={`f-values.${field.key}-label`} onClick={() => form.setValue(field.key, null)}>{t('clearChoice')}</Button>
}

export function BooleanField(props: FieldProps) {
  const { field, form } = props
  const t = useTexts(texts)
  const name = useName()
  const value = form.filled.values[field.key]
  return (
    <FieldShell {...shellOf({ ...props, extra: props.extra ?? <Clear {...props} /> }, name)} group>
      {(control) => <BigChoice control={control} options={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} value={typeof value === 'boolean' ? (value ? 'true' : 'false') : null} onChange={(answer) => form.setValue(field.key, answer === 'true')} />}
    </FieldShell>
  )
}

/** Up to so many options are buttons; more are a list to search. */
const mostButtons = 5

export function ChoiceField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  const locale = useLocale()
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: option[locale] }))
  const value = form.filled.values[field.key]
  if (options.length > mostButtons) return <LongChoice {...props} options={options} />
  return (
    <FieldShell {...shellOf({ ...props, extra: props.extra ?? <Clear {...props} /> }, name)} group>
      {(control) => <BigChoice control={control} options={options} value={typeof value === 'string' ? value : null} onChange={(chosen) => form.setValue(field.key, chosen)} />}
    </FieldShell>
  )
}

function LongChoice({ options, ...props }: FieldProps & { options: readonly { value: string; label: string }[] }) {
  const { field, form } = props
  const name = useName()
  const [search, setSearch] = useState('')
  const value = form.filled.values[field.key]
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <Combobox
          control={control}
          short
          shown={options.find((option) => option.value === value)?.label ?? ''}
          options={options.filter((option) => option.label.toLowerCase().includes(search.toLowerCase()))}
          onQuery={setSearch}
          onPick={(option) => form.setValue(field.key, option.value)}
          onClear={field.required ? undefined : () => form.setValue(field.key, null)}
        />
      )}
    </FieldShell>
  )
}

export function ChoicesField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  const locale = useLocale()
  const options = (field.options ?? []).map((option) => ({ value: option.value, label: option[locale] }))
  return (
    <FieldShell {...shellOf(props, name)} group>
      {(control) => <BigChecks control={control} options={options} value={listOf(form, field.key)} onChange={(chosen) => form.setValue(field.key, chosen)} />}
    </FieldShell>
  )
}
