import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOfficialYears } from '../calendar/public.ts'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import { sql } from '../../server/platform/database.ts'
import { measuresMoved } from '../../server/connect.ts'
import { prepareCatalogues } from '../../server/prepare.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { later } from '../../server/testing/reports.ts'
import { runCount } from '../measure/commands/rebuild.ts'
import { listVersions } from '../measure/store/definitions.ts'
import { checkLeagues } from './commands/check.ts'
import { leaguesPublishedIn, publishedLeague, rankingPublications } from './public.ts'
import { listFigures } from './store/figures.ts'
import { clientOf, county, drafted, publish, sheets, type Client, type County } from './testing/fixtures.ts'

/** Wednesday 4 March 2026; five working days later is Wednesday 11 March. */
const start = '2026-03-04T01:00:00.000Z'
let world: World
beforeAll(async () => {
  world = await newWorld(start)
  await arrange(world, seedOfficialYears)
  await prepareCatalogues(world.platform)
  const versions = await world.platform.database.read(systemActor('test'), listVersions)
  // Patients decide everything here: no other measure needs to be counted.
  for (const { key, version } of versions.filter((each) => each.key === 'satisfaction')) await runCount(world.platform, { key, version }, measuresMoved)
})
afterAll(() => world.close())

const at = (own: County, leagueId: string) => `/leagues/${own.commission.institutionId}/${leagueId}`
const page = async (path: string) => world.app.http.inject({ method: 'GET', url: path })
const words = { reason: '二月的满意度漏计了一个院区的答卷。', evidence: '东院区二月回收答卷一百份，原始记录见院办存档。' }
const upheld = { upheld: true, answer: '经核实，东院区答卷确实没有计入。', correction: '补计丙医院东院区二月的一百份答卷。' }
const proof = (own: County) => {
  world.clock.advance(31_000)
  return { password: own.head.password, code: own.head.code() }
}
const unit = async (own: County, n: number, role: 'institution_clerk' | 'institution_head' | 'nurse' = 'institution_clerk'): Promise<Client> => clientOf(world, await (own.bodies[n] ?? own.commission).person(role))

/** A published league of three hospitals: 85.7, 57.1 and 28.6 points. */
async function ranked() {
  await later(world, start)
  const own = await county(world)
  for (const [n, mean] of [90, 80, 70].entries()) await sheets(world, own.bodies[n] ?? own.commission, { count: 100, mean, on: '2026-02-10' })
  const leagueId = await drafted(own)
  expect((await publish(world, own, leagueId)).status).toBe(200)
  return { own, leagueId, path: at(own, leagueId), last: own.bodies[2] ?? own.commission }
}
type Ranked = Awaited<ReturnType<typeof ranked>>
async function objected({ own, leagueId, path }: Ranked, n = 2) {
  const client = await unit(own, n)
  const filed = await client.post(`/leagues/${leagueId}/objections`, words)
  expect(filed.status, JSON.stringify(filed.body)).toBe(200)
  const of = `/leagues/${leagueId}/objections/${client.person.institutionId}/${filed.body.objectionId}`
  const revision = async (): Promise<number> => (await own.clerk.get(path)).body.objections.find((each: { objectionId: string }) => each.objectionId === filed.body.objectionId).revision
  return { client, of, revision }
}
async function decided(given: Ranked, answer: object) {
  const { own } = given
  const one = await objected(given)
  expect(await own.clerk.put(`${one.of}/answer`, { revision: 1, ...answer })).toMatchObject({ status: 200 })
  expect(await own.head.post(`${one.of}/decision`, { revision: 2, ...proof(own) })).toMatchObject({ status: 200 })
  return one
}

const reason = '满意度调查口径有误，核实后重新排名。'
async function withdraw(own: County, leagueId: string) {
  const by = proof(own)
  const { revision } = (await own.head.get(at(own, leagueId))).body
  expect(await own.head.post(`/leagues/${leagueId}/withdrawal`, { revision, reason, ...by })).toMatchObject({ status: 200 })
}
const scoresOf = (institutionId: string) => look(world.platform, systemActor('test'), ({ read }) => listFigures(read, { institutionId, kind: 'score', from: '2026-02-01', to: '2026-02-28' }, null, 10))

