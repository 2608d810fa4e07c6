import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMs } from '../../../kernel/instant.ts'
import { cellsAt, countCells, sumRows, totalsOf, withWorst, type Counted } from './board.ts'
import { verdicts } from './views.ts'

const start = '2026-03-01T16:00:00.000Z'
const hour = fc.integer({ min: 0, max: 60 * 24 }).map((hours) => addMs(start, hours * 3_600_000))
const obligation: fc.Arbitrary<Counted> = fc
  .record({ clauseNo: fc.integer({ min: 1, max: 4 }), verdict: fc.constantFrom(...verdicts), dueAt: hour, flip: fc.option(fc.tuple(hour, fc.constantFrom(...verdicts)), { freq: 5 }) })
  .map(({ flip, ...each }) => ({ ...each, flipsAt: flip?.[0] ?? null, flipsTo: flip?.[1] ?? null }))
const nonZero = (cells: readonly number[]) => {
  const rows: number[][] = []
  for (let at = 0; at < cells.length; at += 6) if (cells.slice(at + 1, at + 6).some((n) => n !== 0)) rows.push(cells.slice(at, at + 6))
  return rows
}

test('PL-20 figures at a later moment are those that counting then would give', () => {
  fc.assert(
    fc.property(fc.array(obligation, { maxLength: 20 }), hour, hour, fc.constantFrom(null, 0, 7, 30), (list, a, b, grace) => {
      const [now, later] = a < b ? [a, b] : [b, a]
      expect(nonZero(cellsAt(countCells(list, grace, now), later))).toEqual(nonZero(countCells(list, grace, later).cells))
    }),
    { numRuns: 1000 },
  )
})

test('PL-20 every obligation is counted once, and no count is below zero', () => {
  fc.assert(
    fc.property(fc.array(obligation, { maxLength: 20 }), hour, hour, (list, now, later) => {
      const cells = cellsAt(countCells(list, 30, now), later < now ? now : later)
      expect(Object.values(totalsOf(cells)).reduce((a, b) => a + b, 0)).toBe(list.length)
      expect(cells.every((n) => n >= 0)).toBe(true)
    }),
  )
})

test('PL-20 the row of all weeks is the sum of the weeks up to its horizon', () => {
  fc.assert(
    fc.property(fc.array(obligation, { maxLength: 12 }), fc.array(obligation, { maxLength: 12 }), hour, hour, (one, two, now, at) => {
      const horizon = addMs(now, 21 * 86_400_000)
      const later = at < now ? now : at > horizon ? horizon : at
      const sum = sumRows([countCells(one, 30, start), countCells(two, 30, now)], now, horizon)
      expect(nonZero(cellsAt(sum, later))).toEqual(nonZero(countCells([...one, ...two], 30, later).cells))
    }),
  )
})

test('PL-20 a cell takes the colour of the worst that it holds', () => {
  const cells = [7, 3, 2, 1, 0, 0, 9, 1, 0, 0, 0, 4]
  expect(withWorst(cells, new Map([[7, 0], [9, 1]]))).toEqual([0, 3, 2, 1, 0, 0, verdicts.indexOf('overdue'), 1, 1, 0, 0, 0, 4, verdicts.indexOf('met')])
  expect(withWorst(cells, new Map([[9, 0]]))).toHaveLength(7)
})
