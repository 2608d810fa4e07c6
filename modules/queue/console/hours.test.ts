import { expect, test } from 'vitest'
import { readHours, sayHours } from './hours.ts'

test('hours are read as they are written, also in full-width signs, and written as they are read', () => {
  const hours = [{ from: 480, to: 720 }, { from: 870, to: 1050 }]
  expect(readHours('08:00-12:00\n14:30—17:30')).toEqual(hours)
  expect(readHours(' ８：００ - 12:00 \n\n14:30至17:30')).toEqual(hours)
  expect(readHours(sayHours(hours))).toEqual(hours)
})

test.each(['', '8点到12点', '12:00-08:00', '08:00-25:00', '08:00'])('what is no span is said to be none: %s', (text) => {
  expect(readHours(text)).toBeNull()
})
