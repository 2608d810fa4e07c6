import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { arrange, newWorld, type Reply, type World } from '../../server/testing/api.ts'
import { sweepLate } from './commands/beds.ts'
import { admissionHouse, patient } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())
const now = (iso: string) => world.clock.set(iso)

type House = Awaited<ReturnType<typeof admissionHouse>>
const at = (slip: Reply): string => `/admission/slips/${slip.body.institutionId}/${slip.body.id}`
const line = async (house: House): Promise<string[]> => (await house.desk.get('/admission/slips')).body.rows.map((row: { id: string; place: number }) => `${row.place} ${row.id}`)

test('AD-1 the line is by class and then by time; AD-11 a person waits once in a department', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await admissionHouse(world)
  const first = await house.slip(1)
  now('2026-03-02T01:05:00.000Z')
  const urgent = await house.slip(2, { urgency: 2 })
  expect(first).toMatchObject({ status: 200, body: { state: 'waiting', name: '顾**' } })
  expect(await line(house)).toEqual([`1 ${urgent.body.id}`, `2 ${first.body.id}`])
  expect(await house.slip(1)).toMatchObject({ status: 409, body: { error: 'admission.already_waiting' } })
  expect(await house.slip(3, { person: { name: '', phone: '', idNumber: '' } })).toMatchObject({ status: 400, body: { error: 'admission.person_missing' } })
  expect(await house.slip(3, { urgency: 1, person: { name: '', phone: '', idNumber: '' } })).toMatchObject({ status: 200 })
  expect(await house.slip(4, { departmentId: first.body.id })).toMatchObject({ body: { error: 'admission.department_unknown' } })
  expect((await house.clerk.post('/admission/slips', {})).status).toBe(403)
})

test('AD-3 whoever is taken before others needs a medical reason, and stands on the list', async () => {
  now('2026-03-02T02:00:00.000Z')
  const house = await admissionHouse(world)
  await house.slip(11)
  now('2026-03-02T02:05:00.000Z')
  const second = await house.slip(12)
  const [bed] = second.body.beds
  expect(bed).toMatchObject({ nearness: 0, passed: 1 })
  const ask = { bedId: bed.bedId, comeOn: '2026-03-03' }
  expect(await house.desk.post(`${at(second)}/offer`, ask)).toMatchObject({ status: 400, body: { error: 'admission.reason_needed' } })
  expect(await house.desk.post(`${at(second)}/offer`, { ...ask, reason: '疼痛加重，体温升高，需尽早处理' })).toMatchObject({ status: 200, body: { state: 'offered', wardName: '普外病区' } })
  const raised = await house.slip(13)
  expect((await house.desk.post(`${at(raised)}/class`, { urgency: 2, reason: '出现黄疸，病情进展较快' })).status).toBe(403)
  expect(await house.doctor.post(`${at(raised)}/class`, { urgency: 2, reason: '出现黄疸，病情进展较快' })).toMatchObject({ body: { urgency: 2, place: 1 } })
  const jumps = await house.clerk.get('/admission/jumps')
  expect(jumps.body.rows.map((row: { what: string; passed: number }) => [row.what, row.passed]).sort()).toEqual([['bed', 1], ['class', 1]])
})

test('AD-4, AD-6 and AD-7 offered by message, confirmed, in, out, and the bed is free again', async () => {
  now('2026-03-02T03:00:00.000Z')
  const house = await admissionHouse(world, { beds: 1 })
  const slip = await house.slip(21)
  const bedId = slip.body.beds[0].bedId
  const before = await arrange(world, (act) => act.tx.selectFrom('outbox').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow())
  expect(await house.desk.post(`${at(slip)}/offer`, { bedId, comeOn: '2026-03-03' })).toMatchObject({ body: { state: 'offered', answerBy: '2026-03-02T15:00:00.000Z' } })
  const after = await arrange(world, (act) => act.tx.selectFrom('outbox').select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow())
  expect(after.n).toBe(before.n + 1)
  now('2026-03-02T03:01:00.000Z')
  const other = await house.slip(22)
  expect(other.body.beds).toEqual([])
  expect(await house.desk.post(`${at(other)}/offer`, { bedId, comeOn: '2026-03-03' })).toMatchObject({ status: 409, body: { error: 'admission.bed_taken' } })
  expect(await house.desk.post(`${at(slip)}/answer`, { answer: 'confirm' })).toMatchObject({ body: { state: 'confirmed' } })
  now('2026-03-03T03:00:00.000Z')
  const desk = await house.as('desk_clerk')
  expect(await desk.post(`${at(slip)}/admission`, {})).toMatchObject({ body: { state: 'admitted', bedLabel: '1' } })
  expect((await desk.get('/admission/wards')).body.rows).toMatchObject([{ name: '普外病区', free: 0, beds: [{ state: 'taken', sex: 'female', until: '2026-03-08' }] }])
  expect(await desk.post(`${at(slip)}/discharge`)).toMatchObject({ body: { state: 'discharged', bedId: null } })
  expect((await desk.get(at(other))).body.beds).toMatchObject([{ label: '1' }])
  const facts = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'admission.slip', from: '2026-03-02', to: '2026-03-02' }, { after: null, limit: 1 }))
  expect(facts).toMatchObject([{ id: slip.body.id, fields: { admitted: true, wait_days: 1 } }])
  const rest = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'admission.slip', from: '2026-03-02', to: '2026-03-02' }, { after: { on: '2026-03-02', id: slip.body.id }, limit: 5 }))
  expect(rest.map((fact) => fact.id)).toEqual([other.body.id])
})

