import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anonymous, systemActor, type Actor, type HeldPost, type StaffRole } from '../../../kernel/actor.ts'
import { bandOf, fewestPeers, rank, spreadOf, type Contender } from './peers.ts'
import { placeIn, placeText } from './place.ts'
import { factsSeenBy } from './sight.ts'

const one = (id: string, value: number | null, denominator = 10, name = `医院${id}`): Contender => ({ id, name, value, denominator })
const said = (contenders: readonly Contender[], direction: 'up' | 'down' | 'none' = 'up') => rank(contenders, { direction, decimals: 1 }).map(({ of, rank: place }) => `${of.id} ${place === null ? '-' : `${place.place}/${place.of}${place.tied ? '=' : ''}`}`)

test('ME-13 the better value stands first, without a value last and without a place', () => {
  expect(said([one('a', 80), one('b', null), one('c', 95)])).toEqual(['c 1/2', 'a 2/2', 'b -'])
  expect(said([one('a', 80), one('c', 95)], 'down')).toEqual(['a 1/2', 'c 2/2'])
})

test('ME-13 values equal as shown share a place, the larger denominator first, then the name; the next place counts them', () => {
  expect(said([one('a', 90.04, 5), one('b', 89.96, 50), one('c', 70), one('d', 99)])).toEqual(['d 1/4', 'b 2/4=', 'a 2/4=', 'c 4/4'])
  expect(said([one('x', 50, 10, '乙院'), one('y', 50, 10, '甲院')])).toEqual(['y 1/2=', 'x 1/2='])
})

test('ME-13 who keeps the target and who misses it by a hair are no tie, as they are not shown as equal', () => {
  const [first, second] = rank([one('a', 89.96), one('b', 90.04)], { direction: 'up', decimals: 1, target: { comparator: '>=', value: 90 } })
  expect([first?.of.id, first?.rank, second?.rank]).toEqual(['b', { place: 1, of: 2, tied: false }, { place: 2, of: 2, tied: false }])
})

test('ME-13 without a direction nobody has a place, and the list goes by name', () => {
  expect(said([one('a', 1, 1, '青石'), one('b', 2, 1, '白云')], 'none')).toEqual(['b -', 'a -'])
})

test('ME-13 ranking loses nobody, and places follow the values', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 100 }))), (values) => {
      const ranked = rank(values.map((value, at) => one(String(at), value)), { direction: 'up', decimals: 0 })
      expect(ranked.map(({ of }) => of.id).sort()).toEqual(values.map((_, at) => String(at)).sort())
      for (const { of, rank: place } of ranked) expect(place?.place ?? null).toBe(of.value === null ? null : values.filter((each) => each !== null && each > (of.value ?? 0)).length + 1)
    }),
  )
})

test('ME-14 a spread is least, quartiles and most; below five values there is none', () => {
  expect(spreadOf([50, 10, 20, 40, 30])).toEqual({ n: 5, least: 10, lower: 20, middle: 30, upper: 40, most: 50 })
  expect(spreadOf([1, 2, 3, 4, 5, 6])).toMatchObject({ lower: 2.25, middle: 3.5, upper: 4.75 })
  expect(spreadOf([1, 2, 3, 4])).toBeNull()
  expect(fewestPeers).toBe(5)
})

test.each([
  [40, 'up', 'first'], [39, 'up', 'second'], [20, 'up', 'third'], [19, 'up', 'fourth'], [20, 'down', 'first'], [25, 'down', 'second'], [41, 'down', 'fourth'], [40, 'none', null], [null, 'up', null],
] as const)('ME-14 %s with direction %s lies in the %s quarter', (value, direction, band) => {
  expect(bandOf(value, { least: 10, lower: 20, middle: 30, upper: 40, most: 50 }, direction)).toBe(band)
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
