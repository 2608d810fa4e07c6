import fc from 'fast-check'
import { expect, test } from 'vitest'
import { funnelOf, percentileOf, stand, type Candidate, type Judged } from './standing.ts'
import type { Figure } from './value.ts'

const how: Judged = { chance: 'proportion', isQuotient: true, unit: 'percent', decimals: 1, direction: 'up' }
const figure = (numerator: number, denominator: number): Figure => ({ value: (numerator / denominator) * 100, numerator, denominator, why: null, facts: denominator, countedAt: null })
const none: Figure = { value: null, numerator: null, denominator: 3, why: 'too_few', facts: 3, countedAt: null }
const one = (id: string, now: Figure, before: Figure | null = null): Candidate => ({ id, name: id, figure: now, before })
const plain = (id: string, value: number): Candidate => one(id, { value, numerator: value, denominator: null, why: null, facts: 1, countedAt: null })
const said = (candidates: readonly Candidate[], given: Partial<Judged> = {}) => stand(candidates, { ...how, ...given }).rows.map((row) => [row.id, row.places === null ? null : `${row.places.from}–${row.places.to}`, row.band])

// 95 % Wilson intervals: 980/1000 96.9–98.7, 900/1000 88.0–91.7, 700/1000 67.1–72.8, 3/3 43.9–100, 0/3 0–56.2.
const field = [one('large good', figure(980, 1000)), one('large middle', figure(900, 1000)), one('large bad', figure(700, 1000))]

test('ME-26 a place is taken only from who is certainly better; few cases hold every place that chance allows', () => {
  expect(said([...field, one('three of three', figure(3, 3))])).toEqual([
    ['large good', '1–2', 'ahead'], ['three of three', '1–4', 'middle'], ['large middle', '2–3', 'ahead'], ['large bad', '3–4', 'behind'],
  ])
})

test('ME-26 nobody is best or worst by few cases alone: with none of three a unit may hold every place but those it certainly lost', () => {
  const rows = stand([one('none of three', figure(0, 3)), one('three of three', figure(3, 3)), one('also three', figure(2, 3))], how).rows
  expect(rows.map((row) => [row.id, row.places, row.band, row.outside])).toEqual([
    ['three of three', { from: 1, to: 3 }, 'middle', null], ['also three', { from: 1, to: 3 }, 'middle', null], ['none of three', { from: 1, to: 3 }, 'middle', null],
  ])
})

test('ME-26 the lower the better turns the places; who is withheld stands last without one; without a direction nobody has one', () => {
  expect(said([...field, one('withheld', none)], { direction: 'down' })).toEqual([['large bad', '1–1', 'ahead'], ['large middle', '2–2', 'behind'], ['large good', '3–3', 'behind'], ['withheld', null, null]])
  expect(said(field, { direction: 'none' })).toEqual([['large bad', null, null], ['large good', null, null], ['large middle', null, null]])
})

test('ME-26 values equal as shown share their places, and the order of ties does not depend on the order asked', () => {
  const ties = [plain('b', 3.14), plain('a', 3.1), plain('c', 2)]
  const asked = (each: readonly Candidate[]) => said(each, { chance: 'none', unit: 'minutes', direction: 'down' })
  expect(asked(ties)).toEqual([['c', '1–1', 'middle'], ['a', '2–3', 'middle'], ['b', '2–3', 'middle']])
  expect(asked(ties.toReversed())).toEqual(asked(ties))
})

test('ME-28 without a known chance ahead and behind are beyond the quartiles, from five values on', () => {
  const values = [10, 20, 30, 40, 50].map((each, at) => plain(`v${at}`, each))
  expect(said(values, { chance: 'none', unit: 'yuan', direction: 'down' }).map((row) => row[2])).toEqual(['ahead', 'middle', 'middle', 'middle', 'behind'])
  expect(said(values.slice(1), { chance: 'none', unit: 'yuan', direction: 'down' }).map((row) => row[2])).toEqual(['middle', 'middle', 'middle', 'middle'])
})

test('ME-29 a unit moved where its two intervals do not meet; otherwise it cannot be told apart', () => {
  const rows = stand([one('better', figure(900, 1000), figure(800, 1000)), one('alike', figure(9, 10), figure(8, 10)), one('worse', figure(700, 1000), figure(800, 1000)), one('new', figure(9, 10), none)], how).rows
  expect(Object.fromEntries(rows.map((row) => [row.id, row.movement]))).toEqual({ better: 'better', alike: 'alike', worse: 'worse', new: 'new' })
})

test('ME-27 outside the limits of chance: 95 % warns, 99.8 % alarms', () => {
  // Around the pooled 90 % the exact limits of 50 are 41–49 and 37–50 (SciPy), who is compared with so many does not move the middle line.
  const rest = one('rest', figure(436_500, 485_000))
  const outside = (events: number) => stand([rest, one('own', figure(events, 50))], { ...how }).rows.find((row) => row.id === 'own')?.outside
  expect([50, 45, 41, 40, 37, 36].map(outside)).toEqual(['warning', null, null, 'warning', 'warning', 'alarm'])
})

