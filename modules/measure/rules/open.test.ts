import { expect, test } from 'vitest'
import { aDefinition } from '../fixtures.ts'
import { isOpenEnough } from './open.ts'

test.each([
  ['a share of ten', aDefinition('ratio'), 90, 10, true],
  ['a share of nine', aDefinition('ratio'), 100, 9, false],
  ['a coverage of nine', aDefinition('coverage'), 100, 9, false],
  ['a sum', aDefinition('sum'), 3, null, true],
  ['nothing', aDefinition('sum'), null, null, false],
] as const)('ME-33 %s is shown to citizens or not', (_, definition, value, denominator, shown) => {
  expect(isOpenEnough(definition, { value, denominator })).toBe(shown)
})
