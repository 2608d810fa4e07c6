import type { IsoDate } from '../../../kernel/calendar.ts'
import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

/** Rule TG-10: a physician who sees patients, or the head of a department. */
export const signerRoles = ['doctor', 'department_head'] as const satisfies readonly StaffRole[]
export const readerRoles = [...signerRoles, 'institution_head', 'institution_clerk', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] as const satisfies readonly StaffRole[]

export type Review = {
  readonly institutionId: string
  readonly regionCode: string
  readonly id: string
  readonly version: string
  readonly accountId: string
  readonly staffId: string
  readonly name: string
  readonly post: string
  readonly remark: string
  readonly signedAt: string
  readonly withdrawnAt: string | null
  readonly withdrawnWhy: string | null
}

/** Rule TG-10: what is signed is what was read: another version of the guide is not signed by it, and nobody signs twice. */
export function maySignGuide(actor: Actor, ask: { readonly version: string; readonly read: string; readonly own: boolean; readonly holdsPost: boolean }): Refusal | null {
  if (!hasRole(actor, ...signerRoles) || !ask.holdsPost) return refuse('booking.guide_physicians')
  if (ask.version !== ask.read) return refuse('booking.guide_changed')
  return ask.own ? refuse('booking.guide_signed') : null
}

/** Whoever signed takes it back, with the reason; so does the head of that house. */
export const mayWithdrawGuide = (actor: Actor, review: Pick<Review, 'accountId' | 'institutionId' | 'withdrawnAt'>): Refusal | null =>
  review.withdrawnAt !== null ? refuse('booking.guide_withdrawn') : actor.id === review.accountId || (actor.institutionId === review.institutionId && hasRole(actor, 'institution_head')) ? null : refuse('booking.guide_not_yours')

/** What every page of the guide says of it; null: no physician has signed this version. */
export type Signed = { readonly by: string; readonly on: IsoDate }
