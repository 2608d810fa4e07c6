import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { ProblemCode } from '../rules/codes.ts'
import type { CycleKey } from '../rules/cycle.ts'
import type { Item, ItemKey, Opinion, Turn } from '../rules/item.ts'

const columns = ['item_id as itemId', sql<Turn>`turn`.as('turn'), 'staff_id as staffId', sql<ProblemCode[]>`codes`.as('codes'), 'note'] as const

export const opinionsOf = (read: ReadTx, key: ItemKey): Promise<Opinion[]> => read.selectFrom('review_opinion').select(columns).where('institution_id', '=', key.institutionId).where('item_id', '=', key.itemId).orderBy('turn').orderBy('given_at').execute()
export const opinionsOfItems = (read: ReadTx, institutionId: string, itemIds: readonly string[]): Promise<Opinion[]> =>
  itemIds.length === 0 ? Promise.resolve([]) : read.selectFrom('review_opinion').select(columns).where('institution_id', '=', institutionId).where('item_id', 'in', [...itemIds]).orderBy('turn').orderBy('given_at').execute()

/** First and second readings of a round's items that were read twice. */
export const listReadings = (read: ReadTx, key: CycleKey): Promise<Opinion[]> => read.selectFrom('review_opinion').select(columns).where('institution_id', '=', key.institutionId).where('cycle_id', '=', key.cycleId).where('turn', 'in', [1, 2]).execute()

export const saveOpinion = (tx: Tx, item: Item, opinion: Opinion, given: { readonly id: string; readonly rejected: readonly string[]; readonly at: string }) =>
  tx
    .insertInto('review_opinion')
    .values({ institution_id: item.institutionId, item_id: item.id, turn: opinion.turn, staff_id: opinion.staffId, id: given.id, region_code: item.regionCode, cycle_id: item.cycleId, codes: [...opinion.codes], rejected: [...given.rejected], note: opinion.note, given_at: given.at })
    .onConflict((conflict) => conflict.columns(['institution_id', 'item_id', 'turn', 'staff_id']).doUpdateSet((eb) => ({ codes: eb.ref('excluded.codes'), rejected: eb.ref('excluded.rejected'), note: eb.ref('excluded.note'), given_at: eb.ref('excluded.given_at') })))
    .execute()

export const removeOpinion = (tx: Tx, key: ItemKey, turn: Turn, staffId: string) => tx.deleteFrom('review_opinion').where('institution_id', '=', key.institutionId).where('item_id', '=', key.itemId).where('turn', '=', turn).where('staff_id', '=', staffId).execute()

/** Each opinion is a use of the service, by the time it was given. */
export const opinionUses = (institutionId: string) => sql`
  select o.given_at as at, '处方点评意见' as title, null::text as department, '/review/rounds/' || o.institution_id || '/' || o.cycle_id as link
  from review_opinion o where o.institution_id = ${institutionId} and o.given_at >= q.from_at and o.given_at < q.to_at`

export async function expertsOf(read: ReadTx, institutionId: string): Promise<{ staffId: string; field: ExpertField }[]> {
  return read.selectFrom('review_expert').select(['staff_id as staffId', sql<ExpertField>`field`.as('field')]).where('institution_id', '=', institutionId).orderBy('field').orderBy('staff_id').execute()
}
export type ExpertField = 'pharmacy' | 'clinical' | 'microbiology' | 'management'

export async function saveExperts(tx: Tx, body: { institutionId: string; regionCode: string }, experts: readonly { staffId: string; field: ExpertField }[], at: string): Promise<void> {
  await tx.deleteFrom('review_expert').where('institution_id', '=', body.institutionId).execute()
  if (experts.length > 0) await tx.insertInto('review_expert').values(experts.map((each) => ({ institution_id: body.institutionId, staff_id: each.staffId, region_code: body.regionCode, field: each.field, since_at: at }))).execute()
}
