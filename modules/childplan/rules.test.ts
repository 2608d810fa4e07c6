import { describe, expect, test } from 'vitest'
import { anonymous, type Actor, type Role } from '../../kernel/actor.ts'
import type { Clause, Duty, PlanReading, Target } from '../reader/rules/model.ts'
import { coverageOf, mayDecide, mayFile, type ParentClause } from './rules.ts'

const aTarget = (given: Partial<Target> = {}): Target => ({ metric: '覆盖率', comparator: '>=', value: 90, upper: null, unit: '%', printed: '不低于90%', ...given })
const aDuty = (given: Partial<Duty> = {}): Duty => ({ clause: '一', subject: '各科室', inferredSubject: false, kind: 'task', text: '', due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 1, ...given })
const aClause = (path: string, title: string, text: string, children: Clause[] = []): Clause => ({ path, printed: path, title, text, level: 1, children, lines: [1, 2] })
const aChild = (clauses: Clause[], duties: Duty[] = []): PlanReading => ({ title: '本院方案', issuer: null, number: null, issuedOn: null, clauses, phases: [], duties, groups: [], attachments: [], contacts: [], warnings: [] })
const words = '每周开展一次门诊预约诊疗服务巡查，建立巡查台账并公示结果'
const aParent = (given: Partial<ParentClause['duties'][number]> = {}, text = words): ParentClause => ({ id: 'c1', path: '一', title: '门诊巡查', text, duties: [{ text, dueOn: null, cadence: null, target: null, ...given }] })
const only = (parent: ParentClause, child: PlanReading) => coverageOf([parent], child)[0]

describe('CP-1 a clause is covered, thin or dropped by its own words', () => {
  test('the same words under another number cover it', () => {
    expect(only(aParent(), aChild([aClause('三', '组织领导', '成立领导小组'), aClause('七', '门诊巡查', words)]))).toMatchObject({ verdict: 'covered', childPath: '七' })
  })
  test('a child clause inside a chapter answers, not the whole chapter', () => {
    expect(only(aParent(), aChild([aClause('一', '任务', '', [aClause('一/1', '其他', '做好停车管理'), aClause('一/2', '门诊巡查', words)])]))).toMatchObject({ childPath: '一/2' })
  })
  test('nothing alike means dropped', () => {
    expect(only(aParent(), aChild([aClause('一', '停车', '增设停车位二百个，方便群众停车')]))).toMatchObject({ verdict: 'dropped', childPath: null })
  })
  test('half of the words means weakened as thin', () => {
    expect(only(aParent(), aChild([aClause('一', '', '开展门诊预约诊疗服务巡查')]))).toMatchObject({ verdict: 'weakened', weaknesses: [{ code: 'thin_text' }] })
  })
  test('a clause that orders nothing is not asked for', () => {
    expect(coverageOf([{ ...aParent(), duties: [] }], aChild([]))).toEqual([])
  })
})

describe('CP-2 targets', () => {
  const child = (target: Target | null) => aChild([aClause('一', '门诊巡查', words)], [aDuty({ target })])
  test.each([
    ['the same', aTarget(), 'covered', undefined],
    ['a higher one', aTarget({ value: 95 }), 'covered', undefined],
    ['a lower one', aTarget({ value: 80, printed: '达到80%' }), 'weakened', 'target_lower'],
    ['none', null, 'weakened', 'target_missing'],
    ['one in another unit', aTarget({ unit: '次' }), 'weakened', 'target_missing'],
  ])('%s', (_, target, verdict, code) => {
    const found = only(aParent({ target: aTarget() }), child(target))
    expect(found?.verdict).toBe(verdict)
    expect(found?.weaknesses[0]?.code).toBe(code)
  })
  test('for an upper limit, higher is weaker', () => {
    const limit = aTarget({ comparator: '<=', value: 30 })
    expect(only(aParent({ target: limit }), child(aTarget({ comparator: '<=', value: 35 })))?.verdict).toBe('weakened')
    expect(only(aParent({ target: limit }), child(aTarget({ comparator: '<=', value: 25 })))?.verdict).toBe('covered')
  })
})

describe('CP-3 dates and rhythm', () => {
  const due = (date: string) => ({ date, time: null, printed: date, relative: null })
  const rhythm = (rrule: string) => ({ rrule, start: null, until: null, printed: '' })
  test.each([
    ['an earlier date', { dueOn: '2026-07-09' }, aDuty({ due: due('2026-07-01') }), undefined],
    ['a later date', { dueOn: '2026-07-09' }, aDuty({ due: due('2026-07-20') }), 'date_later'],
    ['no date', { dueOn: '2026-07-09' }, aDuty(), 'date_missing'],
    ['monthly instead of weekly', { cadence: { rrule: 'FREQ=WEEKLY;BYDAY=MO' } }, aDuty({ cadence: rhythm('FREQ=MONTHLY') }), 'cadence_sparser'],
    ['weekly instead of monthly', { cadence: { rrule: 'FREQ=MONTHLY' } }, aDuty({ cadence: rhythm('FREQ=WEEKLY') }), undefined],
    ['every second week instead of weekly', { cadence: { rrule: 'FREQ=WEEKLY' } }, aDuty({ cadence: rhythm('FREQ=WEEKLY;INTERVAL=2') }), 'cadence_sparser'],
    ['no rhythm', { cadence: { rrule: 'FREQ=WEEKLY' } }, aDuty(), 'cadence_missing'],
  ])('%s', (_, parent, duty, code) => {
    expect(only(aParent(parent), aChild([aClause('一', '门诊巡查', words)], [duty]))?.weaknesses[0]?.code).toBe(code)
  })
  test('must becoming may is said', () => {
    const parent = aParent({}, `各医院必须${words}`)
    expect(only(parent, aChild([aClause('一', '', `鼓励${words}`)]))?.weaknesses).toMatchObject([{ code: 'softer_words', parent: '必须', child: '鼓励' }])
  })
})

const anActor = (role: Role, regionPrefix: string | null = null): Actor => ({ ...anonymous, kind: 'staff', institutionId: 'a', regionPrefix, roles: [role] })
test.each([
  ['CP-4 a nurse', () => mayFile(anActor('nurse'), true, null), 'access.denied'],
  ['CP-4 a stranger to the campaign', () => mayFile(anActor('institution_clerk'), false, null), 'childplan.not_a_participant'],
  ['CP-4 over an accepted one', () => mayFile(anActor('institution_clerk'), true, 'accepted'), 'childplan.accepted_already'],
  ['CP-5 a commission of another region', () => mayDecide(anActor('commission_clerk', '9902'), { institutionId: 'x', regionCode: '990121', state: 'filed' }, 'accepted'), 'access.denied'],
  ['CP-5 accepting what was returned', () => mayDecide(anActor('commission_clerk', '9901'), { institutionId: 'x', regionCode: '990121', state: 'returned' }, 'accepted'), 'childplan.not_filed'],
])('%s is refused', (_, ask, refused) => {
  expect(ask()).toMatchObject({ refused })
})
test('CP-4 and CP-5 a returned plan is filed again, an accepted one may be returned', () => {
  expect(mayFile(anActor('institution_clerk'), true, 'returned')).toBeNull()
  expect(mayDecide(anActor('commission_head', '9901'), { institutionId: 'x', regionCode: '990121', state: 'accepted' }, 'returned')).toBeNull()
})
