import { describe, expect, test } from 'vitest'
import type { Clause, Duty, PlanReading } from '../modules/reader/rules/model.ts'
import { PlanLabels } from './labels.ts'
import { pairUp, precision, recall, sum } from './pairing.ts'
import { scorePlan } from './score.ts'
import { attachmentNumber, counter, occursIn, phaseName, plainRule, sameWords, sha } from './words.ts'

const labels = (parts: Partial<PlanLabels>): PlanLabels =>
  PlanLabels.parse({ document: 'd.txt', clauses: [], phases: [], duties: [], cadences: [], targets: [], members: [], attachments: [], ...parts })

const reading = (parts: Partial<PlanReading>): PlanReading => ({
  title: '', issuer: null, number: null, issuedOn: null, clauses: [], phases: [], duties: [], groups: [], attachments: [], contacts: [], warnings: [], ...parts,
})

const clause = (printed: string, line: number, parts: Partial<Clause> = {}): Clause => ({ path: printed, printed, title: '', text: '', level: 1, children: [], lines: [line, line], ...parts })

const duty = (line: number, parts: Partial<Duty>): Duty => ({
  clause: '一', subject: '', inferredSubject: true, kind: 'task', text: '', due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line, ...parts,
})
const due = (date: string | null, time: string | null = null, relative: string | null = null) => ({ date, time, relative, printed: '' })

describe('pairing', () => {
  test('an early greedy choice does not cost a pair', () => {
    const pairing = pairUp<{ takes: number[]; optional?: true }, number>([{ takes: [1, 2] }, { takes: [1] }], [1, 2], (label, found) => label.takes.includes(found))
    expect(pairing).toMatchObject({ missed: [], extra: [] })
    expect(pairing.pairs).toHaveLength(2)
  })

  test('optional labels take leftovers, any number, without credit', () => {
    const pairing = pairUp<{ n: number; optional?: true }, { n: number }>([{ n: 1 }, { n: 2, optional: true }], [{ n: 2 }, { n: 2 }, { n: 3 }], (label, found) => label.n === found.n)
    expect(pairing).toEqual({ pairs: [], missed: [{ n: 1 }], extra: [{ n: 3 }] })
  })

  test('precision and recall are null where there is nothing to divide by', () => {
    const tally = sum([{ matched: 3, missed: 1, extra: 0 }, { matched: 0, missed: 0, extra: 1 }])
    expect([precision(tally), recall(tally)]).toEqual([0.75, 0.75])
    expect([precision({ matched: 0, missed: 2, extra: 0 }), recall({ matched: 0, missed: 0, extra: 2 })]).toEqual([null, null])
  })
})

describe('words', () => {
  test('counters differ by number and bracket, not by width', () => {
    expect([counter('（一）'), counter('〔一〕'), counter('1．'), counter('1、'), counter('第一阶段:')]).toEqual(['(一)', '(一)', '1', '1', '第一阶段'])
    expect(counter('(1)')).not.toBe(counter('1.'))
  })

  test('a rule is the same in any order and with an idle interval, and differs by its day', () => {
    expect(plainRule('INTERVAL=1;BYDAY=MO;FREQ=WEEKLY')).toBe(plainRule('FREQ=WEEKLY;BYDAY=MO'))
    expect(plainRule('FREQ=YEARLY;BYMONTH=12,6')).toBe(plainRule('BYMONTH=6,12;FREQ=YEARLY'))
    expect(plainRule('FREQ=WEEKLY')).not.toBe(plainRule('FREQ=WEEKLY;BYDAY=MO'))
  })

  test('hashed words are recognised alone and inside a text', () => {
    const hashed = { length: 4, sha256: sha('动员部署') }
    expect(sameWords(hashed, '动员 部署。')).toBe(true)
    expect(sameWords(hashed, '动员部属')).toBe(false)
    expect(occursIn(hashed, '第一阶段：动员部署')).toBe(true)
    expect(occursIn(hashed, '动员和部署')).toBe(false)
  })

  test.each([
    ['第一阶段：动员部署', '动员部署'],
    ['其次阶段:自查自纠', '自查自纠'],
    ['总结巩固阶段', '总结巩固'],
    ['第一阶段', '第一阶段'],
    ['第一批', '第一批'],
  ])('the name of %s is %s', (printed, name) => expect(phaseName(printed)).toBe(name))

  test('attachment numbers agree over their printings', () => {
    expect(['附件1', '附件一', '1、', '一'].map(attachmentNumber)).toEqual(['1', '1', '1', '1'])
    expect(attachmentNumber('')).toBe('')
  })
})

