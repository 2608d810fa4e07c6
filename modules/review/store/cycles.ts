import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { Cycle, CycleKey, CycleState, DrawnParts } from '../rules/cycle.ts'
import type { ReviewNumbers } from '../rules/numbers.ts'
import type { ReviewResult } from '../rules/result.ts'

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'month', sql<CycleState>`state`.as('state'), sql<ReviewNumbers>`numbers`.as('numbers'), 'seed', 'frame_hash as frameHash', 'outpatients', 'discharges', 'oversized', sql<DrawnParts>`drawn`.as('drawn'), 'drawn_on as drawnOn', 'drawn_at as drawnAt',
  'fed_back_at as fedBackAt', 'reply_due_on as replyDueOn', 'published_at as publishedAt', 'revision',
] as const
const cycles = (read: ReadTx) => read.selectFrom('review_cycle').select(columns)

export const loadCycle = (read: ReadTx, key: CycleKey): Promise<Cycle> => cycles(read).where('institution_id', '=', key.institutionId).where('id', '=', key.cycleId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Locks the round: what changes its state, and opinions on its items, follow one another. */
export const loadCycleForUpdate = (tx: Tx, key: CycleKey): Promise<Cycle> => tx.selectFrom('review_cycle').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.cycleId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Keeps the round from changing its state while an opinion is written; opinions do not wait for each other. */
export const holdCycle = (tx: Tx, key: CycleKey): Promise<Cycle> => tx.selectFrom('review_cycle').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.cycleId).forShare().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const findCycleOf = (read: ReadTx, institutionId: string, month: IsoDate): Promise<Cycle | undefined> => cycles(read).where('institution_id', '=', institutionId).where('month', '=', month).executeTakeFirst()

export const listCycles = (read: ReadTx, institutionId: string, limit: number): Promise<Cycle[]> => cycles(read).where('institution_id', '=', institutionId).orderBy('month', 'desc').limit(limit).execute()

export const insertCycle = (tx: Tx, cycle: Cycle, by: string) =>
  tx
    .insertInto('review_cycle')
    .values({
      institution_id: cycle.institutionId, id: cycle.id, region_code: cycle.regionCode, month: cycle.month, state: cycle.state, numbers: JSON.stringify(cycle.numbers), seed: cycle.seed, frame_hash: cycle.frameHash, outpatients: cycle.outpatients, discharges: cycle.discharges, oversized: cycle.oversized, drawn: JSON.stringify(cycle.drawn),
      drawn_on: cycle.drawnOn, drawn_at: cycle.drawnAt, drawn_by: by,
    })
    .execute()

export const saveCycle = (tx: Tx, cycle: Cycle) =>
  tx.updateTable('review_cycle').set({ state: cycle.state, fed_back_at: cycle.fedBackAt, reply_due_on: cycle.replyDueOn, published_at: cycle.publishedAt, revision: cycle.revision }).where('institution_id', '=', cycle.institutionId).where('id', '=', cycle.id).execute()

export const saveResult = (tx: Tx, key: CycleKey, result: ReviewResult, by: string) => tx.updateTable('review_cycle').set({ result: JSON.stringify(result), published_by: by }).where('institution_id', '=', key.institutionId).where('id', '=', key.cycleId).execute()

export const insertFrame = (tx: Tx, cycle: Pick<Cycle, 'institutionId' | 'id' | 'regionCode'>, packed: Buffer) => tx.insertInto('review_frame').values({ institution_id: cycle.institutionId, cycle_id: cycle.id, region_code: cycle.regionCode, packed }).execute()

export const loadFrame = async (read: ReadTx, key: CycleKey): Promise<Buffer> => (await read.selectFrom('review_frame').select('packed').where('institution_id', '=', key.institutionId).where('cycle_id', '=', key.cycleId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))).packed

export type Published = { readonly institutionId: string; readonly id: string; readonly month: IsoDate; readonly publishedAt: string; readonly frameHash: string; readonly result: ReviewResult }
const published = (read: ReadTx) =>
  read.selectFrom('review_cycle').select(['institution_id as institutionId', 'id', 'month', sql<string>`published_at`.as('publishedAt'), 'frame_hash as frameHash', sql<ReviewResult>`result`.as('result')]).where('state', '=', 'published')

/** What is published, newest first: of one institution, or of everybody whom row security shows. */
export const listPublished = (read: ReadTx, institutionId: string | null, limit: number): Promise<Published[]> =>
  published(read).$if(institutionId !== null, (query) => query.where('institution_id', '=', institutionId ?? '')).orderBy('month', 'desc').orderBy('institution_id').limit(limit).execute()

/** What institutions published since an instant of rounds up to a month (its first day), newest round first. */
export const listPublishedOf = async (read: ReadTx, institutionIds: readonly string[], ask: { readonly month: IsoDate; readonly since: string }): Promise<Published[]> =>
  institutionIds.length === 0 ? [] : published(read).where('institution_id', 'in', [...institutionIds]).where('month', '<=', ask.month).where('published_at', '>=', ask.since).orderBy('month', 'desc').orderBy('institution_id').execute()

export const findPublished = (read: ReadTx, key: CycleKey): Promise<Published | undefined> => published(read).where('institution_id', '=', key.institutionId).where('id', '=', key.cycleId).executeTakeFirst()

/** When results were published, newest first. */
export const listPublications = (read: ReadTx, institutionId: string, limit: number) =>
  read.selectFrom('review_cycle').select(['id', 'month', sql<string>`published_at`.as('publishedAt')]).where('institution_id', '=', institutionId).where('state', '=', 'published').orderBy('published_at', 'desc').limit(limit).execute()

/** Rounds as facts: of some days, by day and id. */
export const listByDay = (read: ReadTx, ask: { institutionId: string; from: string; to: string }, after: { on: string; id: string } | null, limit: number): Promise<Cycle[]> =>
  cycles(read)
    .where('institution_id', '=', ask.institutionId)
    .where('drawn_on', '>=', ask.from)
    .where('drawn_on', '<=', ask.to)
    .where(afterFact(after, 'drawn_on'))
    .orderBy('drawn_on')
    .orderBy('id')
    .limit(limit)
    .execute()
