import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { BoardCells } from '../rules/board.ts'
import type { LeagueRow } from '../rules/league.ts'

/** Counters of chosen weeks (or of all) of the institutions in scope; the commission is not ranked among those it supervises. */
export function listCounters(read: ReadTx, planId: string, buckets: readonly string[], now: string) {
  return read
    .selectFrom('board_row as b')
    .innerJoin('institution as i', 'i.id', 'b.institution_id')
    .select(['b.institution_id as institutionId', 'b.bucket', 'b.stale_at as staleAt', 'i.name', 'i.kind', 'i.level'])
    .select([sql<number[]>`b.cells`.as('cells'), sql<BoardCells['flips'] | null>`case when b.flips_at <= ${now}::timestamptz then b.flips end`.as('flips')])
    .where('b.plan_id', '=', planId)
    .where(sql<boolean>`b.bucket = any (${[...buckets]}::text[])`)
    .where('i.kind', '!=', 'commission')
    .execute()
}

/** What is made public, as it stood then. */
export type Figures = { readonly rows: readonly LeagueRow[]; readonly at: string }

const columns = ['plan_id as planId', 'id', 'period', 'reason', 'published_at as publishedAt', 'published_name as publishedByName', 'withdrawn_at as withdrawnAt', 'withdrawn_name as withdrawnByName', 'withdrawn_reason as withdrawnReason'] as const
const figures = sql<Figures>`figures`.as('figures')

/** Everything a plan ever published, newest first, without figures. */
export const listPublications = (read: ReadTx, planId: string) => read.selectFrom('league_publication').select(columns).where('plan_id', '=', planId).orderBy('published_at', 'desc').orderBy('id', 'desc').limit(500).execute()

/** What is public at the moment, with its figures. */
export const listPublic = (read: ReadTx, planId: string) => read.selectFrom('league_publication').select(columns).select(figures).where('plan_id', '=', planId).where('withdrawn_at', 'is', null).orderBy('published_at', 'desc').orderBy('id', 'desc').execute()

export const loadPublicForUpdate = (tx: Tx, planId: string, period: string) =>
  tx.selectFrom('league_publication').select(columns).where('plan_id', '=', planId).where('period', '=', period).where('withdrawn_at', 'is', null).forUpdate().executeTakeFirst()

export const loadPublication = (read: ReadTx, planId: string, period: string) =>
  read.selectFrom('league_publication').select(columns).select(figures).where('plan_id', '=', planId).where('period', '=', period).where('withdrawn_at', 'is', null).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const insertPublication = (tx: Tx, given: { planId: string; id: string; regionCode: string; period: string; figures: Figures; reason: string; at: string; by: string; byName: string }) =>
  tx
    .insertInto('league_publication')
    .values({ plan_id: given.planId, id: given.id, region_code: given.regionCode, period: given.period, figures: JSON.stringify(given.figures), reason: given.reason, published_at: given.at, published_by: given.by, published_name: given.byName })
    .execute()

export const withdrawPublication = (tx: Tx, planId: string, id: string, set: { at: string; byName: string; reason: string }) =>
  tx.updateTable('league_publication').set({ withdrawn_at: set.at, withdrawn_name: set.byName, withdrawn_reason: set.reason }).where('plan_id', '=', planId).where('id', '=', id).execute()

/** The newest public league of any plan, for the example of the method page. */
export const findNewestPublic = (read: ReadTx) =>
  read
    .selectFrom('league_publication as l')
    .innerJoin('plan as pl', 'pl.id', 'l.plan_id')
    .select(['pl.title as planTitle', 'l.period', 'l.plan_id as planId'])
    .select(sql<Figures>`l.figures`.as('figures'))
    .where('l.withdrawn_at', 'is', null)
    .orderBy('l.published_at', 'desc')
    .limit(1)
    .executeTakeFirst()

/** One real row of the whole time in scope, for the example of the method page where nothing is public: of the newest plan. */
export const findCounted = (read: ReadTx, now: string) =>
  read
    .selectFrom('board_row as b')
    .innerJoin('institution as i', 'i.id', 'b.institution_id')
    .innerJoin('plan as pl', 'pl.id', 'b.plan_id')
    .select(['pl.title as planTitle', 'b.plan_id as planId', 'i.name'])
    .select([sql<number[]>`b.cells`.as('cells'), sql<BoardCells['flips'] | null>`case when b.flips_at <= ${now}::timestamptz then b.flips end`.as('flips')])
    .where('b.bucket', '=', 'all')
    .where('i.kind', '!=', 'commission')
    .orderBy('b.plan_id', 'desc')
    .orderBy('i.name')
    .limit(50)
    .execute()
