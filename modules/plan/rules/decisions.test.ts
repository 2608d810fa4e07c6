import { expect, test } from 'vitest'
import type { Actor, StaffRole } from '../../../kernel/actor.ts'
import * as rules from './decisions.ts'
import { nextSteps, reminderDays, remindersOn } from './next-steps.ts'

const institutionId = '00000000-0000-7000-8000-0000000000a1'
const commissionId = '00000000-0000-7000-8000-0000000000c1'
const actor = (role: StaffRole, given: Partial<Actor> = {}): Actor => ({ kind: 'staff', id: '00000000-0000-7000-8000-0000000000e1', name: '某人', institutionId, regionPrefix: null, roles: [role], posts: [], ...given })
const official = (role: StaffRole) => actor(role, { institutionId: commissionId, regionPrefix: '9901' })
const on = (given: Partial<rules.Judged> = {}): rules.Judged => ({
  institutionId, regionCode: '990121', planState: 'running', phaseClosed: false, role: 'institution_clerk', opensAt: '2026-03-01T16:00:00.000Z', dueAt: '2026-03-09T16:00:00.000Z', verdict: 'due', hasOverride: false, extended: false, waiting: false, accepted: false, fed: false, ...given,
})
const now = '2026-03-05T00:00:00.000Z'
const said = (no: { refused: string } | null) => no?.refused ?? null

test.each<[string, Actor, Partial<rules.Judged>, string | null]>([
  ['the post that answers', actor('institution_clerk'), {}, null],
  ['the head of the house', actor('institution_head'), { role: 'nurse' }, null],
  ['another post', actor('doctor'), {}, 'plan.not_my_duty'],
  ['another house', actor('institution_clerk', { institutionId: commissionId }), {}, 'plan.not_my_duty'],
  ['a closed plan', actor('institution_clerk'), { planState: 'closed' }, 'plan.not_running'],
  ['a closed phase', actor('institution_clerk'), { phaseClosed: true }, 'plan.phase_closed'],
  ['a period that has not begun', actor('institution_clerk'), { opensAt: '2026-03-08T16:00:00.000Z' }, 'plan.not_open_yet'],
  ['evidence that waits', actor('institution_clerk'), { waiting: true }, 'plan.evidence_waiting'],
  ['what facts decide', actor('institution_clerk'), { fed: true }, 'plan.fed_by_facts'],
  ['what is met', actor('institution_clerk'), { verdict: 'met' }, 'plan.settled_already'],
  ['what was accepted late', actor('institution_clerk'), { verdict: 'unmet', accepted: true }, 'plan.settled_already'],
  ['what is overdue', actor('institution_clerk'), { verdict: 'overdue' }, null],
  ['what is unmet but was never handed in', actor('institution_clerk'), { verdict: 'unmet' }, null],
])('PL-21 PL-22 PL-38 handing in: %s', (_, who, given, expected) => {
  expect(said(rules.maySubmit(who, on(given), now))).toBe(expected)
})

test('PL-23 taken back before the decision only', () => {
  expect(said(rules.mayWithdraw(actor('institution_clerk'), on(), 'submitted'))).toBeNull()
  expect(said(rules.mayWithdraw(actor('institution_clerk'), on(), 'accepted'))).toBe('plan.evidence_decided')
  expect(said(rules.mayWithdraw(actor('doctor'), on(), 'submitted'))).toBe('plan.not_my_duty')
})

test('PL-24 the commission decides, never the house itself', () => {
  expect(said(rules.mayDecideEvidence(official('inspector'), on(), 'submitted'))).toBeNull()
  expect(said(rules.mayDecideEvidence(official('auditor'), on(), 'submitted'))).toBe('access.denied')
  expect(said(rules.mayDecideEvidence(actor('institution_head'), on(), 'submitted'))).toBe('access.denied')
  expect(said(rules.mayDecideEvidence({ ...official('inspector'), institutionId }, on(), 'submitted'))).toBe('access.denied')
  expect(said(rules.mayDecideEvidence({ ...official('inspector'), regionPrefix: '9902' }, on(), 'submitted'))).toBe('access.denied')
  expect(said(rules.mayDecideEvidence(official('inspector'), on(), 'returned'))).toBe('plan.evidence_decided')
  expect(said(rules.mayDecideEvidence(official('inspector'), on({ planState: 'closed' }), 'submitted'))).toBe('plan.not_running')
})

