import { fhirVersion, resourceTypes, type Resource, type ResourceType } from './resource.ts'
import { offered, writeScopes } from './scope.ts'

type Param = { readonly name: string; readonly type: 'token' | 'reference' | 'date' | 'string'; readonly documentation?: string }
const byId: Param = { name: '_id', type: 'token' }
const updated: Param = { name: '_lastUpdated', type: 'date' }
const identifier: Param = { name: 'identifier', type: 'token' }

/** What each type is searched by; the routes know the same names. */
const searched: Readonly<Record<ResourceType, readonly Param[]>> = {
  Organization: [byId, { name: 'name', type: 'string' }, identifier],
  Location: [byId, { name: 'name', type: 'string' }, { name: 'organization', type: 'reference' }],
  Practitioner: [byId, { name: 'name', type: 'string' }],
  PractitionerRole: [byId, { name: 'practitioner', type: 'reference' }, { name: 'location', type: 'reference' }, { name: 'organization', type: 'reference' }],
  Schedule: [byId, identifier, { name: 'actor', type: 'reference' }, { name: 'active', type: 'token' }, { name: 'service-category', type: 'token' }],
  Slot: [byId, identifier, { name: 'schedule', type: 'reference' }, { name: 'start', type: 'date' }, { name: 'status', type: 'token' }, { name: 'service-category', type: 'token' }, { name: 'place-pool', type: 'token', documentation: 'public (default), onsite, referral, followup, priority' }],
  Appointment: [byId, identifier, { name: 'date', type: 'date', documentation: 'Left out, it is yesterday and later' }, updated, { name: 'status', type: 'token' }, { name: 'slot', type: 'reference' }, { name: 'patient', type: 'reference' }, { name: 'location', type: 'reference' }, { name: 'practitioner', type: 'reference' }],
  Patient: [byId, identifier],
}

/** Parameters that are no filters of the resource: what comes along. */
const resultParams: Readonly<Partial<Record<ResourceType, readonly string[]>>> = { Appointment: ['_include'] }
export const namesKnown = (type: ResourceType): string[] => [...searched[type].map((each) => each.name), ...(resultParams[type] ?? [])]

const letters: Readonly<Record<string, string>> = { c: 'create', r: 'read', u: 'update', s: 'search-type' }
const says: Readonly<Record<ResourceType, string>> = {
  Organization: 'Institutions and commissions.',
  Location: 'The departments of the own institution.',
  Practitioner: 'The staff of the own institution.',
  PractitionerRole: 'One role a person, with the departments of the posts held today.',
  Schedule: 'Clinics. PUT by an own id makes or changes one.',
  Slot: 'Times at a clinic with their places. PUT by an own id makes or changes one; a slot with bookings keeps its time.',
  Appointment: 'Bookings of the own institution, made and cancelled by the same rules as everywhere. Name, telephone and id number of the patient stand in Patient.',
  Patient: 'People with a booking at the own institution; every read is recorded.',
}

/** Rule FH-1: what the facade can do, as the standard asks it to be said; made of the same lists that the routes obey. */
export const capability = (base: string, at: string): Resource => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: at,
  publisher: '回音 Huiyin',
  kind: 'instance',
  software: { name: 'Huiyin' },
  implementation: { description: 'Booking of this installation; each token sees its own institution', url: base },
  fhirVersion,
  format: ['application/fhir+json', 'json'],
  patchFormat: ['application/json-patch+json'],
  rest: [{
    mode: 'server',
    security: {
      extension: [{ url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris', extension: [{ url: 'token', valueUri: `${base}/oauth/token` }] }],
      cors: false,
      service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] }],
      description: 'OAuth 2.0 client credentials; a client is made in the console by the clerk of the institution',
    },
    resource: resourceTypes.map((type) => ({
      type,
      documentation: says[type],
      interaction: [...[...offered[type]].map((letter) => letters[letter] ?? letter), ...(type === 'Appointment' ? ['patch'] : [])].map((code) => ({ code })),
      versioning: ['Schedule', 'Slot', 'Appointment'].includes(type) ? 'versioned-update' : 'no-version',
      readHistory: false,
      updateCreate: type === 'Schedule' || type === 'Slot',
      conditionalCreate: type === 'Appointment',
      ...(type === 'Appointment' ? { searchInclude: ['Appointment:patient'] } : {}),
      searchParam: searched[type],
    })),
  }],
})

export const smartConfiguration = (base: string) => ({
  token_endpoint: `${base}/oauth/token`,
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  scopes_supported: writeScopes(new Map(resourceTypes.map((type) => [type, offered[type]]))).split(' '),
  response_types_supported: [],
  capabilities: ['client-confidential-symmetric', 'permission-v1', 'permission-v2'],
})
