import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { rebuildMeasures } from '../modules/measure/public.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { systemActor } from '../kernel/actor.ts'
import { saveBoard } from '../modules/plan/commands/recompute.ts'
import { measuresMoved } from './connect.ts'
import { verifyChains } from './platform/audit.ts'
import { prepareCatalogues } from './prepare.ts'
import { api, arrange, newInstitution, newWorld, type World } from './testing/api.ts'

// The engines put together: an entry, the counters it moves and the verdicts that follow stand or fall in one transaction.
let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-04T02:00:00.000Z')
  await prepareCatalogues(world.platform)
  const versions = await world.platform.database.read(systemActor('test'), listVersions)
  for (const { key, version } of versions) await runCount(world.platform, { key, version }, measuresMoved)
})
afterAll(() => world.close())

const weekly = { rrule: 'FREQ=WEEKLY;BYDAY=SU', start: null, until: null, printed: '每周' }
const duty = (id: string, kind: DutyItem['kind'], factKey: string, more: Partial<DutyItem> = {}): DutyItem => ({
  id, clauseId: 'c-1', subject: '各医院', inferredSubject: false, kind, text: `${kind} ${factKey}`, due: null, cadence: weekly, target: null, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey }, ...more,
})
const atLeast = (value: number) => ({ metric: '次数', comparator: '>=' as const, value, upper: null, unit: '次', printed: '' })

async function arrangeCampaign() {
  const commission = await newInstitution(world, { kind: 'commission' })
  const hospital = await newInstitution(world)
  const departments = await arrange(world, async (act) => {
    const ids = [act.newId(), act.newId()]
    await act.tx.insertInto('department').values(ids.map((id, at) => ({ institution_id: hospital.institutionId, id, region_code: hospital.regionCode, name: ['内科', '外科'][at] ?? '', kind: 'clinical' }))).execute()
    return ids as [string, string]
  })
  const duties = [duty('d-1', 'record', 'health-education', { target: atLeast(1) }), duty('d-2', 'measure', 'health-education-coverage', { target: { ...atLeast(100), unit: '%' } }), duty('d-3', 'publish', 'parking'), duty('d-4', 'measure', 'parking-spaces')]
  const planId = await arrange(world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02', endsOn: '2026-03-15', graceDays: 30 })
  })
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  await ruleFedPeriods(world.platform, { planId })
  const [nurse, surgeon, clerk, judge] = [await hospital.person('nurse', departments[0]), await hospital.person('nurse', departments[1]), await hospital.person('institution_clerk'), await commission.person('commission_clerk')]
  const verdicts = async () => {
    const { rows } = (await api(world, judge).get(`/obligations?planId=${planId}&limit=50`)).body
    return Object.fromEntries(rows.filter((row: { fromOn: string }) => row.fromOn <= '2026-03-08').map((row: { text: string; verdict: string; why: { code: string; params: object } }) => [row.text, [row.verdict, row.why.code, row.why.params]]))
  }
  return { commission, hospital, departments, planId, nurse, surgeon, clerk, judge, verdicts }
}

const talk = (on: string, departmentId: string, speaker: string) => ({ on, departmentId, version: 1, values: { topic: '少盐饮食', theme: 'diet', speaker, attended: 20, form: 'lecture' } })

test('a week in which one department enters and the other does not is not met; the second entry meets it, a withdrawal takes it back', async () => {
  const { departments, nurse, surgeon, verdicts, hospital } = await arrangeCampaign()
  expect(await verdicts()).toMatchObject({ 'record health-education': ['due', 'units_running', { reached: 0, expected: 2 }] })
  const first = await api(world, nurse).upload('/registers/health-education/entries', [], talk('2026-03-03', departments[0], nurse.staffId))
  expect(first.status, JSON.stringify(first.body)).toBe(200)
  expect(await verdicts()).toMatchObject({ 'record health-education': ['due', 'units_running', { reached: 1, expected: 2 }], 'measure health-education-coverage': ['due', 'value_running', { value: 50 }] })
  const second = await api(world, surgeon).upload('/registers/health-education/entries', [], talk('2026-03-04', departments[1], surgeon.staffId))
  expect(await verdicts()).toMatchObject({ 'record health-education': ['met', 'units_reached', { reached: 2 }], 'measure health-education-coverage': ['due', 'value_running', { value: 100 }] })
  const gone = await api(world, surgeon).post(`/registers/health-education/entries/${hospital.institutionId}/${second.body.id}/withdrawal`, { revision: second.body.revision, reason: '登记错了日期' })
  expect(gone.status, JSON.stringify(gone.body)).toBe(200)
  expect(await verdicts()).toMatchObject({ 'record health-education': ['due', 'units_running', { reached: 1, expected: 2 }], 'measure health-education-coverage': ['due', 'value_running', { value: 50 }] })
})

