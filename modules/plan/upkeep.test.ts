import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { runLaunch } from './commands/launch.ts'
import { redateAll, remind, tick } from './commands/upkeep.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { addDecidedDuty, childplanDueOn, registerFactSource, reportFact } from './public.ts'
import type { SourceFacts } from './rules/facts.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let region = 990300

async function campaign(change: Parameters<typeof arrangeDraft>[3] = (same) => same) {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const one = await newInstitution(world, { kind: 'general', regionCode })
  const clerk = await commission.person('commission_clerk')
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading, change))
  const preview = await api(world, clerk).get(`/drafts/${draftId}/launch-preview?startsOn=2026-03-02`)
  const launched = await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [one.institutionId], startsOn: '2026-03-02' })
  expect(launched).toMatchObject({ status: 200 })
  expect(await runLaunch(world.platform, launched.body.planId)).toBe('ready')
  return { commission, one, clerk, planId: launched.body.planId as string, draftId, regionCode, preview: preview.body }
}

test('PL-18 the preview says what has no date, what is past, and which years have no calendar', async () => {
  const { preview } = await campaign((understanding) => ({
    ...understanding,
    phases: [...understanding.phases, { id: 'p-2', name: '倒置阶段', start: '2026-09-01', end: '2026-06-01', printed: '', flags: ['inverted'], clauseId: null, line: 9 }],
    duties: understanding.duties.map((duty) => (duty.text === '公开服务价格' && duty.due !== null ? { ...duty, due: { ...duty.due, date: '2026-02-15' } } : duty)),
  }))
  expect(preview).toMatchObject({ blocked: null, invertedPhases: [{ name: '倒置阶段' }], perKind: [{ kind: 'general', institutions: 1 }], unofficialYears: [2026] })
  expect(preview.withoutDate.map((each: { text: string }) => each.text)).toEqual(['设立便民服务台'])
  expect(preview.past.map((each: { text: string }) => each.text)).toEqual(['公开服务价格'])
})

