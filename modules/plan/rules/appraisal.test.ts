import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byParts, countTallies, fitsWeights, scoredItems, scoreOf, standardWeights, type ClauseNode, type Counts, type Tally } from './appraisal.ts'

const tally = (given: Partial<Tally> = {}): Tally => ({ planId: 'p', clauseNo: 2, quarter: 1, verdict: 'met', late: false, claim: null, difference: null, n: 1, ...given })
const counts = (given: Partial<Counts> = {}): Counts => ({ met: 0, late: 0, unmet: 0, overdue: 0, due: 0, waived: 0, claimed: 0, overclaim: 0, running: 0, underclaim: 0, ...given })

test('PL-46 late is counted apart from not done, claims above the facts apart from those below', () => {
  const list = [
    tally({ n: 5 }), tally({ verdict: 'unmet', late: true, n: 2 }), tally({ verdict: 'unmet', n: 3, claim: 'met', difference: 'met_unmet' }), tally({ verdict: 'overdue', claim: 'met', difference: 'met_overdue' }), tally({ verdict: 'waived', n: 4 }),
    tally({ verdict: 'due', n: 6, claim: 'met', difference: 'met_running' }), tally({ claim: 'unmet', difference: 'unmet_met' }),
  ]
  expect(countTallies(list)).toEqual({ met: 6, late: 2, unmet: 3, overdue: 1, due: 6, waived: 4, claimed: 11, overclaim: 4, running: 6, underclaim: 1 })
})

const clause = (ordinal: number, parent: number | null): ClauseNode => ({ planId: 'p', id: `c-${ordinal}`, parentId: parent === null ? null : `c-${parent}`, ordinal, printed: `${ordinal}、`, title: `第${ordinal}条` })

test('PL-46 parts are the uppermost clauses; a clause that nobody knows stands for itself', () => {
  const clauses = [clause(1, null), clause(2, 1), clause(3, 2), clause(4, null), clause(5, 9)]
  const parts = byParts([tally({ clauseNo: 3 }), tally({ clauseNo: 2, n: 2 }), tally({ clauseNo: 4 }), tally({ clauseNo: 5 }), tally({ clauseNo: 77 })], clauses)
  expect(parts.map((part) => [part.ordinal, part.title, part.counts.met])).toEqual([[0, '', 1], [1, '第1条', 3], [4, '第4条', 1], [5, '第5条', 1]])
})

test('PL-46 every line of the score is a count times its weight, and the sum is what is shown', () => {
  const scored = scoreOf(counts({ met: 17, late: 2, unmet: 1, overdue: 0, overclaim: 1, due: 40, waived: 9 }), 1, standardWeights)
  expect(scored.lines.map((line) => [line.item, line.count, line.weight, line.points])).toEqual([['met', 17, 1, 17], ['late', 2, 0.5, 1], ['unmet', 1, 0, 0], ['overdue', 0, 0, 0], ['overclaim', 1, -0.5, -0.5], ['not_confirmed', 1, -1, -1]])
  expect(scored).toMatchObject({ points: 16.5, full: 20, score: 82.5 })
})

test.each([
  ['nothing decided', counts({ due: 9, waived: 2 }), 0, null], ['all in time', counts({ met: 7 }), 0, 100], ['nothing done', counts({ unmet: 4 }), 0, 0], ['more taken away than there is', counts({ met: 1 }), 3, 0], ['a third is cut, not rounded up', counts({ met: 2, unmet: 1 }), 0, 66.6],
] as const)('PL-46 the score lies between 0 and 100: %s', (_, given, notConfirmed, score) => {
  expect(scoreOf(given, notConfirmed, standardWeights).score).toBe(score)
})

const nat = fc.nat(500)
test('PL-46 one more obligation met in time instead of not done never lowers the score', () => {
  fc.assert(
    fc.property(fc.record({ met: nat, late: nat, unmet: fc.integer({ min: 1, max: 500 }), overdue: nat, overclaim: nat }), nat, (given, notConfirmed) => {
      const before = scoreOf(counts(given), notConfirmed, standardWeights).score ?? 0
      const after = scoreOf(counts({ ...given, met: given.met + 1, unmet: given.unmet - 1 }), notConfirmed, standardWeights).score ?? 0
      expect(after).toBeGreaterThanOrEqual(before)
    }),
  )
})

test.each([
  ['the standard', standardWeights, true], ['in time worth nothing', { ...standardWeights, met: 0 }, false], ['late worth more than in time', { ...standardWeights, late: 2 }, false], ['beyond ten', { ...standardWeights, not_confirmed: -11 }, false],
  ['not a number', { ...standardWeights, late: Number.NaN }, false],
])('PL-47 weights are judged: %s', (_, weights, fits) => {
  expect(fitsWeights(weights)).toBe(fits)
  expect(Object.keys(standardWeights)).toEqual([...scoredItems])
})
