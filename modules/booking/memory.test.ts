import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import type { Tx } from '../../server/platform/database.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { memoryOf } from './commands/book-memory.ts'
import { book, type BookAsk } from './public.ts'
import { newClinicHouse, placesOf, somebody, type ClinicHouse } from './testing/slots/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const system = systemActor('test')
const at = (house: ClinicHouse, slotId: string, n: number, over: Partial<BookAsk> = {}): BookAsk => ({ by: system, way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: somebody(n), accountId: null, key: randomUUID(), ...over })
const said = (answer: unknown): string => (isRefusal(answer) ? answer.refused : 'booked')

/** A hospital whose slot the server remembers from a booking. */
async function known(capacity = 9) {
  const house = await newClinicHouse(world)
  const slotId = await house.slot({ capacity })
  expect(said(await book(world.platform, at(house, slotId, 1)))).toBe('booked')
  expect(memoryOf(world.platform, house.institutionId).head?.seq).toBe(1)
  return { house, slotId, memory: memoryOf(world.platform, house.institutionId) }
}

async function expectWhole(house: ClinicHouse): Promise<void> {
  for (const place of await placesOf(world, house.institutionId)) expect(place.taken).toBe(place.live + place.due)
  expect(await verifyChains(world.platform.database, system, world.platform.vault, [house.institutionId])).toMatchObject({ fault: null })
}

describe('BK-5 what is remembered is asked again', () => {
  test('a known ground takes one statement, and the booking is whole', async () => {
    const { house, slotId, memory } = await known()
    const before = memory.head?.seq
    expect(said(await book(world.platform, at(house, slotId, 2)))).toBe('booked')
    expect([before, memory.head?.seq, memory.missed, memory.rests]).toEqual([1, 2, 0, 0])
    await expectWhole(house)
  })

  const changes: [string, (tx: Tx, key: { institutionId: string; slotId: string; clinicId: string }) => Promise<unknown>, string][] = [
    ['the slot was stopped', (tx, { slotId }) => tx.updateTable('slot').set({ state: 'stopped' }).where('id', '=', slotId).execute(), 'booking.slot_stopped'],
    ['the clinic was closed', (tx, { clinicId }) => tx.updateTable('clinic').set({ active: false }).where('id', '=', clinicId).execute(), 'booking.slot_stopped'],
    ['the last place was taken', (tx, { slotId }) => tx.updateTable('slot_place').set({ capacity: 1 }).where('slot_id', '=', slotId).execute(), 'booking.full'],
    ['it opens later', (tx, { slotId }) => tx.updateTable('slot_place').set({ opens_at: '2027-01-01T00:00:00Z' }).where('slot_id', '=', slotId).execute(), 'booking.not_open_yet'],
    ['it costs something now', (tx, { clinicId }) => tx.updateTable('clinic').set({ fee_cents: 500 }).where('id', '=', clinicId).execute(), 'held'],
    ['the time was moved', (tx, { slotId }) => tx.updateTable('slot').set({ ends_at: '2026-03-03T09:00:00Z' }).where('id', '=', slotId).execute(), 'moved'],
  ]
  test.each(changes)('%s meanwhile', async (_, change, outcome) => {
    const { house, slotId, memory } = await known()
    await arrange(world, ({ tx }) => change(tx, { institutionId: house.institutionId, slotId, clinicId: house.clinicId }))
    const answer = await book(world.platform, at(house, slotId, 2))
    if (outcome === 'held') expect(answer).toMatchObject({ state: 'held' })
    else if (outcome === 'moved') expect(answer).toMatchObject({ endsAt: '2026-03-03T09:00:00.000Z' })
    else expect(said(answer)).toBe(outcome)
    expect(memory.missed).toBe(1)
    await expectWhole(house)
  })

  test('the chain went on elsewhere', async () => {
    const { house, slotId, memory } = await known()
    await arrange(world, (act) => act.record({ institutionId: house.institutionId, regionCode: house.regionCode, kind: 'setting.changed', subjectId: 'x', detail: {} }))
    expect(said(await book(world.platform, at(house, slotId, 2)))).toBe('booked')
    expect([memory.head?.seq, memory.missed]).toEqual([3, 1])
    expect(said(await book(world.platform, at(house, slotId, 3)))).toBe('booked')
    expect(memory.missed).toBe(0)
    await expectWhole(house)
  })

  test('somebody who has a place, and a key that was answered, get the answer they had', async () => {
    const { house, slotId } = await known()
    expect(said(await book(world.platform, at(house, slotId, 1)))).toBe('booking.same_day')
    const ask = at(house, slotId, 2)
    const [first, again] = [await book(world.platform, ask), await book(world.platform, ask)]
    expect(again).toEqual({ ...first, repeated: true })
    expect(await placesOf(world, house.institutionId)).toMatchObject([{ taken: 2, live: 2 }])
    await expectWhole(house)
  })
})
