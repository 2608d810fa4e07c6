import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { runLaunch } from '../plan/commands/launch.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const plan = '门诊服务提升方案\n\n一、工作任务\n（一）各医院3月20日前公开收费标准。\n附件：领导小组名单\n\n附件\n\n领导小组名单\n\n组  长：\t方  远\t卫健委主任\n副组长：\t白  露\t卫健委副主任\n成  员：\t顾  安\t县人民医院院长\n'

let region = 990400
async function stage() {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode })
  const hospital = await newInstitution(world, { regionCode })
  const other = await newInstitution(world, { regionCode })
  const clerk = await commission.person('commission_clerk')
  const draft = await api(world, clerk).upload('/drafts', [{ name: 'plan.txt', bytes: plan }])
  const planId: string = (await api(world, clerk).post('/plans', { draftId: draft.body.draftId, revision: 1, institutionIds: [hospital.institutionId, other.institutionId], startsOn: '2026-03-02' })).body.planId
  await runLaunch(world.platform, planId)
  const [row] = (await api(world, clerk).get(`/groups?planId=${planId}`)).body.rows
  return { commission, hospital, other, clerk, planId, at: `/groups/${row.institutionId}/${row.id}`, person: await hospital.person('institution_clerk') }
}

test('the roster of the document becomes the leading group when the plan is launched, and institutions read it', async () => {
  const { at, person } = await stage()
  const group = await api(world, person).get(at)
  expect(group.body.members.map((member: { role: string; name: string; postTitle: string }) => `${member.role} ${member.name} ${member.postTitle}`)).toEqual(['组长 方远 卫健委主任', '副组长 白露 卫健委副主任', '成员 顾安 县人民医院院长'])
  expect(group.body.blocked).toEqual({ change: 'group.not_the_office', ask: null })
})

test('GR-3 a successor takes the seat; the one who left stays on record', async () => {
  const { at, clerk, person } = await stage()
  const [first] = (await api(world, clerk).get(at)).body.members
  const changed = await api(world, clerk).post(`${at}/members/${first.id}/successor`, { successor: { name: '沈竹', postTitle: '' } })
  expect(changed.body.members.filter((member: { toOn: string | null }) => member.toOn === null).map((member: { name: string }) => member.name)).toContain('沈竹')
  expect(changed.body.members.find((member: { name: string }) => member.name === '方远')).toMatchObject({ toOn: '2026-03-02' })
  expect(await api(world, clerk).post(`${at}/members/${first.id}/successor`, { successor: null })).toMatchObject({ status: 409, body: { error: 'group.member_left' } })
  expect((await api(world, person).post(`${at}/members`, { role: '成员', name: '某某' })).status).toBe(403)
})

test('CON-1 and CON-2 asked, convened, decided; the decision is a duty of the hospital it names and of no other', async () => {
  const { at, clerk, person, hospital, other } = await stage()
  const asked = await api(world, person).post(`${at}/consults`, { question: '停车位不足，如何统筹？' })
  expect(asked).toMatchObject({ status: 200, body: { state: 'asked', version: 1 } })
  const consult = `/consults/${asked.body.institutionId}/${asked.body.id}`
  expect((await api(world, person).post(`${consult}/meeting`, { meetingOn: '2026-03-02', place: '会议室', version: 1 })).status).toBe(404)
  expect(await api(world, clerk).post(`${consult}/decision`, { attendees: '甲', minutes: '讨论记录', decision: '同意共享', version: 1 })).toMatchObject({ status: 409, body: { error: 'consult.not_convened' } })
  await api(world, clerk).post(`${consult}/meeting`, { meetingOn: '2026-03-02', place: '会议室', version: 1 })
  expect(await api(world, clerk).post(`${consult}/meeting`, { meetingOn: '2026-03-03', place: '会议室', version: 1 })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  const decided = await api(world, clerk).post(`${consult}/decision`, { attendees: '甲、乙', minutes: '讨论记录', decision: '同意共享车位', duties: [{ text: '签订车位共享协议', dueOn: '2026-03-27', institutionIds: [hospital.institutionId] }], version: 2 })
  expect(decided).toMatchObject({ status: 200, body: { state: 'decided' } })
  const texts = async (who: typeof person) => (await api(world, who).get('/due?limit=200')).body.rows.map((row: { text: string }) => row.text)
  expect(await texts(person)).toContain('签订车位共享协议')
  expect(await texts(await other.person('institution_clerk'))).not.toContain('签订车位共享协议')
  expect(await api(world, person).get(consult)).toMatchObject({ status: 200, body: { decision: '同意共享车位', blocked: { decide: 'group.not_the_office' } } })
})

test('CON-3 a declined question says why, and another institution does not see it', async () => {
  const { at, clerk, person, other } = await stage()
  const asked = (await api(world, person).post(`${at}/consults`, { question: '是否统一工作服样式？' })).body
  const consult = `/consults/${asked.institutionId}/${asked.id}`
  expect(await api(world, clerk).post(`${consult}/refusal`, { reason: '属于各单位内部事务', version: 1 })).toMatchObject({ body: { state: 'declined' } })
  expect(await api(world, clerk).post(`${consult}/refusal`, { reason: '属于各单位内部事务', version: 2 })).toMatchObject({ status: 409, body: { error: 'consult.not_open' } })
  expect((await api(world, person).get(consult)).body.declinedReason).toBe('属于各单位内部事务')
  expect((await api(world, await other.person('institution_clerk')).get(consult)).status).toBe(404)
})

test('GR-2 somebody without a seat asks nothing; an own group needs no plan', async () => {
  const { at, hospital, person } = await stage()
  expect(await api(world, await hospital.person('nurse')).post(`${at}/consults`, { question: '可以提问吗？请答复' })).toMatchObject({ status: 403, body: { error: 'group.not_a_member' } })
  const own = await api(world, person).post('/groups', { name: '本院工作专班', members: [{ role: '组长', name: '顾安' }] })
  expect(own).toMatchObject({ status: 200, body: { institutionId: hospital.institutionId } })
})
