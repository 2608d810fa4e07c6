import { describe, expect, test } from 'vitest'
import { aBody, aBooking, aClinic, aPersonIndex, aSlot } from './fixtures.ts'
import { searchset } from './rules/bundle.ts'
import { capability } from './rules/capability.ts'
import { appointmentOf, patientOf, scheduleOf, slotOf, statuses, type Names } from './rules/from-booking.ts'
import { locationOf, organizationOf, practitionerOf, roleOf } from './rules/from-directory.ts'
import { outcomeOf } from './rules/outcome.ts'
import type { Resource } from './rules/resource.ts'
import { examples, faultsBySchema, fitsSchema } from './testing/official.ts'

const base = 'https://huiyin.example/fhir'
const names: Names = { of: (type) => ({ ownId: `own-${type}`, identifier: [{ system: 'urn:his', value: '4711' }] }) }
const none: Names = { of: () => undefined }
const person = { staffId: aBooking.id, name: '李医生', departmentIds: [aClinic.departmentId] }

const made: [string, Resource][] = [
  ['an institution', organizationOf(aBody)],
  ['a commission without short name, telephone and address', organizationOf({ ...aBody, kind: 'commission', shortName: '', phone: '', address: '', active: false })],
  ['a department', locationOf(aBody, { id: aClinic.departmentId, name: '心内科' })],
  ['a person', practitionerOf(person)],
  ['a role', roleOf(aBody, person, new Map([[aClinic.departmentId, '心内科']]))],
  ['a role without department', roleOf(aBody, { ...person, departmentIds: [] }, new Map())],
  ['a clinic', scheduleOf(aClinic, none, { department: '心内科', staff: '李医生' })],
  ['a clinic under the own name of a system', scheduleOf({ ...aClinic, staffId: null, brings: '' }, names)],
  ['a slot', slotOf(aSlot, none)],
  ['a slot under the own name of a system', slotOf({ ...aSlot, room: '', stopped: true }, names)],
  ...Object.keys(statuses).map((state): [string, Resource] => [`a booking that is ${state}`, appointmentOf({ ...aBooking, state }, names, { identifier: [{ system: 'urn:his', value: 'A-1' }], code: 'ABCD-EFGH' })]),
  ['a patient', patientOf({ personIndex: aPersonIndex, name: '张三', phone: '13900000000', idNumber: '11010519491231002X', bornOn: '1949-12-31', sex: 'female' })],
  ['a patient of whom little is known', patientOf({ personIndex: aPersonIndex, name: '张三', phone: '', idNumber: 'X', bornOn: null, sex: null })],
  ['a page of a search', searchset(base, 'Slot', new Map([['start', ['ge2026-03-09']], ['_count', ['1']]]), { found: [slotOf(aSlot, none)], included: [organizationOf(aBody)], next: '2026-03-09T00:30:00.000Z|x' })],
  ['an empty page', searchset(base, 'Slot', new Map(), { found: [], next: null })],
  ['a refusal', outcomeOf({ refused: 'fhir.parameter', detail: 'start=x' }, 'zh').body],
  // The package carries the schema of 4.0.0, whose list of versions ends there; 4.0.1 is its technical correction.
  ['the capability statement', { ...capability(base, '2026-03-02T01:00:00.000Z'), fhirVersion: '4.0.0' }],
]

describe('FH-1 what goes out fits the official schema of R4', () => {
  test.each(made)('%s', (_, resource) => expect(faultsBySchema(resource)).toEqual([]), 120_000)
  test('every official example that is kept fits it too, and what is wrong does not', () => {
    const kept = examples()
    expect(kept.length).toBeGreaterThanOrEqual(15)
    for (const { name, resource } of kept) expect([name, faultsBySchema(resource)]).toEqual([name, []])
    expect(fitsSchema({ ...slotOf(aSlot, none), id: 'under_score' })).toBe(false)
    expect(fitsSchema({ ...appointmentOf(aBooking, none), status: 'lost' })).toBe(false)
    expect(fitsSchema({ ...appointmentOf(aBooking, none), madeUp: true })).toBe(false)
  }, 180_000)
})
