import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { runLaunch } from '../plan/commands/launch.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const parent = '云溪县门诊服务提升方案\n\n一、工作任务\n（一）规范门诊巡查。各医院必须每周开展一次门诊服务巡查，建立巡查台账并在院内公示结果。\n（二）公开收费标准。各医院2026年3月20日前在门诊大厅公开常用项目收费标准，价格调整后及时更新。\n（三）完善停车管理。各医院增设车位并安排专人疏导，停车等候时间不超过15分钟。\n二、工作要求\n（一）各单位2026年3月10日前报送本单位实施方案。\n'
const faithful = `本院${parent.slice(parent.indexOf('门诊服务'))}`
const weak = '本院门诊服务提升方案\n一、任务\n（一）规范门诊巡查。各科室鼓励每月开展一次门诊服务巡查，建立巡查台账并在院内公示结果。\n（二）完善停车管理。各科室增设车位并安排专人疏导，停车等候时间不超过30分钟。\n'

let region = 990300
async function campaign() {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await newInstitution(world, { regionCode })
  const outside = await newInstitution(world, { regionCode })
  const clerk = await commission.person('commission_clerk')
  const draft = await api(world, clerk).upload('/drafts', [{ name: 'plan.txt', bytes: parent }])
  const launched = await api(world, clerk).post('/plans', { draftId: draft.body.draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02' })
  expect(launched).toMatchObject({ status: 200 })
  await runLaunch(world.platform, launched.body.planId)
  return { clerk, hospital, outside, planId: String(launched.body.planId), person: await hospital.person('institution_clerk') }
}

test('CP-1, CP-2 and CP-3 what is filed is compared with the plan at once', async () => {
  const { clerk, planId, person } = await campaign()
  const filed = await api(world, person).upload(`/plans/${planId}/childplans`, [{ name: '本院方案.txt', bytes: weak }])
  expect(filed).toMatchObject({ status: 200 })
  const seen = await api(world, clerk).get(`/childplans/${filed.body.institutionId}/${filed.body.childplanId}`)
  const of = (word: string) => seen.body.coverage.find((each: { title: string }) => each.title.includes(word))
  expect(of('巡查')).toMatchObject({ verdict: 'weakened' })
  expect(of('巡查').weaknesses.map((each: { code: string }) => each.code)).toEqual(expect.arrayContaining(['cadence_sparser', 'softer_words']))
  expect(of('收费')).toMatchObject({ verdict: 'dropped', childText: null })
  expect(of('停车').weaknesses.map((each: { code: string }) => each.code)).toContain('target_lower')
})

test('the list shows who is missing, whose plan lacks something, and what was late', async () => {
  const { clerk, planId, person } = await campaign()
  expect((await api(world, clerk).get(`/childplans?planId=${planId}`)).body.rows).toMatchObject([{ state: 'missing', dueOn: '2026-03-10', late: false }])
  await api(world, person).upload(`/plans/${planId}/childplans`, [{ name: '本院方案.txt', bytes: faithful }])
  const [row] = (await api(world, clerk).get(`/childplans?planId=${planId}`)).body.rows
  expect(row).toMatchObject({ state: 'filed', revision: 1, dropped: 0, late: false })
})

test('CP-4 and CP-5 returned, filed again, accepted; an accepted one stays', async () => {
  const { clerk, planId, person } = await campaign()
  const file = () => api(world, person).upload(`/plans/${planId}/childplans`, [{ name: '本院方案.txt', bytes: faithful }])
  const first = (await file()).body
  const at = `/childplans/${first.institutionId}/${first.childplanId}`
  expect(await api(world, clerk).post(`${at}/return`, { remark: '缺少时间安排，请补充' })).toMatchObject({ status: 200, body: { state: 'returned' } })
  const second = (await file()).body
  const again = `/childplans/${second.institutionId}/${second.childplanId}`
  expect(await api(world, clerk).post(`${again}/acceptance`, {})).toMatchObject({ body: { state: 'accepted', revision: 2, earlier: [{ revision: 1, state: 'returned' }] } })
  expect(await file()).toMatchObject({ status: 409, body: { error: 'childplan.accepted_already' } })
  expect(await api(world, clerk).post(`${at}/acceptance`, {})).toMatchObject({ status: 409, body: { error: 'childplan.not_filed' } })
  expect((await api(world, person).get(`${again}/file`)).raw.toString()).toBe(faithful)
})

test('who takes no part files nothing, and reads nobody else', async () => {
  const { planId, person, outside } = await campaign()
  const stranger = await outside.person('institution_clerk')
  expect(await api(world, stranger).upload(`/plans/${planId}/childplans`, [{ name: 'x.txt', bytes: faithful }])).toMatchObject({ status: 409, body: { error: 'childplan.not_a_participant' } })
  const filed = (await api(world, person).upload(`/plans/${planId}/childplans`, [{ name: '本院方案.txt', bytes: faithful }])).body
  expect(await api(world, stranger).get(`/childplans/${filed.institutionId}/${filed.childplanId}`)).toMatchObject({ status: 404 })
  expect(await api(world, person).upload(`/plans/${planId}/childplans`, [{ name: 'x.txt', bytes: '只有一句话，没有编号。' }])).toMatchObject({ status: 422 })
})

test('two filings at once are two revisions, never one twice', async () => {
  const { planId, person } = await campaign()
  const answers = await Promise.all(Array.from({ length: 3 }, () => api(world, person).upload(`/plans/${planId}/childplans`, [{ name: '本院方案.txt', bytes: faithful }])))
  expect(answers.filter((answer) => answer.status === 200).length).toBeGreaterThan(0)
  const rows = await arrange(world, async ({ tx }) => tx.selectFrom('childplan').select(['revision', 'state']).where('plan_id', '=', planId).orderBy('revision').execute())
  expect(new Set(rows.map((row) => row.revision)).size).toBe(rows.length)
  expect(rows.filter((row) => row.state === 'filed')).toHaveLength(1)
})
