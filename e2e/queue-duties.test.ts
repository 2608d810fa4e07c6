import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { asNewPerson, newCitizen } from '../modules/booking/testing/citizen/fixtures.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { usualRule } from '../modules/queue/rules/queue.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { api, arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { ask, citizenPhone, somebodyNamed, stayIn, type Said } from './booking-people.ts'
import { expectAccessible, narrow, openBrowser, password, picture } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { newDepartment, windowOf, type Body } from './matter-people.ts'
import { obligationsOf, proofDuty, verdictOn } from './proof-duties.ts'
import { look, settled } from './steps.ts'
import type { Somebody } from './week-people.ts'

// The seconds of posts, the guide, the letter, what the portal counts, trips of an episode, and the changes since before the
// campaign: a month in which little was booked and long was waited, then one of a plan in which that is better.
const proof = 'e2e/queue-duties.test.ts'
const name = '云溪县中医医院'
const at = (iso: string): void => server.world.clock.set(iso)

let server: Clocked
let browser: Browser
let hospital: Body
let planId = ''
let office: Somebody
let clerk: Person
let head: Person
let first: Person
let second: Somebody
let desk: Person
const house = { inner: '', clinic: '', queue: '', rooms: [] as string[] }

const services = liveNames('service', proof)
const measures = liveNames('measure', proof)
/** What the figures come to: one that counted nothing, or the wrong things, would miss it. */
const figures: Readonly<Record<string, readonly ['>' | '>=' | '<', number]>> = {
  'trips-per-episode': ['>=', 1.15], 'search-to-booking': ['>=', 85], 'booking-success': ['>=', 75], 'booking-rate-change': ['>', 50], 'slots-added': ['>', 0], 'wait-change': ['<', -20], 'room-changes-drop': ['<', -0.9],
}
const duty = (kind: DutyItem['kind'], factKey: string, dueOn: string): DutyItem => proofDuty(kind, factKey, dueOn, { asked: figures[factKey] })
const duties = [...services.map((key) => duty('service', key, '2026-03-20')), ...measures.map((key) => duty('measure', key, '2026-03-31'))]

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-02-02T01:00:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  hospital = await newInstitution(server.world, { name })
  house.inner = await newDepartment(server, hospital, '内科')
  office = await windowOf(server, browser, hospital, 'institution_clerk', '苏北辰')
  second = await windowOf(server, browser, hospital, 'doctor', '许采薇', house.inner)
  ;[clerk, head, first, desk] = [await hospital.person('institution_clerk'), await hospital.person('institution_head'), await hospital.person('doctor', house.inner), await hospital.person('desk_clerk')]
  await stayIn(server, [clerk, head, first, desk])
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const by = (who: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Said> => ask(server, who, method, path, body)
const listed = () => obligationsOf({ server, who: clerk, planId, institutionId: hospital.institutionId })
const verdictOf = (text: string): Promise<string> => verdictOn(office.page, { server, who: clerk, planId, institutionId: hospital.institutionId }, text)
/** The jobs that follow what was done have told it. */
async function followed(): Promise<void> {
  await server.runJob('booking.tell')
  await server.runJob('booking.facts-left')
  await server.runJob('booking.places', { institutionId: hospital.institutionId })
  await server.runJob('booking.portal', { institutionId: hospital.institutionId })
}
async function phoned(on: string, startsAt: string, seed: number): Promise<string> {
  const { rows } = await by(desk, 'GET', `/free/slots?clinicId=${house.clinic}&institutionId=${hospital.institutionId}&from=${on}&to=${on}&limit=200`)
  const slot = rows.find((each: { startsAt: string }) => each.startsAt === startsAt)
  expect(slot, startsAt).toBeDefined()
  return (await by(desk, 'POST', '/bookings', { institutionId: hospital.institutionId, slotId: slot.slotId, pool: 'public', way: 'phone', person: somebodyNamed(seed, '苏小禾') })).code
}
/** Somebody else takes a place at once. */
async function bookAt(slot: string): Promise<void> {
  const citizen = await newCitizen(server.world)
  const person = await asNewPerson(citizen, slot)
  await citizen.post(person.at, person.form)
}
const walksIn = (): Promise<Said> => by(desk, 'POST', '/queue-tickets', { queueId: house.queue, name: '沈竹青' })
const next = (who: Person, room: number): Promise<Said> => by(who, 'POST', `/queue-windows/${house.rooms[room] ?? ''}/next`)
const step = (who: Person, room: number, move: string): Promise<Said> => by(who, 'POST', `/queue-windows/${house.rooms[room] ?? ''}/moves`, { move })

describe('What is called live of posts, the guide, the letter and the changes turns its verdict', () => {
  test('before the campaign little is booked, all wait half an hour and are sent to and fro', async () => {
    expect(measures.filter((key) => figures[key] === undefined)).toEqual([])
    expect(services.length + measures.length).toBeGreaterThan(0)
    house.clinic = (await by(clerk, 'POST', '/clinics', { departmentId: house.inner, staffId: first.staffId, name: '内科门诊', room: '201' })).id
    await by(clerk, 'POST', `/clinics/${hospital.institutionId}/${house.clinic}/rules`, { weekdays: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 720, slotMinutes: 30, capacity: 2, validFrom: '2026-02-03', weeksAhead: 2 })
    house.queue = (await by(clerk, 'POST', '/queues', { departmentId: house.inner, name: '内科候诊', kind: 'consultation', letter: 'A', rule: usualRule, usualMinutes: 8, windows: ['1诊室', '2诊室'] })).id
    const { queues } = await by(clerk, 'GET', '/queue-settings')
    house.rooms = queues[0].windows.map((window: { id: string }) => window.id)
    await followed()
    at('2026-02-04T00:30:00.000Z')
    await by(first, 'POST', `/queue-windows/${house.rooms[0] ?? ''}/open`)
    for (let n = 0; n < 6; n += 1) await walksIn()
    at('2026-02-04T01:00:00.000Z')
    for (let n = 0; n < 6; n += 1) {
      const { present } = await next(first, 0)
      await step(first, 0, 'send')
      await by(desk, 'POST', `/queue-tickets/${present.id}/moves`, { move: 'back' })
    }
    for (let n = 0; n < 6; n += 1) await next(first, 0)
    await step(first, 0, 'done')
    await by(first, 'POST', `/queue-windows/${house.rooms[0] ?? ''}/close`)
    at('2026-02-04T16:25:00.000Z')
    await server.runJob('queue.close-day')
    await followed()
  })

  test('a plan asks for better; nothing is met yet', async () => {
    at('2026-03-02T00:00:00.000Z')
    const commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
    planId = await arrange(server.world, async (act) => {
      const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
      return launchPlan(act, { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02', endsOn: '2026-04-30', graceDays: 30 })
    })
    expect(await runLaunch(server.world.platform, planId)).toBe('ready')
    const before = await listed()
    expect(before.map((row) => row.text).toSorted()).toEqual(duties.map((each) => each.text).toSorted())
    expect(before.filter((row) => row.verdict === 'met')).toEqual([])
  })

  test('citizens find what the guide leads to and book it; the letter goes along and is opened', async () => {
    at('2026-03-02T01:00:00.000Z')
    const more = await by(clerk, 'POST', '/clinics', { departmentId: house.inner, name: '内科普通门诊', room: '202' })
    await by(clerk, 'POST', `/clinics/${hospital.institutionId}/${more.id}/rules`, { weekdays: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 720, slotMinutes: 30, capacity: 2, validFrom: '2026-03-02', weeksAhead: 2 })
    await server.runJob('booking.make-slots')
    const letter = '尊敬的患者：'.padEnd(120, '您来看病，有权知道病情和费用。')
    const entry = await api(server.world, clerk).upload('/registers/patient-letter/entries', [{ name: '公开信.txt', bytes: letter }], { on: '2026-03-02', departmentId: null, version: 1, values: { version: '今年第一版', contents: ['rights', 'duties', 'enquiry', 'help', 'complaint'], body: letter, phone: '0990-1234567', forms: ['message'] } })
    expect(entry.status, JSON.stringify(entry.body)).toBe(200)
    await by(head, 'POST', `/registers/patient-letter/entries/${hospital.institutionId}/${entry.body.id}/confirmation`, { revision: 1 })
    // One goes the whole way on a phone: complaint, no danger sign, department, times, booking, letter.
    const phone = await citizenPhone(server, browser)
    await phone.goto(`${server.url}/guide`)
    await phone.getByRole('link', { name: '咳嗽' }).first().click()
    await phone.getByRole('button', { name: '看结果' }).click()
    await phone.getByRole('link', { name: '看最近能约的时间' }).click()
    await phone.getByRole('link', { name: /^选时间：内科门诊/ }).click()
    await phone.getByRole('link', { name: /上午10:00/ }).first().click()
    await phone.getByLabel('姓名').fill('欧阳明')
    await phone.getByLabel('身份证号码').fill(somebodyNamed(77, '').idNumber)
    await phone.getByLabel('是您的什么人').selectOption({ label: '本人' })
    const consent = phone.getByLabel(/就诊人同意/)
    if (await consent.isVisible()) await consent.check()
    await phone.getByRole('button', { name: '下一步' }).click()
    await phone.getByRole('button', { name: '确认预约' }).click()
    await phone.getByRole('heading', { name: '预约好了' }).waitFor()
    await phone.getByRole('link', { name: '来院前请看：致患者的一封信' }).click()
    await phone.getByText('有权知道病情和费用').first().waitFor()
    await phone.context().close()
    // Six more search and book; for one of them the place is gone while the form is filled in.
    for (let n = 0; n < 6; n += 1) {
      const citizen = await newCitizen(server.world)
      const found = await citizen.get(`/book?body=${hospital.institutionId}`)
      const link = /href="(\/book\/[^"]*\/clinics\/[^"]*found=[^"]*)"/.exec(found.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const times = await citizen.get((await citizen.get(link)).location ?? '')
      const slots = [...times.text.matchAll(/href="(\/book\/[0-9a-f-]+\/slots\/[0-9a-f-]+)"/g)].map((match) => match[1] ?? '')
      const person = await asNewPerson(citizen, slots.at(-1) ?? '')
      for (const slot of n === 5 ? [slots.at(-1) ?? '', slots.at(-1) ?? ''] : []) await bookAt(slot)
      await citizen.post(person.at, person.form)
    }
    await followed()
  })

  test('on their day who booked is called within minutes, by the second where the first is not there', async () => {
    await by(clerk, 'POST', `/queues/${house.queue}/posts`, { firstStaffId: first.staffId, secondStaffId: second.staffId, limitMinutes: 15 })
    at('2026-03-05T01:00:00.000Z')
    const codes: string[] = []
    for (const seed of [1, 2, 3, 4, 5, 6]) codes.push(await phoned('2026-03-06', `2026-03-06T0${seed < 3 ? 1 : 2}:${seed % 2 === 0 ? '00' : '30'}:00.000Z`, seed))
    await followed()
    at('2026-03-06T00:40:00.000Z')
    await by(desk, 'POST', '/queue-tickets/check-in', { code: codes[0] })
    await server.runJob('queue.watch')
    const { page } = second
    await page.goto(`${server.url}/console/queue/room`)
    await page.getByText(/^内科候诊：主岗.*到点没有到岗，1 人候诊$/).waitFor()
    await look(page, 'takeover-asked')
    await page.getByRole('combobox', { name: '在哪个诊室接替' }).click()
    await page.getByTitle('2诊室').filter({ visible: true }).last().click()
    await page.getByRole('button', { name: '接替', exact: true }).click()
    await page.getByText(/许采薇正在2诊室接替/).waitFor()
    for (const code of codes.slice(1)) {
      at('2026-03-06T02:00:00.000Z')
      await by(desk, 'POST', '/queue-tickets/check-in', { code })
    }
    at('2026-03-06T02:02:00.000Z')
    for (let n = 0; n < 6; n += 1) {
      const before = await page.locator('.room-present').innerText()
      await page.getByRole('button', { name: /^下一位/ }).click()
      await expect.poll(() => page.locator('.room-present').innerText()).not.toBe(before)
    }
    await page.getByRole('button', { name: /^完成/ }).click()
    await page.getByText('现在没有人在窗口').waitFor()
    const [called] = (await by(first, 'GET', '/queue-takeovers/mine')).rows
    expect(called).toMatchObject({ state: 'taken', answeredName: '许采薇' })
    // The first comes after all, and has the post back.
    await by(first, 'POST', `/queue-takeovers/${called.id}/return`)
    expect((await by(first, 'GET', '/queue-room')).window).toMatchObject({ name: '2诊室', mine: true })
    await by(first, 'POST', `/queue-windows/${house.rooms[1] ?? ''}/close`)
    await followed()
    at('2026-03-06T16:25:00.000Z')
    await server.runJob('queue.close-day')
    // One of them comes a second time for the same illness.
    at('2026-03-09T01:00:00.000Z')
    const again = await phoned('2026-03-10', '2026-03-10T01:30:00.000Z', 1)
    at('2026-03-10T01:30:00.000Z')
    await by(desk, 'POST', '/queue-tickets/check-in', { code: again })
    await by(first, 'POST', `/queue-windows/${house.rooms[0] ?? ''}/open`)
    at('2026-03-10T01:32:00.000Z')
    await next(first, 0)
    await step(first, 0, 'done')
    await by(first, 'POST', `/queue-windows/${house.rooms[0] ?? ''}/close`)
    at('2026-03-10T16:25:00.000Z')
    await server.runJob('queue.close-day')
    await followed()
  })

  test('a doctor reads the guide through and signs it with the authenticator', async () => {
    const { page } = second
    await page.goto(`${server.url}/console/booking/guide`)
    await page.getByText(/还没有医师审核签字/).first().waitFor()
    await page.getByRole('button', { name: '审核签字' }).click()
    const dialog = page.getByRole('dialog', { name: /^审核签字：导诊内容/ })
    await dialog.getByLabel('密码').fill(password)
    await dialog.getByLabel('验证器上的6位数字').fill(second.code())
    await dialog.getByRole('button', { name: '审核签字' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(/已由 云溪县中医医院 许采薇/).waitFor()
    await look(page, 'guide-signed')
  })

  test('the page of citizens names who signed, and the letter stands at its address', async () => {
    // Read by anybody; with scripts, which the check of accessibility needs.
    const phone = await (await browser.newContext({ viewport: narrow, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
    await phone.goto(`${server.url}/guide`)
    await phone.getByText(/本版内容已由云溪县中医医院 许采薇/).waitFor()
    await expectAccessible(phone)
    await phone.goto(`${server.url}/letters/${hospital.institutionId}`)
    await phone.getByRole('heading', { level: 1, name: '致患者的一封信' }).waitFor()
    await expectAccessible(phone)
    await picture(phone, 'letter')
    await phone.context().close()
  })

  test('the board and the settings show who took over for whom, and how waits are spread', async () => {
    for (const [path, heading] of [['/queue/board', '候诊总览'], ['/queue/settings', '队列与叫号屏']] as const) {
      await office.page.goto(`${server.url}/console${path}`)
      await office.page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await settled(office.page)
      await office.page.getByText('许采薇').first().waitFor()
      await look(office.page, `duties${path.replaceAll('/', '-')}`)
    }
  })

  test.each(services)('service:%s was used', async (key) => {
    expect(await verdictOf(`service ${key}`)).toContain('已落实')
  })

  test.each(measures)('measure:%s: its value, made of these two months, meets the duty', async (key) => {
    if (server.world.clock.now().toISOString() < '2026-04-01') {
      at('2026-04-01T01:30:00.000Z')
      await followed()
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(`measure ${key}`)).toContain('已落实')
  })
})
