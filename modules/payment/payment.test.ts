import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newWorld, type World } from '../../server/testing/api.ts'
import { expireHeld } from '../booking/commands/returns.ts'
import { cancelBooking } from '../booking/public.ts'
import { citizenAt, newClinicHouse, placesOf, somebody, type ClinicHouse } from '../booking/testing/slots/fixtures.ts'
import { openOrder } from './commands/open-order.ts'
import { settleOrder } from './commands/settle.ts'
import { sweepPayments } from './commands/sweep.ts'
import { startStandIn, type StandInServer } from './testing/fixtures.ts'
import { heldAt } from './testing/held/fixtures.ts'

const start = '2026-03-02T01:00:00.000Z'
let world: World
let channel: StandInServer
let at: ReturnType<typeof heldAt<ClinicHouse>>
beforeAll(async () => {
  world = await newWorld(start)
  channel = await startStandIn(world)
  at = heldAt(world, () => channel, { newClinicHouse, citizenAt, somebody })
})
afterAll(async () => {
  await channel.close()
  await world.close()
})
beforeEach(() => {
  world.clock.set(start)
  channel.trouble.cut = 'none'
  channel.trouble.holds = false
})
afterEach(() => {
  channel.held.length = 0
})
const later = (ms: number) => world.clock.advance(ms)
const minutes = (n: number) => n * 60_000

describe('Paying', () => {
  test('PY-1 PY-3 the order is opened once, paid, and the notice confirms the booking at once; the payer is told', async () => {
    const one = await at.held()
    const order = await at.open(one)
    expect(order).toMatchObject({ state: 'open', amountCents: 2500, expiresAt: '2026-03-02T01:14:00.000Z' })
    expect(await at.open(one)).toMatchObject({ id: order.id, payUrl: order.payUrl })
    expect(await at.stateOf(one)).toBe('held')
    expect(await channel.pay(order.payUrl ?? '')).toBe(true)
    expect(await at.stateOf(one)).toBe('booked')
    expect(await at.ordersOf(one)).toMatchObject([{ state: 'paid', settled: 'confirmed', pay_url: null }])
    expect((await at.messages()).filter((text) => text.includes('已收到挂号费 25 元，预约成功'))).toHaveLength(1)
    expect(await at.chainOf(one)).toMatchObject({ fault: null })
  })

  test('PY-1 two clicks at once are one order, and another account has none', async () => {
    const one = await at.held()
    const both = await Promise.all([at.open(one), at.open(one)])
    expect(new Set(both.map((each) => each.id)).size).toBe(1)
    expect(await at.ordersOf(one)).toHaveLength(1)
    await expect(openOrder(world.platform, { ...one.ask, accountId: randomUUID() })).rejects.toMatchObject({ refusal: { refused: 'not_found' } })
  })

  test('PY-1 not at a house without an account, not in the last two minutes, not what costs nothing', async () => {
    const house = await newClinicHouse(world, { feeCents: 100 })
    const bare = await at.held({ house })
    await expect(at.open(bare)).rejects.toMatchObject({ refusal: { refused: 'payment.not_online' } })
    const late = await at.held()
    later(minutes(13) + 1000)
    await expect(at.open(late)).rejects.toMatchObject({ refusal: { refused: 'payment.too_late' } })
  })

  test('an H5 order carries the address of the payer and is opened on the phone', async () => {
    const one = await at.held({ trade: 'h5' })
    const order = await at.open(one)
    expect(order.trade).toBe('h5')
    expect(channel.trouble.asked.at(-1)).toBe('POST /v3/pay/transactions/h5')
    expect(await channel.pay(order.payUrl ?? '')).toBe(true)
    expect(await at.stateOf(one)).toBe('booked')
  })

  test('PY-2 PY-13 a notice that comes twice, late, or changed on the way does nothing more, and nothing at all', async () => {
    const one = await at.held()
    const order = await at.open(one)
    channel.trouble.holds = true
    await channel.pay(order.payUrl ?? '')
    expect(await at.stateOf(one)).toBe('held')
    const [notice] = channel.held
    if (notice === undefined) throw new Error('no notice was sent')
    expect(await channel.deliver({ ...notice, body: notice.body.replace('TRANSACTION.SUCCESS', 'TRANSACTION.SUCCESs') })).toBe(401)
    expect(await channel.deliver({ ...notice, headers: { ...notice.headers, 'wechatpay-serial': 'PUB_KEY_ID_000' } })).toBe(401)
    expect(await at.stateOf(one)).toBe('held')
    expect(await channel.deliver(notice)).toBe(204)
    expect(await channel.deliver(notice)).toBe(204)
    expect(await at.stateOf(one)).toBe('booked')
    expect(await at.refundsOf(one)).toEqual([])
    const told = (await at.messages()).filter((text) => text.includes('已收到挂号费')).length
    later(minutes(6))
    expect(await channel.deliver(notice)).toBe(401)
    expect((await at.messages()).filter((text) => text.includes('已收到挂号费'))).toHaveLength(told)
    // Keys of one house open nothing of another.
    const other = await at.held()
    world.clock.set(start)
    expect(await channel.deliver({ ...notice, url: notice.url.replace(one.house.institutionId, other.house.institutionId) })).toBe(401)
  })

  test('PY-2 the word of the browser confirms nothing; asking the channel does', async () => {
    const one = await at.held()
    const order = await at.open(one)
    channel.trouble.holds = true
    const key = { institutionId: order.institutionId, orderId: order.id }
    expect(await settleOrder(world.platform, key)).toMatchObject({ state: 'open' })
    expect(await at.stateOf(one)).toBe('held')
    await channel.pay(order.payUrl ?? '')
    expect(await settleOrder(world.platform, key)).toMatchObject({ state: 'paid', settled: 'confirmed' })
    expect(await at.stateOf(one)).toBe('booked')
  })
})

