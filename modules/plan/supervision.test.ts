import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '../../kernel/random.ts'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { runLaunch } from './commands/launch.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let region = 992200

async function campaign() {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const [one, two] = [await newInstitution(world, { kind: 'general', regionCode }), await newInstitution(world, { kind: 'township', regionCode })]
  const [clerk, inspector, auditor] = [await commission.person('commission_clerk'), await commission.person('inspector'), await commission.person('auditor')]
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading))
  const planId: string = (await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [one.institutionId, two.institutionId], startsOn: '2026-03-02' })).body.planId
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  return { one, two, clerk, inspector, auditor, planId, regionCode, person: await one.person('institution_clerk'), other: await two.person('institution_clerk') }
}

type Row = { text: string; dueOn: string; institutionId: string; periodId: string; verdict: string }
const find = async (person: Person, planId: string, text: string): Promise<string> => {
  const row = ((await api(world, person).get(`/obligations?planId=${planId}&limit=100`)).body.rows as Row[]).find((each) => each.text === text)
  return `/obligations/${row?.institutionId}/${row?.periodId}`
}
const pdf = [{ name: 'a.pdf', bytes: '%PDF-1.4 x' }]
const prove = async (person: Person, clerk: Person, planId: string, text: string): Promise<string> => {
  const at = await find(person, planId, text)
  expect(await api(world, person).upload(`${at}/evidence`, pdf)).toMatchObject({ status: 200 })
  expect(await api(world, clerk).post(`${at}/evidence/1/acceptance`)).toMatchObject({ status: 200, body: { verdict: 'met' } })
  return at
}

test('PL-39 an institution says what it makes of its own obligation; it changes no verdict, and its history stays', async () => {
  const { person, other, clerk, planId, one } = await campaign()
  const at = await find(person, planId, '完成导诊台改造')
  expect(await api(world, person).post(`${at}/claims`, { claim: 'partly', note: '还差一个窗口' })).toMatchObject({ status: 200, body: { verdict: 'due', claims: [{ revision: 1, claim: 'partly' }], difference: null, blocked: { claim: null } } })
  const again = await api(world, person).post(`${at}/claims`, { claim: 'met', note: '已全部改完' })
  expect(again.body).toMatchObject({ verdict: 'due', claimedAt: null, claims: [{ claim: 'partly', note: '还差一个窗口' }, { revision: 2, claim: 'met' }] })
  expect((await api(world, clerk).get(at)).body.claims).toHaveLength(2)
  expect(await api(world, clerk).post(`${at}/claims`, { claim: 'met', note: '替它说' })).toMatchObject({ status: 403, body: { error: 'plan.not_my_duty' } })
  expect(await api(world, other).post(`${at}/claims`, { claim: 'met', note: '替它说' })).toMatchObject({ status: 404 })
  expect(await api(world, await one.person('doctor')).post(`${at}/claims`, { claim: 'met', note: '不是我的' })).toMatchObject({ status: 403 })
  expect(await api(world, person).post(`${at}/claims`, { claim: 'met', note: '' })).toMatchObject({ status: 400 })
})

test('PL-39 not before the period opens, and not once the phase is closed', async () => {
  const { person, clerk, planId } = await campaign()
  const rows = (await api(world, clerk).get(`/obligations?planId=${planId}&limit=100`)).body.rows as (Row & { opensOn: string })[]
  const later = rows.find((row) => row.text === '报送进展' && row.opensOn > '2026-03-02' && row.institutionId === person.institutionId)
  expect(await api(world, person).post(`/obligations/${later?.institutionId}/${later?.periodId}/claims`, { claim: 'met', note: '提前说' })).toMatchObject({ status: 409, body: { error: 'plan.not_open_yet' } })
  const at = await find(person, planId, '完成导诊台改造')
  for (const row of rows) await api(world, clerk).post(`/obligations/${row.institutionId}/${row.periodId}/override`, { verdict: 'waived', reason: '测试免除' })
  const phase = (await api(world, clerk).get(`/plans/${planId}`)).body.phases[0]
  expect(await api(world, clerk).post(`/plans/${planId}/phases/${phase.id}/close`)).toMatchObject({ status: 200 })
  expect(await api(world, person).post(`${at}/claims`, { claim: 'met', note: '关闭之后' })).toMatchObject({ status: 409, body: { error: 'plan.phase_closed' } })
})

test('PL-40 the commission sees where claims and verdicts part, by kind and by institution', async () => {
  const { person, other, clerk, auditor, planId, one, two } = await campaign()
  const met = await prove(person, clerk, planId, '完成导诊台改造')
  await api(world, person).post(`${met}/claims`, { claim: 'unmet', note: '我们认为没做好' })
  const report = await find(other, planId, '报送进展')
  await api(world, other).post(`${report}/claims`, { claim: 'met', note: '已经报了' })
  const listed = async (query = '') => (await api(world, clerk).get(`/plans/${planId}/differences${query}`)).body
  expect(await listed()).toMatchObject({ counts: { unmet_met: 1, met_overdue: 0, met_unmet: 0, met_running: 0 }, rows: [{ difference: 'unmet_met', claim: { claim: 'unmet', note: '我们认为没做好' }, institutionId: one.institutionId }] })
  world.clock.set('2026-03-02T16:00:00.000Z')
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', clerk.accountId).execute())
  const both = await listed()
  expect(both.counts).toMatchObject({ unmet_met: 1, met_overdue: 1 })
  expect(both.rows.map((row: { difference: string }) => row.difference)).toEqual(['met_overdue', 'unmet_met'])
  expect((await listed('?difference=met_overdue')).rows).toMatchObject([{ institutionId: two.institutionId, verdict: 'overdue' }])
  expect((await listed(`?institutionId=${one.institutionId}`)).counts).toMatchObject({ unmet_met: 1, met_overdue: 0 })
  expect((await listed('?limit=1')).next).not.toBeNull()
  world.clock.set('2026-03-02T01:00:00.000Z')
  expect((await api(world, auditor).get(`/plans/${planId}/differences`)).status).toBe(200)
  expect((await api(world, person).get(`/plans/${planId}/differences`)).status).toBe(403)
})

