import { commissionRoles, hasRole, mayActFor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { InstitutionKind, InstitutionLevel } from '../../directory/rules/kinds.ts'
import type { RegisterDefinition } from './definition.ts'
import type { Entry } from './entry.ts'
import { needsDepartment } from './validate.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string; readonly kind: InstitutionKind; readonly level: InstitutionLevel; readonly active: boolean }

const isOfCommission = (role: StaffRole): boolean => commissionRoles.some((each) => each === role)

/** Rule RG-2: a register concerns bodies of its kinds and levels that have somebody who may enter: a commission only where a commission's role does. */
export function concerns(definition: RegisterDefinition, body: Pick<Body, 'kind' | 'level'>): boolean {
  const { kinds, levels } = definition.institutions
  if (kinds !== undefined && !kinds.includes(body.kind)) return false
  if (levels !== undefined && !levels.includes(body.level)) return false
  return definition.enter.some((role) => isOfCommission(role) === (body.kind === 'commission'))
}

/** Roles that act for the departments of their posts; everybody else acts for the whole body. */
const departmentRoles: readonly StaffRole[] = ['department_head', 'doctor', 'nurse', 'pharmacist']

/**
 * Rule RG-3: for which departments somebody acts by these roles: all, or those of the posts that hold one of them.
 * An empty list: for none.
 */
export function departmentsFor(actor: Actor, roles: readonly StaffRole[]): 'all' | readonly string[] {
  if (actor.roles.some((role) => role !== 'citizen' && roles.includes(role) && !departmentRoles.includes(role))) return 'all'
  return [...new Set(actor.posts.flatMap((post) => (roles.includes(post.role) && post.departmentId !== null ? [post.departmentId] : [])))]
}

/** Entries without a department are written by whoever has the role; with one, by who acts for it. */
function actsFor(actor: Actor, roles: readonly StaffRole[], departmentId: string | null): boolean {
  if (!hasRole(actor, ...roles)) return false
  const departments = departmentsFor(actor, roles)
  return departmentId === null || departments === 'all' || departments.includes(departmentId)
}

/** Rule RG-3: entered by the roles of `enter`, for the own body only; departments' roles for the departments of their posts. Without a department: whether anything may be entered. */
export function mayEnter(definition: RegisterDefinition, body: Body, actor: Actor, departmentId?: string | null): Refusal | null {
  if (actor.institutionId !== body.institutionId || !hasRole(actor, ...definition.enter)) return refuse('register.not_yours_to_enter')
  if (!concerns(definition, body)) return refuse('register.not_for_this_body')
  if (!body.active) return refuse('directory.institution_closed')
  if (departmentId !== undefined) return actsFor(actor, definition.enter, departmentId) ? null : refuse('register.not_your_department')
  const departments = departmentsFor(actor, definition.enter)
  return needsDepartment(definition) && departments !== 'all' && departments.length === 0 ? refuse('register.no_department') : null
}

const standing = (entry: Pick<Entry, 'state'>): Refusal | null => (entry.state === 'withdrawn' ? refuse('register.withdrawn') : null)
type Place = Pick<Entry, 'institutionId' | 'regionCode' | 'state' | 'departmentId'>

/** Corrected by the roles of `correct` at the own body; `departmentId` is where the entry would go. */
export function mayCorrect(authority: RegisterDefinition, entry: Place, actor: Actor, departmentId: string | null = entry.departmentId): Refusal | null {
  const no = standing(entry)
  if (no !== null) return no
  if (actor.institutionId !== entry.institutionId || !hasRole(actor, ...authority.correct)) return refuse('register.not_yours_to_correct')
  return actsFor(actor, authority.correct, entry.departmentId) && actsFor(actor, authority.correct, departmentId) ? null : refuse('register.not_your_department')
}

/** Confirmed by the roles of `confirm`, at the body itself or at the commission over it. */
export function mayConfirm(authority: RegisterDefinition, entry: Place & Pick<Entry, 'entered' | 'changed'>, actor: Actor): Refusal | null {
  if (authority.confirm.length === 0) return refuse('register.needs_no_confirmation')
  const no = standing(entry)
  if (no !== null) return no
  if (entry.state === 'confirmed') return refuse('register.already_confirmed')
  const no2 = answersFor(authority, entry, actor)
  if (no2 !== null) return no2
  return actor.id === entry.entered.id || actor.id === entry.changed.id ? refuse('register.confirm_own') : null
}

function answersFor(authority: RegisterDefinition, entry: Place, actor: Actor): Refusal | null {
  if (!mayActFor(actor, entry) || !hasRole(actor, ...authority.confirm)) return refuse('register.not_yours_to_confirm')
  return actsFor(actor, authority.confirm, entry.departmentId) ? null : refuse('register.not_your_department')
}

/** Rule RG-11: a confirmed entry is withdrawn by a role that confirms; any other by who may correct it. */
export function mayWithdraw(authority: RegisterDefinition, entry: Place, actor: Actor): Refusal | null {
  if (entry.state !== 'confirmed') return mayCorrect(authority, entry, actor)
  return answersFor(authority, entry, actor)
}

/** Rule RG-12: clear values of personal fields are read by who enters, corrects or confirms the entry, and each reading is recorded. */
export function mayReadPersonal(authority: RegisterDefinition, entry: Place & Pick<Entry, 'sealed'>, actor: Actor): Refusal | null {
  if (entry.sealed.length === 0) return refuse('register.nothing_sealed')
  const ownBody = actor.institutionId === entry.institutionId
  const byRole = (roles: readonly StaffRole[]) => actsFor(actor, roles, entry.departmentId)
  if (ownBody && (byRole(authority.enter) || byRole(authority.correct))) return null
  return mayActFor(actor, entry) && byRole(authority.confirm) ? null : refuse('register.not_yours_to_read')
}

/** Whether somebody's roles have anything to do with a register. */
export const isMine = (definition: RegisterDefinition, actor: Actor): boolean => hasRole(actor, ...definition.enter, ...definition.correct, ...definition.confirm)
