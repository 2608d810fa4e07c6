import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../../kernel/calendar.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { look } from '../../server/platform/act.ts'
import { systemActor } from '../../kernel/actor.ts'
import { newWorld, type Reply, type World } from '../../server/testing/api.ts'
import { bookingsOn } from '../booking/public.ts'
import { examHouse, patient } from './testing/fixtures.ts'

const today = '2026-03-02'
let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

type House = Awaited<ReturnType<typeof examHouse>>
const three = ['blood-fasting', 'ultrasound-pelvis', 'xray-chest']
let seed = 100
async function ordered(house: House, exams: readonly string[] = three): Promise<Reply> {
  seed += 1
  return house.doctor.post('/exams/orders', { person: patient(seed), exams })
}
const at = (order: Reply): string => `/exams/orders/${order.body.institutionId}/${order.body.id}`
type PlaceLike = { exam: string; slotId: string; onDate: string; start: number }
const choose = (places: readonly PlaceLike[]) => places.map(({ exam, slotId }) => ({ exam, slotId }))
const book = (house: House, order: Reply, proposals: Reply, places: readonly PlaceLike[], key = randomUUID()) =>
  house.desk.post(`${at(order)}/booking`, { places: choose(places), wish: proposals.body.wish, revision: order.body.revision }, { 'idempotency-key': key })

const liveOn = (house: House) => look(world.platform, systemActor('test'), async ({ read }) => (await bookingsOn(read, { institutionId: house.institutionId, onDate: addDays(today, 1) })).filter((each) => each.state === 'booked'))

test('XM-13 a doctor orders for a person; the name is masked, and shown in the clear on record only', async () => {
  const house = await examHouse(world, today)
  const order = await ordered(house)
  expect(order).toMatchObject({ status: 200, body: { state: 'open', name: '沈**', exams: three, blocked: { plan: null, finish: 'exam.places_missing' } } })
  expect((await house.desk.post('/exams/orders', { person: patient(1), exams: three })).status).toBe(403)
  expect(await house.doctor.post('/exams/orders', { person: patient(1), exams: ['no-such'] })).toMatchObject({ status: 400, body: { error: 'exam.unknown' } })
  expect(await house.doctor.post('/exams/orders', { bookingCode: '0000-0000-0000', exams: three })).toMatchObject({ status: 404, body: { error: 'exam.no_such_booking' } })
  expect(await house.doctor.post('/exams/orders', { person: patient(1), exams: Array.from(new Set((await house.doctor.get('/exams/catalog')).body.rows.map((each: { key: string }) => each.key))).slice(0, 13) })).toMatchObject({ body: { error: 'exam.too_many' } })
  expect(await house.desk.post(`${at(order)}/clear`)).toMatchObject({ status: 200, body: { name: '沈竹青' } })
  const stranger = await examHouse(world, today, [])
  expect((await stranger.desk.get(at(order))).status).toBe(404)
})

test('XM-15 all is booked at once on one day, and the same key again changes nothing', async () => {
  const house = await examHouse(world, today)
  const order = await ordered(house)
  const proposals = await house.desk.get(`${at(order)}/proposals`)
  expect(proposals.body.plans[0]).toMatchObject({ trips: 1, proven: true, lastOn: addDays(today, 1) })
  const key = randomUUID()
  const booked = await book(house, order, proposals, proposals.body.plans[0].places, key)
  expect(booked).toMatchObject({ status: 200, body: { state: 'planned', trips: 1 } })
  expect(booked.body.items).toHaveLength(3)
  const again = await book(house, order, proposals, proposals.body.plans[0].places, key)
  expect(again.body.items.map((item: { bookingId: string }) => item.bookingId)).toEqual(booked.body.items.map((item: { bookingId: string }) => item.bookingId))
  expect(await liveOn(house)).toHaveLength(3)
})

test('XM-15 one place gone meanwhile: nothing stays booked, and the next plan avoids it', async () => {
  const house = await examHouse(world, today, [
    { name: '采血室', exams: ['blood-fasting'], times: ['08:00', '09:00'], days: [addDays(today, 1)], capacity: 1 },
    { name: '放射', exams: ['xray-chest'], times: ['08:30', '10:00'], days: [addDays(today, 1)], capacity: 1 },
  ])
  const [one, other] = [await ordered(house, ['blood-fasting', 'xray-chest']), await ordered(house, ['blood-fasting'])]
  const stale = await house.desk.get(`${at(one)}/proposals`)
  const taken = await house.desk.get(`${at(other)}/proposals`)
  expect((await book(house, other, taken, taken.body.plans[0].places)).status).toBe(200)
  expect(await book(house, one, stale, stale.body.plans[0].places)).toMatchObject({ status: 409, body: { error: 'exam.place_gone' } })
  expect(await liveOn(house)).toHaveLength(1)
  const anew = await house.desk.get(`${at(one)}/proposals`)
  expect(anew.body.plans[0].places.map((place: PlaceLike) => place.start)).toEqual([510, 540])
  expect(await book(house, one, anew, anew.body.plans[0].places)).toMatchObject({ status: 200, body: { state: 'planned' } })
  expect(await liveOn(house)).toHaveLength(3)
})

