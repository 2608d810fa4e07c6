import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Body } from '../rules/access.ts'
import type { Cycle, CycleKey } from '../rules/cycle.ts'
import { dropSecond, handOver, isOwed, type Item, type Opinion } from '../rules/item.ts'
import { loadCycleForUpdate } from '../store/cycles.ts'
import { listItemsForUpdate, saveItem } from '../store/items.ts'
import { listReadings } from '../store/opinions.ts'
import { ownHouse } from './after.ts'
import { readersOf } from './draw.ts'
import { keepItem } from './read.ts'

type Owed = { readonly cycle: Cycle; readonly body: Body & { level: string }; readonly owed: readonly { readonly item: Item; readonly own: readonly Opinion[] }[] }

/** What one reader of a round that is being read still owes. */
async function owedBy(act: Act, key: CycleKey, from: string): Promise<Owed> {
  const body = await ownHouse(act)
  const cycle = await loadCycleForUpdate(act.tx, key)
  if (cycle.institutionId !== body.institutionId) throw new RefusedError('review.office_only')
  if (cycle.state !== 'reading') throw new RefusedError('review.reading_over')
  const opinions = Map.groupBy(await listReadings(act.tx, key), (each) => each.itemId)
  const owed = (await listItemsForUpdate(act.tx, key)).map((item) => ({ item, own: opinions.get(item.id) ?? [] })).filter(({ item, own }) => isOwed(item, own, from))
  return { cycle, body, owed }
}

export type Handed = { readonly first: number; readonly second: number; readonly left: number }

/** Rule RV-5: what a reader owes goes to another who is qualified, of the round or not; what that one reads already stays, and is counted. */
export async function giveToAnother(act: Act, ask: CycleKey & { readonly from: string; readonly to: string }): Promise<Handed> {
  const { cycle, body, owed } = await owedBy(act, ask, ask.from)
  const readers = await readersOf({ read: act.tx, today: act.today }, body, cycle.numbers.titles)
  if (!readers.some((each) => each.staffId === ask.to)) throw new RefusedError('review.reader_unfit')
  const moved = owed.flatMap(({ item, own }) => handOver(item, own, ask) ?? [])
  if (moved.length === 0) throw new RefusedError('review.none_to_hand', String(owed.length))
  for (const { item } of moved) await saveItem(act.tx, item, act.now.toISOString())
  const first = moved.filter((each) => each.turn === 1).length
  const handed = { first, second: moved.length - first, left: owed.length - moved.length }
  await act.record({ institutionId: cycle.institutionId, regionCode: cycle.regionCode, kind: 'review.handed_over', subjectId: cycle.id, detail: { from: ask.from, to: ask.to, ...handed } })
  return handed
}

/** Rule RV-5: second readings that nobody is left to give are dropped with a reason; the round says how many. */
export async function dropSecondReadings(act: Act, ask: CycleKey & { readonly from: string; readonly reason: string }): Promise<number> {
  const { cycle, owed } = await owedBy(act, ask, ask.from)
  const dropped = owed.flatMap(({ item, own }) => {
    const after = dropSecond(item, own, ask.from)
    return after === null ? [] : [{ before: item, after }]
  })
  if (dropped.length === 0) throw new RefusedError('review.no_second_left')
  for (const { before, after } of dropped) await keepItem(act, cycle, before, after, 'review.second_dropped', { reader: ask.from, reason: ask.reason })
  return dropped.length
}
