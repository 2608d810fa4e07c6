import { expect, test } from 'vitest'
import { isUuid } from '../../kernel/ids.ts'
import { newIdAt } from './new-id.ts'

test('ID-7 of one millisecond ids stand in the order they were made, also after the clock was elsewhere and came back', () => {
  const made = Array.from({ length: 2000 }, () => newIdAt(1_790_000_000_000))
  for (let ms = 1; ms < 10; ms += 1) newIdAt(ms)
  made.push(newIdAt(1_790_000_000_000))
  expect(made).toEqual(made.toSorted())
  expect(made.every(isUuid)).toBe(true)
  expect(new Set(made.map((id) => id.slice(24))).size).toBe(made.length)
})

test('ID-7 where a millisecond begins to count is random, and few are remembered', () => {
  const starts = Array.from({ length: 40 }, (_, at) => newIdAt(1_790_000_000_100 + at).slice(14, 23))
  expect(new Set(starts).size).toBeGreaterThan(30)
  expect(newIdAt(1_790_000_000_100).slice(14, 23)).not.toBe(starts[0])
})
