import { expect, test } from 'vitest'
import { aPlace, monday } from '../fixtures.ts'
import { hoursOf, nearest, sayTime, stepDay, stepTime } from './placement.ts'

const places = [aPlace('a', 0, '08:00'), aPlace('a', 0, '10:30'), aPlace('a', 0, '09:00'), aPlace('a', 2, '09:30'), aPlace('b', 1, '07:10'), aPlace('a', 2, '14:00')]

test('a bar that is dropped goes to the nearest free time of its examination that day', () => {
  expect(nearest(places, 'a', monday, 9 * 60 + 40)?.start).toBe(9 * 60)
  expect(nearest(places, 'b', monday, 600)).toBeUndefined()
})

test('keys go through the free times of a day and to other days with one', () => {
  const nine = aPlace('a', 0, '09:00')
  expect(stepTime(places, nine, 1)?.start).toBe(10 * 60 + 30)
  expect(stepTime(places, nine, -1)?.start).toBe(8 * 60)
  expect(stepTime(places, aPlace('a', 0, '08:00'), -1)).toBeUndefined()
  expect(stepDay(places, nine, 1)?.slotId).toBe('a 2 09:30')
  expect(stepDay(places, nine, -1)).toBeUndefined()
})

test('a timeline shows whole hours, at least from eight to twelve', () => {
  expect(hoursOf(places, monday)).toEqual({ from: 480, to: 720 })
  expect(hoursOf(places, '2026-03-03')).toEqual({ from: 420, to: 720 })
  expect(hoursOf(places, '2026-03-04')).toEqual({ from: 480, to: 900 })
  expect(sayTime(605)).toBe('10:05')
})
