import type { StaffRole } from './actor.ts'
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
  /** Where figures over such facts are seen finer than facts are: by drug, by prescriber. */
  readonly finer?: readonly Finer[]
}

/** A place that shows figures by something finer; in its address {institution}, {from} and {to} stand for the body and the first days of the first and last month. Nobody without one of the roles is led there. */
export type Finer = { readonly grain: 'drug' | 'prescriber'; readonly name: { readonly zh: string; readonly en: string }; readonly link: string; readonly roles: readonly StaffRole[] }