test('ME-26 percentile and middle line: the pooled value, and of a hundred peers how many it is ahead of', () => {
  expect(stand(field, how).centre).toBeCloseTo(86, 10)
  expect(stand(field, { ...how, isQuotient: false, chance: 'none' }).centre).toBeNull()
  expect([10, 20, 30, 40, 50].map((each) => percentileOf(each, [10, 20, 30, 40, 50], how))).toEqual([0, 25, 50, 75, 100])
  expect(percentileOf(20, [10, 20, 20, 40, 50], { ...how, direction: 'down' })).toBe(62.5)
  expect(percentileOf(20, [10, 20, 30, 40], how)).toBeNull()
})

test('ME-25 the funnel narrows as the denominator grows, and holds the limits of every point', () => {
  const { rows, centre } = stand(field.concat(one('small', figure(8, 10))), how)
  const limits = funnelOf(rows, centre, how)
  const [first, last] = [limits[0], limits.at(-1)]
  expect(first?.of).toBeLessThanOrEqual(10)
  expect(last?.of).toBeGreaterThanOrEqual(1000)
  expect((first?.alarm.high ?? 0) - (first?.alarm.low ?? 0)).toBeGreaterThan(3 * ((last?.alarm.high ?? 0) - (last?.alarm.low ?? 0)))
  expect(limits.find((each) => each.of === 1000)).toBeDefined()
  expect(funnelOf(rows, centre, { ...how, chance: 'none' })).toEqual([])
})

const valued = (id: string, value: number | null, denominator = 10, name = `医院${id}`): Candidate => ({ id, name, figure: { value, numerator: value, denominator, why: value === null ? 'too_few' : null, facts: 1, countedAt: null }, before: null })
const placed = (candidates: readonly Candidate[], given: Partial<Judged> = {}) => stand(candidates, { ...how, chance: 'none', ...given }).rows.map((row) => `${row.id} ${row.places === null ? '-' : `${row.places.from}–${row.places.to}`}`)

test('ME-13 the better value stands first, without a value last and without a place; without a direction by name', () => {
  expect(placed([valued('a', 80), valued('b', null), valued('c', 95)])).toEqual(['c 1–1', 'a 2–2', 'b -'])
  expect(placed([valued('a', 80), valued('c', 95)], { direction: 'down' })).toEqual(['a 1–1', 'c 2–2'])
  expect(placed([valued('a', 1, 1, '青石'), valued('b', 2, 1, '白云')], { direction: 'none' })).toEqual(['b -', 'a -'])
})

test('ME-13 values equal as shown share their places, the larger denominator first, then the name; who keeps the target and who misses it by a hair are no tie', () => {
  expect(placed([valued('a', 90.04, 5), valued('b', 89.96, 50), valued('c', 70), valued('d', 99)])).toEqual(['d 1–1', 'b 2–3', 'a 2–3', 'c 4–4'])
  expect(placed([valued('x', 50, 10, '乙院'), valued('y', 50, 10, '甲院')])).toEqual(['y 1–2', 'x 1–2'])
  expect(placed([valued('a', 89.96), valued('b', 90.04)], { target: { comparator: '>=', value: 90 } })).toEqual(['b 1–1', 'a 2–2'])
})

test('ME-13 nobody is lost, and without a known chance places follow the values', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 100 }))), (values) => {
      const { rows } = stand(values.map((value, at) => valued(String(at), value)), { ...how, chance: 'none', decimals: 0 })
      expect(rows.map((row) => row.id).sort()).toEqual(values.map((_, at) => String(at)).sort())
      for (const row of rows) expect(row.places?.from ?? null).toBe(row.value === null ? null : values.filter((each) => each !== null && each > (row.value ?? 0)).length + 1)
    }),
  )
})

test('ME-26 with a known chance the order and the places are the same however it was asked, and every place lies within the field', () => {
  const counts = fc.array(fc.record({ passed: fc.nat(40), failed: fc.nat(40) }).filter((each) => each.passed + each.failed > 0), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(counts, (all) => {
      const candidates = all.map(({ passed, failed }, at) => one(String(at), figure(passed, passed + failed)))
      const { rows } = stand(candidates, how)
      expect(stand(candidates.toReversed(), how).rows).toEqual(rows)
      for (const row of rows) {
        const { from, to } = row.places ?? { from: 0, to: 0 }
        expect(from >= 1 && from <= to && to <= all.length).toBe(true)
        if (row.band === 'ahead') expect(row.value).toBeGreaterThan(stand(candidates, how).centre ?? 0)
      }
    }),
    { numRuns: 60 },
  )
})
