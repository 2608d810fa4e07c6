import * as rruleModule from 'rrule'
import type { Options } from 'rrule'
import { dateOfDayNumber, dateParts, dayNumber, isoDateOf, startOfWeek } from './calendar.ts'
import type { IsoDate } from './calendar.ts'
import type { RecurrenceRule } from './recurrence-rule.ts'

// Node gets the CommonJS build, all below `default`; bundlers get the ESM build with named exports.
const { RRule, datetime } = 'RRule' in rruleModule ? rruleModule : (rruleModule as { default: typeof rruleModule }).default

const frequency = { DAILY: RRule.DAILY, WEEKLY: RRule.WEEKLY, MONTHLY: RRule.MONTHLY, YEARLY: RRule.YEARLY } as const
const weekdays = [RRule.MO, RRule.TU, RRule.WE, RRule.TH, RRule.FR, RRule.SA, RRule.SU]
const weekdayOf = (day: number) => weekdays[day - 1] ?? RRule.MO

/** A Monday and a first of January: the anchor of rules without a start. */
export const anchorDate: IsoDate = '2001-01-01'

const utc = (date: IsoDate) => {
  const { year, month, day } = dateParts(date)
  return datetime(year, month, day)
}

/** First day of the week, month or year that holds the date; the date itself for daily rules. */
export function unitStart(freq: RecurrenceRule['freq'], date: IsoDate): IsoDate {
  if (freq === 'DAILY') return date
  if (freq === 'WEEKLY') return startOfWeek(date)
  return freq === 'MONTHLY' ? `${date.slice(0, 8)}01` : `${date.slice(0, 5)}01-01`
}

/** The start of the unit that many units later. */
export function shiftUnits(freq: RecurrenceRule['freq'], date: IsoDate, units: number): IsoDate {
  if (freq === 'DAILY' || freq === 'WEEKLY') return dateOfDayNumber(dayNumber(date) + units * (freq === 'DAILY' ? 1 : 7))
  const { year, month } = dateParts(date)
  const months = year * 12 + month - 1 + units * (freq === 'MONTHLY' ? 1 : 12)
  return isoDateOf(Math.floor(months / 12), (months % 12) + 1, 1)
}

export function unitsBetween(freq: RecurrenceRule['freq'], from: IsoDate, to: IsoDate): number {
  if (freq === 'DAILY') return dayNumber(to) - dayNumber(from)
  if (freq === 'WEEKLY') return Math.floor((dayNumber(to) - dayNumber(from)) / 7)
  const [a, b] = [dateParts(from), dateParts(to)]
  return freq === 'YEARLY' ? b.year - a.year : (b.year - a.year) * 12 + b.month - a.month
}

/** Rule REC-5: days 29, 30 and 31 fall on the last day of a shorter month, where RFC 5545 would skip the month. */
function sayDays(rule: RecurrenceRule): readonly Partial<Options>[] {
  const day = rule.byDay.map((each) => (each.nth === null ? weekdayOf(each.day) : weekdayOf(each.day).nth(each.nth)))
  const months = rule.byMonth.length > 0 ? { bymonth: [...rule.byMonth] } : {}
  const isPlain = rule.byDay.length === 0 && rule.bySetPos.length === 0
  if (rule.freq === 'DAILY' || rule.freq === 'WEEKLY') {
    const days = day.length > 0 ? day : rule.freq === 'WEEKLY' ? [RRule.SU] : []
    return [{ ...months, ...(days.length > 0 ? { byweekday: days } : {}) }]
  }
  const monthDays = isPlain && rule.byMonthDay.length === 0 ? [-1] : [...rule.byMonthDay]
  const exact = isPlain ? monthDays.filter((each) => each < 29) : monthDays
  const late = isPlain ? monthDays.filter((each) => each >= 29) : []
  const eachMonth = rule.freq === 'MONTHLY' ? [months] : (rule.byMonth.length > 0 ? rule.byMonth : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).map((month) => ({ bymonth: [month] }))
  const clamped = late.flatMap((last) =>
    eachMonth.map((month) => ({ ...month, bymonthday: Array.from({ length: last - 27 }, (_, more) => 28 + more), bysetpos: [-1] })),
  )
  if (isPlain && exact.length === 0) return clamped
  const whole = rule.freq === 'YEARLY' && rule.byMonth.length === 0 ? { bymonth: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] } : months
  return [
    {
      ...whole,
      ...(day.length > 0 ? { byweekday: day } : {}),
      ...(exact.length > 0 ? { bymonthday: exact } : {}),
      ...(rule.bySetPos.length > 0 ? { bysetpos: [...rule.bySetPos] } : {}),
    },
    ...clamped,
  ]
}

/**
 * The days of a rule between two dates, both included, in order, at most `limit`; the interval is counted from the
 * unit that holds `anchor`. COUNT and UNTIL are left to the caller.
 */
export function occurrencesOf(rule: RecurrenceRule, anchor: IsoDate, from: IsoDate, to: IsoDate, limit: number): IsoDate[] {
  const { freq, interval } = rule
  const base = unitStart(freq, anchor)
  // Starting close to `from`, in step with the anchor, spares the library the years between.
  const turns = Math.floor(unitsBetween(freq, base, from) / interval)
  const begin = shiftUnits(freq, base, turns * interval)
  const numbers = new Set<number>()
  const fromNumber = dayNumber(from)
  for (const days of sayDays(rule)) {
    const library = new RRule({ freq: frequency[freq], interval, wkst: RRule.MO, dtstart: utc(begin), until: utc(to), ...days })
    library.all((date) => {
      const number = Math.floor(date.getTime() / 86_400_000)
      if (number >= fromNumber) numbers.add(number)
      return numbers.size < limit
    })
  }
  return [...numbers].sort((a, b) => a - b).slice(0, limit).map(dateOfDayNumber)
}
