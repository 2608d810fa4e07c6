import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'

const columns = [
  'institution_id as institutionId', 'id as objectionId', 'region_code as regionCode', 'league_id as leagueId', 'commission_id as commissionId', 'revision', 'reason', 'evidence', 'filed_name as filedName', 'filed_at as filedAt',
  'upheld', 'answer', 'correction', 'drafted_name as draftedName', 'drafted_at as draftedAt', 'decided_name as decidedName', 'decided_at as decidedAt',
] as const
const objections = (read: ReadTx) => read.selectFrom('league_objection').select(columns)

export type ObjectionKey = { readonly institutionId: string; readonly objectionId: string }
export type ObjectionRecord = Awaited<ReturnType<typeof lockObjection>>

/** Locks it: what happens to one objection happens one after another. */
export const lockObjection = (tx: Tx, key: ObjectionKey) => objections(tx).where('institution_id', '=', key.institutionId).where('id', '=', key.objectionId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Objections of some units to one league, oldest first. */
export const listObjections = (read: ReadTx, ask: { readonly leagueId: string; readonly institutionIds: readonly string[] }): Promise<ObjectionRecord[]> =>
  objections(read).where(sql<boolean>`institution_id = any (${[...ask.institutionIds]}::uuid[])`).where('league_id', '=', ask.leagueId).orderBy('filed_at').orderBy('id').execute()

/** Answers false where one of the institution waits already: filed at the same moment, the second waits for the first. */
export async function insertObjection(tx: Tx, row: ObjectionKey & { regionCode: string; leagueId: string; commissionId: string; reason: string; evidence: string; by: string; byName: string; at: string }): Promise<boolean> {
  const made = await tx
    .insertInto('league_objection')
    .values({ institution_id: row.institutionId, id: row.objectionId, region_code: row.regionCode, league_id: row.leagueId, commission_id: row.commissionId, revision: 1, reason: row.reason, evidence: row.evidence, filed_by: row.by, filed_name: row.byName, filed_at: row.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

const change = (tx: Tx, key: ObjectionKey) => tx.updateTable('league_objection').where('institution_id', '=', key.institutionId).where('id', '=', key.objectionId)

export const saveAnswer = (tx: Tx, row: ObjectionRecord, set: { upheld: boolean; answer: string; correction: string | null; by: string; byName: string; at: string }) =>
  change(tx, row).set({ upheld: set.upheld, answer: set.answer, correction: set.correction, drafted_by: set.by, drafted_name: set.byName, drafted_at: set.at, revision: row.revision + 1 }).execute()

export const saveDecision = (tx: Tx, row: ObjectionRecord, set: { by: string; byName: string; at: string }) =>
  change(tx, row).set({ decided_by: set.by, decided_name: set.byName, decided_at: set.at, revision: row.revision + 1 }).execute()