describe('scorePlan', () => {
  test('a clause needs counter and line; level and title are counted apart', () => {
    const { classes, clauseAgreement } = scorePlan(
      labels({ clauses: [{ line: 3, printed: '一、', level: 1, title: '总体要求' }, { line: 5, printed: '（一）', level: 2, title: '' }] }),
      reading({ clauses: [clause('一、', 3, { title: '总体要求', children: [clause('(一)', 5, { level: 3 }), clause('（二）', 6)] }), clause('', 9)] }),
    )
    expect(classes.clauses).toMatchObject({ matched: 2, missed: 0, extra: 1 })
    expect(clauseAgreement).toMatchObject({ of: 2, level: 1, title: 2 })
  })

  test('a dated fact counts once per line, and a clock time must agree', () => {
    const { classes } = scorePlan(
      labels({ duties: [{ line: 4, date: '2024-05-31' }, { line: 5, date: '2024-06-01', time: '17:30' }] }),
      reading({ duties: [duty(4, { due: due('2024-05-31') }), duty(4, { due: due('2024-05-31') }), duty(5, { due: due('2024-06-01') })] }),
    )
    expect(classes.duties_with_date).toMatchObject({ matched: 1, missed: 1, extra: 1 })
  })

  test('the end of its phase may be taken over by a duty, but not by one outside the phase', () => {
    const phase = { line: 2, to: 3, name: '自查', start: '2024-01-01', end: '2024-01-31' }
    const { classes } = scorePlan(labels({ phases: [phase] }), reading({ duties: [duty(3, { due: due('2024-01-31') }), duty(4, { due: due('2024-01-31') })] }))
    expect(classes.duties_with_date).toMatchObject({ matched: 0, missed: 0, extra: 1 })
  })

  test('a duration is compared where no date is printed', () => {
    const { classes } = scorePlan(labels({ duties: [{ line: 1, date: null, relative: 'PT24H', relatives: ['P1D'] }] }), reading({ duties: [duty(1, { due: due(null, null, 'P1D') })] }))
    expect(classes.duties_with_date).toMatchObject({ matched: 1, extra: 0 })
  })

  test('start and until of a cadence are compared where the label states them', () => {
    const cadence = { rrule: 'FREQ=MONTHLY', start: '2024-04-01', until: null, printed: '' }
    const score = (parts: object) => scorePlan(labels({ cadences: [{ line: 1, rrule: 'FREQ=MONTHLY', ...parts }] }), reading({ duties: [duty(1, { cadence })] })).classes.cadences.matched
    expect([score({}), score({ start: '2024-04-01' }), score({ start: null }), score({ until: '2024-12-31' })]).toEqual([1, 1, 0, 0])
  })

  test('a target needs comparator, value, upper and unit; "once" beside a cadence is not charged', () => {
    const aim = (value: number, unit: string, upper: number | null = null) => ({ metric: '率', comparator: '>=' as const, value, upper, unit, printed: '' })
    const { classes } = scorePlan(
      labels({ cadences: [{ line: 1, rrule: 'FREQ=WEEKLY' }], targets: [{ line: 2, comparator: '>=', value: 35, unit: '%' }, { line: 3, comparator: '>=', value: 1, upper: 2, unit: '篇' }] }),
      reading({ duties: [duty(1, { target: aim(1, '次') }), duty(2, { target: aim(35, '％') }), duty(3, { target: aim(1, '篇') }), duty(4, { target: aim(1, '次') })] }),
    )
    expect(classes.targets).toMatchObject({ matched: 1, missed: 1, extra: 2 })
  })

  test('8 万元 is 80000 元 where the label says so', () => {
    const label = { line: 1, comparator: '<=' as const, value: 8, unit: '万元', equals: { value: 80_000, unit: '元' } }
    const score = (value: number, unit: string) =>
      scorePlan(labels({ targets: [label] }), reading({ duties: [duty(1, { target: { metric: '', comparator: '<=', value, upper: null, unit, printed: '' } })] })).classes.targets.matched
    expect([score(8, '万元'), score(80_000, '元'), score(80_000, '万元')]).toEqual([1, 1, 0])
  })

  test('a sentence broken over lines may be found on any of them', () => {
    const score = (line: number) => scorePlan(labels({ duties: [{ from: 3, line: 5, date: '2024-05-31' }] }), reading({ duties: [duty(line, { due: due('2024-05-31') })] })).classes.duties_with_date.matched
    expect([2, 3, 5, 6].map(score)).toEqual([0, 1, 1, 0])
  })

  test('members and attachments are compared whole', () => {
    const { classes } = scorePlan(
      labels({
        members: [{ line: 1, role: '组长', name: '韩峥', post: '主任' }, { line: 2, role: '成员', name: '任溪', post: '股长' }, { line: 3, role: '办公室主任', optional: true }],
        attachments: [{ line: 4, number: '1', title: '名单', found: true }, { line: 5, number: '2', title: '报表', found: false, foundOrNot: true }],
      }),
      reading({
        groups: [{ name: '', members: [{ role: '组 长：', name: '韩 峥', post: '主任' }, { role: '副组长', name: '任溪', post: '股长' }, { role: '办公室主任', name: '韩峥', post: '' }] }],
        attachments: [{ number: '附件1', title: '名单', found: false }, { number: '2', title: '报表', found: true }],
      }),
    )
    expect(classes.members).toMatchObject({ matched: 1, missed: 1, extra: 1 })
    expect(classes.attachments).toMatchObject({ matched: 1, missed: 1, extra: 1 })
  })
})
