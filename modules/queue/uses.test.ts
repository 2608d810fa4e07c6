import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { countUses, listUses } from '../../server/platform/uses.ts'
import { api, newWorld, type World } from '../../server/testing/api.ts'
import { hall } from './fixtures.ts'
import { linesShown, queueUseRows } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

type House = Awaited<ReturnType<typeof hall>>
const day = { periodId: 'p', fromOn: '2026-03-02', toOn: '2026-03-02', dueAt: '2026-03-02T01:05:00.000Z' }
function rowsOf(house: House, key: string) {
  const rows = queueUseRows(key, house.institutionId)
  if (rows === undefined) throw new Error(key)
  return rows
}
const uses = (house: House, key: string) => look(world.platform, systemActor('test'), async ({ read }) => (await countUses(read, [day], rowsOf(house, key))).get('p'))

test('QU-60 a ticket is a use of the queue, with a level or a priority of the green channel, come back of the lane for re-visits', async () => {
  const house = await hall(world)
  expect(await uses(house, 'queue')).toEqual({ used: 0, usedInTime: 0 })
  await house.take('甲一')
  await house.take('乙二', { priority: 'old', proof: '身份证' })
  await house.take('丙三', { level: 1 })
  world.clock.set('2026-03-02T01:10:00.000Z')
  await house.take('丁四', { isReturn: true })
  await house.sit(house.one, 0)
  const called = (await house.next(house.one, 0)).body.present
  await house.step(house.one, 0, 'send')
  await api(world, house.desk).post(`/queue-tickets/${called.id}/moves`, { move: 'back' })
  world.clock.set('2026-03-02T01:00:00.000Z')
  expect(await uses(house, 'queue')).toEqual({ used: 4, usedInTime: 3 })
  expect(await uses(house, 'green-channel')).toEqual({ used: 2, usedInTime: 2 })
  expect(await uses(house, 'revisit-lane')).toEqual({ used: 2, usedInTime: 1 })
  expect(await uses(house, 'patient-code')).toEqual({ used: 0, usedInTime: 0 })
  expect(queueUseRows('no-such', house.institutionId)).toBeUndefined()
  const lines = await look(world.platform, systemActor('test'), ({ read }) => listUses(read, day, rowsOf(house, 'queue')))
  expect(lines.total).toBe(4)
  expect(lines.rows[0]).toEqual({ on: '2026-03-02', title: 'A004 内科门诊', department: '内科', link: '/queue/board', inTime: false })
})

test('BK-64 lines were public until the last ticket before the due time', async () => {
  const house = await hall(world)
  const shown = async (dueAt: string) => (await look(world.platform, systemActor('test'), ({ read }) => linesShown(read, house.institutionId, [{ periodId: 'p', dueAt }]))).get('p')
  expect(await shown('2026-03-02T02:00:00.000Z')).toEqual([])
  await house.take('甲一')
  expect(await shown('2026-03-02T02:00:00.000Z')).toEqual(['2026-03-02T01:00:00.000Z', '2026-03-02T01:00:00.000Z'])
  expect(await shown('2026-03-02T00:30:00.000Z')).toEqual(['2026-03-02T01:00:00.000Z', '2026-03-02T01:00:00.000Z'])
})