describe('AP-19 objecting', () => {
  test('AP-19 a unit of the league, by its clerk, until the last day, one after another; nobody else, and nobody sees it but its commission', async () => {
    const given = await ranked()
    const { own, leagueId, path } = given
    const other = await county(world)
    const file = `/leagues/${leagueId}/objections`
    expect(await (await unit(own, 2, 'nurse')).post(file, words)).toMatchObject({ status: 403 })
    expect(await (await unit(other, 0)).post(file, words)).toMatchObject({ status: 403, body: { error: 'appraisal.objectors_only' } })
    expect(await (await unit(own, 2)).post(file, { ...words, reason: '不对' })).toMatchObject({ status: 400 })
    const { client } = await objected(given)
    expect(await client.post(file, words)).toMatchObject({ status: 409, body: { error: 'appraisal.objection_waits' } })
    expect((await client.get(path)).body).toMatchObject({ objectionsUntil: '2026-03-11', objections: [{ reason: words.reason, answer: null, decided: null }], blocked: { object: 'appraisal.objection_waits', withdraw: 'appraisal.withdraw_head_only' } })
    expect((await (await unit(own, 1)).get(path)).body).toMatchObject({ objections: [], blocked: { object: null } })
    expect((await (await unit(own, 2, 'nurse')).get(path)).body.objections).toEqual([])
    expect((await own.clerk.get(path)).body.objections).toMatchObject([{ evidence: words.evidence, institutionName: given.own.bodies[2]?.name, blocked: { draft: null, decide: 'appraisal.decide_head_only' } }])
    expect((await own.clerk.get('/notices')).body.rows[0]).toMatchObject({ topic: 'appraisal.objected', link: path })
    expect((await page(`/rankings/${leagueId}`)).body).toContain('2026年3月11日')
    expect((await page(`/rankings/${leagueId}`)).body).not.toContain(words.reason)
    await later(world, '2026-03-11T15:59:00.000Z')
    expect((await (await unit(own, 1)).get(path)).body.blocked.object).toBe(null)
    await later(world, '2026-03-12T01:00:00.000Z')
    expect(await (await unit(own, 1)).post(file, words)).toMatchObject({ status: 409, body: { error: 'appraisal.objections_over' } })
  })
  test('AP-19 filed twice at the same moment, one objection waits', async () => {
    const { own, leagueId, path, last } = await ranked()
    const clients = [await unit(own, 2), await unit(own, 2, 'institution_head')]
    // Whoever files waits for the chain of the unit at the end: held, both have looked before either is done.
    const { both } = await arrange(world, async ({ tx }) => {
      await tx.insertInto('chain_head').values({ institution_id: last.institutionId, seq: 0, hash: '' }).onConflict((conflict) => conflict.doNothing()).execute()
      await tx.selectFrom('chain_head').select('seq').where('institution_id', '=', last.institutionId).forUpdate().execute()
      const filing = Promise.all(clients.map((client) => client.post(`/leagues/${leagueId}/objections`, words)))
      const waiting = () => arrange(world, async (other) => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(other.tx)).rows[0]?.n)
      await expect.poll(waiting, { timeout: 20_000 }).toBe(2)
      return { both: filing }
    })
    expect((await both).map((each) => [each.status, each.body.error ?? null]).toSorted(([a], [b]) => a - b)).toEqual([[200, null], [409, 'appraisal.objection_waits']])
    expect((await own.clerk.get(path)).body.objections).toHaveLength(1)
    expect((await own.clerk.get('/notices')).body.rows.filter((row: { topic: string }) => row.topic === 'appraisal.objected')).toHaveLength(1)
  })
})

