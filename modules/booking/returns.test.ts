import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../kernel/calendar.ts'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { act } from '../../server/platform/act.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { moveClock } from '../matter/fixtures.ts'
import { sweepMissed } from './commands/missed.ts'
import { expireHeld, offerReturned, releaseDue } from './commands/returns.ts'
import { tellBooked } from './commands/tell-booked.ts'
import { book, cancelBooking, findBooking, type Booked, type BookAsk } from './public.ts'
import { citizenAt, newClinicHouse, placesOf, somebody, type ClinicHouse } from './testing/slots/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const start = '2026-03-02T01:00:00.000Z'
const system = systemActor('test')
const asSystem = <T>(work: Parameters<typeof act<T>>[2]): Promise<T> => act(world.platform, system, work)
async function booked(house: ClinicHouse, slotId: string, n: number, over: Partial<BookAsk> = {}): Promise<Booked> {
  const answer = await book(world.platform, { by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(n), accountId: null, key: randomUUID(), ...over })
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer
}
const stateOf = async (booking: Booked) => (await asSystem((step) => findBooking(step.tx, booking)))?.state

describe('A place that comes back', () => {
  test('BK-16 is nobody’s until a moment nobody can guess, and everybody’s after that', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const slotId = await house.slot()
    const one = await booked(house, slotId, 1)
    await asSystem((step) => cancelBooking(step, one, '不去了'))
    expect(await placesOf(world, house.institutionId)).toMatchObject([{ taken: 1, live: 0, due: 1 }])
    const tries = await book(world.platform, { by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(2), accountId: null, key: randomUUID() })
    expect(tries).toMatchObject({ refused: 'booking.full' })
    const [due] = await arrange(world, (step) => step.tx.selectFrom('place_return').select('due_at').where('institution_id', '=', house.institutionId).execute())
    expect([(due?.due_at ?? '') >= start, (due?.due_at ?? '9') <= '2026-03-02T01:30:00.000Z']).toEqual([true, true])
    await moveClock(world, '2026-03-02T01:30:00.000Z')
    await releaseDue(world.platform)
    expect(await placesOf(world, house.institutionId)).toMatchObject([{ taken: 0, live: 0, due: 0 }])
    await booked(house, slotId, 2)
    await moveClock(world, start)
  })

  test('BK-20 goes to who waits first, told by message; whoever has a booking that day is passed over', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const [slotId, other] = [await house.slot(), await house.slot()]
    const one = await booked(house, slotId, 1)
    await booked(house, other, 3)
    const [first, second] = [api(world, await citizenAt(world)), api(world, await citizenAt(world))]
    const wait = { institutionId: house.institutionId, clinicId: house.clinicId, onDate: '2026-03-03' }
    // The third has a place that day already: in line first, and passed over.
    expect(await first.post('/my/waiting', { ...wait, person: somebody(3) })).toMatchObject({ status: 200, body: { state: 'waiting', place: 1 } })
    world.clock.advance(1000)
    const mine = await second.post('/my/waiting', { ...wait, person: somebody(4) })
    expect(mine).toMatchObject({ status: 200, body: { place: 2 } })
    expect(await second.post('/my/waiting', { ...wait, person: somebody(4) })).toMatchObject({ status: 409, body: { error: 'booking.waits_already' } })
    await asSystem((step) => cancelBooking(step, one, ''))
    expect(await Promise.all([offerReturned(world.platform, wait), offerReturned(world.platform, wait)])).toEqual(expect.arrayContaining([0, 1]))
    const listed = (await second.get('/my/bookings')).body
    expect(listed.rows).toMatchObject([{ slotId, state: 'booked', name: '张小4' }])
    expect(listed.waiting).toMatchObject([{ state: 'booked', bookingId: listed.rows[0].id }])
    expect((await first.get('/my/bookings')).body.waiting).toMatchObject([{ state: 'waiting', place: 1 }])
    for (const place of await placesOf(world, house.institutionId)) expect(place.taken).toBe(place.live + place.due)
    const before = await arrange(world, (step) => step.tx.selectFrom('outbox').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow())
    await tellBooked(world.platform)
    expect(await tellBooked(world.platform)).toMatchObject({ told: 0 })
    const texts = await arrange(world, async (step) => (await step.tx.selectFrom('outbox').select('body').orderBy('created_at', 'desc').execute()).map((row) => step.vault.open(row.body)))
    expect(texts.length).toBeGreaterThan(before.n)
    expect(texts.some((text) => text.includes('候补成功') && text.includes(listed.rows[0].code))).toBe(true)
  })

  test('BK-20 nobody waits where places are free, or where nothing is open; and whoever waits may stop', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const citizen = api(world, await citizenAt(world))
    const wait = { institutionId: house.institutionId, clinicId: house.clinicId, onDate: '2026-03-03', person: somebody(5) }
    expect(await citizen.post('/my/waiting', wait)).toMatchObject({ status: 409, body: { error: 'booking.no_clinic_day' } })
    const slotId = await house.slot()
    expect(await citizen.post('/my/waiting', wait)).toMatchObject({ status: 409, body: { error: 'booking.still_free' } })
    await booked(house, slotId, 6)
    // One more that is released tomorrow: until then nobody stands in line for it.
    const later = await house.slot({ opensAt: '2026-03-03T00:00:00.000Z' })
    expect(await citizen.post('/my/waiting', wait)).toMatchObject({ status: 409, body: { error: 'booking.wait_too_early' } })
    await arrange(world, (step) => step.tx.updateTable('slot').set({ state: 'stopped' }).where('institution_id', '=', house.institutionId).where('id', '=', later).execute())
    const kept = await citizen.post('/my/waiting', wait)
    const path = `/my/waiting/${house.institutionId}/${kept.body.id}/withdraw`
    expect(await api(world, await citizenAt(world)).post(path)).toMatchObject({ status: 404 })
    expect(await citizen.post(path)).toMatchObject({ status: 200, body: { state: 'withdrawn', place: null } })
    expect(await citizen.post(path)).toMatchObject({ status: 409, body: { error: 'booking.wait_over' } })
  })

  test('BK-6 what is held too long is given back, once', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world, { feeCents: 500 })
    const held = await booked(house, await house.slot(), 1)
    await moveClock(world, '2026-03-02T01:15:00.000Z')
    await Promise.all([expireHeld(world.platform), expireHeld(world.platform)])
    expect(await stateOf(held)).toBe('expired')
    expect(await placesOf(world, house.institutionId)).toMatchObject([{ taken: 1, live: 0, due: 1 }])
    await moveClock(world, start)
  })

  test('SC-6 BK-16 after the roll-over a place of another pool is everybody’s', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const slotId = await house.slot({ pool: 'referral' })
    await arrange(world, (step) => step.tx.insertInto('slot_place').values({ institution_id: house.institutionId, region_code: house.regionCode, slot_id: slotId, pool: 'public', capacity: 0, opens_at: start }).execute())
    const one = await booked(house, slotId, 1, { pool: 'referral' })
    await arrange(world, (step) => step.tx.updateTable('slot').set({ rolled_over: true }).where('id', '=', slotId).execute())
    await asSystem((step) => cancelBooking(step, one, ''))
    await moveClock(world, '2026-03-02T01:30:00.000Z')
    await releaseDue(world.platform)
    expect((await placesOf(world, house.institutionId)).map(({ pool, capacity, taken }) => `${pool} ${capacity} ${taken}`).toSorted()).toEqual(['public 1 0', 'referral 0 0'])
    await moveClock(world, start)
  })
})

