import { expect, test } from 'vitest'
import { joinFound } from './grams.ts'

const row = (hour: number, id = 'a') => ({ institutionId: 'i', matterId: id, receivedAt: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z` })
const place = (hour: number, id = 'a') => ({ at: row(hour).receivedAt, id })

test('MT-18 the words of several regions are told newest first, and only down to where each of them was looked through', () => {
  const one = { found: [row(9), row(7), row(4)], reached: place(4) }
  const two = { found: [row(8), row(6, 'b'), row(6, 'a')], reached: place(6, 'a') }
  const joined = joinFound([one, two, { found: [row(1)], reached: null }])
  expect(joined).toEqual({ found: [row(9), row(8), row(7), row(6, 'b'), row(6, 'a')], reached: place(6, 'a') })
  expect(joinFound([{ found: [row(2)], reached: null }, { found: [row(3)], reached: null }])).toEqual({ found: [row(3), row(2)], reached: null })
})
