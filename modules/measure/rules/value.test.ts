import { expect, test } from 'vitest'
import { aDefinition } from '../fixtures.ts'
import { lastPeriods, periodOf } from './periods.ts'
import { roundValue, showTarget, showValue } from './show.ts'
import { figureOf, isAskedOfPool, keeps, pool, type Parts } from './value.ts'

const week = { from: '2026-03-02', to: '2026-03-08' }
const parts = (numerator: number, denominator: number | null, given: Partial<Parts> = {}): Parts => ({ numerator: BigInt(Math.round(numerator * 1e6)), denominator: denominator === null ? null : BigInt(Math.round(denominator * 1e6)), facts: 3, countedAt: '2026-03-02T01:00:00.000Z', ...given })

test.each([
  ['day', '2026-03-04', '2026-03-04', '2026-03-04'],
  ['week', '2026-03-04', '2026-03-02', '2026-03-08'],
  ['week', '2027-01-01', '2026-12-28', '2027-01-03'],
  ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
  ['quarter', '2026-05-31', '2026-04-01', '2026-06-30'],
  ['quarter', '2026-12-01', '2026-10-01', '2026-12-31'],
  ['year', '2026-03-04', '2026-01-01', '2026-12-31'],
] as const)('ME-5 the %s of %s runs from %s to %s', (kind, day, from, to) => {
  expect(periodOf(kind, day)).toEqual({ from, to })
})

test('ME-5 the last periods follow one another without a gap, oldest first', () => {
  expect(lastPeriods('quarter', '2026-03-04', 3)).toEqual([{ from: '2025-07-01', to: '2025-09-30' }, { from: '2025-10-01', to: '2025-12-31' }, { from: '2026-01-01', to: '2026-03-31' }])
  expect(lastPeriods('week', '2026-03-04', 2).map((each) => each.from)).toEqual(['2026-02-23', '2026-03-02'])
})

test.each([
  ['a percentage', 'ratio', {}, parts(9, 10), { value: 90, numerator: 9, denominator: 10, why: null, facts: 3 }],
  ['a plain ratio', 'ratio', { unit: 'ratio' }, parts(9, 4), { value: 2.25 }],
  ['a ratio over zero', 'ratio', {}, parts(0, 0), { value: null, numerator: 0, denominator: 0, why: 'no_denominator' }],
  ['a ratio of nothing at all', 'ratio', {}, parts(0, 0, { facts: 0 }), { value: null, why: 'no_facts' }],
  ['a coverage of nobody', 'coverage', {}, parts(0, 0, { facts: 0 }), { value: null, why: 'no_denominator' }],
  ['a ratio over too few', 'ratio', { smallest: 10 }, parts(9, 9), { value: null, numerator: null, denominator: 9, why: 'too_few' }],
  ['a ratio over just enough', 'ratio', { smallest: 10 }, parts(9, 10), { value: 90, why: null }],
  ['a sum', 'sum', {}, parts(4, null), { value: 4, numerator: 4, denominator: null, why: null }],
  ['a sum per week over its week', 'sum', { unit: 'per-week' }, parts(4, null), { value: 4, denominator: 1 }],
  ['a state with its whole', 'state', {}, parts(35, 100), { value: 35 }],
  ['a state by itself', 'state', { unit: 'count', outOf: undefined }, parts(120, null), { value: 120, denominator: null }],
  ['a state nobody spoke of', 'state', {}, null, { value: null, why: 'no_facts', facts: 0 }],
  ['a coverage', 'coverage', {}, parts(3, 4), { value: 75 }],
  ['a coverage in people', 'coverage', { unit: 'people', unitOf: 'staff' }, parts(3, 4), { value: 3 }],
  ['what is still being counted', 'ratio', {}, 'counting', { value: null, why: 'being_counted' }],
] as const)('ME-7 the value of %s', (_, shape, given, sums, expected) => {
  expect(figureOf(aDefinition(shape, given), sums, week)).toMatchObject(expected)
})

test('ME-7 a sum per week over a month of 28 days is divided by its four weeks', () => {
  expect(figureOf(aDefinition('sum', { unit: 'per-week' }), parts(10, null), { from: '2026-02-01', to: '2026-02-28' })).toMatchObject({ value: 2.5, numerator: 10, denominator: 4 })
})

test('ME-11 a region is pooled, not averaged; what is missing adds nothing, what is being counted withholds it', () => {
  const pooled = pool([parts(9, 10), null, parts(1, 90, { countedAt: '2026-03-03T01:00:00.000Z' })])
  expect(figureOf(aDefinition('ratio'), pooled, week)).toMatchObject({ value: 10, numerator: 10, denominator: 100, facts: 6, countedAt: '2026-03-03T01:00:00.000Z' })
  expect(pool([parts(9, 10), 'counting'])).toBe('counting')
  expect(pool([null, null])).toBeNull()
  expect(pool([parts(3, null), parts(4, null)])).toMatchObject({ numerator: 7_000_000n, denominator: null })
})

test('ME-11 a target is asked of a pooled quotient, never of a pooled sum', () => {
  expect((['ratio', 'sum', 'state', 'coverage', 'accumulation'] as const).map((shape) => isAskedOfPool(aDefinition(shape)))).toEqual([true, false, true, true, true])
  expect([isAskedOfPool(aDefinition('state', { unit: 'count', outOf: undefined })), isAskedOfPool(aDefinition('accumulation', { unit: 'people' }))]).toEqual([false, false])
})

test.each([
  [90, '>=', 90, true], [89.999999, '>=', 90, false], [10, '<=', 10, true], [10.1, '<=', 10, false], [90, '>', 90, false], [9.9, '<', 10, true], [0, '=', 0, true], [1, '=', 0, false],
] as const)('ME-12 %s keeps the target %s %s: %s', (value, comparator, target, kept) => {
  expect(keeps(value, { comparator, value: target })).toBe(kept)
})

test('ME-12 without a value or without a target nothing is kept or missed', () => {
  expect([keeps(null, { comparator: '>=', value: 1 }), keeps(1, null), keeps(1, undefined)]).toEqual([null, null, null])
})

test.each([
  [89.96, 1, { comparator: '>=', value: 90 }, '89.96'],
  [89.999_99, 1, { comparator: '>=', value: 90 }, '89.99999'],
  [89.94, 1, { comparator: '>=', value: 90 }, '89.9'],
  [90.04, 1, { comparator: '>=', value: 90 }, '90.0'],
  [10.04, 1, { comparator: '<=', value: 10 }, '10.04'],
  [10.04, 1, null, '10.0'],
  [100 / 3, 2, { comparator: '>', value: 90 }, '33.33'],
] as const)('ME-12 %s with %s decimals and the target %j is shown as %s', (value, decimals, target, text) => {
  expect(roundValue(value, { decimals, target })).toBe(text)
})

test('values and targets are printed with their unit', () => {
  expect(showValue(97.25, { unit: 'percent', decimals: 1 }, 'zh')).toBe('97.3%')
  expect(showValue(3, { unit: 'per-week', decimals: 0 }, 'zh')).toBe('3 /周')
  expect(showTarget({ comparator: '>=', value: 95 }, 'percent', 'zh')).toBe('≥ 95%')
  expect(showTarget({ comparator: '<=', value: 3 }, 'days', 'en')).toBe('≤ 3 days')
})
