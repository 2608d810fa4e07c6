import { addDays, addMonths, firstOfMonth, lastOfMonth, startOfWeek, type IsoDate } from '../../../kernel/calendar.ts'
import type { PeriodKind } from './names.ts'

export type Period = { readonly from: IsoDate; readonly to: IsoDate }

/** Rule ME-5: the calendar's own period that holds a day; weeks run from Monday to Sunday. */
export function periodOf(kind: PeriodKind, day: IsoDate): Period {
  switch (kind) {
    case 'day':
      return { from: day, to: day }
    case 'week': {
      const from = startOfWeek(day)
      return { from, to: addDays(from, 6) }
    }
    case 'month':
      return { from: firstOfMonth(day), to: lastOfMonth(day) }
    case 'quarter': {
      const from = addMonths(firstOfMonth(day), -((Number(day.slice(5, 7)) - 1) % 3))
      return { from, to: lastOfMonth(addMonths(from, 2)) }
    }
    case 'year':
      return { from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31` }
  }
}

/** The period that holds a day and those before it, oldest first. */
export function lastPeriods(kind: PeriodKind, day: IsoDate, count: number): Period[] {
  const periods: Period[] = []
  for (let each = periodOf(kind, day); periods.length < count; each = periodOf(kind, addDays(each.from, -1))) periods.unshift(each)
  return periods
}

/** How far back a trend goes: half a year of weeks, a year of months, three years of quarters. */
export const trendLength = (kind: PeriodKind): number => (kind === 'day' || kind === 'week' ? 26 : 12)
