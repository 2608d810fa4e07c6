import type { CalendarDay, IsoDate } from '../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../server/platform/database.ts'
import type { Entry } from './rules.ts'

const kind = sql<'holiday' | 'workday'>`kind`.as('kind')

export const listDays = (read: ReadTx, year: number): Promise<(Entry & { day: IsoDate })[]> =>
  read.selectFrom('calendar_day').select(['day', 'name', 'source']).select(kind).where('day', '>=', `${year}-01-01`).where('day', '<=', `${year}-12-31`).orderBy('day').execute()

export const findDay = async (read: ReadTx, day: IsoDate): Promise<Entry | null> => (await read.selectFrom('calendar_day').select(['name', 'source']).select(kind).where('day', '=', day).executeTakeFirst()) ?? null

export const saveDay = (tx: Tx, day: IsoDate, entry: Entry) =>
  tx.insertInto('calendar_day').values({ day, kind: entry.kind, name: entry.name, source: entry.source }).onConflict((conflict) => conflict.column('day').doUpdateSet({ kind: entry.kind, name: entry.name, source: entry.source })).execute()

export const removeDay = (tx: Tx, day: IsoDate) => tx.deleteFrom('calendar_day').where('day', '=', day).execute()

/** Days that are there already stay as they are. */
export async function insertDays(tx: Tx, days: readonly (readonly [IsoDate, CalendarDay])[], source: string): Promise<void> {
  for (let at = 0; at < days.length; at += 500) {
    const rows = days.slice(at, at + 500).map(([day, each]) => ({ day, kind: each.kind, name: each.name, source }))
    await tx.insertInto('calendar_day').values(rows).onConflict((conflict) => conflict.doNothing()).execute()
  }
}

export const listYears = (read: ReadTx): Promise<{ year: number; official: boolean; source: string }[]> => read.selectFrom('calendar_year').select(['year', 'official', 'source']).orderBy('year').execute()

export const saveYear = (tx: Tx, row: { year: number; official: boolean; source: string }) =>
  tx.insertInto('calendar_year').values(row).onConflict((conflict) => conflict.column('year').doUpdateSet({ official: row.official, source: row.source })).execute()

/** One change of the calendar at a time; the stamp also tells every server that its copy is old. */
export const moveStamp = (tx: Tx, stamp: string, at: string) => {
  const set = { value: JSON.stringify(stamp), changed_at: at }
  return tx.insertInto('setting').values({ key: 'calendar.stamp', ...set }).onConflict((conflict) => conflict.column('key').doUpdateSet(set)).execute()
}
