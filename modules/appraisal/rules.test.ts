import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leagues, readLeagues } from './catalog.ts'
import { correctionsOf } from './rules/corrections.ts'
import { fitsWeights, LeagueDefinition, leagueFaults, patientWeight, weightsOf } from './rules/definition.ts'
import { mayBenchmark, mayChange, mayDraft, mayPublish } from './rules/decisions.ts'
import { explainRow, lossesOf, sayGroup, sayPlaces } from './rules/explain.ts'
import { gapOf, indicatorOf, spreadOf } from './rules/figures.ts'
import { makeLeague, type LeagueContent, type Making } from './rules/league.ts'
import { methodOf } from './rules/method.ts'
import { monthsOf, periodFrom, periodsOver, printPeriod } from './rules/period.ts'
import { pointsAt, scorePart, wholeOf, type PartFigure } from './rules/score.ts'
import type { Actor, StaffRole } from '../../kernel/actor.ts'

const words = (zh: string) => ({ zh, en: zh })
const aLeague = (given: object = {}): LeagueDefinition =>
  LeagueDefinition.parse({
    key: 'trial', name: words('试排'), why: words('为了试'), does: words('试一试'), of: 'institutions', period: 'month', least: 60,
    parts: [
      { key: 'work', name: words('任务'), weight: 60, zero: 0, full: 100 },
      { key: 'word', name: words('患者评价'), weight: 40, patient: true, measure: 'satisfaction', zero: 50, full: 100, deviation: 20 },
    ],
    validFrom: '2026-01-01', source: { zh: '自定', certainty: 'house' }, ...given,
  })
const [work, word] = aLeague().parts
if (work === undefined || word === undefined) throw new Error('no parts')
const figure = (value: number | null, given: Partial<PartFigure> = {}): PartFigure => ({ value, of: 100, interval: null, why: value === null ? 'no_facts' : null, pooled: 1, ...given })
const peers = { key: 'general two', name: words('综合医院') }
const march = { from: '2026-03-01', to: '2026-03-31' }

type Line = readonly [name: string, work: PartFigure | null, word: PartFigure | null]
const made = (lines: readonly Line[], given: Partial<Making> = {}): LeagueContent => {
  const definition = given.definition ?? aLeague()
  const of = (at: 1 | 2) => new Map(lines.flatMap((line) => (line[at] === null ? [] : [[`id-${line[0]}`, line[at]] as const])))
  return makeLeague({ definition, period: march, weights: weightsOf(definition.parts), metas: [], units: lines.map(([name]) => ({ id: `id-${name}`, name, peers })), figures: new Map([['work', of(1)], ['word', of(2)]]), before: null, ...given })
}
const shown = (content: LeagueContent) => content.groups.flatMap((group) => group.rows.map((row) => `${row.rank ?? '-'}${row.tied ? '=' : ''} ${row.name} ${row.score ?? row.why ?? ''}`))
const exact = { interval: null } as const

describe('AP-1 what a league says holds together', () => {
  test('AP-1 those of this release do, and every measure they name is there', () => {
    expect(readLeagues().map((each) => each.key)).toEqual(['campaign', 'departments', 'quality'])
    expect(patientWeight(leagues().get('campaign')?.parts ?? [])).toBe(40)
  })
  test.each([
    ['weights are not a hundred', { parts: [{ ...work, weight: 50 }, word] }, 'the weights are 90 together, not 100'],
    ['a part twice', { parts: [work, { ...word, key: 'work' }] }, "'work' is there twice"],
    ['a scale without ends', { parts: [{ ...work, full: 0 }, word] }, 'the value without points and the one with all of them are the same'],
    ['departments without a measure', { of: 'departments' }, 'a plan orders nothing of a single department: a part of departments needs a measure'],
    ['an indicator without a goal', { indicators: true }, 'an indicator needs a goal'],
  ])('AP-1 a fault is named: %s', (_, given, reason) => {
    expect(leagueFaults(aLeague(given)).map((fault) => fault.reason)).toContain(reason)
  })
})

describe('AP-2 periods', () => {
  test('AP-2 only a period that is over is ranked, by its first day', () => {
    expect(periodFrom('month', '2026-03-01', '2026-04-01')).toEqual(march)
    expect(periodFrom('month', '2026-03-01', '2026-03-31')).toBeNull()
    expect(periodFrom('month', '2026-03-02', '2026-05-01')).toBeNull()
    expect(periodsOver('quarter', '2026-05-09', 2)).toEqual([{ from: '2026-01-01', to: '2026-03-31' }, { from: '2025-10-01', to: '2025-12-31' }])
    expect([printPeriod(march).zh, printPeriod({ from: '2026-04-01', to: '2026-06-30' }).zh]).toEqual(['2026年3月', '2026年第二季度'])
    expect(monthsOf({ from: '2025-11-01', to: '2026-01-31' })).toEqual(['2025-11', '2025-12', '2026-01'])
  })
})

