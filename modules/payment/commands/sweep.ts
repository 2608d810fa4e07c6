import { systemActor } from '../../../kernel/actor.ts'
import { look, type Platform } from '../../../server/platform/act.ts'
import { dueOrders } from '../store/orders.ts'
import { dueRefunds } from '../store/refunds.ts'
import { sendRefund } from './refund.ts'
import { settleOrder } from './settle.ts'

const system = systemActor('payment.sweep')
const atOnce = 200

/** Rule PY-6: whatever is due, from the rows alone: a server that stopped between any two steps goes on here. One that fails holds up no other. */
export async function sweepPayments(platform: Platform): Promise<{ orders: number; refunds: number }> {
  const now = platform.clock.now().toISOString()
  const due = await look(platform, system, async ({ read }) => ({ orders: await dueOrders(read, now, atOnce), refunds: await dueRefunds(read, now, atOnce) }))
  const quietly = async (work: Promise<unknown>) => work.catch((error: unknown) => platform.log.error({ err: error, from: 'payment' }, 'a payment could not be seen to'))
  for (const key of due.orders) await quietly(settleOrder(platform, key))
  for (const key of due.refunds) await quietly(sendRefund(platform, key))
  return { orders: due.orders.length, refunds: due.refunds.length }
}
