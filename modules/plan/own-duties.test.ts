import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { arrangeDraft, someReading } from '../reader/fixtures.ts'
import { ruleFedPeriods } from './commands/fed-periods.ts'
import { runLaunch } from './commands/launch.ts'
import { planServices, registerFactSource } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let city = 9950

/** A county's campaign in which the commission owes one task of its own; a city's commission stands above it. */
async function campaign(given: { withCommission?: boolean } = {}) {
  city += 1
  const regionCode = `${city}21`
  const above = await newInstitution(world, { kind: 'commission', regionCode: `${city}00`, regionPrefix: String(city) })
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await newInstitution(world, { kind: 'general', regionCode })
  const [clerk, head, inspector] = [await commission.person('commission_clerk'), await commission.person('commission_head'), await commission.person('inspector')]
  const draftId = await arrange(world, (act) =>
    arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading, (understanding) => ({
      ...understanding,
      duties: understanding.duties.map((duty) => (duty.text === '完成导诊台改造' ? { ...duty, text: '每季度通报一次', settings: { ...duty.settings, kinds: ['commission'], role: 'inspector' } } : duty)),
    })),
  )
  const preview = (await api(world, clerk).get(`/drafts/${draftId}/launch-preview?startsOn=2026-03-02`)).body
  const ask = { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02', ...given }
  const planId: string = (await api(world, clerk).post('/plans', ask)).body.planId
  expect(await runLaunch(world.platform, planId)).toBe('ready')
  return { above, commission, hospital, clerk, head, inspector, planId, preview, regionCode }
}

const due = async (person: Person, everyRole = false) => (await api(world, person).get(`/due?limit=100&everyRole=${everyRole}`)).body.rows as { text: string; institutionId: string; periodId: string }[]
const pdf = [{ name: '通报.pdf', bytes: '%PDF-1.4 x' }]

test('PL-37 the commission takes part with its own duties alone, and they stand on the board in a row of their own', async () => {
  const { commission, hospital, clerk, inspector, planId, preview } = await campaign()
  expect(preview).toMatchObject({ ownDuties: 1 })
  expect(preview.perKind).toContainEqual({ kind: 'commission', level: null, institutions: 1, obligationsEach: 1 })
  expect((await due(inspector)).map((row) => row.text)).toEqual(['每季度通报一次'])
  expect(await due(clerk)).toEqual([])
  expect((await due(clerk, true)).map((row) => row.text)).toEqual(['每季度通报一次'])
  expect((await due(await hospital.person('institution_head'))).map((row) => row.text)).not.toContain('每季度通报一次')
  const board = (await api(world, clerk).get(`/plans/${planId}/board`)).body
  expect(board.institutions.map((row: { id: string; kind: string }) => [row.id, row.kind])).toEqual([[commission.institutionId, 'commission'], [hospital.institutionId, 'general']])
  expect(board.institutions[0].cells).toHaveLength(7)
  expect((await api(world, clerk).get(`/plans/${planId}/launch`)).body).toMatchObject({ institutions: 2, ready: 2 })
})

test('PL-37 a clerk may leave the commission out', async () => {
  const { clerk, inspector, planId } = await campaign({ withCommission: false })
  expect((await api(world, clerk).get(`/plans/${planId}`)).body).toMatchObject({ participants: 1 })
  expect(await due(inspector)).toEqual([])
})

