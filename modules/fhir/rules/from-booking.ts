import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { refTo, systems, type Concept, type Extension, type Identifier, type Resource } from './resource.ts'
import { minutesBetween, showInstant } from './search.ts'

export type ClinicFacts = { readonly id: string; readonly departmentId: string; readonly staffId: string | null; readonly name: string; readonly service: string; readonly room: string; readonly feeCents: number; readonly brings: string; readonly active: boolean; readonly revision: number }
export type SlotFacts = { readonly id: string; readonly clinicId: string; readonly startsAt: Instant; readonly endsAt: Instant; readonly service: string; readonly room: string; readonly stopped: boolean; readonly capacity: number; /** Places left in the pool that was asked for. */ readonly free: number; readonly revision: number }
export type BookingFacts = {
  readonly id: string; readonly slotId: string; readonly pool: string; readonly clinicId: string; readonly departmentId: string; readonly staffId: string | null; readonly service: string
  readonly startsAt: Instant; readonly endsAt: Instant; readonly state: string; readonly personIndex: string; readonly madeAt: Instant; readonly changedAt: Instant; readonly endReason: string | null; readonly revision: number
}

/** How the house's own systems call a schedule or slot: an own id that stands in its place, and identifiers. */
export type OwnName = { readonly ownId: string; readonly identifier: readonly Identifier[] }
export type Names = { readonly of: (type: 'Schedule' | 'Slot', id: string) => OwnName | undefined }
export const noNames: Names = { of: () => undefined }

const services: Readonly<Record<string, string>> = { visit: '门诊', exam: '检查', treatment: '治疗', studio: '名医基层工作室' }
const serviceOf = (service: string): Concept => ({ coding: [{ system: systems.service, code: service, display: services[service] ?? service }] })
const identified = (own: OwnName | undefined) => (own === undefined || own.identifier.length === 0 ? {} : { identifier: own.identifier })
const idOf = (names: Names, type: 'Schedule' | 'Slot', id: string): string => names.of(type, id)?.ownId ?? id
const integer = (url: string, valueInteger: number): Extension => ({ url, valueInteger })

/** Rule FH-1: a clinic is a schedule of its department and, where one doctor holds it, of that doctor. */
export const scheduleOf = (clinic: ClinicFacts, names: Names, title: { readonly department?: string | undefined; readonly staff?: string | undefined } = {}): Resource => ({
  resourceType: 'Schedule',
  id: idOf(names, 'Schedule', clinic.id),
  meta: { versionId: String(clinic.revision) },
  extension: [integer(systems.feeCents, clinic.feeCents)],
  ...identified(names.of('Schedule', clinic.id)),
  active: clinic.active,
  serviceCategory: [serviceOf(clinic.service)],
  serviceType: [{ text: clinic.name }],
  actor: [refTo('Location', clinic.departmentId, title.department), ...(clinic.staffId === null ? [] : [refTo('Practitioner', clinic.staffId, title.staff)])],
  ...(clinic.brings === '' ? {} : { comment: clinic.brings }),
})

/** A stopped slot is unavailable, a full one busy. */
export const slotOf = (slot: SlotFacts, names: Names): Resource => ({
  resourceType: 'Slot',
  id: idOf(names, 'Slot', slot.id),
  meta: { versionId: String(slot.revision) },
  extension: [integer(systems.capacity, slot.capacity), integer(systems.free, slot.stopped ? 0 : slot.free)],
  ...identified(names.of('Slot', slot.id)),
  serviceCategory: [serviceOf(slot.service)],
  schedule: refTo('Schedule', idOf(names, 'Schedule', slot.clinicId)),
  status: slot.stopped ? 'busy-unavailable' : slot.free > 0 ? 'free' : 'busy',
  start: showInstant(slot.startsAt),
  end: showInstant(slot.endsAt),
  ...(slot.room === '' ? {} : { comment: slot.room }),
})

/** What FHIR calls each state; a place that was lost, moved or stopped is cancelled, and its reason says how. */
export const statuses: Readonly<Record<string, string>> = { held: 'pending', booked: 'booked', arrived: 'arrived', seen: 'fulfilled', 'no-show': 'noshow', cancelled: 'cancelled', expired: 'cancelled', stopped: 'cancelled', moved: 'cancelled' }
export const statesOf = (status: string): string[] => Object.entries(statuses).filter(([, each]) => each === status).map(([state]) => state)

const endings: Readonly<Record<string, { code: string; text: string }>> = {
  cancelled: { code: 'pat', text: '已取消' },
  moved: { code: 'pat', text: '已改约' },
  expired: { code: 'other', text: '逾期未确认，号源已释放' },
  stopped: { code: 'prov', text: '停诊' },
}
function reasonOf(booking: BookingFacts): { cancelationReason?: Concept } {
  const ending = endings[booking.state]
  if (ending === undefined) return {}
  const text = booking.endReason === null || booking.endReason === '' ? ending.text : booking.endReason
  return { cancelationReason: { coding: [{ system: systems.cancellation, code: ending.code }], text } }
}

/** An id of FHIR holds no underscore: the index of a person is written in hexadecimal digits, 64 of them. */
export const patientIdOf = (personIndex: string): string => [...atob(personIndex.replaceAll('-', '+').replaceAll('_', '/'))].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')
export function personIndexOf(patientId: string): string | null {
  if (!/^[0-9a-f]{64}$/.test(patientId)) return null
  const bytes = (patientId.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Rule FH-1: a booking; whose it is stands in a Patient of its own, which is asked for apart (Rule FH-10). */
export const appointmentOf = (booking: BookingFacts, names: Names, more: { readonly identifier?: readonly Identifier[]; readonly code?: string } = {}): Resource => ({
  resourceType: 'Appointment',
  id: booking.id,
  meta: { versionId: String(booking.revision), lastUpdated: booking.changedAt },
  extension: [{ url: systems.pool, valueCode: booking.pool }],
  identifier: [{ system: systems.booking, value: booking.id }, ...(more.code === undefined ? [] : [{ system: systems.patientCode, value: more.code }]), ...(more.identifier ?? [])],
  status: statuses[booking.state] ?? 'pending',
  ...reasonOf(booking),
  serviceCategory: [serviceOf(booking.service)],
  start: showInstant(booking.startsAt),
  end: showInstant(booking.endsAt),
  minutesDuration: minutesBetween(booking.startsAt, booking.endsAt),
  slot: [refTo('Slot', idOf(names, 'Slot', booking.slotId))],
  created: booking.madeAt,
  participant: [
    { actor: refTo('Patient', patientIdOf(booking.personIndex)), required: 'required', status: 'accepted' },
    { actor: refTo('Location', booking.departmentId), required: 'required', status: 'accepted' },
    ...(booking.staffId === null ? [] : [{ actor: refTo('Practitioner', booking.staffId), required: 'required', status: 'accepted' }]),
  ],
})

export type PersonKept = { readonly personIndex: string; readonly name: string; readonly phone: string; readonly idNumber: string; readonly bornOn: IsoDate | null; readonly sex: 'male' | 'female' | null }

export const patientOf = (person: PersonKept): Resource => ({
  resourceType: 'Patient',
  id: patientIdOf(person.personIndex),
  identifier: [{ system: systems.idNumber, value: person.idNumber }],
  active: true,
  name: [{ text: person.name }],
  ...(person.phone === '' ? {} : { telecom: [{ system: 'phone', value: person.phone, use: 'mobile' }] }),
  ...(person.sex === null ? {} : { gender: person.sex }),
  ...(person.bornOn === null ? {} : { birthDate: person.bornOn }),
})

