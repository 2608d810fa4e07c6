import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { look } from '../../server/platform/act.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { sql } from '../../server/platform/database.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { tellAllReopened } from './commands/reopen.ts'
import { tellAllStopped } from './commands/stop-told.ts'
import { book } from './public.ts'
import { rollingPools } from './rules/pools.ts'
import { liftStops } from './store/clinics.ts'
import { lockPlaces, rollPlaces } from './store/slots.ts'
import { asNewPerson, newCitizen } from './testing/citizen/fixtures.ts'
import { arrangeClinic, newHospital } from './testing/clinics/fixtures.ts'
import { citizenAt, placesOf, somebody } from './testing/slots/fixtures.ts'

let world: World
const system = systemActor('test')
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const span = { onDate: '2026-03-04', fromMinute: 540, toMinute: 660 }
const slotsOn = (institutionId: string, clinicId: string) => arrange(world, ({ tx }) => tx.selectFrom('slot').select(['id', 'starts_at']).where('institution_id', '=', institutionId).where('clinic_id', '=', clinicId).where('on_date', '=', '2026-03-04').orderBy('starts_at').execute())
const bookingsOf = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('booking').selectAll().where('institution_id', '=', institutionId).orderBy('made_at').execute())

test('SC-12 who books while a clinic is being stopped is refused, or booked and told: nobody is lost between the two', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 30 })
  const slots = await slotsOn(hospital.institutionId, clinic.id)
  const ask = (n: number) => book(world.platform, { by: system, way: 'desk', institutionId: hospital.institutionId, slotId: slots[n % slots.length]?.id ?? '', pool: 'public', person: somebody(n), accountId: null, key: randomUUID() })
  const first = Array.from({ length: 30 }, (_, n) => ask(n))
  const stopped = hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { ...span, reason: '医师突发疾病' })
  const more = Array.from({ length: 60 }, (_, n) => ask(30 + n))
  const [answers, stop] = await Promise.all([Promise.all([...first, ...more]), stopped])
  expect(stop.status).toBe(200)
  await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
  const later = await ask(99)
  expect(later).toMatchObject({ refused: 'booking.slot_stopped' })
  const booked = answers.filter((each) => !isRefusal(each)).length
  const kept = await bookingsOf(hospital.institutionId)
  expect(kept).toHaveLength(booked)
  expect(new Set(kept.map((each) => each.state))).toEqual(new Set(booked === 0 ? [] : ['stopped']))
  for (const place of await placesOf(world, hospital.institutionId)) expect(place).toMatchObject({ taken: place.live + place.due })
  expect(await verifyChains(world.platform.database, system, world.platform.vault, [hospital.institutionId])).toMatchObject({ fault: null })
})

test('SC-13 and SC-14 a stop-clinic day: the citizen reads why, agrees to the other time with one button, and is booked with the substitute', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { name: '甲医生门诊' }, { capacity: 1 })
  const substitute = await arrangeClinic(world, hospital, hospital.departmentId, { name: '乙医生门诊' }, { capacity: 1, weekdays: [3] })
  const [slot] = await slotsOn(hospital.institutionId, clinic.id)
  const path = `/book/${hospital.institutionId}/slots/${slot?.id}`
  const citizen = await newCitizen(world)
  const { form } = await asNewPerson(citizen, path)
  await citizen.post(`${path}/confirm`, form)
  const [first] = await bookingsOf(hospital.institutionId)
  expect(first).toMatchObject({ state: 'booked', account_id: citizen.accountId })
  const stop = await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { ...span, reason: '外出会诊', substituteClinicId: substitute.id })
  await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
  const [message = ''] = await arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select(['body', 'recipient']).orderBy('id', 'desc').execute()).filter((row) => vault.open(row.recipient) === citizen.phone).map((row) => vault.open(row.body)).filter((text) => text.includes('停诊')))
  expect(message).toContain('可改约 2026-03-04 09:00 乙医生门诊')
  const link = /http:\/\/localhost(\/\S+?)。/.exec(message)?.[1] ?? ''
  const page = await citizen.get(link)
  expect(page.status).toBe(200)
  expect(page.text).toContain('乙医生门诊')
  const [at, to] = [link.split('?')[0] ?? '', link.split('to=')[1] ?? '']
  const moved = await citizen.post(at, { to })
  expect(moved.status).toBe(303)
  const all = await bookingsOf(hospital.institutionId)
  expect(all.map((each) => `${each.state} ${each.clinic_id === substitute.id}`).sort()).toEqual(['booked true', 'moved false'])
  expect((await citizen.get(moved.location ?? '')).text).toContain('乙医生门诊')
})

