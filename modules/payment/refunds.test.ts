import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { stopClinic } from '../booking/commands/stop.ts'
import { tellAllStopped } from '../booking/commands/stop-told.ts'
import { cancelBooking, confirmHeld, moveBooking } from '../booking/public.ts'
import { citizenAt, newClinicHouse, somebody, type ClinicHouse } from '../booking/testing/slots/fixtures.ts'
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

describe('Money goes back', () => {
  test('PY-4 PY-7 cancelled: written with the cancelling, asked for until it is done, once', async () => {
    const one = await at.paid()
    await at.asSystem((step) => cancelBooking(step, one.key, '有事'))
    expect(await at.refundsOf(one)).toMatchObject([{ reason: 'cancelled', state: 'due', amount_cents: 2500 }])
    // The channel pays back, and neither its answer nor its message arrives.
    channel.trouble.cut = 'after'
    channel.trouble.holds = true
    await sweepPayments(world.platform)
    expect(await at.refundsOf(one)).toMatchObject([{ tries: 1, last_error: expect.stringContaining('UNREACHABLE') }])
    channel.trouble.cut = 'none'
    later(minutes(1))
    await Promise.all([sweepPayments(world.platform), sweepPayments(world.platform)])
    await expect.poll(async () => (await at.refundsOf(one)).map((each) => each.state)).toEqual(['done'])
    expect((await at.messages()).filter((text) => text.includes('已原路退回（预约已取消）'))).toHaveLength(1)
  })

  test('PY-4 a stopped clinic pays everybody back', async () => {
    const one = await at.paid()
    const two = await at.paid({ house: one.house })
    const { exceptionId } = await at.asSystem((step) =>
      stopClinic(step, { institutionId: one.house.institutionId, clinicId: one.house.clinicId, onDate: '2026-03-03', fromMinute: 0, toMinute: 1440, reason: '医师生病', substituteClinicId: null }),
    )
    await tellAllStopped(world.platform, { institutionId: one.house.institutionId, exceptionId })
    expect([await at.stateOf(one), await at.stateOf(two)]).toEqual(['stopped', 'stopped'])
    await sweepPayments(world.platform)
    await expect.poll(async () => (await at.refundsOf(one)).map((each) => `${each.reason} ${each.state}`)).toEqual(['stopped done', 'stopped done'])
    expect(await at.chainOf(one)).toMatchObject({ fault: null })
  })

  test('PY-4 PY-5 confirmed at the desk meanwhile: the order is closed, and who paid all the same gets it back', async () => {
    const one = await at.held()
    const order = await at.open(one)
    channel.trouble.holds = true
    await channel.pay(order.payUrl ?? '')
    await at.asSystem((step) => confirmHeld(step, one.key))
    await sweepPayments(world.platform)
    expect(await at.refundsOf(one)).toMatchObject([{ reason: 'twice' }])
    expect(await at.stateOf(one)).toBe('booked')
  })

  test('PY-8 moved to a cheaper clinic the difference goes back, and the rest with a later cancelling', async () => {
    const one = await at.paid()
    const cheap = await one.house.clinicBeside(1000)
    const slotId = await one.house.slot({ clinic: cheap })
    const { bookingId } = await at.asSystem((step) => moveBooking(step, one.key, slotId))
    expect(await at.ordersOf(one)).toMatchObject([{ booking_id: bookingId, settled: 'confirmed' }])
    expect(await at.refundsOf(one)).toMatchObject([{ reason: 'cheaper', amount_cents: 1500 }])
    await at.asSystem((step) => cancelBooking(step, { ...one.key, bookingId }, ''))
    expect(await at.refundsOf(one)).toMatchObject([{ reason: 'cancelled', amount_cents: 1000 }, { reason: 'cheaper', amount_cents: 1500 }])
  })

  test('PY-12 head and clerk see it and pay back by hand, once; the desk sees it; another house sees nothing', async () => {
    const one = await at.paid()
    const path = `/payments/${one.house.institutionId}`
    const [clerk, desk, nurse] = [api(world, await one.house.person('institution_clerk')), api(world, await one.house.person('desk_clerk')), api(world, await one.house.person('nurse'))]
    const listed = await clerk.get(path)
    expect(listed).toMatchObject({ status: 200, body: { rows: [{ amountCents: 2500, state: 'paid', settled: 'confirmed', refunds: [], blocked: { refund: null } }] } })
    expect((await desk.get(path)).body.rows[0].blocked).toEqual({ refund: 'payment.not_yours' })
    expect(await nurse.get(path)).toMatchObject({ status: 403 })
    const stranger = await newClinicHouse(world)
    expect(await api(world, await stranger.person('institution_clerk')).get(path)).toMatchObject({ status: 404 })
    const refund = `${path}/orders/${one.order.id}/refund`
    expect(await desk.post(refund, { words: '重复交费' })).toMatchObject({ status: 403 })
    expect(await clerk.post(refund, { words: '当天设备故障' })).toMatchObject({ status: 200, body: { settled: 'refund', refunds: [{ reason: 'person', words: '当天设备故障', amountCents: 2500 }] } })
    expect(await clerk.post(refund, { words: '当天设备故障' })).toMatchObject({ status: 409, body: { error: 'payment.refunded_already' } })
    await sweepPayments(world.platform)
    await expect.poll(async () => (await at.refundsOf(one)).map((each) => each.state)).toEqual(['done'])
    const [done] = (await clerk.get(path)).body.rows[0].refunds
    expect(await clerk.post(`${path}/refunds/${done.id}/retry`)).toMatchObject({ status: 409, body: { error: 'payment.refund_done' } })
  })
})
