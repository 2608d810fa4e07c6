import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Field } from './fields.ts'
import { isOver, type Month } from './month.ts'
import { fieldNames, type BulletinState } from './names.ts'

/** A bulletin as the rules see it. */
export type Work = { readonly institutionId: string; readonly state: BulletinState; readonly version: number; readonly month: Month; readonly submittedBy: string | null }

const office = ['commission_head', 'commission_clerk'] as const

/** Rule BU-1: a commission's own head and clerk work on its bulletins; nobody else sees them before they are published. */
export const worksOn = (actor: Actor, work: Pick<Work, 'institutionId'>): boolean => actor.institutionId === work.institutionId && hasRole(actor, ...office)

/** Rule BU-9: words are changed while it is a draft; what lies before the head is taken back first. */
export function mayWrite(actor: Actor, work: Work): Refusal | null {
  if (!worksOn(actor, work)) return refuse('bulletin.not_yours')
  if (work.state === 'published') return refuse('bulletin.published')
  return work.state === 'draft' ? null : refuse('bulletin.before_the_head')
}

/** Rule BU-9: laid before the head is only what is whole: the month over, no passage empty or written against old figures, a correction explained. */
export function maySubmit(actor: Actor, work: Work, fields: readonly Field[], today: IsoDate): Refusal | null {
  const no = mayWrite(actor, work)
  if (no !== null) return no
  if (!isOver(work.month, today)) return refuse('bulletin.month_not_over')
  const empty = fields.filter((field) => field.text.trim() === '').map((field) => fieldNames[field.key].zh)
  if (empty.length > 0) return refuse('bulletin.text_missing', empty.join('、'))
  const old = fields.filter((field) => field.outdated).map((field) => fieldNames[field.key].zh)
  return old.length > 0 ? refuse('bulletin.text_outdated', old.join('、')) : null
}

export function mayWithdraw(actor: Actor, work: Work): Refusal | null {
  if (!worksOn(actor, work)) return refuse('bulletin.not_yours')
  return work.state === 'waiting' || work.state === 'approved' ? null : refuse('bulletin.not_before_the_head')
}

const isHead = (actor: Actor, work: Work) => actor.institutionId === work.institutionId && hasRole(actor, 'commission_head')

/** Rule BU-10: the head gives it back with a remark. */
export function mayReturn(actor: Actor, work: Work): Refusal | null {
  if (!isHead(actor, work)) return refuse('bulletin.not_the_head')
  return work.state === 'waiting' || work.state === 'approved' ? null : refuse('bulletin.not_before_the_head')
}

/** Rule BU-10: approved by who holds the head's post today and is not who laid it before him; `holdsPost` was asked of today's posts, not of the session. */
export function mayApprove(actor: Actor, work: Work, given: { readonly holdsPost: boolean }): Refusal | null {
  if (!isHead(actor, work) || !given.holdsPost) return refuse('bulletin.not_the_head')
  if (work.state !== 'waiting') return refuse(work.state === 'approved' ? 'bulletin.approved_already' : 'bulletin.not_before_the_head')
  return work.submittedBy === actor.id ? refuse('bulletin.second_person') : null
}

/** Rule BU-11: only what is approved is published. */
export function mayPublish(actor: Actor, work: Work): Refusal | null {
  if (!worksOn(actor, work)) return refuse('bulletin.not_yours')
  if (work.state === 'published') return refuse('bulletin.published')
  return work.state === 'approved' ? null : refuse('bulletin.not_approved')
}

/** Rule BU-13: a correction is the next version; it goes the whole way again. */
export function mayCorrect(actor: Actor, work: Work): Refusal | null {
  if (!worksOn(actor, work)) return refuse('bulletin.not_yours')
  return work.state === 'published' ? null : refuse('bulletin.not_published')
}

export function mayDiscard(actor: Actor, work: Work): Refusal | null {
  if (!worksOn(actor, work)) return refuse('bulletin.not_yours')
  return work.state === 'draft' && work.version > 1 ? null : refuse('bulletin.no_correction')
}

const receivers = ['institution_head', 'institution_clerk', 'complaint_officer'] as const satisfies readonly StaffRole[]

/** Rule BU-14: each addressed institution signs for the newest version, once. */
export function mayReceive(actor: Actor, given: { readonly addressed: readonly string[]; readonly newest: boolean; readonly received: boolean }): Refusal | null {
  if (actor.institutionId === null || !given.addressed.includes(actor.institutionId) || !hasRole(actor, ...receivers)) return refuse('bulletin.not_addressed')
  if (!given.newest) return refuse('bulletin.newer_version')
  return given.received ? refuse('bulletin.received_already') : null
}