test('AD-6 who does not answer loses the bed and goes to the end of the class; a first refusal keeps the place', async () => {
  now('2026-03-02T04:00:00.000Z')
  const house = await admissionHouse(world, { beds: 1 })
  const first = await house.slip(31)
  const bedId = first.body.beds[0].bedId
  now('2026-03-02T04:05:00.000Z')
  const second = await house.slip(32)
  await house.desk.post(`${at(first)}/offer`, { bedId, comeOn: '2026-03-03' })
  await house.desk.post(`${at(first)}/answer`, { answer: 'decline' })
  expect(await line(house)).toEqual([`1 ${first.body.id}`, `2 ${second.body.id}`])
  await house.desk.post(`${at(first)}/offer`, { bedId, comeOn: '2026-03-03' })
  now('2026-03-02T17:00:00.000Z')
  const desk = await house.as('desk_clerk')
  for (let turn = 0; turn < 2; turn += 1) {
    await sweepLate(world.platform)
    expect(await line({ ...house, desk })).toEqual([`1 ${second.body.id}`, `2 ${first.body.id}`])
    expect((await desk.get(at(first))).body).toMatchObject({ missed: 1, declined: 1, bedId: null })
  }
})

test('AD-2 and AD-5 emergencies use the reserve and wait for no tests; others wait for both', async () => {
  now('2026-03-02T05:00:00.000Z')
  const house = await admissionHouse(world, { beds: 1, reserve: 1 })
  const slip = await house.slip(41, { tests: 'ordered' })
  expect((await house.desk.get(at(slip))).body).toMatchObject({ beds: [], blocked: { offer: 'admission.tests_pending', tests: null } })
  expect(await house.doctor.post(`${at(slip)}/tests`)).toMatchObject({ body: { tests: 'done', blocked: { offer: 'admission.beds_only' } } })
  const emergency = await house.slip(42, { urgency: 1, tests: 'ordered', person: { name: '', phone: '', idNumber: '' } })
  expect(await house.desk.post(`${at(emergency)}/admission`, { bedId: emergency.body.beds[0].bedId })).toMatchObject({ status: 200, body: { state: 'admitted' } })
  expect(await house.desk.post(`${at(slip)}/admission`, {})).toMatchObject({ status: 409, body: { error: 'admission.not_offered' } })
})

test('AD-8 wards and beds are set up by the clerk; a name or label is there once; a bed is closed and opened', async () => {
  const house = await admissionHouse(world)
  const ward = { departmentId: house.surgery, name: '普外病区', beds: [] }
  expect(await house.clerk.post('/admission/wards', ward)).toMatchObject({ status: 409, body: { error: 'admission.ward_exists' } })
  expect(await house.clerk.post('/admission/wards', { ...ward, wardId: house.wardId, reserve: 1, beds: [{ label: '1' }] })).toMatchObject({ status: 409, body: { error: 'admission.bed_exists' } })
  expect((await house.desk.post('/admission/wards', ward)).status).toBe(403)
  const bedId = (await house.desk.get('/admission/wards')).body.rows[0].beds[0].id
  expect((await house.desk.post(`/admission/beds/${house.institutionId}/${bedId}`, { open: false })).status).toBe(200)
  expect((await house.desk.get('/admission/wards')).body.rows[0]).toMatchObject({ free: 1 })
  const stranger = await admissionHouse(world)
  const slip = await house.slip(51)
  expect((await stranger.desk.get(at(slip))).status).toBe(404)
  expect(await house.desk.post(`${at(slip)}/clear`)).toMatchObject({ body: patient(51) })
  expect(await house.desk.post(`${at(slip)}/withdrawal`, { reason: '转外院治疗' })).toMatchObject({ body: { state: 'withdrawn', endReason: '转外院治疗' } })
})

const visit = (path: string, form: Record<string, string>) => world.app.http.inject({ method: 'POST', url: path, payload: new URLSearchParams(form).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })

test('AD-10 the patient sees place and rule by the code, answers the offer, and five wrong tries close the code for the hour', async () => {
  now('2026-03-02T06:00:00.000Z')
  const house = await admissionHouse(world, { beds: 1 })
  await house.slip(61, { urgency: 2, departmentId: house.medicine })
  const slip = await house.slip(62)
  const own = { code: slip.body.code.toLowerCase().replaceAll('-', ' '), tail: patient(62).phone.slice(-4) }
  const waiting = await visit('/admission/line', own)
  expect(waiting.statusCode).toBe(200)
  expect(waiting.body).toContain('您排在第 1 位')
  expect(waiting.body).toContain('任何人不能凭关系插队')
  expect(waiting.body).not.toContain('胆囊结石')
  expect(waiting.body).not.toContain('顾念慈')
  await house.desk.post(`${at(slip)}/offer`, { bedId: slip.body.beds[0].bedId, comeOn: '2026-03-03' })
  expect((await visit('/admission/line', own)).body).toContain('已安排床位，请答复')
  expect((await visit('/admission/line/answer', { ...own, answer: 'confirm' })).body).toContain('已确认')
  expect((await house.desk.get(at(slip))).body.state).toBe('confirmed')
  const twice = await visit('/admission/line/answer', { ...own, answer: 'confirm' })
  expect(twice.statusCode).toBe(409)
  const wrong = { ...own, tail: own.tail === '0000' ? '1111' : '0000' }
  for (let n = 0; n < 5; n += 1) expect((await visit('/admission/line', wrong)).statusCode).toBe(404)
  expect((await visit('/admission/line', own)).statusCode).toBe(429)
  now('2026-03-02T07:01:00.000Z')
  expect((await visit('/admission/line', own)).statusCode).toBe(200)
  expect((await visit('/admission/line', { code: '', tail: '' })).statusCode).toBe(404)
})