test.each([
  [{ work: 60, word: 40 }, true], [{ work: 100, word: 0 }, true], [{ work: 60, word: 39 }, false], [{ work: 60.5, word: 39.5 }, false], [{ work: 100 }, false], [{ work: 120, word: -20 }, false], [{ work: 50, word: 40, other: 10 }, false],
])('AP-3 weights %j fit: %s', (weights, fits) => {
  expect(fitsWeights(weights, aLeague().parts)).toBe(fits)
})

describe('AP-4 points of a part', () => {
  test.each([[50, 0], [100, 100], [75, 50], [40, 0], [130, 100]])('AP-4 a value of %i brings %i between 50 and 100', (value, points) => {
    expect(pointsAt(value, word)).toBe(points)
  })
  test('AP-4 where less is better the scale runs the other way', () => {
    expect([30, 15, 0, 60].map((value) => pointsAt(value, { zero: 30, full: 0 }))).toEqual([0, 50, 100, 0])
  })
  test('AP-4 the range of a measure becomes one of points, of a mean it follows from how far answers lie apart', () => {
    expect(scorePart(work, figure(80, { interval: { low: 70, high: 88 } }))).toMatchObject({ points: 80, low: 70, high: 88 })
    // 1.96 × 20 ÷ √100 = 3.92 of the value, 7.84 of the points.
    expect(scorePart(word, figure(80))).toMatchObject({ points: 60, low: 52.2, high: 67.8 })
    expect(scorePart(work, figure(80))).toMatchObject({ points: 80, low: 80, high: 80 })
  })
})

describe('AP-5 AP-6 the score', () => {
  const weights = { work: 60, word: 40 }
  const whole = (a: PartFigure | undefined, b: PartFigure | undefined, least = 60) => wholeOf([scorePart(work, a), scorePart(word, b)], aLeague().parts, weights, least)
  test('AP-5 is the weighted mean, its range put together from those of the parts', () => {
    // 0.6 × 80 + 0.4 × 60 = 72; √((0.6 × 10)² + (0.4 × 7.8)²) = 6.76 below, √((0.6 × 8)² + (0.4 × 7.8)²) = 5.72 above.
    expect(whole(figure(80, { interval: { low: 70, high: 88 } }), figure(80))).toEqual({ score: 72, low: 65.2, high: 77.7, known: 100, why: null })
  })
  test('AP-6 of too few nothing is counted and the others stand for it, as far as enough is known', () => {
    expect(scorePart(word, figure(99, { of: 9 }))).toMatchObject({ points: null, why: 'too_few' })
    expect(whole(figure(80), figure(99, { of: 9 }))).toMatchObject({ score: 80, known: 60, why: null })
    expect(whole(undefined, figure(80))).toEqual({ score: null, low: null, high: null, known: 40, why: 'too_little' })
    expect(whole(undefined, undefined, 1)).toMatchObject({ score: null, known: 0 })
  })
  test('AP-6 without a required part there is no score, however much else is known', () => {
    const required = aLeague({ least: 10, parts: [work, { ...word, required: true }] })
    expect(wholeOf(required.parts.map((part) => scorePart(part, part.key === 'work' ? figure(90) : undefined)), required.parts, weights, 10)).toMatchObject({ score: null, why: 'lacks_required' })
  })
})

