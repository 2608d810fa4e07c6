import { expect, test } from 'vitest'
import { judgeEntry, newYears } from './rules.ts'

test.each([
  ['a holiday on a Friday', '2026-10-02', { kind: 'holiday', name: '国庆节' }, null, null],
  ['a make-up Saturday', '2026-10-10', { kind: 'workday', name: '国庆节' }, null, null],
  ['a make-up Friday', '2026-10-09', { kind: 'workday', name: '国庆节' }, null, 'calendar.weekday_workday'],
  ['the same again', '2026-10-02', { kind: 'holiday', name: '国庆节' }, { kind: 'holiday', name: '国庆节', source: 'x' }, 'calendar.unchanged'],
  ['another name', '2026-10-02', { kind: 'holiday', name: '台风停班' }, { kind: 'holiday', name: '国庆节', source: 'x' }, null],
] as const)('CAL-7 judges %s', (_, day, next, before, refused) => {
  expect(judgeEntry(day, next, before)?.refused ?? null).toBe(refused)
})

test('CAL-8 a release brings unknown years and their last week of the December before, and touches no known year', () => {
  const day = { kind: 'holiday', name: '元旦' } as const
  const listed = { days: new Map(['2025-12-31', '2026-01-01', '2026-12-24', '2026-12-28', '2027-01-01'].map((each) => [each, day])), officialYears: new Set([2026, 2027]) }
  expect(newYears(listed, new Set([2026]))).toEqual({ years: [2027], days: [['2026-12-28', day], ['2027-01-01', day]] })
  expect(newYears(listed, new Set([2026, 2027]))).toEqual({ years: [], days: [] })
  expect(newYears(listed, new Set()).days).toHaveLength(5)
})
