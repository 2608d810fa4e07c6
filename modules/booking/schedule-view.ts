import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { addDays, judgeDay, startOfWeek, weekday } from '../../kernel/calendar.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import { currentCalendar } from '../../server/platform/calendar-store.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { departmentsOn, staffNames } from '../directory/public.ts'
import type { ClinicView, ScheduleView, SessionView } from './contract/clinics.ts'
import { mayPlan } from './rules/schedule-authority.ts'
import { conflictsAmong, sayConflict, type Held } from './rules/schedule-conflicts.ts'
import { minuteIn } from './rules/schedule.ts'
import { listClinics, listExceptions, listRules, type Clinic } from './store/clinics.ts'
import { listGrid, listStanding, type GridSlot } from './store/slots.ts'

export async function viewClinics(read: ReadTx, actor: Actor, today: string, clinics: readonly Clinic[]): Promise<z.infer<typeof ClinicView>[]> {
  const bodies = [...new Set(clinics.map((each) => each.institutionId))]
  const departments = new Map((await Promise.all(bodies.map((each) => departmentsOn(read, each, today)))).flat().map((each) => [each.id, each.name]))
  const names = await staffNames(read, clinics.flatMap((each) => each.staffId ?? []))
  return clinics.map((clinic) => ({
    id: clinic.id, institutionId: clinic.institutionId, departmentId: clinic.departmentId, departmentName: departments.get(clinic.departmentId) ?? '', staffId: clinic.staffId, staffName: clinic.staffId === null ? null : (names.get(clinic.staffId) ?? null),
    name: clinic.name, service: clinic.service, room: clinic.room, feeCents: clinic.feeCents, brings: clinic.brings, active: clinic.active, revision: clinic.revision, blocked: { plan: refusalOf(mayPlan(actor, clinic, clinic.departmentId)) },
  }))
}

type Session = z.infer<typeof SessionView>

/** Slots that follow each other in one room and state are one session of the grid. */
function sessionsOf(slots: readonly GridSlot[]): Session[] {
  const sessions: Session[] = []
  for (const slot of slots) {
    const at = { fromMinute: minuteIn(slot.onDate, slot.startsAt), toMinute: minuteIn(slot.onDate, slot.endsAt), draw: slot.releaseId !== null }
    const last = sessions.at(-1)
    if (last !== undefined && last.onDate === slot.onDate && last.toMinute === at.fromMinute && last.room === slot.room && last.stopped === slot.stopped && last.draw === at.draw) {
      Object.assign(last, { toMinute: at.toMinute, slots: last.slots + 1, capacity: last.capacity + slot.capacity, taken: last.taken + slot.taken, kept: last.kept + slot.kept })
    } else sessions.push({ onDate: slot.onDate, ...at, room: slot.room, slots: 1, capacity: slot.capacity, taken: slot.taken, kept: slot.kept, stopped: slot.stopped })
  }
  return sessions
}

type SessionSlot = Pick<GridSlot, 'clinicId' | 'onDate' | 'startsAt' | 'endsAt' | 'room' | 'staffId'>

/** Each session as held on one day, for the conflicts of a week. */
export function heldOn(slots: readonly SessionSlot[], nameOf: (clinicId: string) => string): Held[] {
  const held: { -readonly [Key in keyof Held]: Held[Key] }[] = []
  for (const slot of [...slots].sort((a, b) => (a.clinicId < b.clinicId ? -1 : a.clinicId > b.clinicId ? 1 : a.startsAt < b.startsAt ? -1 : 1))) {
    const fromMinute = minuteIn(slot.onDate, slot.startsAt)
    const toMinute = minuteIn(slot.onDate, slot.endsAt)
    const last = held.at(-1)
    if (last !== undefined && last.clinicId === slot.clinicId && last.fromOn === slot.onDate && last.toMinute === fromMinute && last.room === slot.room) last.toMinute = toMinute
    else held.push({ clinicId: slot.clinicId, clinicName: nameOf(slot.clinicId), staffId: slot.staffId, room: slot.room, weekdays: [weekday(slot.onDate)], fromMinute, toMinute, fromOn: slot.onDate, toOn: slot.onDate })
  }
  return held
}

/** One week of a body or department; conflicts are looked for in the whole body, since rooms and doctors are shared. */
export async function viewSchedule(look: { read: ReadTx; actor: Actor; today: string }, ask: { institutionId: string; departmentId?: string | undefined; week: string }): Promise<z.infer<typeof ScheduleView>> {
  const { read, actor, today } = look
  const from = startOfWeek(ask.week)
  const to = addDays(from, 6)
  const all = await listClinics(read, { institutionId: ask.institutionId })
  const clinics = all.filter((each) => ask.departmentId === undefined || each.departmentId === ask.departmentId)
  const clinicIds = clinics.map((each) => each.id)
  const span = { institutionId: ask.institutionId, from, to }
  const [calendar, rules, exceptions, grid, standing, views] = await Promise.all([
    currentCalendar(read), listRules(read, { institutionId: ask.institutionId, from }), listExceptions(read, span), listGrid(read, { ...span, clinicIds }), listStanding(read, span), viewClinics(read, actor, today, clinics),
  ])
  const names = new Map(all.map((each) => [each.id, each.name]))
  const shown = new Set(clinicIds)
  const conflicts = conflictsAmong(heldOn(standing.filter((each) => !each.stopped), (id) => names.get(id) ?? '')).filter(({ asked, conflict }) => shown.has(asked.clinicId) || shown.has(conflict.clinicId))
  const slotsOf = Map.groupBy(grid, (each) => each.clinicId)
  return {
    ...span,
    days: Array.from({ length: 7 }, (_, at) => addDays(from, at)).map((on) => ({ on, ...(({ counts, name }) => ({ counts, name }))(judgeDay(on, calendar)) })),
    clinics: views.map((clinic) => ({
      clinic,
      rules: rules.filter((rule) => rule.clinicId === clinic.id).map((rule) => ({ ...rule, weekdays: [...rule.weekdays] })),
      sessions: sessionsOf(slotsOf.get(clinic.id) ?? []),
      exceptions: exceptions.filter((each) => each.clinicId === clinic.id).map(({ id, clinicId, onDate, kind, fromMinute, toMinute, room, reason, substituteClinicId, madeName, madeAt }) => ({ id, clinicId, onDate, kind, fromMinute, toMinute, room, reason, substituteClinicId, madeName, madeAt })),
    })),
    conflicts: conflicts.map(({ asked, conflict }) => ({ onDate: asked.fromOn, zh: `${asked.clinicName} ↔ ${sayConflict(conflict, 'zh')}`, en: `${asked.clinicName} ↔ ${sayConflict(conflict, 'en')}` })),
  }
}