test('what a register shows to citizens is published by the entry; a state measure reads the newest one', async () => {
  const { clerk, verdicts, planId, judge, hospital } = await arrangeCampaign()
  const entry = await api(world, clerk).upload('/registers/parking/entries', [], { on: '2026-03-04', departmentId: null, version: 1, values: parking })
  expect(entry.status, JSON.stringify(entry.body)).toBe(200)
  expect(await verdicts()).toMatchObject({ 'publish parking': ['met', 'published', {}], 'measure parking-spaces': ['due', 'value_running', { value: 120 }] })
  const { rows } = (await api(world, judge).get(`/obligations?planId=${planId}&limit=50`)).body
  const published = rows.find((row: { text: string; fromOn: string }) => row.text === 'publish parking' && row.fromOn <= '2026-03-08')
  const { body } = await api(world, judge).get(`/obligations/${hospital.institutionId}/${published.periodId}/facts`)
  expect(body).toMatchObject({ total: 1, rows: [{ on: '2026-03-04', link: `/registers/parking/${hospital.institutionId}/${entry.body.id}`, inTime: true }] })
})

const parking = { lots: '门诊西侧停车场', spaces: 120, shared_spaces: 0, accessible_spaces: 4, peak_used: 100, peak: 'morning', route_note: '从北门进，满位走东侧。' }

test('counters that were kept with the facts are those a rebuild derives', async () => {
  const { departments, nurse, hospital } = await arrangeCampaign()
  for (const on of ['2026-03-01', '2026-03-02', '2026-03-03']) await api(world, nurse).upload('/registers/health-education/entries', [], talk(on, departments[0], nurse.staffId))
  const rebuilt = await rebuildMeasures(world.platform, { institutionId: hospital.institutionId, check: true })
  expect(rebuilt.differences).toEqual([])
  expect(rebuilt.facts).toBeGreaterThanOrEqual(3)
})

test('PL-60 entries of one body at the same moment count once each; a reason that changes alone leaves the board as it is, and a verdict that turns rewrites it as a count of everything would', async () => {
  const { departments, nurse, surgeon, verdicts, hospital, planId } = await arrangeCampaign()
  const rows = () => arrange(world, ({ tx }) => tx.selectFrom('board_row').select(['bucket', 'cells', 'flips', 'computed_at']).where('institution_id', '=', hospital.institutionId).where('plan_id', '=', planId).orderBy('bucket').execute())
  await api(world, nurse).upload('/registers/health-education/entries', [], talk('2026-03-03', departments[0], nurse.staffId))
  const before = await rows()
  world.clock.set('2026-03-04T03:00:00.000Z')
  const answers = await Promise.all(Array.from({ length: 12 }, () => api(world, nurse).upload('/registers/health-education/entries', [], talk('2026-03-03', departments[0], nurse.staffId))))
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
  expect(await verdicts()).toMatchObject({ 'record health-education': ['due', 'units_running', { reached: 1, expected: 2 }] })
  expect(await rows()).toEqual(before)
  world.clock.set('2026-03-04T04:00:00.000Z')
  await Promise.all(Array.from({ length: 4 }, () => api(world, surgeon).upload('/registers/health-education/entries', [], talk('2026-03-04', departments[1], surgeon.staffId))))
  expect(await verdicts()).toMatchObject({ 'record health-education': ['met', 'units_reached', { reached: 2, expected: 2 }] })
  const after = await rows()
  expect(after).not.toEqual(before)
  await arrange(world, (act) => saveBoard(act, { institutionId: hospital.institutionId, regionCode: hospital.regionCode, planId }, after.map((row) => row.bucket).filter((bucket) => bucket !== 'all')))
  const counts = (all: typeof after) => all.map(({ bucket, cells, flips }) => ({ bucket, cells, flips }))
  expect(counts(await rows())).toEqual(counts(after))
  expect((await rebuildMeasures(world.platform, { institutionId: hospital.institutionId, check: true })).differences).toEqual([])
  expect((await verifyChains(world.platform.database, systemActor('test'), world.platform.vault, [hospital.institutionId])).fault).toBeNull()
  world.clock.set('2026-03-04T02:00:00.000Z')
})
