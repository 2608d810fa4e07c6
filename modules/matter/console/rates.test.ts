import { expect, test } from 'vitest'
import { groupedBy, ratesOf, sumOf, type Figure } from './rates.ts'

const none: Figure = { received: 0, open: 0, overdue: 0, answerDue: 0, answeredInTime: 0, calledBack: 0, solved: 0, rated: 0, satisfied: 0 }

test('a rate is withheld below five, and kept at five', () => {
  expect(ratesOf({ ...none, answerDue: 4, answeredInTime: 4 }).response).toEqual({ part: 4, whole: 4, percent: null })
  expect(ratesOf({ ...none, answerDue: 5, answeredInTime: 4 }).response.percent).toBe(80)
  expect(ratesOf(none).satisfaction.percent).toBeNull()
})

test('a rate is of sums, never a mean of rates', () => {
  const rows = [{ ...none, rated: 10, satisfied: 10 }, { ...none, rated: 90, satisfied: 45 }]
  expect(ratesOf(sumOf(rows)).satisfaction.percent).toBe(55)
})

test('rows of one name are put together, the most first', () => {
  const rows = [{ ...none, received: 2, name: 'a' }, { ...none, received: 3, name: 'b' }, { ...none, received: 4, name: 'a' }]
  expect(groupedBy(rows, (row) => row.name).map(({ key, figure }) => [key, figure.received])).toEqual([['a', 6], ['b', 3]])
})
