import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Entry } from '../rules/entry.ts'
import type { EntryFilter } from '../rules/filters.ts'
import { entryColumns, entryOf } from './entries.ts'
import { entryTest } from './entry-test.ts'
import { inIndexOrder } from '../../../server/platform/in-order.ts'

/** Counting entries of one body and register by day and id, so that whoever rebuilds from them reads each exactly once. */
export async function listCounting(read: ReadTx, ask: { institutionId: string; key: string; from: IsoDate; to: IsoDate }, after: { on: IsoDate; id: string } | null, limit: number): Promise<Entry[]> {
  let query = read
    .selectFrom('register_entry as e')
    .select(entryColumns)
    .where('e.institution_id', '=', ask.institutionId)
    .where('e.register_key', '=', ask.key)
    .where('e.counted_at', 'is not', null)
    .where('e.on_date', '>=', ask.from)
    .where('e.on_date', '<=', ask.to)
    .orderBy('e.on_date')
    .orderBy('e.id')
    .limit(limit)
  if (after !== null) query = query.where(sql<boolean>`(e.on_date, e.id) > (${after.on}::date, ${after.id}::uuid)`)
  return (await inIndexOrder(read, () => query.execute())).map(entryOf)
}

/** The newest counting entries of some days, and how many there are in all. */
export async function listDeciding(read: ReadTx, institutionId: string, ask: { registerKey: string; where: EntryFilter; fromOn: IsoDate; toOn: IsoDate }, limit: number) {
  const all = read.selectFrom('register_entry as e').where('e.institution_id', '=', institutionId).where('e.register_key', '=', ask.registerKey).where('e.on_date', '>=', ask.fromOn).where('e.on_date', '<=', ask.toOn).where('e.counted_at', 'is not', null)
  const counting = ask.where === null ? all : all.where(entryTest(ask.where))
  const { total } = await counting.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await inIndexOrder(read, () => counting.select(['e.id', 'e.on_date as on', 'e.title', 'e.department_id as departmentId', 'e.counted_at as countedAt']).orderBy('e.on_date', 'desc').orderBy('e.id', 'desc').limit(limit).execute())
  return { total, rows: rows.map((row) => ({ ...row, countedAt: row.countedAt ?? '' })) }
}
