import type { Act } from '../../../server/platform/act.ts'
import { findBooking, type BookingChange } from '../../booking/public.ts'
import { settleJob } from '../jobs.ts'
import type { Order } from '../rules/order.ts'
import { cheaperBy } from '../rules/refund.ts'
import { lockOrder, ordersOfBookings, saveOrder } from '../store/orders.ts'
import { orderRefund } from './refund-made.ts'
import { actOn } from './settle.ts'

/**
 * What becomes of the money where a booking changes, in the same transaction: what was paid goes back or moves along (Rules PY-4
 * and PY-8); an order nobody paid yet is seen to by a job, for the channel is asked outside of transactions.
 */
export async function followBookings(step: Act, changes: readonly BookingChange[]): Promise<void> {
  const bodies = Map.groupBy(changes, (each) => each.institutionId)
  for (const [institutionId, own] of bodies) {
    const found = await ordersOfBookings(step.tx, institutionId, own.map((each) => each.bookingId))
    const changeOf = new Map(own.map((each) => [each.bookingId, each]))
    for (const each of found.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const change = changeOf.get(each.bookingId)
      if (change !== undefined) await followOne(step, await lockOrder(step.tx, { institutionId, orderId: each.id }), change)
    }
  }
}

async function followOne(step: Act, order: Order, change: BookingChange): Promise<void> {
  if (order.state === 'closed' || order.settled === 'refund') return
  if (change.movedTo !== null) return moved(step, order, change.movedTo)
  if (order.state === 'paid') {
    await actOn(step, order, { state: change.to, holdUntil: null })
    return
  }
  await seeTo(step, order)
}

async function seeTo(step: Act, order: Order): Promise<void> {
  await saveOrder(step.tx, { ...order, nextAt: step.now.toISOString() })
  await settleJob.enqueue(step.tx, { institutionId: order.institutionId, orderId: order.id })
}

/** Rule PY-8: the order goes along with the booking; one that asks another fee and is not paid yet is closed, so that the right one can be opened. */
async function moved(step: Act, order: Order, bookingId: string): Promise<void> {
  const now = step.now.toISOString()
  const fee = (await findBooking(step.tx, { institutionId: order.institutionId, bookingId }))?.feeCents ?? order.amountCents
  const along: Order = { ...order, bookingId }
  if (order.state !== 'paid') return seeTo(step, fee === order.amountCents ? along : { ...along, expiresAt: now })
  await saveOrder(step.tx, along)
  const back = cheaperBy(order, fee)
  if (back > 0) await orderRefund(step, along, { reason: 'cheaper', words: '', cents: back })
}
