import { z } from 'zod'
import { toUtc } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { idInReference, systems, type Identifier } from './resource.ts'

const short = z.string().max(500)
const fhirId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/)
const identifier = z.object({ system: short.optional(), value: z.string().min(1).max(150) })
const reference = z.object({ reference: short.optional(), display: short.optional() })
const coding = z.object({ system: short.optional(), code: short.optional(), display: short.optional() })
const concept = z.object({ coding: z.array(coding).max(20).optional(), text: short.optional() })
const extension = z.object({ url: short, valueCode: short.optional(), valueInteger: z.number().int().optional() })
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/).transform((text, context) => {
  try {
    return toUtc(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'not an instant' })
    return z.NEVER
  }
})
const common = { id: fhirId.optional(), identifier: z.array(identifier).max(10).default([]), extension: z.array(extension).max(20).default([]) }
const contained = z.array(z.looseObject({ resourceType: z.string(), id: fhirId.optional() })).max(10).default([])

/** What is heeded of a resource that comes in; what else stands in it is left out, as the capability statement says. */
export const PatientIn = z.object({
  resourceType: z.literal('Patient'), ...common,
  name: z.array(z.object({ text: short.optional(), family: short.optional(), given: z.array(short).max(10).optional() })).max(10).default([]),
  telecom: z.array(z.object({ system: short.optional(), value: short.optional(), use: short.optional() })).max(20).default([]),
  birthDate: z.iso.date().optional(),
})
export const AppointmentIn = z.object({
  resourceType: z.literal('Appointment'), ...common, contained,
  status: z.enum(['proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error', 'checked-in', 'waitlist']),
  cancelationReason: concept.optional(),
  slot: z.array(reference).max(5).default([]),
  participant: z.array(z.object({ actor: reference.optional() })).min(1).max(20),
})
export const ScheduleIn = z.object({
  resourceType: z.literal('Schedule'), ...common,
  active: z.boolean().default(true),
  serviceCategory: z.array(concept).max(20).default([]),
  serviceType: z.array(concept).max(20).default([]),
  specialty: z.array(concept).max(20).default([]),
  actor: z.array(reference).min(1).max(10),
  comment: z.string().max(500).optional(),
})
export const SlotIn = z.object({
  resourceType: z.literal('Slot'), ...common,
  schedule: reference,
  status: z.enum(['busy', 'free', 'busy-unavailable', 'busy-tentative', 'entered-in-error']),
  start: instant,
  end: instant,
  comment: z.string().max(500).optional(),
})
/** RFC 6902, as far as an appointment can change. */
export const PatchIn = z.array(z.object({ op: z.enum(['add', 'replace', 'test', 'remove', 'move', 'copy']), path: z.string().max(200), value: z.unknown().optional() })).min(1).max(20)

type Appointment = z.output<typeof AppointmentIn>
type Schedule = z.output<typeof ScheduleIn>
type Patient = z.output<typeof PatientIn>

export type PersonAsked = { readonly name: string; readonly phone: string; readonly idNumber: string; readonly bornOn: string | null }

/** Family and given names of Chinese people are written without a blank between them. */
function nameOf(name: Patient['name'][number] | undefined): string {
  if (name === undefined) return ''
  if (name.text !== undefined) return name.text.trim()
  const given = name.given ?? []
  const family = name.family ?? ''
  return (/^[ -~]*$/.test([family, ...given].join('')) ? [...given, family].join(' ') : [family, ...given].join('')).trim()
}

export const personOf = (patient: Patient): PersonAsked => ({
  name: nameOf(patient.name[0]),
  phone: patient.telecom.find((each) => each.system === 'phone' && each.use === 'mobile')?.value ?? patient.telecom.find((each) => each.system === 'phone' || each.system === 'sms')?.value ?? '',
  idNumber: (patient.identifier.find((each) => each.system === systems.idNumber) ?? patient.identifier.find((each) => each.system === undefined))?.value ?? '',
  bornOn: patient.birthDate ?? null,
})

/** Who is to be seen: a Patient inside the appointment, or one that the house knows already. */
export function patientAsked(appointment: Appointment, base: string): PersonAsked | { readonly patientId: string } | Refusal {
  for (const { actor } of appointment.participant) {
    const text = actor?.reference ?? ''
    if (text.startsWith('#')) {
      const held = appointment.contained.find((each) => each.id === text.slice(1) && each.resourceType === 'Patient')
      const patient = PatientIn.safeParse(held)
      if (patient.success) return personOf(patient.data)
    } else if (/(?:^|\/)Patient\//.test(text)) {
      const id = idInReference(text, 'Patient', base)
      return id === null ? refuse('fhir.reference', text) : { patientId: id }
    }
  }
  return refuse('fhir.patient_needed')
}

