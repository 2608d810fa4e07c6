import { addMs, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Order, RefundReason } from './order.ts'

export const refundStates = ['due', 'asked', 'done', 'failed'] as const
export type RefundState = (typeof refundStates)[number]
export type Refund = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly orderId: string
  readonly outRefundNo: string
  readonly amountCents: number
  readonly reason: RefundReason
  readonly words: string
  readonly state: RefundState
  readonly refundId: string | null
  readonly madeAt: Instant
  readonly madeName: string
  readonly doneAt: Instant | null
  readonly nextAt: Instant | null
  readonly tries: number
  readonly lastError: string | null
}

/** What the channel says of a refund; `failed` is what a person has to see to (an account that was closed). */
export type ChannelRefund = { readonly state: 'asked' | 'done' | 'failed'; readonly refundId: string; readonly doneAt: Instant | null; readonly says: string }

/** Rule PY-7: never more is paid back than was paid. */
export function refundable(order: Pick<Order, 'state' | 'paidCents'>, refunds: readonly Pick<Refund, 'amountCents'>[]): number | Refusal {
  if (order.state !== 'paid' || order.paidCents === null) return refuse('payment.not_paid')
  const left = order.paidCents - refunds.reduce((sum, each) => sum + each.amountCents, 0)
  return left > 0 ? left : refuse('payment.refunded_already')
}

/** Rule PY-8: moved to a cheaper clinic the difference goes back; to a dearer one nothing more is asked for online. */
export const cheaperBy = (order: Pick<Order, 'amountCents' | 'settled'>, feeCents: number): number => (order.settled === 'confirmed' ? Math.max(0, order.amountCents - feeCents) : 0)

const hourMs = 3_600_000
/** Rule PY-9: a refund is asked for again until the channel says that it is done: soon at first, later every six hours, never given up. */
export const tryNext = (tries: number, now: Instant): Instant => addMs(now, Math.min(30_000 * 2 ** Math.min(tries, 12), 6 * hourMs))

/** What was said last counts; done stays done. */
export function learnRefund(refund: Refund, said: ChannelRefund, now: Instant): Refund {
  if (refund.state === 'done') return refund
  const heard = { ...refund, refundId: said.refundId }
  if (said.state === 'done') return { ...heard, state: 'done', doneAt: said.doneAt ?? now, nextAt: null, lastError: null }
  if (said.state === 'failed') return { ...heard, state: 'failed', nextAt: null, lastError: said.says }
  return { ...heard, state: 'asked', nextAt: tryNext(refund.tries, now), lastError: null }
}
