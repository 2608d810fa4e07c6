import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMs } from '../../../kernel/instant.ts'
import { dutyKinds } from '../../reader/rules/model.ts'
import { someFacts, someTerms } from '../fixtures.ts'
import { factPlace } from './fact-place.ts'
import type { EvidenceFact, Facts, SourceFacts, Terms } from './facts.ts'
import { claimOf, nextRevision } from './revision.ts'
import { stored, verdict, verdictAt } from './verdict.ts'
import { sayWhy } from './why-texts.ts'
import { stepOf, whyAt } from './why.ts'

const dayMs = 86_400_000
const due = '2026-03-09T16:00:00.000Z'
const before = addMs(due, -dayMs)
const after = addMs(due, dayMs)
const beyond = addMs(due, 31 * dayMs)
const sheet = (state: EvidenceFact['state'], submittedAt: string, revision = 1): EvidenceFact => ({ revision, state, submittedAt })
const atLeast = (value: number): Terms['target'] => ({ comparator: '>=', value, upper: null })

type Row = readonly [string, (typeof dutyKinds)[number], Partial<Terms>, Partial<Facts>, string, string, string]

test.each<Row>([
  ['PL-2 a task before its due time', 'task', {}, {}, before, 'due', 'nothing_handed_in'],
  ['PL-2 a task from its due time on', 'task', {}, {}, due, 'overdue', 'nothing_handed_in'],
  ['PL-3 a task beyond the grace', 'task', {}, {}, beyond, 'unmet', 'nothing_handed_in'],
  ['PL-3 a task without grace waits for the close', 'task', { graceDays: null }, {}, beyond, 'overdue', 'nothing_handed_in'],
  ['PL-3 what is open when the phase closes', 'task', { closedAt: before }, {}, before, 'unmet', 'nothing_handed_in'],
  ['PL-4 accepted in time', 'task', {}, { evidence: [sheet('accepted', before)] }, beyond, 'met', 'accepted'],
  ['PL-4 handed in in time, still waiting after the due time', 'task', {}, { evidence: [sheet('submitted', before)] }, beyond, 'due', 'waiting'],
  ['PL-4 returned before the due time', 'task', {}, { evidence: [sheet('returned', before)] }, before, 'due', 'returned'],
  ['PL-4 returned and the due time passed', 'task', {}, { evidence: [sheet('returned', before)] }, after, 'overdue', 'returned'],
  ['PL-4 withdrawn is as if never handed in', 'task', {}, { evidence: [sheet('withdrawn', before)] }, after, 'overdue', 'nothing_handed_in'],
  ['PL-5 accepted, but handed in late', 'task', {}, { evidence: [sheet('accepted', after)] }, beyond, 'unmet', 'late'],
  ['PL-5 handed in at the very instant of the due time is late', 'task', {}, { evidence: [sheet('accepted', due)] }, after, 'unmet', 'late'],
  ['PL-5 late and waiting', 'task', {}, { evidence: [sheet('submitted', after)] }, after, 'overdue', 'waiting_late'],
  ['PL-5 returned in time, corrected late', 'task', {}, { evidence: [sheet('returned', before), sheet('accepted', after, 2)] }, after, 'unmet', 'late'],
  ['PL-6 a report accepted in time', 'report', {}, { source: { kind: 'report', submittedAt: before, state: 'accepted' } }, after, 'met', 'accepted'],
  ['PL-6 a report not yet begun', 'report', {}, { source: { kind: 'report', submittedAt: null, state: 'none' } }, after, 'overdue', 'nothing_handed_in'],
  ['PL-12 a report without a source, proved by hand', 'report', {}, { evidence: [sheet('accepted', before)] }, after, 'met', 'verified_by_hand'],
  ['PL-7 published in time', 'publish', {}, { source: { kind: 'publish', published: [before] } }, beyond, 'met', 'published'],
  ['PL-7 published by accepted evidence', 'publish', {}, { evidence: [sheet('accepted', before)] }, after, 'met', 'published'],
  ['PL-7 published late', 'publish', {}, { source: { kind: 'publish', published: [after] } }, beyond, 'unmet', 'late'],
  ['PL-7 fresh', 'publish', { freshDays: 7 }, { source: { kind: 'publish', published: [before] } }, addMs(before, 6 * dayMs), 'met', 'published'],
  ['PL-7 no longer fresh', 'publish', { freshDays: 7 }, { source: { kind: 'publish', published: [before] } }, addMs(before, 7 * dayMs), 'overdue', 'not_fresh'],
  ['PL-7 fresh at the close of the plan stays met', 'publish', { freshDays: 7, closedAt: after }, { source: { kind: 'publish', published: [before] } }, beyond, 'met', 'published'],
  ['PL-7 not published', 'publish', {}, { source: { kind: 'publish', published: [] } }, after, 'overdue', 'nothing_handed_in'],
  ['PL-7 renewed after the due time before it went stale', 'publish', { freshDays: 7 }, { source: { kind: 'publish', published: [before, addMs(due, 5 * dayMs)] } }, addMs(due, 11 * dayMs), 'met', 'published'],
  ['PL-7 renewed after the due time, and stale again', 'publish', { freshDays: 7 }, { source: { kind: 'publish', published: [before, addMs(due, 5 * dayMs)] } }, addMs(due, 12 * dayMs), 'overdue', 'not_fresh'],
  ['PL-7 renewed after it went stale: up to date again, and not late', 'publish', { freshDays: 7 }, { source: { kind: 'publish', published: [addMs(due, 20 * dayMs), before] } }, addMs(due, 21 * dayMs), 'met', 'published'],
  ['PL-7 what was renewed after the close counts no more', 'publish', { freshDays: 7, closedAt: addMs(due, 9 * dayMs) }, { source: { kind: 'publish', published: [before, addMs(due, 10 * dayMs)] } }, beyond, 'unmet', 'not_fresh'],
  ['PL-7 a turn with something new in it', 'publish', { turnFrom: addMs(due, -28 * dayMs) }, { source: { kind: 'publish', published: [addMs(due, -40 * dayMs), before] } }, beyond, 'met', 'published'],
  ['PL-7 what an earlier turn published does not meet this one', 'publish', { turnFrom: addMs(due, -28 * dayMs) }, { source: { kind: 'publish', published: [addMs(due, -29 * dayMs)] } }, due, 'overdue', 'not_in_turn'],
  ['PL-7 a turn needs what is still fresh at its due time', 'publish', { turnFrom: addMs(due, -28 * dayMs), freshDays: 7 }, { source: { kind: 'publish', published: [addMs(due, -8 * dayMs)] } }, before, 'due', 'not_in_turn'],
  ['PL-7 a turn met stays met, however late the next turn is', 'publish', { turnFrom: addMs(due, -28 * dayMs), freshDays: 31 }, { source: { kind: 'publish', published: [before] } }, addMs(due, 90 * dayMs), 'met', 'published'],
  ['PL-7 a turn published after its due time is late', 'publish', { turnFrom: addMs(due, -28 * dayMs) }, { source: { kind: 'publish', published: [addMs(due, -29 * dayMs), after] } }, beyond, 'unmet', 'late'],
  ['PL-7 what came a whole turn later is not even late', 'publish', { turnFrom: addMs(due, -28 * dayMs) }, { source: { kind: 'publish', published: [addMs(due, 28 * dayMs)] } }, beyond, 'unmet', 'nothing_handed_in'],
  ['PL-7 evidence handed in anew keeps it fresh', 'publish', { freshDays: 7 }, { evidence: [sheet('accepted', before), sheet('accepted', addMs(due, 5 * dayMs), 2)] }, addMs(due, 11 * dayMs), 'met', 'published'],
  ['PL-8 enough entries', 'record', { target: atLeast(2) }, { source: { kind: 'record', count: 2, countInTime: 2 } }, before, 'met', 'count_reached'],
  ['PL-8 one entry too few, still time', 'record', { target: atLeast(2) }, { source: { kind: 'record', count: 1, countInTime: 1 } }, before, 'due', 'count_running'],
  ['PL-8 one entry too few', 'record', { target: atLeast(2) }, { source: { kind: 'record', count: 1, countInTime: 1 } }, after, 'overdue', 'count_short'],
  ['PL-8 the number was reached late', 'record', { target: atLeast(2) }, { source: { kind: 'record', count: 2, countInTime: 1 } }, after, 'unmet', 'late'],
  ['PL-8 "more than 2" asks for three', 'record', { target: { comparator: '>', value: 2, upper: null } }, { source: { kind: 'record', count: 2, countInTime: 2 } }, before, 'due', 'count_running'],
  ['PL-8 no number means one', 'record', {}, { source: { kind: 'record', count: 1, countInTime: 1 } }, before, 'met', 'count_reached'],
  ['PL-8 every department reached the number', 'record', { target: atLeast(1) }, { source: { kind: 'record', count: 9, countInTime: 9, per: { expected: 3, reached: 3, reachedInTime: 3, missing: [] } } }, before, 'met', 'units_reached'],
  ['PL-8 one department is missing, still time', 'record', { target: atLeast(1) }, { source: { kind: 'record', count: 9, countInTime: 9, per: { expected: 3, reached: 2, reachedInTime: 2, missing: ['外科'] } } }, before, 'due', 'units_running'],
  ['PL-8 one department is missing, however many the others have', 'record', { target: atLeast(1) }, { source: { kind: 'record', count: 99, countInTime: 99, per: { expected: 3, reached: 2, reachedInTime: 2, missing: ['外科'] } } }, after, 'overdue', 'units_short'],
  ['PL-8 the last department came late', 'record', { target: atLeast(1) }, { source: { kind: 'record', count: 9, countInTime: 8, per: { expected: 3, reached: 3, reachedInTime: 2, missing: [] } } }, after, 'unmet', 'late'],
  ['PL-8 a roster without departments proves nothing', 'record', {}, { source: { kind: 'record', count: 9, countInTime: 9, per: { expected: 0, reached: 0, reachedInTime: 0, missing: [] } } }, after, 'overdue', 'units_none'],
  ['PL-9 a value is not judged before the due time', 'measure', { target: atLeast(90) }, { source: { kind: 'measure', value: 95 } }, before, 'due', 'value_running'],
  ['PL-9 target reached', 'measure', { target: atLeast(90) }, { source: { kind: 'measure', value: 90 } }, due, 'met', 'target_reached'],
  ['PL-9 target missed', 'measure', { target: atLeast(90) }, { source: { kind: 'measure', value: 89.9 } }, due, 'unmet', 'target_missed'],
  ['PL-9 below is better', 'measure', { target: { comparator: '<', value: 28, upper: null } }, { source: { kind: 'measure', value: 28 } }, due, 'unmet', 'target_missed'],
  ['PL-9 a range holds both ends', 'measure', { target: { comparator: '>=', value: 1, upper: 2 } }, { source: { kind: 'measure', value: 2 } }, due, 'met', 'target_reached'],
  ['PL-9 no number asked, nor by the definition: reported', 'measure', {}, { source: { kind: 'measure', value: 3 } }, due, 'met', 'value_reported'],
  ['PL-9 no number asked: the definition\'s own, reached', 'measure', {}, { source: { kind: 'measure', value: 90, standard: atLeast(90) } }, due, 'met', 'target_reached'],
  ['PL-9 no number asked: the definition\'s own, missed', 'measure', {}, { source: { kind: 'measure', value: 89, standard: atLeast(90) } }, due, 'unmet', 'target_missed'],
  ['PL-9 no value', 'measure', { target: atLeast(90) }, { source: { kind: 'measure', value: null } }, due, 'overdue', 'no_value'],
  ['PL-10 on and used', 'service', {}, { source: { kind: 'service', on: true, used: 1, usedInTime: 1 } }, before, 'met', 'service_used'],
  ['PL-10 on, nobody came', 'service', {}, { source: { kind: 'service', on: true, used: 0, usedInTime: 0 } }, due, 'overdue', 'service_not_used'],
  ['PL-10 off', 'service', {}, { source: { kind: 'service', on: false, used: 0, usedInTime: 0 } }, before, 'due', 'service_off'],
  ['PL-10 used only after the due time', 'service', {}, { source: { kind: 'service', on: true, used: 3, usedInTime: 0 } }, after, 'unmet', 'late'],
  ['PL-11 nothing beyond its limit', 'settle', {}, { source: { kind: 'settle', overdueOpen: 0, nextOverdueAt: after } }, due, 'met', 'all_settled'],
  ['PL-11 one matter beyond its limit', 'settle', {}, { source: { kind: 'settle', overdueOpen: 1, nextOverdueAt: null } }, due, 'unmet', 'matters_overdue'],
  ['PL-11 one matter will be beyond it by then', 'settle', {}, { source: { kind: 'settle', overdueOpen: 0, nextOverdueAt: before } }, due, 'unmet', 'matters_overdue'],
  ['PL-11 before the due time it runs', 'settle', {}, { source: { kind: 'settle', overdueOpen: 1, nextOverdueAt: null } }, before, 'due', 'settle_running'],
  ['PL-1 an override stands above the facts', 'task', {}, { evidence: [sheet('accepted', before)], override: { verdict: 'unmet', reason: '材料不实' } }, after, 'unmet', 'override'],
  ['PL-1 a waiver', 'measure', {}, { override: { verdict: 'waived', reason: '无此科室' } }, beyond, 'waived', 'override'],
  ['PL-12 facts of another kind are no facts', 'settle', {}, { source: { kind: 'record', count: 9, countInTime: 9 } }, before, 'due', 'nothing_handed_in'],
])('%s', (_, kind, terms, facts, now, name, code) => {
  const ruling = verdict(kind, someTerms({ dueAt: due, ...terms }), someFacts(facts), now)
  expect([ruling.verdict, ruling.why.code]).toEqual([name, code])
  expect(sayWhy(ruling.why, 'zh')).not.toContain('{')
})

