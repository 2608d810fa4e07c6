import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import type { Fact } from '../../kernel/fact.ts'
import { act, look } from '../../server/platform/act.ts'
import { onFacts } from '../../server/platform/facts.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { pushSlots } from './commands/slots.ts'
import { tellAllStopped } from './commands/stop-told.ts'
import { placesTaken } from './free-board.ts'
import { scheduleFacts } from './schedule-facts.ts'
import { makeAllSlots, rollAllSlots } from './schedule-workers.ts'
import { findFree } from './store/free.ts'
import { arrangeClinic, arrangeDepartment, newHospital, ruleGiven } from './testing/clinics/fixtures.ts'

let world: World
const told: Fact[] = []
const system = systemActor('test')
beforeAll(async () => {
  world = await newWorld()
  onFacts('the test listens', async (_act, changes) => void told.push(...changes.flatMap(({ after }) => after ?? [])))
})
afterAll(() => world.close())

type Hospital = Awaited<ReturnType<typeof newHospital>>
const anyone = () => api(world, null)
const freeOf = async (hospital: Hospital, more = '') => (await anyone().get(`/free/slots?institutionId=${hospital.institutionId}${more}`)).body.rows as { slotId: string; startsAt: string; free: number; room: string; clinicId: string }[]
const slotsOf = (hospital: Hospital) => look(world.platform, system, ({ read }) => read.selectFrom('slot').selectAll().where('institution_id', '=', hospital.institutionId).orderBy('starts_at').execute())
const placesOf = (hospital: Hospital, pool: string) => look(world.platform, system, ({ read }) => read.selectFrom('slot_place').selectAll().where('institution_id', '=', hospital.institutionId).where('pool', '=', pool).execute())
const clinicBody = (hospital: Hospital, change: object = {}) => ({ departmentId: hospital.departmentId, name: '内科专家门诊', room: '203', ...change })

