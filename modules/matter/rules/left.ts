import { addDays, isWorkingDay, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs, instantMs, shanghaiDate, type Instant } from '../../../kernel/instant.ts'

/** How much of a limit is left, in the unit a person counts in; below zero: how late. */
export type Left = { readonly unit: 'workday' | 'hour'; readonly n: number }

/** Nobody counts further: beyond it a list says the date only. */
const mostDays = 400

function workingDaysBetween(from: IsoDate, to: IsoDate, calendar: Calendar): number {
  let n = 0
  for (let day = addDays(from, 1), steps = 0; day <= to && steps < mostDays; day = addDays(day, 1), steps += 1) if (isWorkingDay(day, calendar)) n += 1
  return n
}

/**
 * Working days after today up to the last day in time; 0 says today, or late by no working day yet. A clock that runs in
 * hours is told in hours while three days or less are left of it.
 */
export function leftUntil(dueAt: Instant, now: Instant, calendar: Calendar, inHours: boolean): Left {
  const ms = instantMs(dueAt) - instantMs(now)
  if (inHours && Math.abs(ms) < 72 * 3_600_000) return { unit: 'hour', n: ms > 0 ? Math.floor(ms / 3_600_000) : Math.ceil(ms / 3_600_000) + 0 }
  const today = shanghaiDate(now)
  const last = shanghaiDate(addMs(dueAt, -1))
  return { unit: 'workday', n: last >= today ? workingDaysBetween(today, last, calendar) : 0 - workingDaysBetween(last, today, calendar) }
}