test('PL-25 one override at a time, by head or clerk', () => {
  expect(said(rules.mayOverride(official('commission_clerk'), on()))).toBeNull()
  expect(said(rules.mayOverride(official('inspector'), on()))).toBe('access.denied')
  expect(said(rules.mayOverride(official('commission_clerk'), on({ hasOverride: true })))).toBe('plan.override_exists')
  expect(said(rules.mayRevokeOverride(official('commission_head'), on()))).toBe('plan.override_missing')
  expect(said(rules.mayRevokeOverride(official('commission_head'), on({ hasOverride: true })))).toBeNull()
})

test('PL-26 one extension, before the date has passed', () => {
  expect(said(rules.mayExtend(official('commission_clerk'), on(), now))).toBeNull()
  expect(said(rules.mayExtend(official('commission_clerk'), on(), on().dueAt))).toBe('plan.extension_past_due')
  expect(said(rules.mayExtend(official('commission_clerk'), on({ extended: true }), now))).toBe('plan.extension_used')
  expect(said(rules.mayExtend(official('commission_clerk'), on({ verdict: 'met' }), now))).toBe('plan.settled_already')
  expect(said(rules.mayExtend(official('commission_clerk'), on({ phaseClosed: true }), now))).toBe('plan.phase_closed')
})

test.each<[string, Actor, Partial<rules.Judged>, string | null]>([
  ['the post that answers', actor('institution_clerk'), {}, null],
  ['another post', actor('doctor'), {}, 'plan.not_my_duty'],
  ['the commission for the house', official('commission_clerk'), {}, 'plan.not_my_duty'],
  ['a period that has not begun', actor('institution_clerk'), { opensAt: '2026-03-08T16:00:00.000Z' }, 'plan.not_open_yet'],
  ['what is met, what waits and what facts decide', actor('institution_head'), { verdict: 'met', waiting: true, fed: true }, null],
  ['a closed phase', actor('institution_clerk'), { phaseClosed: true }, 'plan.phase_closed'],
  ['a closed plan', actor('institution_clerk'), { planState: 'closed' }, 'plan.not_running'],
])('PL-39 claiming: %s', (_, who, given, expected) => {
  expect(said(rules.mayClaim(who, on(given), now))).toBe(expected)
})

test('PL-41 who draws', () => {
  expect(said(rules.mayDraw(official('inspector'), { state: 'running' }))).toBeNull()
  expect(said(rules.mayDraw(official('commission_clerk'), { state: 'closed' }))).toBeNull()
  expect(said(rules.mayDraw(official('commission_head'), { state: 'launching' }))).toBe('plan.not_running')
  expect(said(rules.mayDraw(official('auditor'), { state: 'running' }))).toBe('access.denied')
  expect(said(rules.mayDraw(actor('institution_head'), { state: 'running' }))).toBe('access.denied')
})

test('PL-42 a check is entered once, with what was found, by somebody else', () => {
  const check = { institutionId, regionCode: '990121', outcome: null }
  expect(said(rules.mayCheck(official('inspector'), check, { outcome: 'confirmed', remark: '' }))).toBeNull()
  expect(said(rules.mayCheck(official('inspector'), check, { outcome: 'not_confirmed', remark: '没' }))).toBe('plan.check_remark_missing')
  expect(said(rules.mayCheck(official('inspector'), { ...check, outcome: 'confirmed' }, null))).toBe('plan.check_done')
  expect(said(rules.mayCheck({ ...official('inspector'), institutionId }, check, null))).toBe('access.denied')
  expect(said(rules.mayCheck(actor('institution_head'), check, null))).toBe('access.denied')
})

test('PL-37 nobody overrides or extends for their own body', () => {
  const own = { ...official('commission_head'), institutionId }
  for (const no of [rules.mayOverride(own, on()), rules.mayRevokeOverride(own, on({ hasOverride: true })), rules.mayExtend(own, on(), now)]) expect(said(no)).toBe('access.denied')
})

const phase = { planRegion: '990100', planBody: commissionId, planState: 'running' as const, closed: false, open: 0 }

