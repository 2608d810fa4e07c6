import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { ProblemCode } from '../rules/codes.ts'
import type { CycleKey } from '../rules/cycle.ts'
import type { Item, ItemKey, ItemState } from '../rules/item.ts'
import type { Hint } from '../rules/precheck.ts'
import type { Prescription, VisitKind } from '../rules/prescription.ts'
import type { Part } from '../rules/sample.ts'

const columns = [
  'review_item.institution_id as institutionId', 'review_item.id', 'review_item.region_code as regionCode', 'review_item.cycle_id as cycleId', 'no', sql<Part>`part`.as('part'), 'ref', 'double_ten as doubleTen', 'on_date as onDate', sql<VisitKind>`visit_kind`.as('visitKind'), 'department_id as departmentId', 'prescriber_id as prescriberId', sql<Prescription>`content`.as('content'), sql<Hint[]>`hints`.as('hints'),
  'reader_id as readerId', 'second_reader_id as secondReaderId', sql<boolean>`coalesce(twice, second_reader_id is not null)`.as('twice'), sql<ItemState>`review_item.state`.as('state'), sql<ProblemCode[] | null>`codes`.as('codes'), 'reply', 'replied_at as repliedAt', 'accepted_at as acceptedAt', 'decided_at as decidedAt', 'review_item.revision',
] as const
const items = (read: ReadTx) => read.selectFrom('review_item').select(columns)
const ofCycle = (read: ReadTx, key: CycleKey) => items(read).where('institution_id', '=', key.institutionId).where('cycle_id', '=', key.cycleId)

