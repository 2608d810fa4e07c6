import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrange, newWorld, type Reply, type World } from '../../server/testing/api.ts'
import { testHasher } from './fixtures.ts'
import { checkRecord, ReviewRecord } from './rules/record.ts'
import { readAll, retitle, reviewHouse, type ReviewHouse } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-11-02T01:00:00.000Z')
})
afterAll(() => world.close())

const draw = async (house: ReviewHouse): Promise<string> => {
  const made = await house.first.post('/review/rounds', { month: '2026-10' })
  expect(made).toMatchObject({ status: 200 })
  return `/review/rounds/${made.body.institutionId}/${made.body.cycleId}`
}
const leftOf = (round: Reply, staffId: string): { left: number; leftSecond: number } => round.body.readers.find((each: { staffId: string }) => each.staffId === staffId) ?? { left: 0, leftSecond: 0 }
const fitsRecord = async (house: ReviewHouse, at: string) => checkRecord(testHasher, ReviewRecord.parse(JSON.parse((await house.clerk.get(`${at}/record`)).raw.toString('utf8'))))

test('RV-5 a second reading that its reader never gave goes to a third pharmacist, who was in no round before', async () => {
  const house = await reviewHouse(world, { prescriptions: 120, stays: 0 })
  const at = await draw(house)
  await readAll(house.first)
  const before = await house.clerk.get(at)
  const owed = leftOf(before, house.people.second.staffId)
  expect(owed.leftSecond).toBeGreaterThan(0)
  expect(before.body.candidates).toHaveLength(2)
  await retitle(world, house.people.junior, '主管药师')
  expect((await house.clerk.get(at)).body.candidates).toHaveLength(3)
  const handed = await house.clerk.post(`${at}/readers`, { from: house.people.second.staffId, to: house.people.junior.staffId })
  expect(handed).toMatchObject({ status: 200, body: { handed: { first: owed.left - owed.leftSecond, second: owed.leftSecond, left: 0 } } })
  await readAll(house.junior)
  await readAll(house.first)
  expect(await house.clerk.post(`${at}/feedback`)).toMatchObject({ status: 200, body: { state: 'feedback' } })
  expect(await fitsRecord(house, at)).toMatchObject({ fits: true })
})

test('RV-5 with two pharmacists what the other one reads already stays and is counted; the second readings are dropped with a reason, and the round goes on', async () => {
  const house = await reviewHouse(world, { prescriptions: 120, stays: 0 })
  const at = await draw(house)
  const { first, second } = house.people
  await readAll(house.first)
  const owed = leftOf(await house.clerk.get(at), second.staffId)
  const handed = await house.clerk.post(`${at}/readers`, { from: second.staffId, to: first.staffId })
  expect(handed.status).toBe(200)
  const { handed: moved } = handed.body as { handed: { first: number; second: number; left: number } }
  expect(moved.second).toBe(0)
  expect(moved.left).toBeGreaterThanOrEqual(owed.leftSecond)
  expect(moved.first + moved.left).toBe(owed.left)
  await readAll(house.first)
  expect(await house.clerk.post(`${at}/readers`, { from: second.staffId, to: first.staffId })).toMatchObject({ status: 409, body: { error: 'review.none_to_hand' } })
  // Items the second one owes as first reader were drawn for the first one as second: the second readings go, then the first reading is handed over.
  const firstOwed = leftOf(await house.clerk.get(at), first.staffId)
  expect(firstOwed.left).toBe(0)
  expect(await house.clerk.post(`${at}/second-readings`, { from: second.staffId, reason: '' })).toMatchObject({ status: 400 })
  const dropped = await house.clerk.post(`${at}/second-readings`, { from: second.staffId, reason: '第二位药师已调离' })
  expect(dropped).toMatchObject({ status: 200, body: { dropped: owed.leftSecond } })
  expect(await house.clerk.post(`${at}/second-readings`, { from: second.staffId, reason: '第二位药师已调离' })).toMatchObject({ status: 409, body: { error: 'review.no_second_left' } })
  expect(await house.doctor.post(`${at}/second-readings`, { from: second.staffId, reason: '第二位药师已调离' })).toMatchObject({ status: 403 })
  await readAll(house.second)
  expect(await house.clerk.post(`${at}/feedback`)).toMatchObject({ status: 200, body: { state: 'feedback' } })
  // What was drawn to be read twice stays on record: the draw can be made again.
  expect(await fitsRecord(house, at)).toMatchObject({ fits: true })
  const events = await arrange(world, ({ tx }) => tx.selectFrom('event').select('kind').where('institution_id', '=', house.institutionId).where('kind', '=', 'review.second_dropped').execute())
  expect(events).toHaveLength(owed.leftSecond)
})

test('RV-3 and RV-5 with one pharmacist nothing is read twice, and the draw is verified all the same', async () => {
  const house = await reviewHouse(world, { prescriptions: 40, stays: 0 })
  await retitle(world, house.people.second, '药师')
  const at = await draw(house)
  expect((await house.clerk.get(at)).body.items.some((each: { second: boolean }) => each.second)).toBe(false)
  expect(await fitsRecord(house, at)).toMatchObject({ fits: true })
})
