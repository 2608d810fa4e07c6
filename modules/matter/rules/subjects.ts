import type { StaffRole } from '../../../kernel/actor.ts'
import type { Kind } from './kind.ts'
import type { Matter, TakenUp } from './matter.ts'

/** What follows from who is complained about: departments that nobody else heads, and whose place the commission takes. */
export type Shut = { readonly departmentIds: ReadonlySet<string>; readonly takenUp: readonly TakenUp[] }
export type RoleHolder = { readonly staffId: string; readonly role: StaffRole; readonly departmentId: string | null }

/** Only who holds a post can leave it empty: a vacant one is told at the one above it, and waits. */
const allAmong = (holders: readonly RoleHolder[], subjects: readonly string[]): boolean => holders.length > 0 && holders.every((holder) => subjects.includes(holder.staffId))

/** Rule MT-36: where everybody who would run it is complained about, the commission above does; a department that only they head has no part in it. */
export function shutBy(kind: Pick<Kind, 'officers' | 'heads'>, holders: readonly RoleHolder[], subjects: readonly string[]): Shut {
  const of = (roles: readonly StaffRole[]) => holders.filter((holder) => roles.includes(holder.role))
  const headed = Map.groupBy(holders.filter((holder) => holder.role === 'department_head' && holder.departmentId !== null), (holder) => holder.departmentId ?? '')
  return {
    departmentIds: new Set([...headed].flatMap(([departmentId, heads]) => (allAmong(heads, subjects) ? [departmentId] : []))),
    takenUp: [...(allAmong(of(kind.officers), subjects) ? ['officer' as const] : []), ...(allAmong(of(kind.heads), subjects) ? ['head' as const] : [])],
  }
}

export const openTo = (shut: Shut | undefined, departmentId: string): boolean => shut === undefined || !shut.departmentIds.has(departmentId)

/** Rules MT-3, MT-36: taken from whoever is complained about and from a department that nobody else heads; nothing else changes hands. */
export const keptFromSubjects = (matter: Matter, shut: Shut | undefined): Matter => ({
  ...matter, takenUp: shut?.takenUp ?? (matter.subjectStaffIds.length === 0 ? [] : matter.takenUp),
  handlerStaffId: matter.handlerStaffId !== null && matter.subjectStaffIds.includes(matter.handlerStaffId) ? null : matter.handlerStaffId,
  holderDepartmentId: matter.holderDepartmentId !== null && !openTo(shut, matter.holderDepartmentId) ? null : matter.holderDepartmentId,
})
