import { expect, test } from 'vitest'
import { anonymous, systemActor, type Actor, type HeldPost, type StaffRole } from '../../../kernel/actor.ts'
import { bandOf, fewestPeers, spreadOf, tenthOf } from './peers.ts'
import { placeIn, placeText } from './place.ts'
import { factsSeenBy } from './sight.ts'

test('ME-14 a spread is least, quartiles and most; below five values there is none', () => {
  expect(spreadOf([50, 10, 20, 40, 30])).toEqual({ n: 5, least: 10, lower: 20, middle: 30, upper: 40, most: 50, deciles: null })
  expect(spreadOf([1, 2, 3, 4, 5, 6])).toMatchObject({ lower: 2.25, middle: 3.5, upper: 4.75 })
  expect(spreadOf([1, 2, 3, 4])).toBeNull()
  expect(fewestPeers).toBe(5)
})

test.each([
  [40, 'up', 'first'], [39, 'up', 'second'], [20, 'up', 'third'], [19, 'up', 'fourth'], [20, 'down', 'first'], [25, 'down', 'second'], [41, 'down', 'fourth'], [40, 'none', null], [null, 'up', null],
] as const)('ME-14 %s with direction %s lies in the %s quarter', (value, direction, band) => {
  expect(bandOf(value, { lower: 20, middle: 30, upper: 40 }, direction)).toBe(band)
})

const body = { institutionId: 'one', regionCode: '990121' }
const post = (role: StaffRole, departmentId: string | null): HeldPost => ({ postId: `${role} ${departmentId}`, role, title: role, departmentId })
const staff = (institutionId: string, posts: readonly HeldPost[], regionPrefix: string | null = null): Actor => ({ kind: 'staff', id: 'x', name: 'x', institutionId, regionPrefix, roles: posts.map((each) => each.role), posts })

test.each([
  ['nobody', anonymous, 'none'],
  ['a citizen', { ...anonymous, kind: 'citizen', roles: ['citizen'] } satisfies Actor, 'none'],
  ['the head', staff('one', [post('institution_head', 'office')]), 'all'],
  ['the clerk', staff('one', [post('institution_clerk', null)]), 'all'],
  ['a department head', staff('one', [post('department_head', 'ward')]), { departmentIds: ['ward'] }],
  ['a doctor of two departments', staff('one', [post('doctor', 'ward'), post('doctor', 'lab')]), { departmentIds: ['ward', 'lab'] }],
  ['a department head who is a complaint officer for the whole house', staff('one', [post('department_head', 'ward'), post('complaint_officer', null)]), 'all'],
  ['somebody of another institution', staff('two', [post('institution_head', null)]), 'none'],
  ['the commission of the region', staff('commission', [post('commission_clerk', 'office')], '990121'), 'all'],
  ['the commission of another region', staff('commission', [post('commission_clerk', null)], '990221'), 'none'],
  ['the system', systemActor('test'), 'all'],
] as const)('ME-15 what %s sees of the facts', (_, actor, seen) => {
  expect(factsSeenBy(actor, body)).toEqual(seen)
})

test('a place in a list of facts survives being written and read, and nothing else is a place', () => {
  const place = { kind: 'register.health-education', on: '2026-03-02', id: '00000000-0000-7000-8000-0000000000f1' }
  expect(placeIn(placeText(place))).toEqual(place)
  expect([placeIn(''), placeIn('a|2026-02-30|x'), placeIn('A B|2026-02-03|x')]).toEqual([null, null, null])
})

test('ME-14 from ten values on the deciles are put down, and a value lies in a tenth, on a border in the better one', () => {
  const values = Array.from({ length: 11 }, (_, at) => at * 10)
  const deciles = spreadOf(values)?.deciles ?? null
  expect(deciles).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90])
  expect(spreadOf(values.slice(0, 9))?.deciles).toBeNull()
  expect([100, 90, 89, 0].map((each) => tenthOf(each, deciles, 'up'))).toEqual([1, 1, 2, 10])
  expect([0, 10, 11, 100].map((each) => tenthOf(each, deciles, 'down'))).toEqual([1, 1, 2, 10])
  expect([tenthOf(null, deciles, 'up'), tenthOf(5, null, 'up'), tenthOf(5, deciles, 'none')]).toEqual([null, null, null])
})
