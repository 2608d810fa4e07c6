import { hasRole, mayActFor, type Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { LeagueState } from './decisions.ts'
import type { LeagueContent } from './league.ts'

export const fewestReason = 10
export const mostReason = 2000
export const mostEvidence = 4000

const house = ['institution_head', 'institution_clerk'] as const
const office = ['commission_head', 'commission_clerk'] as const

/** A published league as an objection sees it. */
type Objectable = { readonly state: LeagueState; readonly until: IsoDate | null; readonly content: Pick<LeagueContent, 'of' | 'groups'> }
/** An objection as the rules see it. */
export type Objection = { readonly institutionId: string; readonly regionCode: string; readonly commissionId: string; readonly isDrafted: boolean; readonly isDecided: boolean }

/** Rule AP-19: a unit of the league objects, ranked or not, by its head or clerk, until the last day, one objection after another. */
export function mayObject(actor: Actor, league: Objectable, given: { readonly waiting: boolean }, today: IsoDate): Refusal | null {
  const isIn = league.content.of === 'institutions' && league.content.groups.some((group) => group.rows.some((row) => row.id === actor.institutionId))
  if (!isIn || !hasRole(actor, ...house)) return refuse('appraisal.objectors_only')
  if (league.state !== 'published') return refuse('appraisal.not_current')
  if (league.until === null || today > league.until) return refuse('appraisal.objections_over', league.until ?? '—')
  return given.waiting ? refuse('appraisal.objection_waits') : null
}

const isOffice = (actor: Actor, objection: Objection): boolean => actor.institutionId === objection.commissionId && mayActFor(actor, objection)

/** Rule AP-20: the commission that published answers; its clerk or head drafts, until it is decided. */
export function mayDraftAnswer(actor: Actor, objection: Objection): Refusal | null {
  if (!isOffice(actor, objection) || !hasRole(actor, ...office)) return refuse('appraisal.answer_commission_only')
  return objection.isDecided ? refuse('appraisal.answered_already') : null
}

/** Rule AP-20: the head decides what was drafted. */
export function mayDecideAnswer(actor: Actor, objection: Objection): Refusal | null {
  if (!isOffice(actor, objection) || !hasRole(actor, 'commission_head')) return refuse('appraisal.decide_head_only')
  if (objection.isDecided) return refuse('appraisal.answered_already')
  return objection.isDrafted ? null : refuse('appraisal.answer_missing')
}

/** Rule AP-20: what is upheld says what is corrected and why, in words that everybody may read. */
export const answerFault = (given: { readonly upheld: boolean; readonly correction: string }): Refusal | null => (given.upheld && [...given.correction].length < fewestReason ? refuse('appraisal.correction_short', String(fewestReason)) : null)
