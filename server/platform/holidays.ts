import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays } from '../../kernel/calendar.ts'
import type { Calendar, CalendarDay, IsoDate } from '../../kernel/calendar.ts'

/** The package writes "National Day,国庆节,3": English, Chinese, number of statutory days. */
const chineseName = (printed: string) => printed.split(',')[1] ?? printed

function collect(into: Map<IsoDate, CalendarDay>, listed: Readonly<Record<string, string>>, kind: CalendarDay['kind']): void {
  for (const [date, printed] of Object.entries(listed)) into.set(date, { kind, name: chineseName(printed) })
}

/**
 * A year has official data when its own notice is in the package. One listed day is no proof, because the notice of the
 * next year reaches back into late December; 1 May and 1 October are in every notice of the year itself.
 */
function yearsWithNotice(days: ReadonlyMap<IsoDate, CalendarDay>): ReadonlySet<number> {
  const years = [...new Set([...days.keys()].map((date) => Number(date.slice(0, 4))))]
  return new Set(years.filter((year) => ['05-01', '10-01'].every((day) => days.get(`${year}-${day}`)?.kind === 'holiday')))
}

/** The statutory days known when this release was made: seed of the calendar table, which the commission may change. */
export function seedCalendar(): Calendar {
  const days = new Map<IsoDate, CalendarDay>()
  collect(days, chineseDays.holidays, 'holiday')
  collect(days, chineseDays.workdays, 'workday')
  return { days, officialYears: yearsWithNotice(days) }
}

/** Rule CAL-3: when the newest official year ends, so that a screen can ask for the next notice in time. */
export function lastOfficialDay(calendar: Calendar): IsoDate | null {
  const last = Math.max(...calendar.officialYears)
  return Number.isFinite(last) ? addDays(`${last + 1}-01-01`, -1) : null
}
