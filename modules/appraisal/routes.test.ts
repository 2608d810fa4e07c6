import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { measuresMoved } from '../../server/connect.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { look } from '../../server/platform/act.ts'
import { tellFacts } from '../../server/platform/facts.ts'
import { arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { later, signer } from '../../server/testing/reports.ts'
import { runCount } from '../measure/commands/rebuild.ts'
import { measureValues } from '../measure/public.ts'
import { listVersions } from '../measure/store/definitions.ts'
import { checkLeagues } from './commands/check.ts'
import { putDownFigures } from './commands/figures.ts'
import { leaguesPublishedIn, publishedLeague } from './public.ts'
import { clientOf, county, drafted, entry, publish, sheets, type County } from './testing/fixtures.ts'

const start = '2026-03-04T01:00:00.000Z'
let world: World
beforeAll(async () => {
  world = await newWorld(start)
  await prepareCatalogues(world.platform)
  for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
}, 240_000)
afterAll(() => world.close())

type Row = { id: string; name: string; score: number | null; rank: number | null; tied: boolean; places: object | null; movement: string | null; former: object | null; why: string | null }
const at = (own: County, leagueId: string) => `/leagues/${own.commission.institutionId}/${leagueId}`
const rowsOf = (body: { content: { groups: { rows: Row[] }[] } }): Row[] => body.content.groups.flatMap((group) => group.rows)
/** A hundred sheets of each hospital in a month, with these means. */
const answered = async (own: County, means: readonly number[], on = '2026-02-10') => {
  for (const [n, mean] of means.entries()) {
    const body = own.bodies[n]
    if (body !== undefined) await sheets(world, body, { count: 100, mean, on })
  }
}
const page = async (path: string, cookie = '') => (await world.app.http.inject({ method: 'GET', url: path, headers: { cookie } })).body

describe('AP-2 AP-7 drawing up', () => {
  test('AP-2 AP-5 AP-7 a month that is over is worked out among peers, ties shared, small numbers withheld, twice the same', async () => {
    await later(world, start)
    const own = await county(world, ['丙', '甲', '乙', '丁'])
    await answered(own, [88, 95, 88])
    await sheets(world, own.bodies[3] ?? own.commission, { count: 9, mean: 100, on: '2026-02-10' })
    expect(await own.clerk.post('/leagues', { key: 'campaign', from: '2026-03-01' })).toMatchObject({ status: 409, body: { error: 'appraisal.not_over' } })
    expect(await own.clerk.post('/leagues', { key: 'campaign', from: '2026-02-02' })).toMatchObject({ status: 409, body: { error: 'appraisal.not_over' } })
    expect(await own.clerk.post('/leagues', { key: 'departments', from: '2026-02-01' })).toMatchObject({ status: 403, body: { error: 'appraisal.not_your_league' } })
    const leagueId = await drafted(own)
    expect(await own.clerk.post('/leagues', { key: 'campaign', from: '2026-02-01' })).toMatchObject({ status: 409, body: { error: 'appraisal.exists' } })
    const view = (await own.clerk.get(at(own, leagueId))).body
    // Of 60 to 95 points 88 are four fifths; a hundred answers that lie 20 apart leave 3.92 to each side, 11.2 points.
    expect(rowsOf(view).map((row) => [row.name.slice(0, 1), row.rank, row.tied, row.score, row.places])).toEqual([
      ['甲', 1, false, 100, { from: 1, to: 3 }], ['丙', 2, true, 80, { from: 1, to: 3 }], ['乙', 2, true, 80, { from: 1, to: 3 }], ['丁', null, false, null, null],
    ])
    expect(rowsOf(view).at(-1)).toMatchObject({ why: 'too_little' })
    expect(view).toMatchObject({ state: 'draft', revision: 2, weightsReason: '本县只看患者评价', blocked: { change: null, publish: 'appraisal.head_only' } })
    await own.clerk.post(`/leagues/${leagueId}/reckoning`, { revision: 2 })
    const again = (await own.clerk.get(at(own, leagueId))).body
    expect([again.revision, again.seen]).toEqual([3, view.seen])
    expect(await own.clerk.post(`/leagues/${leagueId}/reckoning`, { revision: 2 })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  })
  test('AP-3 weights are a hundred, a draft is removed, and the sheet has what the screen has', async () => {
    await later(world, start)
    const own = await county(world)
    await answered(own, [90, 80, 70])
    const leagueId = await drafted(own)
    expect(await own.clerk.put(`/leagues/${leagueId}/weights`, { revision: 2, weights: { duties: 0, satisfaction: 99, 'complaint-satisfied': 0, 'complaint-in-time': 0, 'core-rules': 0 }, reason: '少一分' })).toMatchObject({ status: 400 })
    expect(await own.clerk.put(`/leagues/${leagueId}/weights`, { revision: 2, weights: { satisfaction: 100 }, reason: '只留一项看看' })).toMatchObject({ status: 400, body: { error: 'appraisal.weights_unfit' } })
    const book = read((await own.clerk.get(`${at(own, leagueId)}/sheet`)).raw)
    const lines = utils.sheet_to_json<(string | number)[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 })
    expect(lines.find((line) => String(line[2]).startsWith('甲'))?.slice(0, 4)).toEqual(['综合医院 · 二级', '1', `甲医院${own.regionCode}`, 85.7])
    expect(await own.clerk.delete(`/leagues/${leagueId}`, {}, { revision: 2 })).toMatchObject({ status: 200 })
    expect((await own.clerk.get(at(own, leagueId))).status).toBe(404)
    expect((await own.clerk.get('/leagues')).body.kinds.find((kind: { key: string }) => kind.key === 'campaign').periods[0]).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  })
})

describe('AP-11 publishing', () => {
  test('AP-11 AP-13 AP-17 the head publishes what was seen; it is public, told, and a score of each', async () => {
    await later(world, start)
    const own = await county(world)
    await answered(own, [90, 80, 70])
    const leagueId = await drafted(own)
    const path = `/leagues/${leagueId}/publication`
    const { revision, seen } = (await own.head.get(at(own, leagueId))).body
    expect(await own.clerk.post(path, { revision, seen, password: 'x', code: '1' })).toMatchObject({ status: 403 })
    expect(await own.head.post(path, { revision, seen, password: own.head.password, code: '000000' })).toMatchObject({ status: 401, body: { error: 'identity.wrong_code' } })
    expect(await publish(world, own, leagueId, { seen: 'a'.repeat(64) })).toMatchObject({ status: 409, body: { error: 'appraisal.seen_is_old' } })
    expect((await own.head.get(at(own, leagueId))).body.state).toBe('draft')
    const told = clientOf(world, await (own.bodies[1] ?? own.commission).person('institution_head'))
    expect((await told.get(at(own, leagueId))).status).toBe(404)
    expect((await page('/rankings')).includes(own.commission.name)).toBe(false)
    expect(await publish(world, own, leagueId)).toMatchObject({ status: 200 })
    const view = (await told.get(at(own, leagueId))).body
    expect(view).toMatchObject({ state: 'published', revision: null, seen: null, ownId: own.bodies[1]?.institutionId, blocked: { publish: 'appraisal.head_only' } })
    expect((await told.get('/leagues')).body.rows).toMatchObject([{ leagueId, state: 'published', own: { rank: 2, peers: 3, score: 57.1 } }])
    expect((await told.get('/notices')).body.rows.map((row: { topic: string }) => row.topic)).toContain('appraisal.published')
    expect((await told.get('/notices')).body.rows.some((row: { link: string }) => row.link === at(own, leagueId))).toBe(true)
    const open = await page(`/rankings/${leagueId}`)
    for (const said of ['甲医院', '85.7', '第1名', '排名是怎么算的']) expect(open).toContain(said)
    expect(open).not.toContain('<script')
    const elder = await page(`/rankings/${leagueId}`, 'huiyin_elder=1')
    expect(elder).toContain('甲医院')
    expect(await page(`/rankings/${leagueId}/${own.bodies[1]?.institutionId}`)).toContain('失分最多的是：患者满意度失42.9分')
    expect((await page(`/rankings/${own.commission.institutionId}`))).toContain('没有')
    const values = (institutionId: string, keys: readonly string[]) => look(world.platform, systemActor('test'), ({ read: from }) => measureValues(from, institutionId, keys.map((measureKey) => ({ periodId: measureKey, measureKey, fromOn: '2026-02-01', toOn: '2026-03-31', dueAt: '2026-04-01T00:00:00.000Z' }))))
    expect((await values(own.bodies[1]?.institutionId ?? '', ['campaign-score'])).get('campaign-score')).toMatchObject({ value: 57.1, denominator: 1 })
    expect((await values(own.commission.institutionId, ['campaign-score', 'patient-weight'])).get('campaign-score')?.value).toBeCloseTo((85.7 + 57.1 + 28.6) / 3, 6)
    expect((await values(own.commission.institutionId, ['patient-weight'])).get('patient-weight')).toMatchObject({ value: 100 })
    const found = await look(world.platform, systemActor('test'), async ({ read: from }) => [await publishedLeague(from, { institutionId: own.commission.institutionId, key: 'campaign', from: '2026-02-01' }), ...(await leaguesPublishedIn(from, { institutionId: own.commission.institutionId, from: '2026-03-04', to: '2026-03-04' }))])
    expect(found).toMatchObject([{ leagueId, printed: { zh: '2026年2月' }, groups: [{ name: { zh: '综合医院 · 二级' }, rows: [{ rank: 1, corrected: null, weakest: { zh: '患者满意度' } }, { rank: 2 }, { rank: 3 }], unranked: [] }] }, { leagueId }])
    expect((await verifyChains(world.platform.database, systemActor('test'), world.platform.vault)).fault).toBeNull()
  })
  test('AP-11 published twice at the same moment, one is refused and there is one', async () => {
    await later(world, start)
    const own = await county(world)
    await answered(own, [90, 80, 70])
    const leagueId = await drafted(own)
    world.clock.advance(31_000)
    const second = await signer(world, await own.commission.person('commission_head'))
    const { revision, seen } = (await own.head.get(at(own, leagueId))).body
    const both = await Promise.all([own.head, second].map((who) => who.post(`/leagues/${leagueId}/publication`, { revision, seen, password: who.password, code: who.code() })))
    expect(both.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect(both.find((reply) => reply.status === 409)?.body.error).toBe('request.stale')
    const counted = await arrange(world, async (act) => (await act.tx.selectFrom('league_open').select('league_id').where('institution_id', '=', own.commission.institutionId).execute()).length)
    expect(counted).toBe(1)
    for (const call of [own.clerk.post(`/leagues/${leagueId}/reckoning`, { revision: revision + 1 }), own.clerk.delete(`/leagues/${leagueId}`, {}, { revision: revision + 1 })]) expect(await call).toMatchObject({ status: 409, body: { error: 'appraisal.published' } })
  })
  test('AP-11 where nobody has enough data nothing is published', async () => {
    await later(world, start)
    const own = await county(world)
    const leagueId = await drafted(own)
    expect(await publish(world, own, leagueId)).toMatchObject({ status: 409, body: { error: 'appraisal.nobody_ranked' } })
  })
})

test('AP-8 AP-12 the next month moves against the one published, and late facts stand beside what was', async () => {
  await later(world, start)
  const own = await county(world)
  await answered(own, [75, 75, 75])
  const february = await drafted(own)
  expect((await publish(world, own, february)).status).toBe(200)
  await later(world, '2026-04-02T01:00:00.000Z')
  for (const [n, mean] of [94, 76, 65].entries()) await sheets(world, own.bodies[n] ?? own.commission, { count: 400, mean, on: '2026-03-10' })
  const march = await drafted(own, '2026-03-01')
  expect(rowsOf((await own.clerk.get(at(own, march))).body).map((row) => [row.name.slice(0, 1), row.movement, row.former])).toEqual([['甲', 'better', { rank: 1, score: 42.9 }], ['乙', 'alike', { rank: 1, score: 42.9 }], ['丙', 'worse', { rank: 1, score: 42.9 }]])
  expect((await checkLeagues(world.platform)).leagues).toBeGreaterThan(0)
  expect((await own.clerk.get(at(own, february))).body).toMatchObject({ corrections: [], checkedAt: expect.any(String) })
  await sheets(world, own.bodies[2] ?? own.commission, { count: 100, mean: 95, on: '2026-02-11' })
  await checkLeagues(world.platform)
  const view = (await own.clerk.get(at(own, february))).body
  // Two hundred answers now, with a mean of 85: 71.4 points instead of 42.9.
  expect(view.corrections).toEqual([{ id: own.bodies[2]?.institutionId, score: 71.4, rank: 1, parts: [{ key: 'satisfaction', value: 85, points: 71.4 }] }])
  expect(rowsOf(view).map((row) => [row.rank, row.score])).toEqual([[1, 42.9], [1, 42.9], [1, 42.9]])
  expect(await page(`/rankings/${february}`)).toContain('更正后71.4分')
  const hospital = clientOf(world, await (own.bodies[2] ?? own.commission).person('institution_clerk'))
  expect((await hospital.get(at(own, february))).body.corrections).toHaveLength(1)
  const moved = await checkLeagues(world.platform)
  expect(moved.moved).toBe(0)
})

describe('AP-18 other bodies', () => {
  test('AP-18 a draft does not exist for another county, nor for the county’s own hospitals; nobody writes into another’s', async () => {
    await later(world, start)
    const [own, other] = [await county(world), await county(world)]
    await answered(own, [90, 80, 70])
    const leagueId = await drafted(own)
    for (const who of [other.clerk, other.head, clientOf(world, await (own.bodies[0] ?? own.commission).person('institution_head'))]) expect((await who.get(at(own, leagueId))).status).toBe(404)
    expect(await other.clerk.post(`/leagues/${leagueId}/reckoning`, { revision: 2 })).toMatchObject({ status: 404 })
    expect((await other.clerk.get('/leagues')).body.rows).toEqual([])
    expect((await publish(world, own, leagueId)).status).toBe(200)
    // Published for one county's hospitals: another county's list does not have it.
    expect((await clientOf(world, await (other.bodies[0] ?? other.commission).person('institution_head')).get('/leagues')).body.rows).toEqual([])
    const stranger = await (own.bodies[0] ?? own.commission).person('institution_head')
    const actor = { ...systemActor('test'), id: stranger.accountId, kind: 'staff' as const, institutionId: stranger.institutionId, regionCode: own.regionCode, regionPrefix: null }
    const changed = await world.platform.database.write(actor, (tx) => tx.updateTable('league_open').set({ published_name: '别人' }).where('league_id', '=', leagueId).executeTakeFirst())
    expect(Number(changed.numUpdatedRows)).toBe(0)
    const seen = await world.platform.database.read(actor, (from) => from.selectFrom('league').select('id').where('institution_id', '=', own.commission.institutionId).execute())
    expect(seen).toEqual([])
  })
  test('AP-2 AP-18 a house ranks its own clinical departments, for itself', async () => {
    await later(world, start)
    const own = await county(world, ['甲', '乙'])
    const [house, neighbour] = own.bodies
    if (house === undefined || neighbour === undefined) throw new Error('no house')
    const department = (name: string, kind = 'clinical') => arrange(world, async ({ tx, newId }) => {
      const id = newId()
      await tx.insertInto('department').values({ institution_id: house.institutionId, region_code: house.regionCode, id, name, kind }).execute()
      return id
    })
    for (const [name, mean] of [['内科', 90], ['外科', 80]] as const) await sheets(world, house, { count: 50, mean, on: '2026-02-10', departmentId: await department(name) })
    await department('财务科', 'office')
    const clerk = clientOf(world, await house.person('institution_clerk'))
    const head = await signer(world, await house.person('institution_head'))
    expect(await clerk.post('/leagues', { key: 'campaign', from: '2026-02-01' })).toMatchObject({ status: 403, body: { error: 'appraisal.not_your_league' } })
    const { leagueId } = (await clerk.post('/leagues', { key: 'departments', from: '2026-02-01' })).body
    const path = `/leagues/${house.institutionId}/${leagueId}`
    const view = (await clerk.get(path)).body
    expect(rowsOf(view).map((row) => [row.name, row.rank, row.score])).toEqual([['内科', 1, 85.7], ['外科', 2, 57.1]])
    const nurse = clientOf(world, await house.person('nurse'))
    expect((await nurse.get(path)).status).toBe(404)
    world.clock.advance(31_000)
    expect(await head.post(`/leagues/${leagueId}/publication`, { revision: 1, seen: view.seen, password: head.password, code: head.code() })).toMatchObject({ status: 200 })
    expect((await nurse.get(path)).body.state).toBe('published')
    expect((await own.clerk.get(path)).body.state).toBe('published')
    expect((await clientOf(world, await neighbour.person('institution_head')).get(path)).status).toBe(404)
    expect((await world.app.http.inject({ method: 'GET', url: `/rankings/${leagueId}` })).statusCode).toBe(404)
  })
})

test('AP-14 AP-15 each night indicators are judged and spreads put down; late facts change them, the same ones nothing', async () => {
  await later(world, start)
  const own = await county(world)
  for (const [n, passed] of [95, 80, 70].entries()) await entry(world, own.bodies[n] ?? own.commission, 'register.infection-control', '2026-02-10', { passed, checked: 100 })
  await entry(world, own.bodies[0] ?? own.commission, 'register.record-review', '2026-02-10', { grade_a: 5, reviewed: 9 })
  await putDownFigures(world.platform)
  const value = async (institutionId: string, measureKey: string) => (await look(world.platform, systemActor('test'), ({ read: from }) => measureValues(from, institutionId, [{ periodId: 'p', measureKey, fromOn: '2026-02-01', toOn: '2026-02-28', dueAt: '2026-04-01T00:00:00.000Z' }]))).get('p')
  // Nine records are too few to be judged.
  expect(await value(own.bodies[0]?.institutionId ?? '', 'quality-indicators')).toMatchObject({ value: 100, denominator: 1 })
  expect(await value(own.bodies[2]?.institutionId ?? '', 'quality-indicators')).toMatchObject({ value: 0, denominator: 1 })
  expect((await value(own.commission.institutionId, 'quality-indicators'))?.value).toBeCloseTo(100 / 3, 6)
  expect(await value(own.commission.institutionId, 'institution-spread')).toMatchObject({ value: 25 })
  expect((await putDownFigures(world.platform)).moved).toBe(0)
  await entry(world, own.bodies[2] ?? own.commission, 'register.infection-control', '2026-02-11', { passed: 100, checked: 100 })
  expect((await putDownFigures(world.platform)).moved).toBe(3)
  expect(await value(own.commission.institutionId, 'institution-spread')).toMatchObject({ value: 15 })
})

test('AP-16 another region’s value stands beside our own pooled one; the widest gap first; a wrong one is withdrawn', async () => {
  await later(world, start)
  const own = await county(world)
  await answered(own, [90, 80, 70])
  const given = { measureKey: 'satisfaction', place: '邻市', value: 100, source: '邻市卫生健康统计公报2025', asOf: '2025-12-31', period: 'month' }
  expect(await own.clerk.post('/benchmarks', { ...given, asOf: '2026-03-05' })).toMatchObject({ status: 400, body: { error: 'appraisal.benchmark_ahead' } })
  expect(await own.clerk.post('/benchmarks', { ...given, measureKey: 'no-such-measure' })).toMatchObject({ status: 400, body: { error: 'appraisal.benchmark_unknown_measure' } })
  expect(await own.clerk.post('/benchmarks', { ...given, measureKey: 'drug-ratio' })).toMatchObject({ status: 409, body: { error: 'appraisal.benchmark_no_own_value' } })
  expect(await clientOf(world, await (own.bodies[0] ?? own.commission).person('institution_head')).post('/benchmarks', given)).toMatchObject({ status: 403 })
  expect((await own.clerk.post('/benchmarks', { ...given, value: 85 })).status).toBe(200)
  const { id } = (await own.clerk.post('/benchmarks', given)).body
  const { rows } = (await own.clerk.get('/benchmarks')).body
  expect(rows.map((row: { place: string; ownValue: number; gap: number }) => [row.ownValue, row.gap])).toEqual([[80, 20], [80, 5.9]])
  expect((await (await county(world)).clerk.get('/benchmarks')).body.rows).toEqual([])
  const gap = async () => (await look(world.platform, systemActor('test'), ({ read: from }) => measureValues(from, own.commission.institutionId, [{ periodId: 'p', measureKey: 'benchmark-gap', fromOn: '2026-01-01', toOn: '2026-03-31', dueAt: '2026-04-01T00:00:00.000Z' }]))).get('p')?.value
  expect(await gap()).toBeCloseTo(12.95, 6)
  expect((await own.clerk.post(`/benchmarks/${id}/withdrawal`, { reason: '抄错了年份' })).status).toBe(200)
  expect(await own.clerk.post(`/benchmarks/${id}/withdrawal`, { reason: '抄错了年份' })).toMatchObject({ status: 409, body: { error: 'appraisal.benchmark_withdrawn' } })
  expect(await gap()).toBeCloseTo(5.9, 6)
})

test('the equal-treatment gap subtracts percentages, sets other units against the public value, and counts being ahead as nought', async () => {
  await later(world, start)
  const commission = await newInstitution(world, { kind: 'commission', regionCode: '991990', regionPrefix: '991990' })
  const compared = (fields: Readonly<Record<string, string | number>>) => arrange(world, (act) => tellFacts(act, [{ before: null, after: { institutionId: commission.institutionId, regionCode: '991990', kind: 'register.equal-treatment', id: act.newId(), on: '2026-02-10', departmentId: null, staffIds: [], fields: { ...fields }, title: '比较', link: null } }]))
  const gap = async () => (await look(world.platform, systemActor('test'), ({ read: from }) => measureValues(from, commission.institutionId, [{ periodId: 'p', measureKey: 'equal-treatment', fromOn: '2026-01-01', toOn: '2026-03-31', dueAt: '2026-04-01T00:00:00.000Z' }]))).get('p')?.value
  await compared({ aspect: 'referral', unit: 'percent', better: 'higher', private_value: 95, public_value: 90 })
  expect(await gap()).toBe(0)
  await compared({ aspect: 'charging', unit: 'days', better: 'lower', private_value: 15, public_value: 10 })
  expect(await gap()).toBeCloseTo(25, 6)
  await compared({ aspect: 'appraisal', unit: 'percent', better: 'higher', private_value: 80, public_value: 90 })
  expect(await gap()).toBeCloseTo(20, 6)
  await compared({ aspect: 'other', unit: 'percent', better: 'higher', private_value: 0, public_value: 90 })
  expect(await gap()).toBeCloseTo(20, 6)
})
