import { weekday, type CalendarDay, type IsoDate } from '../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../kernel/refusal.ts'

export type Entry = CalendarDay & { readonly source: string }

/** Rule CAL-7: an entry says something new; a make-up day is a Saturday or Sunday, since every other day works anyway. */
export function judgeEntry(day: IsoDate, next: CalendarDay, before: Entry | null): Refusal | null {
  if (next.kind === 'workday' && weekday(day) < 6) return refuse('calendar.weekday_workday')
  return before !== null && before.kind === next.kind && before.name === next.name ? refuse('calendar.unchanged') : null
}

type Listed = { readonly days: ReadonlyMap<IsoDate, CalendarDay>; readonly officialYears: ReadonlySet<number> }

/**
 * Rule CAL-8: a release brings the years that are not known here yet, with the last week of the December before, which
 * their notices also move. Years that are known stay as the commission left them, removed days too.
 */
export function newYears(listed: Listed, known: ReadonlySet<number>): { years: number[]; days: [IsoDate, CalendarDay][] } {
  const years = [...listed.officialYears].filter((year) => !known.has(year)).sort((a, b) => a - b)
  const wanted = new Set(years)
  const isNew = (day: IsoDate) => wanted.has(Number(day.slice(0, 4))) || (day.slice(5) >= '12-25' && wanted.has(Number(day.slice(0, 4)) + 1))
  return { years, days: [...listed.days].filter(([day]) => isNew(day)) }
}
