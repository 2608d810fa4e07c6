import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import type { DutyItem } from '../reader/rules/draft/understanding.ts'
import { ruleFedPeriods } from './commands/fed-periods.ts'
import { runLaunch } from './commands/launch.ts'
import { registerFactNames, registerFactSource, reportFact, type FactLine, type Question, type SourceFacts } from './public.ts'

let world: World
/** What the sources of this test know: by institution and key, as a function of the question. */
const known = new Map<string, (question: Question) => SourceFacts>()
const lines = new Map<string, readonly FactLine[]>()
const asked: string[] = []

beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
  for (const kind of ['record', 'measure', 'publish', 'settle'] as const) {
    registerFactSource(kind, {
      name: 'trial',
      answers: (factKey) => factKey.startsWith('trial-'),
      ask: async (_read, institutionId, questions) => {
        asked.push(...questions.map((question) => `${question.factKey} ${question.fromOn}`))
        return new Map(questions.flatMap((question) => {
          const facts = known.get(`${institutionId} ${question.factKey}`)
          return facts === undefined ? [] : [[question.periodId, facts(question)] as const]
        }))
      },
      lines: async (_read, institutionId, question) => ({ total: (lines.get(`${institutionId} ${question.factKey}`) ?? []).length, rows: lines.get(`${institutionId} ${question.factKey}`) ?? [] }),
      names: () => (kind === 'record' ? [{ key: 'trial-talks', zh: '健康讲座', en: 'Talks', live: true }] : []),
      ...(kind === 'publish' ? { place: (factKey: string) => `/open/${factKey}` } : {}),
    })
  }
  registerFactSource('record', { name: 'other', answers: (factKey) => factKey === 'other-talks', ask: async (_read, _id, questions) => new Map(questions.map((question) => [question.periodId, { kind: 'record', count: 9, countInTime: 9 }])) })
  registerFactNames('record', 'planned', () => [{ key: 'trial-talks', zh: '讲座', en: 'Talks', live: false }, { key: 'trial-later', zh: '以后的台账', en: 'Later', live: false }])
})
afterEach(() => world.clock.set('2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())

let region = 991700

async function campaign(change: (duty: DutyItem) => DutyItem, startsOn = '2026-03-02') {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const one = await newInstitution(world, { kind: 'general', regionCode })
  const clerk = await commission.person('commission_clerk')
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading, (understanding) => ({ ...understanding, duties: understanding.duties.map(change) })))
  const planId: string = (await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [one.institutionId], startsOn })).body.planId
  const launch = async () => {
    expect(await runLaunch(world.platform, planId)).toBe('ready')
    await ruleFedPeriods(world.platform, { planId })
  }
  return { commission, one, clerk, planId, regionCode, launch, person: await one.person('institution_clerk') }
}

type Row = { text: string; fromOn: string; dueOn: string; institutionId: string; periodId: string; verdict: string; step: string; place: string | null; why: { code: string } }
const weekly = async (person: Person, planId: string) => ((await api(world, person).get(`/obligations?planId=${planId}&limit=100`)).body.rows as Row[]).filter((row) => row.text === '报送进展')
const bound = (kind: DutyItem['kind'], factKey: string, more: Partial<DutyItem> = {}) => (duty: DutyItem): DutyItem => (duty.text === '报送进展' ? { ...duty, ...more, kind, settings: { ...duty.settings, factKey } } : duty)

test('PL-38 what was recorded before the launch counts from the first moment', async () => {
  const { one, planId, person, launch } = await campaign(bound('record', 'trial-talks'), '2026-02-16')
  known.set(`${one.institutionId} trial-talks`, (question) => (question.fromOn === '2026-02-23' ? { kind: 'record', count: 0, countInTime: 0 } : { kind: 'record', count: 1, countInTime: 1 }))
  await launch()
  const rows = await weekly(person, planId)
  expect(rows.map((row) => [row.fromOn, row.verdict, row.why.code]).slice(0, 4)).toEqual([
    ['2026-02-09', 'met', 'count_reached'], ['2026-02-16', 'met', 'count_reached'], ['2026-02-23', 'due', 'count_running'], ['2026-03-02', 'met', 'count_reached'],
  ])
  // The period that begins next week is not asked about before it begins.
  expect(rows[4]).toMatchObject({ fromOn: '2026-03-09', verdict: 'due', why: { code: 'nothing_handed_in' } })
  const before = asked.length
  await ruleFedPeriods(world.platform, { planId: null })
  expect(asked.slice(before).filter((each) => each.endsWith('2026-03-02'))).toEqual([])
})