const instant = fc.integer({ min: -40, max: 80 }).map((halfDays) => addMs(due, (halfDays * dayMs) / 2))
const small = fc.integer({ min: 0, max: 4 })

/** Facts as they can be at an instant: nothing of the future, and before the due time everything is in time. */
const situation = fc
  .record({ now: instant, later: fc.integer({ min: 0, max: 100 }), graceDays: fc.constantFrom(null, 0, 5, 30), freshDays: fc.constantFrom(null, 1, 10), turnDays: fc.constantFrom(null, 7, 28), need: small, n: small, extra: small, value: fc.option(small), on: fc.boolean(), stamps: fc.array(fc.tuple(instant, fc.constantFrom('submitted', 'accepted', 'returned', 'withdrawn') as fc.Arbitrary<EvidenceFact['state']>), { maxLength: 3 }), source: fc.constantFrom(null, 'record', 'units', 'measure', 'report', 'publish', 'service', 'settle'), next: fc.option(instant) })
  .map((each) => {
    const early = each.now < due
    const count = early ? each.n : each.n + each.extra
    const past = each.stamps.filter(([at]) => at <= each.now)
    const at = past[0]?.[0] ?? null
    const sources: Record<string, SourceFacts> = {
      record: { kind: 'record', count, countInTime: each.n }, units: { kind: 'record', count: 0, countInTime: 0, per: { expected: each.need, reached: Math.min(count, each.need), reachedInTime: Math.min(each.n, each.need), missing: [] } }, measure: { kind: 'measure', value: each.value }, report: { kind: 'report', submittedAt: at, state: at === null ? 'none' : 'submitted' },
      publish: { kind: 'publish', published: past.map(([stamp]) => stamp) }, service: { kind: 'service', on: each.on, used: count, usedInTime: each.n }, settle: { kind: 'settle', overdueOpen: each.n, nextOverdueAt: each.next },
    }
    const facts: Facts = { evidence: past.map(([submittedAt, state], index) => ({ revision: index + 1, state, submittedAt })), override: null, source: each.source === null ? null : (sources[each.source] ?? null) }
    return { now: each.now, later: addMs(each.now, each.later * dayMs), terms: someTerms({ dueAt: due, graceDays: each.graceDays, freshDays: each.freshDays, turnFrom: each.turnDays === null ? null : addMs(due, -each.turnDays * dayMs), target: atLeast(each.need) }), facts }
  })

