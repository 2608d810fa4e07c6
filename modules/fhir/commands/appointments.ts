import { isRefusal, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { book, cancelBooking, confirmHeld, markArrived, markSeen, type Booking, type BookingKey } from '../../booking/public.ts'
import { acting, reading, sure, type Ask, type Written } from '../ask.ts'
import { bookingAt, showBookings } from '../reads/appointments.ts'
import { ourIdOf } from '../reads/names.ts'
import { personKnown } from '../reads/patients.ts'
import { statuses } from '../rules/from-booking.ts'
import { idInReference } from '../rules/resource.ts'
import { AppointmentIn, changeAsked, changePatched, keyOf, PatchIn, patientAsked, poolOf, revisionIn, wordOf, type Change } from '../rules/to-booking.ts'
import { readToken } from '../rules/search.ts'
import { insertNumber } from '../store/numbers.ts'

async function shown(act: Act, ask: Ask, booking: Booking): Promise<Written['resource']> {
  const [resource] = await showBookings({ read: act.tx, vault: act.vault }, ask.caller.institutionId, [booking])
  if (resource === undefined) throw new RefusedError('not_found')
  return resource
}

/** Rule FH-7: books as everybody books; the number of the caller is its key. */
export async function createAppointment(ask: Ask, body: unknown): Promise<Written> {
  const given = AppointmentIn.parse(body)
  const { institutionId, regionCode, clientId, actor } = ask.caller
  const key = sure(keyOf(given.identifier, ask.ifNoneExist))
  const text = given.slot[0]?.reference ?? ''
  const named = idInReference(text, 'Slot', ask.base)
  const slotId = named === null ? null : await reading(ask, ({ read }) => ourIdOf(read, institutionId, 'Slot', named))
  if (slotId === null) throw new RefusedError('fhir.reference', `Appointment.slot ${text}`.trim())
  const asked = sure(patientAsked(given, ask.base))
  const person = 'patientId' in asked ? await acting(ask, (act) => personKnown(act, institutionId, asked.patientId)) : asked
  const booked = await book(ask.platform, { by: actor, way: 'system', institutionId, slotId, pool: sure(poolOf(given.extension)), person, accountId: null, key })
  if (isRefusal(booked)) throw new RefusedError(booked.refused, booked.detail)
  const { bookingId } = booked
  return acting(ask, async (act) => {
    await insertNumber(act.tx, { institutionId, regionCode, bookingId, clientId, ...readToken(key) })
    return { resource: await shown(act, ask, await bookingAt(act.tx, institutionId, bookingId)), created: !booked.repeated }
  })
}

const changes: Readonly<Record<Change['to'], (act: Act, key: BookingKey, reason: string) => Promise<Booking>>> = { booked: confirmHeld, cancelled: cancelBooking, arrived: markArrived, fulfilled: markSeen }

/** Rule FH-8: each by the rule of booking for it; what is so already stays as it is. */
async function change(act: Act, ask: Ask, current: Booking, asked: Change, expected: number | null): Promise<Written> {
  if (expected !== null && expected !== current.revision) throw new RefusedError('fhir.stale')
  if (statuses[current.state] === asked.to) return { resource: await shown(act, ask, current), created: false }
  const changed = await changes[asked.to](act, { institutionId: current.institutionId, bookingId: current.id }, asked.reason)
  // Between reading and locking somebody else changed it: nothing of this is kept.
  if (expected !== null && changed.revision !== expected + 1) throw new RefusedError('fhir.stale')
  return { resource: await shown(act, ask, changed), created: false }
}

export async function updateAppointment(ask: Ask, id: string | null, body: unknown): Promise<Written> {
  const given = AppointmentIn.parse(body)
  if (id === null || given.id !== id) throw new RefusedError('fhir.id_differs')
  const asked = sure(changeAsked(given.status, wordOf(given.cancelationReason)))
  return acting(ask, async (act) => change(act, ask, await bookingAt(act.tx, ask.caller.institutionId, id), asked, revisionIn(ask.ifMatch)))
}

export async function patchAppointment(ask: Ask, id: string, body: unknown): Promise<Written> {
  const patch = PatchIn.parse(body)
  return acting(ask, async (act) => {
    const current = await bookingAt(act.tx, ask.caller.institutionId, id)
    const asked = sure(changePatched(patch, statuses[current.state] ?? ''))
    return change(act, ask, current, asked, revisionIn(ask.ifMatch) ?? (patch.some((each) => each.op === 'test') ? current.revision : null))
  })
}
