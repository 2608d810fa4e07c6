import { isRefusal, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { findBooking } from '../../booking/public.ts'
import { refundJob } from '../jobs.ts'
import { numberOf, type Order, type RefundReason } from '../rules/order.ts'
import { refundable, type Refund } from '../rules/refund.ts'
import { insertRefund, refundsOf } from '../store/refunds.ts'
import { tellPayer } from './messages.ts'

/**
 * Rule PY-7: money that goes back is written down in the transaction of whatever gave the reason; a job asks the channel for it.
 * The order is locked. Without an amount all that is left goes back; where nothing is, nothing is written.
 */
export async function orderRefund(step: Act, order: Order, given: { readonly reason: RefundReason; readonly words: string; readonly cents: number | null }): Promise<void> {
  const before = await refundsOf(step.tx, order.institutionId, [order.id])
  if (before.some((each) => each.reason === given.reason)) return
  const left = refundable(order, before)
  if (isRefusal(left)) {
    if (given.reason === 'person') throw new RefusedError(left.refused)
    return
  }
  const id = step.newId()
  const now = step.now.toISOString()
  const refund: Refund = {
    institutionId: order.institutionId, id, regionCode: order.regionCode, orderId: order.id, outRefundNo: numberOf(id), amountCents: Math.min(left, given.cents ?? left), reason: given.reason, words: given.words, state: 'due', refundId: null, madeAt: now, madeName: step.actor.kind === 'staff' ? step.actor.name : '', doneAt: null, nextAt: now, tries: 0, lastError: null,
  }
  await insertRefund(step.tx, refund)
  await refundJob.enqueue(step.tx, { institutionId: refund.institutionId, refundId: refund.id })
  // Who cancelled, or whose clinic was stopped, was told of the money already.
  if (given.reason !== 'cancelled' && given.reason !== 'stopped') await tellPayer(step, await findBooking(step.tx, { institutionId: order.institutionId, bookingId: order.bookingId }), { what: 'refund-due', cents: refund.amountCents, reason: refund.reason })
  await step.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: 'payment.refund_due', subjectId: order.bookingId, detail: { outRefundNo: refund.outRefundNo, cents: refund.amountCents, reason: refund.reason, ...(given.words === '' ? {} : { words: given.words }) } })
}
