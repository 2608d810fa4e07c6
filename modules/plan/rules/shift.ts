import { addDays, laterDate, startOfWeek, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { computeDeadline, redate, type Deadline, type DeadlineRule } from '../../../kernel/deadline.ts'
import { endOfDay, toUtc, type Instant } from '../../../kernel/instant.ts'
import type { DutyItem, Shift } from '../../reader/rules/draft/understanding.ts'

/** Rule PL-36: a report due on a day off is due on the next working day, anything else only where the clerk says so. */
export const shiftOf = (duty: Pick<DutyItem, 'kind' | 'settings'>): Shift => duty.settings.shift ?? (duty.kind === 'report' ? 'next_workday' : 'none')

/** The first working day on or after a day is the first one after the day before it; kept as a deadline it explains and re-dates itself. */
const nextWorkday: DeadlineRule = { amount: 1, unit: 'workday', from: 'issued', pausable: false, extension: null }

/** The first instant that is too late: 24:00 of the day, or the clock time the document names. */
export const dueInstant = (dueOn: IsoDate, time: string | null): Instant => (time === null ? endOfDay(dueOn) : toUtc(`${dueOn}T${time}:00+08:00`))

/** What a moved date touches of a period. */
type Datable = { readonly basis: string; readonly toOn: IsoDate; readonly dueOn: IsoDate; readonly dueAt: Instant; readonly bucketOn: IsoDate; readonly deadline: Deadline | null; readonly nominalOn: IsoDate | null }

/** Rule PL-36: moves the due date of a period off the days off; the days that it covers stay as the rhythm has them. */
export function shifted<Period extends Datable>(period: Period, duty: DutyItem, calendar: Calendar): Period {
  // Working days end on a working day anyway; hours and minutes are meant to run through nights and holidays (DL-4).
  const counted = period.deadline !== null && period.deadline.rule.unit !== 'day'
  if (counted || shiftOf(duty) === 'none') return period
  const deadline = computeDeadline(nextWorkday, addDays(period.dueOn, -1), calendar)
  const { dueOn } = deadline
  return {
    ...period, nominalOn: period.dueOn, deadline, dueOn, dueAt: dueInstant(dueOn, duty.due?.time ?? null), bucketOn: startOfWeek(dueOn),
    toOn: period.basis === 'cadence' ? period.toOn : laterDate(period.toOn, dueOn),
  }
}

export type Dated = { readonly deadline: Deadline; readonly nominalOn: IsoDate | null; readonly time: string | null; readonly dueAt: Instant }
export type RedatedPeriod = { readonly deadline: Deadline; readonly dueOn: IsoDate; readonly dueAt: Instant; readonly moved: boolean; readonly log: { readonly zh: string; readonly en: string } }

/**
 * Rule PL-34: the date of a period counted again on a changed calendar; null where the calendar makes no difference, and
 * where the new date would already have passed: nothing becomes overdue backwards.
 */
export function redatePeriodOn(period: Dated, calendar: Calendar, now: Instant): RedatedPeriod | null {
  if (period.dueAt <= now) return null
  const again = redate(period.deadline, calendar)
  if (again.log === null) return null
  const { dueOn } = again.deadline
  const dueAt = period.nominalOn === null ? again.deadline.dueAt : dueInstant(dueOn, period.time)
  return dueAt <= now ? null : { deadline: again.deadline, dueOn, dueAt, moved: again.moved, log: again.log }
}
