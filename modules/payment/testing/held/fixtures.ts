import { randomUUID } from 'node:crypto'
import { systemActor } from '../../../../kernel/actor.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { act, type Act } from '../../../../server/platform/act.ts'
import { verifyChains } from '../../../../server/platform/audit.ts'
import { arrange, type World } from '../../../../server/testing/api.ts'
import { book, type PersonGiven } from '../../../booking/public.ts'
import { openOrder } from '../../commands/open-order.ts'
import type { StandInServer } from '../fixtures.ts'

type House = { readonly institutionId: string; readonly regionCode: string; slot(): Promise<string> }
type Given<Own> = { readonly feeCents?: number; readonly house?: Own; readonly trade?: 'native' | 'h5' }
/** Houses, citizens and people as the tests of booking make them. */
type Makers<Own> = { newClinicHouse(world: World, given: { feeCents: number }): Promise<Own>; citizenAt(world: World): Promise<{ readonly accountId: string; readonly token: string }>; somebody(n: number): PersonGiven }
let people = 0

/** Held places at houses that take money online, and what became of them. */
export function heldAt<Own extends House>(world: World, channel: () => StandInServer, { newClinicHouse, citizenAt, somebody }: Makers<Own>) {
  const system = systemActor('test')
  /** A held place at a house with an account, and whose it is. */
  async function held(given: Given<Own> = {}) {
    const house = given.house ?? (await newClinicHouse(world, { feeCents: given.feeCents ?? 2500 }))
    if (given.house === undefined) await channel().setUp(house, given.trade)
    const citizen = await citizenAt(world)
    people += 1
    const slotId = await house.slot()
    const answer = await book(world.platform, { by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(people), accountId: citizen.accountId, key: randomUUID() })
    if (isRefusal(answer)) throw new Error(answer.refused)
    if (answer.state !== 'held') throw new Error('the place is not held')
    const key = { institutionId: house.institutionId, bookingId: answer.bookingId }
    return { house, citizen, slotId, key, ask: { ...key, accountId: citizen.accountId, payerAddress: '198.51.100.7' } }
  }
  type Held = Awaited<ReturnType<typeof held>>
  type Of = Pick<Held, 'house'>
  const open = (one: Held) => openOrder(world.platform, one.ask)
  return {
    held,
    open,
    /** Paid and booked. */
    async paid(given: Given<Own> = {}) {
      const one = await held(given)
      const order = await open(one)
      await channel().pay(order.payUrl ?? '')
      return { ...one, order }
    },
    stateOf: async ({ key }: Pick<Held, 'key'>) => (await arrange(world, ({ tx }) => tx.selectFrom('booking').select('state').where('id', '=', key.bookingId).executeTakeFirstOrThrow())).state,
    ordersOf: ({ house }: Of) => arrange(world, ({ tx }) => tx.selectFrom('payment_order').select(['id', 'booking_id', 'state', 'settled', 'pay_url', 'last_error', 'out_trade_no', 'next_at']).where('institution_id', '=', house.institutionId).orderBy('made_at').execute()),
    refundsOf: ({ house }: Of) => arrange(world, ({ tx }) => tx.selectFrom('payment_refund').select(['id', 'state', 'reason', 'amount_cents', 'tries', 'last_error', 'out_refund_no']).where('institution_id', '=', house.institutionId).orderBy('reason').orderBy('id').execute()),
    messages: () => arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select('body').orderBy('id').execute()).map((row) => vault.open(row.body))),
    asSystem: <T>(work: (step: Act) => Promise<T>) => act(world.platform, system, work),
    chainOf: ({ house }: Of) => verifyChains(world.platform.database, system, world.platform.vault, [house.institutionId]),
  }
}
