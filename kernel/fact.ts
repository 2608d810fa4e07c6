import type { IsoDate } from './calendar.ts'

export type FactValue = string | number | boolean | null

/**
 * What really happened, recorded once, where the work is done. Verdicts, measures and reports are computed from facts
 * and from nothing else. (institutionId, kind, id) is one fact; `on` is the day it is about.
 */
export type Fact = {
  readonly institutionId: string
  readonly regionCode: string
  /** The module and what it keeps: 'register.health-education', 'report.weekly', 'service.consultation'. */
  readonly kind: string
  readonly id: string
  readonly on: IsoDate
  readonly departmentId: string | null
  /** The members of staff it concerns: who attended, who was examined; empty where nobody in particular. */
  readonly staffIds: readonly string[]
  /** Declared values, by field key. */
  readonly fields: Readonly<Record<string, FactValue>>
  /** One line for a reader who drills down to it. */
  readonly title: string
  /** Where it can be looked at: an address of the console, without '/console'. */
  readonly link: string | null
}

/** A fact that came, changed or went: `before` null for a new one, `after` null for one that no longer counts. */
export type FactChange = { readonly before: Fact | null; readonly after: Fact | null }

export type FactFieldType = 'number' | 'text' | 'boolean' | 'date'

/** A kind of fact as definitions may use it: what a measure says is checked against these fields. */
export type FactKind = {
  readonly kind: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly fields: Readonly<Record<string, FactFieldType>>
}
