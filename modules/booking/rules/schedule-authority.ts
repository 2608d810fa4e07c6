import { hasRole, mayActFor, type Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { keptBack } from './pools.ts'
import { cut, type ClinicRule } from './schedule.ts'

export type Body = { readonly institutionId: string; readonly regionCode: string }

/** Who plans clinics; a department's head those of the own department. */
export const planners = ['institution_head', 'institution_clerk', 'department_head'] as const

/** Rule SC-10: clinics are planned by head or clerk of the body and, for their own department, by its head; a commission looks on. */
export function mayPlan(actor: Actor, body: Body, departmentId: string): Refusal | null {
  if (actor.kind === 'system') return null
  const own = mayActFor(actor, body) && actor.institutionId === body.institutionId
  if (own && hasRole(actor, 'institution_head', 'institution_clerk')) return null
  return own && actor.posts.some((post) => post.role === 'department_head' && post.departmentId === departmentId) ? null : refuse('booking.not_your_schedule')
}

type AskedRule = Pick<ClinicRule, 'fromMinute' | 'toMinute' | 'slotMinutes' | 'capacity' | 'pools' | 'validFrom' | 'validTo'>

/** Rule SC-11: a rule holds at least one slot, keeps back no more than the slot has, and begins today or later. */
export function checkRule(rule: AskedRule, today: IsoDate): Refusal | null {
  if (cut(rule).length === 0) return refuse('booking.no_slot_fits')
  if (keptBack(rule.pools) > rule.capacity) return refuse('booking.pools_exceed_capacity', `${keptBack(rule.pools)} > ${rule.capacity}`)
  if (rule.validFrom < today) return refuse('booking.rule_in_the_past', rule.validFrom)
  return rule.validTo !== null && rule.validTo < rule.validFrom ? refuse('booking.rule_ends_before') : null
}
