import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf } from './difference.ts'
import { drawFrom, keyOf, linesOf } from './draw.ts'

test.each([
  ['met', 'met', 'accepted', null], ['met', 'unmet', 'late', 'met_unmet'], ['met', 'overdue', 'nothing_handed_in', 'met_overdue'], ['met', 'due', 'count_running', 'met_running'], ['met', 'due', 'value_running', 'met_running'],
  ['met', 'due', 'waiting', null], ['met', 'due', 'nothing_handed_in', null], ['met', 'waived', 'override', null], ['unmet', 'met', 'count_reached', 'unmet_met'], ['unmet', 'unmet', 'late', null], ['unmet', 'due', 'count_running', null],
  ['partly', 'unmet', 'count_short', null], ['partly', 'met', 'accepted', null], [null, 'unmet', 'late', null],
] as const)('PL-40 a claim of %s beside the verdict %s (%s) is %s', (claim, verdict, why, expected) => {
  expect(differenceOf(claim, verdict, why)).toBe(expected)
})

const uuid = fc.uuid()
const keys = fc.uniqueArray(fc.record({ institutionId: uuid, periodId: uuid }), { maxLength: 60, selector: (key) => `${key.institutionId} ${key.periodId}` })

test('PL-41 the same lines and seed draw the same sample, in whatever order the rows came; without repetition, from the lines alone', () => {
  fc.assert(
    fc.property(keys, fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 80 }), (list, seed, size) => {
      const lines = linesOf(list)
      const drawn = drawFrom(lines, seed, size)
      expect(drawFrom(linesOf(list.toReversed()), seed, size)).toEqual(drawn)
      expect(new Set(drawn).size).toBe(Math.min(size, list.length))
      expect(drawn.every((line) => lines.includes(line))).toBe(true)
      expect(linesOf(drawn.map(keyOf))).toEqual([...drawn].sort())
    }),
  )
})

// The expected sample was drawn by a second implementation of the published way, not by this one.
test('PL-41 a draw of today can be drawn again in years: its seed gives this sample for good', () => {
  const lines = Array.from({ length: 40 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')} 00000000-0000-7000-9000-000000000001`)
  expect(createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)).toBe('a1450622f112')
  expect(drawFrom(lines, '2026-03-31 双色球 05 11 12 21 27 30 08', 4).map((line) => Number(line.slice(24, 36)))).toEqual([31, 23, 14, 20])
})

test('PL-41 every line is drawn about equally often', () => {
  const lines = Array.from({ length: 10 }, (_, at) => `i p${at}`)
  const counts = new Map(lines.map((line) => [line, 0]))
  for (let n = 0; n < 4000; n += 1) for (const line of drawFrom(lines, `seed ${n}`, 3)) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const count of counts.values()) expect(Math.abs(count - 1200)).toBeLessThan(150)
})
