import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { factKinds, readFacts } from '../../server/platform/facts.ts'
import { arrange, type World } from '../../server/testing/api.ts'
import { measureValues } from '../measure/public.ts'
import { redateAll } from '../plan/commands/upkeep.ts'
import { followDueTimes, openDue } from './commands/open-due.ts'
import { remindStill } from './commands/remind.ts'
import { reportNames, reportStates } from './public.ts'
import { campaign, handIn, later, monday, newReportWorld, packAt, sign, submit, write } from '../../server/testing/reports.ts'

let world: World
beforeAll(async () => {
  world = await newReportWorld()
})
afterEach(() => later(world, monday))
afterAll(() => world.close())

const packsOf = (institutionId: string) => arrange(world, (act) => act.tx.selectFrom('report_pack').select(['id', 'state', 'due_on', 'filled_at']).where('institution_id', '=', institutionId).orderBy('due_on').execute())
const factsOf = async (institutionId: string, kind: string) =>
  (await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId, kind, from: '2026-01-01', to: '2026-12-31' }, { after: null, limit: 50 }))).map((fact) => `${fact.on} ${String(fact.fields['due'])}${String(fact.fields['submitted'])}${String(fact.fields['on_time'])}`)
const topicsOf = async (institutionId: string) => (await arrange(world, (act) => act.tx.selectFrom('notice').select(['topic', 'role']).where('institution_id', '=', institutionId).where('topic', 'like', 'report.%').orderBy('id').execute())).map((row) => `${row.topic} ${row.role}`)

test('RP-1 the job opens and fills what has begun, once, tells who has to write, and shows how far it is', async () => {
  const { hospitals, judge, planId } = await campaign(world, { hospitals: 3 })
  const opened = await openDue(world.platform)
  expect(opened).toMatchObject({ bodies: 3, packs: 6, failed: 0 })
  for (const { body } of hospitals) {
    expect((await packsOf(body.institutionId)).map((pack) => [pack.due_on, pack.filled_at !== null])).toEqual([['2026-03-02', true], ['2026-03-09', true]])
    expect(await topicsOf(body.institutionId)).toEqual(['report.opened institution_clerk'])
  }
  expect((await judge.get('/report-runs')).body.rows).toMatchObject([{ planId, total: 3, done: 3, packs: 6, failed: 0, finishedAt: expect.any(String) }])
  expect(await openDue(world.platform)).toEqual({ bodies: 0, packs: 0, failed: 0 })
})

test('RP-1 two runs at once, and one after a kill in the middle, make every pack once', async () => {
  const { hospitals } = await campaign(world, { hospitals: 3 })
  const [first] = hospitals
  if (first === undefined) throw new Error('hospitals')
  // As a kill leaves it: one body is done, the others are not.
  await first.clerk.post(`${await packAt(first.clerk)}/look`)
  await Promise.all([openDue(world.platform), openDue(world.platform)])
  for (const { body } of hospitals) {
    expect(await packsOf(body.institutionId)).toHaveLength(2)
    expect(await factsOf(body.institutionId, 'report.weekly')).toEqual(['2026-03-02 100', '2026-03-09 100'])
  }
})

test('RP-14 each pack is one fact under its form and under all; completeness and timeliness are counted from it', async () => {
  const { hospital, judge } = await campaign(world)
  await openDue(world.platform)
  const value = async (measureKey: string) => (await look(world.platform, systemActor('test'), ({ read }) => measureValues(read, hospital.body.institutionId, [{ periodId: 'p', measureKey, fromOn: '2026-03-01', toOn: '2026-03-31', dueAt: '2026-03-31T16:00:00.000Z' }]))).get('p')
  expect(await value('report-completeness')).toMatchObject({ value: 0, numerator: 0, denominator: 2 })
  const at = await handIn(world, hospital)
  expect(await factsOf(hospital.body.institutionId, 'report.weekly')).toEqual(['2026-03-02 100', '2026-03-09 111'])
  expect(await factsOf(hospital.body.institutionId, 'report.all')).toEqual(['2026-03-02 100', '2026-03-09 111'])
  expect([await value('report-completeness'), await value('report-timeliness')]).toMatchObject([{ value: 50 }, { value: 50, numerator: 1, denominator: 2 }])
  await judge.post(`${at}/return`, { revision: 1, remark: '请核对数据' })
  expect(await factsOf(hospital.body.institutionId, 'report.weekly')).toEqual(['2026-03-02 100', '2026-03-09 100'])
  expect(await value('report-timeliness')).toMatchObject({ value: 0 })
  await write(hospital.clerk, at, { next: '下周补齐登记并检查，已核对。' })
  await later(world, '2026-03-10T01:00:00.000Z')
  await sign(hospital.head, at, { submit: true })
  expect(await factsOf(hospital.body.institutionId, 'report.all')).toEqual(['2026-03-02 100', '2026-03-09 110'])
  expect([await value('report-completeness'), await value('report-timeliness')]).toMatchObject([{ value: 50 }, { value: 0 }])
  expect(factKinds().map((kind) => kind.kind)).toEqual(expect.arrayContaining(['report.all', 'report.weekly', 'report.county-final']))
})

