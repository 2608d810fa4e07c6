import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { ask, stayIn } from './booking-people.ts'
import { openBrowser } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { newDepartment, windowOf, type Body } from './matter-people.ts'
import { codesFor, invitedCode, seeOnePatient, sendSheet } from './survey-people.ts'
import type { Somebody } from './week-people.ts'
import { obligationsOf, proofDuty, verdictOn } from './proof-duties.ts'

// Every service, public item and measure of surveys that catalog/live.yaml calls live is driven here by the sheets of two
// hospitals: one asked its patients before the campaign as well, the other had never asked anybody.
const proof = 'e2e/survey-duties.test.ts'
const at = (iso: string): void => server.world.clock.set(iso)
const asked = ['outpatient', 'inpatient', 'feelings', 'nursing', 'hospital', 'appraisal', 'contest', 'staff']

let server: Clocked
let browser: Browser
let old: Body
let fresh: Body
let planId = ''
let office: Somebody
let clerk: Person
let inner = ''
const nurses: Person[] = []
const newcomer = { clerk: null as Person | null, desk: null as Person | null, doctor: null as Person | null, department: '' }

/** In February everybody was rather dissatisfied, in March rather satisfied: a measure that counted nothing, or February, would miss it. */
const level = ['satisfaction', 'staff-satisfaction', 'informed-rights', 'democratic-appraisal', 'service-standards', 'care-feelings', 'experience-score', 'contest-score', 'hospital-satisfaction', 'nursing-satisfaction', 'ease-scores']
const rises = ['convenient-rise', 'fast-rise', 'content-rise']
const figures = new Map<string, number>([...level.map((key) => [key, 66.7] as const), ...rises.map((key) => [key, 33.3] as const)])
const duty = (kind: DutyItem['kind'], factKey: string, dueOn: string): DutyItem => {
  const value = figures.get(factKey)
  return proofDuty(kind, factKey, dueOn, { asked: value === undefined ? undefined : [rises.includes(factKey) ? '>=' : '=', value] })
}
/** Whose sheets make an item public. */
const sheetsOf: Readonly<Record<string, string>> = { 'survey-results': 'outpatient', 'ethics-rating': 'ethics-rating' }
const services = liveNames('service', proof)
const items = liveNames('public', proof)
const measures = liveNames('measure', proof)
const duties = [...services.map((key) => duty('service', key, '2026-03-20')), ...items.map((key) => duty('publish', key, '2026-03-20')), ...measures.map((key) => duty('measure', key, '2026-03-31'))]

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-02-10T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  const commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  old = await newInstitution(server.world, { name: '云溪县人民医院' })
  fresh = await newInstitution(server.world, { name: '云溪县中医医院' })
  inner = await newDepartment(server, old, '内科')
  newcomer.department = await newDepartment(server, fresh, '内科')
  clerk = await old.person('institution_clerk')
  newcomer.clerk = await fresh.person('institution_clerk')
  newcomer.desk = await fresh.person('desk_clerk')
  newcomer.doctor = await fresh.person('doctor', newcomer.department)
  for (let n = 0; n < 10; n += 1) nurses.push(await old.person('nurse', inner))
  await stayIn(server, [clerk, newcomer.clerk, newcomer.desk, newcomer.doctor, ...nurses])
  for (const key of asked) await ask(server, clerk, 'POST', '/surveys', { key })
  for (const code of await codesFor(server, clerk, 'outpatient', 10, inner)) await sendSheet(server, 'outpatient', code, 1)
  await server.runJob('survey.boxes')
  at('2026-03-02T01:30:00.000Z')
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [old.institutionId, fresh.institutionId], startsOn: '2026-03-02', endsOn: '2026-04-30', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const listed = (who: Person, body: Body) => obligationsOf({ server, who, planId, institutionId: body.institutionId })
const verdictOf = (who: Person, body: Body, text: string): Promise<string> => verdictOn(office.page, { server, who, planId, institutionId: body.institutionId }, text)

describe('What is called live of surveys turns its verdict', () => {
  test('each measure that is called live has its figure, and a hospital that asked nobody has met nothing', async () => {
    expect(measures.filter((key) => !figures.has(key))).toEqual([])
    expect([services.length, items.length, measures.length].every((n) => n > 0)).toBe(true)
    if (newcomer.clerk === null) throw new Error('nobody is there')
    const before = await listed(newcomer.clerk, fresh)
    expect(before.map((row) => row.text).toSorted()).toEqual(duties.map((each) => each.text).toSorted())
    expect(before.filter((row) => row.verdict === 'met')).toEqual([])
    expect((await listed(clerk, old)).filter((row) => row.verdict === 'met' && row.text.startsWith('measure '))).toEqual([])
  })

  test('SV-16 a patient who was seen is asked by a message, and the service is used', async () => {
    const house = { clerk: newcomer.clerk, desk: newcomer.desk, doctor: newcomer.doctor }
    if (house.clerk === null || house.desk === null || house.doctor === null) throw new Error('nobody is there')
    await ask(server, house.clerk, 'POST', '/surveys', { key: 'outpatient' })
    await seeOnePatient(server, { clerk: house.clerk, desk: house.desk, doctor: house.doctor, institutionId: fresh.institutionId }, newcomer.department, '2026-03-03', 41)
    const code = await invitedCode(server)
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await sendSheet(server, 'outpatient', code, 2)
    office = await windowOf(server, browser, fresh, 'institution_clerk', '苏北辰')
    for (const key of services) expect(await verdictOf(house.clerk, fresh, `service ${key}`)).toContain('已落实')
  })

  test('SV-15 ten sheets of a questionnaire together are public, without anybody publishing them, and no other sheets stand for them', async () => {
    const { clerk: who, department } = newcomer
    if (who === null) throw new Error('nobody is there')
    expect(items.filter((key) => sheetsOf[key] === undefined)).toEqual([])
    await ask(server, who, 'POST', '/surveys', { key: 'ethics-rating' })
    for (const key of items) {
      const survey = sheetsOf[key] ?? ''
      expect(await verdictOf(who, fresh, `publish ${key}`)).not.toContain('已落实')
      // Of the patients one has answered already.
      for (const code of await codesFor(server, who, survey, survey === 'outpatient' ? 9 : 10, department)) await sendSheet(server, survey, code, 2)
      await server.runJob('survey.boxes')
      expect(await verdictOf(who, fresh, `publish ${key}`)).toContain('已落实')
    }
    const pageAt = async (path: string) => (await fetch(`${server.url}/bodies/${fresh.institutionId}${path}`)).text()
    expect(await pageAt('')).toContain('66.7 · 10 份答卷')
    expect(await pageAt('/satisfaction')).toContain('医德医风群众测评')
    await office.context.close()
  })

  test('in March patients, staff and raters of the other hospital answer', async () => {
    at('2026-03-10T01:30:00.000Z')
    for (const key of asked.filter((each) => each !== 'staff')) for (const code of await codesFor(server, clerk, key, 10, inner)) await sendSheet(server, key, code, 2)
    for (const nurse of nurses) await sendSheet(server, 'staff', (await ask(server, nurse, 'POST', '/surveys/staff/claim')).code, 2)
    await server.runJob('survey.boxes')
    office = await windowOf(server, browser, old, 'institution_clerk', '苏北辰')
  })

  test.each(measures)('measure:%s: its value, made of the sheets of March, meets the duty', async (key) => {
    if (server.world.clock.now().toISOString() < '2026-04-01') {
      at('2026-04-01T01:30:00.000Z')
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(clerk, old, `measure ${key}`)).toContain('已落实')
  })
})