test('SC-1 and SC-4 a clinic with a rule has its slots at once, as far ahead as it reaches, and a second run makes none', async () => {
  const hospital = await newHospital(world)
  const clinic = await hospital.clerk.post('/clinics', clinicBody(hospital))
  expect(clinic).toMatchObject({ status: 200, body: { departmentName: '内科', active: true, blocked: { plan: null } } })
  const added = await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.body.id}/rules`, ruleGiven())
  // Monday 2 (of which 9:00 has begun) to Tuesday 17 March: 3 + 4 × 4 slots.
  expect(added).toMatchObject({ status: 200, body: { slots: 19 } })
  expect(await makeAllSlots(world.platform)).toBe(0)
  const free = await freeOf(hospital)
  // Monday the 16th opened at eight this morning; what is past its begin is not free.
  expect(free).toHaveLength(19)
  expect(free[0]).toMatchObject({ startsAt: '2026-03-02T01:30:00.000Z', free: 2, room: '203' })
})

test('SC-4 places are not free before the minute of their release', async () => {
  const hospital = await newHospital(world)
  await arrangeClinic(world, hospital, hospital.departmentId, {}, { releaseMinute: 600 })
  expect((await freeOf(hospital)).at(-1)?.startsAt).toBe('2026-03-11T02:30:00.000Z')
  expect(await slotsOf(hospital)).toHaveLength(19)
})

test('a page of free places goes on where the one before ended', async () => {
  const hospital = await newHospital(world)
  await arrangeClinic(world, hospital, hospital.departmentId)
  const first = await anyone().get(`/free/slots?institutionId=${hospital.institutionId}&limit=10`)
  const second = await anyone().get(`/free/slots?institutionId=${hospital.institutionId}&limit=10&after=${encodeURIComponent(first.body.next)}`)
  expect([...first.body.rows, ...second.body.rows].map((row: { slotId: string }) => row.slotId)).toEqual((await freeOf(hospital)).map((row) => row.slotId))
  expect(second.body.next).toBeNull()
})

test('SC-5 what a pool keeps back is not free to everybody, and is to those it is for', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { pools: { referral: 1, onsite: 1 } })
  expect(await freeOf(hospital)).toEqual([])
  const ask = { clinicId: clinic.id, from: '2026-03-02', to: '2026-03-31', at: world.clock.now().toISOString(), limit: 100 }
  const [referral, onsite] = await Promise.all((['referral', 'onsite'] as const).map((pool) => look(world.platform, system, ({ read }) => findFree(read, { ...ask, pool }))))
  expect(referral).toHaveLength(19)
  expect(onsite?.map((each) => each.onDate)).toEqual(['2026-03-02', '2026-03-02', '2026-03-02'])
})

test('SC-6 what referral leaves becomes public at the roll-over, the counter keeps its places, and nothing is rolled twice', async () => {
  const hospital = await newHospital(world)
  await arrangeClinic(world, hospital, hospital.departmentId, {}, { pools: { referral: 1, onsite: 1 }, capacity: 3 })
  await rollAllSlots(world.platform)
  const rolled = (await slotsOf(hospital)).filter((slot) => slot.rolled_over).map((slot) => slot.id)
  expect(rolled).toHaveLength(3)
  const of = async (pool: string) => (await placesOf(hospital, pool)).filter((place) => rolled.includes(place.slot_id)).map((place) => place.capacity)
  expect([await of('public'), await of('referral'), await of('onsite')]).toEqual([[2, 2, 2], [0, 0, 0], [1, 1, 1]])
  await rollAllSlots(world.platform)
  expect(await of('public')).toEqual([2, 2, 2])
})

test('SC-7 a changed rule begins at its day: slots that exist keep, the old rule ends the day before', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
  const before = await slotsOf(hospital)
  const [rule] = (await hospital.clerk.get(`/schedule?institutionId=${hospital.institutionId}&week=2026-03-02`)).body.clinics[0].rules
  const changed = await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/rules`, ruleGiven({ replaces: rule.id, validFrom: '2026-03-09', fromMinute: 600, toMinute: 720 }))
  // 10 to 11 stand already; 11 to 12 are new on the 9th, 11th and 16th.
  expect(changed.body.slots).toBe(6)
  const after = await slotsOf(hospital)
  expect(after.filter((slot) => before.some((each) => each.id === slot.id))).toEqual(before)
  world.clock.set('2026-03-20T01:00:00.000Z')
  await makeAllSlots(world.platform)
  expect((await slotsOf(hospital)).filter((slot) => slot.on_date === '2026-03-30').map((slot) => slot.starts_at)).toEqual(['02:00', '02:30', '03:00', '03:30'].map((time) => `2026-03-30T${time}:00.000Z`))
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('SC-9 room and doctor taken: all conflicts are told before, and named in one refusal that keeps nothing', async () => {
  const hospital = await newHospital(world)
  const doctor = await hospital.person('doctor', hospital.departmentId)
  await arrangeClinic(world, hospital, hospital.departmentId, { name: '甲门诊', room: '203' })
  await arrangeClinic(world, hospital, hospital.departmentId, { name: '乙门诊', staffId: doctor.staffId })
  const third = await arrangeClinic(world, hospital, hospital.departmentId, { name: '丙门诊', room: '203', staffId: doctor.staffId }, null)
  const at = `/clinics/${hospital.institutionId}/${third.id}/rules`
  expect((await hospital.clerk.post(`${at}/check`, ruleGiven())).body).toMatchObject({ refused: null, conflicts: [{ why: 'doctor', clinicName: '乙门诊' }, { why: 'room', clinicName: '甲门诊' }] })
  const refused = await hospital.clerk.post(at, ruleGiven())
  expect(refused).toMatchObject({ status: 409, body: { error: 'booking.schedule_conflict' } })
  expect(refused.body.message).toContain('乙门诊（同一医师，周一、周三 09:00–11:00）；甲门诊（同一诊室 203')
  expect((await hospital.clerk.post(at, ruleGiven({ weekdays: [2] }))).status).toBe(200)
})

