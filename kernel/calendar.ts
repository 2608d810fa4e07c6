/**
 * Dates and working days (docs/rules/calendar.md, CAL-1 … CAL-6). A date is a text 'YYYY-MM-DD'; all arithmetic
 * runs on day numbers, so that no time zone of the machine can shift a day.
 */
export type IsoDate = string

export type Locale = 'zh' | 'en'

/** What an official notice (or the commission) says about a single day. */
export type CalendarDay = { readonly kind: 'holiday' | 'workday'; readonly name: string }

/** Never changed in place: a new notice makes a new Calendar. */
export type Calendar = { readonly days: ReadonlyMap<IsoDate, CalendarDay>; readonly officialYears: ReadonlySet<number> }

export type DateParts = { readonly year: number; readonly month: number; readonly day: number }

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

export const daysInMonth = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0))

const digits = (text: string, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function readParts(date: string): DateParts | null {
  if (date.length !== 10 || date.charCodeAt(4) !== 45 || date.charCodeAt(7) !== 45) return null
  const year = digits(date, 0, 4)
  const month = digits(date, 5, 7)
  const day = digits(date, 8, 10)
  return year >= 1 && day >= 1 && day <= daysInMonth(year, month) ? { year, month, day } : null
}

export const isIsoDate = (text: string): text is IsoDate => readParts(text) !== null

/** Throws on anything that is no real date: input is checked at the border, so this is a fault of ours. */
export function dateParts(date: IsoDate): DateParts {
  const parts = readParts(date)
  if (parts === null) throw new RangeError(`Not a date: ${date}`)
  return parts
}

const pad = (value: number, width: number) => String(value).padStart(width, '0')
const twoDigits = Array.from({ length: 100 }, (_, value) => pad(value, 2))

export function isoDateOf(year: number, month: number, day: number): IsoDate {
  if (!(year >= 1 && year <= 9999) || !(day >= 1 && day <= daysInMonth(year, month))) throw new RangeError(`Not a date: ${year}-${month}-${day}`)
  return `${year > 999 ? year : pad(year, 4)}-${twoDigits[month]}-${twoDigits[day]}`
}

/** Days since 1970-01-01 in the Gregorian calendar; March-based years put the leap day last. */
export function dayNumber(date: IsoDate): number {
  const { year, month, day } = dateParts(date)
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

export function dateOfDayNumber(number: number): IsoDate {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return isoDateOf(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1)
}

export const addDays = (date: IsoDate, days: number): IsoDate => dateOfDayNumber(dayNumber(date) + days)

/** Days from the first date to the second; negative when the second is earlier. */
export const diffDays = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from)

const weekdayOfNumber = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1

/** 1 Monday … 7 Sunday. */
export const weekday = (date: IsoDate): number => weekdayOfNumber(dayNumber(date))

/** For sort(): ISO dates order as text. */
export const compareDates = (a: IsoDate, b: IsoDate): number => (a < b ? -1 : a > b ? 1 : 0)
export const earlierDate = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b)
export const laterDate = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b)

export const startOfWeek = (date: IsoDate): IsoDate => addDays(date, 1 - weekday(date))
export const firstOfMonth = (date: IsoDate): IsoDate => `${date.slice(0, 8)}01`

export function lastOfMonth(date: IsoDate): IsoDate {
  const { year, month } = dateParts(date)
  return isoDateOf(year, month, daysInMonth(year, month))
}

/** Same day of another month; a day that the month lacks becomes its last day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = dateParts(date)
  const index = year * 12 + month - 1 + months
  const newYear = Math.floor(index / 12)
  const newMonth = (((index % 12) + 12) % 12) + 1
  return isoDateOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

export type DayVerdict = {
  readonly counts: boolean
  /** Why it does not count, or 'make-up' where a weekend day does. */
  readonly reason: 'weekday' | 'weekend' | 'holiday' | 'make-up' | 'stopped'
  readonly name: string | null
}

const ordinary: DayVerdict = { counts: true, reason: 'weekday', name: null }
const restDay: DayVerdict = { counts: false, reason: 'weekend', name: null }

function judge(date: IsoDate, dayOfWeek: number, calendar: Calendar): DayVerdict {
  const listed = calendar.days.get(date)
  if (listed?.kind === 'holiday') return { counts: false, reason: 'holiday', name: listed.name }
  if (dayOfWeek < 6) return ordinary
  return listed === undefined ? restDay : { counts: true, reason: 'make-up', name: listed.name }
}

/** Rule CAL-1: what is listed decides; otherwise Monday to Friday are working days. */
export const judgeDay = (date: IsoDate, calendar: Calendar): DayVerdict => judge(date, weekday(date), calendar)

