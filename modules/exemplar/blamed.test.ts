import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { newWorld, type World } from '../../server/testing/api.ts'
import { fileAt, makeMove, newHouse } from '../matter/fixtures.ts'
import { checksFor } from './checks.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
}, 120_000)
afterAll(() => world.close())

test('EL-4 a complaint found substantiated speaks against the person whom its answer names responsible, and against nobody else', async () => {
  const house = await newHouse(world)
  const filed = await fileAt(world, house)
  const steps = [
    [house.officer, 'accept', {}], [house.officer, 'keep', {}],
    [house.officer, 'draft', { publicText: '已核实并致歉。', verdict: 'substantiated', responsible: [{ staffId: house.doctor.staffId, name: '当班医生' }] }],
  ] as const
  for (const [person, move, ask] of steps) expect([move, (await makeMove(world, person, filed, move, ask)).body.error]).toEqual([move, undefined])
  const against = (staffId: string) =>
    look(world.platform, systemActor('exemplar.test'), async (each) => {
      const checks = await checksFor({ ...each, actor: each.actor }, { institutionId: house.institutionId, departmentId: null, staffId })
      return checks.find((check) => check.key === 'substantiated')?.count
    })
  expect(await against(house.doctor.staffId)).toBe(0)
  expect((await makeMove(world, house.head, filed, 'approve')).status).toBe(200)
  expect([await against(house.doctor.staffId), await against(house.surgeon.staffId)]).toEqual([1, 0])
  expect((await makeMove(world, house.head, filed, 'take-up-again', { text: '责任人有异议' })).status).toBe(200)
  expect(await against(house.doctor.staffId)).toBe(0)
})
