import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { planners } from '../rules/schedule-authority.ts'
import { clinicServices } from '../rules/schedule.ts'

const refusal = z.string().nullable()
const text = (most: number) => z.string().trim().max(most)
const minute = z.number().int().min(0).max(1440)
const shares = z.object({ onsite: z.number().int().min(0).max(200).optional(), referral: z.number().int().min(0).max(200).optional(), followup: z.number().int().min(0).max(200).optional(), priority: z.number().int().min(0).max(200).optional() })

export const ClinicView = z.object({
  id, institutionId: id, departmentId: id, departmentName: z.string(), staffId: id.nullable(), staffName: z.string().nullable(), name: z.string(), service: z.enum(clinicServices), room: z.string(), feeCents: z.number().int(), brings: z.string(), active: z.boolean(), revision: z.number().int(),
  /** Why the clinic cannot be planned by whoever looks; null where it can. */
  blocked: z.object({ plan: refusal }),
})

const clinicBody = z.object({ departmentId: id, staffId: id.nullable().default(null), name: text(60).min(2), service: z.enum(clinicServices).default('visit'), room: text(40).default(''), feeCents: z.number().int().min(0).max(10_000_000).default(0), brings: text(500).default(''), active: z.boolean().default(true) })

export const RuleView = z.object({
  id, clinicId: id, weekdays: z.array(z.number().int()), fromMinute: minute, toMinute: minute, slotMinutes: z.number().int(), capacity: z.number().int(), pools: shares, onHolidays: z.boolean(), room: z.string(), weeksAhead: z.number().int(), releaseMinute: minute,
  mode: z.enum(['queue', 'draw']), drawMinutes: z.number().int(), referralDaysEarlier: z.number().int(), rolloverHours: z.number().int(), validFrom: isoDate, validTo: isoDate.nullable(),
})
const ruleBody = z.object({
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7), fromMinute: minute.max(1439), toMinute: minute.min(1), slotMinutes: z.number().int().min(5).max(60), capacity: z.number().int().min(1).max(200), pools: shares.default({}), onHolidays: z.boolean().default(false), room: text(40).default(''),
  weeksAhead: z.number().int().min(1).max(12).default(2), releaseMinute: z.number().int().min(0).max(1439).default(480), mode: z.enum(['queue', 'draw']).default('queue'), drawMinutes: z.number().int().min(5).max(1440).default(30), referralDaysEarlier: z.number().int().min(0).max(14).default(0),
  rolloverHours: z.number().int().min(0).max(336).default(24), validFrom: isoDate, validTo: isoDate.nullable().default(null),
  /** The rule that ends the day before this one begins. */
  replaces: id.nullable().default(null),
})

const ConflictView = z.object({ why: z.enum(['room', 'doctor', 'clinic']), clinicId: id, clinicName: z.string(), zh: z.string(), en: z.string() })

export const SessionView = z.object({ onDate: isoDate, fromMinute: minute, toMinute: minute, room: z.string(), slots: z.number().int(), capacity: z.number().int(), taken: z.number().int(), kept: z.number().int(), stopped: z.boolean(), draw: z.boolean() })
const ExceptionView = z.object({ id, clinicId: id, onDate: isoDate, kind: z.enum(['stop', 'extra', 'room']), fromMinute: minute, toMinute: minute, room: z.string(), reason: z.string(), substituteClinicId: id.nullable(), madeName: z.string(), madeAt: isoInstant })

export const ScheduleView = z.object({
  institutionId: id,
  from: isoDate,
  to: isoDate,
  /** Monday to Sunday: what the calendar says of each day. */
  days: z.array(z.object({ on: isoDate, counts: z.boolean(), name: z.string().nullable() })),
  clinics: z.array(z.object({ clinic: ClinicView, rules: z.array(RuleView), sessions: z.array(SessionView), exceptions: z.array(ExceptionView) })),
  conflicts: z.array(z.object({ onDate: isoDate, zh: z.string(), en: z.string() })),
})

const clinicParams = z.object({ institutionId: id, clinicId: id })
const span = { onDate: isoDate, fromMinute: minute.max(1439), toMinute: minute.min(1) }
const spanQuery = z.object({ onDate: isoDate, fromMinute: z.coerce.number().int().min(0).max(1439), toMinute: z.coerce.number().int().min(1).max(1440) })

const TouchedView = z.object({ slots: z.number().int(), bookings: z.number().int(), feeCents: z.number().int() })

export const FreeSlotView = z.object({
  institutionId: id, regionCode: z.string(), slotId: id, clinicId: id, clinicName: z.string(), departmentId: id, staffId: id.nullable(), service: z.enum(clinicServices), onDate: isoDate, startsAt: isoInstant, endsAt: isoInstant, room: z.string(), capacity: z.number().int(), free: z.number().int(), opensAt: isoInstant, releaseId: id.nullable(), feeCents: z.number().int(),
})

/** Free places of a body at a glance: `free[i]` of a clinic is its number on day `from + i`. */
export const FreeBoardView = z.object({
  institutionId: id, from: isoDate, to: isoDate, asOf: isoInstant,
  clinics: z.array(z.object({ clinicId: id, departmentId: id, staffId: id.nullable(), name: z.string(), service: z.enum(clinicServices), feeCents: z.number().int(), firstAt: isoInstant.nullable(), firstSlotId: id.nullable(), free: z.array(z.number().int()) })),
})

