import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { BookingWay } from './booking.ts'
import type { Pool } from './pools.ts'

type WayRule = { readonly pools: readonly Pool[]; readonly roles: readonly StaffRole[]; readonly acrossBodies: boolean }

/** Rule BK-1: which places a way reaches, and whose post books in it. */
export const wayRules: Readonly<Record<Exclude<BookingWay, 'portal' | 'system'>, WayRule>> = {
  desk: { pools: ['public', 'onsite', 'priority'], roles: ['desk_clerk', 'nurse', 'institution_clerk', 'department_head'], acrossBodies: false },
  phone: { pools: ['public', 'priority'], roles: ['desk_clerk', 'nurse', 'institution_clerk'], acrossBodies: false },
  onsite: { pools: ['onsite', 'public', 'priority'], roles: ['desk_clerk', 'nurse', 'institution_clerk'], acrossBodies: false },
  referral: { pools: ['referral', 'public'], roles: ['doctor', 'nurse', 'desk_clerk', 'department_head', 'institution_clerk', 'institution_head'], acrossBodies: true },
  followup: { pools: ['followup', 'public'], roles: ['doctor', 'department_head'], acrossBodies: false },
  village: { pools: ['referral', 'public'], roles: ['doctor', 'nurse', 'desk_clerk', 'institution_clerk', 'institution_head'], acrossBodies: true },
}

/** Bodies of primary care: their staff book for villagers and residents at the hospitals of their county. */
const primaryCare: readonly string[] = ['township', 'community', 'clinic']

export type BookingBody = { readonly id: string; readonly regionCode: string; readonly kind: string }

/** A county is the first six digits; a township's code begins with its county's. */
const countyOf = (regionCode: string): string => regionCode.slice(0, 6)

/**
 * Rule BK-2: who books for somebody, by post, way and kind of place. At another body only staff of primary care do, for the
 * hospitals of their county. `own` is the actor's body, asked for only where it is another one.
 */
export function mayBook(actor: Actor, ask: { readonly way: BookingWay; readonly pool: Pool; readonly institutionId: string; readonly accountId: string | null }, at: { readonly own: BookingBody | null; readonly there: BookingBody | null }): Refusal | null {
  const { way, pool } = ask
  if (way === 'system') return actor.kind === 'system' ? null : refuse('booking.way_not_yours')
  if (way === 'portal') {
    if (actor.kind !== 'citizen' || ask.accountId !== actor.id) return refuse('booking.way_not_yours')
    return pool === 'public' ? null : refuse('booking.pool_not_yours')
  }
  const rule = wayRules[way]
  if (actor.kind === 'system') return null
  if (!hasRole(actor, ...rule.roles)) return refuse('booking.way_not_yours')
  if (!rule.pools.includes(pool)) return refuse('booking.pool_not_yours')
  if (actor.institutionId === ask.institutionId) return way === 'village' ? refuse('booking.way_not_yours') : null
  if (!rule.acrossBodies || at.own === null || at.there === null || !primaryCare.includes(at.own.kind)) return refuse('booking.way_not_yours')
  return countyOf(at.own.regionCode) === countyOf(at.there.regionCode) ? null : refuse('booking.not_your_region')
}

/** Rule BK-3: whoever missed visits is kept from booking online; never from the counter, the telephone, a doctor or primary care. */
export const isOnline = (way: BookingWay): boolean => way === 'portal'