test('SC-10 the head of another department plans nothing here, nor does another body; the commission looks on', async () => {
  const hospital = await newHospital(world)
  const other = await arrangeDepartment(world, hospital, '外科')
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
  const at = `/clinics/${hospital.institutionId}/${clinic.id}/extra`
  const extra = { onDate: '2026-03-07', fromMinute: 540, toMinute: 600, slotMinutes: 30, capacity: 1 }
  expect(await (await hospital.as('department_head', other)).post(at, extra)).toMatchObject({ status: 403, body: { error: 'booking.not_your_schedule' } })
  expect((await (await newHospital(world)).clerk.post(at, extra)).status).toBe(404)
  expect((await (await hospital.as('department_head', hospital.departmentId)).post(at, extra)).body).toEqual({ slots: 2 })
  expect((await (await hospital.as('doctor', hospital.departmentId)).get(`/schedule?institutionId=${hospital.institutionId}&week=2026-03-02`)).body.clinics[0].clinic.blocked.plan).toBe('booking.not_your_schedule')
})

test('SC-8 and SC-11 an extra clinic opens at once, another room is shown at once, and what does not fit is refused', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { room: '203' })
  const at = `/clinics/${hospital.institutionId}/${clinic.id}`
  expect((await hospital.clerk.post(`${at}/extra`, { onDate: '2026-03-08', fromMinute: 540, toMinute: 600, slotMinutes: 20, capacity: 1 })).body).toEqual({ slots: 3 })
  expect((await freeOf(hospital, '&from=2026-03-08&to=2026-03-08')).map((row) => row.free)).toEqual([1, 1, 1])
  expect(await hospital.clerk.post(`${at}/extra`, { onDate: '2026-03-08', fromMinute: 570, toMinute: 630, slotMinutes: 20, capacity: 1 })).toMatchObject({ status: 409, body: { error: 'booking.schedule_conflict' } })
  expect(await hospital.clerk.post(`${at}/extra`, { onDate: '2026-03-01', fromMinute: 540, toMinute: 600, slotMinutes: 20, capacity: 1 })).toMatchObject({ status: 409, body: { error: 'booking.day_is_over' } })
  expect((await hospital.clerk.post(`${at}/room`, { onDate: '2026-03-04', fromMinute: 600, toMinute: 660, room: '305' })).body).toEqual({ slots: 2 })
  expect((await freeOf(hospital, '&from=2026-03-04&to=2026-03-04')).map((row) => row.room)).toEqual(['203', '203', '305', '305'])
  expect(await hospital.clerk.post(`${at}/rules`, ruleGiven({ weekdays: [5], pools: { onsite: 3 } }))).toMatchObject({ status: 400, body: { error: 'booking.pools_exceed_capacity' } })
  expect(await hospital.clerk.post('/clinics', clinicBody(hospital, { name: '内科普通门诊' }))).toMatchObject({ status: 409, body: { error: 'booking.clinic_exists' } })
  expect(await hospital.clerk.post('/clinics', clinicBody(hospital, { departmentId: clinic.id }))).toMatchObject({ status: 409, body: { error: 'booking.department_unknown' } })
})

/** So many people with a place in each slot of a day. */
async function bookThem(hospital: Hospital, onDate: string, perSlot: number, accountId: string | null = null): Promise<number> {
  return arrange(world, async ({ tx, newId, now, vault }) => {
    const slots = await tx.selectFrom('slot').selectAll().where('institution_id', '=', hospital.institutionId).where('on_date', '=', onDate).execute()
    const rows = slots.flatMap((slot) => Array.from({ length: perSlot }, () => newId()).map((id) => ({
      institution_id: slot.institution_id, id, region_code: slot.region_code, slot_id: slot.id, pool: 'public', clinic_id: slot.clinic_id, department_id: slot.department_id, staff_id: slot.staff_id, service: slot.service, on_date: slot.on_date, starts_at: slot.starts_at, ends_at: slot.ends_at,
      state: 'booked', person_index: id, sealed: vault.seal(JSON.stringify({ name: '测试', phone: '13900000000', idNumber: '' })), way: 'portal', made_by: id, made_name: '', made_at: now.toISOString(), made_key: id, request_hash: '', code_index: id, changed_at: now.toISOString(), account_id: accountId,
    })))
    await tx.insertInto('booking').values(rows).execute()
    await tx.updateTable('slot_place').set({ taken: perSlot }).where('institution_id', '=', hospital.institutionId).where('pool', '=', 'public').where('slot_id', 'in', slots.map((slot) => slot.id)).execute()
    return rows.length
  })
}

