import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { fileAt, makeMove, newHouse, pathOf, type House } from './fixtures.ts'

let world: World
let house: House
beforeAll(async () => {
  world = await newWorld()
  house = await newHouse(world)
}, 120_000)
afterAll(() => world.close())

const status = (replies: readonly { status: number }[]) => replies.map((each) => each.status)

test('MT-12 a transfer moves the work only when it is taken; a refusal returns it with its reason, two are told to the head', async () => {
  const filed = await fileAt(world, house)
  expect(filed).toMatchObject({ number: expect.stringMatching(/^TS-2026-\d{5}$/), receiptCode: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/), repeated: false })
  const accepted = await makeMove(world, house.officer, filed, 'accept')
  expect(accepted.body).toMatchObject({ state: 'accepted', acceptedInTime: true, deadline: { code: 'complaint.investigated', dueOn: '2026-03-09' } })
  const { surgery, pharmacy } = house.departments
  const offered = await makeMove(world, house.officer, filed, 'offer', { departmentId: surgery, text: '请核实候诊情况' })
  expect(offered.body).toMatchObject({ state: 'offered', holderDepartmentId: null, offeredDepartmentId: surgery, first: { department: null } })
  expect(await makeMove(world, house.pharmacist, filed, 'take')).toMatchObject({ status: 404 })
  const refused = await makeMove(world, house.surgeon, filed, 'refuse', { reason: 'not-ours', text: '挂号不归我科' })
  expect(refused).toMatchObject({ status: 200, body: { state: 'accepted', refusals: 1 } })
  expect((await api(world, house.surgeon).get(pathOf(filed))).status).toBe(404)
  const back = await api(world, house.officer).get(pathOf(filed))
  expect(back.body).toMatchObject({ state: 'accepted', refusals: 1, offeredDepartmentId: null })
  expect(back.body.timeline.at(-1)).toMatchObject({ move: 'refuse', words: '挂号不归我科', facts: expect.arrayContaining([expect.objectContaining({ value: expect.objectContaining({ zh: '不属于本科室职责' }) })]) })
  expect(status([await makeMove(world, house.officer, filed, 'offer', { departmentId: surgery, text: '再次转办' }), await makeMove(world, house.surgeon, filed, 'refuse', { reason: 'another', text: '应由药剂科办理' })])).toEqual([200, 200])
  expect((await api(world, house.head).get(pathOf(filed))).body).toMatchObject({ refusals: 2, state: 'accepted' })
  const designated = await makeMove(world, house.head, filed, 'designate', { departmentId: pharmacy, text: '由药剂科办理' })
  expect(designated.body).toMatchObject({ state: 'handling', holderDepartmentId: pharmacy })
})

test('MT-8 with two departments joined five working days become ten, over the holiday, as a step with its reason', async () => {
  const filed = await fileAt(world, house, { title: '术后用药与检查结果不一致' })
  const { surgery, pharmacy, radiology } = house.departments
  await makeMove(world, house.officer, filed, 'accept')
  await makeMove(world, house.officer, filed, 'offer', { departmentId: surgery, text: '请办理' })
  const taken = await makeMove(world, house.surgeon, filed, 'take', { staffId: house.doctor.staffId })
  expect(taken.body).toMatchObject({ state: 'handling', handlerStaffId: house.doctor.staffId, deadline: { code: 'complaint.investigated', dueOn: '2026-03-09' } })
  const joined = await makeMove(world, house.surgeon, filed, 'join', { departmentIds: [pharmacy, radiology], text: '涉及用药和影像' })
  expect(joined.body).toMatchObject({ joined: 2, joinedReason: '涉及用药和影像', deadline: { code: 'complaint.several-departments', dueOn: '2026-03-16' } })
  expect(joined.body.timeline.at(-1).facts).toContainEqual({ label: { zh: '到期日', en: 'Due' }, value: { zh: '2026-03-09 → 2026-03-16', en: '2026-03-09 → 2026-03-16' } })
  expect((await makeMove(world, house.doctor, filed, 'draft', { publicText: '已核实', verdict: 'partly' })).body).toMatchObject({ error: 'matter.parts_open' })
  await makeMove(world, house.pharmacist, filed, 'part', { text: '用药按医嘱，说明不足' })
  expect((await makeMove(world, house.pharmacist, filed, 'part', { text: '再交一次' })).body).toMatchObject({ error: 'matter.part_answered' })
  await makeMove(world, house.radiologist, filed, 'part', { text: '报告已复核' })
  const drafted = await makeMove(world, house.doctor, filed, 'draft', { publicText: '经核实，部分属实，已改进。', verdict: 'partly', responsible: [{ name: '外科值班组' }] })
  expect(drafted.body).toMatchObject({ state: 'drafted', verdict: 'partly', responsible: [{ staffId: null, name: '外科值班组' }] })
  expect((await makeMove(world, house.doctor, filed, 'approve')).body).toMatchObject({ error: 'matter.not_yours_to_move' })
  const answered = await makeMove(world, house.officer, filed, 'approve')
  expect(answered.body).toMatchObject({ state: 'answered', phase: 'settled', answeredInTime: true, answer: '经核实，部分属实，已改进。' })
})
