import { expect, test } from 'vitest'
import { aDefinition, aFact, aMeasure, trialKinds } from '../fixtures.ts'
import { startOf, type PlanStart } from '../starts.ts'
import { baselineOf, changeOf } from './change.ts'
import { changesOfNothing, checkDefinition } from './check.ts'
import type { MeasureDefinition } from './definition.ts'
import { newTally, settle, tellMeasure, touchedBy } from './tally.ts'
import type { Figure } from './value.ts'

const changing = (given: Readonly<Record<string, unknown>> = {}) => {
  const definition = aDefinition('change', given)
  if (definition.shape !== 'change') throw new Error('no change')
  return definition
}
const month = { from: '2026-07-01', to: '2026-07-31' }

test.each([
  ['a month', 'previous', month, { from: '2026-06-01', to: '2026-06-30' }],
  ['the third month of a leap year', 'previous', { from: '2024-03-01', to: '2024-03-31' }, { from: '2024-02-01', to: '2024-02-29' }],
  ['a quarter of a plan from the 9th', 'previous', { from: '2026-07-09', to: '2026-10-08' }, { from: '2026-04-09', to: '2026-07-08' }],
  ['a year', 'previous', { from: '2026-01-01', to: '2026-12-31' }, { from: '2025-01-01', to: '2025-12-31' }],
  ['a week', 'previous', { from: '2026-03-02', to: '2026-03-08' }, { from: '2026-02-23', to: '2026-03-01' }],
  ['ten days', 'previous', { from: '2026-03-05', to: '2026-03-14' }, { from: '2026-02-23', to: '2026-03-04' }],
  ['a month', 'last-year', month, { from: '2025-07-01', to: '2025-07-31' }],
  ['February of a leap year', 'last-year', { from: '2024-02-01', to: '2024-02-29' }, { from: '2023-02-01', to: '2023-02-28' }],
  ['a week, Monday against Monday', 'last-year', { from: '2026-03-02', to: '2026-03-08' }, { from: '2025-03-03', to: '2025-03-09' }],
] as const)('ME-20 %s is compared (%s)', (_, against, period, base) => {
  expect(baselineOf(changing({ against }), period, null)).toEqual(base)
})

test.each([
  ['the last month that ended before the plan began', {}, '2026-07-09', { from: '2026-06-01', to: '2026-06-30' }],
  ['the month that ended the day before', {}, '2026-07-01', { from: '2026-06-01', to: '2026-06-30' }],
  ['three months together', { periods: 3 }, '2026-07-09', { from: '2026-04-01', to: '2026-06-30' }],
  ['weeks', { period: 'week', periods: 2 }, '2026-07-09', { from: '2026-06-22', to: '2026-07-05' }],
  ['the day written in the definition', { start: '2026-03-15' }, '2026-07-09', { from: '2026-02-01', to: '2026-02-28' }],
  ['nothing where nobody says when it began', {}, null, null],
  ['nothing for a period that ended before', {}, '2026-08-01', null],
] as const)('ME-20 against the start of a campaign: %s', (_, given, start, base) => {
  expect(baselineOf(changing({ period: 'month', against: 'start', ...given }), month, start)).toEqual(base)
})

test('ME-20 the start is that of the plan that asks; a page takes the newest begun plan of the region', () => {
  const plan = (planId: string, startsOn: string, regionCode = '990121'): PlanStart => ({ planId, measureKey: 'more', startsOn, regionCode })
  const starts = [plan('a', '2026-01-10'), plan('b', '2026-05-01'), plan('c', '2026-09-01'), plan('d', '2026-06-01', '990122'), plan('e', '2026-03-01', '990000'), { ...plan('f', '2026-07-01'), measureKey: 'other' }]
  const bodies = [{ regionCode: '990121' }]
  expect(startOf(starts, 'more', { planId: 'a', period: month, bodies })).toBe('2026-01-10')
  expect(startOf(starts, 'more', { planId: 'x', period: month, bodies })).toBeNull()
  expect(startOf(starts, 'more', { period: month, bodies })).toBe('2026-05-01')
  expect(startOf(starts, 'more', { period: month, bodies: [...bodies, { regionCode: '990122' }] })).toBe('2026-03-01')
})

