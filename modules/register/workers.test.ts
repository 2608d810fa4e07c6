import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { seedOfficialYears } from '../calendar/public.ts'
import { look } from '../../server/platform/act.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { sayTopic } from '../notice/topics.ts'
import { remindMissing } from './commands/remind.ts'
import { setRegisters } from './definitions.ts'
import { catalogued } from './fixtures.ts'
import { department, enter, rounds, setUp, shown, talks } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  setRegisters([talks, { ...rounds, period: 'week' as const }, { ...shown, remind: [0] }].map(catalogued))
  world = await newWorld('2026-09-23T00:00:00.000Z')
  await arrange(world, seedOfficialYears)
})
afterAll(async () => {
  await world.close()
  setRegisters(null)
})

const notices = (institutionId: string) =>
  look(world.platform, systemActor('test'), async ({ read }) => {
    const rows = await read.selectFrom('notice').select(['topic', 'params', 'role', 'account_id as accountId', 'once_key as onceKey']).where('institution_id', '=', institutionId).where('topic', 'like', 'register.%').orderBy('once_key').execute()
    return rows.map((row) => ({ ...row, said: sayTopic(row.topic, row.params as Record<string, unknown>).zh }))
  })

test('RG-15 two working days before the week ends the heads of the departments that have not entered are told, once', async () => {
  const { id, inner, surgery, clerk, as, hospital } = await setUp(world)
  const head = await hospital.person('department_head', surgery)
  await as('department_head', inner)
  await enter(clerk, { departmentId: inner, on: '2026-09-22' })
  // Friday 25 September 2026 is Mid-Autumn: the last working day of that week is Thursday, two before it Tuesday.
  world.clock.set('2026-09-22T00:00:00.000Z')
  expect((await remindMissing(world.platform)).registers).toBe(2)
  const first = await notices(id)
  const talk = first.filter((each) => each.onceKey?.includes(':talks:'))
  expect(talk).toMatchObject([{ topic: 'register.missing', accountId: head.accountId, role: null, said: '外科“健康讲座”9月21日至9月27日 还缺 1 次登记，请在 2026-09-27 前完成。' }])
  await remindMissing(world.platform)
  expect(await notices(id)).toEqual(first)
  world.clock.set('2026-09-23T00:00:00.000Z')
  await remindMissing(world.platform)
  expect(await notices(id)).toEqual(first)
  world.clock.set('2026-09-24T00:00:00.000Z')
  await remindMissing(world.platform)
  expect((await notices(id)).filter((each) => each.onceKey?.includes(':talks:'))).toHaveLength(2)
})

test('RG-15 a reminder that was missed while the server was down is made up for the next day, and not twice', async () => {
  world.clock.set('2026-09-18T00:00:00.000Z')
  const { id } = await setUp(world)
  // Tuesday was the day of the step; the server is up again on Wednesday.
  world.clock.set('2026-09-23T00:00:00.000Z')
  await remindMissing(world.platform)
  await remindMissing(world.platform)
  expect((await notices(id)).filter((each) => each.onceKey?.includes(':talks:')).map((each) => each.said)).toEqual(['“健康讲座”9月21日至9月27日 还差 2 个没有登记：内科、外科，请督促在 2026-09-27 前完成。'])
})

test('RG-15 in the week of National Day the last reminder goes out on its last working day; without a head the clerk is told of all', async () => {
  world.clock.set('2026-09-30T00:00:00.000Z')
  const { id } = await setUp(world)
  await department(world, id, '药剂科', 'pharmacy')
  await remindMissing(world.platform)
  expect((await notices(id)).map((each) => [each.topic, each.role, each.said])).toEqual([
    ['register.missing_units', 'institution_clerk', '“查房”9月28日至10月4日 还差 2 个没有登记：内科、外科，请督促在 2026-10-04 前完成。'],
    ['register.missing', 'institution_clerk', expect.stringMatching(/^.+“开放日”9月28日至10月4日 还缺 1 次登记/)],
    ['register.missing_units', 'institution_clerk', '“健康讲座”9月28日至10月4日 还差 2 个没有登记：内科、外科，请督促在 2026-10-04 前完成。'],
  ])
})

test('RG-17 who has entered and waits for confirmation is not reminded; who confirms is', async () => {
  world.clock.set('2026-09-30T00:00:00.000Z')
  const { id, inner, surgery, nurse, clerk } = await setUp(world)
  await enter(nurse, { key: 'rounds', departmentId: inner, on: '2026-09-29' })
  for (const departmentId of [inner, surgery]) await enter(clerk, { departmentId, on: '2026-09-29' })
  await enter(clerk, { key: 'shown', on: '2026-09-29' })
  await remindMissing(world.platform)
  expect((await notices(id)).map((each) => [each.topic, each.role, each.said])).toEqual([
    ['register.missing_units', 'institution_clerk', '“查房”9月28日至10月4日 还差 1 个没有登记：外科，请督促在 2026-10-04 前完成。'],
    ['register.waiting', 'institution_head', '“查房”9月28日至10月4日 有 1 条记录等您审核，审核后才计入，请在 2026-10-04 前完成。'],
  ])
})
