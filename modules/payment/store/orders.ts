import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Order, OrderState, Settled, Trade } from '../rules/order.ts'

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'booking_id as bookingId', 'out_trade_no as outTradeNo', 'about', 'amount_cents as amountCents', sql<Trade>`trade`.as('trade'), sql<OrderState>`state`.as('state'), sql<Settled | null>`settled`.as('settled'), 'pay_url as payUrl',
  'expires_at as expiresAt', 'made_at as madeAt', 'paid_at as paidAt', 'paid_cents as paidCents', 'transaction_id as transactionId', 'next_at as nextAt', 'asks', 'last_error as lastError',
] as const

export type OrderKey = { readonly institutionId: string; readonly orderId: string }

const orders = (read: ReadTx) => read.selectFrom('payment_order').select(columns)

export const findOrder = (read: ReadTx, key: OrderKey): Promise<Order | undefined> => orders(read).where('institution_id', '=', key.institutionId).where('id', '=', key.orderId).executeTakeFirst()
/** Locks the row: what the channel says, a person and the clock come one after another. */
export const lockOrder = (tx: Tx, key: OrderKey): Promise<Order> =>
  tx.selectFrom('payment_order').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.orderId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('payment.not_found'))
export const orderByNumber = (read: ReadTx, institutionId: string, outTradeNo: string): Promise<Order | undefined> => orders(read).where('institution_id', '=', institutionId).where('out_trade_no', '=', outTradeNo).executeTakeFirst()
export const ordersOfBookings = (read: ReadTx, institutionId: string, bookingIds: readonly string[]): Promise<Order[]> =>
  bookingIds.length === 0 ? Promise.resolve([]) : orders(read).where('institution_id', '=', institutionId).where('booking_id', 'in', [...bookingIds]).orderBy('made_at').orderBy('id').execute()

export const insertOrder = (tx: Tx, order: Order) =>
  tx
    .insertInto('payment_order')
    .values({
      institution_id: order.institutionId, id: order.id, region_code: order.regionCode, booking_id: order.bookingId, out_trade_no: order.outTradeNo, about: order.about, amount_cents: order.amountCents, trade: order.trade, state: order.state, expires_at: order.expiresAt, made_at: order.madeAt, next_at: order.nextAt,
    })
    .execute()

export const saveOrder = (tx: Tx, order: Order) =>
  tx
    .updateTable('payment_order')
    .set({ booking_id: order.bookingId, state: order.state, settled: order.settled, pay_url: order.payUrl, expires_at: order.expiresAt, paid_at: order.paidAt, paid_cents: order.paidCents, transaction_id: order.transactionId, next_at: order.nextAt, asks: order.asks, last_error: order.lastError })
    .where('institution_id', '=', order.institutionId)
    .where('id', '=', order.id)
    .execute()

/** Orders the channel, or the booking, is to be asked about; of all bodies, for the system only. */
export const dueOrders = (read: ReadTx, now: string, limit: number): Promise<OrderKey[]> =>
  read.selectFrom('payment_order').select(['institution_id as institutionId', 'id as orderId']).where('next_at', '<=', now).orderBy('next_at').limit(limit).execute()

export type ListAsk = { readonly institutionId: string; readonly show: 'all' | 'paid' | 'person'; readonly after: { readonly at: string; readonly id: string } | null; readonly limit: number }
/** Newest first. What a person has to see to: another amount than asked, and refunds that failed. */
export const listOrders = (read: ReadTx, ask: ListAsk): Promise<Order[]> =>
  orders(read)
    .where('institution_id', '=', ask.institutionId)
    .$if(ask.show === 'paid', (query) => query.where('state', '=', 'paid'))
    .$if(ask.show === 'person', (query) => query.where(sql<boolean>`(settled = 'person' or exists (select 1 from payment_refund r where r.institution_id = payment_order.institution_id and r.order_id = payment_order.id and (r.state = 'failed' or (r.state = 'due' and r.last_error is not null))))`))
    .$if(ask.after !== null, (query) => query.where(sql<boolean>`(made_at, id) < (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(ask.limit)
    .execute()
