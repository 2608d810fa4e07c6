import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { tellBooked } from './commands/tell-booked.ts'
import { citizenAt, newClinicHouse, somebody } from './testing/slots/fixtures.ts'

let world: World
const system = systemActor('test')
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())
beforeEach(() => world.clock.set('2026-03-02T01:00:00.000Z'))

describe('Booked by primary care at a hospital', () => {
  test('BK-10 BK-11 who booked it there lists, moves and cancels it until the deadline; a colleague, another house and the confirmation are not theirs', async () => {
    const house = await newClinicHouse(world)
    const township = await newInstitution(world, { kind: 'township' })
    const villageDoctor = await township.person('doctor')
    const [doctor, colleague] = [api(world, villageDoctor), api(world, await township.person('nurse'))]
    const [slotId, next] = [await house.slot(), await house.slot({ onDate: '2026-03-04' })]
    const ask = { institutionId: house.institutionId, slotId, pool: 'public', way: 'village', person: somebody(71) }
    const booked = await doctor.post('/bookings', ask)
    expect(booked.status).toBe(200)
    const listed = await doctor.get('/bookings/elsewhere')
    expect(listed.body.rows).toMatchObject([{ id: booked.body.bookingId, name: '张**', institutionName: expect.any(String), blocked: { cancel: null, move: null, confirm: 'booking.not_found', excuse: 'booking.not_found' } }])
    expect((await colleague.get('/bookings/elsewhere')).body.rows).toEqual([])
    const path = `/bookings/${house.institutionId}/${booked.body.bookingId}`
    for (const verb of ['cancel', 'move'] as const) expect(await colleague.post(`${path}/${verb}`, verb === 'cancel' ? { reason: '改主意' } : { slotId: next })).toMatchObject({ status: 404 })
    expect(await doctor.post(`${path}/confirm`)).toMatchObject({ status: 404 })
    expect(await doctor.post(`${path}/clear`)).toMatchObject({ status: 404 })
    const moved = await doctor.post(`${path}/move`, { slotId: next })
    expect(moved).toMatchObject({ status: 200, body: { state: 'booked', onDate: '2026-03-04', way: 'village' } })
    expect((await doctor.get('/bookings/elsewhere')).body.rows.map((row: { state: string }) => row.state)).toEqual(['moved', 'booked'])
    const there = `/bookings/${house.institutionId}/${moved.body.id}/cancel`
    await arrange(world, ({ tx }) => tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).where('account_id', '=', villageDoctor.accountId).execute())
    world.clock.set('2026-03-04T00:30:00.000Z')
    expect(await doctor.post(there, { reason: '村民不去了' })).toMatchObject({ status: 409, body: { error: 'booking.cancel_too_late' } })
    world.clock.set('2026-03-02T01:00:00.000Z')
    expect(await doctor.post(there, { reason: '村民不去了' })).toMatchObject({ status: 200, body: { state: 'cancelled', name: '张**' } })
    const events = await arrange(world, ({ tx }) => tx.selectFrom('event').select(['kind', 'actor_id']).where('institution_id', '=', house.institutionId).orderBy('seq').execute())
    expect(events.map((each) => `${each.kind} ${each.actor_id === villageDoctor.accountId}`)).toEqual(['booking.made true', 'booking.moved true', 'booking.cancelled true'])
    expect(await verifyChains(world.platform.database, system, world.platform.vault, [house.institutionId])).toMatchObject({ fault: null })
  })
})

describe('The phone desk', () => {
  test('BK-22 finds who rings by the telephone, typed in whatever way, within the house only', async () => {
    const house = await newClinicHouse(world)
    const desk = api(world, await house.person('desk_clerk'))
    const person = somebody(72)
    const ask = { institutionId: house.institutionId, pool: 'public', way: 'phone', person }
    const booked = await desk.post('/bookings', { ...ask, slotId: await house.slot() })
    await tellBooked(world.platform)
    const find = (words: string) => desk.post(`/bookings/find/${house.institutionId}`, { code: words, idNumber: words, phone: words })
    const typed = `${person.phone.slice(0, 3)} ${person.phone.slice(3, 7)}-${person.phone.slice(7)}`
    for (const words of [person.phone, typed, person.idNumber, booked.body.code]) expect((await find(words)).body.rows, words).toMatchObject([{ id: booked.body.bookingId }])
    expect((await find('13900000000')).body.rows).toEqual([])
    const other = await newClinicHouse(world)
    expect((await api(world, await other.person('desk_clerk')).post(`/bookings/find/${other.institutionId}`, { phone: person.phone })).body.rows).toEqual([])
    const kept = await arrange(world, ({ tx }) => tx.selectFrom('booking_phone').select('phone_index').where('institution_id', '=', house.institutionId).execute())
    expect(kept.map((row) => row.phone_index.includes(person.phone))).toEqual([false])
  })
})

describe('A program that books for an account', () => {
  test('TG-4 books for somebody else with their consent only, and keeps it', async () => {
    const house = await newClinicHouse(world)
    const citizen = await citizenAt(world)
    const mine = api(world, citizen)
    const ask = { institutionId: house.institutionId, slotId: await house.slot(), person: somebody(73), relation: 'parent' }
    expect(await mine.post('/my/bookings', ask)).toMatchObject({ status: 422, body: { error: 'visitor.consent_missing' } })
    expect((await mine.get('/my/people')).body.rows).toEqual([])
    expect(await mine.post('/my/bookings', { ...ask, consent: true })).toMatchObject({ status: 200, body: { state: 'booked' } })
    expect((await mine.get('/my/people')).body.rows).toMatchObject([{ name: somebody(73).name, relation: 'parent' }])
    expect(await mine.post('/my/bookings', { institutionId: house.institutionId, slotId: await house.slot(), person: somebody(74) })).toMatchObject({ status: 200 })
  })
})