test('PL-38 a measure of nothing is met at its due time, although no fact ever asked', async () => {
  const target = { metric: '严重事件', comparator: '<=' as const, value: 0, upper: null, unit: '起', printed: '零发生' }
  const { one, planId, person, launch } = await campaign(bound('measure', 'trial-events', { target }))
  known.set(`${one.institutionId} trial-events`, () => ({ kind: 'measure', value: 0 }))
  await launch()
  const [first] = await weekly(person, planId)
  expect(first).toMatchObject({ fromOn: '2026-02-23', verdict: 'due', why: { code: 'value_running' } })
  world.clock.set('2026-03-02T16:00:00.000Z')
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', person.accountId).execute())
  expect((await weekly(person, planId))[0]).toMatchObject({ verdict: 'met', why: { code: 'target_reached' } })
  // What the roster or a correction changed after the last fact is seen when the due time has passed.
  known.set(`${one.institutionId} trial-events`, () => ({ kind: 'measure', value: 1, numerator: 1 }))
  await ruleFedPeriods(world.platform, { planId: null })
  expect((await weekly(person, planId))[0]).toMatchObject({ verdict: 'unmet', why: { code: 'target_missed', params: { value: 1, numerator: 1 } } })
})

test('PL-38 where facts decide no evidence is taken, and the way leads to where they are entered', async () => {
  const { one, planId, person, regionCode, launch } = await campaign(bound('record', 'trial-talks'))
  known.set(`${one.institutionId} trial-talks`, () => ({ kind: 'record', count: 0, countInTime: 0 }))
  await launch()
  const due = (await api(world, person).get(`/due?planId=${planId}&limit=100`)).body.rows as Row[]
  const row = due.find((each) => each.text === '报送进展')
  expect(row).toMatchObject({ step: 'enter', place: '/registers/trial-talks' })
  expect((await api(world, person).get('/next-steps')).body.steps).toContainEqual(expect.objectContaining({ code: 'enter', link: '/due' }))
  const at = `/obligations/${row?.institutionId}/${row?.periodId}`
  expect((await api(world, person).get(at)).body).toMatchObject({ hasFactSource: true, factKey: 'trial-talks', factName: { zh: '健康讲座' }, place: '/registers/trial-talks', blocked: { submit: 'plan.fed_by_facts' } })
  expect(await api(world, person).upload(`${at}/evidence`, [{ name: 'a.pdf', bytes: '%PDF-1.4 x' }])).toMatchObject({ status: 409, body: { error: 'plan.fed_by_facts' } })
  expect((await api(world, person).get(`${at}/facts`)).body).toEqual({ fed: true, total: 0, rows: [] })
  lines.set(`${one.institutionId} trial-talks`, [{ on: '2026-02-25', title: '合理用药', department: '内科', link: '/registers/trial-talks/1', inTime: true }])
  known.set(`${one.institutionId} trial-talks`, () => ({ kind: 'record', count: 1, countInTime: 1 }))
  await arrange(world, (act) => reportFact(act, { institutionId: one.institutionId, regionCode, kind: 'record', factKey: 'trial-talks', on: '2026-02-25' }))
  expect((await api(world, person).get(`${at}/facts`)).body).toEqual({ fed: true, total: 1, rows: [{ on: '2026-02-25', title: '合理用药', department: '内科', link: '/registers/trial-talks/1', inTime: true }] })
  expect((await api(world, person).get(at)).body).toMatchObject({ verdict: 'met', why: { code: 'count_reached' } })
})

test('PL-12 a key that no source keeps, and a period its source leaves out, are proved by evidence', async () => {
  const nobody = await campaign(bound('record', 'nobody-keeps-this'))
  await nobody.launch()
  const silent = await campaign(bound('record', 'trial-talks'))
  await silent.launch()
  for (const { person, planId, clerk } of [nobody, silent]) {
    const [row] = await weekly(person, planId)
    const at = `/obligations/${row?.institutionId}/${row?.periodId}`
    expect((await api(world, person).get(at)).body).toMatchObject({ hasFactSource: false, blocked: { submit: null } })
    expect(await api(world, person).upload(`${at}/evidence`, [{ name: 'a.pdf', bytes: '%PDF-1.4 x' }])).toMatchObject({ status: 200 })
    expect(await api(world, clerk).post(`${at}/evidence/1/acceptance`)).toMatchObject({ body: { verdict: 'met', why: { code: 'verified_by_hand' } } })
  }
  expect((await api(world, nobody.person).get(`/obligations/${(await weekly(nobody.person, nobody.planId))[0]?.institutionId}/${(await weekly(nobody.person, nobody.planId))[0]?.periodId}/facts`)).body).toEqual({ fed: false, total: 0, rows: [] })
})

