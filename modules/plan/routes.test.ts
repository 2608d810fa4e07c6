import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { runLaunch } from './commands/launch.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { createDraftFrom } from '../reader/public.ts'
import { understand } from '../reader/rules/draft/understand.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

type Body = Awaited<ReturnType<typeof newInstitution>>
let region = 990200

/** A commission with two hospitals in a region of its own, and a plan running on them. */
async function campaign(given: { launch?: boolean } = {}) {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const one = await newInstitution(world, { kind: 'general', regionCode })
  const two = await newInstitution(world, { kind: 'township', regionCode })
  const clerk = await commission.person('commission_clerk')
  const head = await commission.person('commission_head')
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode }))
  const ask = { draftId, revision: 1, institutionIds: [one.institutionId, two.institutionId], startsOn: '2026-03-02' }
  const launched = await api(world, clerk).post('/plans', ask)
  expect(launched).toMatchObject({ status: 200 })
  const planId: string = launched.body.planId
  if (given.launch !== false) expect(await runLaunch(world.platform, planId)).toBe('ready')
  return { commission, one, two, clerk, head, planId, draftId, ask, regionCode }
}

const due = async (person: Person, planId: string) => (await api(world, person).get(`/due?planId=${planId}&limit=200`)).body.rows as { periodId: string; institutionId: string; text: string; dueOn: string; verdict: string; step: string }[]
const find = async (person: Person, planId: string, text: string, dueOn?: string) => {
  const row = (await due(person, planId)).find((each) => each.text === text && (dueOn === undefined || each.dueOn === dueOn))
  if (row === undefined) throw new Error(`nothing is due with ${text}`)
  return `/obligations/${row.institutionId}/${row.periodId}`
}
const pdf = (text: string) => ({ name: '证明.pdf', bytes: `%PDF-1.4 ${text}` })
const institutionClerk = (body: Body) => body.person('institution_clerk')

test('PL-13 a launch gives every institution the same obligations, due by date, by rhythm, or at the end of the phase', async () => {
  const { one, planId, clerk } = await campaign()
  const person = await institutionClerk(one)
  const rows = await due(person, planId)
  expect(rows.map((row) => `${row.dueOn} ${row.text}`)).toEqual([
    '2026-03-02 报送进展', '2026-03-09 报送进展', '2026-03-16 报送进展', '2026-03-20 完成导诊台改造', '2026-03-23 报送进展', '2026-03-30 报送进展', '2026-03-31 公开服务价格', '2026-03-31 设立便民服务台',
  ])
  const progress = await api(world, clerk).get(`/plans/${planId}/launch`)
  expect(progress.body).toMatchObject({ state: 'running', institutions: 2, ready: 2, obligations: 16 })
  const plan = await api(world, person).get(`/plans/${planId}`)
  expect(plan.body).toMatchObject({ participants: 2, counts: { met: 0, due: 8, overdue: 0 } })
})

test('the whole way: hand in, return, hand in again, accept; the board follows on both sides', async () => {
  const { one, clerk, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '完成导诊台改造')
  const sent = await api(world, person).upload(`${at}/evidence`, [pdf('第一版')], { note: '照片见附件' })
  expect(sent).toMatchObject({ status: 200, body: { verdict: 'due', why: { code: 'waiting' }, evidence: [{ revision: 1, state: 'submitted', late: false }] } })
  const waiting = await api(world, clerk).get('/evidence/waiting')
  expect(waiting.body.rows).toHaveLength(1)
  expect(await api(world, clerk).post(`${at}/evidence/1/return`, { remark: '请补充照片日期' })).toMatchObject({ status: 200, body: { why: { code: 'returned' } } })
  expect((await due(person, planId)).find((row) => row.text === '完成导诊台改造')).toMatchObject({ step: 'resubmit' })
  expect(await api(world, person).upload(`${at}/evidence`, [pdf('第二版')])).toMatchObject({ status: 200 })
  expect(await api(world, clerk).post(`${at}/evidence/2/acceptance`, {})).toMatchObject({ status: 200, body: { verdict: 'met', why: { code: 'accepted' }, verifiedAt: expect.any(String) } })
  expect((await api(world, person).get(at)).body).toMatchObject({ verdict: 'met', blocked: { submit: 'plan.settled_already' } })
  const board = await api(world, clerk).get(`/plans/${planId}/board`)
  const cells = board.body.institutions.find((each: { id: string }) => each.id === one.institutionId).cells as number[]
  expect(cells.slice(0, 7)).toEqual([0, 1, 0, 0, 0, 0, 1])
  const week = await api(world, person).get(`/plans/${planId}/board?bucket=2026-03-16`)
  expect(week.body.institutions).toHaveLength(1)
  expect(week.body.institutions[0].cells).toEqual([0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 2])
})

