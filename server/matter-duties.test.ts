import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../kernel/actor.ts'
import { systemActor } from '../kernel/actor.ts'
import { fileMatter } from '../modules/matter/commands/file.ts'
import { moveMatter, type MoveFile } from '../modules/matter/commands/move.ts'
import { remind } from '../modules/matter/commands/remind.ts'
import { measureValues, rebuildMeasures } from '../modules/measure/public.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from './connect.ts'
import { act } from './platform/act.ts'
import { attachmentKinds } from './platform/attachments.ts'
import { keepFile } from './platform/files.ts'
import { prepareCatalogues } from './prepare.ts'
import { api, arrange, newInstitution, newWorld, type Person, type World } from './testing/api.ts'

// Matters and the plan together: what comes in, what is answered and what slides turn duties in the same transaction.
let world: World
let region = 993700
beforeAll(async () => {
  world = await newWorld('2026-03-04T02:00:00.000Z')
  await prepareCatalogues(world.platform)
  for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
})
afterAll(() => world.close())

const duty = (kind: DutyItem['kind'], factKey: string, own = false, target: DutyItem['target'] = null): DutyItem => ({
  id: `${kind}-${factKey}`, clauseId: 'c-1', subject: '各医院', inferredSubject: false, kind, text: `${kind} ${factKey}`, due: { date: '2026-03-27', time: null, printed: '', relative: null }, cadence: null, target, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey, ...(own ? { kinds: ['commission'], role: 'commission_clerk' as const } : {}) },
})
type Party = { readonly institutionId: string; readonly regionCode: string }