describe('Who does not come', () => {
  /** Books so many days for one person and lets them pass. */
  async function misses(house: ClinicHouse, n: number, days: number, over: Partial<BookAsk> = {}): Promise<Booked[]> {
    const made: Booked[] = []
    for (let day = 1; day <= days; day += 1) made.push(await booked(house, await house.slot({ onDate: addDays('2026-03-02', day) }), n, over))
    return made
  }

  test('BK-17 is kept from booking online after the third time, never from the counter; a person decides the appeal', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const person = await citizenAt(world)
    const citizen = api(world, person)
    const missed = await misses(house, 31, 3, { accountId: person.accountId })
    await moveClock(world, '2026-03-06T01:00:00.000Z')
    expect(await sweepMissed(world.platform)).toMatchObject({ paused: 1 })
    expect(await sweepMissed(world.platform)).toEqual({ missed: 0, paused: 0 })
    expect(await Promise.all(missed.map(stateOf))).toEqual(['no-show', 'no-show', 'no-show'])
    const slotId = await house.slot({ onDate: '2026-03-09', capacity: 3 })
    const ask = { institutionId: house.institutionId, slotId, person: somebody(31) }
    expect(await citizen.post('/my/bookings', ask)).toMatchObject({ status: 403, body: { error: 'booking.blocked', detail: '2026-06-03' } })
    expect(await api(world, await house.person('desk_clerk')).post('/bookings', { ...ask, slotId: await house.slot({ onDate: '2026-03-10' }), pool: 'public', way: 'desk' })).toMatchObject({ status: 200 })
    const [block] = (await citizen.get('/my/bookings')).body.blocks
    expect(block).toMatchObject({ state: 'stands', missed: [{ onDate: '2026-03-03' }, { onDate: '2026-03-04' }, { onDate: '2026-03-05' }], rule: { n: 3 } })
    const [appeal, decide] = [`/my/blocks/${house.institutionId}/${block.id}/appeal`, `/bookings/appeals/${house.institutionId}/${block.id}`]
    expect(await api(world, await citizenAt(world)).post(appeal, { words: '我住院了，来不了' })).toMatchObject({ status: 404 })
    expect(await citizen.post(appeal, { words: '我住院了，来不了' })).toMatchObject({ status: 200, body: { state: 'appealed' } })
    expect(await citizen.post(appeal, { words: '我住院了，来不了' })).toMatchObject({ status: 409, body: { error: 'booking.appealed_already' } })
    expect(await citizen.post('/my/bookings', ask)).toMatchObject({ status: 403 })
    const clerk = api(world, await house.person('institution_clerk'))
    expect((await clerk.get(`/bookings/appeals/${house.institutionId}`)).body.rows).toMatchObject([{ id: block.id, appeal: '我住院了，来不了' }])
    expect(await api(world, await house.person('nurse')).post(decide, { lift: true, reason: '住院证明已核实' })).toMatchObject({ status: 403 })
    expect(await clerk.post(decide, { lift: true, reason: '住院证明已核实' })).toMatchObject({ status: 200, body: { state: 'lifted' } })
    expect(await clerk.post(decide, { lift: false, reason: '改主意了' })).toMatchObject({ status: 409, body: { error: 'booking.appeal_decided' } })
    expect(await citizen.post('/my/bookings', ask)).toMatchObject({ status: 200 })
    expect(await verifyChains(world.platform.database, system, world.platform.vault, [house.institutionId])).toMatchObject({ fault: null })
    await moveClock(world, start)
  })

  test('BK-24 BK-25 booked by telephone: found by whoever adds the person, lifted at the desk with the reason, and the person is told', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    await misses(house, 51, 3, { way: 'phone' })
    await moveClock(world, '2026-03-06T01:00:00.000Z')
    await sweepMissed(world.platform)
    const citizen = api(world, await citizenAt(world))
    expect((await citizen.get('/my/bookings')).body.blocks).toEqual([])
    expect((await citizen.post('/my/people', { ...somebody(51), name: '苏小禾', relation: 'self', consent: true })).status).toBe(200)
    const [block] = (await citizen.get('/my/bookings')).body.blocks
    // Which clinics they were is nobody's who only knows the number.
    expect(block).toMatchObject({ state: 'stands', missed: [{ onDate: '2026-03-03', clinicName: '' }, {}, {}] })
    expect(await citizen.post(`/my/blocks/${house.institutionId}/${block.id}/appeal`, { words: '不会用手机，电话约的' })).toMatchObject({ status: 200, body: { state: 'appealed' } })
    // Whoever appealed reads what was said; another account that adds the number reads none of it.
    const stranger = api(world, await citizenAt(world))
    expect((await stranger.post('/my/people', { ...somebody(51), name: '苏小禾', relation: 'other', consent: true })).status).toBe(200)
    const judge = api(world, await house.person('institution_clerk'))
    const appealed = { state: 'appealed', appeal: '不会用手机，电话约的' }
    const read = async (as: typeof citizen) => (await as.get('/my/bookings')).body.blocks[0]
    expect([await read(citizen), await read(stranger)]).toMatchObject([appealed, { state: 'appealed', appeal: null, decision: null, decidedName: null, missed: [{ clinicName: '' }, {}, {}] }])
    expect((await judge.post(`/bookings/appeals/${house.institutionId}/${block.id}`, { lift: false, reason: '当天确有化疗预约未到' })).status).toBe(200)
    expect([await read(citizen), await read(stranger)]).toMatchObject([{ ...appealed, state: 'stands', decision: '当天确有化疗预约未到' }, { state: 'stands', appeal: null, decision: null, decidedName: null }])
    const desk = api(world, await house.person('desk_clerk'))
    const { body } = await desk.post(`/bookings/find/${house.institutionId}`, { idNumber: somebody(51).idNumber })
    expect(body).toMatchObject({ rows: [], blocks: [{ id: block.id, missed: [{ clinicName: '内科门诊' }, {}, {}] }] })
    const lift = `/bookings/blocks/${house.institutionId}/${block.id}/lift`
    expect((await api(world, await house.person('nurse')).post(lift, { reason: '来窗口说明了' })).status).toBe(403)
    expect(await desk.post(lift, { reason: '来窗口说明了' })).toMatchObject({ status: 200, body: { state: 'lifted', decision: '来窗口说明了' } })
    expect(await desk.post(lift, { reason: '来窗口说明了' })).toMatchObject({ status: 409, body: { error: 'booking.block_over' } })
    const texts = await arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select(['body', 'recipient']).execute()).filter((row) => vault.open(row.recipient) === somebody(51).phone).map((row) => vault.open(row.body)))
    expect(texts.filter((text) => text.includes('暂停已解除'))).toHaveLength(1)
    expect(await citizen.post('/my/bookings', { institutionId: house.institutionId, slotId: await house.slot({ onDate: '2026-03-09' }), person: somebody(51) })).toMatchObject({ status: 200 })
    await moveClock(world, start)
  })

  test('BK-25 a visit excused after the pause lifts it where too few are left', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const [one] = await misses(house, 61, 3, { way: 'desk' })
    await moveClock(world, '2026-03-06T01:00:00.000Z')
    await sweepMissed(world.platform)
    const stateNow = () => arrange(world, (step) => step.tx.selectFrom('booking_block').select(['state', 'decision']).where('institution_id', '=', house.institutionId).execute())
    expect(await stateNow()).toMatchObject([{ state: 'stands' }])
    expect((await api(world, await house.person('nurse')).post(`/bookings/${house.institutionId}/${one?.bookingId}/excuse`, { reason: '当天在本院急诊' })).status).toBe(200)
    expect(await stateNow()).toEqual([{ state: 'lifted', decision: '当天在本院急诊' }])
    await moveClock(world, start)
  })

  test('BK-15 an excused absence is not counted, and what led to one pause leads to no second', async () => {
    await moveClock(world, start)
    const house = await newClinicHouse(world)
    const [one] = await misses(house, 41, 3)
    const nurse = api(world, await house.person('nurse'))
    expect(await nurse.post(`/bookings/${house.institutionId}/${one?.bookingId}/excuse`, { reason: '当天暴雨封路' })).toMatchObject({ status: 200, body: { excused: '当天暴雨封路' } })
    await moveClock(world, '2026-03-06T01:00:00.000Z')
    await sweepMissed(world.platform)
    const blocks = () => arrange(world, (step) => step.tx.selectFrom('booking_block').select('id').where('institution_id', '=', house.institutionId).execute())
    expect(await blocks()).toEqual([])
    await booked(house, await house.slot({ onDate: '2026-03-07' }), 41)
    await moveClock(world, '2026-03-08T01:00:00.000Z')
    await sweepMissed(world.platform)
    expect(await blocks()).toHaveLength(1)
    await booked(house, await house.slot({ onDate: '2026-03-09' }), 41)
    await moveClock(world, '2026-03-10T01:00:00.000Z')
    await sweepMissed(world.platform)
    expect(await blocks()).toHaveLength(1)
    await moveClock(world, start)
  })
})
