import { measurePlan } from './plan-exact.ts'
import type { Item, Order } from './order.ts'

/** What became of the booking of one examination: given up, or moved by the house to a time of a clinic that does it. */
export type ItemChange = { readonly item: Item; readonly now: Item | null }
export type Followed = { readonly order: Order; readonly items: readonly Item[]; readonly gone: readonly Item[]; readonly fresh: readonly Item[] }

/**
 * Rule XM-16: an order follows its bookings: what was cancelled, stopped or ran out is to be planned again, what the house moved
 * is kept where it is now; null where nothing of it changes any more.
 */
export function follow(order: Order, items: readonly Item[], changes: readonly ItemChange[]): Followed | null {
  if (order.state !== 'planned' && order.state !== 'open') return null
  const changed = new Map(changes.map((each) => [each.item.exam, each]))
  const gone = items.filter((item) => changed.has(item.exam))
  if (gone.length === 0) return null
  const fresh = gone.flatMap((item) => changed.get(item.exam)?.now ?? [])
  const left = [...items.filter((item) => !changed.has(item.exam)), ...fresh]
  const isWhole = order.state === 'planned' && order.exams.every((exam) => left.some((item) => item.exam === exam))
  const sums = isWhole ? measurePlan(left) : { trips: null, waiting: null, lastOn: null }
  return { order: { ...order, state: isWhole ? 'planned' : 'open', trips: sums.trips, waiting: sums.waiting, lastOn: sums.lastOn }, items: left, gone, fresh }
}
