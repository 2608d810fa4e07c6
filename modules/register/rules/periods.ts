import { addDays, addMonths, dateParts, isWorkingDay, isoDateOf, lastOfMonth, startOfWeek, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import type { Says } from './compiled.ts'
import type { RegisterDefinition } from './definition.ts'

export type PeriodUnit = RegisterDefinition['period']
export type Turn = { readonly from: IsoDate; readonly to: IsoDate }

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/**
 * Rule RG-14: turns are those of the calendar (a week is Monday to Sunday) and holidays do not move them: what is asked
 * for every week is asked for in a holiday week too.
 */
export function turnOn(unit: PeriodUnit, on: IsoDate): Turn | null {
  if (unit === 'none') return null
  if (unit === 'day') return { from: on, to: on }
  if (unit === 'week') {
    const from = startOfWeek(on)
    return { from, to: addDays(from, 6) }
  }
  const { year, month } = dateParts(on)
  const length = monthsOf[unit]
  const from = isoDateOf(year, month - ((month - 1) % length), 1)
  return { from, to: lastOfMonth(addMonths(from, length - 1)) }
}

export const turnBefore = (unit: PeriodUnit, turn: Turn): Turn | null => turnOn(unit, addDays(turn.from, -1))

const short = (date: IsoDate) => {
  const { month, day } = dateParts(date)
  return `${month}月${day}日`
}

/** What a turn is called: 3月2日至3月8日, 2026年3月, 2026年第1季度, 2026年. */
export function sayTurn(unit: PeriodUnit, turn: Turn): Says {
  const { year, month } = dateParts(turn.from)
  switch (unit) {
    case 'year':
      return { zh: `${year}年`, en: `${year}` }
    case 'quarter':
      return { zh: `${year}年第${Math.ceil(month / 3)}季度`, en: `Q${Math.ceil(month / 3)} ${year}` }
    case 'month':
      return { zh: `${year}年${month}月`, en: turn.from.slice(0, 7) }
    case 'day':
      return { zh: short(turn.from), en: turn.from }
    case 'week':
    case 'none':
      return { zh: `${short(turn.from)}至${short(turn.to)}`, en: `${turn.from} to ${turn.to}` }
  }
}

/**
 * Rule RG-15: the day of a reminder `step` working days before the end: the working day after which so many are left in
 * the turn. A turn with too few working days, such as the week of a long holiday, is reminded of on its first day.
 */
export function reminderDay(turn: Turn, step: number, calendar: Calendar): IsoDate {
  let left = step
  for (let day = turn.to; day >= turn.from; day = addDays(day, -1)) {
    if (!isWorkingDay(day, calendar)) continue
    if (left === 0) return day
    left -= 1
  }
  return turn.from
}

/** Rule RG-15: the step that is reached today, the one nearest to the end: a day the server was down is made up for, and one notice goes out for each step. */
export function stepOn(definition: Pick<RegisterDefinition, 'remind'>, turn: Turn, today: IsoDate, calendar: Calendar): number | null {
  const steps = definition.remind.filter((step) => reminderDay(turn, step, calendar) <= today)
  return steps.length === 0 ? null : Math.min(...steps)
}

/** First days of the months from one month to another, both included: '2026-01' to '2026-03'. */
export function monthsBetween(from: string, to: string): IsoDate[] {
  const months: IsoDate[] = []
  for (let month = `${from}-01`; month <= `${to}-01` && months.length < 240; month = addMonths(month, 1)) months.push(month)
  return months
}
