import { sql } from 'kysely'
import { compiledOnce } from '../../../server/platform/compiled-once.ts'
import { sendFew, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { BoardCells, Counted } from '../rules/board.ts'
import type { VerdictName } from '../rules/views.ts'

export const everyWeek = 'all'

/** The obligations of one institution in one week, as the board counts them. */
export const listCounted = (read: ReadTx, institutionId: string, planId: string, bucketOn: string): Promise<Counted[]> => countedIn(read, { institutionId, planId, bucketOn })
const countedIn = compiledOnce<{ institutionId: string; planId: string; bucketOn: string }, Counted>((read, given) =>
  read
    .selectFrom('duty_period as dp')
    .innerJoin('obligation as o', (on) => on.onRef('o.period_id', '=', 'dp.id').on('o.institution_id', '=', given('institutionId')))
    .select(['dp.clause_no as clauseNo', 'o.due_at as dueAt', 'o.flips_at as flipsAt'])
    .select([sql<VerdictName>`o.verdict`.as('verdict'), sql<VerdictName | null>`o.flips_to`.as('flipsTo')])
    .where('dp.plan_id', '=', given('planId'))
    .where('dp.bucket_on', '=', given('bucketOn')),
)

export type SavedRow = { institutionId: string; regionCode: string; planId: string; bucket: string; row: BoardCells; staleAt: string | null }

/** Several rows of one institution in one statement. */
export async function saveRows(tx: Tx, rows: readonly SavedRow[], at: string): Promise<void> {
  if (rows.length === 0) return
  const saved = tx
    .insertInto('board_row')
    .values(
      rows.map(({ institutionId, regionCode, planId, bucket, row, staleAt }) => ({
        institution_id: institutionId,
        plan_id: planId,
        bucket,
        region_code: regionCode,
        cells: JSON.stringify(row.cells),
        flips: JSON.stringify(row.flips),
        flips_at: row.flips[0]?.[0] ?? null,
        stale_at: staleAt,
        computed_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['institution_id', 'plan_id', 'bucket']).doUpdateSet((eb) => ({
        cells: eb.ref('excluded.cells'), flips: eb.ref('excluded.flips'), flips_at: eb.ref('excluded.flips_at'), stale_at: eb.ref('excluded.stale_at'), computed_at: eb.ref('excluded.computed_at'),
      })),
    )
    .execute()
  await sendFew(tx, rows.length, saved)
}

/** The rows of all weeks of one institution. */
export const listWeeks = (read: ReadTx, institutionId: string, planId: string): Promise<(BoardCells & { bucket: string })[]> => weeksOf(read, { institutionId, planId })
const weeksOf = compiledOnce<{ institutionId: string; planId: string }, BoardCells & { bucket: string }>((read, given) =>
  read.selectFrom('board_row').select('bucket').select([sql<number[]>`cells`.as('cells'), sql<BoardCells['flips']>`flips`.as('flips')]).where('institution_id', '=', given('institutionId')).where('plan_id', '=', given('planId')).where('bucket', '!=', everyWeek),
)

/** One bucket of the board; the coming changes are fetched only where the first of them has come. */
export async function listBoard(read: ReadTx, planId: string, bucket: string, now: string) {
  return read
    .selectFrom('board_row as b')
    .innerJoin('institution as i', 'i.id', 'b.institution_id')
    .select(['b.institution_id as institutionId', 'b.stale_at as staleAt', 'i.name', 'i.kind'])
    .select([sql<number[]>`b.cells`.as('cells'), sql<BoardCells['flips'] | null>`case when b.flips_at <= ${now}::timestamptz then b.flips end`.as('flips')])
    .where('b.plan_id', '=', planId)
    .where('b.bucket', '=', bucket)
    .orderBy(sql`i.kind <> 'commission'`)
    .orderBy('i.region_code')
    .orderBy('i.name')
    .execute()
}

/** Rows of sums whose horizon ends soon: institution and plan of each. */
export const listStale = (read: ReadTx, before: string, limit: number) =>
  read
    .selectFrom('board_row')
    .select(['institution_id as institutionId', 'plan_id as planId', 'region_code as regionCode'])
    .where('stale_at', 'is not', null)
    .where('stale_at', '<=', before)
    .orderBy('stale_at')
    .limit(limit)
    .execute()

export const countsOfPlans = (read: ReadTx, planIds: readonly string[], institutionId: string | null, now: string) => {
  let query = read
    .selectFrom('board_row')
    .select(['plan_id as planId', 'institution_id as institutionId'])
    .select([sql<number[]>`cells`.as('cells'), sql<BoardCells['flips'] | null>`case when flips_at <= ${now}::timestamptz then flips end`.as('flips')])
    .where('bucket', '=', everyWeek)
    .where(sql<boolean>`plan_id = any (${[...planIds]}::uuid[])`)
  if (institutionId !== null) query = query.where('institution_id', '=', institutionId)
  return query.execute()
}

export const graceOf = async (read: ReadTx, planId: string): Promise<number | null> => (await read.selectFrom('plan').select('grace_days').where('id', '=', planId).executeTakeFirst())?.grace_days ?? null
