import { hasRole, institutionRoles, commissionRoles, mayActFor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { directoryManagers, type InstitutionKind } from './kinds.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string; readonly kind: InstitutionKind; readonly active: boolean }

/** Rule DIR-1: institutions are added, changed and closed by head or clerk of a commission whose region holds them. */
export function mayManageInstitution(actor: Actor, body: { institutionId: string; regionCode: string }): Refusal | null {
  if (actor.kind === 'system') return null
  const allowed = hasRole(actor, 'commission_head', 'commission_clerk') && actor.regionPrefix !== null && body.regionCode.startsWith(actor.regionPrefix)
  return allowed ? null : refuse('directory.not_yours')
}

/**
 * Rule DIR-2: departments, staff and posts are managed by head or clerk of the body itself, or of a commission above it
 * (somebody must appoint a new institution's first clerk); nothing of a closed institution is changed.
 */
export function mayManageStaff(actor: Actor, body: Body): Refusal | null {
  if (actor.kind !== 'system' && !(hasRole(actor, ...directoryManagers) && mayActFor(actor, body))) return refuse('directory.not_yours')
  return body.active ? null : refuse('directory.institution_closed')
}

/** Rule DIR-3: a commission has a commission's roles, every other body an institution's. */
export const rolesOf = (kind: InstitutionKind): readonly StaffRole[] => (kind === 'commission' ? commissionRoles : institutionRoles)

/**
 * Rule DIR-4: nobody fills or empties a role above the own one: a commission's head and auditor are appointed by a
 * commission's head, an institution's head by the head or by the commission.
 */
export function mayFill(actor: Actor, role: StaffRole): Refusal | null {
  if (actor.kind === 'system') return null
  if (role === 'commission_head' || role === 'auditor') return hasRole(actor, 'commission_head') ? null : refuse('directory.role_above_own')
  if (role === 'institution_head') return hasRole(actor, 'commission_head', 'commission_clerk', 'institution_head') ? null : refuse('directory.role_above_own')
  return null
}

/** Rules DIR-2, DIR-3 and DIR-4 in one: may this actor set up, fill or empty such a post there? */
export function mayFillAt(actor: Actor, body: Body, role: StaffRole): Refusal | null {
  const no = mayManageStaff(actor, body)
  if (no !== null) return no
  if (!rolesOf(body.kind).includes(role)) return refuse('directory.role_does_not_fit')
  return mayFill(actor, role)
}
