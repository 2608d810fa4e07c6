import { RefusedError } from '../../../kernel/refusal.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { placesChanged } from '../fact-jobs.ts'
import { stopFact } from '../schedule-facts.ts'
import { tellReopened } from '../schedule-jobs.ts'
import { plannedAround } from '../rules/pools.ts'
import { minuteIn, touches } from '../rules/schedule.ts'
import { conflictsOf } from '../rules/schedule-conflicts.ts'
import { mayReopen, reopenMessage } from '../rules/stop.ts'
import { liftStops, listExceptions, loadClinic, type Clinic } from '../store/clinics.ts'
import { listStanding, lockPlaces, lockSlots, type Standing } from '../store/slots.ts'
import { closedUnkept, keepBefore, lockLost, reopenSlots, saveReopened } from '../store/stopped.ts'
import { clinicToPlan, type ClinicKey } from './clinics.ts'
import { asHeld, heldBetween, refuseConflicts } from './held.ts'
import { openPerson } from './person.ts'
import { plansOf } from './slot-shares.ts'
import type { Span } from './stop.ts'

const system = systemActor('booking.tell-reopened')
const atOnce = 50

/**
 * Rule SC-20: takes the stops back that concern a time. Whoever was not told of them keeps the booking as if nothing had been;
 * whoever was is told that the clinic is held after all.
 */
export async function reopenClinic(step: Act, ask: ClinicKey & Span & { readonly reason: string }): Promise<{ slots: number }> {
  const clinic = await clinicToPlan(step, ask)
  if (ask.onDate < step.today) throw new RefusedError('booking.day_is_over', ask.onDate)
  const now = step.now.toISOString()
  const [exceptions, standing] = [await listExceptions(step.tx, { institutionId: clinic.institutionId, clinicIds: [clinic.id], from: ask.onDate, to: ask.onDate }), await listStanding(step.tx, { institutionId: clinic.institutionId, clinicIds: [clinic.id], from: ask.onDate, to: ask.onDate })]
  const all = exceptions.filter((each) => each.kind === 'stop')
  const stops = all.filter((each) => each.fromMinute < ask.toMinute && each.toMinute > ask.fromMinute)
  const no = mayReopen(stops)
  if (no !== null) throw new RefusedError(no.refused)
  const left = all.filter((each) => !stops.includes(each))
  const closed = standing.filter((slot) => slot.stopped && stops.some((stop) => touches(stop, slot)))
  const slots = closed.filter((slot) => slot.startsAt > now && !left.some((stop) => touches(stop, slot)))
  // Room or doctor may be somewhere else by now (Rule SC-9).
  const others = await heldBetween(step, clinic.institutionId, ask.onDate, ask.onDate)
  refuseConflicts(slots.flatMap((slot) => conflictsOf(asHeld(clinic, timesOf(slot)), others)))
  await liftStops(step.tx, clinic.institutionId, stops.map((each) => each.id), { at: now, name: step.actor.name, reason: ask.reason })
  const ids = slots.map((each) => each.id)
  if (ids.length > 0) {
    await lockSlots(step.tx, clinic.institutionId, ids)
    const places = await lockPlaces(step.tx, clinic.institutionId, ids)
    await keepPlanned(step, clinic, slots, places)
    await reopenSlots(step.tx, clinic.institutionId, ids)
    await placesChanged(step.tx, clinic.institutionId)
    await tellReopened.enqueue(step.tx, { institutionId: clinic.institutionId, clinicId: clinic.id, slotIds: ids })
  }
  await tellFacts(step, stops.map((stop) => ({ before: stopFact(clinic, { ...stop, slots: closed.filter((slot) => touches(stop, slot)).length }), after: null })))
  await step.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.clinic_reopened', subjectId: clinic.id, detail: { stops: stops.map((each) => each.id), onDate: ask.onDate, reason: ask.reason, slots: ids.length } })
  return { slots: ids.length }
}

/** Rule SC-20: what was stopped before the capacity was kept gets what is planned for it; refused where nothing is. */
async function keepPlanned(step: Act, clinic: Clinic, slots: readonly Standing[], locked: Awaited<ReturnType<typeof lockPlaces>>): Promise<void> {
  const unkept = await closedUnkept(step.tx, clinic.institutionId, slots.map((each) => each.id))
  const old = slots.filter((slot) => unkept.has(slot.id))
  const [first] = old
  if (first === undefined) return
  const planOf = await plansOf(step, { institutionId: clinic.institutionId, clinicIds: [clinic.id], from: first.onDate, to: first.onDate })
  const places = old.flatMap((slot) => {
    const planned = planOf(slot)
    if (planned === undefined) throw new RefusedError('booking.stop_too_old')
    return plannedAround(planned.places, locked.filter((each) => each.slotId === slot.id)).map((place) => ({ slotId: slot.id, ...place }))
  })
  await keepBefore(step.tx, clinic.institutionId, places)
}

const timesOf = (slot: Standing) => ({ onDate: slot.onDate, fromMinute: minuteIn(slot.onDate, slot.startsAt), toMinute: minuteIn(slot.onDate, slot.endsAt), room: slot.room })

/** May be run again at any time: who was told is not told twice. Answers how many it told. */
export async function tellAllReopened(platform: Platform, key: { institutionId: string; clinicId: string; slotIds: readonly string[] }): Promise<number> {
  for (let told = 0; ; ) {
    const some = await act(platform, system, (step) => tellSome(step, key))
    told += some
    if (some < atOnce) return told
  }
}

async function tellSome(step: Act, key: { institutionId: string; clinicId: string; slotIds: readonly string[] }): Promise<number> {
  const clinic = await loadClinic(step.tx, key.institutionId, key.clinicId)
  const lost = await lockLost(step.tx, key.institutionId, key.slotIds, atOnce)
  if (lost.length === 0) return 0
  await saveReopened(step.tx, key.institutionId, lost.map((each) => each.id))
  const body = await findInstitution(step.tx, key.institutionId)
  for (const each of lost) {
    const { phone } = openPerson(step.vault, each.sealed)
    // An examination is fitted in again by the house (Rule BK-23).
    const link = each.accountId === null || clinic.service === 'exam' ? null : `${step.platform.publicUrl}/my/bookings/${key.institutionId}/${each.id}/move?to=${each.slotId}`
    if (phone !== '') await queueMessage(step, { channel: 'sms', to: phone, text: reopenMessage({ institution: body?.shortName ?? body?.name ?? '', clinic: clinic.name, startsAt: each.startsAt, link, phone: body?.phone ?? '' }) })
  }
  await step.record(...lost.map((each) => ({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.told_reopened', subjectId: each.id, detail: { clinicId: clinic.id } })))
  return lost.length
}
