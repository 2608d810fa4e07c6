import { expect, test } from 'vitest'
import { freshBytes } from './random.ts'

test('random bytes have the length asked for, and none come twice over many fillings of the pool', () => {
  expect([0, 1, 10, 8192, 9000].map((count) => freshBytes(count).length)).toEqual([0, 1, 10, 8192, 9000])
  const seen = new Set(Array.from({ length: 5000 }, () => freshBytes(10).toString('hex')))
  expect(seen.size).toBe(5000)
})

test('what was given out is not changed by what is given out later', () => {
  const first = freshBytes(16)
  const kept = first.toString('hex')
  for (let turn = 0; turn < 2000; turn += 1) freshBytes(16)
  expect(first.toString('hex')).toBe(kept)
})