describe('AP-7 ranks', () => {
  test('AP-7 equal scores share a rank, the next counts them all, what is too little known stands last', () => {
    const content = made([['丙', figure(70, exact), figure(90, { of: 9 })], ['甲', figure(90, exact), null], ['乙', figure(90, exact), null], ['少', null, figure(99)], ['丁', figure(95, exact), null]])
    expect(shown(content)).toEqual(['1 丁 95', '2= 甲 90', '2= 乙 90', '4 丙 70', '- 少 too_little'])
  })
  test('AP-7 places are those the ranges leave open', () => {
    const range = (value: number, half: number) => figure(value, { interval: { low: value - half, high: value + half } })
    const content = made([['高', range(90, 2), null], ['中', range(80, 6), null], ['近', range(76, 6), null], ['低', range(40, 2), null]])
    expect(content.groups[0]?.rows.map((row) => [row.name, row.rank, row.places])).toEqual([['高', 1, { from: 1, to: 1 }], ['中', 2, { from: 2, to: 3 }], ['近', 3, { from: 2, to: 3 }], ['低', 4, { from: 4, to: 4 }]])
    expect(content.groups[0]?.rows.map((row) => sayPlaces(row)?.zh)).toEqual(['名次可以确定', '第2—3名都有可能', '第2—3名都有可能', '名次可以确定'])
  })
  test('AP-7 peers are ranked apart', () => {
    const content = made([['甲', figure(70), null], ['乙', figure(90), null]], { units: [{ id: 'id-甲', name: '甲', peers }, { id: 'id-乙', name: '乙', peers: { key: 'township', name: words('乡镇卫生院') } }] })
    expect(content.groups.map((group) => [group.key, group.rows[0]?.rank])).toEqual([['general two', 1], ['township', 1]])
  })
  const anyFigure = fc.option(fc.record({ value: fc.integer({ min: 0, max: 100 }), of: fc.integer({ min: 1, max: 400 }) }).map(({ value, of }) => figure(value, { of })), { nil: null })
  const anyLines = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), anyFigure, anyFigure), { selector: ([name]) => name, maxLength: 14 })
  test('AP-7 the order never depends on the order of rows, and ranks lie within places', () => {
    fc.assert(
      fc.property(anyLines, (lines) => {
        const content = made(lines)
        expect(JSON.stringify(made(lines.toReversed()))).toBe(JSON.stringify(content))
        for (const row of content.groups.flatMap((group) => group.rows)) {
          if (row.rank === null || row.places === null) expect(row.score).toBeNull()
          else expect(row.rank >= row.places.from && row.rank <= row.places.to).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('AP-8 movement', () => {
  const range = (value: number) => figure(value, { interval: { low: value - 3, high: value + 3 } })
  const before = made([['甲', range(80), null], ['乙', range(80), null], ['丙', range(80), null]])
  const movements = (content: LeagueContent) => content.groups.flatMap((group) => group.rows.map((row) => [row.name, row.movement, row.former?.rank]))
  test('AP-8 is said where ranges do not meet', () => {
    expect(movements(made([['甲', range(90), null], ['乙', range(82), null], ['丙', range(60), null], ['新', range(50), null]], { before }))).toEqual([['甲', 'better', 1], ['乙', 'alike', 1], ['丙', 'worse', 1], ['新', 'new', undefined]])
  })
  test('AP-8 never against a league that weighed or scaled otherwise', () => {
    expect(movements(made([['甲', range(90), null]], { before, weights: { work: 70, word: 30 } }))).toEqual([['甲', 'other_weights', 1]])
    expect(movements(made([['甲', range(90), null]], { before, definition: aLeague({ parts: [{ ...work, zero: 10 }, word] }) }))).toEqual([['甲', 'other_weights', 1]])
  })
})

describe('AP-9 AP-10 in words', () => {
  const content = made([['甲', figure(90, { of: 40 }), figure(95)], ['乙', figure(80, { of: 40 }), figure(75)], ['缺', null, figure(99)]])
  const [group] = content.groups
  if (group === undefined) throw new Error('no group')
  const say = (at: number) => group.rows.slice(at, at + 1).flatMap((row) => explainRow(content, group, row).map((line) => line.zh))
  test('AP-9 rank and range, the one before, what cost most, what is missing', () => {
    // 80 × 0.6 + 50 × 0.4 = 68: the work cost 12 points, the patients 20.
    expect(say(1)).toEqual([
      '综合医院共2家参加排名，乙得68.0分，第2名；按数据多少估计，真实得分在64.9至71.1分之间，名次可以确定。',
      '排在前面一名的是甲（90.0分），相差22.0分，差距明显。',
      '失分最多的是：患者评价失20.0分（75.0%（100 个数据），得50.0分，占40%；达到100%才得满分）；任务失12.0分（80.0%（40 个数据），得80.0分，占60%；达到100%才得满分）。',
      '首次排名。',
    ])
    expect(say(2)).toEqual(['缺这一期有数据的项目太少，不排名：已知项目占总分的40%，排名至少要60%。', '没有计入：任务（没有登记数据）；因此不排名。'])
  })
  test('AP-9 losses and the score are a hundred together', () => {
    for (const row of group.rows) if (row.score !== null) expect(lossesOf(content, row).reduce((sum, each) => sum + each.lost, 0) + row.score).toBeCloseTo(100, 0)
    expect(sayGroup(group)?.zh).toBe('综合医院共2家参加排名，第1名甲，90.0分；最低68.0分（乙）。')
  })
  test('AP-10 the method names the very figures of the league', () => {
    const lines = methodOf(content).flatMap((part) => part.lines.map((line) => line.zh))
    expect(lines).toContain('患者评价占40分（患者评价）：50%得0分，100%得满分，中间按比例。')
    expect(lines).toContain('患者评价合计占40分。')
    expect(lines).toContain('有数据的项目不到总分60%的，不排名。')
    expect(lines).toContain('任务、患者评价：少于10个数据的不计，其余项目按比例折算。')
  })
})

describe('AP-11 AP-18 who may', () => {
  const actor = (institutionId: string, ...roles: StaffRole[]): Actor => ({ kind: 'staff', id: 'a', name: 'a', institutionId, regionCode: '990121', regionPrefix: null, roles, posts: [] }) as unknown as Actor
  const league = { institutionId: 'c', of: 'institutions', state: 'draft' } as const
  test.each([
    ['its clerk changes', mayChange(actor('c', 'commission_clerk'), league), null],
    ['another commission does not', mayChange(actor('d', 'commission_clerk'), league), 'appraisal.not_your_league'],
    ['an inspector does not', mayChange(actor('c', 'inspector'), league), 'appraisal.not_your_league'],
    ['nobody once published', mayChange(actor('c', 'commission_head'), { ...league, state: 'published' }), 'appraisal.published'],
    ['the head publishes', mayPublish(actor('c', 'commission_head'), league), null],
    ['the clerk does not', mayPublish(actor('c', 'commission_clerk'), league), 'appraisal.head_only'],
    ['a hospital head not the county’s', mayPublish(actor('c', 'institution_head'), league), 'appraisal.head_only'],
    ['not twice', mayPublish(actor('c', 'commission_head'), { ...league, state: 'published' }), 'appraisal.published'],
    ['a hospital drafts its departments', mayDraft(actor('h', 'institution_clerk'), 'departments'), null],
    ['and no institutions', mayDraft(actor('h', 'institution_clerk'), 'institutions'), 'appraisal.not_your_league'],
    ['benchmarks are the commission’s', mayBenchmark(actor('h', 'institution_head')), 'appraisal.benchmark_commission_only'],
  ])('AP-11 %s', (_, no, code) => {
    expect(no?.refused ?? null).toBe(code)
  })
})

test('AP-12 corrections name whose score or points would be others today, and nothing else', () => {
  const frozen = made([['甲', figure(90), figure(80)], ['乙', figure(80), figure(80)]])
  expect(correctionsOf(frozen, made([['甲', figure(90), figure(80)], ['乙', figure(80), figure(80)]]))).toEqual([])
  expect(correctionsOf(frozen, made([['甲', figure(90), figure(80)], ['乙', figure(95), figure(80)]]))).toEqual([{ id: 'id-乙', score: 81, rank: 1, parts: [{ key: 'work', value: 95, points: 95 }] }])
  expect(correctionsOf(frozen, made([['甲', figure(90), figure(80)], ['乙', null, figure(80)]]))).toMatchObject([{ id: 'id-乙', score: null, rank: null, parts: [{ key: 'work', points: null }] }])
})

test.each([
  [{ value: 89.96, of: 50 }, { value: 89.96, met: false }], [{ value: 90, of: 50 }, { value: 90, met: true }], [{ value: 100, of: 9 }, null], [{ value: null, of: 50 }, null],
])('AP-14 an indicator is judged by its exact value, of too few not at all: %j', (given, judged) => {
  expect(indicatorOf({ goal: { comparator: '>=', value: 90 }, fewest: 10 }, given)).toEqual(judged)
})

test('AP-15 the spread is best less worst of three or more, by the better direction', () => {
  expect(spreadOf([70, 95, 80], 'up')).toEqual({ best: 95, worst: 70, spread: 25 })
  expect(spreadOf([70, 95, 80], 'down')).toEqual({ best: 70, worst: 95, spread: 25 })
  expect([spreadOf([70, 95], 'up'), spreadOf([1, 2, 3], 'none')]).toEqual([null, null])
})

test.each([
  [80, 100, 'up', 20], [100, 80, 'up', 0], [30, 20, 'down', 50], [20, 30, 'down', 0], [5, 0, 'down', 100], [80, 100, 'none', null],
] as const)('AP-16 our %i against their %i where %s is better: %s per cent behind', (own, other, direction, gap) => {
  expect(gapOf(own, other, direction)).toBe(gap)
})
