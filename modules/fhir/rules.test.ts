import { describe, expect, test } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import { aBooking, aPersonIndex, aSlot } from './fixtures.ts'
import { searchset } from './rules/bundle.ts'
import { actorOfClient, isUseWorthKeeping, mayInteract, mayKeepClients, revoke } from './rules/clients.ts'
import { appointmentOf, noNames, patientIdOf, personIndexOf, slotOf, statesOf, type Names } from './rules/from-booking.ts'
import { outcomeOf } from './rules/outcome.ts'
import { permissions, permissionsIn, scopesFor } from './rules/permissions.ts'
import { idInReference, systems } from './rules/resource.ts'
import { grant, readScopes, writeScopes } from './rules/scope.ts'
import { daysOf, isWithin, knownParams, readCount, readParams, readSpan, readToken, showInstant, tokenFits, type Span } from './rules/search.ts'
import { AppointmentIn, capacityOf, changeAsked, changePatched, clinicAsked, keyOf, PatientIn, patientAsked, personOf, poolOf, revisionIn, ScheduleIn, SlotIn } from './rules/to-booking.ts'

const base = 'https://huiyin.example/fhir'

describe('FH-1 mapping', () => {
  test.each([
    [{}, 'free'],
    [{ free: 0 }, 'busy'],
    [{ stopped: true }, 'busy-unavailable'],
  ])('a slot with %o is %s', (change, status) => expect(slotOf({ ...aSlot, ...change }, noNames)).toMatchObject({ status, start: '2026-03-09T08:30:00+08:00', end: '2026-03-09T08:40:00+08:00' }))
  test.each([
    ['held', 'pending'], ['booked', 'booked'], ['arrived', 'arrived'], ['seen', 'fulfilled'], ['no-show', 'noshow'], ['cancelled', 'cancelled'], ['expired', 'cancelled'], ['stopped', 'cancelled'], ['moved', 'cancelled'],
  ])('a booking that is %s is %s, and found by it', (state, status) => {
    expect(appointmentOf({ ...aBooking, state }, noNames)).toMatchObject({ status, minutesDuration: 10 })
    expect(statesOf(status)).toContain(state)
  })
  test('a stop is the provider\'s doing, a cancellation the patient\'s', () => {
    expect(appointmentOf({ ...aBooking, state: 'stopped', endReason: '医生外出' }, noNames)).toMatchObject({ cancelationReason: { coding: [{ code: 'prov' }], text: '医生外出' } })
    expect(appointmentOf({ ...aBooking, state: 'cancelled' }, noNames)).toMatchObject({ cancelationReason: { coding: [{ code: 'pat' }] } })
    expect(appointmentOf(aBooking, noNames)).not.toHaveProperty('cancelationReason')
  })
  test('the index of a person becomes an id and comes back as it was', () => {
    expect(patientIdOf(aPersonIndex)).toMatch(/^fbffbf00[0-9a-f]{56}$/)
    expect(personIndexOf(patientIdOf(aPersonIndex))).toBe(aPersonIndex)
    expect(personIndexOf('example')).toBeNull()
  })
})

