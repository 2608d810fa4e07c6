/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'

/** A label, a hint, a fault and whatever is filled in: connected, so that a screen reader says all of it. */
export function Field({ id, label, hint, fault, children }: { id: string; label: string; hint?: string | undefined; fault?: string | undefined; children: ComponentChildren }) {
  return (
    <div class={fault === undefined ? 'field' : 'field faulty'}>
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p class="soft hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p class="wrong" id={`${id}-wrong`}>
          {fault}
        </p>
      )}
      {children}
    </div>
  )
}

/** What connects a control with its hint and its fault. */
export const described = (id: string, given: { hint?: string | undefined; fault?: string | undefined }) => {
  const ids = [given.hint === undefined ? null : `${id}-hint`, given.fault === undefined ? null : `${id}-wrong`].filter((each) => each !== null)
  return { ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }), ...(given.fault === undefined ? {} : { 'aria-invalid': 'true' as const }) }
}

/** Faults in one place at the top, each leading to its field. */
export const FaultList = ({ lead, faults }: { lead: string; faults: readonly { id: string; text: string }[] }) =>
  faults.length === 0 ? null : (
    <div class="notice" role="alert">
      <p>{lead}</p>
      <ul>
        {faults.map((each) => (
          <li key={each.id}>
            <a href={`#${each.id}`}>{each.text}</a>
          </li>
        ))}
      </ul>
    </div>
  )
