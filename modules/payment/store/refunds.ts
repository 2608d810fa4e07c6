import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { RefundReason } from '../rules/order.ts'
import type { Refund, RefundState } from '../rules/refund.ts'

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'order_id as orderId', 'out_refund_no as outRefundNo', 'amount_cents as amountCents', sql<RefundReason>`reason`.as('reason'), 'words', sql<RefundState>`state`.as('state'), 'refund_id as refundId', 'made_at as madeAt', 'made_name as madeName', 'done_at as doneAt', 'next_at as nextAt', 'tries', 'last_error as lastError',
] as const

export type RefundKey = { readonly institutionId: string; readonly refundId: string }

export const refundsOf = (read: ReadTx, institutionId: string, orderIds: readonly string[]): Promise<Refund[]> =>
  orderIds.length === 0 ? Promise.resolve([]) : read.selectFrom('payment_refund').select(columns).where('institution_id', '=', institutionId).where('order_id', 'in', [...orderIds]).orderBy('made_at').orderBy('id').execute()
export const findRefund = (read: ReadTx, key: RefundKey): Promise<Refund | undefined> => read.selectFrom('payment_refund').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.refundId).executeTakeFirst()
export const lockRefund = (tx: Tx, key: RefundKey): Promise<Refund> =>
  tx.selectFrom('payment_refund').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.refundId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('payment.not_found'))
export const refundByNumber = (read: ReadTx, institutionId: string, outRefundNo: string): Promise<Refund | undefined> => read.selectFrom('payment_refund').select(columns).where('institution_id', '=', institutionId).where('out_refund_no', '=', outRefundNo).executeTakeFirst()

/** The order is locked, so that what is left of it is what was counted. */
export const insertRefund = (tx: Tx, refund: Refund) =>
  tx
    .insertInto('payment_refund')
    .values({
      institution_id: refund.institutionId, id: refund.id, region_code: refund.regionCode, order_id: refund.orderId, out_refund_no: refund.outRefundNo, amount_cents: refund.amountCents, reason: refund.reason, words: refund.words, state: refund.state, made_at: refund.madeAt, made_name: refund.madeName, next_at: refund.nextAt,
    })
    .execute()
export const saveRefund = (tx: Tx, refund: Refund) =>
  tx
    .updateTable('payment_refund')
    .set({ state: refund.state, refund_id: refund.refundId, done_at: refund.doneAt, next_at: refund.nextAt, tries: refund.tries, last_error: refund.lastError })
    .where('institution_id', '=', refund.institutionId)
    .where('id', '=', refund.id)
    .execute()

/** Of all bodies, for the system only. */
export const dueRefunds = (read: ReadTx, now: string, limit: number): Promise<RefundKey[]> =>
  read.selectFrom('payment_refund').select(['institution_id as institutionId', 'id as refundId']).where('next_at', '<=', now).orderBy('next_at').limit(limit).execute()
