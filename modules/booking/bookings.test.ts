import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { act } from '../../server/platform/act.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { bookingsOn, book, cancelBooking, confirmHeld, findBooking, markArrived, markSeen, moveBooking, type BookAsk } from './public.ts'
import { citizenAt, newClinicHouse, placesOf, somebody, type ClinicHouse } from './testing/slots/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const system = systemActor('test')
const asSystem = <T>(work: Parameters<typeof act<T>>[2]): Promise<T> => act(world.platform, system, work)
const asks = (house: ClinicHouse, slotId: string, n: number, over: Partial<BookAsk> = {}): BookAsk => ({ by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(n), accountId: null, key: randomUUID(), ...over })
const outcomeOf = (answer: unknown): string => (isRefusal(answer) ? answer.refused : 'booked')
const tally = (answers: readonly unknown[]): Record<string, number> => Object.fromEntries([...Map.groupBy(answers.map(outcomeOf), (each) => each)].map(([each, all]) => [each, all.length]))

/** What must hold whatever happened. */
async function expectWhole(house: ClinicHouse): Promise<void> {
  for (const place of await placesOf(world, house.institutionId)) {
    expect(place.taken).toBe(place.live + place.due)
    expect(place.taken).toBeLessThanOrEqual(place.capacity)
  }
  expect(await verifyChains(world.platform.database, system, world.platform.vault, [house.institutionId])).toMatchObject({ fault: null })
}

describe('Many want the same', () => {
  test('BK-5 of a hundred who want one place at the same moment one gets it', async () => {
    const house = await newClinicHouse(world)
    const slotId = await house.slot()
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => book(world.platform, asks(house, slotId, n))))
    expect(tally(answers)).toEqual({ booked: 1, 'booking.full': 99 })
    await expectWhole(house)
  })

  test('BK-5 the same key twice at the same moment, and later, is one booking with one answer', async () => {
    const house = await newClinicHouse(world)
    const slotId = await house.slot({ capacity: 5 })
    const ask = asks(house, slotId, 1)
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(world.platform, ask)))
    const later = await book(world.platform, ask)
    const ids = new Set([...answers, later].map((each) => (isRefusal(each) ? each.refused : `${each.bookingId} ${each.code} ${each.startsAt}`)))
    expect(ids.size).toBe(1)
    expect(await book(world.platform, { ...ask, person: somebody(2) })).toMatchObject({ refused: 'request.key_reused' })
    expect(await placesOf(world, house.institutionId)).toMatchObject([{ taken: 1, live: 1 }])
  })

  test('BK-5 the same person twice at once on one day of one department takes one place', async () => {
    const house = await newClinicHouse(world)
    const [one, two] = [await house.slot(), await house.slot()]
    const answers = await Promise.all([one, two, one, two].map((slotId) => book(world.platform, asks(house, slotId, 7))))
    expect(tally(answers)).toEqual({ booked: 1, 'booking.same_day': 3 })
    const other = await house.clinicIn('外科')
    expect(outcomeOf(await book(world.platform, asks(house, await house.slot({ clinic: other }), 7)))).toBe('booked')
    expect(outcomeOf(await book(world.platform, asks(house, await house.slot({ onDate: '2026-03-04' }), 7)))).toBe('booked')
    await expectWhole(house)
  })

  test('BK-5 a thousand attempts over ten slots of three sell thirty, with thirty events in an unbroken chain', async () => {
    const house = await newClinicHouse(world)
    const slots = await Promise.all(Array.from({ length: 10 }, () => house.slot({ capacity: 3 })))
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, n) => book(world.platform, asks(house, slots[n % 10] ?? '', n))))
    expect(tally(answers)).toMatchObject({ booked: 30 })
    const events = await arrange(world, (step) => step.tx.selectFrom('event').select('kind').where('institution_id', '=', house.institutionId).where('kind', '=', 'booking.made').execute())
    expect(events).toHaveLength(30)
    await expectWhole(house)
  })
})

