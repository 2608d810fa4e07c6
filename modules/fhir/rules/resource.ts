import type { Instant } from '../../../kernel/instant.ts'

/** The resources of FHIR R4 (4.0.1) that the facade speaks, as far as it fills them. */
export const resourceTypes = ['Organization', 'Location', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot', 'Appointment', 'Patient'] as const
export type ResourceType = (typeof resourceTypes)[number]
export const isResourceType = (text: string): text is ResourceType => resourceTypes.some((each) => each === text)

export const fhirVersion = '4.0.1'

/** Whose numbers an identifier holds. */
export const systems = {
  /** 居民身份证号, the object identifier that WS/T health documents use. */
  idNumber: 'urn:oid:2.16.156.10011.1.3',
  creditCode: 'urn:huiyin:unified-social-credit-code',
  booking: 'urn:huiyin:booking',
  /** The patient code that every counter scans. */
  patientCode: 'urn:huiyin:patient-code',
  service: 'urn:huiyin:service',
  /** Which places of a slot are meant: public, onsite, referral, followup, priority. */
  pool: 'urn:huiyin:place-pool',
  capacity: 'urn:huiyin:capacity',
  free: 'urn:huiyin:free-places',
  feeCents: 'urn:huiyin:fee-cents',
  cancellation: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason',
  organizationType: 'http://terminology.hl7.org/CodeSystem/organization-type',
  physicalType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
} as const

type Coding = { readonly system?: string; readonly code?: string; readonly display?: string }
export type Concept = { readonly coding?: readonly Coding[]; readonly text?: string }
export type Identifier = { readonly system?: string | undefined; readonly value: string }
export type Reference = { readonly reference: string; readonly display?: string }
export type Extension = { readonly url: string; readonly valueCode?: string; readonly valueInteger?: number }
type Meta = { readonly versionId?: string; readonly lastUpdated?: Instant }

/** Any resource that goes out: its type and id are known, the rest is what its mapping fills. */
export type Resource = { readonly resourceType: string; readonly id?: string; readonly meta?: Meta } & Readonly<Record<string, unknown>>

export const refTo = (type: ResourceType, id: string, display?: string): Reference => (display === undefined || display === '' ? { reference: `${type}/${id}` } : { reference: `${type}/${id}`, display })

/** The id at the end of 'Slot/x', of an address of ours, or alone; null where it speaks of another type or server. */
export function idInReference(text: string, type: ResourceType, base: string): string | null {
  const local = text.startsWith(`${base}/`) ? text.slice(base.length + 1) : text
  const [, named, id] = /^(?:([A-Za-z]+)\/)?([A-Za-z0-9\-.]{1,64})$/.exec(local) ?? []
  return id === undefined || (named !== undefined && named !== type) ? null : id
}

export const isFhirId = (text: string): boolean => /^[A-Za-z0-9\-.]{1,64}$/.test(text)
