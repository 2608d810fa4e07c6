import { addDays } from '../../../kernel/calendar.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import { notify, queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { tellChange } from '../after-change.ts'
import { touches } from '../rules/schedule.ts'
import { bookingsChanged } from '../fact-jobs.ts'
import { offerFor, stopMessage, waitStoppedMessage, type Instead } from '../rules/stop.ts'
import { findException, loadClinic, type Clinic, type ExceptionRow } from '../store/clinics.ts'
import { findFree } from '../store/free.ts'
import { listStanding, lockPlaces } from '../store/slots.ts'
import { clinicDay, listWaiting, saveWait } from '../store/waiting.ts'
import { openPerson } from './person.ts'
import { dropPlaces, lockWaiting, saveStopped, type StoppedBooking } from '../store/stopped.ts'

/** So many people are told in one transaction: a stop of hundreds is cut short anywhere and goes on. */
const atOnce = 50
/** How far ahead another place is looked for. */
const offeredDays = 28

const system = systemActor('booking.tell-stopped')

/** Tells all; may be run again at any time. Answers how many it told. */
export async function tellAllStopped(platform: Platform, key: { institutionId: string; exceptionId: string }): Promise<number> {
  let told = 0
  for (;;) {
    const some = await act(platform, system, (step) => tellSome(step, key))
    told += some
    if (some < atOnce) break
  }
  await act(platform, system, (step) => tellWaiting(step, key))
  return told
}

/** Rule SC-21: where nothing is left of the day, nobody waits for it any more. */
async function tellWaiting(step: Act, key: { institutionId: string; exceptionId: string }): Promise<void> {
  const stop = await findException(step.tx, key.institutionId, key.exceptionId)
  if (stop === undefined) return
  const day = { institutionId: key.institutionId, clinicId: stop.clinicId, onDate: stop.onDate }
  if ((await clinicDay(step.tx, { ...day, at: step.now.toISOString() })) !== null) return
  const [clinic, body] = await Promise.all([loadClinic(step.tx, key.institutionId, stop.clinicId), findInstitution(step.tx, key.institutionId)])
  for (;;) {
    const waits = await listWaiting(step.tx, day)
    if (waits.length === 0) return
    for (const wait of waits) {
      await saveWait(step.tx, { ...wait, state: 'over' })
      const { phone } = openPerson(step.vault, wait.sealed)
      if (phone !== '') await queueMessage(step, { channel: 'sms', to: phone, text: waitStoppedMessage({ institution: body?.shortName ?? body?.name ?? '', clinic: clinic.name, onDate: stop.onDate, reason: stop.reason, phone: body?.phone ?? '' }) })
    }
    await step.record(...waits.map((wait) => ({ institutionId: wait.institutionId, regionCode: wait.regionCode, kind: 'booking.wait_over', subjectId: wait.id, detail: { exceptionId: stop.id } })))
  }
}

