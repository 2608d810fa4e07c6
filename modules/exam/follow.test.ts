import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { addDays } from '../../kernel/calendar.ts'
import { act, look } from '../../server/platform/act.ts'
import { arrange, newWorld, type Reply, type World } from '../../server/testing/api.ts'
import { tellAllStopped } from '../booking/commands/stop-told.ts'
import { bookingsOn, cancelBooking, moveBooking, stopClinic } from '../booking/public.ts'
import { newCitizen } from '../booking/testing/citizen/fixtures.ts'
import { examHouse, patient } from './testing/fixtures.ts'

const today = '2026-03-02'
let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const system = systemActor('test')
type House = Awaited<ReturnType<typeof examHouse>>
type ItemLike = { exam: string; bookingId: string; slotId: string; onDate: string; start: number; clinicId: string }
const at = (order: Reply): string => `/exams/orders/${order.body.institutionId}/${order.body.id}`
let seed = 700

/** An order of three examinations, all booked. */
async function planned(house: House): Promise<Reply> {
  seed += 1
  const order = await house.doctor.post('/exams/orders', { person: patient(seed), exams: ['blood-fasting', 'ultrasound-pelvis', 'xray-chest'] })
  return plan(house, order)
}
async function plan(house: House, order: Reply): Promise<Reply> {
  const { body } = await house.desk.get(`${at(order)}/proposals`)
  const stands = await house.desk.get(at(order))
  return house.desk.post(`${at(order)}/booking`, { places: body.plans[0].places.map(({ exam, slotId }: ItemLike) => ({ exam, slotId })), wish: body.wish, revision: stands.body.revision })
}
const itemOf = (order: Reply, exam: string): ItemLike => order.body.items.find((each: ItemLike) => each.exam === exam)
const keyOf = (order: Reply, exam: string) => ({ institutionId: order.body.institutionId as string, bookingId: itemOf(order, exam).bookingId })
const live = (house: House) => look(world.platform, system, async ({ read }) => {
  const days = await Promise.all(house.days.map((onDate) => bookingsOn(read, { institutionId: house.institutionId, onDate })))
  return days.flat().filter((each) => each.state === 'booked')
})
const notices = (house: House) => arrange(world, ({ tx }) => tx.selectFrom('notice').select(['topic', 'role', 'account_id', 'params']).where('institution_id', '=', house.institutionId).where('topic', 'like', 'exam.%').execute())

