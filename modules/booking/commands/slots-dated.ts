import { addDays, diffDays, startOfWeek, type IsoDate } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { otherPools, type PoolShares } from '../rules/pools.ts'
import { mayPlan } from '../rules/schedule-authority.ts'
import { conflictsOf, sayConflict, type Conflict } from '../rules/schedule-conflicts.ts'
import { checkRule } from '../rules/schedule-authority.ts'
import { insertExceptions, listClinics, type Clinic, type ExceptionRow } from '../store/clinics.ts'
import { listGrid, listStanding, lockSlots, moveRoom } from '../store/slots.ts'
import { sharesOfSlots } from './slot-shares.ts'
import { minuteIn, sayMinute } from '../rules/schedule.ts'
import { bodyOf, clinicToPlan, type ClinicKey } from './clinics.ts'
import { asHeld, heldBetween, refuseConflicts } from './held.ts'
import { ensureSlots } from './slots.ts'
import { slotsTouched, type Span } from './stop.ts'

const sameShares = (a: PoolShares, b: PoolShares): boolean => otherPools.every((pool) => (a[pool] ?? 0) === (b[pool] ?? 0))

type Extra = Span & { readonly slotMinutes: number; readonly capacity: number; readonly pools: PoolShares; readonly room: string; readonly reason: string }

const extraRow = (act: Act, clinicId: string, extra: Extra): Omit<ExceptionRow, 'madeName' | 'madeAt'> => ({ id: act.newId(), clinicId, onDate: extra.onDate, kind: 'extra', fromMinute: extra.fromMinute, toMinute: extra.toMinute, slotMinutes: extra.slotMinutes, capacity: extra.capacity, pools: extra.pools, room: extra.room, reason: extra.reason, substituteClinicId: null })
const maker = (act: Act) => ({ id: act.actor.id, name: act.actor.name, at: act.now.toISOString() })

/** An extra clinic on one day; its places open at once. */
export async function addExtra(act: Act, ask: ClinicKey & Extra): Promise<{ slots: number }> {
  const clinic = await clinicToPlan(act, ask)
  if (!clinic.active) throw new RefusedError('booking.clinic_closed')
  if (ask.onDate < act.today) throw new RefusedError('booking.day_is_over', ask.onDate)
  orThrow(checkRule({ ...ask, validFrom: ask.onDate, validTo: null }, act.today))
  refuseConflicts(conflictsOf(asHeld(clinic, ask), await heldBetween(act, clinic.institutionId, ask.onDate, ask.onDate)))
  const onDay = async () => (await listStanding(act.tx, { institutionId: clinic.institutionId, clinicIds: [clinic.id], from: ask.onDate, to: ask.onDate })).length
  // What the rules owe is made first, so that what is added afterwards is the extra alone.
  await ensureSlots(act, { institutionId: clinic.institutionId, clinicId: clinic.id })
  const before = await onDay()
  await insertExceptions(act.tx, clinic, maker(act), [extraRow(act, clinic.id, ask)])
  await ensureSlots(act, { institutionId: clinic.institutionId, clinicId: clinic.id })
  const made = (await onDay()) - before
  if (made === 0) throw new RefusedError('booking.extra_adds_nothing')
  await act.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.extra_added', subjectId: clinic.id, detail: { onDate: ask.onDate, from: ask.fromMinute, to: ask.toMinute, capacity: ask.capacity, slots: made } })
  return { slots: made }
}

/** Another room for a time of one day; whoever booked reads it on the booking and the call screen. */
export async function changeRoom(act: Act, ask: ClinicKey & Span & { readonly room: string; readonly reason: string }): Promise<{ slots: number }> {
  const clinic = await clinicToPlan(act, ask)
  if (ask.onDate < act.today) throw new RefusedError('booking.day_is_over', ask.onDate)
  const slots = await slotsTouched(act.tx, ask, ask, act.now.toISOString())
  if (slots.length === 0) throw new RefusedError('booking.nothing_to_stop')
  const others = (await heldBetween(act, clinic.institutionId, ask.onDate, ask.onDate)).filter((each) => each.clinicId !== clinic.id)
  refuseConflicts(conflictsOf(asHeld(clinic, ask), others).filter((each) => each.why === 'room'))
  await insertExceptions(act.tx, clinic, maker(act), [{ id: act.newId(), clinicId: clinic.id, onDate: ask.onDate, kind: 'room', fromMinute: ask.fromMinute, toMinute: ask.toMinute, slotMinutes: null, capacity: null, pools: {}, room: ask.room, reason: ask.reason, substituteClinicId: null }])
  const ids = slots.map((each) => each.id)
  await lockSlots(act.tx, clinic.institutionId, ids)
  await moveRoom(act.tx, clinic.institutionId, ids, ask.room)
  await act.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.room_changed', subjectId: clinic.id, detail: { onDate: ask.onDate, from: ask.fromMinute, to: ask.toMinute, room: ask.room, slots: ids.length } })
  return { slots: ids.length }
}