async function tellSome(step: Act, key: { institutionId: string; exceptionId: string }): Promise<number> {
  const stop = await findException(step.tx, key.institutionId, key.exceptionId)
  if (stop === undefined) return 0
  const clinic = await loadClinic(step.tx, key.institutionId, stop.clinicId)
  const slots = (await listStanding(step.tx, { institutionId: key.institutionId, clinicIds: [clinic.id], from: stop.onDate, to: stop.onDate })).filter((slot) => slot.stopped && touches(stop, slot))
  if (slots.length === 0) return 0
  // Places before bookings, as whoever books or cancels locks them.
  await lockPlaces(step.tx, key.institutionId, slots.map((each) => each.id))
  // Rule SC-20: whoever takes the stop back holds these locks; by now it may be no stop any more.
  if ((await findException(step.tx, key.institutionId, key.exceptionId)) === undefined) return 0
  const waiting = await lockWaiting(step.tx, key.institutionId, slots.map((each) => each.id), atOnce)
  if (waiting.length === 0) return 0
  await saveStopped(step.tx, key.institutionId, waiting.map((each) => each.id), { at: step.now.toISOString(), reason: stop.reason })
  await dropPlaces(step.tx, key.institutionId, placesOf(waiting))
  await tellThem(step, clinic, stop, waiting)
  await notify(step, { institutionId: clinic.institutionId, regionCode: clinic.regionCode, role: 'desk_clerk', topic: 'booking.clinic_stopped', params: { clinic: clinic.name, on: stop.onDate, reason: stop.reason }, link: `/booking/schedule?week=${stop.onDate}&department=${clinic.departmentId}`, onceKey: `stop ${stop.id}` })
  await bookingsChanged(step.tx, clinic.institutionId)
  await tellChange(step, waiting.map((each) => ({ institutionId: clinic.institutionId, bookingId: each.id, to: 'stopped', movedTo: null })))
  await step.record(...waiting.map((each) => ({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.stopped', subjectId: each.id, detail: { exceptionId: stop.id, clinicId: clinic.id, onDate: stop.onDate } })))
  return waiting.length
}

function placesOf(waiting: readonly StoppedBooking[]) {
  const groups = Map.groupBy(waiting, (each) => `${each.slotId} ${each.pool}`)
  return [...groups.values()].flatMap((own) => (own[0] === undefined ? [] : [{ slotId: own[0].slotId, pool: own[0].pool, places: own.length }]))
}

async function tellThem(step: Act, clinic: Clinic, stop: ExceptionRow, waiting: readonly StoppedBooking[]): Promise<void> {
  const body = await findInstitution(step.tx, clinic.institutionId)
  const free = (await findFree(step.tx, { institutionId: clinic.institutionId, departmentId: clinic.departmentId, from: stop.onDate, to: addDays(stop.onDate, offeredDays), pool: 'public', at: step.now.toISOString(), limit: 500 })).map((each) => ({ ...each }))
  const elsewhere = stop.substituteClinicId === null || free.some((each) => each.clinicId === stop.substituteClinicId) ? [] : await findFree(step.tx, { institutionId: clinic.institutionId, clinicId: stop.substituteClinicId, from: stop.onDate, to: addDays(stop.onDate, offeredDays), pool: 'public', at: step.now.toISOString(), limit: 100 })
  const offers: (Instead & { free: number })[] = [...elsewhere.map((each) => ({ ...each })), ...free]
  for (const booking of waiting.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))) {
    const phone = phoneOf(step, booking)
    // Rule BK-23: which time fits an examination only its order knows.
    const isExam = clinic.service === 'exam'
    const offer = isExam ? null : offerFor(booking, stop.substituteClinicId, offers)
    // Offered once each, so that a hundred people are not sent to the same place; nothing is reserved.
    const offered = offers.find((each) => each.slotId === offer?.slotId)
    if (offered !== undefined) offered.free -= 1
    if (phone === '') continue
    const link = booking.accountId === null ? null : `${step.platform.publicUrl}/my/bookings/${clinic.institutionId}/${booking.id}/move${offer === null ? '' : `?to=${offer.slotId}`}`
    await queueMessage(step, {
      channel: 'sms', to: phone,
      text: stopMessage({ institution: body?.shortName ?? body?.name ?? '', clinic: clinic.name, startsAt: booking.startsAt, reason: stop.reason, offer, link, phone: body?.phone ?? '', refundCents: booking.state === 'booked' ? clinic.feeCents : 0, isExam }),
    })
  }
}

/** The phone of whoever is to be told; a booking without one is told at the desk. */
function phoneOf(step: Act, booking: StoppedBooking): string {
  const person: unknown = JSON.parse(step.vault.open(booking.sealed))
  const phone: unknown = typeof person === 'object' && person !== null ? Reflect.get(person, 'phone') : ''
  return typeof phone === 'string' ? phone : ''
}
