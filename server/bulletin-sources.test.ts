import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { clientOf, county, drafted, publish, sheets } from '../modules/appraisal/testing/fixtures.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { readAll, reviewHouse } from '../modules/review/testing/fixtures.ts'
import { measuresMoved } from './connect.ts'
import { prepareCatalogues } from './prepare.ts'
import { newInstitution, newWorld, type World } from './testing/api.ts'
import { later } from './testing/reports.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-04T01:00:00.000Z')
  await prepareCatalogues(world.platform)
  for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
}, 240_000)
afterAll(() => world.close())

type Table = { key: string; rows: { name: string; cells: string[] }[] }
const opened = async (clerk: ReturnType<typeof clientOf>, month: string) => {
  const made = await clerk.post('/bulletins', { month, kind: 'work' })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const { work } = (await clerk.get(`/bulletins/${made.body.bulletinId}`)).body
  return { tables: work.content.tables as Table[], said: (key: string): string => work.fields.find((field: { key: string }) => field.key === key)?.text ?? '' }
}

test('BU-15 the league that the head published stands in the work bulletin of its month, one that is not published does not', async () => {
  const own = await county(world)
  for (const [at, mean] of [88, 95, 70].entries()) await sheets(world, own.bodies[at] ?? own.commission, { count: 100, mean, on: '2026-02-10' })
  const leagueId = await drafted(own)
  const other = await county(world)
  await drafted(other)
  expect((await publish(world, own, leagueId)).status).toBe(200)
  const told = await opened(own.clerk, '2026-02')
  const table = told.tables.find((each) => each.key === 'league')
  const best = own.bodies[1]?.name ?? ''
  expect(table?.rows.find((row) => row.name === best)?.cells[0]).toContain('第1')
  expect(table?.rows.map((row) => row.name).toSorted()).toEqual(own.bodies.map((body) => body.name).toSorted())
  expect(told.said('league')).toContain(best)
  const without = await opened(other.clerk, '2026-02')
  expect([without.tables.some((each) => each.key === 'league'), without.said('league')]).toEqual([false, '本期没有公布评价排名。'])
})

test('BU-15 what a hospital published of its review stands in the work bulletin, from the day it is public', async () => {
  await later(world, '2026-11-02T01:00:00.000Z')
  const commission = await newInstitution(world, { kind: 'commission', regionCode: '990121', regionPrefix: '990121' })
  const clerk = clientOf(world, await commission.person('commission_clerk'))
  const house = await reviewHouse(world)
  const before = await opened(clerk, '2026-09')
  expect(before.tables.some((each) => each.key === 'prescriptions')).toBe(false)
  const made = await house.first.post('/review/rounds', { month: '2026-10' })
  const at = `/review/rounds/${made.body.institutionId}/${made.body.cycleId}`
  await readAll(house.first)
  await readAll(house.second)
  expect((await house.clerk.post(`${at}/feedback`)).status).toBe(200)
  expect((await house.clerk.post(`${at}/publication`)).status).toBe(200)
  const { result } = (await house.first.get(at)).body
  const told = await opened(clerk, '2026-10')
  const row = told.tables.find((each) => each.key === 'prescriptions')?.rows.find((each) => each.name === house.name)
  expect(row?.cells).toEqual([String(result.read), '100.0%', String(result.doubleTen.read), '0'])
  expect(told.said('prescriptions')).toContain(`共点评处方和病历${result.read}份`)
})
