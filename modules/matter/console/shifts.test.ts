import { expect, test } from 'vitest'
import { gapsOn, mondayOf, repeated, shiftsOn, timeFrom, weekOf } from './shifts.ts'

const shift = (from: string, to: string) => ({ fromAt: new Date(`${from}:00+08:00`).toISOString(), toAt: new Date(`${to}:00+08:00`).toISOString() })
const day = shift('2026-11-26T08:00', '2026-11-26T20:00')
const night = shift('2026-11-26T20:00', '2026-11-27T08:00')

test.each([['2026-11-23', '2026-11-23'], ['2026-11-29', '2026-11-23'], ['2026-11-30', '2026-11-30'], ['2027-01-01', '2026-12-28']])('the week of %s begins on Monday %s', (any, monday) => {
  expect(mondayOf(any)).toBe(monday)
  expect(weekOf(monday)).toHaveLength(7)
})

test('a night shift counts for both its days', () => {
  expect(shiftsOn([night, day], '2026-11-26')).toEqual([day, night])
  expect(shiftsOn([night, day], '2026-11-27')).toEqual([night])
  expect(gapsOn([day, night], '2026-11-26')).toEqual([{ from: '00:00', to: '08:00' }])
  expect(gapsOn([day, night], '2026-11-27')).toEqual([{ from: '08:00', to: '24:00' }])
})

test('overlapping shifts leave no gap, an empty day is one', () => {
  expect(gapsOn([shift('2026-11-26T00:00', '2026-11-26T13:00'), shift('2026-11-26T12:00', '2026-11-27T00:00')], '2026-11-26')).toEqual([])
  expect(gapsOn([], '2026-11-26')).toEqual([{ from: '00:00', to: '24:00' }])
})

test('a repeated shift keeps its hours over the end of a month', () => {
  expect(repeated('2026-11-29T20:00', '2026-11-30T08:00', 2)).toEqual([shift('2026-11-29T20:00', '2026-11-30T08:00'), shift('2026-11-30T20:00', '2026-12-01T08:00'), shift('2026-12-01T20:00', '2026-12-02T08:00')])
})

test('the end of a night is said to lie on the next day; midnight is 24:00', () => {
  expect(timeFrom(night.toAt, '2026-11-26')).toEqual({ time: '08:00', later: true, earlier: false })
  expect(timeFrom(shift('2026-11-26T16:00', '2026-11-27T00:00').toAt, '2026-11-26')).toEqual({ time: '24:00', later: false, earlier: false })
})
