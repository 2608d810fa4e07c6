import { addDays, compareDates, dateParts, earlierDate, isoDateOf, laterDate, lastOfMonth, startOfWeek, weekday } from './calendar.ts'
import type { IsoDate } from './calendar.ts'
import { anchorDate, occurrencesOf, shiftUnits, unitStart, unitsBetween } from './occurrences.ts'
import { namesNoDay, readRecurrence } from './recurrence-rule.ts'
import type { RecurrenceRule } from './recurrence-rule.ts'
import { isRefusal, refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'

/** How often, as the plan says it: an RFC 5545 rule without the prefix, and its own first and last day. */
export type Cadence = { readonly rrule: string; readonly start: IsoDate | null; readonly until: IsoDate | null }

export type Period = {
  /** The days that the period covers, both included. */
  readonly from: IsoDate
  readonly to: IsoDate
  readonly dueOn: IsoDate
  /** From here on it can be handed in. */
  readonly opensOn: IsoDate
}

/** Rule REC-7: more at once is refused, and due days are never moved off weekends or holidays. */
export const mostPeriods = 2000

/** Where the covered days of one due day come from (Rules REC-3 and REC-4). */
type Coverage = { readonly unit: 'day' } | { readonly unit: 'week' | 'month'; readonly length: number } | { readonly unit: 'since-last' }

/** Months between the named months where they are evenly spread over the year: 3 for March, June, September, December. */
function spacing(months: readonly number[]): number | null {
  const [first] = months
  if (first === undefined) return null
  const gap = 12 / months.length
  return months.every((month, at) => month === first + at * gap) ? gap : null
}

function coverageOf(rule: RecurrenceRule): Coverage {
  if (rule.freq === 'DAILY') return { unit: 'day' }
  if (rule.freq === 'WEEKLY') return rule.byDay.length <= 1 ? { unit: 'week', length: rule.interval } : { unit: 'since-last' }
  const nthDay = rule.byDay.length === 1 && rule.byDay[0]?.nth !== null && rule.byMonthDay.length === 0
  const oneDay = rule.bySetPos.length === 1 || nthDay || (rule.byDay.length === 0 && rule.byMonthDay.length <= 1)
  if (!oneDay) return { unit: 'since-last' }
  if (rule.byMonth.length === 0) {
    if (rule.freq === 'MONTHLY') return { unit: 'month', length: rule.interval }
    return rule.interval === 1 && rule.bySetPos.length === 0 ? { unit: 'month', length: 1 } : { unit: 'since-last' }
  }
  const gap = spacing(rule.byMonth)
  if (gap === null || (rule.freq === 'MONTHLY' && rule.interval !== 1) || (gap !== 12 && rule.interval !== 1)) return { unit: 'since-last' }
  if (rule.freq === 'YEARLY' && rule.bySetPos.length === 1 && gap !== 12) return { unit: 'since-last' }
  return { unit: 'month', length: gap * (rule.freq === 'YEARLY' ? rule.interval : 1) }
}

type Days = { readonly from: IsoDate; readonly to: IsoDate }

/** Rule REC-3 for weeks: due Monday to Wednesday, it is the week before; from Thursday on the week itself. */
function weeksCovered(dueOn: IsoDate, length: number): Days {
  const monday = addDays(startOfWeek(dueOn), weekday(dueOn) <= 3 ? -7 : 0)
  return { from: addDays(monday, -7 * (length - 1)), to: addDays(monday, 6) }
}

/** Rule REC-3 for months, quarters, half-years and years: due in the first half, it is the one before. */
function monthsCovered(dueOn: IsoDate, length: number): Days {
  const { year, month, day } = dateParts(dueOn)
  const block = [12, 6, 3].find((months) => length === months || (months === 12 && length % 12 === 0)) ?? 1
  const index = year * 12 + month - 1
  const start = index - (index % block)
  const halfMonths = (index - start) * 2 + (day > 15 ? 1 : 0)
  const covered = halfMonths < block ? start - block : start
  const first = (months: number) => isoDateOf(Math.floor(months / 12), (months % 12) + 1, 1)
  return { from: first(covered + block - length), to: lastOfMonth(first(covered + block - 1)) }
}

/** A report on days gone by opens when they are over; one on the running period opens with it. */
const reportOn = (days: Days, dueOn: IsoDate): Period => ({ ...days, dueOn, opensOn: days.to < dueOn ? addDays(days.to, 1) : days.from })

/** Rule REC-4: with several due days in a week or month, each covers the days after the last one up to itself. */
function sinceLast(rule: RecurrenceRule, dueOn: IsoDate, last: IsoDate | undefined): Period {
  const unit = unitStart(rule.freq, dueOn)
  const reach = shiftUnits(rule.freq, unit, -rule.interval)
  const from = last !== undefined && last >= reach ? addDays(last, 1) : unit
  return { from, to: dueOn, dueOn, opensOn: from }
}

function reportPeriods(rule: RecurrenceRule, cadence: Cadence, window: Days): Period[] | Refusal {
  const coverage = coverageOf(rule)
  const anchor = cadence.start ?? anchorDate
  const counts = rule.count !== null
  const first = cadence.start === null ? window.from : counts ? cadence.start : laterDate(cadence.start, window.from)
  if (first > window.to) return []
  const reach = coverage.unit === 'since-last' ? shiftUnits(rule.freq, unitStart(rule.freq, first), -rule.interval) : first
  const room = mostPeriods + 1 + (coverage.unit === 'since-last' ? 366 : 0)
  const all = occurrencesOf(rule, anchor, reach, window.to, counts ? 12_000 : room)
  const own = all.filter((day) => day >= first).slice(0, rule.count ?? undefined)
  const due = own.filter((day) => day >= window.from)
  if (due.length > mostPeriods) return refuse('recurrence.too_many')
  const lastBefore = new Map(all.map((day, at) => [day, all[at - 1]]))
  return due.map((dueOn) => {
    if (coverage.unit === 'day') return { from: dueOn, to: dueOn, dueOn, opensOn: dueOn }
    if (coverage.unit === 'week') return reportOn(weeksCovered(dueOn, coverage.length), dueOn)
    if (coverage.unit === 'month') return reportOn(monthsCovered(dueOn, coverage.length), dueOn)
    return sinceLast(rule, dueOn, lastBefore.get(dueOn))
  })
}

/** Calendar months, quarters, half-years and years lie where the calendar has them; other lengths count from the start. */
function blockAnchor(rule: RecurrenceRule, cadence: Cadence): IsoDate {
  const inMonths = rule.freq === 'MONTHLY' && [1, 3, 6, 12].includes(rule.interval)
  return unitStart(rule.freq, inMonths ? anchorDate : (cadence.start ?? anchorDate))
}

/** Rule REC-2: a frequency without a day asks for every calendar period, cut at the cadence's own dates. */
function calendarPeriods(rule: RecurrenceRule, cadence: Cadence, window: Days): Period[] | Refusal {
  const { freq, interval, count } = rule
  const anchor = blockAnchor(rule, cadence)
  const blockOf = (date: IsoDate) => Math.floor(unitsBetween(freq, anchor, date) / interval)
  const first = cadence.start === null ? window.from : laterDate(cadence.start, window.from)
  const lastBlock = count === null || cadence.start === null ? Number.POSITIVE_INFINITY : blockOf(cadence.start) + count - 1
  const periods: Period[] = []
  for (let block = blockOf(first); block <= lastBlock; block += 1) {
    const begins = shiftUnits(freq, anchor, block * interval)
    const from = cadence.start === null ? begins : laterDate(begins, cadence.start)
    const ends = addDays(shiftUnits(freq, anchor, (block + 1) * interval), -1)
    const to = cadence.until === null ? ends : earlierDate(ends, cadence.until)
    if (to > window.to || from > to) break
    if (to >= window.from) periods.push({ from, to, dueOn: to, opensOn: from })
    if (periods.length > mostPeriods) return refuse('recurrence.too_many')
  }
  return periods
}

function makePeriods(cadence: Cadence, window: Days): readonly Period[] | Refusal {
  const rule = readRecurrence(cadence.rrule)
  if (isRefusal(rule)) return rule
  if (rule.count !== null && cadence.start === null) return refuse('recurrence.not_understood', `${cadence.rrule} (COUNT, start?)`)
  const ends = [cadence.until, rule.until].filter((date) => date !== null).sort(compareDates)
  const until = ends[0] ?? null
  const bounded = { ...cadence, until }
  if (until !== null && cadence.start !== null && until < cadence.start) return []
  if (namesNoDay(rule)) return calendarPeriods(rule, bounded, window)
  return reportPeriods(rule, bounded, { from: window.from, to: until === null ? window.to : earlierDate(window.to, until) })
}

/** A launch asks for the same cadence once per institution; the answer depends on nothing but the question. */
const remembered = new Map<string, readonly Period[] | Refusal>()
const mostRemembered = 200

/**
 * The periods of a cadence that fall due inside the window, in order of their due days. The window only chooses:
 * two windows side by side give the same periods as one over both (Rule REC-6). A phase's end that shall cut the
 * periods is handed over as the cadence's own `until` (see `boundCadence`).
 */
export function periodsOf(cadence: Cadence, window: Days): readonly Period[] | Refusal {
  const question = `${cadence.rrule}|${cadence.start}|${cadence.until}|${window.from}|${window.to}`
  const known = remembered.get(question)
  if (known !== undefined) return known
  const periods = makePeriods(cadence, window)
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(question, periods)
  return periods
}

/** Narrows a cadence to a phase: the later start, the earlier end. */
export function boundCadence(cadence: Cadence, phase: { readonly start: IsoDate | null; readonly end: IsoDate | null }): Cadence {
  const either = (a: IsoDate | null, b: IsoDate | null, choose: (a: IsoDate, b: IsoDate) => IsoDate) => (a === null || b === null ? (a ?? b) : choose(a, b))
  return { rrule: cadence.rrule, start: either(cadence.start, phase.start, laterDate), until: either(cadence.until, phase.end, earlierDate) }
}