describe('Broken off between two steps', () => {
  test('PY-6 the channel opened the order and the answer was lost: the same order is opened again and paid once', async () => {
    const one = await at.held()
    channel.trouble.cut = 'after'
    await expect(at.open(one)).rejects.toMatchObject({ refusal: { refused: 'payment.channel_down' } })
    expect(await at.ordersOf(one)).toMatchObject([{ state: 'new', pay_url: null }])
    channel.trouble.cut = 'none'
    const order = await at.open(one)
    expect(order.state).toBe('open')
    await channel.pay(order.payUrl ?? '')
    expect(await at.stateOf(one)).toBe('booked')
    expect(await at.ordersOf(one)).toHaveLength(1)
  })

  test('PY-6 paid and every notice lost: the sweep asks and confirms, also when the server was killed before', async () => {
    const one = await at.held()
    const order = await at.open(one)
    channel.trouble.holds = true
    await channel.pay(order.payUrl ?? '')
    later(31_000)
    channel.trouble.cut = 'before'
    await sweepPayments(world.platform)
    expect(await at.ordersOf(one)).toMatchObject([{ state: 'open', last_error: expect.stringContaining('UNREACHABLE') }])
    channel.trouble.cut = 'none'
    later(minutes(1))
    await sweepPayments(world.platform)
    expect(await at.stateOf(one)).toBe('booked')
  })

  test('PY-5 time ran out: the order is closed, the place free, and nothing can be paid any more', async () => {
    const one = await at.held()
    const order = await at.open(one)
    later(minutes(15))
    await expireHeld(world.platform)
    await sweepPayments(world.platform)
    expect(await at.stateOf(one)).toBe('expired')
    expect(await at.ordersOf(one)).toMatchObject([{ state: 'closed', next_at: null }])
    expect(await channel.pay(order.payUrl ?? '')).toBe(false)
    expect(await placesOf(world, one.house.institutionId)).toMatchObject([{ taken: 1, live: 0, due: 1 }])
  })

  test('PY-5 given up before it was paid: the order is closed at the channel, so that nobody pays for nothing', async () => {
    const one = await at.held()
    const order = await at.open(one)
    await at.asSystem((step) => cancelBooking(step, one.key, ''))
    channel.trouble.asked.length = 0
    await sweepPayments(world.platform)
    expect(channel.trouble.asked.some((each) => each.endsWith(`${order.outTradeNo}/close`))).toBe(true)
    expect(await at.ordersOf(one)).toMatchObject([{ state: 'closed' }])
    expect(await channel.pay(order.payUrl ?? '')).toBe(false)
    expect(await at.refundsOf(one)).toEqual([])
  })

  test('PY-3 paid in time and heard of after the hold, while the place is still held: it is booked', async () => {
    const one = await at.held()
    const order = await at.open(one)
    channel.trouble.holds = true
    later(minutes(13))
    expect(await channel.pay(order.payUrl ?? '')).toBe(true)
    later(minutes(3))
    await sweepPayments(world.platform)
    expect(await at.stateOf(one)).toBe('booked')
  })

  test('PY-4 heard of after the place was given back: paid back by itself, and said so', async () => {
    const one = await at.held()
    const order = await at.open(one)
    channel.trouble.holds = true
    later(minutes(13))
    await channel.pay(order.payUrl ?? '')
    channel.trouble.cut = 'before'
    later(minutes(3))
    await expireHeld(world.platform)
    expect(await at.stateOf(one)).toBe('expired')
    channel.trouble.cut = 'none'
    await sweepPayments(world.platform)
    expect(await at.refundsOf(one)).toMatchObject([{ reason: 'late', amount_cents: 2500, state: 'due' }])
    expect((await at.messages()).filter((text) => text.includes('预约没有成功，需要的请重新预约'))).toHaveLength(1)
    channel.trouble.holds = false
    await sweepPayments(world.platform)
    await expect.poll(async () => (await at.refundsOf(one))[0]?.state).toBe('done')
    expect((await at.messages()).filter((text) => text.includes('25 元已原路退回（付款时号已释放）'))).toHaveLength(1)
    expect(await at.chainOf(one)).toMatchObject({ fault: null })
  })
})
