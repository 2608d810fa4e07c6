import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { ProposalKind } from '../rules/consequence.ts'
import type { OwnNumbers } from '../rules/numbers.ts'
import type { Outcome, Talk, TalkState } from '../rules/talk.ts'

type Body = { readonly institutionId: string; readonly regionCode: string }
type ProposalRow = {
  readonly institutionId: string; readonly id: string; readonly regionCode: string; readonly cycleId: string; readonly staffId: string; readonly kind: ProposalKind; readonly found: number; readonly itemIds: readonly string[]; readonly madeAt: string
  readonly state: 'open' | 'taken' | 'rejected'; readonly reason: string | null; readonly decidedName: string | null; readonly decidedAt: string | null; readonly revision: number
}
const proposalColumns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'cycle_id as cycleId', 'staff_id as staffId', sql<ProposalKind>`kind`.as('kind'), 'found', 'item_ids as itemIds', 'made_at as madeAt', sql<ProposalRow['state']>`state`.as('state'), 'reason', 'decided_name as decidedName', 'decided_at as decidedAt', 'revision',
] as const

export const listProposals = (read: ReadTx, institutionId: string, limit: number): Promise<ProposalRow[]> =>
  read.selectFrom('review_proposal').select(proposalColumns).where('institution_id', '=', institutionId).orderBy(sql`state = 'open'`, 'desc').orderBy('made_at', 'desc').orderBy('id').limit(limit).execute()
export const proposalsOf = (read: ReadTx, institutionId: string, staffIds: readonly string[]): Promise<ProposalRow[]> =>
  staffIds.length === 0 ? Promise.resolve([]) : read.selectFrom('review_proposal').select(proposalColumns).where('institution_id', '=', institutionId).where('staff_id', 'in', [...staffIds]).execute()
export const loadProposalForUpdate = (tx: Tx, institutionId: string, id: string): Promise<ProposalRow> =>
  tx.selectFrom('review_proposal').select(proposalColumns).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export const insertProposals = (tx: Tx, body: Body, rows: readonly Pick<ProposalRow, 'id' | 'cycleId' | 'staffId' | 'kind' | 'found' | 'itemIds' | 'madeAt'>[]) =>
  tx.insertInto('review_proposal').values(rows.map((row) => ({ institution_id: body.institutionId, id: row.id, region_code: body.regionCode, cycle_id: row.cycleId, staff_id: row.staffId, kind: row.kind, found: row.found, item_ids: [...row.itemIds], made_at: row.madeAt, state: 'open' }))).execute()
export const saveDecision = (tx: Tx, row: ProposalRow, by: string) =>
  tx.updateTable('review_proposal').set({ state: row.state, reason: row.reason, decided_by: by, decided_name: row.decidedName, decided_at: row.decidedAt, revision: row.revision + 1 }).where('institution_id', '=', row.institutionId).where('id', '=', row.id).execute()

const talkColumns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'cycle_id as cycleId', 'staff_id as staffId', 'reason', 'listed_at as listedAt', 'due_at as dueAt', 'due_on as dueOn', sql<TalkState>`state`.as('state'), 'held_on as heldOn', 'held_at as heldAt', 'persons', 'said', 'commitment', 'follow_on as followOn', 'follow_at as followAt',
  sql<Outcome | null>`outcome`.as('outcome'), 'outcome_note as outcomeNote', 'closed_at as closedAt', 'revision',
] as const
const talks = (read: ReadTx) => read.selectFrom('review_talk').select(talkColumns)

export const listTalks = (read: ReadTx, institutionId: string, limit: number): Promise<Talk[]> => talks(read).where('institution_id', '=', institutionId).orderBy(sql`state = 'closed'`).orderBy('due_at', 'desc').orderBy('id').limit(limit).execute()
/** What can stand open beyond its limit before an instant. */
export const listListed = (read: ReadTx, institutionId: string, before: string): Promise<Talk[]> => talks(read).where('institution_id', '=', institutionId).where('listed_at', '<', before).orderBy('listed_at').limit(5000).execute()
/** Talks as facts, by the day they were listed and id. */
export const talksByDay = (read: ReadTx, ask: { institutionId: string; from: string; to: string }, after: { on: string; id: string } | null, limit: number): Promise<Talk[]> => {
  const day = sql<string>`(listed_at at time zone 'Asia/Shanghai')::date`
  return talks(read)
    .where('institution_id', '=', ask.institutionId)
    .where(day, '>=', ask.from)
    .where(day, '<=', ask.to)
    .$if(after !== null, (query) => query.where((eb) => eb.or([eb(day, '>', after?.on ?? ''), eb.and([eb(day, '=', after?.on ?? ''), eb('id', '>', after?.id ?? '')])])))
    .orderBy(day)
    .orderBy('id')
    .limit(limit)
    .execute()
}
export const loadTalkForUpdate = (tx: Tx, institutionId: string, id: string): Promise<Talk> =>
  tx.selectFrom('review_talk').select(talkColumns).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export const insertTalks = (tx: Tx, body: Body, rows: readonly Pick<Talk, 'id' | 'cycleId' | 'staffId' | 'reason' | 'listedAt' | 'dueAt' | 'dueOn'>[]) =>
  tx.insertInto('review_talk').values(rows.map((row) => ({ institution_id: body.institutionId, id: row.id, region_code: body.regionCode, cycle_id: row.cycleId, staff_id: row.staffId, reason: row.reason, listed_at: row.listedAt, due_at: row.dueAt, due_on: row.dueOn, state: 'due' }))).execute()
export const saveTalk = (tx: Tx, talk: Talk) =>
  tx
    .updateTable('review_talk')
    .set({ state: talk.state, held_on: talk.heldOn, held_at: talk.heldAt, persons: talk.persons, said: talk.said, commitment: talk.commitment, follow_on: talk.followOn, follow_at: talk.followAt, outcome: talk.outcome, outcome_note: talk.outcomeNote, closed_at: talk.closedAt, revision: talk.revision })
    .where('institution_id', '=', talk.institutionId)
    .where('id', '=', talk.id)
    .execute()
/** Across bodies, for the job that reminds: not held and due, or to be followed up. */
export const listToRemind = (read: ReadTx, today: string, limit: number): Promise<Talk[]> =>
  talks(read).where((eb) => eb.or([eb.and([eb('state', '=', 'due'), eb('due_on', '<=', today)]), eb.and([eb('state', '=', 'held'), eb('follow_on', '<=', today)])])).orderBy('id').limit(limit).execute()

export type Setting = { readonly own: OwnNumbers; readonly limits: Readonly<Record<string, number>> }
export async function findSetting(read: ReadTx, institutionId: string): Promise<Setting> {
  const row = await read.selectFrom('review_setting').select([sql<OwnNumbers>`numbers`.as('own'), sql<Record<string, number>>`limits`.as('limits')]).where('institution_id', '=', institutionId).executeTakeFirst()
  return row ?? { own: {}, limits: {} }
}
export const saveSetting = (tx: Tx, body: Body, setting: Setting, at: string) =>
  tx
    .insertInto('review_setting')
    .values({ institution_id: body.institutionId, region_code: body.regionCode, numbers: JSON.stringify(setting.own), limits: JSON.stringify(setting.limits), changed_at: at })
    .onConflict((conflict) => conflict.column('institution_id').doUpdateSet((eb) => ({ numbers: eb.ref('excluded.numbers'), limits: eb.ref('excluded.limits'), changed_at: eb.ref('excluded.changed_at'), revision: eb('review_setting.revision', '+', 1) })))
    .execute()