describe('What is refused', () => {
  test('BK-7 a stopped slot, one that is over, one that is not released, one unknown, one to be drawn', async () => {
    const house = await newClinicHouse(world)
    const portal = (slotId: string, over: Partial<BookAsk> = {}) => book(world.platform, asks(house, slotId, 1, over)).then(outcomeOf)
    expect(await portal(await house.slot({ state: 'stopped' }))).toBe('booking.slot_stopped')
    expect(await portal(await house.slot({ onDate: '2026-03-01' }))).toBe('booking.slot_over')
    expect(await portal(await house.slot({ opensAt: '2026-03-02T01:00:00.001Z' }))).toBe('booking.not_open_yet')
    expect(await portal(randomUUID())).toBe('booking.slot_unknown')
    expect(await portal(await house.slot({ pool: 'referral' }))).toBe('booking.full')
    const drawn = await house.slot()
    await arrange(world, async (step) => {
      const id = step.newId()
      await step.tx.insertInto('release').values({ institution_id: house.institutionId, region_code: house.regionCode, id, clinic_id: house.clinicId, on_date: '2026-03-03', opens_at: '2026-03-01T00:00:00Z', closes_at: '2026-03-05T00:00:00Z', state: 'open', seed_hash: 'x', seed_sealed: Buffer.from('x') }).execute()
      await step.tx.updateTable('slot').set({ release_id: id }).where('id', '=', drawn).execute()
    })
    expect(await portal(drawn)).toBe('booking.by_draw')
    expect(await portal(drawn, { way: 'system' })).toBe('booked')
    await expectWhole(house)
  })

  test('BK-4 a wrong document or telephone, or no name, is said and nothing is booked', async () => {
    const house = await newClinicHouse(world)
    const slotId = await house.slot()
    expect(await book(world.platform, asks(house, slotId, 1, { person: { ...somebody(1), idNumber: '990121199001011111' } }))).toMatchObject({ refused: 'booking.document_wrong' })
    expect(await book(world.platform, asks(house, slotId, 1, { person: { ...somebody(1), phone: '123' } }))).toMatchObject({ refused: 'booking.phone_wrong' })
    expect(await book(world.platform, asks(house, slotId, 1, { person: { ...somebody(1), name: '张' } }))).toMatchObject({ refused: 'booking.name_missing' })
    expect(outcomeOf(await book(world.platform, asks(house, slotId, 1, { person: { ...somebody(1), idNumber: 'e12 345678' } })))).toBe('booked')
  })
})

