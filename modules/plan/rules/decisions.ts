import { hasRole, mayActFor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { CheckOutcome } from './draw.ts'
import type { EvidenceState } from './facts.ts'
import type { PlanState, VerdictName } from './views.ts'

/** What the rules need of an obligation; `verdict` is the one of this moment (PL-3). */
export type Judged = {
  readonly institutionId: string
  readonly regionCode: string
  readonly planState: PlanState
  readonly phaseClosed: boolean
  readonly role: string
  readonly opensAt: Instant
  readonly dueAt: Instant
  readonly verdict: VerdictName
  readonly hasOverride: boolean
  readonly extended: boolean
  readonly waiting: boolean
  readonly accepted: boolean
  /** Facts that the system records decide it. */
  readonly fed: boolean
}

const clerks = ['commission_head', 'commission_clerk'] as const
const judging = ['commission_head', 'commission_clerk', 'inspector'] as const

/** Head and clerk of a body; the commission's for the commission's own duties (PL-37). */
const standIns: readonly string[] = ['institution_head', 'institution_clerk', 'commission_head', 'commission_clerk']

/** Rule PL-21: the post that answers, and head or clerk of the body for it. */
export const answersFor = (actor: Actor, institutionId: string, role: string): boolean =>
  actor.kind === 'system' || (actor.institutionId === institutionId && actor.roles.some((held) => held === role || standIns.includes(held)))

/** Rule PL-37: nobody judges their own body, the commission neither; the one above it may. */
const judges = (actor: Actor, on: Pick<Judged, 'institutionId' | 'regionCode'>, ...roles: readonly StaffRole[]): boolean => hasRole(actor, ...roles) && mayActFor(actor, on) && actor.institutionId !== on.institutionId

/** Rule PL-22: one evidence waits at a time; a settled obligation takes none; a late one does, and stays late. Rule PL-38: none where facts decide. */
export function maySubmit(actor: Actor, on: Judged, now: Instant): Refusal | null {
  if (!answersFor(actor, on.institutionId, on.role)) return refuse('plan.not_my_duty')
  if (on.planState === 'closed') return refuse('plan.not_running')
  if (on.phaseClosed) return refuse('plan.phase_closed')
  if (now < on.opensAt) return refuse('plan.not_open_yet')
  if (on.fed) return refuse('plan.fed_by_facts')
  if (on.waiting) return refuse('plan.evidence_waiting')
  return on.hasOverride || on.verdict === 'met' || on.verdict === 'waived' || on.accepted ? refuse('plan.settled_already') : null
}

/** Rule PL-39: the house says what it makes of its own obligation, from the day the period opens until phase or plan closes. */
export function mayClaim(actor: Actor, on: Pick<Judged, 'institutionId' | 'role' | 'planState' | 'phaseClosed' | 'opensAt'>, now: Instant): Refusal | null {
  if (!answersFor(actor, on.institutionId, on.role)) return refuse('plan.not_my_duty')
  if (on.planState === 'closed') return refuse('plan.not_running')
  if (on.phaseClosed) return refuse('plan.phase_closed')
  return now < on.opensAt ? refuse('plan.not_open_yet') : null
}

/** Rule PL-41: head, clerk and inspector of a commission draw; what is not launched yet holds nothing to look at. */
export function mayDraw(actor: Actor, plan: { state: PlanState }): Refusal | null {
  if (!hasRole(actor, ...judging) || actor.regionPrefix === null) return refuse('access.denied')
  return plan.state === 'running' || plan.state === 'closed' ? null : refuse('plan.not_running')
}

/** Rule PL-42: what a look found is entered once, by whom the house does not employ; what was not confirmed says why. */
export function mayCheck(actor: Actor, on: { institutionId: string; regionCode: string; outcome: CheckOutcome | null }, found: { outcome: CheckOutcome; remark: string } | null): Refusal | null {
  if (!judges(actor, on, ...judging)) return refuse('access.denied')
  if (on.outcome !== null) return refuse('plan.check_done')
  return found?.outcome === 'not_confirmed' && found.remark.length < 4 ? refuse('plan.check_remark_missing') : null
}

/** Rule PL-23: taken back only before it is decided. */
export function mayWithdraw(actor: Actor, on: Judged, state: EvidenceState): Refusal | null {
  if (!answersFor(actor, on.institutionId, on.role)) return refuse('plan.not_my_duty')
  return state === 'submitted' ? null : refuse('plan.evidence_decided')
}

/** Rule PL-24: the commission decides what is waiting; nobody decides on the evidence of the own body. */
export function mayDecideEvidence(actor: Actor, on: Judged, state: EvidenceState): Refusal | null {
  if (!judges(actor, on, ...judging)) return refuse('access.denied')
  if (on.planState === 'closed') return refuse('plan.not_running')
  return state === 'submitted' ? null : refuse('plan.evidence_decided')
}

/** Rule PL-25: head or clerk of the commission set a verdict by hand, with a reason, one at a time. */
export function mayOverride(actor: Actor, on: Judged): Refusal | null {
  if (!judges(actor, on, ...clerks)) return refuse('access.denied')
  if (on.planState === 'closed') return refuse('plan.not_running')
  return on.hasOverride ? refuse('plan.override_exists') : null
}

export function mayRevokeOverride(actor: Actor, on: Judged): Refusal | null {
  if (!judges(actor, on, ...clerks)) return refuse('access.denied')
  if (on.planState === 'closed') return refuse('plan.not_running')
  return on.hasOverride ? null : refuse('plan.override_missing')
}

/** Rule PL-26: one later date, given before the old one has passed: nothing is repaired backwards. */
export function mayExtend(actor: Actor, on: Judged, now: Instant): Refusal | null {
  if (!judges(actor, on, ...clerks)) return refuse('access.denied')
  if (on.planState === 'closed') return refuse('plan.not_running')
  if (on.phaseClosed) return refuse('plan.phase_closed')
  if (on.extended) return refuse('plan.extension_used')
  if (on.verdict === 'met' || on.verdict === 'waived' || on.hasOverride) return refuse('plan.settled_already')
  return now >= on.dueAt ? refuse('plan.extension_past_due') : null
}

/** Rule PL-27: a phase is closed when nothing in it is open: met, unmet or waived, not due and not overdue. */
export function mayClosePhase(actor: Actor, phase: { planRegion: string; planBody: string; planState: PlanState; closed: boolean; open: number }): Refusal | null {
  if (!hasRole(actor, ...clerks) || !mayActFor(actor, { institutionId: phase.planBody, regionCode: phase.planRegion })) return refuse('access.denied')
  if (phase.planState !== 'running') return refuse('plan.not_running')
  if (phase.closed) return refuse('plan.phase_closed')
  return phase.open > 0 ? refuse('plan.open_obligations', String(phase.open)) : null
}

export function mayReopenPhase(actor: Actor, phase: { planRegion: string; planBody: string; planState: PlanState; closed: boolean }): Refusal | null {
  if (!hasRole(actor, 'commission_head') || !mayActFor(actor, { institutionId: phase.planBody, regionCode: phase.planRegion })) return refuse('access.denied')
  if (phase.planState !== 'running') return refuse('plan.not_running')
  return phase.closed ? null : refuse('plan.phase_not_closed')
}

/** Rule PL-45: the head of the plan's commission makes a league public, once its period is over, and takes it down again. */
export function mayPublishLeague(actor: Actor, plan: { regionCode: string; institutionId: string; state: PlanState }, period: { isOver: boolean }): Refusal | null {
  if (!hasRole(actor, 'commission_head') || !mayActFor(actor, plan)) return refuse('access.denied')
  if (plan.state !== 'running' && plan.state !== 'closed') return refuse('plan.not_running')
  return period.isOver ? null : refuse('plan.league_not_over')
}

/** Rule PL-46: an appraisal is for head and clerk of the institution and for the commission of its region. */
export const mayAppraise = (actor: Actor, body: { institutionId: string; regionCode: string }): Refusal | null => (mayActFor(actor, body) ? null : refuse('not_found'))

/** Rule PL-47: the head of a commission sets what counts how much in its region. */
export const mayWeigh = (actor: Actor): Refusal | null => (hasRole(actor, 'commission_head') && actor.regionPrefix !== null ? null : refuse('access.denied'))

/** Rule PL-28: the same gate for the whole plan, by the head. */
export function mayClosePlan(actor: Actor, plan: { regionCode: string; institutionId: string; state: PlanState; open: number }): Refusal | null {
  if (!hasRole(actor, 'commission_head') || !mayActFor(actor, plan)) return refuse('access.denied')
  if (plan.state !== 'running') return refuse('plan.not_running')
  return plan.open > 0 ? refuse('plan.open_obligations', String(plan.open)) : null
}

export function maySteerLaunch(actor: Actor, plan: { regionCode: string; institutionId: string; state: PlanState }, verb: 'stop' | 'resume'): Refusal | null {
  if (!hasRole(actor, ...clerks) || !mayActFor(actor, plan)) return refuse('access.denied')
  if (verb === 'stop') return plan.state === 'launching' ? null : refuse('plan.not_launching')
  return plan.state === 'stopped' ? null : refuse('plan.not_stopped')
}