test('several sources feed one kind, parted by key; a public item may have a place of its own', async () => {
  const { planId, person, launch } = await campaign(bound('record', 'other-talks'))
  await launch()
  expect((await weekly(person, planId))[0]).toMatchObject({ verdict: 'met', why: { code: 'count_reached', params: { count: 9 } } })
  const open = await campaign((duty) => (duty.kind === 'publish' ? { ...duty, settings: { ...duty.settings, factKey: 'trial-prices' } } : duty))
  known.set(`${open.one.institutionId} trial-prices`, () => ({ kind: 'publish', published: [] }))
  await open.launch()
  const due = (await api(world, open.person).get(`/due?planId=${open.planId}&limit=100`)).body.rows as Row[]
  expect(due.find((row) => row.text === '公开服务价格')).toMatchObject({ step: 'publish', place: '/open/trial-prices' })
})

test('the names a duty can be bound to: live ones first and once, then those that come later', async () => {
  const { clerk, person } = await campaign((duty) => duty)
  const names = (await api(world, clerk).get('/fact-names?kind=record')).body.rows as { key: string; zh: string; live: boolean }[]
  expect(names.filter((name) => name.key.startsWith('trial-'))).toEqual([{ key: 'trial-talks', zh: '健康讲座', en: 'Talks', live: true, fields: [] }, { key: 'trial-later', zh: '以后的台账', en: 'Later', live: false, fields: [] }])
  expect((await api(world, clerk).get('/fact-names?kind=task')).body.rows).toEqual([])
  expect(await api(world, person).get('/fact-names?kind=record')).toMatchObject({ status: 403 })
})

test('PL-7 a renewal after the due time reaches the obligation, until the close; each turn of a rhythm asks for something new', async () => {
  const prices = await campaign((duty) => (duty.kind === 'publish' ? { ...duty, settings: { ...duty.settings, factKey: 'trial-prices', freshDays: 7 } } : duty))
  await prices.launch()
  const published: string[] = []
  known.set(`${prices.one.institutionId} trial-prices`, () => ({ kind: 'publish', published }))
  const publish = async (at: string) => {
    world.clock.set(at)
    published.push(at)
    return arrange(world, (act) => reportFact(act, { institutionId: prices.one.institutionId, regionCode: prices.regionCode, kind: 'publish', factKey: 'trial-prices', on: at.slice(0, 10) }))
  }
  const stands = async (at: string) => {
    world.clock.set(at)
    await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
    const rows = (await api(world, prices.person).get(`/obligations?planId=${prices.planId}&limit=100`)).body.rows as Row[]
    return rows.find((row) => row.text === '公开服务价格')?.verdict
  }
  // Due on 31 March: published on the 30th, fresh until 6 April.
  await publish('2026-03-30T01:00:00.000Z')
  expect([await stands('2026-04-05T01:00:00.000Z'), await stands('2026-04-07T01:00:00.000Z')]).toEqual(['met', 'overdue'])
  expect(await publish('2026-04-08T01:00:00.000Z')).toMatchObject({ recomputed: 1 })
  expect([await stands('2026-04-14T01:00:00.000Z'), await stands('2026-04-16T01:00:00.000Z')]).toEqual(['met', 'overdue'])
  world.clock.set('2026-03-02T01:00:00.000Z')
  const weeks = await campaign(bound('publish', 'trial-weekly'))
  known.set(`${weeks.one.institutionId} trial-weekly`, () => ({ kind: 'publish', published: ['2026-02-25T00:30:00.000Z'] }))
  await weeks.launch()
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
  const [first, second] = (await weekly(weeks.person, weeks.planId)).sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  expect([first?.verdict, first?.why.code, second?.verdict]).toEqual(['met', 'published', 'due'])
  world.clock.set('2026-03-10T01:00:00.000Z')
  await arrange(world, (act) => reportFact(act, { institutionId: weeks.one.institutionId, regionCode: weeks.regionCode, kind: 'publish', factKey: 'trial-weekly', on: '2026-03-10' }))
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
  expect((await weekly(weeks.person, weeks.planId)).find((row) => row.fromOn === second?.fromOn)).toMatchObject({ why: { code: 'not_in_turn' } })
})