describe('A booking and what becomes of it', () => {
  test('BK-8 is found by its code at its body only, on its day, and is sealed', async () => {
    const [house, other] = [await newClinicHouse(world), await newClinicHouse(world)]
    const booked = await book(world.platform, asks(house, await house.slot(), 3))
    if (isRefusal(booked)) throw new Error(booked.refused)
    const clerk = api(world, await house.person('desk_clerk'))
    expect(await clerk.post(`/bookings/find/${house.institutionId}`, { code: booked.code.toLowerCase() })).toMatchObject({ status: 200, body: { rows: [{ id: booked.bookingId, name: '张**', state: 'booked' }] } })
    expect((await api(world, await other.person('desk_clerk')).post(`/bookings/find/${house.institutionId}`, { code: booked.code })).status).toBe(404)
    expect((await clerk.get(`/bookings/day/${house.institutionId}?onDate=2026-03-03`)).body.rows).toHaveLength(1)
    expect(await clerk.post(`/bookings/${house.institutionId}/${booked.bookingId}/clear`)).toMatchObject({ status: 200, body: { name: '张小3', idNumber: somebody(3).idNumber } })
    const events = await arrange(world, (step) => step.tx.selectFrom('event').select('kind').where('institution_id', '=', house.institutionId).where('subject_id', '=', booked.bookingId).orderBy('seq').execute())
    expect(events.map((each) => each.kind)).toEqual(['booking.made', 'read.booking'])
    const kept = await arrange(world, (step) => step.tx.selectFrom('booking').selectAll().where('id', '=', booked.bookingId).executeTakeFirstOrThrow())
    expect(JSON.stringify({ ...kept, sealed: kept.sealed.toString('latin1') })).not.toContain(somebody(3).idNumber)
  })

  test('BK-6 with a fee it is held, and confirmed in time or given back', async () => {
    const house = await newClinicHouse(world, { feeCents: 1500 })
    const booked = await book(world.platform, asks(house, await house.slot(), 1))
    expect(booked).toMatchObject({ state: 'held', holdUntil: '2026-03-02T01:15:00.000Z' })
    if (isRefusal(booked)) throw new Error(booked.refused)
    expect(await asSystem((step) => confirmHeld(step, booked))).toMatchObject({ state: 'booked' })
    await expect(asSystem((step) => confirmHeld(step, booked))).rejects.toMatchObject({ refusal: { refused: 'booking.not_held' } })
  })

  test('BK-12 moving takes the new place first: a full target leaves everything as it was', async () => {
    const house = await newClinicHouse(world)
    const [from, full, free] = [await house.slot(), await house.slot(), await house.slot({ onDate: '2026-03-04' })]
    const booked = await book(world.platform, asks(house, from, 1))
    await book(world.platform, asks(house, full, 2))
    if (isRefusal(booked)) throw new Error(booked.refused)
    await expect(asSystem((step) => moveBooking(step, booked, full))).rejects.toMatchObject({ refusal: { refused: 'booking.full' } })
    expect(await asSystem((step) => findBooking(step.tx, booked))).toMatchObject({ state: 'booked', slotId: from })
    const moved = await asSystem((step) => moveBooking(step, booked, free))
    expect(await asSystem((step) => findBooking(step.tx, booked))).toMatchObject({ state: 'moved' })
    expect(await asSystem((step) => findBooking(step.tx, moved))).toMatchObject({ state: 'booked', slotId: free, movedFrom: booked.bookingId })
    expect((await placesOf(world, house.institutionId)).map((each) => [each.live, each.due])).toEqual(expect.arrayContaining([[0, 1], [1, 0], [1, 0]]))
    await expectWhole(house)
  })

  test('BK-14 arrives once, on its day, and is seen; the day list says so', async () => {
    const house = await newClinicHouse(world)
    const [today, later] = [await book(world.platform, asks(house, await house.slot({ onDate: '2026-03-02', hour: 3 }), 1)), await book(world.platform, asks(house, await house.slot(), 1))]
    if (isRefusal(today) || isRefusal(later)) throw new Error('not booked')
    await expect(asSystem((step) => markSeen(step, today))).rejects.toMatchObject({ refusal: { refused: 'booking.not_arrived' } })
    expect(await asSystem((step) => markArrived(step, today))).toMatchObject({ state: 'arrived' })
    expect(await asSystem((step) => markArrived(step, today))).toMatchObject({ state: 'arrived', revision: 2 })
    expect(await asSystem((step) => markSeen(step, today))).toMatchObject({ state: 'seen' })
    await expect(asSystem((step) => markArrived(step, later))).rejects.toMatchObject({ refusal: { refused: 'booking.other_day' } })
    expect(await asSystem((step) => bookingsOn(step.tx, { institutionId: house.institutionId, onDate: '2026-03-02' }))).toMatchObject([{ state: 'seen' }])
  })

  test('BK-11 a citizen cancels until the day begins, the house after that as well', async () => {
    const house = await newClinicHouse(world)
    const citizen = await citizenAt(world)
    const [mine, stranger] = [api(world, citizen), api(world, await citizenAt(world))]
    const body = (slotId: string, n: number) => ({ institutionId: house.institutionId, slotId, person: somebody(n) })
    const tomorrow = await mine.post('/my/bookings', body(await house.slot(), 1))
    const today = await mine.post('/my/bookings', body(await house.slot({ onDate: '2026-03-02', hour: 5 }), 1))
    expect([tomorrow.status, today.status]).toEqual([200, 200])
    const path = (reply: typeof today) => `/my/bookings/${house.institutionId}/${reply.body.bookingId}/cancel`
    expect(await stranger.post(path(tomorrow))).toMatchObject({ status: 404, body: { error: 'booking.not_found' } })
    expect(await mine.post(path(today))).toMatchObject({ status: 409, body: { error: 'booking.cancel_too_late' } })
    expect(await mine.post(path(tomorrow))).toMatchObject({ status: 200, body: { state: 'cancelled', blocked: { cancel: 'booking.not_live' } } })
    expect(await api(world, await house.person('desk_clerk')).post(`/bookings/${house.institutionId}/${today.body.bookingId}/cancel`, { reason: '本人来电取消' })).toMatchObject({ status: 200, body: { state: 'cancelled', name: '张**' } })
    expect((await mine.get('/my/bookings')).body.rows.map((each: { name: string; state: string }) => [each.name, each.state])).toEqual([['张小1', 'cancelled'], ['张小1', 'cancelled']])
    expect((await stranger.get('/my/bookings')).body.rows).toEqual([])
    await expectWhole(house)
  })

  test('BK-6 how long it is held is set for the installation, and holds within a minute', async () => {
    const keeper = api(world, await (await newInstitution(world, { kind: 'commission' })).person('commission_head'))
    const house = await newClinicHouse(world, { feeCents: 1500 })
    const heldFor = async (n: number) => {
      const booked = await book(world.platform, asks(house, await house.slot(), n))
      if (isRefusal(booked)) throw new Error(booked.refused)
      return (Date.parse(booked.holdUntil ?? '') - world.clock.now().getTime()) / 60_000
    }
    expect(await heldFor(1)).toBe(15)
    expect((await keeper.put('/settings/booking.hold_minutes', { value: 20, reason: '缴费排队' })).status).toBe(200)
    world.clock.advance(60_000)
    expect(await heldFor(2)).toBe(20)
  })
})

