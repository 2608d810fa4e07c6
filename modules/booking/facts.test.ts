import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import type { Fact, FactChange } from '../../kernel/fact.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { act, look } from '../../server/platform/act.ts'
import { onFacts, readFacts } from '../../server/platform/facts.ts'
import { countUses, listUses } from '../../server/platform/uses.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { sweepMissed } from './commands/missed.ts'
import { tellForgotten, tellPlaces, tellVisits } from './commands/tell-facts.ts'
import { book, bookingUseRows, cancelBooking, markArrived, moveBooking, placesShown, type BookAsk } from './public.ts'
import { newClinicHouse, somebody, type ClinicHouse } from './testing/slots/fixtures.ts'

let world: World
const start = '2026-03-02T01:00:00.000Z'
const told: FactChange[] = []
beforeAll(async () => {
  world = await newWorld(start)
  onFacts('test', (_, changes) => {
    told.push(...changes)
    return Promise.resolve()
  })
})
afterAll(() => world.close())

const system = systemActor('test')
const asSystem = <T>(work: Parameters<typeof act<T>>[2]): Promise<T> => act(world.platform, system, work)
async function booked(house: ClinicHouse, slotId: string, n: number, over: Partial<BookAsk> = {}): Promise<{ institutionId: string; bookingId: string }> {
  const answer = await book(world.platform, { by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(n), accountId: null, key: randomUUID(), ...over })
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer
}
const changesOf = (house: ClinicHouse, kind: string) => told.filter(({ before, after }) => (after ?? before)?.institutionId === house.institutionId && (after ?? before)?.kind === kind)
const pages = async (house: ClinicHouse, kind: string, limit = 2): Promise<Fact[]> => {
  const all: Fact[] = []
  for (;;) {
    const last = all.at(-1)
    const page = await look(world.platform, system, ({ read }) => readFacts(read, { institutionId: house.institutionId, kind, from: '2026-01-01', to: '2026-12-31' }, { after: last === undefined ? null : { on: last.on, id: last.id }, limit }))
    all.push(...page)
    if (page.length < limit) return all
  }
}
const march = { periodId: 'p', fromOn: '2026-03-01', toOn: '2026-03-31', dueAt: '2026-03-02T01:30:00.000Z' }
function rowsOf(house: ClinicHouse, key: string) {
  const rows = bookingUseRows(key, house.institutionId)
  if (rows === undefined) throw new Error(key)
  return rows
}
const usesOf = (house: ClinicHouse, key: string) => look(world.platform, system, async ({ read }) => (await countUses(read, [march], rowsOf(house, key))).get('p'))

test('BK-62 each change is told once, with what was told before; told again there is nothing left', async () => {
  const house = await newClinicHouse(world)
  const slotId = await house.slot({ capacity: 9 })
  const keys = [await booked(house, slotId, 1), await booked(house, slotId, 2), await booked(house, slotId, 3, { way: 'onsite' })]
  expect(await tellVisits(world.platform, house.institutionId)).toBe(3)
  const [first, second, third] = keys
  if (first === undefined || second === undefined || third === undefined) throw new Error('three were booked')
  await asSystem((step) => cancelBooking(step, first, '有事'))
  const [one, two] = await Promise.all([tellVisits(world.platform, house.institutionId), tellVisits(world.platform, house.institutionId)])
  expect(one + two).toBe(1)
  world.clock.set('2026-03-03T01:00:00.000Z')
  await asSystem((step) => markArrived(step, second))
  world.clock.set('2026-03-04T01:00:00.000Z')
  await sweepMissed(world.platform)
  expect(await tellVisits(world.platform, house.institutionId)).toBe(2)
  expect(await tellVisits(world.platform, house.institutionId)).toBe(0)
  world.clock.set(start)
  const changes = changesOf(house, 'booking.visit')
  const said = changes.map(({ before, after }) => `${String(before?.fields['state'] ?? 'nothing')} → ${String(after?.fields['state'])}`)
  expect(said.toSorted()).toEqual(['booked → arrived', 'booked → cancelled', 'booked → no-show', 'nothing → booked', 'nothing → booked', 'nothing → booked'])
  // What counting anew would read is what the changes come to.
  const sum = new Map<string, Fact>()
  for (const { after } of changes) if (after !== null) sum.set(after.id, after)
  expect(await pages(house, 'booking.visit')).toEqual([...sum.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)))
})

