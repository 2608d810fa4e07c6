import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact, FactChange } from '../../../kernel/fact.ts'
import { aFact, aMeasure, hospital } from '../fixtures.ts'
import { amountOf, divide, numberOf, readAmount, writeAmount } from './amount.ts'
import { newTally, nobody, settle, tellLeave, tellMeasure, touchedBy, type Settled } from './tally.ts'
import type { Measure } from './counting.ts'

const tallied = (measures: readonly Measure[], ...changes: readonly FactChange[]): Settled => {
  const tally = newTally()
  for (const change of changes) {
    for (const measure of measures) tellMeasure(tally, measure, change)
    tellLeave(tally, 'trial.away', change)
  }
  return settle(tally)
}
const came = (fact: Fact): FactChange => ({ before: null, after: fact })
const went = (fact: Fact): FactChange => ({ before: fact, after: null })
const ward = '00000000-0000-7000-8000-0000000000d1'
const [ann, ben] = ['00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2']

test.each([[0.1, '0.100000'], [-0.0000004, '0.000000'], [-1.5, '-1.500000'], [1234567.891, '1234567.891000'], [1e15, '1000000000000000.000000'], [0, '0.000000']])('ME-3 %s is kept as %s', (value, text) => {
  const amount = amountOf(value)
  expect(amount === null ? null : writeAmount(amount)).toBe(text)
  expect(readAmount(text)).toBe(amount)
})

test('ME-3 what nobody counts is no amount, and what divides evenly is exact', () => {
  expect([amountOf(Number.NaN), amountOf(Number.POSITIVE_INFINITY), amountOf(2e15)]).toEqual([null, null, null])
  expect(divide(9_000_000n * 100n, 10_000_000n)).toBe(90)
  expect(numberOf(readAmount('0.300000'))).toBe(0.3)
})

test('ME-3 sums are the same in any order, where numbers would differ in the last place', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 }), (values) => {
      const sum = (list: readonly number[]) => list.reduce((total, value) => total + (amountOf(value) ?? 0n), 0n)
      expect(sum(values)).toBe(sum(values.toReversed()))
      expect(sum(values) - sum(values.slice(1))).toBe(sum(values.slice(0, 1)))
    }),
  )
})

test('ME-4 a ratio adds to numerator and denominator of its day and department, one fact once', () => {
  expect(tallied([aMeasure('ratio')], came(aFact({ departmentId: ward, fields: { attended: 10, passed: 9 } })))).toMatchObject({
    counters: [{ institutionId: hospital, key: 'trial', version: 1, on: '2026-03-02', departmentId: ward, numerator: 9_000_000n, denominator: 10_000_000n, facts: 1 }],
    units: [], states: [], leaves: [],
  })
})

test('ME-4 a fact counts only where the condition is true; unknown is not true, and a missing number adds nothing', () => {
  const sum = aMeasure('sum')
  const facts = [{ theme: 'diet' }, { theme: 'drugs' }, { theme: null }, {}].map((fields, at) => aFact({ id: `f${at}`, fields }))
  expect(tallied([sum], ...facts.map(came)).counters).toMatchObject([{ departmentId: nobody, numerator: 1_000_000n, denominator: 0n, facts: 1 }])
  expect(tallied([aMeasure('ratio')], came(aFact({ fields: { passed: 3 } }))).counters).toMatchObject([{ numerator: 3_000_000n, denominator: 0n, facts: 1 }])
  expect(tallied([aMeasure('ratio')], came(aFact({ kind: 'trial.check', fields: { passed: 3 } }))).counters).toEqual([])
})

test('ME-4 a correction takes away what was and adds what is; a withdrawal takes it all away', () => {
  const before = aFact({ departmentId: ward, fields: { attended: 10, passed: 9 } })
  const after = aFact({ on: '2026-03-03', fields: { attended: 0.1, passed: 0.2 } })
  expect(tallied([aMeasure('ratio')], { before, after }).counters.map((row) => [row.on, row.departmentId, row.numerator, row.denominator, row.facts])).toEqual([
    ['2026-03-02', ward, -9_000_000n, -10_000_000n, -1],
    ['2026-03-03', nobody, 200_000n, 100_000n, 1],
  ])
  expect(tallied([aMeasure('ratio')], came(before), went(before)).counters).toEqual([])
})