describe('Who books for somebody', () => {
  test('BK-2 BK-9 a village doctor books at a hospital of the county, recorded with the own body; nobody else does across bodies', async () => {
    const house = await newClinicHouse(world, { regionCode: '990161' })
    const township = await newInstitution(world, { kind: 'township', regionCode: '990161' })
    const elsewhere = await newInstitution(world, { kind: 'township', regionCode: '990162' })
    const slotId = await house.slot({ capacity: 9 })
    const referral = await house.slot({ pool: 'referral' })
    const ask = { institutionId: house.institutionId, slotId, pool: 'public', way: 'village', person: somebody(11) }
    const doctor = api(world, await township.person('doctor'))
    expect(await doctor.post('/bookings', ask)).toMatchObject({ status: 200, body: { state: 'booked' } })
    expect(await doctor.post('/bookings', { ...ask, slotId: referral, pool: 'referral', person: somebody(12) })).toMatchObject({ status: 200 })
    expect(await doctor.post('/bookings', { ...ask, way: 'desk', person: somebody(13) })).toMatchObject({ status: 403, body: { error: 'booking.way_not_yours' } })
    expect(await doctor.post('/bookings', { ...ask, pool: 'priority', person: somebody(13) })).toMatchObject({ status: 403, body: { error: 'booking.pool_not_yours' } })
    expect(await api(world, await elsewhere.person('doctor')).post('/bookings', { ...ask, person: somebody(13) })).toMatchObject({ status: 403, body: { error: 'booking.not_your_region' } })
    expect(await api(world, await (await newInstitution(world, { regionCode: '990161' })).person('doctor')).post('/bookings', { ...ask, person: somebody(13) })).toMatchObject({ status: 403, body: { error: 'booking.way_not_yours' } })
    const [event] = await arrange(world, (step) => step.tx.selectFrom('event').select(['actor_name', 'detail']).where('institution_id', '=', house.institutionId).where('kind', '=', 'booking.made').orderBy('seq').execute())
    expect(event?.detail).toMatchObject({ way: 'village', fromInstitutionId: township.institutionId })
  })

  test('BK-1 the desk books on site, the doctor a follow-up, and neither the other; a request without a key is refused', async () => {
    const house = await newClinicHouse(world)
    const [onsite, followup] = [await house.slot({ pool: 'onsite', onDate: '2026-03-02', hour: 4 }), await house.slot({ pool: 'followup' })]
    const [desk, doctor] = [api(world, await house.person('desk_clerk')), api(world, await house.person('doctor'))]
    const ask = { institutionId: house.institutionId, person: somebody(21) }
    expect(await desk.post('/bookings', { ...ask, slotId: onsite, pool: 'onsite', way: 'onsite' })).toMatchObject({ status: 200 })
    expect(await desk.post('/bookings', { ...ask, slotId: followup, pool: 'followup', way: 'followup' })).toMatchObject({ status: 403 })
    expect(await doctor.post('/bookings', { ...ask, slotId: followup, pool: 'followup', way: 'followup' })).toMatchObject({ status: 200 })
    expect(await desk.post('/bookings', { ...ask, slotId: onsite, pool: 'onsite', way: 'onsite' }, { 'idempotency-key': '' })).toMatchObject({ status: 400, body: { error: 'booking.key_missing' } })
  })

  test('BK-27 a place of priority asks for the group of the law and the document, which stand in the event', async () => {
    const house = await newClinicHouse(world)
    const slotId = await house.slot({ pool: 'priority' })
    const desk = api(world, await house.person('desk_clerk'))
    const ask = { institutionId: house.institutionId, slotId, pool: 'priority', way: 'desk', person: somebody(21) }
    for (const priority of [null, { group: 'friend', proof: '名片' }, { group: 'soldier', proof: ' ' }]) expect(await desk.post('/bookings', { ...ask, priority })).toMatchObject({ status: 422, body: { error: 'booking.proof_missing' } })
    expect(await desk.post('/bookings', { ...ask, priority: { group: 'soldier', proof: '军人证' } })).toMatchObject({ status: 200 })
    const [event] = await arrange(world, (step) => step.tx.selectFrom('event').select('detail').where('institution_id', '=', house.institutionId).where('kind', '=', 'booking.made').execute())
    expect(event?.detail).toMatchObject({ pool: 'priority', priority: 'soldier', proof: '军人证' })
  })

  test('BK-10 cancelling asks whose booking it is', async () => {
    const [house, other] = [await newClinicHouse(world), await newClinicHouse(world)]
    const booked = await book(world.platform, asks(house, await house.slot(), 1))
    if (isRefusal(booked)) throw new Error(booked.refused)
    expect((await api(world, await other.person('desk_clerk')).post(`/bookings/${house.institutionId}/${booked.bookingId}/cancel`, { reason: '误操作' })).status).toBe(404)
    expect(await asSystem((step) => cancelBooking(step, booked, ''))).toMatchObject({ state: 'cancelled' })
  })
})