/** The same people later, and what stands then: verdict of a duty, and how many the board counts as overdue. */
async function seenAt(on: { person: Person; clerk: Person; planId: string }, at: string, text = '公开服务价格') {
  world.clock.set(at)
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
  const rows = (await api(world, on.person).get(`/obligations?planId=${on.planId}&limit=100`)).body.rows as Row[]
  const cells = (await api(world, on.clerk).get(`/plans/${on.planId}/board`)).body.institutions[0].cells as number[]
  return { verdict: rows.find((row) => row.text === text)?.verdict, overdue: cells.filter((_, place) => place % 7 === 3).reduce((a, b) => a + b, 0) }
}

/** Prices published on 30 March, to be renewed within seven days; everything else is waived on 1 April. */
async function freshPrices() {
  const prices = await campaign((duty) => (duty.kind === 'publish' ? { ...duty, settings: { ...duty.settings, factKey: 'trial-prices', freshDays: 7 } } : duty))
  await prices.launch()
  known.set(`${prices.one.institutionId} trial-prices`, () => ({ kind: 'publish', published: ['2026-03-30T01:00:00.000Z'] }))
  world.clock.set('2026-03-30T01:00:00.000Z')
  await arrange(world, (act) => reportFact(act, { institutionId: prices.one.institutionId, regionCode: prices.regionCode, kind: 'publish', factKey: 'trial-prices', on: '2026-03-30' }))
  const head = await prices.commission.person('commission_head')
  expect(await seenAt(prices, '2026-04-01T01:00:00.000Z')).toMatchObject({ verdict: 'met' })
  const [phase] = (await api(world, prices.clerk).get(`/plans/${prices.planId}`)).body.phases as { id: string }[]
  const at = `/plans/${prices.planId}/phases/${phase?.id}`
  for (const row of (await api(world, prices.clerk).get(`${at}/open?limit=200`)).body.rows as Row[]) await api(world, prices.clerk).post(`/obligations/${row.institutionId}/${row.periodId}/override`, { verdict: 'waived', reason: '测试免除' })
  return { ...prices, head, phase: at }
}

test('PL-7 PL-27 the close of a phase ends the duty to renew, on the board as well; opened again it asks for renewal again', async () => {
  const prices = await freshPrices()
  expect(await api(world, prices.clerk).post(`${prices.phase}/close`)).toMatchObject({ status: 200 })
  expect(await seenAt(prices, '2026-04-20T01:00:00.000Z')).toEqual({ verdict: 'met', overdue: 0 })
  const again = await freshPrices()
  expect(await api(world, again.clerk).post(`${again.phase}/close`)).toMatchObject({ status: 200 })
  expect(await api(world, again.head).post(`${again.phase}/reopen`, { reason: '还要更新' })).toMatchObject({ status: 200 })
  expect(await seenAt(again, '2026-04-06T00:00:00.000Z')).toEqual({ verdict: 'met', overdue: 0 })
  expect(await seenAt(again, '2026-04-20T01:00:00.000Z')).toEqual({ verdict: 'overdue', overdue: 1 })
  // The first campaign has nothing open, so it can be closed.
  expect(await api(world, prices.head).post(`/plans/${prices.planId}/close`, { reason: '行动结束' })).toMatchObject({ status: 200 })
})

test('PL-7 PL-28 the close of the plan ends the duty to renew', async () => {
  const prices = await freshPrices()
  expect(await api(world, prices.head).post(`/plans/${prices.planId}/close`, { reason: '行动结束' })).toMatchObject({ status: 200 })
  expect(await seenAt(prices, '2026-04-20T01:00:00.000Z')).toEqual({ verdict: 'met', overdue: 0 })
})