test('PL-20 the board turns with the hour, without any obligation being touched', async () => {
  world.clock.set('2026-03-02T15:30:00.000Z')
  const { clerk, planId, one } = await campaign()
  const bucket = '2026-03-02'
  const cellOf = async () => ((await api(world, clerk).get(`/plans/${planId}/board?bucket=${bucket}`)).body.institutions.find((each: { id: string }) => each.id === one.institutionId).cells as number[]).slice(1, 6)
  expect(await cellOf()).toEqual([0, 1, 0, 0, 0])
  world.clock.set('2026-03-02T16:00:00.000Z')
  expect(await cellOf()).toEqual([0, 0, 1, 0, 0])
  const person = await institutionClerk(one)
  const listed = await api(world, person).get(`/obligations?planId=${planId}&verdict=overdue`)
  expect(listed.body.rows).toHaveLength(1)
  expect(listed.body.rows[0]).toMatchObject({ dueOn: '2026-03-02', verdict: 'overdue' })
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('PL-5 late is late: accepted, but handed in after the due time', async () => {
  world.clock.set('2026-03-02T15:30:00.000Z')
  const { one, clerk, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '报送进展', '2026-03-02')
  world.clock.set('2026-03-02T16:00:00.000Z')
  expect(await api(world, person).upload(`${at}/evidence`, [pdf('迟到')])).toMatchObject({ body: { verdict: 'overdue', why: { code: 'waiting_late' } } })
  expect(await api(world, clerk).post(`${at}/evidence/1/acceptance`)).toMatchObject({ body: { verdict: 'unmet', why: { code: 'late' }, verifiedAt: expect.any(String) } })
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('PL-32 what is handed in carries the time of the server, whatever the request says', async () => {
  const { one, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '完成导诊台改造')
  const sent = await api(world, person).upload(`${at}/evidence`, [pdf('时间')], { submittedAt: '2020-01-01T00:00:00.000Z' })
  expect(sent.body.evidence[0].submittedAt).toBe(world.clock.now().toISOString())
})

test('an action sent twice with one key is done once', async () => {
  const { one, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '完成导诊台改造')
  const key = { 'idempotency-key': randomUUID() }
  const first = await api(world, person).upload(`${at}/evidence`, [pdf('一次')], {}, key)
  const again = await api(world, person).upload(`${at}/evidence`, [pdf('一次')], {}, key)
  expect([first.status, again.status]).toEqual([200, 200])
  expect(again.body.evidence).toHaveLength(1)
})

test('a second launch of the same draft is refused, and a stale revision too', async () => {
  const { clerk, ask } = await campaign()
  expect(await api(world, clerk).post('/plans', ask)).toMatchObject({ status: 409, body: { error: 'plan.draft_not_launchable' } })
})

test("another institution's obligation does not exist, and cannot be answered for", async () => {
  const { one, two, planId } = await campaign()
  const person = await institutionClerk(one)
  const stranger = await institutionClerk(two)
  const at = await find(person, planId, '完成导诊台改造')
  expect(await api(world, stranger).get(at)).toMatchObject({ status: 404 })
  expect(await api(world, stranger).upload(`${at}/evidence`, [pdf('x')])).toMatchObject({ status: 404 })
  expect(await api(world, await one.person('doctor')).upload(`${at}/evidence`, [pdf('x')])).toMatchObject({ status: 403, body: { error: 'plan.not_my_duty' } })
  expect(await api(world, person).post(`${at}/evidence/1/acceptance`)).toMatchObject({ status: 403 })
})

test('a launch run twice, or killed between two batches, makes no obligation twice', async () => {
  const { planId, clerk } = await campaign({ launch: false })
  const outcomes = await Promise.all([runLaunch(world.platform, planId), runLaunch(world.platform, planId, { batches: 1 })])
  expect(outcomes).toContain('ready')
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  expect((await api(world, clerk).get(`/plans/${planId}/launch`)).body).toMatchObject({ ready: 2, obligations: 16 })
})

test('a launch can be stopped and goes on later', async () => {
  const { planId, clerk } = await campaign({ launch: false })
  expect(await api(world, clerk).post(`/plans/${planId}/launch/stop`)).toMatchObject({ status: 200, body: { state: 'stopped' } })
  expect(await runLaunch(world.platform, planId)).toBe('stopped')
  expect(await api(world, clerk).post(`/plans/${planId}/launch/stop`)).toMatchObject({ status: 409, body: { error: 'plan.not_launching' } })
  expect((await api(world, clerk).get('/next-steps')).body.steps).toContainEqual(expect.objectContaining({ code: 'finish_launch', planId }))
  expect(await api(world, clerk).post(`/plans/${planId}/launch/resume`)).toMatchObject({ status: 200, body: { state: 'launching' } })
  expect(await runLaunch(world.platform, planId)).toBe('ready')
})

test('the same file for another week is shown to the institution, for another institution only to the commission', async () => {
  const { one, two, planId, clerk } = await campaign()
  const [first, second] = [await institutionClerk(one), await institutionClerk(two)]
  const [a, b, c] = [await find(first, planId, '报送进展', '2026-03-02'), await find(first, planId, '完成导诊台改造'), await find(second, planId, '完成导诊台改造')]
  for (const [person, at] of [[first, a], [first, b], [second, c]] as const) expect(await api(world, person).upload(`${at}/evidence`, [pdf('同一份')])).toMatchObject({ status: 200 })
  expect((await api(world, first).get(b)).body.evidence[0].files[0].usedElsewhere).toHaveLength(1)
  expect((await api(world, second).get(c)).body.evidence[0].files[0].usedElsewhere).toEqual([])
  expect((await api(world, clerk).get(c)).body.evidence[0].files[0].usedElsewhere).toHaveLength(2)
})

test('PL-25 a waiver carries its reason, stands above the facts, and can be taken back', async () => {
  const { one, clerk, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '设立便民服务台')
  expect(await api(world, clerk).post(`${at}/override`, { verdict: 'waived', reason: '该机构没有门诊' })).toMatchObject({ status: 200, body: { verdict: 'waived', why: { code: 'override' } } })
  expect(await api(world, clerk).post(`${at}/override`, { verdict: 'met', reason: '再来一次看看' })).toMatchObject({ status: 409, body: { error: 'plan.override_exists' } })
  expect(await api(world, person).upload(`${at}/evidence`, [pdf('x')])).toMatchObject({ status: 409 })
  expect(await api(world, clerk).post(`${at}/override/revocation`, { reason: '已经设立门诊' })).toMatchObject({ status: 200, body: { verdict: 'due', overrides: [{ revokedReason: '已经设立门诊' }] } })
  expect(await api(world, person).post(`${at}/override`, { verdict: 'met', reason: '自己认定一下' })).toMatchObject({ status: 403 })
})

test('PL-26 an extension is given once and before the date has passed', async () => {
  const { one, clerk, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '完成导诊台改造')
  expect(await api(world, clerk).post(`${at}/extension`, { dueOn: '2026-03-10', reason: '太早了不行' })).toMatchObject({ status: 400 })
  const extended = await api(world, clerk).post(`${at}/extension`, { dueOn: '2026-04-10', reason: '设备晚到货' })
  expect(extended).toMatchObject({ status: 200, body: { dueOn: '2026-04-10', extensionReason: '设备晚到货' } })
  expect(extended.body.explanation.zh).toContain('由2026年3月20日')
  expect(await api(world, clerk).post(`${at}/extension`, { dueOn: '2026-05-10', reason: '再次延期' })).toMatchObject({ status: 409, body: { error: 'plan.extension_used' } })
})

test('PL-20 PL-26 an extension reaches the board: past the old due time it is still due, past the new one overdue', async () => {
  const { one, clerk, planId } = await campaign()
  const at = await find(await institutionClerk(one), planId, '完成导诊台改造')
  expect(await api(world, clerk).post(`${at}/extension`, { dueOn: '2026-03-22', reason: '设备晚到货' })).toMatchObject({ status: 200 })
  const stands = async (now: string) => {
    world.clock.set(now)
    await arrange(world, (each) => each.tx.updateTable('session').set({ last_seen_at: each.now.toISOString() }).execute())
    const counts = async (bucket: string) => ((await api(world, clerk).get(`/plans/${planId}/board?bucket=${bucket}`)).body.institutions.find((each: { id: string }) => each.id === one.institutionId).cells as number[]).slice(1, 4)
    return [await counts('2026-03-16'), await counts('all')]
  }
  expect(await stands('2026-03-21T01:00:00.000Z')).toEqual([[0, 1, 0], [0, 1, 0]])
  expect(await stands('2026-03-22T16:00:00.000Z')).toEqual([[0, 0, 1], [0, 0, 1]])
  world.clock.set('2026-03-02T01:00:00.000Z')
})

test('PL-27 a phase is closed only when nothing in it is open, and only the head opens it again', async () => {
  const { clerk, head, planId } = await campaign()
  const phase = (await api(world, clerk).get(`/plans/${planId}`)).body.phases[0]
  const refused = await api(world, clerk).post(`/plans/${planId}/phases/${phase.id}/close`)
  expect(refused).toMatchObject({ status: 409, body: { error: 'plan.open_obligations' } })
  const open = await api(world, clerk).get(`/plans/${planId}/phases/${phase.id}/open`)
  for (const row of open.body.rows) expect(await api(world, clerk).post(`/obligations/${row.institutionId}/${row.periodId}/override`, { verdict: 'waived', reason: '测试豁免' })).toMatchObject({ status: 200 })
  expect(await api(world, clerk).post(`/plans/${planId}/phases/${phase.id}/close`)).toMatchObject({ status: 200, body: { phases: [{ closedAt: expect.any(String) }] } })
  expect(await api(world, clerk).post(`/plans/${planId}/phases/${phase.id}/reopen`, { reason: '需要重新打开' })).toMatchObject({ status: 403 })
  expect(await api(world, head).post(`/plans/${planId}/phases/${phase.id}/reopen`, { reason: '需要重新打开' })).toMatchObject({ status: 200, body: { phases: [{ closedAt: null, reopenedReason: '需要重新打开' }] } })
})

test('PL-23 evidence is taken back only before a decision', async () => {
  const { one, clerk, planId } = await campaign()
  const person = await institutionClerk(one)
  const at = await find(person, planId, '公开服务价格')
  expect(await api(world, person).upload(`${at}/evidence`, [], { link: 'https://example.org/prices' })).toMatchObject({ status: 200 })
  expect(await api(world, person).upload(`${at}/evidence`, [pdf('x')])).toMatchObject({ status: 409, body: { error: 'plan.evidence_waiting' } })
  expect(await api(world, person).post(`${at}/evidence/1/withdrawal`)).toMatchObject({ status: 200, body: { claimedAt: null } })
  expect(await api(world, clerk).post(`${at}/evidence/1/acceptance`)).toMatchObject({ status: 409, body: { error: 'plan.evidence_decided' } })
  expect(await api(world, person).upload(`${at}/evidence`, [])).toMatchObject({ status: 400, body: { error: 'plan.evidence_missing' } })
  expect(await api(world, person).upload(`${at}/evidence`, [{ name: '证明.pdf', bytes: 'MZ not a pdf' }])).toMatchObject({ status: 415 })
})

test('PL-48 a plan made from a template keeps which one it was; one from a document keeps none', async () => {
  const { planId, clerk, commission, regionCode, one } = await campaign()
  expect((await api(world, clerk).get(`/plans/${planId}`)).body.template).toBeNull()
  const template = { templateId: 'better-service', version: 2, sha256: 'b'.repeat(64) }
  const actor: Actor = { kind: 'staff', id: clerk.accountId, name: '经办', institutionId: commission.institutionId, regionPrefix: regionCode, roles: ['commission_clerk'], posts: [] }
  const draftId = await act(world.platform, actor, (each) => createDraftFrom(each, { understanding: understand(someReading, new Map()), source: template, fileName: '改善服务' }))
  const launched = await api(world, clerk).post('/plans', { draftId, revision: 1, institutionIds: [one.institutionId], startsOn: '2026-03-02' })
  expect((await api(world, clerk).get(`/plans/${launched.body.planId}`)).body).toMatchObject({ template, title: someReading.title })
})
