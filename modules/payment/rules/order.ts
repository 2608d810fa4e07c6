import { addMs, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const trades = ['native', 'h5'] as const
/** A code to be scanned, or a link that opens the wallet of the same phone. */
export type Trade = (typeof trades)[number]
export const orderStates = ['new', 'open', 'paid', 'closed'] as const
export type OrderState = (typeof orderStates)[number]
/** What came of money that arrived. */
export type Settled = 'confirmed' | 'kept' | 'refund' | 'person'

export type Order = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly bookingId: string
  readonly outTradeNo: string
  readonly about: string
  readonly amountCents: number
  readonly trade: Trade
  readonly state: OrderState
  readonly settled: Settled | null
  readonly payUrl: string | null
  readonly expiresAt: Instant
  readonly madeAt: Instant
  readonly paidAt: Instant | null
  readonly paidCents: number | null
  readonly transactionId: string | null
  readonly nextAt: Instant | null
  readonly asks: number
  readonly lastError: string | null
}

/** What the channel says of an order. */
export type ChannelOrder =
  | { readonly state: 'paid'; readonly transactionId: string; readonly paidAt: Instant; readonly cents: number }
  | { readonly state: 'unpaid' | 'closed' | 'missing' }

/** What of a booking decides about its money. */
export type BookedState = { readonly state: string; readonly holdUntil: Instant | null }
export type RefundReason = 'cancelled' | 'stopped' | 'late' | 'twice' | 'cheaper' | 'person'

const minuteMs = 60_000
/** The channel's order ends this long before the hold: whoever pays in the last moment is still noticed in time. */
const marginMs = minuteMs

/** Rule PY-1: a held place with a fee can be paid online while two minutes are left; the order ends a minute before the hold does. */
export function openUntil(booking: BookedState & { readonly feeCents: number }, now: Instant): Instant | Refusal {
  if (booking.state !== 'held' || booking.holdUntil === null) return refuse('payment.not_held')
  if (booking.feeCents === 0) return refuse('payment.free')
  const until = addMs(booking.holdUntil, -marginMs)
  return until < addMs(now, marginMs) ? refuse('payment.too_late') : until
}

/** Numbers at the channel are letters and digits, at most 32: those of the row's own id. */
export const numberOf = (id: string): string => id.replaceAll('-', '')

/** Rule PY-2: what the channel says changes an order once; paid stays paid, whatever is told later, again or in another order. */
export function learn(order: Order, said: ChannelOrder): Order {
  if (order.state === 'paid') return order
  // Closed here and yet paid: the money is there, and the money decides.
  if (said.state === 'paid') return { ...order, state: 'paid', paidAt: said.paidAt, paidCents: said.cents, transactionId: said.transactionId, payUrl: null, nextAt: said.paidAt, lastError: null }
  if (said.state === 'closed') return { ...order, state: 'closed', payUrl: null, nextAt: null, lastError: null }
  return order
}

export type Verdict = { readonly does: 'confirm' } | { readonly does: 'keep' } | { readonly does: 'person' } | { readonly does: 'refund'; readonly reason: RefundReason } | { readonly does: 'nothing' }

/**
 * Rules PY-3 and PY-4: a booking that is still held is confirmed where it was paid in time; once the visit has begun the money is
 * its fee; what was given up, stopped, ran out or was paid at the desk as well is paid back. Another amount than asked is for a person.
 */
export function verdictOn(order: Order, booking: BookedState | null): Verdict {
  if (order.state !== 'paid' || order.paidAt === null || order.settled === 'refund' || order.settled === 'person') return { does: 'nothing' }
  if (order.paidCents !== order.amountCents || booking === null) return { does: 'person' }
  switch (booking.state) {
    case 'held':
      return booking.holdUntil !== null && order.paidAt < booking.holdUntil ? { does: 'confirm' } : { does: 'refund', reason: 'late' }
    case 'booked':
      return order.settled === null ? { does: 'refund', reason: 'twice' } : { does: 'nothing' }
    case 'cancelled':
    case 'stopped':
      return { does: 'refund', reason: booking.state }
    case 'expired':
      return { does: 'refund', reason: 'late' }
    case 'moved':
      return { does: 'person' }
    default:
      return order.settled === null ? { does: 'keep' } : { does: 'nothing' }
  }
}

/** Rule PY-5: an order that nobody paid is closed at the channel once it ran out or its booking needs it no more, so that nothing can be paid afterwards. */
export const isToClose = (order: Order, booking: BookedState | null, now: Instant): boolean =>
  (order.state === 'new' || order.state === 'open') && (order.expiresAt <= now || booking === null || (booking.state !== 'held' && booking.state !== 'arrived'))

const askAfter = [15_000, 30_000, minuteMs, 2 * minuteMs, 5 * minuteMs]
/** Rule PY-6: whoever paid does not wait for the channel's message: it is asked again and again, also where it cannot be reached. */
export function askNext(order: Pick<Order, 'asks' | 'expiresAt'>, now: Instant): Instant {
  const next = addMs(now, askAfter[Math.min(order.asks, askAfter.length - 1)] ?? minuteMs)
  return order.expiresAt > now && next > order.expiresAt ? order.expiresAt : next
}
