import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { act, look } from '../../server/platform/act.ts'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { book, findBooking } from '../booking/public.ts'
import { newClinicHouse, somebody } from '../booking/testing/slots/fixtures.ts'
import { tellSeenOf } from './commands/watch.ts'
import { hall } from './fixtures.ts'

let world: World
const system = systemActor('test')
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

/** A hospital whose clinic has a queue, and a booking for today at nine (half an hour from one minute past). */
async function booked(given: { onDate?: string; hour?: number } = {}) {
  const clinics = await newClinicHouse(world)
  const house = await hall(world, { in: clinics })
  const slotId = await clinics.slot({ onDate: given.onDate ?? '2026-03-02', hour: given.hour ?? 0 })
  const made = await book(world.platform, { by: system, way: 'desk', institutionId: clinics.institutionId, slotId, pool: 'public', person: somebody(1), accountId: null, key: randomUUID() })
  if (isRefusal(made)) throw new Error(made.refused)
  const state = async () => (await look(world.platform, system, ({ read }) => findBooking(read, made)))?.state
  return { ...house, code: made.code, bookingId: made.bookingId, state }
}
const check = (house: { desk: Parameters<typeof api>[1] }, code: string, more: object = {}) => api(world, house.desk).post('/queue-tickets/check-in', { code, ...more })

test('QU-5 a booking is checked in by its code, before walk-ins once its time has come; again is the same ticket; the booking has arrived', async () => {
  const house = await booked()
  await house.take('甲一')
  world.clock.set('2026-03-02T01:05:00.000Z')
  const first = await check(house, ` ${house.code.toLowerCase()} `)
  expect(first.body).toMatchObject({ label: 'A002', booked: true, isLate: false, calledName: '张*1', place: 1 })
  expect((await check(house, `https://example.org/code/${house.code}`)).body.id).toBe(first.body.id)
  expect(await house.state()).toBe('arrived')
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('QU-5 the same code at two counters at the same moment is one ticket', async () => {
  const house = await booked()
  const both = await Promise.all([check(house, house.code), check(house, house.code), check(house, house.code)])
  expect(new Set(both.map((each) => each.body.label))).toEqual(new Set(['A001']))
})

test.each([
  ['too early', { hour: 3 }, 409, 'queue.too_early'],
  ['for another day', { onDate: '2026-03-03' }, 409, 'queue.wrong_day'],
])('QU-5 a booking %s is not checked in, and takes no number', async (_, given, status, error) => {
  const house = await booked(given)
  expect(await check(house, house.code)).toMatchObject({ status, body: { error } })
  expect((await house.take('甲一')).body.label).toBe('A001')
  expect(await house.state()).toBe('booked')
})

test('QU-5 a code of another house, or none at all, is not known here', async () => {
  const [house, other] = [await booked(), await booked()]
  expect(await check(other, house.code)).toMatchObject({ status: 404, body: { error: 'queue.code_unknown' } })
  expect((await check(house, '1234')).body.error).toBe('queue.code_unknown')
})

test('QU-9 a visit that ended counts as seen, unless it was taken back meanwhile', async () => {
  const house = await booked()
  const ticket = (await check(house, house.code)).body
  const seen = () => act(world.platform, system, (step) => tellSeenOf(step, { institutionId: house.institutionId, ticketId: ticket.id }))
  await house.sit(house.one, 0)
  await house.next(house.one, 0)
  await house.step(house.one, 0, 'done')
  await api(world, house.one).post(`/queue-windows/${house.rooms[0] ?? ''}/undo`)
  await seen()
  expect(await house.state()).toBe('arrived')
  await house.step(house.one, 0, 'done')
  await seen()
  expect(await house.state()).toBe('seen')
})

test('QU-5 on the own phone: the code leads to the own place', async () => {
  const house = await booked()
  const answer = await world.app.http.inject({ method: 'POST', url: '/line', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ body: house.institutionId, code: house.code }).toString() })
  expect(answer.statusCode).toBe(303)
  expect((await world.app.http.inject({ url: String(answer.headers.location) })).body).toContain('A001')
})

test('QU-17 visits: who goes on to the next line with the same ticket stands in two lines of one visit', async () => {
  const house = await booked()
  const ticket = (await check(house, house.code)).body
  const made = await api(world, house.clerk).post('/queues', { departmentId: house.departmentId, name: '取药', kind: 'pharmacy', letter: 'Y', rule: { priorityMost: 2, priorityPer: 5, returnEvery: 2, earlyMinutes: 60, lateMinutes: 30, hours: [{ from: 480, to: 720 }] }, usualMinutes: 3, windows: ['1号窗'] })
  expect((await api(world, house.desk).post('/queue-tickets', { queueId: made.body.id, from: ticket.id })).body).toMatchObject({ label: 'Y001', calledName: '张*1' })
  const { queueFacts } = await import('./public.ts')
  const facts = await look(world.platform, system, ({ read }) => queueFacts.read(read, { institutionId: house.institutionId, kind: 'queue.visit', from: '2026-03-02', to: '2026-03-02' }, { after: null, limit: 10 }))
  expect(facts.map((fact) => fact.fields)).toEqual([{ queues: 2 }])
  const tickets = await look(world.platform, system, ({ read }) => queueFacts.read(read, { institutionId: house.institutionId, kind: 'queue.ticket', from: '2026-03-02', to: '2026-03-02' }, { after: null, limit: 10 }))
  expect(tickets.map((fact) => [fact.fields['kind'], fact.fields['booked']])).toEqual(expect.arrayContaining([['consultation', true], ['pharmacy', false]]))
})
