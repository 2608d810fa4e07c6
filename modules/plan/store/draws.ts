import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { CheckOutcome, PopulationName } from '../rules/draw.ts'

export type NewDraw = {
  institutionId: string; regionCode: string; id: string; planId: string; population: PopulationName; dueFrom: string | null; dueTo: string | null; seed: string; seedGiven: boolean; algorithm: string
  lines: string; sha256: string; populationSize: number; size: number; at: string; by: string; byName: string
}

export const insertDraw = (tx: Tx, draw: NewDraw) =>
  tx
    .insertInto('sample_draw')
    .values({
      institution_id: draw.institutionId, region_code: draw.regionCode, id: draw.id, plan_id: draw.planId, population: draw.population, due_from: draw.dueFrom, due_to: draw.dueTo, seed: draw.seed, seed_given: draw.seedGiven, algorithm: draw.algorithm,
      lines: draw.lines, lines_sha256: draw.sha256, population_size: draw.populationSize, size: draw.size, drawn_at: draw.at, drawn_by: draw.by, drawn_name: draw.byName,
    })
    .execute()

export async function insertChecks(tx: Tx, draw: NewDraw, checks: readonly { institutionId: string; periodId: string; regionCode: string; ordinal: number; verdict: string; claim: string | null }[]): Promise<void> {
  if (checks.length === 0) return
  await tx
    .insertInto('sample_check')
    .values(
      checks.map((each) => ({
        institution_id: each.institutionId, draw_id: draw.id, period_id: each.periodId, region_code: each.regionCode, plan_id: draw.planId, ordinal: each.ordinal, seed: draw.seed, lines_sha256: draw.sha256,
        verdict_then: each.verdict, claim_then: each.claim, drawn_at: draw.at,
      })),
    )
    .execute()
}

/** Two draws of one plan come one after the other: what the first took the second does not. */
export const holdDrawing = (tx: Tx, planId: string) => sql`select pg_advisory_xact_lock(hashtextextended(${`draw ${planId}`}, 0))`.execute(tx)

const drawColumns = [
  'id', 'institution_id as institutionId', 'region_code as regionCode', 'plan_id as planId', 'due_from as dueFrom', 'due_to as dueTo', 'seed', 'seed_given as seedGiven', 'algorithm', 'lines_sha256 as sha256', 'population_size as populationSize', 'size', 'drawn_at as drawnAt', 'drawn_name as drawnByName',
] as const
const population = sql<PopulationName>`population`.as('population')

/** Draws in scope, newest first. */
export const listDraws = (read: ReadTx, planId: string) => read.selectFrom('sample_draw').select(drawColumns).select(population).where('plan_id', '=', planId).orderBy('drawn_at', 'desc').orderBy('id', 'desc').limit(200).execute()

export const loadDraw = (read: ReadTx, planId: string, drawId: string) =>
  read.selectFrom('sample_draw').select(drawColumns).select(population).where('plan_id', '=', planId).where('id', '=', drawId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** The lines that were hashed and drawn from. */
export const loadLines = (read: ReadTx, planId: string, drawId: string) =>
  read.selectFrom('sample_draw').select('lines').where('plan_id', '=', planId).where('id', '=', drawId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

const outcome = sql<CheckOutcome | null>`s.outcome`.as('outcome')
const checkColumns = [
  's.draw_id as drawId', 's.institution_id as institutionId', 's.period_id as periodId', 's.region_code as regionCode', 's.ordinal', 's.seed', 's.lines_sha256 as sha256', 's.verdict_then as verdictThen', 's.claim_then as claimThen', 's.drawn_at as drawnAt',
  's.remark', 's.checked_at as checkedAt', 's.checked_name as checkedByName',
] as const

/** What was drawn, in the order of the draw, with the words of its duty. */
export const listChecks = (read: ReadTx, drawId: string) =>
  read
    .selectFrom('sample_check as s')
    .innerJoin('duty_period as dp', (on) => on.onRef('dp.plan_id', '=', 's.plan_id').onRef('dp.id', '=', 's.period_id'))
    .innerJoin('duty as d', (on) => on.onRef('d.plan_id', '=', 'dp.plan_id').onRef('d.id', '=', 'dp.duty_id'))
    .innerJoin('institution as i', 'i.id', 's.institution_id')
    .select(checkColumns)
    .select(['i.name as institutionName', 'd.text', 'dp.due_on as dueOn'])
    .select(outcome)
    .where('s.draw_id', '=', drawId)
    .orderBy('s.ordinal')
    .execute()

/** How far the checks of the draws of a plan are. */
export const countChecks = (read: ReadTx, planId: string) =>
  read
    .selectFrom('sample_check as s')
    .select('s.draw_id as drawId')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.countAll<number>().filterWhere('s.outcome', '=', 'confirmed').as('confirmed'),
      eb.fn.countAll<number>().filterWhere('s.outcome', '=', 'not_confirmed').as('notConfirmed'),
    ])
    .where('s.plan_id', '=', planId)
    .groupBy('s.draw_id')
    .execute()

export const listChecksOf = (read: ReadTx, institutionId: string, periodId: string) =>
  read.selectFrom('sample_check as s').select(checkColumns).select(outcome).where('s.institution_id', '=', institutionId).where('s.period_id', '=', periodId).orderBy('s.drawn_at').execute()

/** Locks one check: its result is entered once. */
export const loadCheckForUpdate = (tx: Tx, key: { drawId: string; institutionId: string; periodId: string }) =>
  tx
    .selectFrom('sample_check as s')
    .select(checkColumns)
    .select(outcome)
    .where('s.institution_id', '=', key.institutionId)
    .where('s.draw_id', '=', key.drawId)
    .where('s.period_id', '=', key.periodId)
    .forUpdate()
    .executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const saveOutcome = (tx: Tx, key: { drawId: string; institutionId: string; periodId: string }, set: { outcome: CheckOutcome; remark: string; at: string; by: string; byName: string }) =>
  tx
    .updateTable('sample_check')
    .set({ outcome: set.outcome, remark: set.remark, checked_at: set.at, checked_by: set.by, checked_name: set.byName })
    .where('institution_id', '=', key.institutionId)
    .where('draw_id', '=', key.drawId)
    .where('period_id', '=', key.periodId)
    .execute()
