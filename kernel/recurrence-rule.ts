import { isIsoDate } from './calendar.ts'
import type { IsoDate } from './calendar.ts'
import { refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'

/** The part of RFC 5545 that action plans need, read into plain numbers (Rule REC-1). */
export type RecurrenceRule = {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  readonly interval: number
  readonly count: number | null
  readonly until: IsoDate | null
  /** 1 Monday … 7 Sunday; nth is 1 in '1MO', -1 in '-1FR', null in 'MO'. */
  readonly byDay: readonly { readonly day: number; readonly nth: number | null }[]
  readonly byMonthDay: readonly number[]
  readonly byMonth: readonly number[]
  readonly bySetPos: readonly number[]
}

const weekdayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'])

const isBetween = (value: number, lo: number, hi: number) => Number.isInteger(value) && value >= lo && value <= hi

/** Whole numbers of a list, each inside the bounds; null when one is not. Absent reads as empty. */
function numbersOf(text: string | undefined, isAllowed: (value: number) => boolean): readonly number[] | null {
  if (text === undefined) return []
  const numbers = text.split(',').map((each) => (/^[+-]?\d{1,4}$/.test(each) ? Number(each) : Number.NaN))
  return numbers.every(isAllowed) ? [...new Set(numbers)].sort((a, b) => a - b) : null
}

function daysOf(text: string | undefined): RecurrenceRule['byDay'] | null {
  if (text === undefined) return []
  const days = text.split(',').map((each) => {
    const [, nth, code] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(each) ?? []
    return { day: weekdayCodes.indexOf(code ?? '') + 1, nth: nth === undefined ? null : Number(nth) }
  })
  return days.every(({ day }) => day > 0) ? days : null
}

/** null where the rule has no UNTIL, undefined where it has none that can be read. */
function untilOf(text: string | undefined): IsoDate | null | undefined {
  if (text === undefined) return null
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(text) ?? []
  const date = `${year}-${month}-${day}`
  return isIsoDate(date) ? date : undefined
}

function partsOf(text: string): ReadonlyMap<string, string> | null {
  const parts = new Map<string, string>()
  for (const part of text.trim().replace(/^RRULE:/i, '').toUpperCase().split(';')) {
    const [name, value, ...rest] = part.split('=')
    if (name === undefined || value === undefined || value === '' || rest.length > 0 || !known.has(name) || parts.has(name)) return null
    parts.set(name, value)
  }
  return parts
}

/** Rule REC-1: what is not understood is refused with the rule in the detail, never read halfway. */
export function readRecurrence(text: string): RecurrenceRule | Refusal {
  const no = () => refuse('recurrence.not_understood', text.slice(0, 200))
  const parts = partsOf(text)
  if (parts === null) return no()
  const freq = frequencies.find((each) => each === parts.get('FREQ'))
  const [interval] = numbersOf(parts.get('INTERVAL') ?? '1', (value) => isBetween(value, 1, 1000)) ?? []
  const counts = numbersOf(parts.get('COUNT'), (value) => isBetween(value, 1, 9999))
  const until = untilOf(parts.get('UNTIL'))
  const byDay = daysOf(parts.get('BYDAY'))
  const byMonthDay = numbersOf(parts.get('BYMONTHDAY'), (value) => isBetween(value, 1, 31) || isBetween(value, -28, -1))
  const byMonth = numbersOf(parts.get('BYMONTH'), (value) => isBetween(value, 1, 12))
  const bySetPos = numbersOf(parts.get('BYSETPOS'), (value) => isBetween(value, 1, 366) || isBetween(value, -366, -1))
  if (freq === undefined || interval === undefined || counts === null || until === undefined) return no()
  if (byDay === null || byMonthDay === null || byMonth === null || bySetPos === null) return no()
  if ((parts.get('WKST') ?? 'MO') !== 'MO' || counts.length > 1) return no()
  const inWeekOrDay = freq === 'DAILY' || freq === 'WEEKLY'
  if (inWeekOrDay && (byMonthDay.length > 0 || bySetPos.length > 0 || byDay.some(({ nth }) => nth !== null))) return no()
  // A weekday without a month would count weeks of the year, which no plan means.
  if (freq === 'YEARLY' && byDay.length > 0 && byMonth.length === 0) return no()
  if (bySetPos.length > 0 && byDay.length === 0 && byMonthDay.length === 0) return no()
  return { freq, interval, count: counts[0] ?? null, until, byDay, byMonthDay, byMonth, bySetPos }
}

/** No BY… part: the rule names a frequency and no day. */
export const namesNoDay = (rule: RecurrenceRule): boolean =>
  rule.byDay.length + rule.byMonthDay.length + rule.byMonth.length + rule.bySetPos.length === 0
