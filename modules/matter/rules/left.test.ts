import { expect, test } from 'vitest'
import type { Calendar } from '../../../kernel/calendar.ts'
import { endOfDay } from '../../../kernel/instant.ts'
import { leftUntil } from './left.ts'

// Monday 4 May 2026 and Tuesday are days off, Saturday 9 May is worked.
const calendar: Calendar = { days: new Map([['2026-05-04', { kind: 'holiday', name: '劳动节' }], ['2026-05-05', { kind: 'holiday', name: '劳动节' }], ['2026-05-09', { kind: 'workday', name: '调休' }]]), officialYears: new Set([2026]) }
const at = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`).toISOString()

test.each([
  ['due today', '2026-05-06', at('2026-05-06', '09:00'), 0],
  ['in the last minute of the day', '2026-05-06', at('2026-05-06', '23:59'), 0],
  ['over a weekend with a make-up day', '2026-05-11', at('2026-05-06', '09:00'), 4],
  ['over a holiday', '2026-05-06', at('2026-05-01', '09:00'), 1],
  ['the night after', '2026-05-06', at('2026-05-07', '00:00'), -1],
  ['late, but no working day has passed', '2026-05-01', at('2026-05-03', '12:00'), 0],
  ['late over the holiday', '2026-05-01', at('2026-05-07', '12:00'), -2],
])('%s', (_, dueOn, now, n) => {
  expect(leftUntil(endOfDay(dueOn), now, calendar, false)).toEqual({ unit: 'workday', n })
})

test.each([
  ['2026-05-06T08:00:00.000Z', '2026-05-06T05:30:00.000Z', 2],
  ['2026-05-06T08:00:00.000Z', '2026-05-06T07:30:00.000Z', 0],
  ['2026-05-06T08:00:00.000Z', '2026-05-06T08:30:00.000Z', 0],
  ['2026-05-06T08:00:00.000Z', '2026-05-06T11:30:00.000Z', -3],
])('a clock in hours: due %s, now %s', (dueAt, now, n) => {
  expect(leftUntil(dueAt, now, calendar, true)).toEqual({ unit: 'hour', n })
})

test('hours far away are told in working days', () => {
  expect(leftUntil('2026-05-12T08:00:00.000Z', '2026-05-06T08:00:00.000Z', calendar, true).unit).toBe('workday')
})