test('PL-3 what is stored tells, at every later moment, what the facts would tell', () => {
  fc.assert(
    fc.property(fc.constantFrom(...dutyKinds), situation, (kind, { now, later, terms, facts }) => {
      const kept = stored(verdict(kind, terms, facts, now), terms.dueAt)
      expect(verdictAt(kept, terms.graceDays, later)).toBe(verdict(kind, terms, facts, later).verdict)
    }),
    { numRuns: 3000 },
  )
})

test('PL-2 time alone never turns an overdue or unmet obligation back', () => {
  const rank = { waived: 0, met: 0, due: 1, overdue: 2, unmet: 3 }
  fc.assert(
    fc.property(fc.constantFrom(...dutyKinds), situation, (kind, { now, later, terms, facts }) => {
      const [first, second] = [verdict(kind, terms, facts, now).verdict, verdict(kind, terms, facts, later).verdict]
      if (rank[first] >= 2) expect(rank[second]).toBeGreaterThanOrEqual(rank[first])
    }),
  )
})

test('PL-8 one more entry in time never makes a verdict worse', () => {
  const rank = { waived: 0, met: 0, due: 1, overdue: 2, unmet: 3 }
  fc.assert(
    fc.property(instant, small, small, (now, count, need) => {
      const of = (n: number) => verdict('record', someTerms({ dueAt: due, target: atLeast(need) }), someFacts({ source: { kind: 'record', count: n, countInTime: n } }), now).verdict
      expect(rank[of(count + 1)]).toBeLessThanOrEqual(rank[of(count)])
    }),
  )
})