describe('What becomes of a booking becomes of its order', () => {
  test('XM-16 a cancelled examination is to be planned again, and who ordered and the desk are told', async () => {
    const house = await examHouse(world, today)
    const order = await planned(house)
    await act(world.platform, system, (step) => cancelBooking(step, keyOf(order, 'xray-chest'), '患者取消'))
    const open = await house.desk.get(at(order))
    expect(open.body).toMatchObject({ state: 'open', trips: null, lastOn: null, blocked: { plan: null } })
    expect(open.body.items.map((each: ItemLike) => each.exam).sort()).toEqual(['blood-fasting', 'ultrasound-pelvis'])
    expect((await notices(house)).map(({ topic, role }) => ({ topic, role })).sort((a, b) => ((a.role ?? '') < (b.role ?? '') ? -1 : 1))).toEqual([{ topic: 'exam.place_lost', role: null }, { topic: 'exam.place_lost', role: 'desk_clerk' }])
    const again = await plan(house, order)
    expect(again).toMatchObject({ status: 200, body: { state: 'planned' } })
    expect(again.body.items).toHaveLength(3)
    expect(itemOf(again, 'xray-chest').bookingId).not.toBe(itemOf(order, 'xray-chest').bookingId)
    expect(itemOf(again, 'blood-fasting').bookingId).toBe(itemOf(order, 'blood-fasting').bookingId)
    expect(await live(house)).toHaveLength(3)
  })

  test('XM-16 a stopped clinic opens every order it had, and its people are told that the hospital arranges it anew (BK-23)', async () => {
    const house = await examHouse(world, today)
    const [one, two] = [await planned(house), await planned(house)]
    const { clinicId, onDate } = itemOf(one, 'xray-chest')
    const stop = await act(world.platform, system, (step) => stopClinic(step, { institutionId: house.institutionId, clinicId, onDate, fromMinute: 0, toMinute: 1440, reason: '设备检修', substituteClinicId: null }))
    await tellAllStopped(world.platform, { institutionId: house.institutionId, exceptionId: stop.exceptionId })
    for (const order of [one, two]) expect((await house.desk.get(at(order))).body).toMatchObject({ state: 'open', items: [{}, {}] })
    const texts = await arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select('body').execute()).map((row) => vault.open(row.body)).filter((text) => text.includes('设备检修')))
    expect(texts).toHaveLength(2)
    expect(texts[0]).toContain('由医院重新安排')
    expect(texts[0]).not.toContain('一键改约')
    expect(await plan(house, one)).toMatchObject({ status: 200, body: { state: 'planned' } })
  })

  test('XM-16 what the house moves is kept where it is now; cancelling the order gives that one back as well', async () => {
    const house = await examHouse(world, today)
    const order = await planned(house)
    const { body } = await house.desk.get(`${at(order)}/proposals`)
    const later = body.places.find((place: ItemLike) => place.exam === 'xray-chest' && place.onDate === addDays(today, 4) && place.start === 14 * 60)
    await act(world.platform, system, (step) => moveBooking(step, keyOf(order, 'xray-chest'), later.slotId))
    const moved = await house.desk.get(at(order))
    expect(moved.body).toMatchObject({ state: 'planned', trips: 2, lastOn: addDays(today, 4) })
    expect(itemOf(moved, 'xray-chest')).toMatchObject({ slotId: later.slotId, start: 14 * 60 })
    expect(await notices(house)).toEqual([])
    expect(await house.desk.post(`${at(order)}/cancellation`, { reason: '患者改去外院' })).toMatchObject({ status: 200, body: { state: 'cancelled' } })
    expect(await live(house)).toEqual([])
  })

  test('XM-16 moved by the house to where it no longer fits: the plan stands, and what breaks is said', async () => {
    const house = await examHouse(world, today)
    const order = await planned(house)
    const { body } = await house.desk.get(`${at(order)}/proposals`)
    const blood = itemOf(order, 'blood-fasting')
    const afternoon = body.places.find((place: ItemLike) => place.exam === 'blood-fasting' && place.onDate === blood.onDate && place.start === 15 * 60)
      ?? await arrange(world, async ({ tx }) => {
        const slots = await tx.selectFrom('slot').select(['id', 'starts_at']).where('institution_id', '=', house.institutionId).where('clinic_id', '=', blood.clinicId).where('on_date', '=', blood.onDate).orderBy('starts_at', 'desc').execute()
        return { slotId: slots[0]?.id ?? '' }
      })
    await act(world.platform, system, (step) => moveBooking(step, keyOf(order, 'blood-fasting'), afternoon.slotId))
    expect((await house.desk.get(at(order))).body.state).toBe('planned')
    const told = await notices(house)
    expect(new Set(told.map((each) => each.topic))).toEqual(new Set(['exam.plan_breaks']))
    expect(JSON.stringify(told[0]?.params)).toContain('why')
  })

  test('BK-23 a patient sees where to ask for another time, cannot move an examination, and may cancel it', async () => {
    const house = await examHouse(world, today)
    const citizen = await newCitizen(world)
    const order = await planned(house)
    const key = keyOf(order, 'xray-chest')
    await arrange(world, ({ tx }) => tx.updateTable('booking').set({ account_id: citizen.accountId }).where('institution_id', '=', house.institutionId).where('id', '=', key.bookingId).execute())
    const path = `/my/bookings/${key.institutionId}/${key.bookingId}`
    const page = await citizen.get(path)
    expect(page.text).toContain('检查由医院统一安排')
    expect(page.text).not.toContain(`${path}/move`)
    const { body } = await house.desk.get(`${at(order)}/proposals`)
    const to = body.places.find((place: ItemLike) => place.exam === 'xray-chest' && place.slotId !== itemOf(order, 'xray-chest').slotId).slotId
    expect((await citizen.post(`${path}/move`, { to })).text).toContain('检查的时间由医院统一安排')
    expect((await citizen.post(`${path}/cancel`, { reason: '不做了' })).status).toBe(303)
    expect((await house.desk.get(at(order))).body.state).toBe('open')
  })
})