type Session = Extra & { clinicId: string; readonly draw: boolean }
type Said = { readonly zh: string; readonly en: string }

/** A copied session opens at once, which is no draw: who wants one on other days plans it by a rule. */
const sayDraw = (clinic: string, { onDate, fromMinute }: { readonly onDate: IsoDate; readonly fromMinute: number }): Said => ({
  zh: `${clinic}（${onDate} ${sayMinute(fromMinute)}）是抽签放号，没有复制；请用每周规则安排`, en: `${clinic} (${onDate} ${sayMinute(fromMinute)}) is given out by a draw and was not copied; plan it by a weekly rule`,
})

/** Rule SC-16: a copied week adds what the other one lacks as extra clinics; where something stands already, or conflicts, nothing is added and it is named. */
export async function copyWeek(act: Act, ask: { readonly departmentId: string | null; readonly fromWeek: IsoDate; readonly toWeek: IsoDate }): Promise<{ sessions: number; slots: number; conflicts: { zh: string; en: string }[] }> {
  if (act.actor.institutionId === null) throw new RefusedError('booking.not_your_schedule')
  const body = await bodyOf(act, act.actor.institutionId)
  const clinics = (await listClinics(act.tx, { institutionId: body.institutionId, departmentId: ask.departmentId ?? undefined, active: true })).filter((each) => mayPlan(act.actor, each, each.departmentId) === null)
  if (clinics.length === 0) throw new RefusedError('booking.not_your_schedule')
  const from = startOfWeek(ask.fromWeek)
  const to = startOfWeek(ask.toWeek)
  const by = diffDays(from, to)
  const held = await heldBetween(act, body.institutionId, to, addDays(to, 6))
  const added: ExceptionRow[] = []
  const conflicts: Conflict[] = []
  const drawn: Said[] = []
  for (const session of await sessionsToCopy(act, clinics, from)) {
    const clinic = clinics.find((each) => each.id === session.clinicId)
    const moved = { ...session, onDate: addDays(session.onDate, by) }
    if (clinic === undefined || moved.onDate < act.today) continue
    if (session.draw) {
      drawn.push(sayDraw(clinic.name, moved))
      continue
    }
    const asked = asHeld(clinic, moved)
    const found = conflictsOf(asked, held)
    if (found.length > 0) conflicts.push(...found.filter((each) => each.why !== 'clinic'))
    else {
      held.push(asked)
      added.push({ ...extraRow(act, clinic.id, moved), madeName: act.actor.name, madeAt: act.now.toISOString() })
    }
  }
  if (added.length === 0 && conflicts.length === 0 && drawn.length === 0) throw new RefusedError('booking.nothing_to_copy')
  await insertExceptions(act.tx, body, maker(act), added)
  const { made } = await ensureSlots(act, { institutionId: body.institutionId })
  await act.record({ ...body, kind: 'booking.week_copied', subjectId: body.institutionId, detail: { from, to, departmentId: ask.departmentId, sessions: added.length, slots: made, conflicts: conflicts.length, drawn: drawn.length } })
  return { sessions: added.length, slots: made, conflicts: [...conflicts.map((each) => ({ zh: sayConflict(each, 'zh'), en: sayConflict(each, 'en') })), ...drawn] }
}

/** What a week holds, slots of one length and capacity that follow each other taken together. */
async function sessionsToCopy(act: Act, clinics: readonly Clinic[], from: IsoDate): Promise<Session[]> {
  const [first] = clinics
  if (first === undefined) return []
  const slots = (await listGrid(act.tx, { institutionId: first.institutionId, clinicIds: clinics.map((each) => each.id), from, to: addDays(from, 6) })).filter((each) => !each.stopped)
  const shares = await sharesOfSlots(act, { institutionId: first.institutionId, clinicIds: clinics.map((each) => each.id), from, to: addDays(from, 6) }, slots)
  const sessions: (Session & { toMinute: number })[] = []
  for (const slot of slots.toSorted((a, b) => (a.clinicId < b.clinicId ? -1 : a.clinicId > b.clinicId ? 1 : a.startsAt < b.startsAt ? -1 : 1))) {
    const fromMinute = minuteIn(slot.onDate, slot.startsAt)
    const toMinute = minuteIn(slot.onDate, slot.endsAt)
    const pools = shares.get(slot.id) ?? {}
    const draw = slot.releaseId !== null
    const last = sessions.at(-1)
    const follows = last !== undefined && last.clinicId === slot.clinicId && last.onDate === slot.onDate && last.toMinute === fromMinute && last.slotMinutes === toMinute - fromMinute && last.capacity === slot.capacity && last.room === slot.room && last.draw === draw && sameShares(last.pools, pools)
    if (follows) last.toMinute = toMinute
    else sessions.push({ clinicId: slot.clinicId, onDate: slot.onDate, fromMinute, toMinute, slotMinutes: toMinute - fromMinute, capacity: slot.capacity, pools, room: slot.room, reason: '复制周排班', draw })
  }
  return sessions
}
