import type { ReactNode } from 'react'

/** Names and values, as a definition list; what has no value is left out. `wide`: sentences, one below the other. */
export function Facts({ items, wide = false }: { items: readonly (readonly [string, ReactNode])[]; wide?: boolean }) {
  return (
    <dl className={wide ? 'facts facts-wide' : 'facts'}>
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** A row of figures above a list. */
export function Figures({ items }: { items: readonly (readonly [string, number | string])[] }) {
  return (
    <dl className="figures">
      {items.map(([name, value]) => (
        <div className="figure" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
