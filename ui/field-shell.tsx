import type { ReactNode } from 'react'

/** What a control needs to know of its label, its hint and its fault. */
export type Control = { readonly id: string; readonly labelId: string; readonly describedBy: string | undefined; readonly invalid: boolean; readonly required: boolean }

type Shell = { id: string; label: string; required?: boolean; hint?: ReactNode; fault?: string | undefined; /** Several controls under one name: the name is no label of one of them. */ group?: boolean; extra?: ReactNode; children: (control: Control) => ReactNode }

/** One field of a form: its name, what helps to fill it in, and what is wrong with it, tied to the control for readers. */
export function FieldShell({ id, label, required = false, hint, fault, group = false, extra, children }: Shell) {
  const labelId = `${id}-label`
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].filter(Boolean).join(' ')
  const control: Control = { id, labelId, describedBy: described === '' ? undefined : described, invalid: fault !== undefined, required }
  return (
    <div className={fault === undefined ? 'field' : 'field field-wrong'}>
      <div className="field-head">
        {group ? <span id={labelId} className="field-name">{label}</span> : <label id={labelId} htmlFor={id} className="field-name">{label}</label>}
        {required ? <span className="field-must" aria-hidden="true">*</span> : null}
        {extra}
      </div>
      {hint === undefined ? null : <div id={`${id}-hint`} className="field-hint">{hint}</div>}
      {children(control)}
      <div aria-live="polite">{fault === undefined ? null : <div id={`${id}-fault`} className="field-fault">{fault}</div>}</div>
    </div>
  )
}

/** The attributes of a single control. */
export const ariaOf = (control: Control) => ({
  id: control.id,
  'aria-describedby': control.describedBy,
  'aria-invalid': control.invalid || undefined,
  'aria-required': control.required || undefined,
})
