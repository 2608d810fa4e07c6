import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { act } from '../../server/platform/act.ts'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { tellAllStopped } from './commands/stop-told.ts'
import { book, confirmHeld, findBooking, moveBooking, stopClinic, type Booked } from './public.ts'
import { citizenAt, newClinicHouse, somebody, type ClinicHouse } from './testing/slots/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const system = systemActor('test')
const asSystem = <T>(work: Parameters<typeof act<T>>[2]): Promise<T> => act(world.platform, system, work)
async function booked(house: ClinicHouse, slotId: string, n: number, accountId: string | null = null): Promise<Booked> {
  const answer = await book(world.platform, { by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(n), accountId, key: randomUUID() })
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer
}
const keyOf = ({ institutionId, bookingId }: Booked) => ({ institutionId, bookingId })
const stateOf = async (one: Booked) => asSystem(async (step) => (await findBooking(step.tx, keyOf(one)))?.state)
describe('BK-26 what a moved booking owes', () => {
  test.each([
    ['free to a clinic with a fee: held until it is paid', 0, 1000, false, 'held'],
    ['held to a free clinic: booked, nothing is owed', 1000, 0, false, 'booked'],
    ['held to another fee: held as long as it was', 1000, 2000, false, 'held'],
    ['paid to another fee: the money moves along', 1000, 2000, true, 'booked'],
    ['free to free', 0, 0, false, 'booked'],
  ])('%s', async (_, from, to, isPaid, state) => {
    const house = await newClinicHouse(world, { feeCents: from })
    const one = await booked(house, await house.slot(), 1)
    if (isPaid) await asSystem((step) => confirmHeld(step, one))
    const moved = await asSystem(async (step) => moveBooking(step, keyOf(one), await house.slot({ clinic: await house.clinicBeside(to) })))
    expect(moved).toMatchObject({ state, holdUntil: state === 'held' ? (from === 0 ? '2026-03-02T01:15:00.000Z' : one.holdUntil) : null })
    expect(await stateOf(moved)).toBe(state)
  })

  test('paid, then stopped and paid back: the new time is held until it is paid', async () => {
    const house = await newClinicHouse(world, { feeCents: 1000 })
    const one = await booked(house, await house.slot({ onDate: '2026-03-04' }), 1)
    await asSystem((step) => confirmHeld(step, one))
    const stop = await asSystem((step) => stopClinic(step, { institutionId: house.institutionId, clinicId: house.clinicId, onDate: '2026-03-04', fromMinute: 0, toMinute: 1440, reason: '医师生病', substituteClinicId: null }))
    await tellAllStopped(world.platform, { institutionId: house.institutionId, exceptionId: stop.exceptionId })
    expect(await stateOf(one)).toBe('stopped')
    const moved = await asSystem(async (step) => moveBooking(step, keyOf(one), await house.slot({ onDate: '2026-03-05' })))
    expect(moved).toMatchObject({ state: 'held', holdUntil: '2026-03-02T01:15:00.000Z' })
  })
})

test('BK-26 to another department only where that one stands in for what was stopped, also by a program', async () => {
  const house = await newClinicHouse(world)
  const person = await citizenAt(world)
  const one = await booked(house, await house.slot({ onDate: '2026-03-04' }), 1, person.accountId)
  const surgery = await house.clinicIn('外科')
  const there = await house.slot({ onDate: '2026-03-04', clinic: surgery })
  const move = () => api(world, person).post(`/my/bookings/${house.institutionId}/${one.bookingId}/move`, { slotId: there })
  expect(await move()).toMatchObject({ status: 409, body: { error: 'booking.other_department' } })
  expect(await stateOf(one)).toBe('booked')
  const stop = await asSystem((step) => stopClinic(step, { institutionId: house.institutionId, clinicId: house.clinicId, onDate: '2026-03-04', fromMinute: 0, toMinute: 1440, reason: '医师生病', substituteClinicId: surgery.clinicId }))
  await tellAllStopped(world.platform, { institutionId: house.institutionId, exceptionId: stop.exceptionId })
  expect(await move()).toMatchObject({ status: 200, body: { slotId: there, state: 'booked' } })
})
