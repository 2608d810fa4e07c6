import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Subject } from './definition.ts'

/** Superseded: a corrected issue replaced it; it stays readable. */
export const leagueStates = ['draft', 'published', 'superseded', 'withdrawn'] as const
export type LeagueState = (typeof leagueStates)[number]

type Own = { readonly institutionId: string; readonly of: Subject; readonly state: LeagueState; /** A draft that answers upheld objections. */ readonly isCorrection?: boolean }
const roles = { institutions: { clerk: ['commission_clerk', 'commission_head'], head: 'commission_head' }, departments: { clerk: ['institution_clerk', 'institution_head'], head: 'institution_head' } } as const

/** Rule AP-2: leagues of institutions are the commission's, those of departments the house's own. */
export function mayDraft(actor: Actor, of: Subject): Refusal | null {
  return roles[of].clerk.some((role) => hasRole(actor, role)) ? null : refuse('appraisal.not_your_league')
}

/** Rule AP-3: only a draft changes, by who may draft it. */
export function mayChange(actor: Actor, league: Own): Refusal | null {
  if (actor.institutionId !== league.institutionId) return refuse('appraisal.not_your_league')
  return mayDraft(actor, league.of) ?? (league.state === 'draft' ? null : refuse('appraisal.published'))
}

/** Rules AP-3 and AP-21: a correction is owed to whoever objected, and made by the rule of what it corrects: it is neither removed nor weighed otherwise. */
export const mayDropOrWeigh = (actor: Actor, league: Own): Refusal | null => mayChange(actor, league) ?? (league.isCorrection === true ? refuse('appraisal.correction_owed') : null)

/** Rule AP-11: the head alone freezes and publishes. */
export function mayPublish(actor: Actor, league: Own): Refusal | null {
  if (actor.institutionId !== league.institutionId || !hasRole(actor, roles[league.of].head)) return refuse('appraisal.head_only')
  return league.state === 'draft' ? null : refuse('appraisal.published')
}

/** Rule AP-22: the head alone takes back what is published. */
export function mayWithdraw(actor: Actor, league: Own): Refusal | null {
  if (actor.institutionId !== league.institutionId || !hasRole(actor, roles[league.of].head)) return refuse('appraisal.withdraw_head_only')
  if (league.state === 'published') return null
  return refuse(league.state === 'draft' ? 'appraisal.not_published' : league.state === 'withdrawn' ? 'appraisal.withdrawn_already' : 'appraisal.not_current')
}

export const headRoleOf = (of: Subject) => roles[of].head

/** Rule AP-16: the commission's clerk or head puts down how other regions do. */
export const mayBenchmark = (actor: Actor): Refusal | null => (hasRole(actor, 'commission_clerk') || hasRole(actor, 'commission_head') ? null : refuse('appraisal.benchmark_commission_only'))
