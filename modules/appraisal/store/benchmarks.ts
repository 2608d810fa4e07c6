import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { afterFact, type FactPlace } from '../../../server/platform/fact-page.ts'
import type { Unit } from '../../measure/rules/names.ts'

export type Benchmark = {
  readonly institutionId: string; readonly regionCode: string; readonly id: string; readonly measureKey: string; readonly unit: Unit; readonly decimals: number; readonly place: string; readonly value: number; readonly source: string; readonly asOf: IsoDate
  readonly ownValue: number; readonly ownFrom: IsoDate; readonly ownTo: IsoDate; readonly gap: number; readonly on: IsoDate; readonly enteredName: string; readonly withdrawnAt: string | null; readonly withdrawnReason: string | null
}

const rows = (read: ReadTx) =>
  read.selectFrom('benchmark').select(['institution_id as institutionId', 'region_code as regionCode', 'id', 'measure_key as measureKey', sql<Unit>`unit`.as('unit'), 'decimals', 'place', 'value', 'source', 'as_of as asOf', 'own_value as ownValue', 'own_from as ownFrom', 'own_to as ownTo', 'gap', 'on_date as on', 'entered_name as enteredName', 'withdrawn_at as withdrawnAt', 'withdrawn_reason as withdrawnReason'])
type Raw = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>
const asBenchmark = (row: Raw): Benchmark => ({ ...row, value: Number(row.value), ownValue: Number(row.ownValue), gap: Number(row.gap) })

/** A commission's entries, the widest gap first; withdrawn ones are left out. */
export const listBenchmarks = async (read: ReadTx, institutionId: string): Promise<Benchmark[]> =>
  (await rows(read).where('institution_id', '=', institutionId).where('withdrawn_at', 'is', null).orderBy('gap', 'desc').orderBy('on_date', 'desc').orderBy('id', 'desc').limit(500).execute()).map(asBenchmark)

/** As facts: of some days, by day and id. */
export const listBenchmarkDays = async (read: ReadTx, ask: { institutionId: string; from: IsoDate; to: IsoDate }, after: FactPlace | null, limit: number): Promise<Benchmark[]> =>
  (await rows(read).where('institution_id', '=', ask.institutionId).where('withdrawn_at', 'is', null).where('on_date', '>=', ask.from).where('on_date', '<=', ask.to).where(afterFact(after)).orderBy('on_date').orderBy('id').limit(limit).execute()).map(asBenchmark)

export const lockBenchmark = async (tx: Tx, institutionId: string, id: string): Promise<Benchmark> =>
  asBenchmark(await rows(tx).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const insertBenchmark = (tx: Tx, row: Benchmark, by: string) =>
  tx
    .insertInto('benchmark')
    .values({ institution_id: row.institutionId, id: row.id, region_code: row.regionCode, measure_key: row.measureKey, unit: row.unit, decimals: row.decimals, place: row.place, value: String(row.value), source: row.source, as_of: row.asOf, own_value: String(row.ownValue), own_from: row.ownFrom, own_to: row.ownTo, gap: String(row.gap), on_date: row.on, entered_by: by, entered_name: row.enteredName })
    .execute()

export const withdrawBenchmark = (tx: Tx, row: Benchmark, set: { at: string; reason: string }) =>
  tx.updateTable('benchmark').set({ withdrawn_at: set.at, withdrawn_reason: set.reason }).where('institution_id', '=', row.institutionId).where('id', '=', row.id).execute()
