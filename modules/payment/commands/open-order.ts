import { systemActor } from '../../../kernel/actor.ts'
import { addMs, shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import { findBooking, lockBooking } from '../../booking/public.ts'
import { ChannelFault, type PaymentChannel } from '../channel/port.ts'
import { numberOf, openUntil, type Order } from '../rules/order.ts'
import { findMerchant } from '../store/merchants.ts'
import * as orders from '../store/orders.ts'
import { channelOf } from '../till.ts'
import { settleOrder } from './settle.ts'

const system = systemActor('payment.order')
/** Written, then told to the channel: were the server to stop between the two, it is asked after so long. */
const askSoonMs = 30_000

export type OpenAsk = { readonly institutionId: string; readonly bookingId: string; readonly accountId: string; readonly payerAddress: string }

/**
 * Rule PY-1: the order of a held booking at the channel. It is written first and opened with its own number, so that asked twice,
 * or broken off anywhere, it is one order. Opens its own transactions; the network is asked in none of them.
 */
export async function openOrder(platform: Platform, ask: OpenAsk): Promise<Order> {
  const { order, channel } = await act(platform, system, (step) => prepare(step, ask))
  if (order.state === 'open') return order
  try {
    const payUrl = await channel.open({ outTradeNo: order.outTradeNo, about: order.about, cents: order.amountCents, expiresAt: order.expiresAt, trade: order.trade, payerAddress: ask.payerAddress })
    return await act(platform, system, (step) => opened(step, order, payUrl))
  } catch (error) {
    if (!(error instanceof ChannelFault)) throw error
    platform.log.warn({ err: error, from: 'payment' }, 'an order could not be opened')
    await act(platform, system, (step) => note(step, order, error.message))
    // Paid meanwhile, or unknown: the channel knows.
    if (error.code === 'ORDERPAID' || error.code === 'ORDER_PAID') await settleOrder(platform, { institutionId: order.institutionId, orderId: order.id })
    throw new RefusedError('payment.channel_down')
  }
}

async function prepare(step: Act, ask: OpenAsk): Promise<{ order: Order; channel: PaymentChannel }> {
  const key = { institutionId: ask.institutionId, bookingId: ask.bookingId }
  const held = await lockBooking(step.tx, key)
  const booking = await findBooking(step.tx, key)
  if (booking === undefined || held.accountId === null || held.accountId !== ask.accountId) throw new RefusedError('not_found')
  const merchant = await findMerchant(step.tx, ask.institutionId)
  if (merchant === undefined || !merchant.active) throw new RefusedError('payment.not_online')
  const channel = channelOf(step.platform, merchant)
  const now = step.now.toISOString()
  const known = (await orders.ordersOfBookings(step.tx, ask.institutionId, [ask.bookingId])).find((each) => each.state === 'new' || each.state === 'open')
  if (known !== undefined && known.expiresAt > now) return { order: known, channel }
  if (known !== undefined) throw new RefusedError('payment.too_late')
  const expiresAt = orThrow(openUntil(booking, now))
  const id = step.newId()
  const order: Order = {
    institutionId: ask.institutionId, id, regionCode: booking.regionCode, bookingId: ask.bookingId, outTradeNo: numberOf(id), about: `${booking.clinicName} ${shanghaiDate(booking.startsAt)} ${shanghaiTime(booking.startsAt)}`, amountCents: booking.feeCents, trade: merchant.trade,
    state: 'new', settled: null, payUrl: null, expiresAt, madeAt: now, paidAt: null, paidCents: null, transactionId: null, nextAt: addMs(now, askSoonMs), asks: 0, lastError: null,
  }
  await orders.insertOrder(step.tx, order)
  await step.record({ institutionId: order.institutionId, regionCode: order.regionCode, kind: 'payment.ordered', subjectId: order.bookingId, detail: { outTradeNo: order.outTradeNo, cents: order.amountCents } })
  return { order, channel }
}

async function opened(step: Act, made: Order, payUrl: string): Promise<Order> {
  const order = await orders.lockOrder(step.tx, { institutionId: made.institutionId, orderId: made.id })
  // Somebody else opened it in the same moment, or it was closed meanwhile: what stands is what counts.
  if (order.state === 'open' || order.state === 'paid') return order
  if (order.state === 'closed') throw new RefusedError('payment.not_held')
  const open: Order = { ...order, state: 'open', payUrl, lastError: null }
  await orders.saveOrder(step.tx, open)
  return open
}

async function note(step: Act, made: Order, says: string): Promise<void> {
  const order = await orders.lockOrder(step.tx, { institutionId: made.institutionId, orderId: made.id })
  await orders.saveOrder(step.tx, { ...order, lastError: says })
}
