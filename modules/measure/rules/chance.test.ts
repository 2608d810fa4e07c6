import { expect, test } from 'vitest'
import { aDefinition } from '../fixtures.ts'
import { chanceOf, countsIn, intervalOf, limitsOf, lnGamma, sides } from './chance.ts'

// Expected values were computed with SciPy 1.17 (binom, poisson, chi2, binomtest), not with this code.

test.each([[0.5, 0.5723649429247004], [10, 12.801827480081467], [150001, 1637765.4640961343], [1e6, 12815504.569147611]])('ME-25 the logarithm of gamma of %d', (x, expected) => {
  expect(lnGamma(x) / expected).toBeCloseTo(1, 12)
})

test.each([
  [10, 0.9, 'warning', 7, 10], [10, 0.9, 'alarm', 5, 10],
  [50, 0.9, 'warning', 41, 49], [50, 0.9, 'alarm', 37, 50],
  [200, 0.05, 'warning', 4, 16], [200, 0.05, 'alarm', 2, 21],
  [1000, 0.5, 'warning', 469, 531], [1000, 0.5, 'alarm', 451, 549],
  [37, 0.731, 'warning', 22, 32], [37, 0.731, 'alarm', 18, 34],
  [100_000, 0.123, 'warning', 12_097, 12_504], [100_000, 0.123, 'alarm', 11_980, 12_622],
  [4, 0.5, 'warning', 0, 4], [7, 0, 'alarm', 0, 0], [7, 1, 'alarm', 7, 7],
] as const)('ME-25 exact binomial limits of %d around %d (%s) run from %d to %d', (of, centre, side, low, high) => {
  const limits = limitsOf('proportion', centre, of, sides[side])
  expect([Math.round(limits.low * of), Math.round(limits.high * of)]).toEqual([low, high])
})

test.each([
  [0.3, 'warning', 0, 2], [0.3, 'alarm', 0, 3], [4, 'warning', 1, 8], [4, 'alarm', 0, 11], [50, 'warning', 37, 64], [50, 'alarm', 30, 73], [1234.5, 'warning', 1166, 1304], [1234.5, 'alarm', 1127, 1344],
] as const)('ME-25 exact Poisson limits around %d events (%s) run from %d to %d', (mean, side, low, high) => {
  const limits = limitsOf('poisson', mean / 200, 200, sides[side])
  expect([Math.round(limits.low * 200), Math.round(limits.high * 200)]).toEqual([low, high])
})

test.each([
  [0, 10, 0, 0.27753279986288926], [3, 3, 0.4385029682449546, 1], [9, 10, 0.5958499732047615, 0.9821237869049271], [45, 50, 0.7863976856252034, 0.9565242350681095], [500, 1000, 0.4690696003681042, 0.5309303996318958],
])("ME-24 Wilson's interval of %d of %d", (events, of, low, high) => {
  const found = intervalOf('proportion', { events, of })
  expect(found.low).toBeCloseTo(low, 12)
  expect(found.high).toBeCloseTo(high, 12)
})

test.each([[0, 0, 3.6888794541139354], [1, 0.025317807984289876, 5.571643390938898], [5, 1.6234863901184207, 11.66833207932267], [20, 12.216519585403944, 30.8883779026746], [400, 361.75629663114347, 441.1866480966759]])(
  'ME-24 the exact interval of a Poisson mean of %d events',
  (events, low, high) => {
    const found = intervalOf('poisson', { events, of: 1 })
    expect(found.low).toBeCloseTo(low, 8)
    expect(found.high).toBeCloseTo(high, 8)
  },
)

test('ME-23 a percentage of counted things is a proportion; the definition may say otherwise; parts of things are no counts', () => {
  expect(chanceOf(aDefinition('ratio'))).toBe('proportion')
  expect(chanceOf(aDefinition('ratio', { unit: 'minutes' }))).toBe('none')
  expect(chanceOf(aDefinition('ratio', { unit: 'ratio', chance: 'poisson' }))).toBe('poisson')
  expect(chanceOf(aDefinition('ratio', { chance: 'none' }))).toBe('none')
  expect(countsIn('proportion', { numerator: 9, denominator: 10 })).toEqual({ events: 9, of: 10 })
  for (const [numerator, denominator] of [[9.1, 10], [11, 10], [1, 0], [-1, 10], [null, 10], [1, 2.5]] as const) expect(countsIn('proportion', { numerator, denominator })).toBeNull()
  expect(countsIn('poisson', { numerator: 11, denominator: 2.5 })).toEqual({ events: 11, of: 2.5 })
  expect(countsIn('none', { numerator: 9, denominator: 10 })).toBeNull()
})
