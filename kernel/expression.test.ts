import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isExpressionFault, readExpression, type Expression } from './expression.ts'
import type { FactFieldType, FactValue } from './fact.ts'

const fields: Record<string, FactFieldType> = { attended: 'number', passed: 'number', theme: 'text', open: 'boolean', held_on: 'date' }

function read(text: string): Expression {
  const expression = readExpression(text, fields)
  if (isExpressionFault(expression)) throw new Error(`${expression.fault} (${expression.at})`)
  return expression
}
const value = (text: string, values: Record<string, FactValue> = {}) => read(text).evaluate(values)

test.each<[string, FactValue]>([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['7 - 2 - 1', 4],
  ['12 / 4 / 3', 1],
  ['-2 * -3', 6],
  ['- -2.5', 2.5],
  ['1 + 1 == 2 and 3 > 2', true],
  ['true or false and false', true],
  ['not true or true', true],
  ['not not false', false],
  ["'it''s' == 'it''s'", true],
  ["'内科' != '外科'", true],
  ['min(3, 2) + max(1, 5)', 7],
  ["if(2 > 1, 'a', 'b')", 'a'],
  ['if(null, 1, 2)', 2],
  ['2 in [1, 1 + 1]', true],
  ["not ('c' in ['a', 'b'])", true],
])('EX-1 %s is %s', (text, expected) => {
  expect(value(text)).toBe(expected)
})

test('EX-1 an expression says its type and the fields it reads', () => {
  expect(read("theme in ['diet', 'drugs'] and attended >= 5")).toMatchObject({ type: 'boolean', fields: ['theme', 'attended'] })
  expect(read("if(open, held_on, '2026-01-01')").type).toBe('text')
  expect(read('if(open, null, attended)').type).toBe('number')
  expect(read('held_on').type).toBe('date')
  expect(read('null').type).toBe('null')
})

test.each<[string, number, string]>([
  ['attended >', 11, 'ends too early'],
  ['visitors > 1', 1, "'visitors' is not a field here; there are: attended, passed, theme, open, held_on"],
  ['attended = 1', 10, "equal is written '=='"],
  ["theme > 'a", 9, 'no closing quote'],
  ['theme == "a"', 10, 'single quotes'],
  ['attended + theme', 12, "'+' needs a number, this is a text"],
  ["attended == 'many'", 10, 'a number is never compared with a text'],
  ['open < true', 1, 'no order'],
  ['1 < 2 < 3', 7, "joined with 'and'"],
  ['open and attended', 10, "'and' needs true or false, this is a number"],
  ['not attended', 5, "'not' needs true or false"],
  ["attended in [1, 'b']", 17, 'never found among a text'],
  ['min(1)', 1, "'min' takes 2 values, these are 1"],
  ['if(open, 1)', 1, "'if' takes 3 values, these are 2"],
  ["if(open, 1, 'a')", 13, 'both sides'],
  ['now()', 5, 'not expected here'],
  ['sum(1, 2)', 1, "'sum' is not known"],
  ['(1 + 2', 7, "')' is expected before the end"],
  ['1 2', 3, "'2' is not expected here"],
  ['', 1, 'ends too early'],
  ['attended ; 1', 10, "';' is not part"],
  ['12ab', 1, 'neither a number nor a name'],
  ['constructor', 1, 'is not a field here'],
])('EX-2 %s is a fault at character %s: %s', (text, at, reason) => {
  const fault = readExpression(text, fields)
  expect(fault).toMatchObject({ at, fault: expect.stringContaining(reason) as string })
})

test('EX-2 what nobody writes by hand is a fault and not a full stack', () => {
  expect(readExpression(`${'('.repeat(900)}1${')'.repeat(900)}`, {})).toMatchObject({ fault: expect.stringContaining('60 deep') as string })
  expect(readExpression('1+'.repeat(2000), {})).toMatchObject({ fault: expect.stringContaining('2000 characters') as string })
  expect(value(`${'1+'.repeat(900)}1`)).toBe(901)
  expect(value(`${'not '.repeat(400)}true`)).toBe(true)
})