test('PL-30 reminders go out once per step, and what stays open climbs to the head and to the commission', async () => {
  const { one, commission } = await campaign()
  const topics = async () =>
    (await arrange(world, (act) => act.tx.selectFrom('notice').select(['topic', 'role', 'institution_id']).where('institution_id', 'in', [one.institutionId, commission.institutionId]).where('topic', 'like', 'plan.%').orderBy('id').execute()))
      .filter((row) => /due_|overdue|escalated/.test(row.topic))
      .map((row) => `${row.topic} ${row.role}`)
  expect(await remind(world.platform)).toBeGreaterThan(0)
  expect(await remind(world.platform)).toBeGreaterThan(0)
  expect(await topics()).toEqual(['plan.due_today institution_clerk'])
  world.clock.set('2026-03-09T01:00:00.000Z')
  await remind(world.platform)
  expect((await topics()).sort()).toEqual(['plan.due_today institution_clerk', 'plan.due_today institution_clerk', 'plan.escalated_commission commission_clerk'])
  // Two days later nothing of it is said again: the step stands, and was told.
  world.clock.set('2026-03-11T01:00:00.000Z')
  await remind(world.platform)
  expect((await topics()).filter((topic) => topic.startsWith('plan.escalated_commission'))).toHaveLength(1)
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('PL-30 a server that was down on the day of a step makes up for the latest one, and not for those it overtook', async () => {
  const { one, commission } = await campaign()
  world.clock.set('2026-03-14T01:00:00.000Z')
  await remind(world.platform)
  const rows = await arrange(world, (act) => act.tx.selectFrom('notice').select(['topic', 'once_key as onceKey']).where('institution_id', 'in', [one.institutionId, commission.institutionId]).where('topic', 'like', 'plan.%').execute())
  expect(rows.flatMap((row) => (row.onceKey?.includes(':2026-03-02:') === true ? [row.topic] : []))).toEqual(['plan.escalated_commission'])
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('PL-34 a changed calendar moves the dates counted on it, with a line in the log and on the obligation', async () => {
  const { one, planId, clerk } = await campaign((understanding) => ({
    ...understanding,
    duties: understanding.duties.map((duty) => (duty.kind === 'publish' ? { ...duty, due: { date: null, time: null, printed: '自印发之日起10个工作日内', relative: 'P10D' } } : duty)),
  }))
  const person = await one.person('institution_clerk')
  const row = async () => ((await api(world, person).get(`/due?planId=${planId}&limit=100`)).body.rows as { text: string; dueOn: string; institutionId: string; periodId: string }[]).find((each) => each.text === '公开服务价格')
  expect(await row()).toMatchObject({ dueOn: '2026-03-06' })
  await arrange(world, (act) => act.tx.insertInto('calendar_day').values({ day: '2026-03-06', kind: 'holiday', name: '测试假', source: 'test' }).execute())
  expect(await redateAll(world.platform)).toMatchObject({ moved: 1 })
  expect(await row()).toMatchObject({ dueOn: '2026-03-09' })
  const found = await row()
  const view = await api(world, person).get(`/obligations/${found?.institutionId}/${found?.periodId}`)
  expect(view.body.explanation.zh).toContain('测试假')
  const week = (await api(world, clerk).get(`/plans/${planId}/board?bucket=2026-03-09`)).body.institutions[0].cells as number[]
  expect(week.filter((_, at) => at % 7 === 2)).toEqual([1, 1])
  const log = await arrange(world, (act) => act.tx.selectFrom('event').select('kind').where('institution_id', '=', one.institutionId).where('kind', '=', 'plan.obligation_redated').execute())
  expect(log).toHaveLength(1)
  await arrange(world, (act) => act.tx.deleteFrom('calendar_day').where('day', '=', '2026-03-06').execute())
})

test('PL-8 a fact of another module rules the obligation anew in the same transaction', async () => {
  const counts = new Map<string, SourceFacts>()
  registerFactSource('record', {
    name: 'talks', answers: (factKey) => factKey === 'health-talk',
    ask: async (_read, institutionId, questions) => new Map(questions.flatMap((question) => (counts.has(institutionId) ? [[question.periodId, counts.get(institutionId) as SourceFacts]] : []))),
  })
  const { one, planId, regionCode } = await campaign((understanding) => ({
    ...understanding,
    duties: understanding.duties.map((duty) => (duty.kind === 'report' ? { ...duty, kind: 'record', target: { metric: '健康讲座', comparator: '>=', value: 2, upper: null, unit: '次', printed: '不少于2次' }, settings: { ...duty.settings, factKey: 'health-talk' } } : duty)),
  }))
  const person = await one.person('institution_clerk')
  const report = (count: number) => {
    counts.set(one.institutionId, { kind: 'record', count, countInTime: count })
    return arrange(world, (act) => reportFact(act, { institutionId: one.institutionId, regionCode, kind: 'record', factKey: 'health-talk', on: '2026-03-04' }))
  }
  expect(await report(1)).toEqual({ recomputed: 1, changed: 0 })
  expect((await api(world, person).get(`/obligations?planId=${planId}&verdict=met`)).body.rows).toEqual([])
  expect(await report(2)).toEqual({ recomputed: 1, changed: 1 })
  expect((await api(world, person).get(`/obligations?planId=${planId}&verdict=met`)).body.rows[0]).toMatchObject({ why: { code: 'count_reached', params: { count: 2, need: 2 } } })
  const other = await arrange(world, (act) => reportFact(act, { institutionId: one.institutionId, regionCode, kind: 'record', factKey: 'another', on: '2026-03-04' }))
  expect(other).toEqual({ recomputed: 0, changed: 0 })
})

test('PL-35 the implementing plans of the institutions are due with the duty that asks for one', async () => {
  const asks = await campaign((understanding) => ({ ...understanding, duties: understanding.duties.map((duty) => (duty.kind === 'publish' ? { ...duty, products: ['具体实施方案'] } : duty)) }))
  const none = await campaign()
  const dueOn = (planId: string) => arrange(world, (act) => childplanDueOn(act.tx, planId))
  expect([await dueOn(asks.planId), await dueOn(none.planId)]).toEqual(['2026-03-31', null])
})

test('PL-33 a decision of the leading group becomes a duty with obligations at once', async () => {
  const { one, planId, clerk } = await campaign()
  const dutyId = await arrange(world, (act) => addDecidedDuty(act, { planId, clauseId: null, text: '增设夜间门诊', dueOn: '2026-03-25', institutionIds: [one.institutionId], source: { kind: 'consult', id: act.newId() } }))
  const person = await one.person('institution_clerk')
  expect((await api(world, person).get(`/due?planId=${planId}&limit=100`)).body.rows).toContainEqual(expect.objectContaining({ dutyId, dueOn: '2026-03-25', clauseTitle: '会商决定' }))
  const board = (await api(world, clerk).get(`/plans/${planId}/board?bucket=2026-03-23`)).body
  expect(board.clauses.at(-1)).toMatchObject({ title: '会商决定' })
  expect(board.institutions[0].cells.slice(-7)).toEqual([3, 0, 1, 0, 0, 0, 2])
})

test('PL-20 the sum of all weeks is counted again before its horizon ends, and stays exact far beyond it', async () => {
  const { clerk, planId } = await campaign()
  world.clock.set('2026-03-22T15:00:00.000Z')
  expect((await tick(world.platform)).sums).toBeGreaterThan(0)
  world.clock.set('2026-04-05T15:00:00.000Z')
  const person = await (async () => clerk)()
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', person.accountId).execute())
  const board = await api(world, person).get(`/plans/${planId}/board`)
  const overdue = (board.body.institutions[0].cells as number[]).filter((_, at) => at % 7 === 3).reduce((a, b) => a + b, 0)
  expect({ overdue, fresh: board.body.institutions[0].fresh }).toEqual({ overdue: 7, fresh: true })
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test.each([
  ['23:59:59 on its last day moves it', '2026-03-09T15:59:59.000Z', '2026-03-10', 'due'],
  ['one second later leaves what was due', '2026-03-09T16:00:00.000Z', '2026-03-09', 'overdue'],
])('PL-36 PL-34 a holiday declared on the due day of a report: %s', async (_, at, dueOn, verdict) => {
  const { one, planId } = await campaign()
  const person = await one.person('institution_clerk')
  const reports = async () => ((await api(world, person).get(`/obligations?planId=${planId}&limit=100`)).body.rows as { text: string; dueOn: string; verdict: string; fromOn: string }[]).filter((row) => row.text === '报送进展')
  world.clock.set(at)
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', person.accountId).execute())
  await arrange(world, (act) => act.tx.insertInto('calendar_day').values([{ day: '2026-03-02', kind: 'holiday', name: '补放', source: 'test' }, { day: '2026-03-09', kind: 'holiday', name: '补放', source: 'test' }]).execute())
  await redateAll(world.platform)
  const rows = await reports()
  expect(rows.slice(0, 3).map((row) => [row.fromOn, row.dueOn])).toEqual([['2026-02-23', '2026-03-02'], ['2026-03-02', dueOn], ['2026-03-09', '2026-03-16']])
  expect(rows[1]).toMatchObject({ verdict })
  await arrange(world, (act) => act.tx.deleteFrom('calendar_day').where('source', '=', 'test').execute())
  await redateAll(world.platform)
  expect((await reports())[1]).toMatchObject({ dueOn: dueOn === '2026-03-10' ? '2026-03-09' : dueOn })
  world.clock.set('2026-03-02T01:00:00.000Z')
})