const figure = (value: number | null, given: Partial<Figure> = {}): Figure => ({ value, numerator: 1, denominator: 2, why: value === null ? 'no_facts' : null, facts: 3, countedAt: '2026-07-02T00:00:00.000Z', ...given })
const ratio = aDefinition('ratio')
const sum = aDefinition('sum')
const june = { from: '2026-06-01', to: '2026-06-30' }
const before = (value: number | null, given: Partial<Figure> = {}) => ({ figure: figure(value, given), period: june })

test.each<[string, Readonly<Record<string, unknown>>, MeasureDefinition, Figure, ReturnType<typeof before> | null, Partial<Figure>]>([
  ['a difference in points', {}, ratio, figure(62.5), before(50), { value: 12.5, numerator: 62.5, denominator: 50, facts: 6 }],
  ['a fall', {}, ratio, figure(40), before(50), { value: -10 }],
  ['percent of the baseline', { as: 'percent', unit: 'percent' }, ratio, figure(45), before(50), { value: -10 }],
  ['percent of a negative baseline keeps the direction', { as: 'percent', unit: 'percent' }, ratio, figure(-40), before(-50), { value: 20 }],
  ['percent of nothing', { as: 'percent', unit: 'percent' }, ratio, figure(5), before(0), { value: null, why: 'no_baseline', denominator: 0 }],
  ['a sum brought to the days of the period', { against: 'start' }, sum, figure(62), before(30), { value: 31, denominator: 31 }],
  ['a sum against the month before as it is', {}, sum, figure(62), before(30), { value: 32 }],
  ['a sum against days without any fact', {}, sum, figure(62), before(0, { facts: 0 }), { value: null, why: 'no_baseline' }],
  ['no baseline', {}, ratio, figure(62), null, { value: null, why: 'no_baseline', numerator: 62 }],
  ['a baseline without facts', {}, ratio, figure(62), before(null), { value: null, why: 'no_baseline' }],
  ['a baseline of too few', {}, ratio, figure(62), before(null, { why: 'too_few' }), { value: null, why: 'too_few', numerator: null }],
  ['nothing now', {}, ratio, figure(null), before(50), { value: null, why: 'no_facts' }],
  ['too few now', {}, ratio, figure(null, { why: 'too_few' }), before(50), { value: null, why: 'too_few', numerator: null }],
  ['still being counted', {}, ratio, figure(50), before(null, { why: 'being_counted' }), { value: null, why: 'being_counted' }],
])('ME-21 %s', (_, given, of, now, base, expected) => {
  expect(changeOf(changing(given), of, now, base, month)).toMatchObject(expected)
})

test('ME-19 a change is about a measure there is, has the unit of its kind, and is no change of a change', () => {
  expect(changesOfNothing([ratio, changing({ key: 'more', of: 'trial' }), changing({ key: 'worse', of: 'more' }), changing({ key: 'lost', of: 'nowhere' })])).toEqual([
    { key: 'worse', reason: "'more' is a change itself" }, { key: 'lost', reason: "there is no measure 'nowhere'" },
  ])
  const faults = (given: Readonly<Record<string, unknown>>) => checkDefinition(changing(given), 'catalog/measures/trial.yaml', trialKinds).map((each) => each.path[0])
  expect(faults({})).toEqual([])
  expect(faults({ as: 'percent' })).toEqual(['unit'])
  expect(faults({ unit: 'percent' })).toEqual(['unit'])
  expect(faults({ start: '2026-07-09' })).toEqual(['start'])
})

test('ME-6 a fact moves the later values of every change that is about its measure, and of no other', () => {
  const measures = [aMeasure('ratio', { key: 'pass-rate' }), aMeasure('change', { key: 'better' }), aMeasure('change', { key: 'other', of: 'elsewhere' })]
  const tally = newTally()
  for (const each of measures) tellMeasure(tally, each, { before: null, after: aFact({ fields: { attended: 10, passed: 9 } }) })
  expect(touchedBy(settle(tally), measures).map(({ measureKey, on, until }) => [measureKey, on, until])).toEqual([['better', '2026-03-02', null], ['pass-rate', '2026-03-02', '2026-03-02']])
})
