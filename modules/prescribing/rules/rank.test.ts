import { describe, expect, test } from 'vitest'
import { changesOf, inRankOrder, isCloseDue, isMonthOver, nextMonth, rankTable, type RankSum } from './rank.ts'

const sum = (key: string, amountCents: number, volume: number, ddds: number | null = null): RankSum => ({ key, name: `药品${key}`, amountCents, volume, ddds })

describe('the double-ten', () => {
  test('PR-80 the greater value first; equal ones by the other value, then by code; returned goods have no place', () => {
    const sums = [sum('C', 500, 10), sum('B', 500, 10), sum('A', 500, 9), sum('D', 900, 1), sum('E', -10, -1), sum('F', 0, 4)]
    expect(inRankOrder(sums, 'amount').map((each) => each.key)).toEqual(['D', 'B', 'C', 'A'])
    expect(inRankOrder(sums, 'volume').map((each) => each.key)).toEqual(['B', 'C', 'A', 'F', 'D'])
    expect(inRankOrder(sums.toReversed(), 'amount')).toEqual(inRankOrder(sums, 'amount'))
  })

  test('PR-81 equal values share a rank, the next stands further, and who shares the tenth is listed as well', () => {
    const nine = Array.from({ length: 8 }, (_, at) => sum(`0${at}`, 10_000 - at, 1))
    const { amount } = rankTable([...nine, sum('X', 50, 3), sum('Y', 50, 2), sum('Z', 50, 1), sum('W', 49, 1)], [])
    expect(amount.map((each) => [each.key, each.rank, each.tied]).slice(7)).toEqual([['07', 8, false], ['X', 9, true], ['Y', 9, true], ['Z', 9, true]])
    const many = rankTable(Array.from({ length: 50 }, (_, at) => sum(String(at).padStart(2, '0'), 100, 1)), [])
    expect([many.amount.length, many.count, many.amount.every((each) => each.rank === 1 && each.tied)]).toEqual([30, 50, true])
  })

  test('PR-82 a line says share, price and rank of the month before', () => {
    const { amount, totalCents } = rankTable([sum('A', 3000, 3, 1.5), sum('B', 1000, 3)], [sum('B', 900, 4), sum('A', 800, 1)])
    expect(totalCents).toBe(4000)
    expect(amount).toMatchObject([{ key: 'A', rank: 1, share: 75, was: 2, priceCents: 1000, priceBefore: 800, ddds: 1.5 }, { key: 'B', rank: 2, share: 25, was: 1, priceCents: 333, priceBefore: 225 }])
    expect(rankTable([sum('N', 1, 1)], []).amount).toMatchObject([{ was: null, priceBefore: null, share: 100 }])
  })

  test.each([
    ['2026-03-01', '2026-03-31', false, false],
    ['2026-03-01', '2026-04-01', true, false],
    ['2026-03-01', '2026-04-04', true, false],
    ['2026-03-01', '2026-04-05', true, true],
    ['2026-12-01', '2027-01-05', true, true],
  ])('PR-83 month %s on %s: over %s, closed by itself %s', (month, today, over, due) => {
    expect([isMonthOver(month, today), isCloseDue(month, today)]).toEqual([over, due])
  })

  test('months go over years', () => {
    expect([nextMonth('2026-12-01'), nextMonth('2026-01-01', -1), nextMonth('2026-03-01', -15)]).toEqual(['2027-01-01', '2025-12-01', '2024-12-01'])
  })

  test('PR-84 a correction says who came in, left, moved, and whose amount changed', () => {
    const before = rankTable([sum('A', 300, 3), sum('B', 200, 2)], [])
    const after = rankTable([sum('A', 100, 3), sum('B', 200, 2), sum('C', 50, 1)], [])
    expect(changesOf(before, after).filter((each) => each.order === 'amount')).toEqual([
      { order: 'amount', key: 'A', name: '药品A', from: 1, to: 2, amountFrom: 300, amountTo: 100, volumeFrom: 3, volumeTo: 3 },
      { order: 'amount', key: 'B', name: '药品B', from: 2, to: 1, amountFrom: 200, amountTo: 200, volumeFrom: 2, volumeTo: 2 },
      { order: 'amount', key: 'C', name: '药品C', from: null, to: 3, amountFrom: null, amountTo: 50, volumeFrom: null, volumeTo: 1 },
    ])
    expect(changesOf(before, before)).toEqual([])
  })
})