test('ME-4 a coverage counts each unit of a fact once; a department is its unit where the measure says so', () => {
  const staff = aMeasure('coverage', { unitOf: 'staff' })
  expect(tallied([staff], came(aFact({ staffIds: [ann, ben, ann] }))).units.map((row) => [row.unitId, row.facts])).toEqual([[ann, 1], [ben, 1]])
  expect(tallied([aMeasure('coverage')], came(aFact({ departmentId: ward, staffIds: [ann] }))).units.map((row) => row.unitId)).toEqual([ward])
  expect(tallied([aMeasure('coverage')], came(aFact({ staffIds: [ann] }))).units).toEqual([])
  expect(tallied([aMeasure('accumulation')], came(aFact({ staffIds: [ann], fields: { days: 2.5 } }))).units).toMatchObject([{ unitId: ann, facts: 1, amount: 2_500_000n }])
})

test('ME-4 a state keeps what each fact said; one that lacks its whole says nothing', () => {
  const state = aMeasure('state')
  const [first, half] = [aFact({ fields: { passed: 35, attended: 100 } }), aFact({ id: 'f2', fields: { passed: 30 } })]
  expect(tallied([state], came(first), came(half)).states).toMatchObject([{ before: null, after: { factId: first.id, value: 35_000_000n, outOf: 100_000_000n } }])
  const moved = tallied([state], { before: first, after: { ...first, on: '2026-03-05' } }).states
  expect(moved.map((said) => [said.before?.on, said.after?.on])).toEqual([['2026-03-02', undefined], [undefined, '2026-03-05']])
})

test('ME-6 a correction that changes no figure touches nothing', () => {
  const before = aFact({ departmentId: ward, staffIds: [ann], fields: { attended: 10, passed: 9, days: 1, theme: 'diet' } })
  const all = [aMeasure('ratio'), aMeasure('sum', { key: 'b' }), aMeasure('state', { key: 'c' }), aMeasure('coverage', { key: 'd' }), aMeasure('accumulation', { key: 'e' })]
  const settled = tallied(all, { before, after: { ...before, title: '改了题目' } })
  expect(settled).toEqual({ counters: [], units: [], states: [], leaves: [] })
  expect(touchedBy(settled, all)).toEqual([])
})

test.each([
  ['ratio', {}, '2026-03-02'],
  ['coverage', {}, '2026-03-02'],
  ['state', {}, null],
  ['accumulation', { over: 'year' }, '2026-12-31'],
  ['accumulation', {}, null],
] as const)('ME-6 a fact of a %s (%j) touches the values up to %s', (shape, given, until) => {
  const measure = aMeasure(shape, given)
  const settled = tallied([measure], came(aFact({ departmentId: ward, staffIds: [ann], fields: { attended: 10, passed: 9, days: 1 } })))
  expect(touchedBy(settled, [measure])).toEqual([{ institutionId: hospital, regionCode: '990121', measureKey: 'trial', on: '2026-03-02', until }])
})

test('ME-6 leave touches the coverages of the days away, before and after a correction', () => {
  const measures = [aMeasure('coverage', { unitOf: 'staff', leave: 'trial.away' }), aMeasure('ratio', { key: 'other' })]
  const away = aFact({ kind: 'trial.away', staffIds: [ann], fields: { from_on: '2026-03-02', to_on: '2026-03-20' } })
  const settled = tallied(measures, { before: away, after: { ...away, fields: { from_on: '2026-03-02', to_on: null } } })
  expect(settled.leaves).toMatchObject([{ before: [{ staffId: ann, to: '2026-03-20' }], after: [{ staffId: ann, from: '2026-03-02', to: null }] }])
  expect(touchedBy(settled, measures).map((each) => [each.measureKey, each.on, each.until])).toEqual([['trial', '2026-03-02', '2026-03-20'], ['trial', '2026-03-02', null]])
  expect(tallied(measures, came({ ...away, fields: { from_on: null } })).leaves).toEqual([])
})