export const loadItem = (read: ReadTx, key: ItemKey): Promise<Item> => items(read).where('institution_id', '=', key.institutionId).where('id', '=', key.itemId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export const loadItemForUpdate = (tx: Tx, key: ItemKey): Promise<Item> => tx.selectFrom('review_item').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.itemId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const listItems = (read: ReadTx, key: CycleKey): Promise<Item[]> => ofCycle(read, key).orderBy('no').execute()
export const listItemsForUpdate = (tx: Tx, key: CycleKey): Promise<Item[]> => tx.selectFrom('review_item').select(columns).where('institution_id', '=', key.institutionId).where('cycle_id', '=', key.cycleId).orderBy('no').forUpdate().execute()

export async function insertItems(tx: Tx, given: readonly Item[], at: string): Promise<void> {
  for (let from = 0; from < given.length; from += 200) {
    await tx
      .insertInto('review_item')
      .values(
        given.slice(from, from + 200).map((item) => ({
          institution_id: item.institutionId, id: item.id, region_code: item.regionCode, cycle_id: item.cycleId, no: item.no, part: item.part, ref: item.ref, double_ten: item.doubleTen, on_date: item.onDate, visit_kind: item.visitKind, department_id: item.departmentId, prescriber_id: item.prescriberId, content: JSON.stringify(item.content), hints: JSON.stringify(item.hints),
          reader_id: item.readerId, second_reader_id: item.secondReaderId, twice: item.twice, state: item.state, changed_at: at,
        })),
      )
      .execute()
  }
}

export const saveItem = (tx: Tx, item: Item, at: string) =>
  tx
    .updateTable('review_item')
    .set({ state: item.state, codes: item.codes === null ? null : [...item.codes], reader_id: item.readerId, second_reader_id: item.secondReaderId, reply: item.reply, replied_at: item.repliedAt, accepted_at: item.acceptedAt, decided_at: item.decidedAt, changed_at: at, revision: item.revision })
    .where('institution_id', '=', item.institutionId)
    .where('id', '=', item.id)
    .execute()

/** What is final all at once, when a round is published. */
export const saveFinal = (tx: Tx, key: CycleKey, at: string) =>
  tx
    .updateTable('review_item')
    .set((eb) => ({ state: 'final', decided_at: eb.fn.coalesce('decided_at', eb.val(at)), changed_at: at, revision: eb('revision', '+', 1) }))
    .where('institution_id', '=', key.institutionId)
    .where('cycle_id', '=', key.cycleId)
    .where('state', '=', 'settled')
    .execute()

/** The next ones that wait for a reader, as first or as second, in the order of the rounds and of the draw. */
export const listWaiting = (read: ReadTx, institutionId: string, staffId: string, limit: number, after: number): Promise<(Item & { month: string })[]> =>
  items(read)
    .innerJoin('review_cycle as c', (join) => join.onRef('c.institution_id', '=', 'review_item.institution_id').onRef('c.id', '=', 'review_item.cycle_id'))
    .select('c.month')
    .where('review_item.institution_id', '=', institutionId)
    .where('c.state', '=', 'reading')
    .where((eb) =>
      eb.or([
        eb.and([eb('reader_id', '=', staffId), eb('review_item.state', '=', 'open')]),
        eb.and([eb('second_reader_id', '=', staffId), eb('review_item.state', 'in', ['open', 'second']), eb.not(eb.exists(eb.selectFrom('review_opinion as o').select('o.id').whereRef('o.institution_id', '=', 'review_item.institution_id').whereRef('o.item_id', '=', 'review_item.id').where('o.turn', '=', 2)))]),
      ]),
    )
    .orderBy('c.month')
    .orderBy(sql`case when no > ${after} then 0 else 1 end`)
    .orderBy('no')
    .limit(limit)
    .execute()

type DeskCount = { readonly all: number; readonly left: number }
/** How many are one's own in the rounds that are being read, and how many of them are left. */
export async function countWaiting(read: ReadTx, institutionId: string, staffId: string): Promise<DeskCount> {
  const counted = await sql<DeskCount>`
    select count(*)::int as all, (count(*) filter (where o.id is null))::int as left
    from review_cycle c
      join review_item i on i.institution_id = c.institution_id and i.cycle_id = c.id and (i.reader_id = ${staffId} or i.second_reader_id = ${staffId})
      left join review_opinion o on o.institution_id = i.institution_id and o.item_id = i.id and o.turn = case when i.reader_id = ${staffId} then 1 else 2 end
    where c.institution_id = ${institutionId} and c.state = 'reading'`.execute(read)
  return counted.rows[0] ?? { all: 0, left: 0 }
}

/** The one whose opinion was given last, for taking it back. */
export const lastOpined = (read: ReadTx, institutionId: string, staffId: string): Promise<{ itemId: string } | undefined> =>
  read
    .selectFrom('review_opinion as o')
    .innerJoin('review_item as i', (join) => join.onRef('i.institution_id', '=', 'o.institution_id').onRef('i.id', '=', 'o.item_id'))
    .innerJoin('review_cycle as c', (join) => join.onRef('c.institution_id', '=', 'i.institution_id').onRef('c.id', '=', 'i.cycle_id'))
    .select('o.item_id as itemId')
    .where('o.institution_id', '=', institutionId)
    .where('o.staff_id', '=', staffId)
    .where('o.turn', 'in', [1, 2])
    .where('c.state', '=', 'reading')
    .where((eb) => eb.or([eb('i.state', 'in', ['open', 'second']), eb.and([eb('i.state', '=', 'settled'), eb('i.second_reader_id', 'is', null)])]))
    .orderBy('o.given_at', 'desc')
    .orderBy('o.id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** What waits for the expert group, of every round that is not published. */
export const listToDecide = (read: ReadTx, institutionId: string, limit: number): Promise<Item[]> => items(read).where('institution_id', '=', institutionId).where('state', 'in', ['split', 'replied']).orderBy('cycle_id').orderBy('no').limit(limit).execute()

/** A prescriber's own unreasonable ones of rounds that were fed back, newest first. */
export const listOfPrescriber = (read: ReadTx, institutionId: string, staffId: string, limit: number): Promise<Item[]> =>
  items(read)
    .innerJoin('review_cycle as c', (join) => join.onRef('c.institution_id', '=', 'review_item.institution_id').onRef('c.id', '=', 'review_item.cycle_id'))
    .where('review_item.institution_id', '=', institutionId)
    .where('prescriber_id', '=', staffId)
    .where('c.state', '<>', 'reading')
    .where(sql<boolean>`(cardinality(codes) > 0 or replied_at is not null)`)
    .orderBy('c.month', 'desc')
    .orderBy('no')
    .limit(limit)
    .execute()

/** Published unreasonable ones of these prescribers since a month, for what follows from them. */
export const listFindings = (read: ReadTx, institutionId: string, staffIds: readonly string[], from: string) =>
  staffIds.length === 0
    ? Promise.resolve([])
    : read
        .selectFrom('review_item as i')
        .innerJoin('review_cycle as c', (join) => join.onRef('c.institution_id', '=', 'i.institution_id').onRef('c.id', '=', 'i.cycle_id'))
        .select(['i.id as itemId', sql<string>`i.prescriber_id`.as('staffId'), 'c.month', sql<ProblemCode[]>`i.codes`.as('codes'), sql<string>`c.published_at`.as('publishedAt')])
        .where('i.institution_id', '=', institutionId)
        .where('i.prescriber_id', 'in', [...staffIds])
        .where('c.state', '=', 'published')
        .where('c.month', '>=', from)
        .where(sql<boolean>`cardinality(i.codes) > 0`)
        .execute()

/** Items as facts, by the day of their round's draw and id. */
export const listByDay = (read: ReadTx, ask: { institutionId: string; from: string; to: string }, after: { on: string; id: string } | null, limit: number): Promise<(Item & { month: string; drawnOn: string })[]> =>
  items(read)
    .innerJoin('review_cycle as c', (join) => join.onRef('c.institution_id', '=', 'review_item.institution_id').onRef('c.id', '=', 'review_item.cycle_id'))
    .select(['c.month', 'c.drawn_on as drawnOn'])
    .where('review_item.institution_id', '=', ask.institutionId)
    .where('c.drawn_on', '>=', ask.from)
    .where('c.drawn_on', '<=', ask.to)
    .where(afterFact(after, 'c.drawn_on', 'review_item.id'))
    .orderBy('c.drawn_on')
    .orderBy('review_item.id')
    .limit(limit)
    .execute()
