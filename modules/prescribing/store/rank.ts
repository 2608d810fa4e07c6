import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { RankSubject, RankSum, RankTable } from '../rules/rank.ts'

export const nobody = '00000000-0000-0000-0000-000000000000'

type MonthKey = { readonly institutionId: string; readonly month: string }

const sumOf = (row: { key: string; name: string; amountCents: number; volume: string | number; ddds: string | number | null }): RankSum => ({ key: row.key, name: row.name, amountCents: row.amountCents, volume: Number(row.volume), ddds: row.ddds === null ? null : Number(row.ddds) })

/** Drugs of a month; DDDs are those of drugs the catalogue knows, nothing elsewhere. */
export async function drugSums(read: ReadTx, { institutionId, month }: MonthKey, kind: 'drug' | 'material' = 'drug'): Promise<RankSum[]> {
  const rows = await read
    .selectFrom('charge_item_month')
    .select(['item_code as key', 'item_name as name', 'amount_cents as amountCents', 'quantity as volume', sql<string | null>`nullif(ddds, 0)`.as('ddds')])
    .where('institution_id', '=', institutionId)
    .where('month', '=', month)
    .where('kind', '=', kind)
    .execute()
  return rows.map(sumOf)
}

/** Drug amounts of prescribers; volume is prescriptions. A prescriber without a person here is known by the code. */
export async function prescriberSums(read: ReadTx, { institutionId, month }: MonthKey, departmentId?: string): Promise<RankSum[]> {
  const rows = await read
    .selectFrom('charge_prescriber_month')
    .select([sql<string>`case when staff_id = ${nobody}::uuid then 'code ' || prescriber_code else staff_id::text end`.as('key'), sql<number>`sum(drug_cents)::bigint`.as('amountCents'), sql<number>`sum(prescriptions)::bigint`.as('volume'), sql<string | null>`nullif(sum(ddds), 0)`.as('ddds')])
    .where('institution_id', '=', institutionId)
    .where('month', '=', month)
    .$if(departmentId !== undefined, (query) => query.where('department_id', '=', departmentId ?? nobody))
    .groupBy('key')
    .execute()
  return rows.map((row) => sumOf({ ...row, name: row.key }))
}

/** One item of a month by prescriber, from its lines; volume is its units. */
export async function itemPrescriberSums(read: ReadTx, { institutionId, month }: MonthKey, ask: { readonly itemCode: string; readonly departmentId: string | null }): Promise<RankSum[]> {
  const { rows } = await sql<{ key: string; amountCents: number; volume: string }>`
    select case when staff_id is null then 'code ' || prescriber_code else staff_id::text end as key, sum(amount_cents)::bigint as "amountCents", sum(quantity)::text as volume
    from charge_line
    where institution_id = ${institutionId} and on_date >= ${month}::date and on_date < (${month}::date + interval '1 month')::date and item_code = ${ask.itemCode}
      and (${ask.departmentId}::uuid is null or department_id is not distinct from nullif(${ask.departmentId}::uuid, ${nobody}::uuid))
    group by 1`.execute(read)
  return rows.map((row) => sumOf({ ...row, name: row.key, ddds: null }))
}

/** What an item is called in the lines of a month; null where it is not in them. */
export async function itemNameIn(read: ReadTx, { institutionId, month }: MonthKey, itemCode: string): Promise<string | null> {
  const row = await read.selectFrom('charge_item_month').select('item_name as name').where('institution_id', '=', institutionId).where('month', '=', month).where('item_code', '=', itemCode).limit(1).executeTakeFirst()
  return row?.name ?? null
}

export async function departmentSums(read: ReadTx, { institutionId, month }: MonthKey): Promise<RankSum[]> {
  const rows = await read
    .selectFrom('charge_prescriber_month')
    .select([sql<string>`department_id::text`.as('key'), sql<number>`sum(drug_cents)::bigint`.as('amountCents'), sql<number>`sum(prescriptions)::bigint`.as('volume'), sql<string | null>`nullif(sum(ddds), 0)`.as('ddds')])
    .where('institution_id', '=', institutionId)
    .where('month', '=', month)
    .groupBy('department_id')
    .execute()
  return rows.map((row) => sumOf({ ...row, name: row.key }))
}

/** Which state the lines of a month are in; null where there are none. */
export async function lineState(read: ReadTx, { institutionId, month }: MonthKey): Promise<{ version: number; lines: number; changedAt: string } | null> {
  const row = await read.selectFrom('charge_month').select(['version', 'lines', 'changed_at as changedAt']).where('institution_id', '=', institutionId).where('month', '=', month).executeTakeFirst()
  return row ?? null
}

export const listMonths = (read: ReadTx, institutionId: string): Promise<{ month: string; lines: number }[]> =>
  read.selectFrom('charge_month').select(['month', 'lines']).where('institution_id', '=', institutionId).where('lines', '>', 0).orderBy('month', 'desc').limit(120).execute()

export type KeptTable = { readonly version: number; readonly chargeVersion: number; readonly content: RankTable; readonly madeName: string; readonly madeAt: string }

/** The closed table and its corrections, the first one first. */
export const listTables = (read: ReadTx, { institutionId, month }: MonthKey, subject: RankSubject): Promise<KeptTable[]> =>
  read
    .selectFrom('rank_table')
    .select(['version', 'charge_version as chargeVersion', sql<RankTable>`content`.as('content'), 'made_name as madeName', 'made_at as madeAt'])
    .where('institution_id', '=', institutionId)
    .where('month', '=', month)
    .where('subject', '=', subject)
    .orderBy('version')
    .execute()

export const insertTable = (tx: Tx, key: MonthKey & { readonly regionCode: string }, subject: RankSubject, table: Omit<KeptTable, 'madeName'> & { readonly madeBy: string; readonly madeName: string }) =>
  tx
    .insertInto('rank_table')
    .values({ institution_id: key.institutionId, month: key.month, subject, version: table.version, region_code: key.regionCode, charge_version: table.chargeVersion, content: JSON.stringify(table.content), made_by: table.madeBy, made_name: table.madeName, made_at: table.madeAt })
    .execute()

/** Months across bodies whose lines changed since their newest table, or that have none; for the job. */
export const listUnsettled = (read: ReadTx, before: string, limit: number): Promise<{ institutionId: string; month: string; regionCode: string; isClosed: boolean }[]> =>
  read
    .selectFrom('charge_month as m')
    .leftJoin(
      (of) => of.selectFrom('rank_table').select(['institution_id', 'month', sql<number>`max(charge_version)`.as('seen')]).where('subject', '=', 'drug').groupBy(['institution_id', 'month']).as('t'),
      (join) => join.onRef('t.institution_id', '=', 'm.institution_id').onRef('t.month', '=', 'm.month'),
    )
    .select(['m.institution_id as institutionId', 'm.month', 'm.region_code as regionCode', sql<boolean>`t.seen is not null`.as('isClosed')])
    .where('m.month', '<', before)
    .where((eb) => eb.or([eb('t.seen', 'is', null), eb('t.seen', '<', eb.ref('m.version'))]))
    .where('m.lines', '>', 0)
    .orderBy('m.institution_id')
    .orderBy('m.month')
    .limit(limit)
    .execute()

/** One after the other: two who close the same month. */
export const lockMonth = async (tx: Tx, { institutionId, month }: MonthKey): Promise<void> => void (await tx.selectFrom('charge_month').select('version').where('institution_id', '=', institutionId).where('month', '=', month).forUpdate().execute())