describe('AP-20 answering', () => {
  test('AP-20 the clerk drafts, the head decides with a second factor; refused, the unit reads why and may object again', async () => {
    const given = await ranked()
    const { own, path, leagueId } = given
    const { client, of } = await objected(given)
    const refused = { upheld: false, answer: '核对了两个院区的原始答卷，没有漏计。' }
    expect(await own.head.post(`${of}/decision`, { revision: 1, ...proof(own) })).toMatchObject({ status: 409, body: { error: 'appraisal.answer_missing' } })
    expect(await client.put(`${of}/answer`, { revision: 1, ...refused })).toMatchObject({ status: 403 })
    expect(await (await county(world)).clerk.put(`${of}/answer`, { revision: 1, ...refused })).toMatchObject({ status: 404 })
    expect(await own.clerk.put(`${of}/answer`, { revision: 1, ...refused, upheld: true })).toMatchObject({ status: 422, body: { error: 'appraisal.correction_short' } })
    expect(await own.clerk.put(`${of}/answer`, { revision: 1, ...refused })).toMatchObject({ status: 200 })
    expect(await own.clerk.put(`${of}/answer`, { revision: 1, ...refused })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
    expect((await own.head.get('/notices')).body.rows[0]).toMatchObject({ topic: 'appraisal.answer_drafted', link: path })
    expect((await client.get(path)).body.objections[0].answer).toBe(null)
    expect(await own.clerk.post(`${of}/decision`, { revision: 2, ...proof(own) })).toMatchObject({ status: 403 })
    expect(await own.head.post(`${of}/decision`, { revision: 2, password: own.head.password, code: '000000' })).toMatchObject({ status: 401, body: { error: 'identity.wrong_code' } })
    expect(await own.head.post(`${of}/decision`, { revision: 2, ...proof(own) })).toMatchObject({ status: 200 })
    expect(await own.clerk.put(`${of}/answer`, { revision: 3, ...refused })).toMatchObject({ status: 409, body: { error: 'appraisal.answered_already' } })
    expect((await client.get(path)).body).toMatchObject({ state: 'published', objections: [{ answer: { upheld: false, said: refused.answer }, decided: { at: expect.any(String) } }], blocked: { object: null } })
    expect((await client.get('/notices')).body.rows[0]).toMatchObject({ topic: 'appraisal.refused', text: { zh: expect.stringContaining(refused.answer) } })
    expect((await own.clerk.get('/leagues')).body.rows.map((row: { leagueId: string }) => row.leagueId)).toEqual([leagueId])
  })
})

describe('AP-21 a corrected league', () => {
  test('AP-21 upheld, the next issue is drawn up, neither removed nor weighed; published, it names what changed and why, and the earlier stays readable', async () => {
    const given = await ranked()
    const { own, leagueId, path, last } = given
    await decided(given, upheld)
    const rows = (await own.clerk.get('/leagues')).body.rows
    expect(rows.map((row: { state: string; issue: number }) => [row.state, row.issue])).toEqual([['draft', 2], ['published', 1]])
    const next: string = rows[0].leagueId
    expect((await own.clerk.get(at(own, next))).body).toMatchObject({ weightsReason: '本县只看患者评价', content: { corrects: { leagueId, whys: [upheld.correction], changes: [] } }, blocked: { change: null, drop: 'appraisal.correction_owed' } })
    expect(await own.clerk.delete(`/leagues/${next}`, {}, { revision: 1 })).toMatchObject({ status: 409, body: { error: 'appraisal.correction_owed' } })
    expect(await own.clerk.put(`/leagues/${next}/weights`, { revision: 1, weights: { duties: 0, satisfaction: 100, 'complaint-satisfied': 0, 'complaint-in-time': 0, 'core-rules': 0 }, reason: '换一个权重' })).toMatchObject({ status: 409, body: { error: 'appraisal.correction_owed' } })
    expect(await publish(world, own, next)).toMatchObject({ status: 409, body: { error: 'appraisal.nothing_changed' } })
    // A hundred sheets with a mean of 100 come in: two hundred with a mean of 85 are 71.4 points, before the second's 57.1.
    await sheets(world, last, { count: 100, mean: 100, on: '2026-02-11' })
    expect(await own.clerk.post(`/leagues/${next}/reckoning`, { revision: 1 })).toMatchObject({ status: 200 })
    const { changes } = (await own.head.get(at(own, next))).body.content.corrects
    expect(changes.map((each: { name: string; before: object; after: object }) => [each.name.slice(0, 1), each.before, each.after])).toEqual([
      ['丙', { rank: 3, score: 28.6 }, { rank: 2, score: 71.4 }], ['乙', { rank: 2, score: 57.1 }, { rank: 3, score: 57.1 }],
    ])
    await later(world, '2026-03-09T01:00:00.000Z')
    expect(await publish(world, own, next)).toMatchObject({ status: 200 })
    expect((await own.head.get(path)).body).toMatchObject({ state: 'superseded', supersededBy: next, blocked: { withdraw: 'appraisal.not_current', object: 'appraisal.objectors_only' } })
    const unitClient = await unit(own, 1)
    expect((await unitClient.get(path)).body).toMatchObject({ state: 'superseded', blocked: { object: 'appraisal.not_current' } })
    expect((await unitClient.get(at(own, next))).body).toMatchObject({ state: 'published', issue: 2, objectionsUntil: '2026-03-16', blocked: { object: null } })
    expect((await (await unit(own, 2)).get('/notices')).body.rows.map((row: { topic: string }) => row.topic)).toEqual(expect.arrayContaining(['appraisal.upheld', 'appraisal.corrected']))
    const open = (await page(`/rankings/${next}`)).body
    for (const said of ['更正说明', upheld.correction, `/rankings/${leagueId}`, '原第3名、28.6分，更正为第2名、71.4分']) expect(open).toContain(said)
    const earlier = (await page(`/rankings/${leagueId}`)).body
    for (const said of ['这一期已经更正', `/rankings/${next}`, '28.6', '甲医院']) expect(earlier).toContain(said)
    expect((await page(`/rankings/${leagueId}/${last.institutionId}`)).body).toContain(`/rankings/${next}/${last.institutionId}`)
    expect((await scoresOf(last.institutionId)).map((row) => [row.fields['score'], row.link])).toEqual([[71.4, at(own, next)]])
    const found = await look(world.platform, systemActor('test'), async ({ read }) => [await publishedLeague(read, { institutionId: own.commission.institutionId, key: 'campaign', from: '2026-02-01' }), ...(await leaguesPublishedIn(read, { institutionId: own.commission.institutionId, from: '2026-03-01', to: '2026-03-31' }))])
    expect(found.map((each) => each?.leagueId)).toEqual([next, next])
    expect((await verifyChains(world.platform.database, systemActor('test'), world.platform.vault)).fault).toBeNull()
  })
  test('AP-21 a second objection that is upheld meanwhile adds its reason to the correction that waits', async () => {
    const given = await ranked()
    const { own } = given
    await decided(given, upheld)
    const second = await objected(given, 1)
    const more = { upheld: true, answer: '经核实，另有一批答卷重复。', correction: '去掉乙医院重复计入的答卷。' }
    expect(await own.clerk.put(`${second.of}/answer`, { revision: 1, ...more })).toMatchObject({ status: 200 })
    expect(await own.head.post(`${second.of}/decision`, { revision: await second.revision(), ...proof(own) })).toMatchObject({ status: 200 })
    const rows = (await own.clerk.get('/leagues')).body.rows
    expect(rows.map((row: { issue: number }) => row.issue)).toEqual([2, 1])
    expect((await own.clerk.get(at(own, rows[0].leagueId))).body).toMatchObject({ revision: 2, content: { corrects: { whys: [upheld.correction, more.correction] } } })
  })
  test('AP-20 decided twice at the same moment, there is one decision and one correction', async () => {
    const given = await ranked()
    const { own } = given
    const { of } = await objected(given)
    await own.clerk.put(`${of}/answer`, { revision: 1, ...upheld })
    const by = proof(own)
    const both = await Promise.all([own.head.post(`${of}/decision`, { revision: 2, ...by }), own.head.post(`${of}/decision`, { revision: 2, ...by })])
    expect(both.map((each) => each.status).toSorted((a, b) => a - b)[0]).toBe(200)
    expect(both.filter((each) => each.status === 200)).toHaveLength(1)
    expect((await own.clerk.get('/leagues')).body.rows).toHaveLength(2)
  })
})

describe('AP-22 withdrawing', () => {
  test('AP-22 the head withdraws with reason and second factor: everybody reads that, and the table is gone; the period may be ranked anew', async () => {
    const given = await ranked()
    const { own, leagueId, path, last } = given
    const to = `/leagues/${leagueId}/withdrawal`
    const { revision } = (await own.head.get(path)).body
    expect(await own.clerk.post(to, { revision, reason, ...proof(own) })).toMatchObject({ status: 403 })
    expect(await own.head.post(to, { revision, reason: '有误', ...proof(own) })).toMatchObject({ status: 400 })
    expect(await own.head.post(to, { revision, reason, password: own.head.password, code: '000000' })).toMatchObject({ status: 401, body: { error: 'identity.wrong_code' } })
    expect((await page(`/rankings/${leagueId}`)).body).toContain('甲医院')
    expect(await own.head.post(to, { revision, reason, ...proof(own) })).toMatchObject({ status: 200 })
    for (const url of [`/rankings/${leagueId}`, `/rankings/${leagueId}/${last.institutionId}`]) {
      const shown = await page(url)
      expect([shown.statusCode, shown.body.includes('撤回'), shown.body.includes(reason), shown.body.includes('甲医院')]).toEqual([200, true, true, false])
    }
    expect((await page('/rankings')).body).toContain('已撤回')
    expect((await own.head.get(path)).body).toMatchObject({ state: 'withdrawn', withdrawn: { reason }, blocked: { withdraw: 'appraisal.withdrawn_already' } })
    const client = await unit(own, 0)
    expect((await client.get(path)).body).toMatchObject({ state: 'withdrawn', withdrawn: { reason }, content: { groups: [] }, blocked: { object: expect.any(String) } })
    expect((await client.get('/notices')).body.rows[0]).toMatchObject({ topic: 'appraisal.withdrawn', text: { zh: expect.stringContaining(reason) } })
    const question = { periodId: '00000000-0000-7000-8000-000000000001', planId: '', dutyId: '', factKey: 'ranking', where: null, fromOn: '2026-03-01', toOn: '2026-03-31', dueAt: '2026-03-31T16:00:00.000Z', target: null, freshDays: null }
    const left = await look(world.platform, systemActor('test'), async ({ read }) => ({
      league: await publishedLeague(read, { institutionId: own.commission.institutionId, key: 'campaign', from: '2026-02-01' }),
      lines: (await rankingPublications.lines?.(read, own.commission.institutionId, question))?.total,
    }))
    expect(left).toEqual({ league: undefined, lines: 0 })
    expect(await scoresOf(last.institutionId)).toEqual([])
    const anew = await own.clerk.post('/leagues', { key: 'campaign', from: '2026-02-01' })
    expect(anew.status, JSON.stringify(anew.body)).toBe(200)
    expect((await own.clerk.get(at(own, anew.body.leagueId))).body).toMatchObject({ state: 'draft', issue: 2 })
    expect(await own.head.post(`/leagues/${anew.body.leagueId}/withdrawal`, { revision: 1, reason, ...proof(own) })).toMatchObject({ status: 409, body: { error: 'appraisal.not_published' } })
  })
  test('AP-22 withdrawn, a corrected league tells neither its own ranks nor those it corrected; AP-21 who left it kept no score', async () => {
    const given = await ranked()
    const { own } = given
    const [first, second] = own.bodies
    await decided(given, upheld)
    const next: string = (await own.clerk.get('/leagues')).body.rows[0].leagueId
    const secondId = second?.institutionId ?? ''
    await arrange(world, (act) => act.tx.updateTable('institution').set({ active: false }).where('id', '=', secondId).execute())
    expect(await own.clerk.post(`/leagues/${next}/reckoning`, { revision: 1 })).toMatchObject({ status: 200 })
    expect(await publish(world, own, next)).toMatchObject({ status: 200 })
    expect((await own.head.get(at(own, next))).body.content.corrects.changes).toMatchObject([{ id: given.last.institutionId }, { id: secondId, after: { rank: null, score: null } }])
    expect(await scoresOf(secondId)).toEqual([])
    expect((await (await unit(own, 1)).get('/notices')).body.rows.map((row: { topic: string }) => row.topic)).toContain('appraisal.corrected')
    // The same score as before, and yet of the issue that counts now.
    expect((await scoresOf(first?.institutionId ?? '')).map((row) => [row.fields['score'], row.link])).toEqual([[85.7, at(own, next)]])
    await sheets(world, given.last, { count: 100, mean: 100, on: '2026-02-12' })
    await checkLeagues(world.platform)
    const client = await unit(own, 0)
    expect((await client.get(at(own, next))).body).toMatchObject({ content: { corrects: { changes: [{}, {}] } }, corrections: [{ id: given.last.institutionId }] })
    await withdraw(own, next)
    for (const reader of [client, clientOf(world, await own.commission.person('inspector'))]) {
      const { body } = await reader.get(at(own, next))
      expect(body).toMatchObject({ state: 'withdrawn', withdrawn: { reason }, corrections: [] })
      expect([body.content.groups, body.content.corrects]).toEqual([[], undefined])
    }
    expect((await client.get(at(own, given.leagueId))).body).toMatchObject({ state: 'withdrawn', withdrawn: { reason }, content: { groups: [] } })
    expect((await page(`/rankings/${given.leagueId}`)).body).toMatch(new RegExp(`^(?!.*(为准|甲医院)).*${reason}`, 's'))
    expect((await client.get('/leagues')).body.rows.map((row: { state: string; corrected: number }) => [row.state, row.corrected])).toEqual([['withdrawn', 0], ['withdrawn', 0]])
    for (const n of [0, 1]) expect((await (await unit(own, n)).get('/notices')).body.rows.filter((row: { topic: string }) => row.topic === 'appraisal.withdrawn')).toHaveLength(1)
    // Whoever works on it or audits still sees what was taken back.
    for (const reader of [own.clerk, clientOf(world, await own.commission.person('auditor'))]) expect((await reader.get(at(own, next))).body).toMatchObject({ corrections: [{ id: given.last.institutionId }], content: { corrects: { leagueId: given.leagueId } } })
  })
  test('AP-22 withdrawn while its correction waits, that is a draft as any other: published, or removed and drawn up anew', async () => {
    const given = await ranked()
    const { own } = given
    await decided(given, upheld)
    const next: string = (await own.clerk.get('/leagues')).body.rows[0].leagueId
    await withdraw(own, given.leagueId)
    const { content, ...draft } = (await own.clerk.get(at(own, next))).body
    expect([draft, content.corrects]).toMatchObject([{ state: 'draft', revision: 2, blocked: { change: null, drop: null } }, undefined])
    expect(await own.clerk.delete(`/leagues/${next}`, {}, { revision: 2 })).toMatchObject({ status: 200 })
    const anew = await drafted(own)
    expect(await publish(world, own, anew)).toMatchObject({ status: 200 })
    expect((await page(`/rankings/${anew}`)).body).not.toContain('更正说明')
    const other = await ranked()
    await decided(other, upheld)
    const waits: string = (await other.own.clerk.get('/leagues')).body.rows[0].leagueId
    await withdraw(other.own, other.leagueId)
    expect(await publish(world, other.own, waits)).toMatchObject({ status: 200 })
    expect((await (await unit(other.own, 0)).get(at(other.own, waits))).body).toMatchObject({ state: 'published', issue: 2 })
    expect((await verifyChains(world.platform.database, systemActor('test'), world.platform.vault)).fault).toBeNull()
  })
  test('AP-22 the correction is locked before what it corrects, as whoever draws it up anew does', async () => {
    const given = await ranked()
    await decided(given, upheld)
    const next: string = (await given.own.clerk.get('/leagues')).body.rows[0].leagueId
    let withdrawing: Promise<void> | undefined
    await arrange(world, async ({ tx }) => {
      const lock = (id: string) => sql`select id from league where id = ${id} for update nowait`.execute(tx)
      await lock(next)
      withdrawing = withdraw(given.own, given.leagueId)
      const waits = () => arrange(world, async (other) => (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(other.tx)).rows[0]?.n ?? 0)
      await expect.poll(waits, { timeout: 20_000 }).toBe(1)
      await lock(given.leagueId)
    })
    await withdrawing
  })
})
