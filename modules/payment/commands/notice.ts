import { systemActor } from '../../../kernel/actor.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { readNotice } from '../channel/wechat.ts'
import { findMerchant } from '../store/merchants.ts'
import { orderByNumber } from '../store/orders.ts'
import { refundByNumber } from '../store/refunds.ts'
import { keysOf } from '../till.ts'
import { heardOfRefund } from './refund.ts'
import { settleOrder } from './settle.ts'

const system = systemActor('payment.notice')

/** Rule PY-13: a message of the channel. It may come twice, late or never: it says no more than the channel says when it is asked. False where there is no such account. */
export async function takeNotice(platform: Platform, institutionId: string, headers: Readonly<Record<string, string | string[] | undefined>>, body: string): Promise<boolean> {
  const merchant = await look(platform, system, ({ read }) => findMerchant(read, institutionId))
  if (merchant === undefined) return false
  const notice = readNotice(keysOf(platform.vault, merchant), headers, body, platform.clock.now())
  if (notice.about === 'order') {
    const order = await look(platform, system, ({ read }) => orderByNumber(read, institutionId, notice.outTradeNo))
    if (order === undefined) platform.log.warn({ from: 'payment', outTradeNo: notice.outTradeNo }, 'a payment nobody ordered here; the bill will name it')
    else await settleOrder(platform, { institutionId, orderId: order.id }, notice.order)
    return true
  }
  await act(platform, system, async (step) => {
    const refund = await refundByNumber(step.tx, institutionId, notice.outRefundNo)
    if (refund !== undefined) await heardOfRefund(step, { institutionId, refundId: refund.id }, notice.refund)
  })
  return true
}
