import { addDays, diffDays, earlierDate, firstOfMonth, lastOfMonth, laterDate, startOfWeek, weekday, type IsoDate } from '../../../kernel/calendar.ts'
import type { ReportForm } from './definition.ts'

export type Window = { readonly fromOn: IsoDate; readonly toOn: IsoDate; /** Where what is cumulative begins. */ readonly sinceOn: IsoDate }

export type Covered = {
  readonly fromOn: IsoDate
  readonly toOn: IsoDate
  readonly dueOn: IsoDate
  readonly phaseStartsOn: IsoDate | null
  readonly phaseEndsOn: IsoDate | null
  readonly planStartsOn: IsoDate
}

/**
 * Rule RP-3: the days a pack tells of. A rhythm names its own days; where a single date is asked for, a weekly form tells
 * of the week before a Monday to Wednesday, else of the week itself, a monthly one of the month (before the 16th of the one before).
 */
export function windowOf(covers: ReportForm['covers'], period: Covered, today: IsoDate): Window {
  const whole = wholeWindow(covers, period)
  const sinceOn = earlierDate(period.planStartsOn, whole.fromOn)
  // Nothing is counted of days that have not come; the due day itself still counts.
  const toOn = laterDate(whole.fromOn, earlierDate(whole.toOn, today))
  return { fromOn: whole.fromOn, toOn, sinceOn }
}

function wholeWindow(covers: ReportForm['covers'], period: Covered): { fromOn: IsoDate; toOn: IsoDate } {
  const own = { fromOn: period.fromOn, toOn: period.toOn }
  switch (covers) {
    case 'period':
      return own
    case 'week': {
      if (diffDays(period.fromOn, period.toOn) === 6 && weekday(period.fromOn) === 1) return own
      const monday = addDays(startOfWeek(period.dueOn), weekday(period.dueOn) <= 3 ? -7 : 0)
      return { fromOn: monday, toOn: addDays(monday, 6) }
    }
    case 'month': {
      if (period.fromOn === firstOfMonth(period.fromOn) && period.toOn === lastOfMonth(period.fromOn)) return own
      const inside = Number(period.dueOn.slice(8)) > 15 ? period.dueOn : addDays(firstOfMonth(period.dueOn), -1)
      return { fromOn: firstOfMonth(inside), toOn: lastOfMonth(inside) }
    }
    case 'phase':
      return { fromOn: period.phaseStartsOn ?? period.fromOn, toOn: laterDate(period.phaseStartsOn ?? period.fromOn, earlierDate(period.phaseEndsOn ?? period.toOn, period.dueOn)) }
    case 'plan':
      return { fromOn: period.planStartsOn, toOn: laterDate(period.planStartsOn, period.dueOn) }
  }
}