describe('FH-2 scopes', () => {
  test.each([
    ['system/Slot.rs system/Appointment.cruds', 'system/Slot.rs system/Appointment.crus'],
    ['system/Slot.read', 'system/Slot.rs'],
    ['system/Schedule.write', 'system/Schedule.u'],
    ['system/*.rs', 'system/Organization.rs system/Location.rs system/Practitioner.rs system/PractitionerRole.rs system/Schedule.rs system/Slot.rs system/Appointment.rs system/Patient.rs'],
    ['system/Patient.c patient/Slot.rs user/*.* openid system/Observation.rs system/Slot.', ''],
    ['system/Slot.r system/Slot.s', 'system/Slot.rs'],
  ])('%s means %s', (text, means) => expect(writeScopes(readScopes(text))).toBe(means))
  test('a token gets what was asked for as far as the client holds it, and all of it where nothing was asked', () => {
    const held = readScopes('system/Slot.rs system/Appointment.rs')
    expect(writeScopes(grant(held, 'system/*.crus'))).toBe('system/Slot.rs system/Appointment.rs')
    expect(writeScopes(grant(held, 'system/Slot.r'))).toBe('system/Slot.r')
    expect(writeScopes(grant(held, undefined))).toBe(writeScopes(held))
    expect(grant(held, 'system/Patient.rs').size).toBe(0)
  })
  test('what a token does not hold is refused, and the refusal names it', () => {
    const scopes = readScopes('system/Slot.r')
    expect(mayInteract(scopes, 'Slot', 'r')).toBeNull()
    expect(mayInteract(scopes, 'Slot', 's')).toEqual({ refused: 'fhir.scope_missing', detail: 'system/Slot.s' })
    expect(mayInteract(scopes, 'Appointment', 'c')).toEqual({ refused: 'fhir.scope_missing', detail: 'system/Appointment.c' })
  })
  test('who acts is the client, in its own institution and nowhere else', () => {
    expect(actorOfClient({ id: 'c', name: '医院信息系统', institutionId: 'i' })).toMatchObject({ kind: 'system', id: 'c', name: '医院信息系统', institutionId: 'i', regionPrefix: null, roles: [] })
  })
})

describe('FH-3 clients', () => {
  const clerk: Actor = { kind: 'staff', id: 'p', name: '', institutionId: 'i', regionPrefix: null, roles: ['institution_clerk'], posts: [] }
  test.each<[string, Partial<Actor>, boolean]>([
    ['the clerk', {}, true],
    ['the head', { roles: ['institution_head'] }, true],
    ['a doctor', { roles: ['doctor'] }, false],
    ['the clerk of another institution', { institutionId: 'other' }, false],
    ['the commission above', { institutionId: 'c', regionPrefix: '9901', roles: ['commission_clerk'] }, false],
  ])('%s', (_, change, may) => expect(mayKeepClients({ ...clerk, ...change }, { institutionId: 'i' })).toEqual(may ? null : { refused: 'fhir.not_yours' }))
  test('what is allowed in the words of the desk is scopes, and can be read back', () => {
    expect(scopesFor(['book', 'bookings'])).toBe('system/Appointment.crus')
    expect(scopesFor(['schedules', 'free'])).toBe('system/Schedule.rus system/Slot.rus')
    for (const each of permissions) expect(permissionsIn(scopesFor([each]))).toEqual([each])
    expect(permissionsIn(scopesFor(permissions))).toEqual([...permissions])
  })
  test('one is revoked once, and its use is kept to the minute', () => {
    expect(revoke({ revokedAt: null }, '2026-03-02T01:00:00.000Z')).toEqual({ revokedAt: '2026-03-02T01:00:00.000Z' })
    expect(revoke({ revokedAt: '2026-03-02T01:00:00.000Z' }, '2026-03-03T01:00:00.000Z')).toEqual({ refused: 'fhir.client_revoked' })
    expect(isUseWorthKeeping(null, '2026-03-02T01:00:00.000Z')).toBe(true)
    expect(isUseWorthKeeping('2026-03-02T01:00:30.000Z', '2026-03-02T01:00:00.000Z')).toBe(false)
    expect(isUseWorthKeeping('2026-03-02T00:59:59.000Z', '2026-03-02T01:00:00.000Z')).toBe(true)
  })
})

