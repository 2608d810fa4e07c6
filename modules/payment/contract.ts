import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { keepers, watchers } from './rules/authority.ts'
import { orderStates, trades } from './rules/order.ts'
import { refundStates } from './rules/refund.ts'

const refusal = z.string().nullable()
const text = (most: number) => z.string().overwrite((words) => words.replaceAll('\0', '')).trim().max(most)
const words = text(300).min(2)
const body = z.object({ institutionId: id })

export const RefundView = z.object({ id, amountCents: z.number().int(), reason: z.enum(['cancelled', 'stopped', 'late', 'twice', 'cheaper', 'person']), words: z.string(), state: z.enum(refundStates), madeAt: isoInstant, madeName: z.string(), doneAt: isoInstant.nullable(), tries: z.number().int(), error: z.string().nullable(), blocked: z.object({ retry: refusal }) })
export const PaymentView = z.object({
  institutionId: id, id, bookingId: id, number: z.string(), about: z.string(), amountCents: z.number().int(), state: z.enum(orderStates), settled: z.enum(['confirmed', 'kept', 'refund', 'person']).nullable(), madeAt: isoInstant, paidAt: isoInstant.nullable(), paidCents: z.number().int().nullable(), transactionId: z.string().nullable(), error: z.string().nullable(),
  refunds: z.array(RefundView),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ refund: refusal }),
})
export const MerchantView = z.object({ institutionId: id, channel: z.enum(['wechat', 'stand-in']), mchid: z.string(), appid: z.string(), serial: z.string(), platformSerial: z.string(), trade: z.enum(trades), active: z.boolean(), revision: z.number().int(), changedName: z.string(), changedAt: isoInstant })
export const BillView = z.object({ onDate: isoDate, state: z.enum(['compared', 'failed']), paidCount: z.number().int(), paidCents: z.number().int(), refundCount: z.number().int(), refundCents: z.number().int(), differences: z.number().int(), error: z.string().nullable(), triedAt: isoInstant })
export const DifferenceView = z.object({ id, onDate: isoDate, kind: z.enum(['not-here', 'not-there', 'amount']), subject: z.enum(['payment', 'refund']), number: z.string(), oursCents: z.number().int().nullable(), theirsCents: z.number().int().nullable(), state: z.enum(['open', 'settled']), words: z.string(), settledName: z.string().nullable() })

export const paymentContract = {
  listPayments: endpoint({ method: 'GET', path: '/payments/:institutionId', access: [...watchers], summary: 'What was paid online and paid back, newest first', params: body, query: z.object({ ...pageQuery, show: z.enum(['all', 'paid', 'person']).default('all') }), reply: pageOf(PaymentView) }),
  refundPayment: endpoint({ method: 'POST', path: '/payments/:institutionId/orders/:orderId/refund', access: [...keepers], summary: 'Pays back what is left of a payment, with the reason', params: body.extend({ orderId: id }), body: z.object({ words }), reply: PaymentView }),
  retryRefund: endpoint({ method: 'POST', path: '/payments/:institutionId/refunds/:refundId/retry', access: [...keepers], summary: 'Asks the channel for a refund once more', params: body.extend({ refundId: id }) }),
  listBills: endpoint({ method: 'GET', path: '/payments/:institutionId/bills', access: [...watchers], summary: "The channel's bills of the last days and what differs", params: body, reply: z.object({ bills: z.array(BillView), differences: z.array(DifferenceView), blocked: z.object({ settle: refusal }) }) }),
  settleDifference: endpoint({ method: 'POST', path: '/payments/:institutionId/differences/:differenceId/settle', access: [...keepers], summary: 'Says what a difference was', params: body.extend({ differenceId: id }), body: z.object({ words }) }),
  loadMerchant: endpoint({ method: 'GET', path: '/payments/:institutionId/merchant', access: [...keepers], summary: 'The merchant account, its keys left out', params: body, reply: z.object({ merchant: MerchantView.nullable(), noticeUrl: z.string() }) }),
  saveMerchant: endpoint({
    method: 'PUT', path: '/payments/:institutionId/merchant', access: [...keepers], summary: 'Sets up the merchant account; keys left empty stay as they are', params: body, reply: MerchantView,
    body: z.object({
      mchid: z.string().trim().regex(/^\d{8,10}$/), appid: z.string().trim().regex(/^wx[0-9a-f]{16}$/), serial: z.string().trim().regex(/^[0-9A-Fa-f]{8,40}$/), platformSerial: z.string().trim().regex(/^(?:PUB_KEY_ID_)?[0-9A-Za-z]{8,60}$/), trade: z.enum(trades).default('native'), active: z.boolean().default(true), revision: z.number().int().nullable().default(null),
      privateKey: text(8000).default(''), apiKey: z.string().trim().regex(/^(?:[0-9A-Za-z]{32})?$/).default(''), platformKey: text(8000).default(''),
    }),
  }),
  tryMerchant: endpoint({ method: 'POST', path: '/payments/:institutionId/merchant/try', access: [...keepers], summary: 'Asks the channel whether the keys fit, without money', params: body, reply: z.object({ works: z.boolean(), says: z.string() }) }),
}
