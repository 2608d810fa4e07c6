import { Input } from 'antd'
import { ariaOf, FieldShell } from '../../../../ui/field-shell.tsx'
import { DateField } from '../../../../ui/fields.tsx'
import { useRead } from '../../../../ui/query.ts'
import { useName } from '../../../../ui/texts.ts'
import { registerContract } from '../../contract.ts'
import { shellOf, type FieldProps } from './field-props.ts'

const textOf = (props: FieldProps): string => {
  const value = props.form.filled.values[props.field.key]
  return typeof value === 'string' ? value : ''
}

/** One line of words, or a web address. */
export function TextField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <Input
          {...ariaOf(control)}
          status={control.invalid ? 'error' : ''}
          autoComplete="off"
          {...(field.type === 'link' ? { type: 'url', inputMode: 'url' as const, placeholder: 'https://' } : {})}
          {...(field.type === 'place' ? { list: `${control.id}-known` } : {})}
          value={textOf(props)}
          onChange={(event) => form.setValue(field.key, event.target.value)}
          onBlur={() => form.leave(props.path)}
        />
      )}
    </FieldShell>
  )
}

/** Places that were entered before are offered, so that one spot keeps one name. */
export function PlaceField(props: FieldProps) {
  const { field, form } = props
  const earlier = useRead(registerContract.listEntries, { params: { key: form.view.definition.key }, query: { institutionId: form.ask.institutionId, limit: 100 } })
  const known = [...new Set((earlier.data?.rows ?? []).flatMap((row) => (typeof row.values[field.key] === 'string' ? [String(row.values[field.key])] : [])))]
  return (
    <>
      <TextField {...props} />
      <datalist id={`f-${props.path}-known`}>{known.map((each) => <option key={each} value={each}>{each}</option>)}</datalist>
    </>
  )
}

export function LongTextField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <Input.TextArea
          {...ariaOf(control)}
          status={control.invalid ? 'error' : ''}
          autoSize={{ minRows: 3, maxRows: 14 }}
          count={{ show: field.max !== undefined, ...(field.max === undefined ? {} : { max: field.max }) }}
          value={textOf(props)}
          onChange={(event) => form.setValue(field.key, event.target.value)}
          onBlur={() => form.leave(props.path)}
        />
      )}
    </FieldShell>
  )
}

/** A number as it is typed; a phone shows its number pad. What it means is judged by the rule. */
export function NumberField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  const unitId = `f-${props.path}-unit`
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <div className="with-unit">
          <Input
            {...ariaOf(control)}
            aria-describedby={[control.describedBy, field.unit === undefined ? undefined : unitId].filter(Boolean).join(' ') || undefined}
            status={control.invalid ? 'error' : ''}
            inputMode={field.decimals > 0 ? 'decimal' : 'numeric'}
            autoComplete="off"
            value={form.filled.numbers[field.key] ?? ''}
            onChange={(event) => form.change((before) => ({ numbers: { ...before.numbers, [field.key]: event.target.value } }))}
            onBlur={() => form.leave(props.path)}
          />
          {field.unit === undefined ? null : <span id={unitId}>{name(field.unit)}</span>}
        </div>
      )}
    </FieldShell>
  )
}

export function DateTimeField(props: FieldProps) {
  const { field, form } = props
  const name = useName()
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) =>
        field.type === 'date' ? (
          <DateField {...ariaOf(control)} className="short-input" status={control.invalid ? 'error' : ''} value={textOf(props)} onChange={(iso) => form.setValue(field.key, iso)} onBlur={() => form.leave(props.path)} />
        ) : (
          <Input {...ariaOf(control)} className="short-input" type="time" status={control.invalid ? 'error' : ''} value={textOf(props)} onChange={(event) => form.setValue(field.key, event.target.value.slice(0, 5))} onBlur={() => form.leave(props.path)} />
        )
      }
    </FieldShell>
  )
}
