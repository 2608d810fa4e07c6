import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, startOfWeek } from '../../../kernel/calendar.ts'
import { bandOf, leagueTerms, partOf, printShare, rankLeague, trendOf, type Score, type Standing } from './league.ts'
import { method, workedExample } from './league-method.ts'
import { isOver, monthOf, periodKind, periodsToChoose, stretchesOf, weeksOf } from './league-period.ts'

const score = (met: number, unmet = 0, overdue = 0, due = 0, waived = 0): Score => ({ met, unmet, overdue, due, waived })
const standing = (name: string, own: Score, given: Partial<Standing> = {}): Standing => ({ institutionId: `id-${name}`, name, kind: 'general', level: 'two', score: own, recent: score(0), before: score(0), ...given })
const show = (list: readonly Standing[]) => rankLeague(list).map((row) => `${row.rank ?? '-'}${row.tied ? '=' : ''} ${row.name} ${printShare(row)} ${row.band ?? ''}`)

test('PL-43 completion is met of met, unmet and overdue; what is waived or not due yet stays out', () => {
  expect(partOf(score(8, 1, 1, 50, 30))).toEqual({ met: 8, n: 10 })
  expect(partOf(score(0, 0, 0, 5, 5))).toEqual({ met: 0, n: 0 })
})

test.each([
  [8, 10, '80%'], [2, 3, '66%'], [99, 100, '99.0%'], [1999, 2000, '99.9%'], [2000, 2000, '100.0%'], [10, 10, '100%'], [0, 12, '0%'], [0, 0, '—'],
])('PL-43 %i of %i is printed as %s: cut, so that 100 %% means all', (met, n, printed) => {
  expect(printShare({ met, n })).toBe(printed)
})

test('PL-44 equal completion shares a rank and the next one counts them all', () => {
  expect(show([standing('丙', score(9, 11)), standing('甲', score(18, 2)), standing('乙', score(90, 10)), standing('丁', score(10, 10))])).toEqual(['1= 乙 90.0% high', '1= 甲 90% high', '3 丁 50% fair', '4 丙 45% low'])
})

test('PL-44 fewer than ten decided obligations give a band and no rank, however good; nothing decided gives neither', () => {
  expect(show([standing('少', score(9)), standing('多', score(5, 5)), standing('无', score(0, 0, 0, 7)), standing('更少', score(1, 1))])).toEqual(['1 多 50% fair', '- 少 100% high', '- 更少 50% fair', '- 无 — '])
})

test('PL-44 peers are those of the same kind and level that are ranked', () => {
  const rows = rankLeague([standing('甲', score(9, 1)), standing('乙', score(10), { kind: 'township', level: 'primary' }), standing('丙', score(8, 2)), standing('丁', score(5))])
  expect(rows.map((row) => [row.name, row.rank, row.peerRank, row.peers])).toEqual([['乙', 1, 1, 1], ['甲', 2, 1, 2], ['丙', 3, 2, 2], ['丁', null, null, 2]])
})

test.each([
  [score(50, 50), score(49, 51), 'up'], [score(49, 51), score(50, 50), 'down'], [score(500, 500), score(495, 505), 'same'], [score(10), score(10), 'same'], [score(9), score(100), null], [score(100), score(9), null],
] as const)('PL-44 the trend of %j after %j is %s', (recent, before, expected) => {
  expect(trendOf(partOf(recent), partOf(before))).toBe(expected)
})

test('PL-44 bands have their lower ends inside', () => {
  expect([90, 89, 75, 74, 50, 49, 0].map((met) => bandOf({ met, n: 100 }))).toEqual(['high', 'good', 'good', 'fair', 'fair', 'low', 'low'])
})

const anyScore = fc.record({ met: fc.nat(40), unmet: fc.nat(20), overdue: fc.nat(20), due: fc.nat(9), waived: fc.nat(9) })
const anyLeague = fc.uniqueArray(fc.record({ name: fc.string({ minLength: 1, maxLength: 3 }), own: anyScore }), { selector: (each) => each.name, maxLength: 12 }).map((list) => list.map(({ name, own }) => standing(name, own)))

