import { expect, test } from 'vitest'
import { readDefinition } from '../../../server/platform/catalog.ts'
import { aDefinition, trialKinds, type shapesGiven } from '../fixtures.ts'
import { checkDefinition } from './check.ts'
import { MeasureDefinition } from './definition.ts'
import { reachable, versionFor } from './versions.ts'
import { inWords } from './words.ts'

const faultsOf = (shape: keyof typeof shapesGiven, given: Record<string, unknown>, kinds = trialKinds) => checkDefinition(aDefinition(shape, given), 'catalog/measures/trial.yaml', kinds)

test('ME-1 a definition that fits its kinds of facts has no fault', () => {
  for (const shape of ['ratio', 'sum', 'state', 'coverage', 'accumulation'] as const) expect([shape, faultsOf(shape, {})]).toEqual([shape, []])
})

test.each([
  ['an unknown kind', 'ratio', { numerator: { of: 'trial.nothing' } }, ['numerator', 'of'], "no kind of fact 'trial.nothing'"],
  ['an unknown field', 'ratio', { denominator: { of: 'trial.session', add: 'visitors' } }, ['denominator', 'add'], "'visitors' is not a field here"],
  ['a field of another kind', 'sum', { numerator: { of: 'trial.check', add: 'attended' } }, ['numerator', 'add'], "'attended' is not a field here"],
  ['a condition that is a number', 'sum', { numerator: { of: 'trial.session', where: 'attended' } }, ['numerator', 'where'], 'it gives number, boolean is needed'],
  ['an amount that is a text', 'accumulation', { add: 'theme' }, ['add'], 'it gives text, number is needed'],
  ['a state that is a condition', 'state', { value: 'passed > 1' }, ['value'], 'it gives boolean, number is needed'],
  ['a leave that says no days', 'coverage', { unitOf: 'staff', leave: 'trial.session' }, ['leave'], "no date 'from_on'"],
  ['a leave nobody keeps', 'coverage', { unitOf: 'staff', leave: 'trial.nobody' }, ['leave'], "no kind of fact 'trial.nobody'"],
  ['another name than its file', 'ratio', { key: 'other' }, ['key'], "the file is named 'trial'"],
  ['a target against its direction', 'ratio', { target: { comparator: '<=', value: 90 } }, ['target'], "the better direction is 'up'"],
  ['a percentage of nothing', 'sum', { unit: 'percent' }, ['unit'], 'no percentage'],
  ['a coverage per week', 'coverage', { unit: 'per-week' }, ['unit'], 'only a sum'],
] as const)('ME-1 %s is a fault with its place', (_, shape, given, path, reason) => {
  expect(faultsOf(shape, given)).toContainEqual({ path, reason: expect.stringContaining(reason) as string })
})

test('ME-1 a wrong file names line and reason; the place of a later fault becomes a line too', () => {
  const text = ['key: trial', 'name: { zh: 试, en: Trial }', 'shape: sum', 'unit: count', 'speed: 1'].join('\n')
  const read = readDefinition('catalog/measures/trial.yaml', text, MeasureDefinition)
  if (!('faults' in read)) throw new Error('it was read')
  expect(read.faults.map((each) => each.reason).join()).toContain('speed')
  expect(read.faults.every((each) => each.file === 'catalog/measures/trial.yaml' && each.line >= 1)).toBe(true)
})

test('ME-1 without a register of leave everybody counts; a leave that is named must exist', () => {
  expect(faultsOf('coverage', { unitOf: 'staff' })).toEqual([])
  expect(faultsOf('coverage', { unitOf: 'staff', leave: 'trial.away' })).toEqual([])
})

const versions = [{ version: 1, validFrom: '2026-01-01' }, { version: 2, validFrom: '2026-07-01' }, { version: 3, validFrom: '2026-07-01' }, { version: 4, validFrom: '2027-01-01' }]

test.each([['2025-12-31', 1], ['2026-03-31', 1], ['2026-06-30', 1], ['2026-07-01', 3], ['2026-12-31', 3], ['2027-01-03', 4]])('ME-2 a period that ends on %s is computed by version %s', (lastDay, version) => {
  expect(versionFor(versions, lastDay)?.version).toBe(version)
})

test('ME-2 a version replaced from its first day on is not counted any more, whatever order they come in', () => {
  expect(reachable(versions.toReversed()).map((each) => each.version)).toEqual([1, 3, 4])
  expect(reachable([...versions, { version: 5, validFrom: '2020-01-01' }]).map((each) => each.version)).toEqual([5])
  expect(versionFor([], '2026-01-01')).toBeUndefined()
})

test('a definition says in words what it counts, its own words first', () => {
  expect(inWords(aDefinition('ratio', { numerator: { of: 'trial.session', add: 'passed', where: "theme == 'diet'" } }), trialKinds)).toEqual({
    numerator: { zh: "“健康教育”各条记录 passed 之和（条件：theme == 'diet'）", en: "Sum of passed over “Sessions” (where theme == 'diet')" },
    denominator: { zh: '“健康教育”各条记录 attended 之和', en: 'Sum of attended over “Sessions”' },
  })
  expect(inWords(aDefinition('coverage', { least: 2 }), trialKinds)).toMatchObject({ numerator: { zh: '期内至少有 2 条“健康教育”记录的科室数' }, denominator: { zh: '期末的临床科室数' } })
  expect(inWords(aDefinition('coverage', { unitOf: 'staff' }), trialKinds).denominator?.zh).toBe('期末在册的临床科室人数（整期请假外出的不计）')
  expect(inWords(aDefinition('accumulation'), trialKinds).numerator.zh).toBe('历年“健康教育”累计 days 达到 365 的人数')
  expect(inWords(aDefinition('state'), trialKinds).denominator?.zh).toBe('截至期末最新一条“健康教育”记录的 attended')
  expect(inWords(aDefinition('sum', { says: { numerator: { zh: '所有记录', en: 'All entries' } } }), trialKinds)).toEqual({ numerator: { zh: '所有记录', en: 'All entries' }, denominator: null })
})
