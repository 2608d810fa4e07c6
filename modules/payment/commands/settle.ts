import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { confirmPaid, findBooking, lockBooking } from '../../booking/public.ts'
import { ChannelFault, type PaymentChannel } from '../channel/port.ts'
import { askNext, isToClose, learn, verdictOn, type BookedState, type ChannelOrder, type Order } from '../rules/order.ts'
import { findMerchant } from '../store/merchants.ts'
import * as orders from '../store/orders.ts'
import { channelOf } from '../till.ts'
import { tellPayer } from './messages.ts'
import { orderRefund } from './refund-made.ts'

const system = systemActor('payment.settle')
/** Paid while it was being closed: asked once more, and that is all there can be. */
const mostTurns = 3

/**
 * Looks what became of an order: asks the channel where that can still change something, and does what its answer says. Runs
 * again at any time and from anywhere (a page, a message, a job), and does everything once. Opens its own transactions.
 */
export async function settleOrder(platform: Platform, key: orders.OrderKey, told?: ChannelOrder): Promise<Order | null> {
  const known = await look(platform, system, async ({ read }) => {
    const [order, merchant] = [await orders.findOrder(read, key), await findMerchant(read, key.institutionId)]
    return order === undefined || merchant === undefined ? null : { order, channel: channelOf(platform, merchant) }
  })
  if (known === null) return null
  const { channel } = known
  let order = known.order
  let said = told
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const isOpen = order.state === 'new' || order.state === 'open'
    if (said === undefined && isOpen) {
      const asked = await ask(platform, order, channel)
      if (asked === null) return order
      said = asked
    }
    const heard = said
    const applied = await act(platform, system, (step) => apply(step, key, heard ?? null))
    order = applied.order
    if (!applied.isToClose) return order
    said = await close(platform, order, channel, heard)
    if (said === undefined) return order
    if (said.state === 'unpaid') said = undefined
  }
  return order
}

async function ask(platform: Platform, order: Order, channel: PaymentChannel): Promise<ChannelOrder | null> {
  try {
    return await channel.ask(order.outTradeNo)
  } catch (error) {
    await noteFault(platform, order, error)
    return null
  }
}

/** What the order is after it was closed; undefined where the channel could not be reached and is asked again later. */
async function close(platform: Platform, order: Order, channel: PaymentChannel, said: ChannelOrder | undefined): Promise<ChannelOrder | undefined> {
  // The channel never heard of it: there is nothing to close.
  if (said?.state === 'missing' && order.state === 'new') return { state: 'closed' }
  try {
    return (await channel.close(order.outTradeNo)) === 'closed' ? { state: 'closed' } : { state: 'unpaid' }
  } catch (error) {
    await noteFault(platform, order, error)
    return undefined
  }
}

/** Rule PY-6: a channel that cannot be reached is kept on the row, and asked again. */
async function noteFault(platform: Platform, order: Order, error: unknown): Promise<void> {
  if (!(error instanceof ChannelFault)) throw error
  await act(platform, system, async (step) => {
    const current = await orders.lockOrder(step.tx, { institutionId: order.institutionId, orderId: order.id })
    if (current.state === 'new' || current.state === 'open') await orders.saveOrder(step.tx, { ...current, asks: current.asks + 1, nextAt: askNext(current, step.now.toISOString()), lastError: error.message })
  })
}

/** What is known, kept and acted upon, in one transaction: the booking is locked before its order, as whoever changes a booking does. */
async function apply(step: Act, key: orders.OrderKey, said: ChannelOrder | null): Promise<{ order: Order; isToClose: boolean }> {
  const seen = await orders.findOrder(step.tx, key)
  if (seen === undefined) throw new Error('an order is gone')
  const booking = await lockBooking(step.tx, { institutionId: seen.institutionId, bookingId: seen.bookingId })
  const current = await orders.lockOrder(step.tx, key)
  // The booking was moved between the two: the order stands for another one now, and comes again at once.
  if (current.bookingId !== booking.id) return { order: current, isToClose: false }
  const now = step.now.toISOString()
  const order = said === null ? current : learn(current, said)
  if (order.state === 'paid') return { order: await actOn(step, order, booking), isToClose: false }
  if (isToClose(order, booking, now)) return { order, isToClose: true }
  const isOpen = order.state !== 'closed'
  const kept: Order = isOpen && said !== null ? { ...order, asks: order.asks + 1, nextAt: askNext(order, now), lastError: null } : order
  await orders.saveOrder(step.tx, kept)
  return { order: kept, isToClose: false }
}

/** Rules PY-3 and PY-4 done: money that arrived confirms, stays, goes back or is shown to a person. */
export async function actOn(step: Act, order: Order, booking: BookedState): Promise<Order> {
  const verdict = verdictOn(order, booking)
  const body = { institutionId: order.institutionId, regionCode: order.regionCode }
  const key = { institutionId: order.institutionId, bookingId: order.bookingId }
  const save = async (settled: Order['settled']): Promise<Order> => {
    const kept: Order = { ...order, settled, nextAt: null, lastError: null }
    await orders.saveOrder(step.tx, kept)
    return kept
  }
  const detail = { outTradeNo: order.outTradeNo, cents: order.paidCents }
  switch (verdict.does) {
    case 'nothing':
      return save(order.settled)
    case 'confirm': {
      const kept = await save('confirmed')
      await tellPayer(step, await findBooking(step.tx, key), { what: 'paid', cents: order.amountCents })
      await confirmPaid(step, key, order.paidAt ?? step.now.toISOString())
      await step.record({ ...body, kind: 'payment.paid', subjectId: order.bookingId, detail })
      return kept
    }
    case 'keep': {
      const kept = await save('kept')
      await step.record({ ...body, kind: 'payment.paid', subjectId: order.bookingId, detail: { ...detail, kept: true } })
      return kept
    }
    case 'refund': {
      const kept = await save('refund')
      await orderRefund(step, kept, { reason: verdict.reason, words: '', cents: null })
      return kept
    }
    case 'person': {
      const kept = await save('person')
      await notify(step, { ...body, role: 'institution_clerk', topic: 'payment.person', params: { about: order.about }, link: '/booking/payments?show=person', onceKey: `payment.person ${order.id}` })
      await step.record({ ...body, kind: 'payment.person', subjectId: order.bookingId, detail: { ...detail, asked: order.amountCents } })
      return kept
    }
  }
}