test('RP-14 a due day that moves takes the fact of a pack in hand with it', async () => {
  const { hospital } = await campaign(world)
  await openDue(world.platform)
  await arrange(world, (act) => act.tx.insertInto('calendar_day').values({ day: '2026-03-09', kind: 'holiday', name: '临时放假', source: 'test' }).execute())
  await redateAll(world.platform)
  expect(await followDueTimes(world.platform, 1)).toBeGreaterThan(0)
  expect(await factsOf(hospital.body.institutionId, 'report.weekly')).toEqual(['2026-03-02 100', '2026-03-10 100'])
  expect((await hospital.clerk.get(await packAt(hospital.clerk))).body).toMatchObject({ dueOn: '2026-03-10', daysLeft: 1 })
  expect(await followDueTimes(world.platform)).toBe(0)
  await arrange(world, (act) => act.tx.deleteFrom('calendar_day').where('day', '=', '2026-03-09').execute())
})

test('RP-15 what is signed and not handed in, and what was returned, reminds whom it waits for, once a day', async () => {
  const { hospital, judge } = await campaign(world)
  const at = await packAt(hospital.clerk)
  await write(hospital.clerk, at)
  await sign(hospital.head, at)
  await remindStill(world.platform)
  await remindStill(world.platform)
  expect((await topicsOf(hospital.body.institutionId)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['report.still_to_submit institution_clerk', 'report.still_to_submit institution_head'])
  await submit(hospital.clerk, at)
  await judge.post(`${at}/return`, { revision: 1, remark: '请核对数据' })
  await later(world, '2026-03-10T01:00:00.000Z')
  await remindStill(world.platform)
  expect((await topicsOf(hospital.body.institutionId)).at(-1)).toBe('report.still_returned institution_clerk')
  world.clock.advance(1000)
  await hospital.clerk.post(`${at}/signature-request`, { revision: 2 })
  expect((await topicsOf(hospital.body.institutionId)).at(-1)).toBe('report.to_sign institution_head')
})

test('PL-6 the plan is told how packs stand, and can bind duties to the forms by name', async () => {
  const { hospital } = await campaign(world)
  const at = await handIn(world, hospital)
  const periodId = at.split('/').at(-1) ?? ''
  const unknown = '01900000-0000-7000-8000-000000000000'
  const states = await look(world.platform, systemActor('test'), ({ read }) => reportStates(read, hospital.body.institutionId, [{ periodId }, { periodId: unknown }]))
  expect([states.get(periodId), states.get(unknown)]).toEqual([{ submittedAt: expect.any(String), state: 'submitted' }, { submittedAt: null, state: 'none' }])
  expect(reportNames().map((each) => each.key)).toEqual(['county-final', 'county-monthly', 'county-weekly', 'final-summary', 'monthly', 'phase-mobilisation', 'phase-self-check', 'phase-summary', 'self-check-ledger', 'weekly'])
})

test('every form of the catalogue fills itself, for a hospital and for the commission that sums it', async () => {
  for (const { key } of reportNames()) {
    const { hospital, judge, planId } = await campaign(world, { formKey: key })
    const at = await packAt(hospital.clerk)
    const { body, status } = await hospital.clerk.get(at)
    expect([key, status, body.formKey, body.content.sections.length > 0]).toEqual([key, 200, key, true])
    expect((await hospital.clerk.get(`${at}/report.docx`)).status).toBe(200)
    expect((await hospital.clerk.get(`${at}/report.xlsx`)).status).toBe(200)
    // What sums another form finds none in a campaign that does not ask for that one.
    expect((await judge.get(`/report-rollups/${planId}/${key}/2026-03-08`)).body).toMatchObject({ formKey: key, counts: { asked: key.startsWith('county-') ? 0 : 1 } })
  }
}, 120_000)
