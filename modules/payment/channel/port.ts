import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { ChannelOrder, Trade } from '../rules/order.ts'
import type { ChannelRefund } from '../rules/refund.ts'

/** What a body set up at the channel, keys opened. */
export type MerchantKeys = {
  readonly mchid: string
  readonly appid: string
  /** Of our own certificate. */
  readonly serial: string
  readonly privateKey: string
  /** 32 characters; what messages are encrypted with. */
  readonly apiKey: string
  /** Of the channel's public key ("PUB_KEY_ID_…") or certificate. */
  readonly platformSerial: string
  readonly platformKey: string
}

type NewOrder = { readonly outTradeNo: string; readonly about: string; readonly cents: number; readonly expiresAt: Instant; readonly trade: Trade; readonly payerAddress: string }
type NewRefund = { readonly outTradeNo: string; readonly outRefundNo: string; readonly cents: number; readonly totalCents: number; readonly reason: string }
/** A message that was proved to come from the channel. */
export type Notice = { readonly about: 'order'; readonly outTradeNo: string; readonly order: ChannelOrder } | { readonly about: 'refund'; readonly outRefundNo: string; readonly refund: ChannelRefund }

/** What taking money needs of whoever carries it. Everything may be asked twice: the numbers are ours. */
export type PaymentChannel = {
  /** Answers the address that is shown as a code or opened on the phone. */
  open(order: NewOrder): Promise<string>
  ask(outTradeNo: string): Promise<ChannelOrder>
  /** `paid` where somebody paid in the same moment. */
  close(outTradeNo: string): Promise<'closed' | 'paid'>
  refund(refund: NewRefund): Promise<ChannelRefund>
  /** The bill of a day as text; null where the day has none. */
  bill(on: IsoDate): Promise<string | null>
}

/** The channel said no, or could not be reached: what it said, for whoever looks after the account. */
export class ChannelFault extends Error {
  readonly code: string
  constructor(code: string, says: string, options?: ErrorOptions) {
    super(`${code} ${says}`.trim().slice(0, 300), options)
    this.code = code
  }
}