test('SC-12 to SC-14 a stopped clinic: everyone is told and offered another place once, however often the job runs; nothing can be booked', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 30 })
  const booked = await bookThem(hospital, '2026-03-04', 30)
  const substitute = await arrangeClinic(world, hospital, hospital.departmentId, { name: '替诊门诊' }, { capacity: 20, weekdays: [3] })
  const at = `/clinics/${hospital.institutionId}/${clinic.id}`
  const span = { onDate: '2026-03-04', fromMinute: 540, toMinute: 660 }
  expect((await hospital.clerk.get(`${at}/touched?onDate=2026-03-04&fromMinute=540&toMinute=660`)).body).toEqual({ slots: 4, bookings: 120, feeCents: 0 })
  expect(await hospital.clerk.post(`${at}/stop`, { ...span, reason: '医师外出会诊', substituteClinicId: clinic.id })).toMatchObject({ status: 400, body: { error: 'booking.substitute_is_itself' } })
  const stopped = await hospital.clerk.post(`${at}/stop`, { ...span, reason: '医师外出会诊', substituteClinicId: substitute.id })
  expect(stopped.body).toMatchObject({ slots: 4, bookings: booked })
  expect((await freeOf(hospital, '&from=2026-03-04&to=2026-03-04')).every((row) => row.clinicId === substitute.id)).toBe(true)
  const messages = () => arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').selectAll().orderBy('id').execute()).map((row) => vault.open(row.body)).filter((text) => text.includes('医师外出会诊')))
  expect(await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stopped.body.exceptionId })).toBe(120)
  expect(await tellAllStopped(world.platform, { institutionId: hospital.institutionId, exceptionId: stopped.body.exceptionId })).toBe(0)
  const texts = await messages()
  expect(texts).toHaveLength(120)
  // The substitute's places of that morning are offered first, each to one person.
  expect(texts.filter((text) => text.includes('可改约 2026-03-04') && text.includes('替诊门诊')).length).toBeGreaterThan(0)
  const states = await look(world.platform, system, ({ read }) => read.selectFrom('booking').select(['state', 'excused']).where('institution_id', '=', hospital.institutionId).execute())
  expect(new Set(states.map((each) => `${each.state} ${each.excused}`))).toEqual(new Set(['stopped stopped']))
  const stoppedIds = (await slotsOf(hospital)).filter((slot) => slot.state === 'stopped').map((slot) => slot.id)
  expect((await placesOf(hospital, 'public')).filter((place) => stoppedIds.includes(place.slot_id)).map((place) => `${place.taken}/${place.capacity}`)).toEqual(['0/0', '0/0', '0/0', '0/0'])
  expect(told.find((fact) => fact.institutionId === hospital.institutionId)).toMatchObject({ kind: 'schedule.stop', on: '2026-03-04', fields: { covered: true, slots: 4, minutes: 120 } })
  const kept = await look(world.platform, system, ({ read }) => scheduleFacts.read(read, { institutionId: hospital.institutionId, kind: 'schedule.stop', from: '2026-03-01', to: '2026-03-31' }, { after: null, limit: 10 }))
  expect(kept).toEqual(told.filter((fact) => fact.institutionId === hospital.institutionId))
  expect((await hospital.clerk.get('/notices')).status).toBe(200)
  expect(await hospital.clerk.post(`${at}/stop`, { ...span, onDate: '2026-03-03', reason: '没有号段的一天' })).toMatchObject({ status: 409, body: { error: 'booking.nothing_to_stop' } })
})

