import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { systemActor } from '../../../kernel/actor.ts'
import { scopeStatement, sql, type Database, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { nextMonth } from '../rules/rank.ts'

export type RegionMonth = { readonly regionCode: string; readonly month: string }

/** Regions and months with lines, and whether these are not in their file as they stand. */
export async function listRegionMonths(read: ReadTx): Promise<(RegionMonth & { readonly isBehind: boolean })[]> {
  const { rows } = await sql<RegionMonth & { isBehind: boolean }>`
    select m.region_code as "regionCode", m.month, bool_or(e.version is distinct from m.version) as "isBehind" from charge_month m
    left join charge_export e on e.institution_id = m.institution_id and e.month = m.month
    group by 1, 2 order by 1, 2`.execute(read)
  return rows
}

type MonthVersion = { readonly institutionId: string; readonly version: number; readonly lines: number }
export const versionsOf = (read: ReadTx, { regionCode, month }: RegionMonth): Promise<MonthVersion[]> =>
  read.selectFrom('charge_month').select(['institution_id as institutionId', 'version', 'lines']).where('region_code', '=', regionCode).where('month', '=', month).orderBy('institution_id').execute()

export async function saveExport(tx: Tx, { regionCode, month }: RegionMonth, rows: readonly MonthVersion[], at: string): Promise<void> {
  for (const row of rows) {
    await tx
      .insertInto('charge_export')
      .values({ institution_id: row.institutionId, month, region_code: regionCode, version: row.version, lines: row.lines, made_at: at })
      .onConflict((conflict) => conflict.columns(['institution_id', 'month']).doUpdateSet((eb) => ({ version: eb.ref('excluded.version'), lines: eb.ref('excluded.lines'), made_at: eb.ref('excluded.made_at') })))
      .execute()
  }
}

/** Which of some months of the bodies in scope are in their files, and which are not yet. */
export async function coverage(read: ReadTx, institutionIds: readonly string[] | null, from: string, to: string): Promise<{ regionCode: string; month: string; isBehind: boolean; madeAt: string | null }[]> {
  const { rows } = await sql<{ regionCode: string; month: string; isBehind: boolean; madeAt: string | null }>`
    select m.region_code as "regionCode", m.month, bool_or(e.version is distinct from m.version) as "isBehind", min(e.made_at) as "madeAt" from charge_month m
    left join charge_export e on e.institution_id = m.institution_id and e.month = m.month
    where m.month between ${from}::date and ${to}::date and (${institutionIds === null}::boolean or m.institution_id = any(${institutionIds === null ? [] : [...institutionIds]}::uuid[]))
    group by 1, 2 order by 1, 2`.execute(read)
  return rows
}

export const exportColumns = [
  ['institution_id', 'VARCHAR'], ['on_date', 'DATE'], ['kind', 'VARCHAR'], ['visit_kind', 'VARCHAR'], ['visit_no', 'VARCHAR'], ['prescription_no', 'VARCHAR'], ['department_id', 'VARCHAR'], ['staff_id', 'VARCHAR'], ['prescriber_code', 'VARCHAR'],
  ['item_code', 'VARCHAR'], ['item_name', 'VARCHAR'], ['unit', 'VARCHAR'], ['quantity', 'DECIMAL(18, 4)'], ['amount_cents', 'BIGINT'], ['self_pay_cents', 'BIGINT'], ['days', 'INTEGER'],
] as const

/** Streams the lines of a region's month into a file, in order of institution and day; nothing that points at a patient goes along. */
export async function copyLines(database: Database, { regionCode, month }: RegionMonth, target: string): Promise<void> {
  // A connection of its own: those of the pool send statements ahead, which COPY does not bear.
  const client = new pg.Client({ ...database.pool.options, pipeline: false })
  await client.connect()
  try {
    await client.query(scopeStatement(systemActor('prescribing.analytics'), true))
    // Both are checked by the tables they come from; a statement of COPY takes no parameters.
    const query = `copy (select ${exportColumns.map(([name]) => name).join(', ')} from charge_line where region_code = '${regionCode.replaceAll(/\D/g, '')}' and on_date >= date '${month}' and on_date < date '${nextMonth(month)}' order by institution_id, on_date, doc_no, line_key) to stdout with (format csv, null '\\N')`
    await pipeline(client.query(copyTo(query)), createWriteStream(target))
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** A free question put to the database itself: the tests compare it with the files. */
export async function askDatabase(read: ReadTx, statement: string): Promise<Record<string, unknown>[]> {
  return (await sql.raw<Record<string, unknown>>(statement).execute(read)).rows
}