test('PL-44 the order and the ranks never depend on the order of the rows, and who has more is never behind', () => {
  fc.assert(
    fc.property(anyLeague, (list) => {
      const rows = rankLeague(list)
      expect(rankLeague(list.toReversed())).toEqual(rows)
      const ranked = rows.filter((row) => row.rank !== null)
      expect(rows.slice(0, ranked.length)).toEqual(ranked)
      for (const [at, row] of ranked.entries()) {
        const next = ranked[at + 1]
        if (next === undefined) continue
        expect(row.met * next.n).toBeGreaterThanOrEqual(next.met * row.n)
        expect(row.rank === next.rank).toBe(row.met * next.n === next.met * row.n)
      }
      for (const row of rows) expect(row.rank === null).toBe(row.n < leagueTerms.smallest)
    }),
  )
})

const mondays = Array.from({ length: 20 }, (_, at) => addDays('2026-01-05', 7 * at))

test('PL-43 every week belongs to exactly one month: the one that holds most of its days', () => {
  expect([monthOf('2026-03-30'), monthOf('2026-04-27'), monthOf('2026-06-29')]).toEqual(['2026-04', '2026-04', '2026-07'])
  const months = [...new Set(mondays.map(monthOf))]
  expect(months.flatMap((month) => weeksOf(month, mondays))).toEqual(mondays)
  expect(weeksOf('2026-03-30', mondays)).toEqual(['2026-03-30'])
  expect(['all', '2026-03', '2026-03-30', '2026-13', '2026-03-40', '2026-03-31', 'x'].map(periodKind)).toEqual(['all', 'month', 'week', null, null, null, null])
})

test('PL-44 the trend compares a week with the week before, a month with the month before, the whole time by its last eight full weeks', () => {
  expect(stretchesOf('2026-03-02', mondays, '2026-03-20')).toEqual({ recent: ['2026-03-02'], before: ['2026-02-23'] })
  expect(stretchesOf('2026-03', mondays, '2026-04-20').before).toEqual(weeksOf('2026-02', mondays))
  expect(stretchesOf('all', mondays, '2026-03-19')).toEqual({ recent: ['2026-02-16', '2026-02-23', '2026-03-02', '2026-03-09'], before: ['2026-01-19', '2026-01-26', '2026-02-02', '2026-02-09'] })
})

test('PL-45 a week is over after its Sunday, a month after the last of its weeks', () => {
  expect([isOver('2026-03-02', '2026-03-08'), isOver('2026-03-02', '2026-03-09'), isOver('all', '2026-03-02')]).toEqual([false, true, true])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), (n) => {
      const monday = startOfWeek(addDays('2024-01-01', n))
      const month = monthOf(monday)
      // The month is not over before its last week is.
      if (monthOf(addDays(monday, 7)) !== month) expect([isOver(month, addDays(monday, 6)), isOver(month, addDays(monday, 7))]).toEqual([false, true])
    }),
  )
  expect(periodsToChoose(mondays, '2026-01-20')).toEqual(['all', '2026-01', '2026-01-19', '2026-01-12', '2026-01-05'])
})

test('PL-43 PL-44 the method page says what the rules do, with their own figures, in both languages', () => {
  const zh = method.flatMap((part) => part.lines.map((line) => line.zh)).join('')
  for (const figure of [leagueTerms.smallest, leagueTerms.decimalFrom, leagueTerms.bands.high, leagueTerms.bands.good, leagueTerms.bands.fair]) expect(zh).toContain(String(figure))
  for (const { title, lines } of method) for (const words of [title, ...lines]) expect([/[\u4e00-\u9fff]/.test(words.zh), /[a-z]/.test(words.en)]).toEqual([true, true])
  const steps = workedExample({ institutionName: '青石镇卫生院', met: 23, unmet: 3, overdue: 4, due: 12, waived: 1 })
  expect(steps.map((step) => step.zh)).toEqual([
    '青石镇卫生院这一期共有43件事项：已落实23件，未落实3件，逾期4件，未到期12件，免除1件。', '未到期的12件和免除的1件不算，剩下23 + 3 + 4 = 30件。', '完成率 = 23 ÷ 30 = 76%。',
  ])
  expect(workedExample({ institutionName: 'A', met: 2, unmet: 0, overdue: 0, due: 0, waived: 0 })[2]?.en).toBe('completion = 2 ÷ 2 = 100%; fewer than 10, so a band and no rank.')
})
