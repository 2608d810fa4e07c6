import { isRefusal, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { chained } from '../../../server/platform/audit.ts'
import { tellChange } from '../after-change.ts'
import type { Booked, Booking, BookingKey } from '../rules/booking.ts'
import { endAs, mayMove } from '../rules/booking-changes.ts'
import { holdAfterMove, mayMoveTo } from '../rules/booking-move.ts'
import { judgeGroup, type GroupAsk, type KnownBooking } from '../rules/booking-group.ts'
import { loadForUpdate, save } from '../store/bookings.ts'
import { listExceptions, loadClinic } from '../store/clinics.ts'
import { lockGround, writeGroup, type LockedGround } from '../store/group.ts'
import { bookedOf, rowOf } from './book-rows.ts'
import { givePlaceBack } from './cancel.ts'
import { readBookingLaw, readHoldMinutes } from './law.ts'
import { codeOf, openPerson } from './person.ts'

/**
 * Rule BK-12: moves a booking to another slot of the same body: the new place is taken first, then the old one given back,
 * in one transaction. For a citizen open it as the system. What was stopped has given its place back already.
 */
export async function moveBooking(act: Act, key: BookingKey, toSlotId: string): Promise<Booked> {
  const now = act.now.toISOString()
  const [current, law] = [await loadForUpdate(act.tx, key), await readBookingLaw(act.tx)]
  // What was stopped and is held again after all is had back at its own time.
  const no = mayMove(current, act.actor, now, law) ?? (current.slotId === toSlotId && current.state !== 'stopped' ? { refused: 'booking.same_slot' as const } : null)
  if (no !== null) throw new RefusedError(no.refused)
  const ended = current.state === 'stopped' ? { ...current, endReason: current.endReason, changedAt: now, state: 'moved' as const, revision: current.revision + 1 } : endAs(current, 'moved', null, now)
  const ask: GroupAsk = { slotId: toSlotId, pool: current.state === 'stopped' ? 'public' : current.pool, way: current.way, personIndex: current.personIndex, madeBy: act.actor.id, madeKey: `move ${current.id}`, requestHash: toSlotId }
  // The person's own old booking does not stand in the way of the new one.
  await save(act.tx, ended)
  const ground = await lockGround(act.tx, key.institutionId, act.today, [ask])
  const to = ground.slots.find((each) => each.id === toSlotId)
  const away = to === undefined ? null : mayMoveTo(current, to, await standsIn(act, current))
  if (away !== null) throw new RefusedError(away.refused)
  const booked = await take(act, ask, current, ground)
  if (current.state !== 'stopped') await givePlaceBack(act, current, law)
  await tellChange(act, [{ ...key, to: 'moved', movedTo: booked.bookingId }])
  return booked
}

/** The clinics that stand in where this booking was stopped. */
async function standsIn(act: Act, { state, institutionId, clinicId, onDate }: Booking): Promise<ReadonlySet<string>> {
  if (state !== 'stopped') return new Set()
  const stops = await listExceptions(act.tx, { institutionId, clinicIds: [clinicId], from: onDate, to: onDate })
  return new Set(stops.flatMap((each) => each.substituteClinicId ?? []))
}

/** The new booking with its place and its event, in the way every booking is written. */
async function take(act: Act, ask: GroupAsk, current: Booking, ground: LockedGround): Promise<Booked> {
  const at = act.now.toISOString()
  const [answer] = judgeGroup([ask], { ...ground, blocked: [] }, { now: at, holdMinutes: await readHoldMinutes(act.tx), newId: () => act.newId() })
  if (answer === undefined || isRefusal(answer)) throw new RefusedError(answer?.refused ?? 'booking.full', answer?.detail)
  const slot = ground.slots.find((each) => each.id === ask.slotId)
  if (slot === undefined || ground.head === null) throw new Error('a booking was moved to what was not locked')
  const { feeCents } = await loadClinic(act.tx, current.institutionId, current.clinicId)
  const booking: KnownBooking = { ...answer.booking, holdUntil: holdAfterMove({ ...current, feeCents }, answer.booking.holdUntil) }
  const { rows, seq, hash } = chained(act.vault, ground.head, [
    { actor: act.actor, at, id: act.newId(), occurrence: { institutionId: current.institutionId, regionCode: current.regionCode, kind: 'booking.moved', subjectId: booking.id, detail: { from: current.id, fromSlotId: current.slotId, slotId: slot.id, startsAt: slot.startsAt } } },
  ])
  const code = codeOf(act.vault, { institutionId: current.institutionId, bookingId: booking.id })
  const person = { ...openPerson(act.vault, current.sealed), bornYear: current.bornYear }
  const row = rowOf(act.vault, { ask: { ...ask, person, actor: act.actor, accountId: current.accountId }, booking, slot, code }, at)
  await writeGroup(act.tx, current.institutionId, { bookings: [{ ...row, moved_from: current.id }], events: rows, seq, hash, messageId: act.newId() })
  return bookedOf(current.institutionId, booking, { code, repeated: false })
}