test('PL-41 anybody draws the same sample again from the published population and seed', async () => {
  const { person, other, clerk, inspector, planId } = await campaign()
  for (const text of ['完成导诊台改造', '公开服务价格', '设立便民服务台']) for (const who of [person, other]) await prove(who, clerk, planId, text)
  const drawn = await api(world, inspector).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 4 })
  expect(drawn).toMatchObject({ status: 200 })
  const draw = (await api(world, clerk).get(`/plans/${planId}/draws/${drawn.body.drawId}`)).body
  expect(draw).toMatchObject({ populationSize: 6, size: 4, seedGiven: false, open: 4, confirmed: 0 })
  const text = (await api(world, clerk).get(`/plans/${planId}/draws/${drawn.body.drawId}/population`)).raw.toString('utf8')
  expect(createHash('sha256').update(text).digest('hex')).toBe(draw.sha256)
  const again = seeded(draw.seed).shuffle(text.split('\n')).slice(0, 4)
  expect(draw.checks.map((check: { institutionId: string; periodId: string }) => `${check.institutionId} ${check.periodId}`)).toEqual(again)
  // What was drawn is not drawn again; the rest is drawn whole; then nothing is left.
  const rest = await api(world, clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 50, seed: '公开摇号 07 12 33' })
  expect((await api(world, clerk).get(`/plans/${planId}/draws/${rest.body.drawId}`)).body).toMatchObject({ populationSize: 2, size: 2, seed: '公开摇号 07 12 33', seedGiven: true })
  expect(await api(world, clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 1 })).toMatchObject({ status: 409, body: { error: 'plan.nothing_to_draw' } })
  expect((await api(world, clerk).get(`/plans/${planId}/draws`)).body.rows).toHaveLength(2)
  const events = await arrange(world, (act) => act.tx.selectFrom('event').select('detail').where('kind', '=', 'plan.sample_drawn').where('institution_id', '=', inspector.institutionId).orderBy('seq').execute())
  expect(events[0]?.detail).toMatchObject({ seed: draw.seed, sha256: draw.sha256, size: 4 })
})

test('PL-41 due dates narrow what is drawn from, to the day', async () => {
  const { person, clerk, planId } = await campaign()
  await prove(person, clerk, planId, '完成导诊台改造')
  await prove(person, clerk, planId, '公开服务价格')
  const on = async (dueFrom: string, dueTo: string) => {
    const reply = await api(world, clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 9, dueFrom, dueTo })
    return reply.status === 200 ? (await api(world, clerk).get(`/plans/${planId}/draws/${reply.body.drawId}`)).body.checks.map((check: { dueOn: string }) => check.dueOn) : reply.body.error
  }
  expect(await on('2026-03-21', '2026-03-30')).toBe('plan.nothing_to_draw')
  expect(await on('2026-03-20', '2026-03-20')).toEqual(['2026-03-20'])
  expect(await on('2026-03-31', '2026-03-31')).toEqual(['2026-03-31'])
})

test('PL-42 what a look found is entered once, with its reason; the institution sees it and is told', async () => {
  const { person, clerk, inspector, auditor, planId } = await campaign()
  const at = await prove(person, clerk, planId, '完成导诊台改造')
  const { drawId } = (await api(world, clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 1 })).body
  const check = `/plans/${planId}/draws/${drawId}/checks/${at.split('/').slice(2).join('/')}`
  expect(await api(world, inspector).post(check, { outcome: 'not_confirmed' })).toMatchObject({ status: 400, body: { error: 'plan.check_remark_missing' } })
  expect(await api(world, auditor).post(check, { outcome: 'confirmed' })).toMatchObject({ status: 403 })
  expect(await api(world, inspector).post(check, { outcome: 'not_confirmed', remark: '现场没有导诊台' })).toMatchObject({ status: 200, body: { notConfirmed: 1, open: 0, checks: [{ outcome: 'not_confirmed', blocked: { enter: 'plan.check_done' } }] } })
  expect(await api(world, inspector).post(check, { outcome: 'confirmed' })).toMatchObject({ status: 409, body: { error: 'plan.check_done' } })
  const view = (await api(world, person).get(at)).body
  expect(view).toMatchObject({ verdict: 'met', checks: [{ outcome: 'not_confirmed', remark: '现场没有导诊台', seed: expect.any(String) }] })
  expect((await api(world, person).get('/notices')).body.rows.map((row: { topic: string }) => row.topic)).toContain('plan.check_not_confirmed')
  expect(await api(world, clerk).post(`${at}/override`, { verdict: 'unmet', reason: '抽查现场没有' })).toMatchObject({ body: { verdict: 'unmet' } })
})

test("PL-41 another region's draws do not exist", async () => {
  const { clerk, planId, person } = await campaign()
  const foreign = await campaign()
  await prove(person, clerk, planId, '完成导诊台改造')
  const { drawId } = (await api(world, clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 1 })).body
  expect(await api(world, foreign.clerk).get(`/plans/${planId}/draws/${drawId}`)).toMatchObject({ status: 404 })
  expect((await api(world, foreign.clerk).post(`/plans/${planId}/draws`, { population: 'evidence_met', size: 1 })).body.error).toBe('plan.nothing_to_draw')
})