test('XM-8 a plan that breaks something is refused with the reason, and a missing examination as well', async () => {
  const house = await examHouse(world, today)
  const order = await ordered(house, ['barium-meal', 'ultrasound-abdomen'])
  const proposals = await house.desk.get(`${at(order)}/proposals`)
  const find = (exam: string, day: number, start: number) => proposals.body.places.find((place: PlaceLike) => place.exam === exam && place.onDate === addDays(today, day) && place.start === start)
  const wrong = [find('barium-meal', 1, 480), find('ultrasound-abdomen', 2, 540)]
  expect(await book(house, order, proposals, wrong)).toMatchObject({ status: 409, body: { error: 'exam.breaks', detail: expect.stringContaining('至少隔 2 天') } })
  expect(await book(house, order, proposals, wrong.slice(1))).toMatchObject({ status: 400, body: { error: 'exam.places_missing' } })
  // The other way round it is one day.
  expect(proposals.body.plans[0]).toMatchObject({ trips: 1 })
})

test('XM-15 a change moves what differs and keeps the rest; cancelling gives all back', async () => {
  const house = await examHouse(world, today)
  const order = await ordered(house)
  const proposals = await house.desk.get(`${at(order)}/proposals`)
  const booked = await book(house, order, proposals, proposals.body.plans[0].places)
  const other = booked.body.items.find((item: PlaceLike) => item.exam === 'xray-chest')
  const later = proposals.body.places.find((place: PlaceLike) => place.exam === 'xray-chest' && place.onDate === other.onDate && place.start === 14 * 60)
  const changed = await book(house, booked, proposals, [...booked.body.items.filter((item: PlaceLike) => item.exam !== 'xray-chest'), later])
  expect(changed).toMatchObject({ status: 200, body: { state: 'planned', revision: booked.body.revision + 1 } })
  const idOf = (reply: Reply, exam: string) => reply.body.items.find((item: { exam: string; bookingId: string }) => item.exam === exam).bookingId
  expect(idOf(changed, 'blood-fasting')).toBe(idOf(booked, 'blood-fasting'))
  expect(idOf(changed, 'xray-chest')).not.toBe(idOf(booked, 'xray-chest'))
  expect(await book(house, booked, proposals, proposals.body.plans[1].places)).toMatchObject({ status: 409, body: { error: 'exam.busy' } })
  const cancelled = await house.desk.post(`${at(order)}/cancellation`, { reason: '患者改去外院' })
  expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', items: [], blocked: { plan: 'exam.ended' } } })
  expect(await liveOn(house)).toEqual([])
})

test('XM-10 and XM-12 wishes are kept, and why there is no plan is said in words', async () => {
  const house = await examHouse(world, today)
  const order = await ordered(house, ['gastroscopy', 'xray-chest'])
  const none = await house.desk.get(`${at(order)}/proposals`)
  expect(none.body).toMatchObject({ plans: [], whyNone: [{ zh: '“胃镜”在这段时间没有空位' }] })
  const wished = await ordered(house)
  const mornings = await house.desk.get(`${at(wished)}/proposals?mornings=true&weekdays=4&from=2020-01-01&to=2030-01-01`)
  expect(mornings.body.wish).toMatchObject({ from: today, to: addDays(today, 27) })
  expect(mornings.body.plans[0].lastOn).toBe('2026-03-05')
})

test('XM-12 a clinic of examinations is set up by the clerk, and nothing else is one', async () => {
  const house = await examHouse(world, today)
  const clerk = await house.as('institution_clerk')
  const [clinicId] = house.clinics
  expect(await clerk.put(`/exams/clinics/${clinicId}`, { exams: ['ecg'], building: '门诊楼', floor: 3 })).toMatchObject({ status: 200, body: { exams: ['ecg'], building: '门诊楼', floor: 3 } })
  expect(await clerk.put(`/exams/clinics/${randomUUID()}`, { exams: ['ecg'] })).toMatchObject({ status: 400, body: { error: 'exam.clinic_wrong' } })
  expect((await house.doctor.put(`/exams/clinics/${clinicId}`, { exams: [] })).status).toBe(403)
})

test('XM-14 an order is one fact with its trips and its days of waiting', async () => {
  const house = await examHouse(world, today)
  const order = await ordered(house)
  const proposals = await house.desk.get(`${at(order)}/proposals`)
  await book(house, order, proposals, proposals.body.plans[1].places)
  const facts = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'exam.order', from: today, to: today }, { after: null, limit: 10 }))
  expect(facts).toMatchObject([{ id: order.body.id, fields: { planned: true, trips: 1, wait_days: 2, exams: 3, exam_days: 6 } }])
})