test('PL-27 the gate of a phase', () => {
  expect(said(rules.mayClosePhase(official('commission_clerk'), phase))).toBeNull()
  expect(rules.mayClosePhase(official('commission_clerk'), { ...phase, open: 3 })).toEqual({ refused: 'plan.open_obligations', detail: '3' })
  expect(said(rules.mayClosePhase(official('commission_clerk'), { ...phase, closed: true }))).toBe('plan.phase_closed')
  expect(said(rules.mayClosePhase(official('commission_clerk'), { ...phase, planState: 'launching' }))).toBe('plan.not_running')
  expect(said(rules.mayReopenPhase(official('commission_clerk'), { ...phase, closed: true }))).toBe('access.denied')
  expect(said(rules.mayReopenPhase(official('commission_head'), { ...phase, closed: true }))).toBeNull()
  expect(said(rules.mayReopenPhase(official('commission_head'), phase))).toBe('plan.phase_not_closed')
})

test('PL-28 the gate of the plan', () => {
  const plan = { regionCode: '990100', institutionId: commissionId, state: 'running' as const, open: 0 }
  expect(said(rules.mayClosePlan(official('commission_head'), plan))).toBeNull()
  expect(said(rules.mayClosePlan(official('commission_head'), { ...plan, open: 1 }))).toBe('plan.open_obligations')
  expect(said(rules.mayClosePlan(official('commission_clerk'), plan))).toBe('access.denied')
  expect(said(rules.maySteerLaunch(official('commission_clerk'), plan, 'stop'))).toBe('plan.not_launching')
  expect(said(rules.maySteerLaunch(official('commission_clerk'), { ...plan, state: 'stopped' }, 'resume'))).toBeNull()
  expect(said(rules.maySteerLaunch(official('commission_clerk'), plan, 'resume'))).toBe('plan.not_stopped')
})

test('PL-29 next steps: overdue first, waiting ones not at all, the commission by its own list', () => {
  const due = [
    { step: 'submit' as const, dueOn: '2026-03-10', overdue: false }, { step: 'resubmit' as const, dueOn: '2026-03-12', overdue: false }, { step: 'submit' as const, dueOn: '2026-03-01', overdue: true },
    { step: 'wait' as const, dueOn: '2026-03-02', overdue: false }, { step: 'submit' as const, dueOn: '2026-06-01', overdue: false },
  ]
  const situation = { due, waiting: { count: 0, firstOn: null }, phases: [], launches: [] }
  expect(nextSteps(actor('institution_clerk'), situation, '2026-03-05').map((step) => [step.code, step.count, step.firstOn])).toEqual([['overdue', 1, '2026-03-01'], ['resubmit', 1, '2026-03-12'], ['submit', 1, '2026-03-10']])
  const theirs = { due: [], waiting: { count: 4, firstOn: '2026-03-01' }, phases: [{ planId: 'p', phaseId: 'x', name: '启动', endsOn: '2026-03-04' }, { planId: 'p', phaseId: 'y', name: '推进', endsOn: '2026-03-05' }], launches: [{ planId: 'q', title: '方案' }] }
  expect(nextSteps(official('commission_clerk'), theirs, '2026-03-05').map((step) => step.code)).toEqual(['decide_evidence', 'close_phase', 'finish_launch'])
  expect(nextSteps(official('inspector'), theirs, '2026-03-05').map((step) => step.code)).toEqual(['decide_evidence'])
})

test('PL-30 reminders at three days, one day, on the day and after it; then the head, then the commission', () => {
  const at = (today: string) => remindersOn('2026-03-10', today)
  expect(['2026-03-06', '2026-03-07', '2026-03-09', '2026-03-10', '2026-03-11', '2026-03-13', '2026-03-17'].map(at)).toEqual([null, 'due_in_3', 'due_in_1', 'due_today', 'overdue', 'escalated_head', 'escalated_commission'])
})

test('PL-30 after an outage the latest step that was reached is made up for, for a week after the last', () => {
  const at = (today: string) => remindersOn('2026-03-10', today)
  expect(['2026-03-08', '2026-03-12', '2026-03-14', '2026-03-16', '2026-03-18', '2026-03-24', '2026-03-25'].map(at)).toEqual(['due_in_3', 'overdue', 'escalated_head', 'escalated_head', 'escalated_commission', 'escalated_commission', null])
  expect([reminderDays.at(0), reminderDays.at(-1)]).toEqual([3, -14])
})