describe('FH-4 searching', () => {
  test.each<[string[], Span | { refused: 'fhir.parameter'; detail: string }]>([
    [['2026-03-09'], { from: '2026-03-08T16:00:00.000Z', before: '2026-03-09T16:00:00.000Z' }],
    [['eq2026-03'], { from: '2026-02-28T16:00:00.000Z', before: '2026-03-31T16:00:00.000Z' }],
    [['2026'], { from: '2025-12-31T16:00:00.000Z', before: '2026-12-31T16:00:00.000Z' }],
    [['ge2026-03-09', 'lt2026-03-16'], { from: '2026-03-08T16:00:00.000Z', before: '2026-03-15T16:00:00.000Z' }],
    [['gt2026-03-09'], { from: '2026-03-09T16:00:00.000Z', before: null }],
    [['le2026-03-09'], { from: null, before: '2026-03-09T16:00:00.000Z' }],
    [['ge2026-03-09T08:30:00+08:00'], { from: '2026-03-09T00:30:00.000Z', before: null }],
    [['2026-03-09T08:30'], { from: '2026-03-09T00:30:00.000Z', before: '2026-03-09T00:31:00.000Z' }],
    [['sa2026-03-09T00:30:00Z'], { from: '2026-03-09T00:30:01.000Z', before: null }],
    [['eb2026-03-09T00:30:00.5Z'], { from: null, before: '2026-03-09T00:30:00.500Z' }],
    [['ge2026-03-09', 'ge2026-03-10'], { from: '2026-03-09T16:00:00.000Z', before: null }],
    [['2026-02-30'], { refused: 'fhir.parameter', detail: 'start=2026-02-30' }],
    [['ne2026-03-09'], { refused: 'fhir.parameter', detail: 'start=ne2026-03-09' }],
    [['tomorrow'], { refused: 'fhir.parameter', detail: 'start=tomorrow' }],
    [['2026-03-09T25:00:00Z'], { refused: 'fhir.parameter', detail: 'start=2026-03-09T25:00:00Z' }],
  ])('%j', (values, span) => expect(readSpan('start', values)).toEqual(span))
  test('a span touches the days of Shanghai, and its open ends are closed', () => {
    const week = { from: '2026-03-08T16:00:00.000Z', before: '2026-03-15T16:00:00.000Z' }
    expect(daysOf(week, { from: '2026-01-01', to: '2026-12-31' })).toEqual({ from: '2026-03-09', to: '2026-03-15' })
    expect(daysOf({ from: null, before: null }, { from: '2026-01-01', to: '2026-12-31' })).toEqual({ from: '2026-01-01', to: '2026-12-31' })
    expect([isWithin('2026-03-08T16:00:00.000Z', week), isWithin('2026-03-15T16:00:00.000Z', week)]).toEqual([true, false])
    expect(showInstant('2026-03-08T16:00:00.000Z')).toBe('2026-03-09T00:00:00+08:00')
  })
  test.each([[undefined, 50], ['10', 10], ['99999', 500], ['0', { refused: 'fhir.parameter', detail: '_count=0' }], ['many', { refused: 'fhir.parameter', detail: '_count=many' }]])('_count %s', (text, count) => expect(readCount(text)).toEqual(count))
  test('an unknown parameter is left out, or refused where strictness is asked for', () => {
    const params = readParams({ start: ['ge2026-03-09', 'lt2026-03-10'], colour: 'red', _count: '5', status: '' })
    expect(knownParams(params, ['start', 'status'], false)).toEqual(new Map([['start', ['ge2026-03-09', 'lt2026-03-10']], ['_count', ['5']]]))
    expect(knownParams(params, ['start', 'status'], true)).toEqual({ refused: 'fhir.parameter_unknown', detail: 'colour' })
    for (const name of ['status:not', 'start.x']) expect(knownParams(readParams({ [name]: 'free' }), ['start', 'status'], false)).toEqual({ refused: 'fhir.parameter', detail: name })
  })
  test('tokens with and without their system', () => {
    expect(readToken('urn:his|4711')).toEqual({ system: 'urn:his', value: '4711' })
    expect(readToken('4711')).toEqual({ system: null, value: '4711' })
    expect(tokenFits({ value: '4711' }, readToken('|4711'))).toBe(true)
    expect(tokenFits({ system: 'urn:his', value: '4711' }, readToken('|4711'))).toBe(false)
    expect(tokenFits({ system: 'urn:his', value: '4711' }, readToken('4711'))).toBe(true)
  })
  test.each([['Slot/x', 'x'], ['x', 'x'], [`${base}/Slot/x`, 'x'], ['Schedule/x', null], ['https://elsewhere.example/Slot/x', null], ['Slot/', null]])('the reference %s', (text, id) => expect(idInReference(text, 'Slot', base)).toBe(id))
})

