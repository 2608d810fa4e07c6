import type { Calendar } from '../../kernel/calendar.ts'
import { statement, type ReadTx } from './database.ts'

const stamped = statement<{ changed_at: string; value: unknown }>(`select changed_at, value from setting where key = 'calendar.stamp'`)

let cached: { stamp: string; calendar: Calendar } | null = null

/** The calendar as it stands; kept in memory until the table's stamp moves. */
export async function currentCalendar(read: ReadTx): Promise<Calendar> {
  const [mark] = await stamped(read, [])
  // The value is new with every change and differs between databases, which the instant alone does not.
  const stamp = mark === undefined ? '' : `${mark.changed_at} ${JSON.stringify(mark.value)}`
  if (cached !== null && cached.stamp === stamp && stamp !== '') return cached.calendar
  const days = await read.selectFrom('calendar_day').select(['day', 'kind', 'name']).execute()
  const years = await read.selectFrom('calendar_year').select('year').where('official', '=', true).execute()
  const calendar: Calendar = {
    days: new Map(days.map((row) => [row.day, { kind: row.kind === 'workday' ? 'workday' : 'holiday', name: row.name }])),
    officialYears: new Set(years.map((row) => row.year)),
  }
  cached = { stamp, calendar }
  return calendar
}
