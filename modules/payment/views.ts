import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { isRefusal, refusalOf } from '../../kernel/refusal.ts'
import type { BillView, DifferenceView, MerchantView, PaymentView, RefundView } from './contract.ts'
import { mayKeep } from './rules/authority.ts'
import type { Order } from './rules/order.ts'
import { refundable, type Refund } from './rules/refund.ts'
import type { Bill, KeptDifference } from './store/bills.ts'
import type { Merchant } from './store/merchants.ts'

const viewRefund = (refund: Refund, actor: Actor): z.infer<typeof RefundView> => {
  const { id, amountCents, reason, words, state, madeAt, madeName, doneAt, tries, lastError } = refund
  return { id, amountCents, reason, words, state, madeAt, madeName, doneAt, tries, error: lastError, blocked: { retry: state === 'done' ? 'payment.refund_done' : refusalOf(mayKeep(actor, refund)) } }
}

export function viewPayment(order: Order, refunds: readonly Refund[], actor: Actor): z.infer<typeof PaymentView> {
  const { institutionId, id, bookingId, outTradeNo, about, amountCents, state, settled, madeAt, paidAt, paidCents, transactionId, lastError } = order
  const own = refunds.filter((each) => each.orderId === id)
  const left = refundable(order, own)
  const no = mayKeep(actor, order) ?? (isRefusal(left) ? left : own.some((each) => each.reason === 'person') ? { refused: 'payment.refunded_already' as const } : null)
  return { institutionId, id, bookingId, number: outTradeNo, about, amountCents, state, settled, madeAt, paidAt, paidCents, transactionId, error: lastError, refunds: own.map((each) => viewRefund(each, actor)), blocked: { refund: refusalOf(no) } }
}

export function viewMerchant(merchant: Merchant): z.infer<typeof MerchantView> {
  const { institutionId, channel, mchid, appid, serial, platformSerial, trade, active, revision, changedName, changedAt } = merchant
  return { institutionId, channel, mchid, appid, serial, platformSerial, trade, active, revision, changedName, changedAt }
}

export function viewBill(bill: Bill): z.infer<typeof BillView> {
  const { onDate, state, paidCount, paidCents, refundCount, refundCents, differences, lastError, triedAt } = bill
  return { onDate, state, paidCount, paidCents, refundCount, refundCents, differences, error: lastError, triedAt }
}

export function viewDifference(each: KeptDifference): z.infer<typeof DifferenceView> {
  const { id, onDate, kind, subject, number, ours, theirs, state, words, settledName } = each
  return { id, onDate, kind, subject, number, oursCents: ours, theirsCents: theirs, state, words, settledName }
}
