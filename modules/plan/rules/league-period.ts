import { addDays, addMonths, isIsoDate, lastOfMonth, monthName, printDate, startOfWeek, weekday, type IsoDate, type Locale } from '../../../kernel/calendar.ts'

/** 'all', a month '2026-03', or a week by its Monday '2026-03-02'. */
export type LeaguePeriod = string

const month = /^\d{4}-(0[1-9]|1[0-2])$/
const isMonday = (text: string): boolean => isIsoDate(text) && weekday(text) === 1

export const periodKind = (period: LeaguePeriod): 'all' | 'month' | 'week' | null => (period === 'all' ? 'all' : month.test(period) ? 'month' : isMonday(period) ? 'week' : null)

/** Rule PL-43: a week belongs to the month that holds most of its days, so that no week counts in two months. */
export const monthOf = (monday: IsoDate): string => addDays(monday, 3).slice(0, 7)

/** A period in words. */
export function printPeriod(period: LeaguePeriod, locale: Locale): string {
  const kind = periodKind(period)
  if (kind === 'month') return locale === 'zh' ? `${period.slice(0, 4)}年${Number(period.slice(5))}月` : `${monthName(Number(period.slice(5)))} ${period.slice(0, 4)}`
  if (kind === 'week') return locale === 'zh' ? `${printDate(period, 'zh').split(' ')[0] ?? period}当周` : `week of ${printDate(period, 'en')}`
  return locale === 'zh' ? '整个行动' : 'whole campaign'
}

/** The weeks of the board, by their Mondays, that a period is made of. */
export function weeksOf(period: LeaguePeriod, mondays: readonly IsoDate[]): IsoDate[] {
  if (period === 'all') return [...mondays]
  return mondays.filter((monday) => (month.test(period) ? monthOf(monday) === period : monday === period))
}

/** Rule PL-44: what the trend compares: the week or month with the one before; for the whole time the last four full weeks with the four before. */
export function stretchesOf(period: LeaguePeriod, mondays: readonly IsoDate[], today: IsoDate): { recent: IsoDate[]; before: IsoDate[] } {
  if (period === 'all') {
    const now = startOfWeek(today)
    const between = (from: number, to: number) => mondays.filter((monday) => monday >= addDays(now, -7 * from) && monday < addDays(now, -7 * to))
    return { recent: between(4, 0), before: between(8, 4) }
  }
  const earlier = month.test(period) ? addMonths(`${period}-01`, -1).slice(0, 7) : addDays(period, -7)
  return { recent: weeksOf(period, mondays), before: weeksOf(earlier, mondays) }
}

/** The months and weeks of a plan that have begun, newest first, and before them the whole time. */
export function periodsToChoose(mondays: readonly IsoDate[], today: IsoDate): LeaguePeriod[] {
  const begun = mondays.filter((monday) => monday <= today).sort()
  const months = [...new Set(begun.map(monthOf))]
  return ['all', ...months.toReversed(), ...begun.toReversed()]
}

/** Rule PL-45: a week or month is over after its last day; the whole time may be looked at as it stands. */
export function isOver(period: LeaguePeriod, today: IsoDate): boolean {
  if (period === 'all') return true
  // The last week of a month ends at most three days into the next one.
  const last = month.test(period) ? addDays(startOfWeek(addDays(lastOfMonth(`${period}-01`), -3)), 6) : addDays(period, 6)
  return today > last
}
