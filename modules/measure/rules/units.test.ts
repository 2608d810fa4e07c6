import { expect, test } from 'vitest'
import { aDefinition } from '../fixtures.ts'
import { accumulationOf, accumulationSpan, coverageOf, isAwayThroughout, unitsAsked, type Leave, type Person } from './units.ts'

const march = { from: '2026-03-01', to: '2026-03-31' }
const person = (staffId: string, given: Partial<Person> = {}): Person => ({ staffId, joinedOn: '2020-01-01', departmentIds: ['ward'], ...given })
const away = (from: string, to: string | null, staffId = 'ann'): Leave => ({ staffId, from, to })

test.each([
  ['the whole period', [away('2026-02-01', '2026-04-10')], true],
  ['without an end', [away('2026-03-01', null)], true],
  ['exactly the period', [away('2026-03-01', '2026-03-31')], true],
  ['all but the last day', [away('2026-03-01', '2026-03-30')], false],
  ['all but the first day', [away('2026-03-02', null)], false],
  ['two leaves that meet', [away('2026-03-11', '2026-04-01'), away('2026-02-20', '2026-03-10')], true],
  ['two leaves with a day between', [away('2026-03-12', '2026-04-01'), away('2026-02-20', '2026-03-10')], false],
  ['a leave inside another', [away('2026-02-01', '2026-03-20'), away('2026-03-02', '2026-03-05'), away('2026-03-21', '2026-03-31')], true],
  ['an earlier leave only', [away('2026-01-01', '2026-02-28')], false],
  ['none', [], false],
])('ME-9 away for %s', (_, leaves, expected) => {
  expect(isAwayThroughout(person('ann'), leaves, march)).toBe(expected)
})

test('ME-9 who joined in the period is away throughout when away since joining', () => {
  expect(isAwayThroughout(person('ann', { joinedOn: '2026-03-16' }), [away('2026-03-16', null)], march)).toBe(true)
  expect(isAwayThroughout(person('ann', { joinedOn: '2026-03-15' }), [away('2026-03-16', null)], march)).toBe(false)
})

test('ME-8 a coverage of staff is asked of the roster of the last day, without who was away throughout, of the named departments', () => {
  const there = { roster: [person('ann'), person('ben', { departmentIds: ['office'] }), person('eve')], departments: [{ id: 'ward', kind: 'clinical' }, { id: 'office', kind: 'office' }], leaves: [away('2026-01-01', null, 'eve'), away('2026-03-05', '2026-03-06', 'ann')] }
  expect(unitsAsked(asCoverage({ unitOf: 'staff', departments: undefined }), march, there)).toEqual(['ann', 'ben'])
  expect(unitsAsked(asCoverage({ unitOf: 'staff', departments: ['clinical'] }), march, there)).toEqual(['ann'])
  expect(unitsAsked(asCoverage({ departments: undefined }), march, there)).toEqual(['ward', 'office'])
  expect(unitsAsked(asCoverage({ departments: ['clinical', 'nursing'] }), march, there)).toEqual(['ward'])
})

function asCoverage(given: Record<string, unknown>) {
  const definition = aDefinition('coverage', given)
  if (definition.shape !== 'coverage') throw new Error('no coverage')
  return definition
}

test('ME-8 the numerator are those asked with enough facts; facts of others raise nothing', () => {
  const counted = new Map([['ann', { facts: 2, amount: 0n }], ['ben', { facts: 1, amount: 0n }], ['gone', { facts: 5, amount: 0n }]])
  expect(coverageOf(['ann', 'ben', 'eve'], counted, 1)).toEqual({ numerator: 2_000_000n, denominator: 3_000_000n })
  expect(coverageOf(['ann', 'ben', 'eve'], counted, 2)).toEqual({ numerator: 1_000_000n, denominator: 3_000_000n })
  expect(coverageOf([], counted, 1)).toEqual({ numerator: 0n, denominator: 0n })
})

test('ME-10 an accumulation sums the year or all time, over the persons with facts', () => {
  expect(accumulationSpan('year', march)).toEqual({ from: '2026-01-01', to: '2026-03-31' })
  expect(accumulationSpan('career', march)).toEqual({ from: '0001-01-01', to: '2026-03-31' })
  expect(accumulationOf(new Map([['ann', { facts: 9, amount: 365_000_000n }], ['ben', { facts: 2, amount: 364_999_999n }], ['none', { facts: 0, amount: 0n }]]), 365_000_000n)).toEqual({ numerator: 1_000_000n, denominator: 2_000_000n })
})
