import type { ExamDefinition } from './definition.ts'

/** Rule XM-3: defaults of the house, no standard: until a bladder is full again, and until clear water has left the stomach. */
export const fillMinutes = 60
export const waterMinutes = 240

export type CauseKind = 'contrast' | 'order' | 'fasting' | 'water' | 'bladder' | 'meal'

/** Why one examination may not simply follow another. `minutes` and `days` null: never in this order. */
export type Cause = {
  /** Stands for it where it is left out to see what it costs. */
  readonly id: string
  readonly kind: CauseKind
  readonly first: string
  readonly second: string
  readonly minutes: number | null
  readonly days: number | null
  readonly why: { readonly zh: string; readonly en: string } | null
}

/** What holds when `first` is done before `then`: minutes between them on one day (never: Infinity), days between their days. */
export type Relation = { readonly minutes: number; readonly days: number; readonly causes: readonly Cause[] }

const free: Relation = { minutes: 0, days: 0, causes: [] }

/** Rules XM-2 and XM-3: every cause that stands between two examinations in this order. */
export function causesBetween(first: ExamDefinition, second: ExamDefinition): Cause[] {
  const cause = (kind: CauseKind, minutes: number | null, days: number | null, why: Cause['why'] = null): Cause => ({ id: `${kind} ${first.key} ${second.key}`, kind, first: first.key, second: second.key, minutes, days, why })
  const causes: Cause[] = []
  for (const wait of second.after) {
    if (wait.exam === first.key || (wait.mark !== undefined && wait.mark === first.leaves)) causes.push(cause('contrast', wait.minutes ?? null, wait.days ?? (wait.minutes === undefined ? null : 0), wait.why))
  }
  for (const order of second.before) if (order.exam === first.key) causes.push(cause('order', null, null, order.why))
  if (second.fasting !== undefined && (first.breaksFast || first.meal !== undefined)) causes.push(cause('fasting', second.fasting.hours * 60, 0))
  if (second.fasting !== undefined && !second.fasting.water && first.bladder === 'full') causes.push(cause('water', waterMinutes, 0))
  if (second.bladder === 'full' && first.bladder === 'empty') causes.push(cause('bladder', fillMinutes, 0))
  if (second.meal !== undefined && first.fasting !== undefined) causes.push(cause('meal', second.meal, 0))
  return causes
}

/** The same as numbers, without the causes that are left out. */
export function relationOf(first: ExamDefinition, second: ExamDefinition, leftOut: ReadonlySet<string>): Relation {
  const causes = causesBetween(first, second).filter((each) => !leftOut.has(each.id))
  if (causes.length === 0) return free
  return {
    minutes: Math.max(...causes.map((each) => (each.minutes === null || (each.days ?? 0) > 0 ? Infinity : each.minutes))),
    days: Math.max(...causes.map((each) => (each.days === null ? Infinity : each.days))),
    causes,
  }
}