test('SC-8 a day beyond the slots may be stopped in advance: its slots are made as stopped', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
  expect((await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { onDate: '2026-03-23', fromMinute: 0, toMinute: 1440, reason: '学术会议' })).body).toMatchObject({ slots: 0, bookings: 0 })
  world.clock.set('2026-03-10T01:00:00.000Z')
  await makeAllSlots(world.platform)
  expect((await slotsOf(hospital)).filter((slot) => slot.on_date === '2026-03-23').map((slot) => slot.state)).toEqual(['stopped', 'stopped', 'stopped', 'stopped'])
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('SC-15 the board of free places shows numbers by day, what this server books at once, and no unknown department', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
  const board = async () => (await anyone().get(`/free?institutionId=${hospital.institutionId}&days=14`)).body
  expect(await board()).toMatchObject({ from: '2026-03-02', to: '2026-03-15', clinics: [{ clinicId: clinic.id, firstAt: '2026-03-02T01:30:00.000Z', free: [6, 0, 8, 0, 0, 0, 0, 8, 0, 8, 0, 0, 0, 0] }] })
  placesTaken(world.platform, [{ institutionId: hospital.institutionId, clinicId: clinic.id, onDate: '2026-03-04', places: 1 }])
  expect((await board()).clinics[0].free[2]).toBe(7)
  expect((await anyone().get(`/free?institutionId=${hospital.institutionId}&days=400`)).status).toBe(400)
  await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/stop`, { onDate: '2026-03-09', fromMinute: 0, toMinute: 1440, reason: '停电检修' })
  expect((await board()).clinics[0].free).toEqual([6, 0, 8, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
})

test('SC-16 a copied week adds what the other lacks; copied again there is nothing to copy', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { room: '203' })
  await arrangeClinic(world, hospital, hospital.departmentId, { name: '周二门诊', room: '203' }, null)
  await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/extra`, { onDate: '2026-03-07', fromMinute: 540, toMinute: 600, slotMinutes: 30, capacity: 4 })
  const copied = await hospital.clerk.post('/schedule/copy', { departmentId: hospital.departmentId, fromWeek: '2026-03-07', toWeek: '2026-03-11' })
  expect(copied.body).toEqual({ sessions: 1, slots: 2, conflicts: [] })
  expect((await freeOf(hospital, '&from=2026-03-14&to=2026-03-14')).map((row) => row.free)).toEqual([4, 4])
  expect(await hospital.clerk.post('/schedule/copy', { departmentId: hospital.departmentId, fromWeek: '2026-03-07', toWeek: '2026-03-11' })).toMatchObject({ status: 409, body: { error: 'booking.nothing_to_copy' } })
  const week = (await hospital.clerk.get(`/schedule?institutionId=${hospital.institutionId}&week=2026-03-14`)).body
  expect(week).toMatchObject({ from: '2026-03-09', to: '2026-03-15', conflicts: [] })
  expect(week.clinics.find((each: { clinic: { id: string } }) => each.clinic.id === clinic.id).sessions.map((each: { onDate: string; slots: number; capacity: number }) => `${each.onDate} ${each.slots} ${each.capacity}`)).toEqual(['2026-03-09 4 8', '2026-03-11 4 8', '2026-03-14 2 8'])
})