const messagesOf = (phone: string) => arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select(['body', 'recipient']).orderBy('id').execute()).filter((row) => vault.open(row.recipient) === phone).map((row) => vault.open(row.body)))
const placesOn = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('slot_place as p').innerJoin('slot as s', (join) => join.onRef('s.institution_id', '=', 'p.institution_id').onRef('s.id', '=', 'p.slot_id')).select(['s.state', 'p.capacity', 'p.taken']).where('p.institution_id', '=', institutionId).where('p.pool', '=', 'public').where('s.on_date', '=', '2026-03-04').orderBy('s.starts_at').execute())
const stopsTold = (institutionId: string) => look(world.platform, system, ({ read }) => readFacts(read, { institutionId, kind: 'schedule.stop', from: '2026-03-04', to: '2026-03-04' }, { after: null, limit: 10 }))

describe('SC-20 a stop that is taken back', () => {
  test('before anybody was told: bookings and places are as they were, and nobody hears of it', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 3 })
    const [slot] = await slotsOn(hospital.institutionId, clinic.id)
    const before = await placesOn(hospital.institutionId)
    await book(world.platform, { by: system, way: 'desk', institutionId: hospital.institutionId, slotId: slot?.id ?? '', pool: 'public', person: somebody(171), accountId: null, key: randomUUID() })
    const at = `/clinics/${hospital.institutionId}/${clinic.id}`
    const stop = await hospital.clerk.post(`${at}/stop`, { ...span, reason: '医师突发疾病' })
    expect((await stopsTold(hospital.institutionId))).toHaveLength(1)
    expect(await hospital.clerk.post(`${at}/reopening`, { ...span, reason: '医师已到' })).toMatchObject({ status: 200, body: { slots: before.length } })
    await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
    expect((await bookingsOf(hospital.institutionId)).map((each) => each.state)).toEqual(['booked'])
    expect(await placesOn(hospital.institutionId)).toEqual(before.map((each, index) => ({ ...each, taken: index === 0 ? 1 : 0 })))
    expect((await messagesOf(somebody(171).phone)).filter((text) => text.includes('停诊'))).toEqual([])
    expect(await stopsTold(hospital.institutionId)).toEqual([])
    expect(await hospital.clerk.post(`${at}/reopening`, { ...span, reason: '再点一次' })).toMatchObject({ status: 409, body: { error: 'booking.nothing_stopped' } })
    expect(await verifyChains(world.platform.database, system, world.platform.vault, [hospital.institutionId])).toMatchObject({ fault: null })
  })

  test('after they were told: they hear that it is held, once, and have the place again with one button', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 1 })
    const [slot] = await slotsOn(hospital.institutionId, clinic.id)
    const path = `/book/${hospital.institutionId}/slots/${slot?.id}`
    const citizen = await newCitizen(world)
    await citizen.post(`${path}/confirm`, (await asNewPerson(citizen, path)).form)
    const at = `/clinics/${hospital.institutionId}/${clinic.id}`
    const stop = await hospital.clerk.post(`${at}/stop`, { ...span, reason: '医师突发疾病' })
    await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
    await hospital.clerk.post(`${at}/reopening`, { ...span, reason: '医师已到' })
    const slotIds = (await slotsOn(hospital.institutionId, clinic.id)).map((each) => each.id)
    expect(await tellAllReopened(world.platform, { institutionId: hospital.institutionId, clinicId: clinic.id, slotIds })).toBe(1)
    expect(await tellAllReopened(world.platform, { institutionId: hospital.institutionId, clinicId: clinic.id, slotIds })).toBe(0)
    const [message = ''] = (await messagesOf(citizen.phone)).filter((text) => text.includes('恢复出诊'))
    const link = /http:\/\/localhost(\/\S+?)，/.exec(message)?.[1] ?? ''
    expect((await citizen.get(link)).status).toBe(200)
    const moved = await citizen.post(link.split('?')[0] ?? '', { to: link.split('to=')[1] ?? '' })
    expect(moved.status).toBe(303)
    expect((await bookingsOf(hospital.institutionId)).map((each) => each.state).sort()).toEqual(['booked', 'moved'])
    expect((await placesOn(hospital.institutionId))[0]).toEqual({ state: 'open', capacity: 1, taken: 1 })
  })

  test('while the job that tells waits for the places: it finds no stop any more, and nobody is told', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 3 })
    const [slot] = await slotsOn(hospital.institutionId, clinic.id)
    await book(world.platform, { by: system, way: 'desk', institutionId: hospital.institutionId, slotId: slot?.id ?? '', pool: 'public', person: somebody(172), accountId: null, key: randomUUID() })
    const at = `/clinics/${hospital.institutionId}/${clinic.id}`
    const stop = await hospital.clerk.post(`${at}/stop`, { ...span, reason: '医师突发疾病' })
    let telling: Promise<number> | undefined
    await arrange(world, async ({ tx, now }) => {
      await lockPlaces(tx, hospital.institutionId, (await slotsOn(hospital.institutionId, clinic.id)).map((each) => each.id))
      await liftStops(tx, hospital.institutionId, [stop.body.exceptionId as string], { at: now.toISOString(), name: '经办人', reason: '医师已到' })
      telling = tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
      const waits = () => arrange(world, async (other) => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%slot_place%'`.execute(other.tx)).rows[0]?.n ?? 0)
      await expect.poll(waits, { timeout: 20_000 }).toBe(1)
    })
    expect(await telling).toBe(0)
    expect((await bookingsOf(hospital.institutionId)).map((each) => each.state)).toEqual(['booked'])
    expect((await messagesOf(somebody(172).phone)).filter((text) => text.includes('停诊'))).toEqual([])
  })

  test('stopped before the capacity was kept: the places are those of the plan; where no plan says so it is refused and the stop stands', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 3 })
    const before = await placesOn(hospital.institutionId)
    const at = `/clinics/${hospital.institutionId}/${clinic.id}`
    const stopAsBefore = async () => {
      expect((await hospital.clerk.post(`${at}/stop`, { ...span, reason: '外出会诊' })).status).toBe(200)
      await arrange(world, ({ tx }) => tx.updateTable('slot_place').set({ before_stop: null }).where('institution_id', '=', hospital.institutionId).execute())
    }
    await stopAsBefore()
    expect(await hospital.clerk.post(`${at}/reopening`, { ...span, reason: '会诊取消' })).toMatchObject({ status: 200, body: { slots: before.length } })
    expect([before[0]?.capacity, await placesOn(hospital.institutionId)]).toEqual([3, before])
    await stopAsBefore()
    await arrange(world, ({ tx }) => tx.updateTable('clinic_rule').set({ valid_to: '2026-03-03' }).where('institution_id', '=', hospital.institutionId).execute())
    expect(await hospital.clerk.post(`${at}/reopening`, { ...span, reason: '会诊取消' })).toMatchObject({ status: 409, body: { error: 'booking.stop_too_old' } })
    expect(await stopsTold(hospital.institutionId)).toHaveLength(1)
  })

  test('rolled over and stopped before the capacity was kept: in all it is not more than planned', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 3, pools: { referral: 1 }, toMinute: 570 })
    const [slot] = await slotsOn(hospital.institutionId, clinic.id)
    await arrange(world, ({ tx }) => rollPlaces(tx, hospital.institutionId, [slot?.id ?? ''], rollingPools))
    for (const n of [191, 192, 193]) expect(isRefusal(await book(world.platform, { by: system, way: 'desk', institutionId: hospital.institutionId, slotId: slot?.id ?? '', pool: 'public', person: somebody(n), accountId: null, key: randomUUID() }))).toBe(false)
    expect((await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { ...span, reason: '外出会诊' })).status).toBe(200)
    await arrange(world, ({ tx }) => tx.updateTable('slot_place').set({ before_stop: null }).where('institution_id', '=', hospital.institutionId).execute())
    expect(await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/reopening`, { ...span, reason: '会诊取消' })).toMatchObject({ status: 200, body: { slots: 1 } })
    const places = await arrange(world, ({ tx }) => tx.selectFrom('slot_place').select(['pool', 'capacity', 'taken']).where('institution_id', '=', hospital.institutionId).where('slot_id', '=', slot?.id ?? '').orderBy('pool').execute())
    expect(places).toEqual([{ pool: 'public', capacity: 3, taken: 3 }, { pool: 'referral', capacity: 0, taken: 0 }])
  })

  test('another clinic has the room by now: refused by name, and the stop stands', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { room: '203' })
    const at = `/clinics/${hospital.institutionId}/${clinic.id}`
    await hospital.clerk.post(`${at}/stop`, { ...span, reason: '外出会诊' })
    const other = await arrangeClinic(world, hospital, hospital.departmentId, { name: '乙门诊', room: '203' }, null)
    expect((await hospital.clerk.post(`/clinics/${hospital.institutionId}/${other.id}/extra`, { ...span, slotMinutes: 30, capacity: 2 })).status).toBe(200)
    expect(await hospital.clerk.post(`${at}/reopening`, { ...span, reason: '会诊取消' })).toMatchObject({ status: 409, body: { error: 'booking.schedule_conflict', message: expect.stringContaining('乙门诊') } })
    expect(await stopsTold(hospital.institutionId)).toHaveLength(1)
  })
})

test('SC-21 who waits for a day that is stopped is told, and waits no more', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 1, toMinute: 570 })
  const [slot] = await slotsOn(hospital.institutionId, clinic.id)
  await book(world.platform, { by: system, way: 'desk', institutionId: hospital.institutionId, slotId: slot?.id ?? '', pool: 'public', person: somebody(181), accountId: null, key: randomUUID() })
  const person = await citizenAt(world)
  expect((await api(world, person).post('/my/waiting', { institutionId: hospital.institutionId, clinicId: clinic.id, onDate: '2026-03-04', person: somebody(182) })).status).toBe(200)
  const stop = await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { ...span, reason: '停电检修' })
  await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
  await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stop.body.exceptionId })
  expect((await messagesOf(somebody(182).phone)).filter((text) => text.includes('候补已结束'))).toHaveLength(1)
  expect((await api(world, person).get('/my/bookings')).body.waiting).toMatchObject([{ state: 'over' }])
})
