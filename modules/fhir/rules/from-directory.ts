import { refTo, systems, type Resource } from './resource.ts'

export type BodyFacts = { readonly id: string; readonly name: string; readonly shortName: string; readonly creditCode: string; readonly address: string; readonly phone: string; readonly kind: string; readonly active: boolean; readonly revision: number }
export type DepartmentFacts = { readonly id: string; readonly name: string }
export type PersonFacts = { readonly staffId: string; readonly name: string; readonly departmentIds: readonly string[] }

const phones = (phone: string) => (phone === '' ? {} : { telecom: [{ system: 'phone', value: phone }] })
const addresses = (address: string) => (address === '' ? {} : { address: { text: address } })

/** Rule FH-1: a commission is a government's, everything else provides care. */
export const organizationOf = (body: BodyFacts): Resource => ({
  resourceType: 'Organization',
  id: body.id,
  meta: { versionId: String(body.revision) },
  identifier: [{ system: systems.creditCode, value: body.creditCode }],
  active: body.active,
  type: [{ coding: [{ system: systems.organizationType, code: body.kind === 'commission' ? 'govt' : 'prov' }] }],
  name: body.name,
  ...(body.shortName === '' || body.shortName === body.name ? {} : { alias: [body.shortName] }),
  ...phones(body.phone),
  ...(body.address === '' ? {} : { address: [{ text: body.address }] }),
})

/** A department is the place where its clinics are held. */
export const locationOf = (body: BodyFacts, department: DepartmentFacts): Resource => ({
  resourceType: 'Location',
  id: department.id,
  status: 'active',
  name: department.name,
  mode: 'instance',
  physicalType: { coding: [{ system: systems.physicalType, code: 'wi', display: 'Wing' }], text: '科室' },
  ...addresses(body.address),
  managingOrganization: refTo('Organization', body.id, body.name),
})

export const practitionerOf = (person: PersonFacts): Resource => ({ resourceType: 'Practitioner', id: person.staffId, active: true, name: [{ text: person.name }] })

/** One role a person, with every department in which a post is held; so its id is the person's. */
export const roleOf = (body: BodyFacts, person: PersonFacts, departments: ReadonlyMap<string, string>): Resource => ({
  resourceType: 'PractitionerRole',
  id: person.staffId,
  active: true,
  practitioner: refTo('Practitioner', person.staffId, person.name),
  organization: refTo('Organization', body.id, body.name),
  ...(person.departmentIds.length === 0 ? {} : { location: person.departmentIds.map((id) => refTo('Location', id, departments.get(id))) }),
})