test('SC-16 a copied week keeps the shares as they were planned, also after they rolled over, and says what is drawn by lot', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { name: '普通门诊' }, null)
  const extra = { onDate: '2026-03-03', fromMinute: 540, toMinute: 600, slotMinutes: 30, capacity: 4, pools: { referral: 1, priority: 2 } }
  expect((await hospital.clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/extra`, extra)).status).toBe(200)
  await arrangeClinic(world, hospital, hospital.departmentId, { name: '专家门诊' }, { weekdays: [2], mode: 'draw', weeksAhead: 1, validFrom: '2026-03-10', fromMinute: 840, toMinute: 900 })
  await arrange(world, ({ tx }) => tx.updateTable('slot').set({ rolls_over_at: '2026-03-01T00:00:00.000Z' }).where('institution_id', '=', hospital.institutionId).where('clinic_id', '=', clinic.id).execute())
  await rollAllSlots(world.platform)
  expect((await placesOf(hospital, 'referral')).map((place) => place.capacity)).toEqual([0, 0])
  const copied = await hospital.clerk.post('/schedule/copy', { departmentId: hospital.departmentId, fromWeek: '2026-03-02', toWeek: '2026-03-16' })
  expect(copied.body).toMatchObject({ sessions: 1, slots: 2 })
  const made = (await slotsOf(hospital)).filter((slot) => slot.on_date === '2026-03-17' && slot.clinic_id === clinic.id).map((slot) => slot.id)
  const of = async (pool: string) => (await placesOf(hospital, pool)).filter((place) => made.includes(place.slot_id)).map((place) => place.capacity)
  expect([await of('public'), await of('referral'), await of('priority')]).toEqual([[1, 1], [1, 1], [2, 2]])
  const drawn = await hospital.clerk.post('/schedule/copy', { departmentId: hospital.departmentId, fromWeek: '2026-03-09', toWeek: '2026-03-23' })
  expect(drawn.body).toMatchObject({ sessions: 0, conflicts: [{ zh: expect.stringContaining('抽签放号，没有复制') }] })
})

test('SC-16 an extra clinic where times stand, or were stopped, adds nothing and says so', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
  const at = `/clinics/${hospital.institutionId}/${clinic.id}`
  const span = { onDate: '2026-03-04', fromMinute: 540, toMinute: 660 }
  expect((await hospital.clerk.post(`${at}/stop`, { ...span, reason: '停电检修' })).status).toBe(200)
  expect(await hospital.clerk.post(`${at}/extra`, { ...span, slotMinutes: 30, capacity: 4 })).toMatchObject({ status: 409, body: { error: 'booking.extra_adds_nothing' } })
  expect(await hospital.clerk.post(`${at}/extra`, { ...span, fromMinute: 660, toMinute: 720, slotMinutes: 30, capacity: 4 })).toMatchObject({ status: 200, body: { slots: 2 } })
})

test("a hospital's own system pushes slots; those that overlap what stands are kept as they were", async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
  const slot = (startsAt: string, endsAt: string) => ({ startsAt, endsAt, onDate: '2026-03-04', room: '', capacity: 3, pools: { referral: 1 }, opensAt: null })
  const pushed = await act(world.platform, system, (step) => pushSlots(step, { institutionId: hospital.institutionId, clinicId: clinic.id, slots: [slot('2026-03-04T01:15:00.000Z', '2026-03-04T01:45:00.000Z'), slot('2026-03-04T06:00:00.000Z', '2026-03-04T06:30:00.000Z')] }))
  expect(pushed).toEqual({ made: 1, kept: 1 })
  expect((await freeOf(hospital, '&from=2026-03-04&to=2026-03-04')).at(-1)).toMatchObject({ startsAt: '2026-03-04T06:00:00.000Z', free: 2 })
})

test('SC-4 a draw has its release with its slots, and nothing of it is free before it is drawn', async () => {
  const hospital = await newHospital(world)
  await arrangeClinic(world, hospital, hospital.departmentId, {}, { mode: 'draw', drawMinutes: 60, releaseMinute: 600, weeksAhead: 1 })
  const releases = await look(world.platform, system, ({ read }) => read.selectFrom('release').selectAll().where('institution_id', '=', hospital.institutionId).execute())
  expect(releases.map((each) => `${each.on_date} ${each.opens_at} ${each.closes_at}`)).toEqual(['2026-03-09 2026-03-02T02:00:00.000Z 2026-03-02T03:00:00.000Z'])
  expect((await slotsOf(hospital)).filter((each) => each.release_id !== null).every((each) => each.on_date === '2026-03-09')).toBe(true)
  // What is left of an earlier draw's days, made too late for one, is first come, first served.
  expect(new Set((await freeOf(hospital)).map((row) => row.startsAt.slice(0, 10)))).toEqual(new Set(['2026-03-02', '2026-03-04']))
})

test('SC-7 the nightly job and a change at the same moment make no slot twice and none that overlap', async () => {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { validTo: '2026-03-06' })
  world.clock.set('2026-03-03T01:00:00.000Z')
  const rule = ruleGiven({ validFrom: '2026-03-09', fromMinute: 550, toMinute: 670, slotMinutes: 20 })
  const clerk = await hospital.as('institution_clerk')
  const [added] = await Promise.all([clerk.post(`/clinics/${hospital.institutionId}/${clinic.id}/rules`, rule), makeAllSlots(world.platform), makeAllSlots(world.platform)])
  expect(added.status).toBe(200)
  const slots = await slotsOf(hospital)
  expect(slots.filter((slot) => slot.on_date === '2026-03-09')).toHaveLength(6)
  expect(slots.every((slot, at) => at === 0 || (slots[at - 1]?.ends_at ?? '') <= slot.starts_at)).toBe(true)
  world.clock.set('2026-03-02T01:00:00.000Z')
})