test.each<[string, Record<string, FactValue>, FactValue]>([
  ['attended + 1', {}, null],
  ['attended + 1', { attended: null }, null],
  ['passed / attended', { passed: 3, attended: 0 }, null],
  ['-attended', {}, null],
  ['min(attended, 1)', {}, null],
  ['attended > 1', {}, null],
  ['not (attended > 1)', {}, null],
  ['attended == null', {}, true],
  ['attended != null', { attended: 0 }, true],
  ["theme == 'diet'", {}, false],
  ["theme in ['diet']", {}, null],
  ['attended > 1 and false', {}, false],
  ['attended > 1 or true', {}, true],
  ['attended > 1 and true', {}, null],
  ['if(attended > 1, 1, 2)', {}, 2],
  ["held_on >= '2026-03-01'", { held_on: '2026-11-27' }, true],
  ["held_on < '2026-03-01'", { held_on: '2026-11-27' }, false],
  ['attended', { attended: 'many' }, null],
  ['attended', { attended: Number.NaN }, null],
  ['attended * attended', { attended: 1e200 }, null],
])('EX-3 %s of %j is %s', (text, values, expected) => {
  expect(value(text, values)).toBe(expected)
})

/** Expressions by type, with whether a value is null whenever the field `attended` is. */
const { numbers, booleans } = fc.letrec<{ numbers: string; booleans: string }>((tie) => ({
  numbers: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('attended', 'passed', '0', '1', '2.5'),
    fc.tuple(tie('numbers'), fc.constantFrom('+', '-', '*', '/'), tie('numbers')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('numbers'), tie('numbers')).map(([name, a, b]) => `${name}(${a}, ${b})`),
    fc.tuple(tie('booleans'), tie('numbers'), tie('numbers')).map(([test, a, b]) => `if(${test}, ${a}, ${b})`),
    tie('numbers').map((a) => `-${a}`),
  ),
  booleans: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('open', 'true', 'false', "theme == 'diet'", "held_on < '2026-06-01'", "theme in ['a', 'b']"),
    fc.tuple(tie('numbers'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('numbers')).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc.tuple(tie('booleans'), fc.constantFrom('and', 'or'), tie('booleans')).map(([a, word, b]) => `(${a} ${word} ${b})`),
    tie('booleans').map((a) => `not (${a})`),
  ),
}))
const anything: fc.Arbitrary<FactValue> = fc.oneof(fc.constant(null), fc.boolean(), fc.string(), fc.double(), fc.integer({ min: -9, max: 9 }))
const entries = fc.dictionary(fc.constantFrom('attended', 'passed', 'theme', 'open', 'held_on', '__proto__'), anything)

test('EX-4 whatever a fact holds, evaluation gives a value of the type that was read, or null, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(numbers, booleans), entries, (text, values) => {
      const expression = read(text)
      const result = expression.evaluate(values)
      expect(result === null || typeof result === expression.type).toBe(true)
      if (typeof result === 'number') expect(Number.isFinite(result)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('EX-3 null goes through every calculation and every order it enters', () => {
  const calculation = fc.letrec<{ all: string }>((tie) => ({
    all: fc.oneof(
      { depthSize: 'small' },
      fc.constant('attended'),
      fc.tuple(tie('all'), fc.constantFrom('+', '-', '*', '/'), numbers).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc.tuple(numbers, fc.constantFrom('+', '-', '*', '/'), tie('all')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc.tuple(fc.constantFrom('min', 'max'), tie('all'), numbers).map(([name, a, b]) => `${name}(${a}, ${b})`),
    ),
  })).all
  fc.assert(
    fc.property(calculation, fc.constantFrom('<', '<=', '>', '>='), entries, (text, sign, values) => {
      const withoutIt = { ...values, attended: null }
      expect(read(text).evaluate(withoutIt)).toBeNull()
      expect(read(`${text} ${sign} 1`).evaluate(withoutIt)).toBeNull()
      expect(read(`not (${text} ${sign} 1)`).evaluate(withoutIt)).toBeNull()
    }),
    { numRuns: 1000 },
  )
})

test('EX-4 any text at all is read or refused with a place in it, and reading never throws', () => {
  const scraps = fc.array(fc.constantFrom('attended', 'theme', "'a'", '1', '(', ')', '[', ']', ',', '+', '-', '==', '<', 'in', 'and', 'not', 'if', 'min', 'null', ' '), { maxLength: 25 }).map((all) => all.join(' '))
  fc.assert(
    fc.property(fc.oneof(scraps, fc.string()), (text) => {
      const result = readExpression(text, fields)
      if (isExpressionFault(result)) expect(result.at).toBeGreaterThanOrEqual(1)
      else expect(() => result.evaluate({ attended: 3, theme: 'a' })).not.toThrow()
    }),
    { numRuns: 3000 },
  )
})
