import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { addMs, instantMs, shanghaiDate, startOfDay, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { isLive, type Booking } from './booking.ts'

/** What the installation set; passed in. */
export type BookingLaw = {
  /** So many hours before the day begins a citizen can still cancel; 0: until 00:00 of the day. */
  readonly cancelHours: number
  /** So many minutes after the end of the slot an arrival still counts. */
  readonly lateMinutes: number
  /** A returned place is everybody's after a delay of at most so many minutes. */
  readonly returnMinutes: number
}

const deskRoles = ['desk_clerk', 'nurse', 'doctor', 'department_head', 'institution_clerk', 'institution_head'] as const satisfies readonly StaffRole[]
const hourMs = 3_600_000

type Whose = Pick<Booking, 'institutionId' | 'accountId' | 'madeBy' | 'way'>
const isOwn = (booking: Whose, actor: Actor): boolean => actor.kind === 'citizen' && booking.accountId === actor.id
export const isHouse = (booking: Pick<Whose, 'institutionId'>, actor: Actor): boolean => actor.kind === 'system' || (actor.institutionId === booking.institutionId && hasRole(actor, ...deskRoles))

/** Booked at this house for somebody by primary care, by this very person. */
const isMaker = (booking: Whose, actor: Actor): boolean =>
  actor.kind === 'staff' && booking.madeBy === actor.id && actor.institutionId !== null && actor.institutionId !== booking.institutionId && (booking.way === 'village' || booking.way === 'referral')

/** Rule BK-10: a booking is changed by whoever's account it belongs to, by the house, or by who booked it there for somebody; for everybody else there is none. */
export const mayChange = (booking: Whose, actor: Actor): Refusal | null => (isOwn(booking, actor) || isHouse(booking, actor) || isMaker(booking, actor) ? null : refuse('booking.not_found'))

export const cancelUntil = (booking: Pick<Booking, 'onDate'>, law: BookingLaw): Instant => addMs(startOfDay(booking.onDate), -law.cancelHours * hourMs)

/** Rule BK-11: a citizen, and who booked for somebody from primary care, cancels and moves until the deadline; the house until the visit is over. */
export function mayCancel(booking: Booking, actor: Actor, now: Instant, law: BookingLaw): Refusal | null {
  const no = mayChange(booking, actor)
  if (no !== null) return no
  if (!isLive(booking.state) || booking.state === 'seen') return refuse('booking.not_live')
  if (isHouse(booking, actor)) return null
  if (booking.state === 'arrived') return refuse('booking.has_arrived')
  return now > cancelUntil(booking, law) ? refuse('booking.cancel_too_late') : null
}

/** Rule BK-23: what an examination must keep to is known to its order, so the house alone moves it; everybody else may cancel it. */
export const asksHouse = (booking: Pick<Booking, 'institutionId' | 'service'>, actor: Actor): boolean => booking.service === 'exam' && !isHouse(booking, actor)

/** Rule BK-12: what was stopped may be moved as well, also after the deadline: it was not the citizen who gave it up. */
export function mayMove(booking: Booking, actor: Actor, now: Instant, law: BookingLaw): Refusal | null {
  if (asksHouse(booking, actor)) return mayChange(booking, actor) ?? refuse('booking.exam_by_house')
  if (booking.state === 'stopped') return mayChange(booking, actor)
  const no = mayCancel(booking, actor, now, law)
  return no ?? (booking.state === 'arrived' ? refuse('booking.has_arrived') : null)
}

/** Rule BK-13: what is held is confirmed in time by the house, or by whoever pays. */
export function confirm(booking: Booking, actor: Actor, now: Instant): Booking | Refusal {
  // Who booked for somebody took no money at this house's desk.
  const no = isMaker(booking, actor) ? refuse('booking.not_found') : mayChange(booking, actor)
  if (no !== null) return no
  if (booking.state === 'expired') return refuse('booking.hold_over')
  if (booking.state !== 'held' || booking.holdUntil === null) return refuse('booking.not_held')
  return booking.holdUntil <= now ? refuse('booking.hold_over') : { ...booking, state: 'booked', changedAt: now, revision: booking.revision + 1 }
}

/** Rule BK-14: whoever booked arrives on the day, until some time after the slot; a second arrival changes nothing. */
export function arrive(booking: Booking, now: Instant, law: BookingLaw): Booking | Refusal {
  if (booking.state === 'arrived' || booking.state === 'seen') return booking
  if (booking.state !== 'booked' && booking.state !== 'held') return refuse('booking.not_live')
  if (booking.onDate !== shanghaiDate(now)) return refuse('booking.other_day', booking.onDate)
  if (now > addMs(booking.endsAt, law.lateMinutes * 60_000)) return refuse('booking.arrived_too_late')
  return { ...booking, state: 'arrived', arrivedAt: now, changedAt: now, revision: booking.revision + 1 }
}

export function see(booking: Booking, now: Instant): Booking | Refusal {
  if (booking.state === 'seen') return booking
  if (booking.state !== 'arrived') return refuse('booking.not_arrived')
  return { ...booking, state: 'seen', seenAt: now, endedAt: now, changedAt: now, revision: booking.revision + 1 }
}

/** Rule BK-15: the house says why somebody's absence is not counted, before or after the day. */
export function excuse(booking: Booking, actor: Actor, words: string, now: Instant): Booking | Refusal {
  if (!isHouse(booking, actor)) return refuse('booking.not_found')
  if (booking.state !== 'booked' && booking.state !== 'no-show') return refuse('booking.not_live')
  return { ...booking, excused: words, changedAt: now, revision: booking.revision + 1 }
}

export const endAs = (booking: Booking, state: 'cancelled' | 'expired' | 'moved' | 'no-show', reason: string | null, now: Instant): Booking => ({ ...booking, state, endedAt: now, endReason: reason, changedAt: now, revision: booking.revision + 1 })

/**
 * Rule BK-16: a place given back is everybody's after a delay that nobody can guess, so that it cannot be handed on by
 * appointment; never later than half the time that is left until the slot. `random` lies in [0, 1).
 */
export function returnDueAt(startsAt: Instant, now: Instant, random: number, law: BookingLaw): Instant {
  const left = Math.max(0, instantMs(startsAt) - instantMs(now))
  return addMs(now, Math.floor(random * Math.min(law.returnMinutes * 60_000, left / 2)))
}
