import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { stopFact } from '../schedule-facts.ts'
import { placesChanged } from '../fact-jobs.ts'
import { tellStopped } from '../schedule-jobs.ts'
import { mayStop } from '../rules/stop.ts'
import { touches } from '../rules/schedule.ts'
import { insertExceptions, loadClinic } from '../store/clinics.ts'
import { listStanding, lockPlaces, lockSlots, stopSlots, type Standing } from '../store/slots.ts'
import { closePlaces, countWaiting } from '../store/stopped.ts'
import { clinicToPlan, type ClinicKey } from './clinics.ts'

export type Span = { readonly onDate: IsoDate; readonly fromMinute: number; readonly toMinute: number }

/** Open slots of a clinic that an exception concerns. */
export async function slotsTouched(read: ReadTx, key: ClinicKey, span: Span, now: string): Promise<Standing[]> {
  const standing = await listStanding(read, { institutionId: key.institutionId, clinicIds: [key.clinicId], from: span.onDate, to: span.onDate })
  return standing.filter((slot) => !slot.stopped && slot.endsAt > now && touches(span, slot))
}

/** What a stop would concern, before anybody decides. */
export async function touched(read: ReadTx, key: ClinicKey, span: Span, now: string): Promise<{ slots: number; bookings: number; feeCents: number }> {
  const clinic = await loadClinic(read, key.institutionId, key.clinicId)
  const slots = await slotsTouched(read, key, span, now)
  return { slots: slots.length, bookings: await countWaiting(read, key.institutionId, slots.map((each) => each.id)), feeCents: clinic.feeCents }
}

/**
 * Stops a clinic for a time of one day (Rules SC-12, SC-13, SC-14). Nothing can be booked there from this moment; a job tells
 * everyone who did, however many they are.
 */
export async function stopClinic(act: Act, ask: ClinicKey & Span & { readonly reason: string; readonly substituteClinicId: string | null }): Promise<{ exceptionId: string; slots: number; bookings: number }> {
  const clinic = await clinicToPlan(act, ask)
  orThrow(mayStop(ask, act.today))
  if (ask.substituteClinicId !== null) await loadClinic(act.tx, ask.institutionId, ask.substituteClinicId)
  const slots = await slotsTouched(act.tx, ask, ask, act.now.toISOString())
  // A day that has no slots yet may be stopped in advance: they are made as stopped.
  if (slots.length === 0 && ask.onDate <= addDays(act.today, 1)) throw new RefusedError('booking.nothing_to_stop')
  const exceptionId = act.newId()
  const ids = slots.map((each) => each.id)
  await insertExceptions(act.tx, clinic, { id: act.actor.id, name: act.actor.name, at: act.now.toISOString() }, [
    { id: exceptionId, clinicId: clinic.id, onDate: ask.onDate, kind: 'stop', fromMinute: ask.fromMinute, toMinute: ask.toMinute, slotMinutes: null, capacity: null, pools: {}, room: '', reason: ask.reason, substituteClinicId: ask.substituteClinicId },
  ])
  let bookings = 0
  if (ids.length > 0) {
    await lockSlots(act.tx, clinic.institutionId, ids)
    await lockPlaces(act.tx, clinic.institutionId, ids)
    await stopSlots(act.tx, clinic.institutionId, ids)
    await closePlaces(act.tx, clinic.institutionId, ids)
    bookings = await countWaiting(act.tx, clinic.institutionId, ids)
    await placesChanged(act.tx, clinic.institutionId)
    await tellStopped.enqueue(act.tx, { institutionId: clinic.institutionId, exceptionId })
  }
  await tellFacts(act, [{ before: null, after: stopFact(clinic, { ...ask, id: exceptionId, slots: slots.length, bookings }) }])
  await act.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.clinic_stopped', subjectId: clinic.id, detail: { exceptionId, onDate: ask.onDate, from: ask.fromMinute, to: ask.toMinute, reason: ask.reason, substituteClinicId: ask.substituteClinicId, slots: slots.length, bookings } })
  return { exceptionId, slots: slots.length, bookings }
}
