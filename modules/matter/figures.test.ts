import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const enter = async (as: Person, part: object = {}) => {
  const reply = await api(world, as).upload('/matters', [], { kind: 'complaint', channel: 'phone', body: '排队两个小时，只开了一个窗口', author: { name: '周群众', phone: '13800138000' }, submissionKey: randomUUID(), ...part })
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  return reply.body as { institutionId: string; matterId: string }
}
const figures = async (as: Person, query = '') => (await api(world, as).get(`/matters/figures${query}`)).body as { from: string; to: string; rows: { kind: string; departmentId: string | null; received: number; open: number }[] }

test('the figures count what one may see, by kind and department', async () => {
  const body = await newInstitution(world)
  const officer = await body.person('complaint_officer')
  await enter(officer)
  await enter(officer, { kind: 'suggestion', body: '请在候诊区加几把椅子' })
  await enter(officer, { body: '收费单看不懂，问了三次没有人解释' })
  const seen = await figures(officer)
  expect(seen).toMatchObject({ from: '2025-12-03', to: '2026-03-02' })
  expect(seen.rows.map((row) => [row.kind, row.received, row.open])).toEqual([['complaint', 2, 2], ['suggestion', 1, 1]])
})

test('a department head counts what the own department holds, and a stranger nothing', async () => {
  const body = await newInstitution(world)
  const officer = await body.person('complaint_officer')
  await enter(officer)
  const stranger = await (await newInstitution(world)).person('complaint_officer')
  expect((await figures(stranger, `?institutionId=${body.institutionId}`)).rows).toEqual([])
  const head = await body.person('department_head')
  expect((await figures(head)).rows).toEqual([])
})

test('a tip is counted for those who run tips, for nobody else of the house', async () => {
  const body = await newInstitution(world)
  const discipline = await body.person('discipline_officer')
  await enter(discipline, { kind: 'tip', body: '有人收受红包，请查', author: null })
  expect((await figures(discipline)).rows.map((row) => row.kind)).toEqual(['tip'])
  expect((await figures(await body.person('complaint_officer'))).rows).toEqual([])
  expect((await figures(await body.person('institution_head'))).rows).toEqual([])
})

test('over a region the departments of its bodies are one', async () => {
  const regionCode = '990177'
  const [one, two] = [await newInstitution(world, { regionCode }), await newInstitution(world, { regionCode })]
  await enter(await one.person('complaint_officer'))
  await enter(await two.person('complaint_officer'))
  const clerk = await (await newInstitution(world, { regionCode, kind: 'commission' })).person('commission_clerk')
  expect((await figures(clerk)).rows).toMatchObject([{ kind: 'complaint', departmentId: null, received: 2 }])
  expect((await figures(clerk, `?institutionId=${one.institutionId}`)).rows).toMatchObject([{ kind: 'complaint', received: 1 }])
})

test('days that are turned round, or too many, are refused', async () => {
  const officer = await (await newInstitution(world)).person('complaint_officer')
  expect(await api(world, officer).get('/matters/figures?from=2026-03-02&to=2026-03-01')).toMatchObject({ status: 400 })
  expect(await api(world, officer).get('/matters/figures?from=2024-01-01&to=2026-03-01')).toMatchObject({ status: 400 })
})