export const isWorkingDay = (date: IsoDate, calendar: Calendar): boolean => judgeDay(date, calendar).counts

/**
 * Rule CAL-3: the years whose official notice a date leans on and that the calendar does not have. The last week
 * of December also leans on the next year's notice, because New Year's holiday moves days there.
 */
export function unofficialYearsOf(date: IsoDate, calendar: Calendar): readonly number[] {
  const { year, month, day } = dateParts(date)
  const leansOn = month === 12 && day >= 25 ? [year, year + 1] : [year]
  return leansOn.filter((each) => !calendar.officialYears.has(each))
}

/** Consecutive days that were not counted, for one reason. */
export type SkippedSpan = {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly reason: 'holiday' | 'weekend' | 'stopped'
  /** Names of the holidays, or the reasons of the stop. */
  readonly names: readonly string[]
}

export type MakeUpDay = { readonly date: IsoDate; readonly name: string }

export type DayCount = {
  readonly date: IsoDate
  readonly skipped: readonly SkippedSpan[]
  readonly counted: readonly MakeUpDay[]
  /** Rule CAL-3: years without official data that the count touched; empty when all is official. */
  readonly unofficialYears: readonly number[]
}

type Span = { from: IsoDate; to: IsoDate; reason: SkippedSpan['reason']; names: string[] }

function skip(spans: Span[], date: IsoDate, reason: Span['reason'], name: string | null, touching: boolean): void {
  const last = spans.at(-1)
  if (last !== undefined && touching && last.reason === reason) {
    last.to = date
    if (name !== null && !last.names.includes(name)) last.names.push(name)
  } else spans.push({ from: date, to: date, reason, names: name === null ? [] : [name] })
}

/** Rule CAL-4: a count that runs longer than this met a calendar without working days and is a fault. */
const longestCount = 40_000

/**
 * Counts `amount` days after `from` (which itself never counts, CAL-2) by a verdict per day; with a calendar it also
 * gathers the years without official data.
 */
export function countDays(
  from: IsoDate,
  amount: number,
  verdictOf: (date: IsoDate, dayOfWeek: number) => DayVerdict,
  calendar: Calendar | null,
): DayCount {
  const step = amount < 0 ? -1 : 1
  const spans: Span[] = []
  const counted: MakeUpDay[] = []
  const unofficial = new Set<number>()
  let number = dayNumber(from)
  let date = from
  let left = Math.abs(amount)
  let lastSkipped = Number.NaN
  for (let steps = 0; left > 0; steps += 1) {
    if (steps > longestCount) throw new RangeError(`No ${Math.abs(amount)} countable days within ${longestCount} days of ${from}`)
    number += step
    date = dateOfDayNumber(number)
    const verdict = verdictOf(date, weekdayOfNumber(number))
    if (calendar !== null) for (const year of unofficialYearsOf(date, calendar)) unofficial.add(year)
    if (verdict.counts) {
      left -= 1
      if (verdict.reason === 'make-up') counted.push({ date, name: verdict.name ?? '' })
    } else if (verdict.reason === 'holiday' || verdict.reason === 'weekend' || verdict.reason === 'stopped') {
      skip(spans, date, verdict.reason, verdict.name, number - lastSkipped === step)
      lastSkipped = number
    }
  }
  return {
    date,
    skipped: step === 1 ? spans : spans.toReversed().map((span) => ({ ...span, from: span.to, to: span.from })),
    counted: step === 1 ? counted : counted.toReversed(),
    unofficialYears: [...unofficial].sort((a, b) => a - b),
  }
}

/** Rule CAL-2: the n-th working day after a date (before it when n is negative); 0 is the date itself. */
export const addWorkingDays = (from: IsoDate, amount: number, calendar: Calendar): DayCount =>
  countDays(from, amount, (date, dayOfWeek) => judge(date, dayOfWeek, calendar), calendar)

const weekdayNames = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const weekdayName = (date: IsoDate, locale: Locale): string => weekdayNames[locale][weekday(date) - 1] ?? ''
export const monthName = (month: number): string => monthNames[month - 1] ?? ''

/** Rule CAL-5: 2022年9月30日 周五, or Fri 30 Sep 2022; no zero padding, as official documents print dates. */
export function printDate(date: IsoDate, locale: Locale): string {
  const { year, month, day } = dateParts(date)
  return locale === 'zh'
    ? `${year}年${month}月${day}日 ${weekdayName(date, 'zh')}`
    : `${weekdayName(date, 'en')} ${day} ${monthName(month)} ${year}`
}
