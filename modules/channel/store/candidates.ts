import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'

export type Candidate = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly feedId: string
  readonly title: string
  readonly link: string
  readonly summary: string
  readonly words: readonly string[]
  readonly publishedAt: string | null
  readonly foundAt: string
  readonly state: 'waiting' | 'taken' | 'dismissed'
  readonly reason: string | null
  readonly decidedName: string | null
  readonly decidedAt: string | null
  readonly matterId: string | null
  readonly matterNumber: string | null
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'feed_id as feedId', 'title', 'link', 'summary', 'words', 'published_at as publishedAt', 'found_at as foundAt', 'state', 'reason', 'decided_name as decidedName', 'decided_at as decidedAt', 'matter_id as matterId', 'matter_number as matterNumber'] as const
// The state is checked by the table.
const typed = (row: object) => row as Candidate

export type Found = Pick<Candidate, 'id' | 'title' | 'link' | 'summary' | 'words' | 'publishedAt'> & { readonly entryKey: string }

/** What was found before, in this feed or another, is not found again; answers the ids that are new. */
export async function insertFound(tx: Tx, feed: { institutionId: string; id: string; regionCode: string }, found: readonly Found[], at: string): Promise<string[]> {
  if (found.length === 0) return []
  const rows = await tx
    .insertInto('opinion_candidate')
    .values(found.map((each) => ({ institution_id: feed.institutionId, id: each.id, region_code: feed.regionCode, feed_id: feed.id, entry_key: each.entryKey, title: each.title, link: each.link, summary: each.summary, words: [...each.words], published_at: each.publishedAt, found_at: at, state: 'waiting' })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return rows.map((row) => row.id)
}

export async function listCandidates(read: ReadTx, institutionId: string, ask: { state: Candidate['state']; after: Place | undefined; limit: number }): Promise<Candidate[]> {
  let query = read.selectFrom('opinion_candidate').select(columns).where('institution_id', '=', institutionId).where('state', '=', ask.state).orderBy('found_at', 'desc').orderBy('id', 'desc').limit(ask.limit)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(found_at, id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return (await query.execute()).map(typed)
}

/** Locks the row: of two who decide at once, the second is told. */
export const loadCandidateForUpdate = async (tx: Tx, key: { institutionId: string; candidateId: string }): Promise<Candidate> =>
  typed(await tx.selectFrom('opinion_candidate').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.candidateId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const saveDecision = (tx: Tx, candidate: Candidate, set: { state: 'taken' | 'dismissed'; reason: string | null; decided_name: string; decided_at: string; matter_id?: string; matter_number?: string }) =>
  tx.updateTable('opinion_candidate').set(set).where('institution_id', '=', candidate.institutionId).where('id', '=', candidate.id).execute()
