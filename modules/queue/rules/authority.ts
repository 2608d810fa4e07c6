import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const deskRoles = ['desk_clerk', 'nurse', 'doctor', 'pharmacist', 'department_head', 'institution_clerk', 'institution_head'] as const satisfies readonly StaffRole[]
export const keeperRoles = ['institution_clerk', 'institution_head', 'department_head'] as const satisfies readonly StaffRole[]
export const watcherRoles = [...deskRoles, 'complaint_officer', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] as const satisfies readonly StaffRole[]

/** Rule QU-16: tickets are handled by the body's own staff at desk and window; who watches from above only looks. */
export const mayHandle = (actor: Actor, institutionId: string): Refusal | null => (actor.kind === 'system' || (actor.institutionId === institutionId && hasRole(actor, ...deskRoles)) ? null : refuse('queue.not_your_house'))
/** Rule QU-16: queues, windows and screens are arranged by the body's head and clerk, and by a head of department. */
export const mayArrange = (actor: Actor, institutionId: string): Refusal | null => (actor.kind === 'system' || (actor.institutionId === institutionId && hasRole(actor, ...keeperRoles)) ? null : refuse('queue.not_your_house'))

/** A cap below its window keeps ordinary people moving; hours run forward. */
export function ruleFault(rule: { readonly priorityMost: number; readonly priorityPer: number; readonly hours: readonly { readonly from: number; readonly to: number }[] }): Refusal | null {
  if (rule.priorityMost >= rule.priorityPer) return refuse('queue.cap_unbounded')
  return rule.hours.some(({ from, to }) => to <= from) ? refuse('queue.hours_backwards') : null
}
