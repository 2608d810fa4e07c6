import { describe, expect, test } from 'vitest'
import type { Calendar, CalendarDay } from '../../../kernel/calendar.ts'
import { aRegister, otherWard, ward } from '../fixtures.ts'
import { monthsBetween, reminderDay, sayTurn, stepOn, turnBefore, turnOn } from './periods.ts'
import { entriesAsked, expectedDepartments, expectedUnits, standingOf, type Department } from './units.ts'

/** National Day 2026: a week of holidays from Thursday, a working Saturday after it; and an invented week without any working day. */
const calendar: Calendar = {
  officialYears: new Set([2026]),
  days: new Map<string, CalendarDay>([
    ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'].map((day) => [day, { kind: 'holiday', name: '放假' }] as [string, CalendarDay]),
    ['2026-10-10', { kind: 'workday', name: '调休' }],
  ]),
}

test.each([
  ['day', '2026-03-04', '2026-03-04', '2026-03-04', '3月4日'],
  ['week', '2026-03-01', '2026-02-23', '2026-03-01', '2月23日至3月1日'],
  ['week', '2026-03-02', '2026-03-02', '2026-03-08', '3月2日至3月8日'],
  ['month', '2024-02-29', '2024-02-01', '2024-02-29', '2024年2月'],
  ['quarter', '2026-05-31', '2026-04-01', '2026-06-30', '2026年第2季度'],
  ['year', '2026-05-31', '2026-01-01', '2026-12-31', '2026年'],
] as const)('RG-14 the %s that holds %s', (unit, on, from, to, said) => {
  expect(turnOn(unit, on)).toEqual({ from, to })
  expect(sayTurn(unit, { from, to }).zh).toBe(said)
})

test('RG-14 the turn before, and none where nothing recurs', () => {
  expect([turnBefore('quarter', { from: '2026-01-01', to: '2026-03-31' }), turnOn('none', '2026-01-01')]).toEqual([{ from: '2025-10-01', to: '2025-12-31' }, null])
  expect(monthsBetween('2025-12', '2026-02')).toEqual(['2025-12-01', '2026-01-01', '2026-02-01'])
})

describe('RG-15 reminders count working days back from the end of the turn', () => {
  test.each([
    ['an ordinary week, two days before', { from: '2026-03-02', to: '2026-03-08' }, 2, '2026-03-04'],
    ['an ordinary week, on its last working day', { from: '2026-03-02', to: '2026-03-08' }, 0, '2026-03-06'],
    ['the week before National Day has three working days', { from: '2026-09-28', to: '2026-10-04' }, 0, '2026-09-30'],
    ['the week after it ends with a working Saturday', { from: '2026-10-05', to: '2026-10-11' }, 0, '2026-10-10'],
    ['a week with too few working days', { from: '2026-10-05', to: '2026-10-11' }, 5, '2026-10-05'],
    ['a week of holidays', { from: '2026-02-16', to: '2026-02-22' }, 0, '2026-02-16'],
    ['a month', { from: '2026-10-01', to: '2026-10-31' }, 1, '2026-10-29'],
  ])('%s', (_, turn, step, day) => {
    expect(reminderDay(turn, step, calendar)).toBe(day)
  })
  test('where several steps fall on one day the nearest to the end is meant', () => {
    const holidays = { from: '2026-02-16', to: '2026-02-22' }
    expect([stepOn({ remind: [2, 0] }, holidays, '2026-02-16', calendar), stepOn({ remind: [2, 0] }, holidays, '2026-02-17', calendar)]).toEqual([0, 0])
  })
})

const departments: Department[] = [
  { id: ward, name: '内科', kind: 'clinical' }, { id: otherWard, name: '外科', kind: 'clinical' }, { id: 'p', name: '药剂科', kind: 'pharmacy' }, { id: 'o', name: '办公室', kind: 'office' },
]
const names = (found: readonly { name: string }[]) => found.map((each) => each.name)

test('RG-16 which departments are expected', () => {
  const nursing: Department = { id: 'n', name: '内科一病区', kind: 'nursing' }
  expect(names(expectedDepartments({ scope: 'department', departments: ['clinical'] }, departments))).toEqual(['内科', '外科'])
  expect(names(expectedDepartments({ scope: 'department' }, departments))).toEqual(['内科', '外科', '药剂科', '办公室'])
  expect(names(expectedDepartments({ scope: 'ward' }, departments))).toEqual(['内科', '外科'])
  expect(names(expectedDepartments({ scope: 'ward' }, [...departments, nursing]))).toEqual(['内科一病区'])
  expect(expectedDepartments({ scope: 'institution' }, departments)).toEqual([])
  expect(expectedUnits({ scope: 'institution' }, departments, [])).toHaveLength(1)
  expect(names(expectedUnits({ scope: 'person' }, departments, [{ staffId: 's', name: '王芳' }]))).toEqual(['王芳'])
})

test('RG-17 a unit is done with enough counting entries; what waits is said', () => {
  const units = expectedUnits(aRegister(), departments, [])
  const counts = new Map([[ward, { counted: 2, inTime: 1, waiting: 0 }], [otherWard, { counted: 0, inTime: 0, waiting: 1 }], ['p', { counted: 9, inTime: 9, waiting: 0 }]])
  expect(standingOf(units, counts, 1)).toMatchObject({ expected: 2, reached: 1, reachedInTime: 1, missing: [{ name: '外科', counted: 0, waiting: 1 }] })
  expect(standingOf(units, counts, 2)).toMatchObject({ reached: 1, reachedInTime: 0 })
})

test.each([[null, 1], [{ comparator: '>=', value: 2 }, 2], [{ comparator: '>', value: 2 }, 3], [{ comparator: '>=', value: 1.5 }, 2], [{ comparator: '>=', value: 0 }, 1]])('RG-18 asked %j of each is %d', (target, wanted) => {
  expect(entriesAsked(target)).toBe(wanted)
})
