import { describe, expect, test } from 'vitest'
import { leagueOf, savingTo } from './league.ts'
import { fewestForLimits, limitsFor, outsideOf, spreadAround } from './league-limits.ts'
import { addUp, median, noIncome, partsOf, percent, quotient, ratioOf, type Income } from './ratio.ts'

const income = (given: Partial<Income>): Income => ({ ...noIncome, visits: 100, ...given })

describe('ratios', () => {
  test.each([
    [1, 3, 33.33], [2, 3, 66.67], [1, 8, 12.5], [12_345, 100_000, 12.35], [-1, 3, -33.33], [1, 0, null], [0, 5, 0], [9_000_000_000_001, 40_000_000_000_000, 22.5],
  ])('percent of %d and %d is %d, half away from nothing', (top, bottom, said) => {
    expect(percent(top, bottom, 2)).toBe(said)
  })

  test('PR-50 and PR-51 herbal slices are left out always, the others where said, what is both once', () => {
    const of = income({ medicalCents: 10_000, drugCents: 4000, herbalCents: 500, negotiatedCents: 800, centralCents: 1000, bothCents: 300, materialCents: 1500, examCents: 1000, labCents: 500 })
    expect([partsOf('drug-ratio', of, 'none'), partsOf('drug-ratio', of, 'negotiated'), partsOf('drug-ratio', of, 'central'), partsOf('drug-ratio', of, 'both')].map((each) => each.numerator)).toEqual([3500, 2700, 2500, 2000])
    expect(ratioOf('drug-ratio', of, 'none').value).toBe(35)
    expect(ratioOf('consumables-ratio', of, 'none').value).toBe(15)
    expect(ratioOf('service-share', of, 'none').value).toBe(30)
    expect(ratioOf('central-share', of, 'none').value).toBe(28.57)
    expect(ratioOf('consumables-per-hundred', of, 'none')).toMatchObject({ value: 25, numerator: 1500, denominator: 6000 })
  })

  test('PR-51 growth is of what is there against what was; without anything before there is none, nor with too few before', () => {
    const [now, base] = [income({ medicalCents: 12_000 }), income({ medicalCents: 10_000 })]
    expect(ratioOf('income-growth', now, 'none', base)).toMatchObject({ value: 20, numerator: 2000, denominator: 10_000 })
    expect(ratioOf('income-growth', base, 'none', now).value).toBe(-16.67)
    expect(ratioOf('income-growth', now, 'none', null)).toMatchObject({ value: null, withheld: false })
    expect(ratioOf('income-growth', now, 'none', { ...base, visits: 3 })).toMatchObject({ value: null, withheld: true })
  })

  test('PR-51 mean costs are in cents', () => {
    const of = income({ outpatientCents: 1_000_001, visits: 300, inpatientCents: 900_000, discharges: 7 })
    expect(ratioOf('cost-per-visit', of, 'none')).toMatchObject({ value: 3333, numerator: 1_000_001, denominator: 300 })
    expect(ratioOf('cost-per-discharge', of, 'none').value).toBe(128_571)
    expect(quotient(1, 0, 1, 0)).toBeNull()
  })

  test('PR-52 below thirty visits and discharges a value is withheld', () => {
    expect(ratioOf('drug-ratio', income({ medicalCents: 10, drugCents: 5, visits: 20, discharges: 9 }), 'none')).toMatchObject({ value: null, withheld: true })
    expect(ratioOf('drug-ratio', income({ medicalCents: 10, drugCents: 5, visits: 20, discharges: 10 }), 'none')).toMatchObject({ value: 50, withheld: false })
  })

  test('PR-53 the median is the middle, or the mean of the two in the middle', () => {
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 5])]).toEqual([null, 3, 2.5, 5])
  })

  test('PR-54 so much less brings the ratio to the median while other income stays', () => {
    const parts = { numerator: 5000, denominator: 10_000, value: 50, withheld: false }
    const saving = savingTo('drug-ratio', parts, 40) ?? 0
    expect(saving).toBe(1667)
    expect(percent(5000 - saving, 10_000 - saving, 1)).toBe(40)
    expect([savingTo('drug-ratio', parts, 60), savingTo('service-share', parts, 40), savingTo('drug-ratio', parts, null)]).toEqual([0, null, null])
    expect(savingTo('cost-per-visit', { numerator: 5000, denominator: 10, value: 500, withheld: false }, 400)).toBe(1000)
  })

  test('PR-55 the league: the highest first, equal ones share a place, withheld ones last, the house by its sums', () => {
    const unit = (key: string, drugCents: number, more: Partial<Income> = {}) => ({ key, name: `科室${key}`, now: income({ medicalCents: 10_000, drugCents, ...more }), before: key === 'a' ? income({ medicalCents: 10_000, drugCents: 2000 }) : null })
    const league = leagueOf('drug-ratio', 'none', [unit('a', 3000), unit('b', 5000), unit('c', 3000, { medicalCents: 20_000, drugCents: 6000 }), unit('d', 9000, { visits: 3 }), unit('e', 1000)])
    expect(league.lines.map((line) => [line.key, line.rank, line.tied, line.value, line.change])).toEqual([['b', 1, false, 50, null], ['c', 2, true, 30, null], ['a', 2, true, 30, 10], ['e', 4, false, 10, null], ['d', null, false, null, null]])
    expect([league.median, league.whole.value, league.wholeBefore]).toEqual([30, 40, 20])
    expect(leagueOf('service-share', 'none', [unit('a', 3000), unit('b', 5000)]).lines.map((line) => line.key)).toEqual(['b', 'a'])
    expect(addUp([])).toEqual(noIncome)
  })

  test('PR-55 a mean says how much it grew in percent, a share by points only, a growth nothing before it', () => {
    const unit = (drugCents: number, outpatientCents: number) => ({ key: 'a', name: '甲', now: income({ medicalCents: 10_000, drugCents, outpatientCents }), before: income({ medicalCents: 8000, drugCents: 2000, outpatientCents: 10_000 }) })
    expect(leagueOf('cost-per-visit', 'none', [unit(0, 12_500)]).lines).toMatchObject([{ value: 125, before: 100, change: 25, growth: 25 }])
    expect(leagueOf('drug-ratio', 'none', [unit(4000, 0)]).lines).toMatchObject([{ value: 40, before: 25, change: 15, growth: null }])
    expect(leagueOf('income-growth', 'none', [unit(0, 0)])).toMatchObject({ whole: { value: 25 }, wholeBefore: null, lines: [{ value: 25, before: null, saving: null }] })
  })

  test('PR-56 limits are as wide as peers vary for their size, and a few extremes do not move them', () => {
    const peers = Array.from({ length: 12 }, (_, at) => ({ value: 30 + (at % 2 === 0 ? 2 : -2), cases: 100 }))
    const spread = spreadAround(peers, 30) ?? 0
    expect(spread).toBeCloseTo(1.4826 * 20, 6)
    expect(spreadAround([...peers, { value: 95, cases: 100 }], 30)).toBeCloseTo(spread, 6)
    expect([outsideOf({ value: 36, cases: 100 }, 30, spread), outsideOf({ value: 36, cases: 25 }, 30, spread), outsideOf({ value: 20, cases: 100 }, 30, spread), outsideOf({ value: 31, cases: 100 }, 30, spread)]).toEqual(['warning', null, 'alarm', null])
    const limits = limitsFor(peers, 30, spread, 0)
    expect(limits.every((limit) => limit.alarm.low <= limit.warning.low && limit.warning.high <= limit.alarm.high && limit.alarm.low >= 0)).toBe(true)
    expect(limits[0]?.of).toBeLessThan(limits.at(-1)?.of ?? 0)
  })

  test('PR-56 there are no limits with fewer than ten, nor where nobody differs', () => {
    const alike = Array.from({ length: fewestForLimits }, () => ({ value: 30, cases: 50 }))
    expect([spreadAround(alike, 30), spreadAround(alike.slice(1), 20), spreadAround(alike, null), outsideOf({ value: 99, cases: 50 }, 30, null)]).toEqual([null, null, null, null])
    expect(limitsFor(alike, 30, null, 0)).toEqual([])
  })
})
