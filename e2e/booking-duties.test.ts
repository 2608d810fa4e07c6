import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { inventCitizenId } from '../kernel/invented.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { usualRule } from '../modules/queue/rules/queue.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { ask, bookByPages, citizenPhone, somebodyNamed, stayIn, type Said } from './booking-people.ts'
import { openBrowser } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { newDepartment, windowOf, type Body } from './matter-people.ts'
import type { Somebody } from './week-people.ts'
import { obligationsOf, proofDuty, verdictOn } from './proof-duties.ts'

// Every service, public item and measure of bookings, lines, examinations and beds that catalog/live.yaml calls live is
// driven here by one week of one hospital: nothing was used, then it is, and the duty turns.
const proof = 'e2e/booking-duties.test.ts'
const at = (iso: string): void => server.world.clock.set(iso)
const name = '云溪县人民医院'

let server: Clocked
let browser: Browser
let hospital: Body
let planId = ''
let office: Somebody
let clerk: Person
let doctor: Person
let desk: Person
let pharmacist: Person
const house = { inner: '', studio: '', pharmacy: '', queue: '', pharmacyQueue: '', room: '', counter: '' }
const codes: string[] = []
const orders: Said[] = []
const slips: Said[] = []

/** What the figures of this week come to: one that counted nothing, or the wrong ones, would miss it. */
const figures: Readonly<Record<string, readonly ['=' | '>=', number]>> = {
  'booking-rate': ['=', 50], 'no-show-rate': ['=', 75], 'time-slot-share': ['=', 100], 'slots-released': ['>=', 100], 'slot-wait': ['=', 10], 'window-wait': ['=', 15], 'pharmacy-wait': ['=', 15], 'room-presence': ['=', 100],
  'queues-per-visit': ['>=', 1.7], 'room-changes': ['>=', 0.09], 'helpers-at-peak': ['=', 100], 'priority-served': ['=', 1], 'exam-trips': ['=', 1], 'exam-wait': ['=', 1], 'admission-wait': ['=', 2],
}
const duty = (kind: DutyItem['kind'], factKey: string, dueOn: string): DutyItem => proofDuty(kind, factKey, dueOn, { asked: figures[factKey] })
const services = liveNames('service', proof)
const items = liveNames('public', proof)
const measures = liveNames('measure', proof)
const duties = [...services.map((key) => duty('service', key, '2026-03-20')), ...items.map((key) => duty('publish', key, '2026-03-20')), ...measures.map((key) => duty('measure', key, '2026-03-31'))]

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-03-04T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  const commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  hospital = await newInstitution(server.world, { name })
  house.inner = await newDepartment(server, hospital, '内科')
  house.pharmacy = await newDepartment(server, hospital, '药剂科')
  office = await windowOf(server, browser, hospital, 'institution_clerk', '苏北辰')
  ;[clerk, doctor, desk, pharmacist] = [await hospital.person('institution_clerk'), await hospital.person('doctor', house.inner), await hospital.person('desk_clerk'), await hospital.person('pharmacist', house.pharmacy)]
  await stayIn(server, [clerk, doctor, desk, pharmacist])
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02', endsOn: '2026-04-30', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const listed = () => obligationsOf({ server, who: clerk, planId, institutionId: hospital.institutionId })
const verdictOf = (text: string): Promise<string> => verdictOn(office.page, { server, who: clerk, planId, institutionId: hospital.institutionId }, text)
/** The jobs that follow what was done have told it: nothing is left to tell. */
async function followed(): Promise<void> {
  await server.runJob('booking.facts-left')
  await server.runJob('booking.places', { institutionId: hospital.institutionId })
}
const by = (who: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Said> => ask(server, who, method, path, body)

async function newClinic(given: object, rule: object = {}): Promise<string> {
  const { id } = await by(clerk, 'POST', '/clinics', given)
  await by(clerk, 'POST', `/clinics/${hospital.institutionId}/${id}/rules`, { weekdays: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 720, slotMinutes: 30, capacity: 5, validFrom: '2026-03-04', ...rule })
  return id
}
async function phoned(clinicId: string, startsAt: string, seed: number): Promise<string> {
  const { rows } = await by(desk, 'GET', `/free/slots?clinicId=${clinicId}&institutionId=${hospital.institutionId}&from=2026-03-06&to=2026-03-06&limit=200`)
  const slot = rows.find((each: { startsAt: string }) => each.startsAt === startsAt)
  expect(slot, startsAt).toBeDefined()
  return (await by(desk, 'POST', '/bookings', { institutionId: hospital.institutionId, slotId: slot.slotId, pool: 'public', way: 'phone', person: somebodyNamed(seed, '苏小禾') })).code
}
const ticket = (queueId: string, more: object = {}): Promise<Said> => by(desk, 'POST', '/queue-tickets', { queueId, name: '沈竹青', ...more })
const next = (who: Person, windowId: string): Promise<Said> => by(who, 'POST', `/queue-windows/${windowId}/next`)
const nine = '2026-03-06T01:00:00.000Z'
const half = '2026-03-06T01:30:00.000Z'

describe('What is called live of booking, lines, examinations and beds turns its verdict', () => {
  test('each measure that is called live has its figure, and nothing is met before anything happened', async () => {
    expect(measures.filter((key) => figures[key] === undefined)).toEqual([])
    expect(services.length + items.length + measures.length).toBeGreaterThan(0)
    const before = await listed()
    expect(before.map((row) => row.text).toSorted()).toEqual(duties.map((each) => each.text).toSorted())
    expect(before.filter((row) => row.verdict === 'met')).toEqual([])
  })

  test('the clerk plans clinics and lines', async () => {
    const doctorClinic = await newClinic({ departmentId: house.inner, staffId: doctor.staffId, name: '内科专家门诊', room: '201' })
    house.studio = await newClinic({ departmentId: house.inner, name: '名医工作室', room: '301', service: 'studio' })
    // A department gives a person one place a day: examinations of one day lie in two.
    for (const [key, room] of [['xray-chest', '放射科'], ['ultrasound-thyroid', '超声科']] as const) {
      const id = await newClinic({ departmentId: await newDepartment(server, hospital, room), name: `${room}检查室`, room, service: 'exam' })
      await by(clerk, 'PUT', `/exams/clinics/${id}`, { exams: [key] })
    }
    house.queue = (await by(clerk, 'POST', '/queues', { departmentId: house.inner, name: '内科门诊', kind: 'consultation', letter: 'A', rule: usualRule, usualMinutes: 8, windows: ['1诊室'] })).id
    house.pharmacyQueue = (await by(clerk, 'POST', '/queues', { departmentId: house.pharmacy, name: '西药房', kind: 'pharmacy', letter: 'P', rule: usualRule, usualMinutes: 3, windows: ['1号窗'] })).id
    const { queues } = await by(clerk, 'GET', '/queue-settings')
    const windowIn = (id: string): string => queues.find((each: { id: string }) => each.id === id).windows[0].id
    ;[house.room, house.counter] = [windowIn(house.queue), windowIn(house.pharmacyQueue)]
    await followed()
    // One of a doctor's places goes to a citizen, who finds it and books it through the pages.
    const phone = await citizenPhone(server, browser)
    codes.push(await bookByPages(server, phone, { hospital: name, clinic: '内科专家门诊', day: /3月6日/, time: /上午9:00/, name: '欧阳明', idNumber: inventCitizenId(77) }))
    for (const seed of [1, 2, 3, 4]) codes.push(await phoned(doctorClinic, nine, seed))
    for (const seed of [5, 6, 7, 8]) await phoned(doctorClinic, half, seed)
    await phoned(house.studio, half, 9)
    await phone.context().close()
  })

  test('examinations are planned together, and beds are kept for who waits', async () => {
    for (const seed of [21, 22, 23, 24, 25]) {
      const order = await by(doctor, 'POST', '/exams/orders', { person: somebodyNamed(seed, '沈竹青'), exams: ['xray-chest', 'ultrasound-thyroid'] })
      const key = `/exams/orders/${order.institutionId}/${order.id}`
      const { plans, wish } = await by(desk, 'GET', `${key}/proposals`)
      orders.push(await by(desk, 'POST', `${key}/booking`, { places: plans[0].places.map(({ exam, slotId }: Said) => ({ exam, slotId })), wish, revision: order.revision }))
    }
    await by(clerk, 'POST', '/admission/wards', { departmentId: house.inner, name: '内科一病区', beds: ['1', '2', '3', '4', '5'].map((label) => ({ label })) })
    for (const seed of [31, 32, 33, 34, 35, 36]) {
      const { bornOn: _, ...person } = somebodyNamed(seed, '许采薇')
      await by(desk, 'POST', '/admission/slips', { departmentId: house.inner, kind: seed === 36 ? 'surgery' : 'ward', diagnosis: '慢性胃炎', urgency: seed === 36 ? 4 : 3, stayDays: 5, sex: 'female', bornYear: 1961, person })
    }
    const line = await by(desk, 'GET', '/admission/slips')
    slips.push(...line.rows.filter((each: { kind: string }) => each.kind === 'ward'))
    for (const slip of slips) {
      const key = `/admission/slips/${slip.institutionId}/${slip.id}`
      const { beds } = await by(desk, 'GET', key)
      await by(desk, 'POST', `${key}/offer`, { bedId: beds[0].bedId, comeOn: '2026-03-06' })
      await by(desk, 'POST', `${key}/answer`, { answer: 'confirm' })
    }
  })

  test('a day before, who booked is reminded; on the day who booked, who walks in, who is old and who is in danger stand in line', async () => {
    at('2026-03-05T01:05:00.000Z')
    await server.runJob('booking.remind')
    await followed()
    at('2026-03-06T00:50:00.000Z')
    await by(doctor, 'POST', `/queue-windows/${house.room}/open`)
    await by(pharmacist, 'POST', `/queue-windows/${house.counter}/open`)
    for (const code of codes) await by(desk, 'POST', '/queue-tickets/check-in', { code })
    for (const more of [{}, {}, {}, {}, { priority: 'old', proof: '身份证' }, { level: 2 }]) await ticket(house.queue, more)
    await followed()
    const phone = await citizenPhone(server, browser)
    await phone.goto(`${server.url}/windows/${hospital.institutionId}`)
    await phone.getByText('内科门诊').first().waitFor()
    await phone.context().close()
  })

  test('they are called, one is sent to an examination and comes back, all fetch their medicine, patients move in', async () => {
    at('2026-03-06T01:10:00.000Z')
    const seen: string[] = []
    for (let round = 0; round < 11; round += 1) seen.push((await next(doctor, house.room)).present.id)
    await by(doctor, 'POST', `/queue-windows/${house.room}/moves`, { move: 'send' })
    await by(desk, 'POST', `/queue-tickets/${seen.at(-1) ?? ''}/moves`, { move: 'back' })
    await next(doctor, house.room)
    for (const from of seen) await ticket(house.pharmacyQueue, { from })
    await server.runJob('queue.watch')
    at('2026-03-06T01:25:00.000Z')
    for (let round = 0; round < 11; round += 1) await next(pharmacist, house.counter)
    for (const slip of slips) await by(desk, 'POST', `/admission/slips/${slip.institutionId}/${slip.id}/admission`)
    await followed()
  })

  test.each(services)('service:%s was used', async (key) => {
    expect(await verdictOf(`service ${key}`)).toContain('已落实')
  })

  test.each(items)('public:%s is there to be seen', async (key) => {
    expect(await verdictOf(`publish ${key}`)).toContain('已落实')
  })

  test('on Monday the counter is beyond what was told, and a helper comes', async () => {
    at('2026-03-09T01:00:00.000Z')
    for (let round = 0; round < 3; round += 1) await ticket(house.pharmacyQueue)
    at('2026-03-09T03:00:00.000Z')
    await server.runJob('queue.watch')
    const { rows } = await by(desk, 'GET', '/queues')
    const { helpers } = rows.find((each: { id: string }) => each.id === house.pharmacyQueue)
    at('2026-03-09T03:05:00.000Z')
    await by(desk, 'POST', `/helper-calls/${helpers.id}/came`)
    await server.runJob('booking.missed')
    await followed()
  })

  test.each(measures)('measure:%s: its value, made of this week, meets the duty', async (key) => {
    if (server.world.clock.now().toISOString() < '2026-04-01') {
      at('2026-04-01T01:30:00.000Z')
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(`measure ${key}`)).toContain('已落实')
  })
})