test('FH-5 a page names what was heeded, and where the next one begins', () => {
  const params = new Map([['start', ['ge2026-03-09']], ['_after', ['a|b']]])
  expect(searchset(base, 'Slot', params, { found: [slotOf(aSlot, noNames)], next: 'c|d' })).toMatchObject({
    link: [{ relation: 'self', url: `${base}/Slot?start=ge2026-03-09&_after=a%7Cb` }, { relation: 'next', url: `${base}/Slot?start=ge2026-03-09&_after=c%7Cd` }],
    entry: [{ fullUrl: `${base}/Slot/${aSlot.id}`, search: { mode: 'match' } }],
  })
  expect(searchset(base, 'Slot', new Map(), { found: [], next: null })).toEqual({ resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'self', url: `${base}/Slot` }] })
})

test('FH-6 a refusal is one sentence with its code, in the language that was asked for', () => {
  expect(outcomeOf({ refused: 'fhir.json_only' }, 'zh')).toMatchObject({ status: 406, body: { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-supported', diagnostics: expect.stringContaining('JSON') as string }] } })
  expect(outcomeOf({ refused: 'not_found' }, 'en')).toMatchObject({ status: 404, body: { issue: [{ code: 'not-found', details: { coding: [{ code: 'not_found' }] } }] } })
})

const appointment = AppointmentIn.parse({
  resourceType: 'Appointment', status: 'proposed', identifier: [{ system: 'urn:his', value: 'A-1' }], slot: [{ reference: 'Slot/x' }],
  contained: [{ resourceType: 'Patient', id: 'p', identifier: [{ system: systems.idNumber, value: '11010519491231002X' }], name: [{ family: '张', given: ['三'] }], telecom: [{ system: 'phone', value: '13900000000' }] }],
  participant: [{ actor: { reference: 'Location/1' } }, { actor: { reference: '#p' } }],
})

describe('FH-7 an appointment that comes in', () => {
  test('its patient is inside it, or known already, or it is refused', () => {
    expect(patientAsked(appointment, base)).toEqual({ name: '张三', phone: '13900000000', idNumber: '11010519491231002X', bornOn: null })
    expect(patientAsked({ ...appointment, participant: [{ actor: { reference: `${base}/Patient/abc` } }] }, base)).toEqual({ patientId: 'abc' })
    expect(patientAsked({ ...appointment, participant: [{ actor: { reference: 'https://elsewhere.example/Patient/abc' } }] }, base)).toMatchObject({ refused: 'fhir.reference' })
    expect(patientAsked({ ...appointment, participant: [{ actor: { reference: 'Location/1' } }] }, base)).toEqual({ refused: 'fhir.patient_needed' })
    expect(patientAsked({ ...appointment, contained: [] }, base)).toEqual({ refused: 'fhir.patient_needed' })
  })
  test('names as people write them', () => {
    const named = (name: object) => personOf(PatientIn.parse({ resourceType: 'Patient', name: [name] })).name
    expect(named({ text: ' 欧阳修 ' })).toBe('欧阳修')
    expect(named({ family: '欧阳', given: ['修'] })).toBe('欧阳修')
    expect(named({ family: 'Chalmers', given: ['Peter', 'James'] })).toBe('Peter James Chalmers')
  })
  test('its key is the number of the caller, or the condition that was sent with it', () => {
    expect(keyOf(appointment.identifier, undefined)).toBe('urn:his|A-1')
    expect(keyOf([], 'identifier=urn%3Ahis%7CA-2')).toBe('urn:his|A-2')
    expect(keyOf([{ system: systems.booking, value: 'ours' }], undefined)).toEqual({ refused: 'fhir.identifier_needed' })
    expect(keyOf([], 'identifier=%E0%A4%A')).toMatchObject({ refused: 'fhir.parameter' })
  })
  test('its pool is the public one where nothing is said', () => {
    expect(poolOf([])).toBe('public')
    expect(poolOf([{ url: systems.pool, valueCode: 'referral' }])).toBe('referral')
    expect(poolOf([{ url: systems.pool, valueCode: 'mine' }])).toMatchObject({ refused: 'fhir.parameter' })
  })
})

describe('FH-8 changes of an appointment', () => {
  test.each([['cancelled', { to: 'cancelled', reason: '' }], ['arrived', { to: 'arrived', reason: '' }], ['fulfilled', { to: 'fulfilled', reason: '' }], ['booked', { to: 'booked', reason: '' }], ['pending', { refused: 'fhir.change_not_supported' }], ['noshow', { refused: 'fhir.change_not_supported' }]])('to %s', (status, change) => expect(changeAsked(status, '')).toEqual(change))
  test.each<[string, Parameters<typeof changePatched>[0], object]>([
    ['its state', [{ op: 'replace', path: '/status', value: 'cancelled' }], { to: 'cancelled', reason: '' }],
    ['its state with a reason', [{ op: 'test', path: '/status', value: 'booked' }, { op: 'replace', path: '/status', value: 'cancelled' }, { op: 'add', path: '/cancelationReason', value: { text: '病人来电' } }], { to: 'cancelled', reason: '病人来电' }],
    ['a state that it is no more in', [{ op: 'test', path: '/status', value: 'pending' }, { op: 'replace', path: '/status', value: 'cancelled' }], { refused: 'fhir.stale' }],
    ['its time', [{ op: 'replace', path: '/start', value: '2026-03-09T09:00:00Z' }], { refused: 'fhir.change_not_supported' }],
    ['nothing', [{ op: 'test', path: '/status', value: 'booked' }], { refused: 'fhir.change_not_supported' }],
    ['a removed state', [{ op: 'remove', path: '/status' }], { refused: 'fhir.change_not_supported' }],
  ])('a patch of %s', (_, patch, change) => expect(changePatched(patch, 'booked')).toEqual(change))
  test.each([['W/"3"', 3], ['"12"', 12], ['3', null], [undefined, null], ['W/"x"', null]])('If-Match %s', (text, revision) => expect(revisionIn(text)).toBe(revision))
})

describe('FH-9 schedules and slots that are pushed', () => {
  const schedule = (given: object) => clinicAsked(ScheduleIn.parse({ resourceType: 'Schedule', actor: [{ reference: 'Location/dep' }, { reference: 'Practitioner/doc', display: '李医生' }], ...given }), base)
  test('say department, doctor, name and kind of a clinic', () => {
    expect(schedule({ serviceType: [{ text: '心内科专家门诊' }], serviceCategory: [{ coding: [{ system: systems.service, code: 'exam' }] }], comment: '空腹', extension: [{ url: systems.feeCents, valueInteger: 500 }] })).toEqual({ departmentId: 'dep', staffId: 'doc', name: '心内科专家门诊', service: 'exam', feeCents: 500, brings: '空腹', active: true })
    expect(schedule({ serviceCategory: [{ coding: [{ code: '17' }] }], active: false })).toMatchObject({ name: '李医生', service: 'visit', active: false })
    expect(schedule({ actor: [{ reference: 'Practitioner/doc' }] })).toMatchObject({ departmentId: null, staffId: 'doc', name: '' })
  })
  test('have at least one place, and at most what a slot can hold', () => {
    expect([capacityOf([]), capacityOf([{ url: systems.capacity, valueInteger: 3 }]), capacityOf([{ url: systems.capacity, valueInteger: 0 }]), capacityOf([{ url: systems.capacity, valueInteger: 5000 }])]).toEqual([1, 3, 1, 200])
  })
  test('a time without a zone, or one that is none, is no time', () => {
    const slot = { resourceType: 'Slot', schedule: { reference: 'Schedule/x' }, status: 'free', start: '2026-03-09T08:30:00+08:00', end: '2026-03-09T08:40:00+08:00' }
    expect(SlotIn.parse(slot)).toMatchObject({ start: '2026-03-09T00:30:00.000Z' })
    expect(SlotIn.safeParse({ ...slot, start: '2026-03-09T08:30:00' }).success).toBe(false)
    expect(SlotIn.safeParse({ ...slot, start: '2026-13-09T08:30:00Z' }).success).toBe(false)
  })
  test('an own name stands in the place of ours, in references as well', () => {
    const names: Names = { of: (type) => ({ ownId: type === 'Slot' ? 'S-1' : 'K-1', identifier: [] }) }
    expect(slotOf(aSlot, names)).toMatchObject({ id: 'S-1', schedule: { reference: 'Schedule/K-1' } })
    expect(appointmentOf(aBooking, names)).toMatchObject({ slot: [{ reference: 'Slot/S-1' }] })
  })
})