/** Rule FH-7: the caller's own number is its key; an appointment without one cannot be sent twice safely. */
export function keyOf(identifiers: readonly Identifier[], ifNoneExist: string | undefined): string | Refusal {
  const [, , asked] = /^(.*&)?identifier=([^&]+)/.exec(ifNoneExist ?? '') ?? []
  if (asked !== undefined) {
    try {
      return decodeURIComponent(asked).slice(0, 200)
    } catch {
      return refuse('fhir.parameter', `If-None-Exist: ${asked}`)
    }
  }
  const own = identifiers.find((each) => each.system !== systems.booking && each.system !== systems.patientCode)
  return own === undefined ? refuse('fhir.identifier_needed') : `${own.system ?? ''}|${own.value}`.slice(0, 200)
}

const knownPools = ['public', 'onsite', 'referral', 'followup', 'priority'] as const
export type PoolAsked = (typeof knownPools)[number]
export function poolOf(extensions: readonly { readonly url: string; readonly valueCode?: string | undefined }[]): PoolAsked | Refusal {
  const code = extensions.find((each) => each.url === systems.pool)?.valueCode ?? 'public'
  return knownPools.find((each) => each === code) ?? refuse('fhir.parameter', `${systems.pool}=${code}`)
}

export const wordOf = (given: z.output<typeof concept> | undefined): string => given?.text ?? given?.coding?.find((each) => each.display !== undefined)?.display ?? given?.coding?.find((each) => each.code !== undefined)?.code ?? ''

const knownServices = ['visit', 'exam', 'treatment', 'studio'] as const
/** Rule FH-9: what a pushed schedule says of a clinic; a kind of service that is not ours is a visit. */
export function clinicAsked(schedule: Schedule, base: string) {
  const code = schedule.serviceCategory.flatMap((each) => each.coding ?? []).find((each) => each.system === systems.service)?.code
  const actorOf = (type: 'Location' | 'Practitioner' | 'PractitionerRole') => schedule.actor.flatMap(({ reference: text }) => (text === undefined ? [] : [idInReference(text, type, base)])).find((id) => id !== null) ?? null
  const named = (type: string) => schedule.actor.filter((each) => each.reference?.includes(`${type}/`) === true)
  const at = (type: 'Location' | 'Practitioner' | 'PractitionerRole') => (named(type).length === 0 ? null : actorOf(type))
  return {
    departmentId: at('Location'),
    staffId: at('Practitioner') ?? at('PractitionerRole'),
    name: [wordOf(schedule.serviceType[0]), wordOf(schedule.specialty[0]), schedule.actor.find((each) => each.display !== undefined)?.display ?? ''].find((each) => each.trim().length >= 2)?.trim().slice(0, 60) ?? '',
    service: knownServices.find((each) => each === code) ?? 'visit',
    feeCents: Math.max(0, schedule.extension.find((each) => each.url === systems.feeCents)?.valueInteger ?? 0),
    brings: schedule.comment ?? '',
    active: schedule.active,
  }
}

export const capacityOf = (extensions: readonly { readonly url: string; readonly valueInteger?: number | undefined }[]): number => Math.min(200, Math.max(1, extensions.find((each) => each.url === systems.capacity)?.valueInteger ?? 1))

/** Which states a change can lead to. */
const changes = ['booked', 'cancelled', 'arrived', 'fulfilled'] as const
export type Change = { readonly to: (typeof changes)[number]; readonly reason: string }

/** Rule FH-8: of an appointment only its state changes: booked (what was held is paid), cancelled, arrived, fulfilled. */
export function changeAsked(status: string, reason: string): Change | Refusal {
  const to = changes.find((each) => each === status)
  return to !== undefined ? { to, reason: reason.trim().slice(0, 200) } : refuse('fhir.change_not_supported')
}

export function changePatched(patch: z.output<typeof PatchIn>, statusNow: string): Change | Refusal {
  let status: string | null = null
  let reason = ''
  for (const { op, path, value } of patch) {
    if (op === 'test' && path === '/status') {
      if (value !== statusNow) return refuse('fhir.stale')
    } else if ((op === 'replace' || op === 'add') && path === '/status' && typeof value === 'string') status = value
    else if ((op === 'replace' || op === 'add') && path === '/cancelationReason') reason = wordOf(concept.safeParse(value).data)
    else if ((op === 'replace' || op === 'add') && path === '/cancelationReason/text' && typeof value === 'string') reason = value
    else return refuse('fhir.change_not_supported')
  }
  return status === null ? refuse('fhir.change_not_supported') : changeAsked(status, reason)
}

/** 'W/"3"' or '"3"' as the revision it names; null where there is none or it is no number of ours. */
export function revisionIn(ifMatch: string | undefined): number | null {
  const [, digits] = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '') ?? []
  return digits === undefined ? null : Number(digits)
}