test('PL-7 renewals between due time and close count after it, also from a source that tells only those around a moment', async () => {
  const prices = await freshPrices()
  const published = ['2026-03-30T01:00:00.000Z', '2026-04-05T01:00:00.000Z', '2026-04-10T01:00:00.000Z', '2026-04-20T01:00:00.000Z']
  const around = (at: string) => [published.findLast((each) => each < at), published.find((each) => each >= at), published.at(-1)].flatMap((each) => each ?? [])
  known.set(`${prices.one.institutionId} trial-prices`, ({ dueAt }) => ({ kind: 'publish', published: around(dueAt) }))
  await seenAt(prices, '2026-04-12T02:00:00.000Z')
  expect(await api(world, prices.clerk).post(`${prices.phase}/close`)).toMatchObject({ status: 409 })
  await arrange(world, (act) => reportFact(act, { institutionId: prices.one.institutionId, regionCode: prices.regionCode, kind: 'publish', factKey: 'trial-prices', on: '2026-04-10' }))
  expect(await api(world, prices.clerk).post(`${prices.phase}/close`)).toMatchObject({ status: 200 })
  await seenAt(prices, '2026-04-21T01:00:00.000Z')
  const row = ((await api(world, prices.person).get(`/obligations?planId=${prices.planId}&limit=100`)).body.rows as Row[]).find((each) => each.text === '公开服务价格')
  const at = `/obligations/${row?.institutionId}/${row?.periodId}/override`
  expect(await api(world, prices.clerk).post(at, { verdict: 'waived', reason: '测试免除' })).toMatchObject({ status: 200 })
  expect(await api(world, prices.clerk).post(`${at}/revocation`, { reason: '不再免除' })).toMatchObject({ status: 200, body: { verdict: 'met', why: { code: 'published', params: { publishedAt: '2026-04-10T01:00:00.000Z' } } } })
})

test('PL-7 a late publication that is taken back leaves nothing late', async () => {
  const prices = await campaign((duty) => (duty.kind === 'publish' ? { ...duty, settings: { ...duty.settings, factKey: 'trial-prices' } } : duty))
  await prices.launch()
  const moved = async (published: string[]) => {
    known.set(`${prices.one.institutionId} trial-prices`, () => ({ kind: 'publish', published }))
    await arrange(world, (act) => reportFact(act, { institutionId: prices.one.institutionId, regionCode: prices.regionCode, kind: 'publish', factKey: 'trial-prices', on: '2026-04-03' }))
  }
  world.clock.set('2026-04-03T01:00:00.000Z')
  await moved(['2026-04-03T01:00:00.000Z'])
  expect(await seenAt(prices, '2026-04-03T02:00:00.000Z')).toMatchObject({ verdict: 'unmet' })
  await moved([])
  expect(await seenAt(prices, '2026-04-04T01:00:00.000Z')).toMatchObject({ verdict: 'overdue' })
})

test('PL-7 PL-22 a turn of a rhythm whose evidence was accepted takes no more, whatever its age limit', async () => {
  const weeks = await campaign((duty) => (duty.text === '报送进展' ? { ...duty, kind: 'publish', settings: { ...duty.settings, factKey: 'nobody-keeps-this', freshDays: 7 } } : duty))
  await weeks.launch()
  const row = (await weekly(weeks.person, weeks.planId)).find((each) => each.dueOn === '2026-03-02')
  const at = `/obligations/${row?.institutionId}/${row?.periodId}`
  await seenAt(weeks, '2026-03-03T01:00:00.000Z')
  const page = { name: 'a.pdf', bytes: '%PDF-1.4 x' }
  expect(await api(world, weeks.person).upload(`${at}/evidence`, [page])).toMatchObject({ status: 200 })
  expect(await api(world, weeks.clerk).post(`${at}/evidence/1/acceptance`)).toMatchObject({ body: { verdict: 'unmet', why: { code: 'late' } } })
  expect(await api(world, weeks.person).upload(`${at}/evidence`, [page])).toMatchObject({ status: 409, body: { error: 'plan.settled_already' } })
})

test('PL-26 PL-11 what is settled in the days of an extension counts, although the old due day is over', async () => {
  const weeks = await campaign(bound('settle', 'trial-matters'))
  const matters = async (overdueOpen: number, on: string) => {
    known.set(`${weeks.one.institutionId} trial-matters`, () => ({ kind: 'settle', overdueOpen, nextOverdueAt: null }))
    await arrange(world, (act) => reportFact(act, { institutionId: weeks.one.institutionId, regionCode: weeks.regionCode, kind: 'settle', factKey: 'trial-matters', on }))
  }
  await weeks.launch()
  await matters(1, '2026-03-02')
  const row = (await weekly(weeks.person, weeks.planId)).find((each) => each.dueOn === '2026-03-02')
  expect(await api(world, weeks.clerk).post(`/obligations/${row?.institutionId}/${row?.periodId}/extension`, { dueOn: '2026-03-06', reason: '人手不足' })).toMatchObject({ status: 200, body: { verdict: 'due' } })
  await seenAt(weeks, '2026-03-05T01:00:00.000Z')
  await matters(0, '2026-03-05')
  await seenAt(weeks, '2026-03-07T01:00:00.000Z')
  expect((await weekly(weeks.person, weeks.planId)).find((each) => each.periodId === row?.periodId)).toMatchObject({ verdict: 'met', why: { code: 'all_settled' } })
})