test('PL-8 the reason names the first units that are missing, and how many more', () => {
  const per = { expected: 6, reached: 1, reachedInTime: 1, missing: ['内科', '外科', '儿科', '妇产科', '急诊科'] }
  const { why } = verdict('record', someTerms({ dueAt: due, target: atLeast(2) }), someFacts({ source: { kind: 'record', count: 4, countInTime: 4, per } }), before)
  expect(why).toEqual({ code: 'units_running', params: { reached: 1, expected: 6, need: 2, missing: '内科、外科、儿科…', more: 2 } })
  expect(sayWhy(why, 'zh')).toBe('6个科室（人员）中已有1个达到2条；还差：内科、外科、儿科…')
})

test('PL-9 a value brings its numerator, its denominator and the version of its definition into the reason', () => {
  const { why } = verdict('measure', someTerms({ dueAt: due, target: atLeast(90) }), someFacts({ source: { kind: 'measure', value: 75, numerator: 3, denominator: 4, version: 'a1b2' } }), due)
  expect(why).toEqual({ code: 'target_missed', params: { value: 75, comparator: '>=', target: 90, numerator: 3, denominator: 4, version: 'a1b2' } })
})

test('PL-9 the words tell a kept target from a figure that no target is asked of', () => {
  const of = (target: Terms['target'], now: string, standard?: Terms['target']) => {
    const { verdict: name, why } = verdict('measure', someTerms({ dueAt: due, target }), someFacts({ source: { kind: 'measure', value: 75, standard: standard ?? null } }), now)
    return [name, sayWhy(whyAt(why, name), 'zh'), sayWhy(whyAt(why, 'met'), 'zh')]
  }
  expect(of(atLeast(70), due)).toEqual(['met', '指标达到要求（75）', '指标达到要求（75）'])
  expect(of(null, due)).toEqual(['met', '指标已按期算出；方案没有写要达到多少，只记为已报数（75）', '指标已按期算出；方案没有写要达到多少，只记为已报数（75）'])
  expect(of(null, before)).toEqual(['due', '期间未结束，指标仍在变化（75）', '指标已按期算出；方案没有写要达到多少，只记为已报数（75）'])
  expect(of(null, due, atLeast(80)).slice(0, 2)).toEqual(['unmet', '指标没有达到要求（75）'])
  expect(of(atLeast(70), due, atLeast(80)).slice(0, 2)).toEqual(['met', '指标达到要求（75）'])
})

