import { randomInt } from 'node:crypto'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellChange } from '../after-change.ts'
import { bookingsChanged } from '../fact-jobs.ts'
import { offerPlaceJob } from '../jobs.ts'
import type { Booking, BookingKey } from '../rules/booking.ts'
import { arrive, confirm, endAs, excuse, mayCancel, returnDueAt, see, type BookingLaw } from '../rules/booking-changes.ts'
import { loadForUpdate, save } from '../store/bookings.ts'
import { insertReturn } from '../store/waiting.ts'
import { judgeAnew } from './blocks.ts'
import { readBookingLaw } from './law.ts'

/** Gives the place back: to who waits at once, to everybody after a while. The place stays taken until then. */
export async function givePlaceBack(act: Pick<Act, 'tx' | 'now' | 'newId'>, booking: Booking, law: BookingLaw): Promise<void> {
  const now = act.now.toISOString()
  await insertReturn(act.tx, booking, act.newId(), returnDueAt(booking.startsAt, now, randomInt(1_000_000) / 1_000_000, law))
  if (booking.pool === 'public') await offerPlaceJob.enqueue(act.tx, { institutionId: booking.institutionId, clinicId: booking.clinicId, onDate: booking.onDate }, { key: `booking.offer ${booking.institutionId} ${booking.clinicId} ${booking.onDate}` })
}

async function recordOf(act: Act, booking: Booking, kind: string, detail: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await bookingsChanged(act.tx, booking.institutionId)
  await act.record({ institutionId: booking.institutionId, regionCode: booking.regionCode, kind, subjectId: booking.id, detail })
}

/** Rule BK-11. For a citizen open the transaction as the system: the rule asks whose booking it is. */
export async function cancelBooking(act: Act, key: BookingKey, reason: string): Promise<Booking> {
  const [current, law] = [await loadForUpdate(act.tx, key), await readBookingLaw(act.tx)]
  const no = mayCancel(current, act.actor, act.now.toISOString(), law)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  const ended = endAs(current, 'cancelled', reason === '' ? null : reason, act.now.toISOString())
  await save(act.tx, ended)
  await givePlaceBack(act, current, law)
  await tellChange(act, [{ ...key, to: ended.state, movedTo: null }])
  await recordOf(act, ended, 'booking.cancelled', { from: current.state, reason })
  return ended
}

/** Rule BK-13: what was held for payment is booked. */
export async function confirmHeld(act: Act, key: BookingKey): Promise<Booking> {
  const current = await loadForUpdate(act.tx, key)
  const confirmed = orThrow(confirm(current, act.actor, act.now.toISOString()))
  await save(act.tx, confirmed)
  await tellChange(act, [{ ...key, to: confirmed.state, movedTo: null }])
  await recordOf(act, confirmed, 'booking.confirmed')
  return confirmed
}

/** Rule BK-13, by money that arrived: what counts is when it was paid, not when the news of it came; a place that is still held is still theirs. */
export async function confirmPaid(act: Act, key: BookingKey, paidAt: string): Promise<Booking> {
  const current = await loadForUpdate(act.tx, key)
  const confirmed = { ...orThrow(confirm(current, act.actor, paidAt)), changedAt: act.now.toISOString() }
  await save(act.tx, confirmed)
  await recordOf(act, confirmed, 'booking.confirmed', { paidAt })
  return confirmed
}

/** Rule BK-15. */
export async function excuseBooking(act: Act, key: BookingKey, words: string): Promise<Booking> {
  const current = await loadForUpdate(act.tx, key)
  const excused = orThrow(excuse(current, act.actor, words, act.now.toISOString()))
  await save(act.tx, excused)
  if (current.state === 'no-show') await judgeAnew(act, excused)
  await recordOf(act, excused, 'booking.excused', { reason: words })
  return excused
}

/** Rule BK-14: for the queue, which asks who may check somebody in. A second arrival changes nothing. */
export async function markArrived(act: Act, key: BookingKey): Promise<Booking> {
  const [current, law] = [await loadForUpdate(act.tx, key), await readBookingLaw(act.tx)]
  const arrived = orThrow(arrive(current, act.now.toISOString(), law))
  if (arrived === current) return current
  await save(act.tx, arrived)
  await recordOf(act, arrived, 'booking.arrived')
  return arrived
}

export async function markSeen(act: Act, key: BookingKey): Promise<Booking> {
  const current = await loadForUpdate(act.tx, key)
  const seen = orThrow(see(current, act.now.toISOString()))
  if (seen === current) return current
  await save(act.tx, seen)
  await recordOf(act, seen, 'booking.seen')
  return seen
}
