import { addDays, addMonths, diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { MeasureDefinition } from './definition.ts'
import { periodOf, type Period } from './periods.ts'
import type { Figure } from './value.ts'

type Change = Extract<MeasureDefinition, { shape: 'change' }>

/** How many whole months a period runs from a day of the month to the day before the same one; null for another length. */
function wholeMonths({ from, to }: Period): number | null {
  const end = addDays(to, 1)
  const months = (Number(end.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(end.slice(5, 7)) - Number(from.slice(5, 7))
  return months > 0 && addMonths(from, months) === end ? months : null
}

/** Rule ME-20: the same number of whole months before, or of days where the period is not of months. */
export function periodBefore(period: Period): Period {
  const months = wholeMonths(period)
  return { from: months === null ? addDays(period.from, -diffDays(period.from, period.to) - 1) : addMonths(period.from, -months), to: addDays(period.from, -1) }
}

/** Rule ME-20: twelve months back; whole weeks stand 52 weeks back, so that the same days of the week are compared. */
export function yearBefore(period: Period): Period {
  if (wholeMonths(period) === null && (diffDays(period.from, period.to) + 1) % 7 === 0) return { from: addDays(period.from, -364), to: addDays(period.to, -364) }
  return { from: addMonths(period.from, -12), to: addDays(addMonths(addDays(period.to, 1), -12), -1) }
}

/** Rule ME-20: the last whole turns that ended before a campaign's first day. */
export function beforeStart(definition: Change, start: IsoDate): Period {
  const holding = periodOf(definition.period, addDays(start, -1))
  let first = holding.to < start ? holding : periodOf(definition.period, addDays(holding.from, -1))
  const { to } = first
  for (let n = 1; n < definition.periods; n += 1) first = periodOf(definition.period, addDays(first.from, -1))
  return { from: first.from, to }
}

/** Rule ME-20: the days a change is compared with; null where nobody says when the campaign began, or the period ended before it. */
export function baselineOf(definition: Change, period: Period, planStart: IsoDate | null): Period | null {
  if (definition.against === 'previous') return periodBefore(period)
  if (definition.against === 'last-year') return yearBefore(period)
  const start = definition.start ?? planStart
  return start === null || period.to < start ? null : beforeStart(definition, start)
}

/** Rule ME-21: a sum before a campaign is brought to the days of the period; everything else is compared as it is. */
function broughtTo(of: MeasureDefinition, definition: Change, value: number, base: Period, period: Period): number {
  if (of.shape !== 'sum' || of.unit === 'per-week' || definition.against !== 'start') return value
  return (value * (diffDays(period.from, period.to) + 1)) / (diffDays(base.from, base.to) + 1)
}

/**
 * Rule ME-21: the value of the period less that of the baseline, or in percent of it. Numerator and denominator of the
 * figure are the two values. Whatever one of them lacks, the change lacks; in percent of nothing there is none.
 */
export function changeOf(definition: Change, of: MeasureDefinition, now: Figure, before: { readonly figure: Figure; readonly period: Period } | null, period: Period): Figure {
  const { facts, countedAt } = now
  const without = (why: NonNullable<Figure['why']>): Figure => ({ value: null, numerator: why === 'too_few' ? null : now.value, denominator: null, why, facts, countedAt })
  if (now.value === null) return without(now.why ?? 'no_facts')
  if (before === null) return without('no_baseline')
  if (before.figure.value === null) return without(before.figure.why === 'being_counted' || before.figure.why === 'too_few' ? before.figure.why : 'no_baseline')
  const base = broughtTo(of, definition, before.figure.value, before.period, period)
  if (of.shape === 'sum' && before.figure.facts === 0) return without('no_baseline')
  if (definition.as === 'percent' && base === 0) return { ...without('no_baseline'), denominator: 0 }
  const value = definition.as === 'percent' ? ((now.value - base) / Math.abs(base)) * 100 : now.value - base
  return { value, numerator: now.value, denominator: base, why: null, facts: facts + before.figure.facts, countedAt: laterOf(countedAt, before.figure.countedAt) }
}

const laterOf = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)