test('PL-31 claimed and verified are two facts', () => {
  const one = { ...sheet('accepted', before), decidedAt: after }
  expect(claimOf([])).toEqual({ claimedAt: null, verifiedAt: null })
  expect(claimOf([{ ...sheet('submitted', before), decidedAt: null }])).toEqual({ claimedAt: before, verifiedAt: null })
  expect(claimOf([one])).toEqual({ claimedAt: before, verifiedAt: after })
  expect(claimOf([{ ...sheet('withdrawn', before), decidedAt: after }])).toEqual({ claimedAt: null, verifiedAt: null })
  expect(nextRevision([one])).toBe(2)
})

test('PL-3 the reason turns with the verdict', () => {
  expect(whyAt({ code: 'value_running', params: {} }, 'met').code).toBe('target_reached')
  expect(whyAt({ code: 'published', params: {} }, 'overdue').code).toBe('not_fresh')
  expect(whyAt(null, 'due').code).toBe('nothing_handed_in')
  expect(['waiting', 'returned', 'nothing_handed_in'].map((code) => stepOf({ code, params: {} }, 'task', false))).toEqual(['wait', 'resubmit', 'submit'])
})

test.each([
  ['record', false, 'nothing_handed_in', 'submit'], ['record', true, 'units_running', 'enter'], ['measure', true, 'value_running', 'follow'], ['publish', true, 'not_fresh', 'publish'], ['service', true, 'service_off', 'offer'],
  ['settle', true, 'settle_running', 'settle'], ['report', true, 'nothing_handed_in', 'fill'], ['report', true, 'returned', 'resubmit'], ['report', true, 'waiting', 'wait'], ['report', false, 'nothing_handed_in', 'submit'], ['task', true, 'nothing_handed_in', 'submit'],
] as const)('PL-38 what to do about a %s with facts %s that says %s: %s', (kind, fed, code, step) => {
  expect(stepOf({ code, params: {} }, kind, fed)).toBe(step)
})

test('PL-38 facts are entered where their kind is kept', () => {
  const at = { institutionId: 'i-1', periodId: 'p-1' }
  expect(dutyKinds.map((kind) => factPlace(kind, 'key', at))).toEqual([null, '/registers/key', '/measures/key', '/reports/i-1/p-1', null, null, null])
})
