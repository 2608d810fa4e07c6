import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { tell } from './commands/tell.ts'
import { fileAt, makeMove, moveClock, newHouse, pathOf, type House } from './fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
}, 120_000)
beforeEach(() => moveClock(world, '2026-03-02T01:00:00.000Z'))
afterAll(() => world.close())

type Key = { readonly institutionId: string; readonly matterId: string }
const shownTo = async (person: House['officer'], key: Key) => (await api(world, person).get(pathOf(key))).status
const toldOf = async (house: House, key: Key, seq: number) => {
  await act(world.platform, systemActor('matter.tell'), (each) => tell(each, { institutionId: key.institutionId, matterId: key.matterId, seq, tells: ['officer', 'head'] }))
  const rows = await arrange(world, (each) => each.tx.selectFrom('notice').select(['institution_id as at', 'role', 'once_key as onceKey']).where('institution_id', 'in', [house.institutionId, house.commissionId]).execute())
  return rows.filter((row) => row.onceKey?.startsWith(`matter:${key.matterId}:${seq}`) === true).map((row) => `${row.at === house.commissionId ? 'commission' : 'house'} ${row.role ?? 'a person'}`)
}

test('MT-3 a head of a department named at the acceptance of a complaint never sees it: no offer reaches the department, nor a part; another one takes it', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  const accepted = await makeMove(world, house.officer, filed, 'accept', { subjectIds: [house.surgeon.staffId] })
  expect(accepted.body.subjects).toMatchObject([{ id: house.surgeon.staffId }])
  expect((await makeMove(world, house.officer, filed, 'offer', { departmentId: house.departments.surgery, text: '请办理' })).body.error).toBe('matter.subject_heads_it')
  expect(accepted.body.moves.find((each: { key: string }) => each.key === 'offer').departments.map((each: { id: string }) => each.id)).not.toContain(house.departments.surgery)
  await makeMove(world, house.officer, filed, 'offer', { departmentId: house.departments.pharmacy, text: '请办理' })
  await makeMove(world, house.pharmacist, filed, 'take')
  expect((await makeMove(world, house.officer, filed, 'join', { departmentIds: [house.departments.surgery], text: '一起核实' })).body.error).toBe('matter.subject_heads_it')
  expect([await shownTo(house.surgeon, filed), await shownTo(house.pharmacist, filed)]).toEqual([404, 200])
  const chain = await arrange(world, (each) => each.tx.selectFrom('event').select('detail').where('institution_id', '=', house.institutionId).where('subject_id', '=', filed.matterId).execute())
  expect(chain.length).toBeGreaterThan(3)
  expect(JSON.stringify(chain)).not.toContain(house.surgeon.staffId)
})

test('MT-3 MT-36 the matter is taken off a handler and a department that turn out to be whom it is about; an open part of theirs is waited for no longer', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  await makeMove(world, house.officer, filed, 'accept')
  await makeMove(world, house.officer, filed, 'offer', { departmentId: house.departments.surgery, text: '请办理' })
  await makeMove(world, house.surgeon, filed, 'take')
  await makeMove(world, house.officer, filed, 'join', { departmentIds: [house.departments.pharmacy], text: '一起核实' })
  expect((await makeMove(world, house.surgeon, filed, 'name-subjects', { subjectIds: [house.pharmacist.staffId], text: '说的是他' })).body.error).toBe('matter.not_yours_to_move')
  const named = await makeMove(world, house.officer, filed, 'name-subjects', { subjectIds: [house.surgeon.staffId, house.pharmacist.staffId], text: '来信说的是这两人' })
  expect(named.body).toMatchObject({ state: 'handling', handler: null, holderDepartment: null })
  expect(named.body.timeline.at(-1).facts[0]).toMatchObject({ label: { zh: '被反映人' } })
  expect([await shownTo(house.surgeon, filed), await shownTo(house.pharmacist, filed), await shownTo(house.doctor, filed)]).toEqual([404, 404, 404])
  expect((await makeMove(world, house.officer, filed, 'draft', { publicText: '已核实。', verdict: 'substantiated' })).body.state).toBe('drafted')
  expect((await makeMove(world, house.head, filed, 'approve')).body.state).toBe('answered')
  // Named by mistake: the one who named takes it back, with the reason on record.
  expect((await makeMove(world, house.officer, filed, 'name-subjects', { subjectIds: [], text: '弄错了人' })).body.subjects).toEqual([])
  expect([await shownTo(house.surgeon, filed), await shownTo(house.pharmacist, filed)]).toEqual([404, 200])
})

test('MT-36 a report about the discipline officer is run by the commission: it accepts, looks into it, reads the author, and a second one answers', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house, { kind: 'tip', category: 'red-envelope', title: '收红包', body: '纪检负责人自己收受红包。' })
  expect((await makeMove(world, house.director, filed, 'accept')).body.error).toBe('matter.not_yours_to_move')
  const named = await makeMove(world, house.director, filed, 'name-subjects', { subjectIds: [house.discipline.staffId], text: '举报的就是他' })
  expect(named.status).toBe(200)
  expect([await shownTo(house.discipline, filed), await shownTo(house.head, filed)]).toEqual([404, 404])
  expect(await toldOf(house, filed, 2)).toEqual(['commission commission_head'])
  for (const [person, move, ask, state] of [[house.director, 'accept', {}, 'accepted'], [house.director, 'keep', {}, 'handling'], [house.director, 'draft', { publicText: '已核查处理。', verdict: 'substantiated' }, 'drafted']] as const) expect([move, (await makeMove(world, person, filed, move, ask)).body.state]).toEqual([move, state])
  expect((await api(world, house.director).get(`${pathOf(filed)}/author`)).body.phone).toBe('13912345678')
  expect((await api(world, house.inspector).get(`${pathOf(filed)}/author`)).status).toBe(200)
  expect((await makeMove(world, house.director, filed, 'approve')).body.error).toBe('matter.second_person')
  expect((await makeMove(world, house.inspector, filed, 'approve')).body.state).toBe('answered')
})

test('MT-36 where the head is complained about a complaint stays with its officer, and the commission reads the answer in the place of the head', async () => {
  const house = await newHouse(world)
  const entered = await api(world, house.desk).upload('/matters', [], { kind: 'complaint', channel: 'counter', body: '院长当众辱骂患者家属。', author: { name: '', phone: '13912345678' }, subjectStaffIds: [house.head.staffId], submissionKey: randomUUID() })
  const key = { institutionId: house.institutionId, matterId: entered.body.matterId as string }
  expect(await shownTo(house.head, key)).toBe(404)
  expect((await toldOf(house, key, 1)).sort()).toEqual(['commission commission_clerk', 'commission commission_head', 'house complaint_officer'])
  for (const [move, ask] of [['accept', {}], ['keep', {}], ['draft', { publicText: '已向您道歉。', verdict: 'substantiated' }]] as const) expect([move, (await makeMove(world, house.officer, key, move, ask)).status]).toEqual([move, 200])
  expect((await makeMove(world, house.officer, key, 'approve')).body.error).toBe('matter.second_person')
  expect((await makeMove(world, house.supervisor, key, 'approve')).body.state).toBe('answered')
})
