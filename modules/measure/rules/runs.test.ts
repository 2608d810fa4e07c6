import { expect, test } from 'vitest'
import { runsOf, type RunPoint } from './runs.ts'

const plain = (values: readonly (number | null)[]): RunPoint[] => values.map((value, at) => ({ from: `2026-${String(at + 1).padStart(2, '0')}-01`, running: false, value, numerator: value, denominator: null }))
const shares = (counts: readonly (readonly [number, number])[]): RunPoint[] => counts.map(([numerator, denominator], at) => ({ from: `2026-${String(at + 1).padStart(2, '0')}-01`, running: false, value: (numerator / denominator) * 100, numerator, denominator }))

test('ME-30 a value without a known chance is measured in the steps of its base: mean moving range ÷ 1.128', () => {
  // Base 10 12 10 12 10 12: mean 11, every step 2, so a deviation of 1.7730; 14 lies 1.6920 above, which adds 1.1920 each time.
  const runs = runsOf(plain([10, 12, 10, 12, 10, 12, 14, 14, 14, 14]), { chance: 'none', unit: 'minutes' })
  expect(runs).toMatchObject({ base: 11, baseFrom: '2026-01-01', baseTo: '2026-06-01' })
  // By hand: 0.0640 is left of the 12 in June, then 1.2560, 2.4480, 3.6400, 4.8320.
  expect(runs?.points.slice(5).map((each) => Number(each.up.toFixed(4)))).toEqual([0.064, 1.256, 2.448, 3.64, 4.832])
  expect(runs?.points.map((each) => each.alarm)).toEqual([null, null, null, null, null, null, null, null, null, 'up'])
  expect(runs?.points.at(-1)?.since).toBe('2026-06-01')
})

test('ME-30 a proportion is measured by its own chance: the same fall alarms where there are many, not where there are few', () => {
  const fall = (of: number) => runsOf(shares([...Array.from({ length: 6 }, () => [of * 0.9, of] as const), ...Array.from({ length: 3 }, () => [of * 0.8, of] as const)]), { chance: 'proportion', unit: 'percent' })
  // Of 1,000: (0.8 − 0.9) ÷ √(0.09 ÷ 1000) = −10.54, so the first month alarms; of 10: −1.054, which adds 0.554 a month.
  expect(fall(1000)?.points.map((each) => each.alarm)).toEqual([null, null, null, null, null, null, 'down', 'down', 'down'])
  expect(fall(10)?.points.map((each) => Number(each.down.toFixed(3)))).toEqual([0, 0, 0, 0, 0, 0, 0.554, 1.108, 1.662])
  expect(fall(10)?.base).toBeCloseTo(90, 10)
})

test('ME-30 after an alarm the sums begin anew; a running period and gaps are left out', () => {
  const points = plain([10, 12, 10, null, 12, 10, 12, 30, 30, 11])
  const running = points.map((each, at) => (at === 9 ? { ...each, running: true } : each))
  expect(runsOf(running, { chance: 'none', unit: 'minutes' })?.points.map((each) => each.alarm)).toEqual([null, null, null, null, null, null, 'up', 'up'])
})

test('ME-30 as long as it goes on, the day since when stays that of its beginning; periods read together are no points of their own', () => {
  const fall = shares([...Array.from({ length: 6 }, () => [900, 1000] as const), [800, 1000], [800, 1000], [900, 1000], [800, 1000]])
  const how = { chance: 'proportion', unit: 'percent' } as const
  expect(runsOf(fall, how)?.points.flatMap((each) => (each.alarm === null ? [] : [[each.from, each.since]]))).toEqual([['2026-07-01', '2026-07-01'], ['2026-08-01', '2026-07-01'], ['2026-10-01', '2026-10-01']])
  expect(runsOf(fall.map((each, at) => (at < 3 ? { ...each, pooled: 3 } : each)), how)).toBeNull()
})

test('ME-30 fewer than eight values, or a base that never varied, say nothing', () => {
  expect(runsOf(plain([1, 2, 1, 2, 1, 2, 9]), { chance: 'none', unit: 'count' })).toBeNull()
  expect(runsOf(plain([5, 5, 5, 5, 5, 5, 9, 9, 9]), { chance: 'none', unit: 'count' })).toBeNull()
})
