import { addDays, earlierDate, laterDate, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { placesChanged } from '../fact-jobs.ts'
import { partedAtOnce, rollingPools, type PoolShares } from '../rules/pools.ts'
import { conflictsOf } from '../rules/schedule-conflicts.ts'
import { horizonOf, minuteIn, missing, slotsOfDay, type ClinicException, type ClinicRule, type PlannedSlot } from '../rules/schedule.ts'
import { listClinics, listExceptions, listRules, lockPlanning, type Clinic } from '../store/clinics.ts'
import * as store from '../store/slots.ts'
import { planRelease } from './draw-release.ts'
import { asHeld, heldBetween, refuseConflicts } from './held.ts'

/** The farthest that a rule reaches: twelve weeks, and two of primary care's lead. */
const farthestDays = 12 * 7 + 14 + 1
const dayMs = 86_400_000

type Plan = { readonly clinic: Clinic; readonly slots: readonly PlannedSlot[] }

/**
 * Makes the slots that rules and exceptions order and that do not exist yet, as far ahead as each rule reaches (or to a
 * day). Run again it makes none: a job does every night, a changed rule at once.
 */
export async function ensureSlots(act: Act, ask: { readonly institutionId: string; readonly clinicId?: string; readonly until?: IsoDate }): Promise<{ made: number }> {
  await lockPlanning(act.tx, ask.institutionId, ask.clinicId)
  const clinicIds = ask.clinicId === undefined ? undefined : [ask.clinicId]
  const from = act.today
  const to = earlierDate(ask.until ?? '9999-12-31', addDays(from, farthestDays))
  const span = { institutionId: ask.institutionId, clinicIds, from, to }
  const [clinics, rules, exceptions, standing] = await Promise.all([listClinics(act.tx, { institutionId: ask.institutionId, active: true }), listRules(act.tx, span), listExceptions(act.tx, span), store.listStanding(act.tx, span)])
  const rulesOf = Map.groupBy(rules, (each) => each.clinicId)
  const exceptionsOf = Map.groupBy(exceptions, (each) => each.clinicId)
  const standingOf = Map.groupBy(standing, (each) => `${each.clinicId} ${each.onDate}`)
  const plans = clinics
    .filter((clinic) => ask.clinicId === undefined || clinic.id === ask.clinicId)
    .map((clinic): Plan => ({ clinic, slots: planned({ clinic, rules: rulesOf.get(clinic.id) ?? [], exceptions: exceptionsOf.get(clinic.id) ?? [], from, to, now: act.now.toISOString(), calendar: act.calendar }, standingOf) }))
  return { made: await writePlans(act, plans) }
}

type Span = { readonly clinic: Clinic; readonly rules: readonly ClinicRule[]; readonly exceptions: readonly ClinicException[]; readonly from: IsoDate; readonly to: IsoDate; readonly now: string; readonly calendar: Calendar }

function planned(span: Span, standingOf: ReadonlyMap<string, readonly store.Standing[]>): PlannedSlot[] {
  const reach = [...span.rules.map((rule) => horizonOf(rule, span.from)), ...span.exceptions.map((each) => each.onDate)].reduce(laterDate, span.from)
  const days: PlannedSlot[] = []
  for (let on = span.from; on <= earlierDate(reach, span.to); on = addDays(on, 1)) {
    const rules = span.rules.filter((rule) => on <= horizonOf(rule, span.from))
    const slots = slotsOfDay({ on, rules, exceptions: span.exceptions, calendar: span.calendar, now: span.now })
    days.push(...missing(slots, standingOf.get(`${span.clinic.id} ${on}`) ?? []).filter((slot) => slot.startsAt > span.now))
  }
  return days
}

async function writePlans(act: Act, plans: readonly Plan[]): Promise<number> {
  const slots: store.NewSlot[] = []
  for (const { clinic, slots: own } of plans) {
    const releases = new Map<string, string>()
    for (const slot of own) {
      const body = { institutionId: clinic.institutionId, regionCode: clinic.regionCode }
      // A draw whose window is over before its day is made would ask nobody: such places are first come, first served.
      const draw = slot.draw === null || slot.draw.closesAt <= act.now.toISOString() ? null : slot.draw
      if (draw !== null && !releases.has(slot.onDate)) releases.set(slot.onDate, await planRelease(act, { ...body, clinicId: clinic.id, onDate: slot.onDate, ...draw }))
      slots.push({
        ...body, id: act.newId(), clinicId: clinic.id, departmentId: clinic.departmentId, staffId: clinic.staffId, service: clinic.service, onDate: slot.onDate, startsAt: slot.startsAt, endsAt: slot.endsAt, room: slot.room === '' ? clinic.room : slot.room,
        stopped: slot.stopped, releaseId: draw === null ? null : (releases.get(slot.onDate) ?? null), rollsOverAt: slot.rollsOverAt, places: slot.places,
      })
    }
  }
  const made = await store.insertSlots(act.tx, slots)
  for (const institutionId of new Set(slots.map((slot) => slot.institutionId))) await placesChanged(act.tx, institutionId)
  return made
}

export type PushedSlot = { readonly startsAt: string; readonly endsAt: string; readonly onDate: IsoDate; readonly room: string; readonly capacity: number; readonly pools: PoolShares; readonly opensAt: string | null }

/**
 * Slots of a hospital's own system: those that exist already keep, the others are made as given; where a room or a doctor is
 * taken at that time nothing is kept and it is named (Rule SC-9).
 */
export async function pushSlots(act: Act, ask: { readonly institutionId: string; readonly clinicId: string; readonly slots: readonly PushedSlot[] }): Promise<{ made: number; kept: number }> {
  const clinic = (await listClinics(act.tx, { institutionId: ask.institutionId })).find((each) => each.id === ask.clinicId)
  if (clinic === undefined) throw new RefusedError('not_found')
  if (!clinic.active) throw new RefusedError('booking.clinic_closed')
  const days = ask.slots.map((slot) => slot.onDate).sort()
  const standing = await store.listStanding(act.tx, { institutionId: ask.institutionId, clinicIds: [clinic.id], from: days[0] ?? act.today, to: days.at(-1) ?? act.today })
  const opensAt = act.now.toISOString()
  const given = ask.slots.map((slot): PlannedSlot => ({
    onDate: slot.onDate, startsAt: slot.startsAt, endsAt: slot.endsAt, room: slot.room, stopped: false, draw: null, rollsOverAt: addMs(slot.startsAt, -dayMs),
    places: partedAtOnce(slot.onDate, slot.capacity, slot.pools, slot.opensAt ?? opensAt),
  }))
  const fresh = missing(given, standing).filter((slot) => slot.startsAt > opensAt)
  const others = (await heldBetween(act, clinic.institutionId, days[0] ?? act.today, days.at(-1) ?? act.today)).filter((each) => each.clinicId !== clinic.id)
  refuseConflicts(fresh.flatMap((slot) => conflictsOf(asHeld(clinic, { onDate: slot.onDate, fromMinute: minuteIn(slot.onDate, slot.startsAt), toMinute: minuteIn(slot.onDate, slot.endsAt), room: slot.room }), others)))
  const made = await writePlans(act, [{ clinic, slots: fresh }])
  await act.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.slots_pushed', subjectId: clinic.id, detail: { given: ask.slots.length, made } })
  return { made, kept: ask.slots.length - made }
}

/** Rule SC-6 done: what pools have left goes to the public ones of these slots of one body. Answers how many slots. */
export async function rollOver(act: Act, institutionId: string, slotIds: readonly string[]): Promise<number> {
  await store.lockSlots(act.tx, institutionId, slotIds)
  await store.lockPlaces(act.tx, institutionId, slotIds)
  await store.rollPlaces(act.tx, institutionId, slotIds, rollingPools)
  return slotIds.length
}