test('PL-24 PL-37 nobody decides on the evidence of their own body or sets its verdict; the commission above does', async () => {
  const { above, clerk, head, inspector } = await campaign()
  const [row] = await due(inspector)
  const at = `/obligations/${row?.institutionId}/${row?.periodId}`
  expect(await api(world, inspector).upload(`${at}/evidence`, pdf)).toMatchObject({ status: 200, body: { blocked: { submit: 'plan.evidence_waiting' } } })
  expect(await api(world, clerk).post(`${at}/evidence/1/acceptance`)).toMatchObject({ status: 403 })
  for (const own of [clerk, head]) {
    expect(await api(world, own).post(`${at}/override`, { verdict: 'met', reason: '自己认定' })).toMatchObject({ status: 403 })
    expect(await api(world, own).post(`${at}/extension`, { dueOn: '2026-06-30', reason: '自己延期' })).toMatchObject({ status: 403 })
  }
  expect((await api(world, clerk).get('/evidence/waiting')).body.rows).toEqual([])
  const upper = await above.person('inspector')
  expect((await api(world, upper).get('/evidence/waiting')).body.rows).toHaveLength(1)
  expect(await api(world, upper).post(`${at}/evidence/1/acceptance`)).toMatchObject({ status: 200, body: { verdict: 'met' } })
})

test('PL-37 what the commission owes keeps no phase open; at the close it is unmet', async () => {
  const { hospital, clerk, head, inspector, planId } = await campaign()
  const [row] = await due(inspector)
  const phase = (await api(world, clerk).get(`/plans/${planId}`)).body.phases[0]
  const open = (await api(world, clerk).get(`/plans/${planId}/phases/${phase.id}/open?limit=200`)).body.rows as { institutionId: string; periodId: string }[]
  expect(new Set(open.map((each) => each.institutionId))).toEqual(new Set([hospital.institutionId]))
  for (const each of open) await api(world, clerk).post(`/obligations/${each.institutionId}/${each.periodId}/override`, { verdict: 'waived', reason: '测试免除' })
  expect(await api(world, clerk).post(`/plans/${planId}/phases/${phase.id}/close`)).toMatchObject({ status: 200 })
  const own = async () => (await api(world, clerk).get(`/obligations/${row?.institutionId}/${row?.periodId}`)).body.verdict
  expect(await own()).toBe('unmet')
  expect(await api(world, head).post(`/plans/${planId}/phases/${phase.id}/reopen`, { reason: '还要补做' })).toMatchObject({ status: 200 })
  expect(await own()).toBe('due')
})

test('PL-50 a duty of the commission to read and issue plans is carried by the launches themselves', async () => {
  registerFactSource('service', planServices)
  city += 1
  const regionCode = `${city}21`
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await newInstitution(world, { kind: 'general', regionCode })
  const clerk = await commission.person('commission_clerk')
  const draft = () =>
    arrange(world, (act) =>
      arrangeDraft(act, { institutionId: commission.institutionId, regionCode }, someReading, (understanding) => ({
        ...understanding,
        duties: understanding.duties.map((duty) => (duty.text === '报送进展' ? { ...duty, kind: 'service', text: '每周下达一份方案', settings: { ...duty.settings, kinds: ['commission'], role: 'commission_clerk', factKey: 'plan-reading', shift: 'none' } } : duty)),
      })),
    )
  const launch = async () => {
    const planId: string = (await api(world, clerk).post('/plans', { draftId: await draft(), revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02' })).body.planId
    expect(await runLaunch(world.platform, planId)).toBe('ready')
    await ruleFedPeriods(world.platform, { planId })
    return planId
  }
  const planId = await launch()
  const weeks = async () => ((await api(world, clerk).get(`/obligations?planId=${planId}&limit=100`)).body.rows as { text: string; fromOn: string; verdict: string; why: { code: string } }[]).filter((row) => row.text === '每周下达一份方案').map((row) => `${row.fromOn} ${row.verdict} ${row.why.code}`)
  expect((await weeks()).slice(0, 3)).toEqual(['2026-02-23 met service_used', '2026-03-02 met service_used', '2026-03-09 due nothing_handed_in'])
  world.clock.set('2026-03-10T01:00:00.000Z')
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).where('account_id', '=', clerk.accountId).execute())
  await launch()
  expect((await weeks())[2]).toBe('2026-03-09 met service_used')
  world.clock.set('2026-03-02T01:00:00.000Z')
})
