import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { afterFact, type FactPlace } from '../../../server/platform/fact-page.ts'
import type { Correction } from '../rules/corrections.ts'
import type { LeagueState } from '../rules/decisions.ts'
import type { Subject, Weights } from '../rules/definition.ts'

export type LeagueKey = { readonly institutionId: string; readonly leagueId: string }

const columns = [
  'institution_id as institutionId', 'id as leagueId', 'region_code as regionCode', 'key', 'from_on as fromOn', 'to_on as toOn', 'issue', 'revision', 'weights_reason as weightsReason', 'content', 'sha256',
  'drafted_at as draftedAt', 'drafted_name as draftedName', 'published_at as publishedAt', 'published_on as publishedOn', 'published_name as publishedName', 'checked_at as checkedAt', 'superseded_by as supersededBy', 'objections_until as objectionsUntil', 'withdrawn_at as withdrawnAt', 'withdrawn_name as withdrawnName', 'withdrawn_reason as withdrawnReason',
] as const
const rows = (read: ReadTx) => read.selectFrom('league').select(columns).select([sql<Subject>`subject`.as('subject'), sql<LeagueState>`state`.as('state'), sql<Weights>`weights`.as('weights'), sql<Correction[]>`corrections`.as('corrections')])
const one = (read: ReadTx, key: LeagueKey) => rows(read).where('institution_id', '=', key.institutionId).where('id', '=', key.leagueId)

export type LeagueRecord = NonNullable<Awaited<ReturnType<typeof findLeague>>>
export const findLeague = (read: ReadTx, key: LeagueKey) => one(read, key).executeTakeFirst()
/** Locks it: what happens to one league happens one after another. */
export const lockLeague = (tx: Tx, key: LeagueKey): Promise<LeagueRecord> => one(tx, key).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** A body's leagues, newest first. */
export const listLeagues = (read: ReadTx, institutionId: string): Promise<LeagueRecord[]> => rows(read).where('institution_id', '=', institutionId).orderBy('from_on', 'desc').orderBy('key').orderBy('issue', 'desc').limit(60).execute()

/** The newest issue of a period: locked, for whoever makes the next one. */
export const lockNewest = (tx: Tx, ask: { institutionId: string; key: string; fromOn: IsoDate }): Promise<LeagueRecord | undefined> =>
  rows(tx).where('institution_id', '=', ask.institutionId).where('key', '=', ask.key).where('from_on', '=', ask.fromOn).orderBy('issue', 'desc').limit(1).forUpdate().executeTakeFirst()

/** The one published last before a period. */
export const findFormer = (read: ReadTx, ask: { institutionId: string; key: string; before: IsoDate }): Promise<LeagueRecord | undefined> =>
  rows(read).where('institution_id', '=', ask.institutionId).where('key', '=', ask.key).where('from_on', '<', ask.before).where('state', '=', 'published').orderBy('from_on', 'desc').limit(1).executeTakeFirst()

/** Published since a day: what is looked at again. */
export const listPublishedSince = (read: ReadTx, since: IsoDate): Promise<LeagueRecord[]> => rows(read).where('state', '=', 'published').where('published_on', '>=', since).orderBy('institution_id').orderBy('id').execute()

/** Publications of a body from a day to a day, as facts are read: a superseded one was published, a withdrawn one is none any more. */
export const listPublishedDays = (read: ReadTx, ask: { institutionId: string; from: IsoDate; to: IsoDate; after: FactPlace | null; limit: number }): Promise<LeagueRecord[]> =>
  rows(read)
    .where('institution_id', '=', ask.institutionId)
    .where('state', 'in', ['published', 'superseded'])
    .where('subject', '=', 'institutions')
    .where('published_on', '>=', ask.from)
    .where('published_on', '<=', ask.to)
    .where(afterFact(ask.after, 'published_on'))
    .orderBy('published_on')
    .orderBy('id')
    .limit(ask.limit)
    .execute()

type Made = { readonly content: string; readonly sha256: string }
/** Answers false where the period has this issue already. */
export async function insertLeague(tx: Tx, row: LeagueKey & Made & { regionCode: string; key: string; subject: Subject; fromOn: IsoDate; toOn: IsoDate; issue: number; weights: Weights; weightsReason?: string | null; at: string; by: string; byName: string }): Promise<boolean> {
  const made = await tx
    .insertInto('league')
    .values({
      institution_id: row.institutionId, id: row.leagueId, region_code: row.regionCode, key: row.key, subject: row.subject, from_on: row.fromOn, to_on: row.toOn, issue: row.issue, state: 'draft', revision: 1, weights: JSON.stringify(row.weights), weights_reason: row.weightsReason ?? null, content: row.content, sha256: row.sha256,
      drafted_at: row.at, drafted_by: row.by, drafted_name: row.byName, corrections: JSON.stringify([]),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

const change = (tx: Tx, key: LeagueKey) => tx.updateTable('league').where('institution_id', '=', key.institutionId).where('id', '=', key.leagueId)

export const saveDraft = (tx: Tx, row: LeagueRecord, set: Made & { weights: Weights; weightsReason: string | null; at: string; by: string; byName: string }) =>
  change(tx, row).set({ content: set.content, sha256: set.sha256, weights: JSON.stringify(set.weights), weights_reason: set.weightsReason, revision: row.revision + 1, drafted_at: set.at, drafted_by: set.by, drafted_name: set.byName }).execute()

export const removeDraft = (tx: Tx, key: LeagueKey) => tx.deleteFrom('league').where('institution_id', '=', key.institutionId).where('id', '=', key.leagueId).where('state', '=', 'draft').execute()

export const savePublished = (tx: Tx, row: LeagueRecord, set: { at: string; on: IsoDate; by: string; byName: string; until: IsoDate | null }) =>
  change(tx, row).set({ state: 'published', published_at: set.at, published_on: set.on, objections_until: set.until, published_by: set.by, published_name: set.byName, revision: row.revision + 1 }).execute()

export const saveSuperseded = (tx: Tx, row: LeagueRecord, by: string) => change(tx, row).set({ state: 'superseded', superseded_by: by, revision: row.revision + 1 }).execute()

export const saveWithdrawn = (tx: Tx, row: LeagueRecord, set: { at: string; by: string; byName: string; reason: string }) =>
  change(tx, row).set({ state: 'withdrawn', withdrawn_at: set.at, withdrawn_by: set.by, withdrawn_name: set.byName, withdrawn_reason: set.reason, revision: row.revision + 1 }).execute()

export const saveCorrections = (tx: Tx, key: LeagueKey, corrections: readonly Correction[], at: string) => change(tx, key).set({ corrections: JSON.stringify(corrections), checked_at: at }).execute()