export const SheetPreview = z.object({
  /** Of the file as it was read: only this one is taken afterwards. */
  digest: z.string(),
  rows: z.number().int(),
  planned: z.array(z.object({ row: z.number().int(), department: z.string(), clinic: z.string(), doctor: z.string(), isNew: z.boolean(), rule: RuleView })),
  faults: z.array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), reason: z.string() })),
})

export const clinicContract = {
  freeBoard: endpoint({ method: 'GET', path: '/free', access: 'anyone', summary: 'Free public places of a body by clinic and day, fresh within a second', query: z.object({ institutionId: id, departmentId: id.optional(), days: z.coerce.number().int().min(1).max(84).default(30) }), reply: FreeBoardView }),
  freeSlots: endpoint({
    method: 'GET', path: '/free/slots', access: 'anyone', summary: 'Free public places, soonest first',
    query: z.object({ institutionId: id.optional(), departmentId: id.optional(), clinicId: id.optional(), service: z.enum(clinicServices).optional(), from: isoDate.optional(), to: isoDate.optional(), after: z.string().max(300).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ rows: z.array(FreeSlotView), next: z.string().nullable() }),
  }),
  listClinics: endpoint({ method: 'GET', path: '/clinics', access: 'signed-in', summary: 'Clinics I may see', query: z.object({ institutionId: id.optional(), departmentId: id.optional(), active: z.enum(['true', 'false']).optional() }), reply: z.object({ rows: z.array(ClinicView) }) }),
  addClinic: endpoint({ method: 'POST', path: '/clinics', access: planners, summary: 'Add a clinic to my own body', body: clinicBody, reply: ClinicView }),
  changeClinic: endpoint({ method: 'PATCH', path: '/clinics/:institutionId/:clinicId', access: planners, summary: 'Change a clinic', params: clinicParams, body: clinicBody.extend({ revision: z.number().int() }), reply: ClinicView }),
  addRule: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/rules', access: planners, summary: 'Add or change a weekly rule from a day on; slots that exist keep', params: clinicParams, body: ruleBody, reply: z.object({ ruleId: id, slots: z.number().int() }) }),
  checkRule: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/rules/check', access: planners, summary: 'All conflicts of a weekly rule, before it is added', params: clinicParams, body: ruleBody, reply: z.object({ refused: refusal, conflicts: z.array(ConflictView) }) }),
  endRule: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/rules/:ruleId/end', access: planners, summary: 'A rule ends with a day', params: clinicParams.extend({ ruleId: id }), body: z.object({ lastOn: isoDate }), reply: z.object({ ruleId: id }) }),
  schedule: endpoint({ method: 'GET', path: '/schedule', access: 'signed-in', summary: 'One week of the clinics of a body or department, with every conflict', query: z.object({ institutionId: id, departmentId: id.optional(), week: isoDate }), reply: ScheduleView }),
  addExtra: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/extra', access: planners, summary: 'An extra clinic on one day', params: clinicParams, body: z.object({ ...span, slotMinutes: z.number().int().min(5).max(60), capacity: z.number().int().min(1).max(200), pools: shares.default({}), room: text(40).default(''), reason: text(200).default('') }), reply: z.object({ slots: z.number().int() }) }),
  changeRoom: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/room', access: planners, summary: 'Another room on one day', params: clinicParams, body: z.object({ ...span, room: text(40).min(1), reason: text(200).default('') }), reply: z.object({ slots: z.number().int() }) }),
  touched: endpoint({ method: 'GET', path: '/clinics/:institutionId/:clinicId/touched', access: planners, summary: 'What a stop or another room would concern', params: clinicParams, query: spanQuery, reply: TouchedView }),
  stopClinic: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/stop', access: planners, summary: 'Stop a clinic for a time; everyone who booked is told and offered another', params: clinicParams, body: z.object({ ...span, reason: text(200).min(2), substituteClinicId: id.nullable().default(null) }), reply: z.object({ exceptionId: id, slots: z.number().int(), bookings: z.number().int() }) }),
  reopenClinic: endpoint({ method: 'POST', path: '/clinics/:institutionId/:clinicId/reopening', access: planners, summary: 'Take the stops of a time back; whoever was told of them is told that the clinic is held', params: clinicParams, body: z.object({ ...span, reason: text(200).min(2) }), reply: z.object({ slots: z.number().int() }) }),
  scheduleTemplate: endpoint({ method: 'GET', path: '/schedule/template', access: planners, summary: 'The sheet to fill in', download: true }),
  previewSchedule: endpoint({ method: 'POST', path: '/schedule/preview', access: planners, summary: 'What a sheet would do, with every bad cell; nothing is kept', upload: true, reply: SheetPreview }),
  importSchedule: endpoint({ method: 'POST', path: '/schedule/import', access: planners, summary: 'Takes the sheet that was previewed, all rows or none', upload: true, body: z.object({ digest: z.string().length(64) }), reply: z.object({ clinics: z.number().int(), rules: z.number().int(), slots: z.number().int() }) }),
  copyWeek: endpoint({ method: 'POST', path: '/schedule/copy', access: planners, summary: 'Copy what one week holds into another, where it is still empty', body: z.object({ departmentId: id.nullable().default(null), fromWeek: isoDate, toWeek: isoDate }), reply: z.object({ sessions: z.number().int(), slots: z.number().int(), conflicts: z.array(z.object({ zh: z.string(), en: z.string() })) }) }),
}