async function campaign(duties: DutyItem[]) {
  world.clock.set('2026-03-04T02:00:00.000Z')
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode })
  const hospital = await newInstitution(world, { regionCode })
  const planId = await arrange(world, async (step) => {
    const draftId = await arrangeDraft(step, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(step, { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02', endsOn: '2026-03-31', graceDays: 30 })
  })
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  const clerk = await commission.person('commission_clerk')
  const verdicts = async () => {
    world.clock.advance(0)
    await arrange(world, (step) => step.tx.updateTable('session').set({ last_seen_at: step.now.toISOString() }).where('account_id', '=', clerk.accountId).execute())
    const rows = (await api(world, clerk).get(`/obligations?planId=${planId}&limit=50`)).body.rows as { text: string; verdict: string }[]
    return Object.fromEntries(rows.map((row) => [row.text, row.verdict]))
  }
  return { commission, hospital, planId, verdicts, officer: await hospital.person('complaint_officer'), quality: await hospital.person('institution_clerk'), clerk, regionCode }
}

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=', 'base64')
const actorOf = (person: Person, regionPrefix: string | null = null): Actor => ({ kind: 'staff', id: person.accountId, name: person.role, institutionId: person.institutionId, regionPrefix, roles: [person.role], posts: [{ postId: person.staffId, role: person.role, title: '', departmentId: null }] })
const file = (body: Party, kind: string, more: object = {}) => arrange(world, (step) => fileMatter(step, {
  institutionId: body.institutionId, kind, channel: kind === 'problem' ? 'self-check' : 'phone', title: '候诊太久', body: '上午九点取号，十二点还没有叫到。', category: null, place: '', departmentId: null, harm: false, author: null, accountId: null, submissionKey: step.newId(), files: [], originNumber: null, receivedAt: null, ...more,
}))
const move = (who: Actor, matter: { institutionId: string; matterId: string }, key: string, ask: object = {}, files: MoveFile[] = []) =>
  act(world.platform, who, (step) => moveMatter(step, { key: { institutionId: matter.institutionId, matterId: matter.matterId }, move: key, revision: null, ask, files, author: false }))

test('MT-30 the first matter that comes in is a use of its service; a tip is none', async () => {
  const { hospital, verdicts } = await campaign([duty('service', 'complaint-intake'), duty('service', 'problem-ledger')])
  await file(hospital, 'tip')
  expect(await verdicts()).toEqual({ 'service complaint-intake': 'due', 'service problem-ledger': 'due' })
  await file(hospital, 'suggestion')
  expect(await verdicts()).toEqual({ 'service complaint-intake': 'met', 'service problem-ledger': 'due' })
  await file(hospital, 'problem')
  expect(await verdicts()).toEqual({ 'service complaint-intake': 'met', 'service problem-ledger': 'met' })
})

test('MT-22 a kind is kept where none of it stood open beyond its limit when it was due, whatever is answered afterwards', async () => {
  const { hospital, verdicts, planId, officer } = await campaign([duty('settle', 'complaint'), duty('settle', 'enquiry')])
  const complaint = await file(hospital, 'complaint')
  const enquiry = await file(hospital, 'enquiry')
  await move(actorOf(officer), complaint, 'accept')
  await move(actorOf(officer), enquiry, 'reply', { publicText: '预约挂号可以在一楼服务台办理。' })
  expect(await verdicts()).toEqual({ 'settle complaint': 'due', 'settle enquiry': 'due' })
  world.clock.set('2026-03-28T02:00:00.000Z')
  await ruleFedPeriods(world.platform, { planId })
  expect(await verdicts()).toEqual({ 'settle complaint': 'unmet', 'settle enquiry': 'met' })
  await move(actorOf(officer), complaint, 'settle-at-once', { publicText: '已增开窗口，谢谢您。', verdict: 'substantiated' })
  await ruleFedPeriods(world.platform, { planId })
  expect(await verdicts()).toEqual({ 'settle complaint': 'unmet', 'settle enquiry': 'met' })
})

test('MT-29 ME-18 a duty of the commission about a ledger is about the ledgers of its region, and a ratio is that of its region', async () => {
  const { hospital, commission, verdicts, planId, officer, quality, clerk, regionCode } = await campaign([duty('settle', 'problem', true), duty('settle', 'finding', true), duty('settle', 'complaint', true), duty('measure', 'problem-signed-off', true)])
  const judge = actorOf(clerk, regionCode)
  await file(commission, 'suggestion')
  const signed = await file(hospital, 'problem')
  await move(actorOf(quality), signed, 'accept')
  await move(actorOf(quality), signed, 'start')
  const photo = await arrange(world, (step) => keepFile(step, { field: 'file', name: '整改后.png', bytes: png }, { ...hospital, purpose: 'matter', allowed: attachmentKinds }))
  await move(actorOf(quality), signed, 'rectify', { text: '已增设座椅二十把。' }, [{ file: photo, role: 'after' }])
  await move(actorOf(officer), signed, 'check', { text: '现场看过。' })
  await move(judge, signed, 'sign-off', { text: '现场核实已整改。' })
  await file(hospital, 'finding', { channel: 'inspection' })
  const complaint = await file(hospital, 'complaint')
  await move(actorOf(officer), complaint, 'accept')
  world.clock.set('2026-03-31T02:00:00.000Z')
  await ruleFedPeriods(world.platform, { planId })
  // The hospital's complaint is the hospital's to answer; its overdue finding is the commission's to follow.
  expect(await verdicts()).toEqual({ 'settle problem': 'met', 'settle finding': 'unmet', 'settle complaint': 'met', 'measure problem-signed-off': 'met' })
})

test('MT-22 counters of matters come out the same when they are derived from the matters again', async () => {
  const { hospital, officer } = await campaign([duty('measure', 'complaint-answered-in-time')])
  for (const verdict of ['substantiated', 'not', 'partly']) {
    const complaint = await file(hospital, 'complaint')
    await move(actorOf(officer), complaint, 'accept', { category: 'quality' })
    await move(actorOf(officer), complaint, 'settle-at-once', { publicText: '已核实并说明情况。', verdict })
  }
  const counted = await arrange(world, (step) => step.tx.selectFrom('measure_counter').select('measure_key').where('institution_id', '=', hospital.institutionId).execute())
  expect(new Set(counted.map((row) => row.measure_key))).toEqual(new Set(['complaint-answered-in-time', 'complaint-accepted-in-time', 'complaint-count', 'first-contact-kept', 'first-response-time', 'quality-complaints']))
  expect((await rebuildMeasures(world.platform, { institutionId: hospital.institutionId, check: true })).differences).toEqual([])
})

test('MT-22 a complaint that nobody answers counts against the share once the first step after its limit was taken', async () => {
  const { hospital, officer, planId, verdicts } = await campaign([duty('measure', 'complaint-answered-in-time', false, { metric: '按期办结率', comparator: '>=', value: 100, upper: null, unit: '%', printed: '' })])
  for (const answered of [true, false]) {
    const complaint = await file(hospital, 'complaint')
    await move(actorOf(officer), complaint, 'accept')
    if (answered) await move(actorOf(officer), complaint, 'settle-at-once', { publicText: '已核实并说明情况。', verdict: 'not' })
  }
  const value = async () => (await world.platform.database.read(systemActor('test'), (read) => measureValues(read, hospital.institutionId, [{ periodId: 'p', measureKey: 'complaint-answered-in-time', fromOn: '2026-03-01', toOn: '2026-03-31', dueAt: '2026-04-01T00:00:00.000Z' }]))).get('p')?.value
  expect(await value()).toBe(100)
  world.clock.set('2026-03-13T02:00:00.000Z')
  await remind(world.platform)
  expect(await value()).toBe(50)
  expect((await rebuildMeasures(world.platform, { institutionId: hospital.institutionId, check: true })).differences).toEqual([])
  world.clock.set('2026-03-28T02:00:00.000Z')
  await ruleFedPeriods(world.platform, { planId })
  expect(await verdicts()).toEqual({ 'measure complaint-answered-in-time': 'unmet' })
})
