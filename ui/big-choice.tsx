import type { Control } from './field-shell.tsx'

export type Option<Value extends string = string> = { readonly value: Value; readonly label: string }

/** A few answers as buttons large enough for a thumb; each is a real radio button that fills its face. */
export function BigChoice<Value extends string>({ control, options, value, onChange }: { control: Control; options: readonly Option<Value>[]; value: Value | null; onChange: (value: Value) => void }) {
  return (
    <div role="radiogroup" id={control.id} tabIndex={-1} className="big-choice" aria-labelledby={control.labelId} aria-describedby={control.describedBy} aria-invalid={control.invalid || undefined} aria-required={control.required || undefined}>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'big-option big-option-on' : 'big-option'}>
          <input type="radio" name={control.id} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span aria-hidden="true" className="big-sign">{option.value === value ? '●' : '○'}</span>
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  )
}

/** Several answers at once, as check boxes of the same size. */
export function BigChecks({ control, options, value, onChange }: { control: Control; options: readonly Option[]; value: readonly string[]; onChange: (value: string[]) => void }) {
  const turn = (each: string) => onChange(value.includes(each) ? value.filter((other) => other !== each) : [...value, each])
  return (
    <div role="group" id={control.id} tabIndex={-1} className="big-choice big-checks" aria-labelledby={control.labelId} aria-describedby={control.describedBy}>
      {options.map((option) => (
        <label key={option.value} className={value.includes(option.value) ? 'big-option big-option-on' : 'big-option'}>
          <input type="checkbox" value={option.value} checked={value.includes(option.value)} onChange={() => turn(option.value)} />
          <span aria-hidden="true" className="big-sign">{value.includes(option.value) ? '☑' : '☐'}</span>
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
