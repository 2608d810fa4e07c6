import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { visitorsOf } from './visitors.ts'
import { mayStillAppeal, shownTo } from '../rules/booking-appeal.ts'
import type { Block, Missed, NoShowRule } from '../rules/no-show.ts'

export type BlockState = 'stands' | 'appealed' | 'lifted'
export type KeptBlock = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly personIndex: string
  readonly accountId: string | null
  readonly fromOn: string
  readonly toOn: string
  readonly missed: readonly Missed[]
  readonly rule: NoShowRule
  readonly state: BlockState
  readonly appeal: string | null
  readonly appealedAt: string | null
  readonly appealedBy: string | null
  readonly decidedName: string | null
  readonly decision: string | null
}
const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'person_index as personIndex', 'account_id as accountId', 'from_on as fromOn', 'to_on as toOn', sql<Missed[]>`missed`.as('missed'), sql<NoShowRule>`rule`.as('rule'), sql<BlockState>`state`.as('state'),
  'appeal', 'appealed_at as appealedAt', 'appealed_by as appealedBy', 'decided_name as decidedName', 'decision',
] as const

export const insertBlock = (tx: Tx, row: { institutionId: string; id: string; regionCode: string; personIndex: string; accountId: string | null; block: Block; rule: NoShowRule; at: string }) =>
  tx
    .insertInto('booking_block')
    .values({ institution_id: row.institutionId, id: row.id, region_code: row.regionCode, person_index: row.personIndex, account_id: row.accountId, from_on: row.block.fromOn, to_on: row.block.toOn, missed: JSON.stringify(row.block.missed), rule: JSON.stringify(row.rule), state: 'stands', created_at: row.at })
    .execute()

export const loadBlock = (tx: Tx, institutionId: string, id: string): Promise<KeptBlock> =>
  tx.selectFrom('booking_block').select(columns).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('booking.block_not_found'))
export const blocksOfPersons = (read: ReadTx, institutionId: string, personIndexes: readonly string[]): Promise<KeptBlock[]> => read.selectFrom('booking_block').select(columns).where('institution_id', '=', institutionId).where('person_index', 'in', [...personIndexes]).execute()
/** Rule BK-24: those that still hold or were decided lately, booked by this account or of people it books for; with what this account may read of each, and whether it may appeal. */
export async function blocksOfAccount(read: ReadTx, accountId: string, since: string): Promise<(KeptBlock & { readonly mayAppeal: boolean })[]> {
  const people = (await visitorsOf(read, accountId)).map((each) => each.personIndex)
  const rows = await read
    .selectFrom('booking_block')
    .select(columns)
    .where((eb) => eb.or([eb('account_id', '=', accountId), ...(people.length === 0 ? [] : [eb('person_index', 'in', people)])]))
    .where('to_on', '>=', since)
    .orderBy('from_on', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({ ...shownTo(row, accountId), mayAppeal: mayStillAppeal(row, accountId) }))
}
export const listAppealed = (read: ReadTx, institutionId: string): Promise<KeptBlock[]> => read.selectFrom('booking_block').select(columns).where('institution_id', '=', institutionId).where('state', '=', 'appealed').orderBy('appealed_at').limit(200).execute()

export const saveAppeal = (tx: Tx, block: Pick<KeptBlock, 'institutionId' | 'id'>, words: string, by: { readonly id: string; readonly at: string }) =>
  tx.updateTable('booking_block').set({ state: 'appealed', appeal: words, appealed_at: by.at, appealed_by: by.id }).where('institution_id', '=', block.institutionId).where('id', '=', block.id).execute()
export const saveDecision = (tx: Tx, block: Pick<KeptBlock, 'institutionId' | 'id'>, decided: { state: 'lifted' | 'stands'; by: string; name: string; words: string; at: string }) =>
  tx.updateTable('booking_block').set({ state: decided.state, decided_by: decided.by, decided_name: decided.name, decision: decided.words, decided_at: decided.at }).where('institution_id', '=', block.institutionId).where('id', '=', block.id).execute()
