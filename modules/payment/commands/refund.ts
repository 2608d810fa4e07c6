import { systemActor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findBooking } from '../../booking/public.ts'
import { ChannelFault } from '../channel/port.ts'
import { refundJob } from '../jobs.ts'
import { mayKeep } from '../rules/authority.ts'
import { learnRefund, tryNext, type ChannelRefund } from '../rules/refund.ts'
import { findMerchant } from '../store/merchants.ts'
import * as orders from '../store/orders.ts'
import * as refunds from '../store/refunds.ts'
import { reasonWords } from '../rules/messages.ts'
import { channelOf } from '../till.ts'
import { tellPayer } from './messages.ts'
import { orderRefund } from './refund-made.ts'

const system = systemActor('payment.refund')

/** Rule PY-9: asks the channel for one refund, by its own number, as often as it takes. */
export async function sendRefund(platform: Platform, key: refunds.RefundKey): Promise<void> {
  const found = await look(platform, system, async ({ read }) => {
    const merchant = await findMerchant(read, key.institutionId)
    const refund = await refunds.findRefund(read, key)
    const order = refund === undefined ? undefined : await orders.findOrder(read, { institutionId: key.institutionId, orderId: refund.orderId })
    return merchant === undefined || refund === undefined || order === undefined ? null : { refund, order, channel: channelOf(platform, merchant) }
  })
  if (found === null || found.refund.state === 'done' || found.refund.nextAt === null) return
  const { refund, order, channel } = found
  let said: ChannelRefund
  try {
    said = await channel.refund({ outTradeNo: order.outTradeNo, outRefundNo: refund.outRefundNo, cents: refund.amountCents, totalCents: order.paidCents ?? order.amountCents, reason: reasonWords[refund.reason].zh })
  } catch (error) {
    if (!(error instanceof ChannelFault)) throw error
    const { message } = error
    await act(platform, system, async (step) => {
      const current = await refunds.lockRefund(step.tx, key)
      if (current.nextAt !== null) await refunds.saveRefund(step.tx, { ...current, tries: current.tries + 1, nextAt: tryNext(current.tries, step.now.toISOString()), lastError: message })
    })
    return
  }
  await act(platform, system, async (step) => {
    const current = await refunds.lockRefund(step.tx, key)
    await refunds.saveRefund(step.tx, { ...current, tries: current.tries + 1 })
    await heardOfRefund(step, key, said)
  })
}

/** What the channel says of a refund, from an answer or a message, in whatever order. */
export async function heardOfRefund(step: Act, key: refunds.RefundKey, said: ChannelRefund): Promise<void> {
  const current = await refunds.lockRefund(step.tx, key)
  const now = step.now.toISOString()
  const heard = learnRefund(current, said, now)
  if (heard === current) return
  await refunds.saveRefund(step.tx, heard)
  if (heard.state === current.state) return
  const body = { institutionId: current.institutionId, regionCode: current.regionCode }
  const order = await orders.findOrder(step.tx, { institutionId: current.institutionId, orderId: current.orderId })
  if (order === undefined) return
  if (heard.state === 'done') await tellPayer(step, await findBooking(step.tx, { institutionId: order.institutionId, bookingId: order.bookingId }), { what: 'refunded', cents: current.amountCents, reason: current.reason })
  if (heard.state === 'failed') await notify(step, { ...body, role: 'institution_clerk', topic: 'payment.refund_failed', params: { about: order.about }, link: '/booking/payments?show=person', onceKey: `payment.refund_failed ${current.id} ${heard.tries}` })
  if (heard.state === 'done' || heard.state === 'failed') await step.record({ ...body, kind: heard.state === 'done' ? 'payment.refunded' : 'payment.refund_failed', subjectId: order.bookingId, detail: { outRefundNo: current.outRefundNo, cents: current.amountCents, reason: current.reason } })
}

/** Rule PY-12: head or clerk pays back with a reason what is left of a payment. */
export async function refundByHand(step: Act, ask: orders.OrderKey & { readonly words: string }): Promise<void> {
  const no = mayKeep(step.actor, ask)
  if (no !== null) throw new RefusedError(no.refused)
  const order = await orders.lockOrder(step.tx, ask)
  const settled = { ...order, settled: 'refund' as const, nextAt: null }
  if (order.state === 'paid') await orders.saveOrder(step.tx, settled)
  const before = await refunds.refundsOf(step.tx, ask.institutionId, [order.id])
  if (before.some((each) => each.reason === 'person')) throw new RefusedError('payment.refunded_already')
  await orderRefund(step, settled, { reason: 'person', words: ask.words, cents: null })
}

/** Asks for a refund once more at once, also for one that the channel had refused: somebody saw to the account. */
export async function retryRefund(step: Act, key: refunds.RefundKey): Promise<void> {
  const no = mayKeep(step.actor, key)
  if (no !== null) throw new RefusedError(no.refused)
  const current = await refunds.lockRefund(step.tx, key)
  if (current.state === 'done') throw new RefusedError('payment.refund_done')
  await refunds.saveRefund(step.tx, { ...current, state: current.state === 'failed' ? 'due' : current.state, nextAt: step.now.toISOString() })
  await refundJob.enqueue(step.tx, key)
  await step.record({ institutionId: current.institutionId, regionCode: current.regionCode, kind: 'payment.refund_retried', subjectId: current.orderId, detail: { outRefundNo: current.outRefundNo } })
}