test('BK-62 a rush of bookings is told whole, also what changed before it was told, and a moved one is two facts', async () => {
  const house = await newClinicHouse(world)
  const [slotId, other] = [await house.slot({ capacity: 60 }), await house.slot({ capacity: 60, onDate: '2026-03-05' })]
  const keys = await Promise.all(Array.from({ length: 40 }, (_, n) => booked(house, slotId, n)))
  const [first, second] = keys
  if (first === undefined || second === undefined) throw new Error('forty were booked')
  await asSystem((step) => cancelBooking(step, first, '有事'))
  await asSystem((step) => moveBooking(step, second, other))
  expect(await tellForgotten(world.platform)).toBeGreaterThanOrEqual(41)
  const states = (await pages(house, 'booking.visit', 7)).map((fact) => fact.fields['state'])
  expect(Object.fromEntries([...Map.groupBy(states, String)].map(([state, all]) => [state, all.length]))).toEqual({ booked: 39, cancelled: 1, moved: 1 })
  expect(changesOf(house, 'booking.visit').every((change) => change.before === null)).toBe(true)
})

test('BK-61 places are one fact for each clinic and day; a stop takes them away', async () => {
  const house = await newClinicHouse(world)
  const slots = [await house.slot({ capacity: 3 }), await house.slot({ capacity: 4 }), await house.slot({ capacity: 5, onDate: '2026-03-05' })]
  expect(await tellPlaces(world.platform, house.institutionId)).toBe(2)
  expect((await pages(house, 'booking.slots', 1)).map((fact) => [fact.on, fact.fields['places'], fact.fields['slots']])).toEqual([['2026-03-03', 7, 2], ['2026-03-05', 5, 1]])
  await arrange(world, async (step) => void (await step.tx.updateTable('slot').set({ state: 'stopped' }).where('id', '=', slots[1] ?? '').execute()))
  const [one, two] = await Promise.all([tellPlaces(world.platform, house.institutionId), tellPlaces(world.platform, house.institutionId)])
  expect(one + two).toBe(1)
  expect(changesOf(house, 'booking.slots').at(-1)).toMatchObject({ before: { fields: { places: 7 } }, after: { fields: { places: 3 } } })
})

test('BK-63 uses are counted where they were made, in time or not; a moved booking is no second use', async () => {
  const house = await newClinicHouse(world)
  const [slotId, other] = [await house.slot({ capacity: 9 }), await house.slot({ capacity: 9, onDate: '2026-03-05' })]
  const key = await booked(house, slotId, 1)
  await booked(house, slotId, 2, { way: 'onsite' })
  world.clock.set('2026-03-02T02:00:00.000Z')
  await booked(house, slotId, 3, { way: 'referral' })
  await asSystem((step) => moveBooking(step, key, other))
  world.clock.set(start)
  expect(await usesOf(house, 'visit-booking')).toEqual({ used: 2, usedInTime: 1 })
  expect(await usesOf(house, 'assisted-booking')).toEqual({ used: 1, usedInTime: 1 })
  expect(await usesOf(house, 'studio-booking')).toEqual({ used: 0, usedInTime: 0 })
  expect(await usesOf(house, 'find-doctor')).toEqual({ used: 0, usedInTime: 0 })
  const lines = await look(world.platform, system, ({ read }) => listUses(read, march, rowsOf(house, 'visit-booking')))
  expect(lines).toMatchObject({ total: 2, rows: [{ on: '2026-03-02', department: '内科', inTime: false }, { on: '2026-03-02', title: expect.stringContaining('内科门诊'), inTime: true }] })
})

test('BK-64 free places were public until the last of them, and before the due time', async () => {
  const house = await newClinicHouse(world)
  const shown = async (dueAt: string) => (await look(world.platform, system, ({ read }) => placesShown(read, house.institutionId, [{ periodId: 'p', dueAt }]))).get('p')
  expect(await shown('2026-03-31T16:00:00.000Z')).toEqual([])
  await house.slot({ opensAt: '2026-03-01T00:00:00.000Z' })
  expect(await shown('2026-03-31T16:00:00.000Z')).toEqual(['2026-03-03T01:31:00.000Z', '2026-03-03T01:31:00.000Z'])
  expect(await shown('2026-03-02T16:00:00.000Z')).toEqual(['2026-03-02T15:59:59.999Z', '2026-03-03T01:31:00.000Z'])
  expect(await shown('2026-02-28T16:00:00.000Z')).toEqual(['2026-03-01T00:00:00.000Z', '2026-03-03T01:31:00.000Z'])
})
