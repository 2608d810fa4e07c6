import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { keepFrames } from '../prescribing/public.ts'
import { testHasher } from './fixtures.ts'
import { monthOf } from './month.ts'
import { checkRecord, ReviewRecord } from './rules/record.ts'
import { billLines, reviewHouse, type ReviewHouse } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-11-02T01:00:00.000Z')
})
afterAll(() => world.close())

const month = (house: ReviewHouse) => look(world.platform, systemActor('test'), ({ read }) => monthOf(read, house.institutionId, '2026-10-01'))
/** Lines vanish behind the application's back: only what was kept still knows them. */
const loseLines = (house: ReviewHouse) => arrange(world, ({ tx }) => tx.deleteFrom('charge_line').where('institution_id', '=', house.institutionId).execute())

const odd = ([doctor]: readonly string[], departmentId: string) => [
  ...Array.from({ length: 7 }, (_, at) => ({ on: '2026-10-12', rx: '处 方\t"七"', item: `O${at}`, staffId: doctor ?? null, departmentId, days: 14, reason: at === 3 ? '出差' : '' })),
  { on: '2026-10-13', rx: 'E1', item: 'D1', visitKind: 'emergency' as const, longTerm: true, staffId: null, departmentId: null },
  { on: '2026-10-14', rx: 'GONE', item: 'D1' }, { on: '2026-10-14', rx: 'GONE', item: 'D1', quantity: -1, cents: -2000 },
]

test('PR-20 the kept frame of a month is what its lines say, to the last sign', async () => {
  const house = await reviewHouse(world, { prescriptions: 60, stays: 12, lines: odd })
  const gathered = await month(house)
  expect(gathered.lines).toHaveLength(60 + 12 + 2)
  expect(await keepFrames(world.platform)).toBe(1)
  expect(await keepFrames(world.platform)).toBe(0)
  expect(await month(house)).toEqual(gathered)
  await loseLines(house)
  expect(await month(house)).toEqual(gathered)
})

test('PR-20 with other lines, or another catalogue, the frame says nothing until it is gathered anew', async () => {
  const house = await reviewHouse(world, { prescriptions: 10, stays: 0 })
  expect(await keepFrames(world.platform)).toBe(1)
  await billLines(world, house, [{ on: '2026-10-30', rx: 'LATE', item: 'HERB' }])
  expect((await month(house)).lines.map((line) => line.docNo)).toContain('LATE')
  expect(await keepFrames(world.platform)).toBe(1)
  const drugs = async () => (await month(house)).lines.find((line) => line.docNo === 'LATE')?.extent.drugs
  expect(await drugs()).toBe(1)
  world.clock.set('2026-11-02T02:00:00.000Z')
  await arrange(world, ({ tx, now }) => tx.insertInto('drug_item').values({ code: 'HERB', generic_name: '饮片', name: '饮片', herbal: true, source: '测试', changed_at: now.toISOString() }).execute())
  expect(await drugs()).toBe(0)
  // Everybody's frame of the last months is behind the catalogue now.
  expect(await keepFrames(world.platform)).toBeGreaterThanOrEqual(1)
  expect(await keepFrames(world.platform)).toBe(0)
})

test('PR-20 and RV-3 a sample drawn from a kept frame is drawn again by its record, and the preview counts the same', async () => {
  const house = await reviewHouse(world, { prescriptions: 130, stays: 33, lines: odd })
  const before = await house.first.get('/review/preview?month=2026-10')
  expect(await keepFrames(world.platform)).toBe(1)
  expect((await house.first.get('/review/preview?month=2026-10')).body).toEqual(before.body)
  const made = await house.first.post('/review/rounds', { month: '2026-10' })
  expect(made).toMatchObject({ status: 200 })
  const record = ReviewRecord.parse(JSON.parse((await house.clerk.get(`/review/rounds/${made.body.institutionId}/${made.body.cycleId}/record`)).raw.toString('utf8')))
  expect(checkRecord(testHasher, record)).toMatchObject({ fits: true, frame: 165 })
})
