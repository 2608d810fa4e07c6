import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWorld, type World } from '../../server/testing/api.ts'
import { systems } from './rules/resource.ts'
import { appointment, codeIn, faultOf, found, headerOf, listening, newHouse, open, people, put, schedule, slot, statusOf } from './testing/fixtures.ts'
import { example } from './testing/official.ts'

// Monday 2 March 2026, 09:00 in Shanghai. Everything a system does here goes through an independent client over HTTP.
let world: World
let base: string
beforeAll(async () => {
  world = await newWorld()
  base = await listening(world)
})
afterAll(() => world.close())

describe('FH-9 pushing', () => {
  test('a clinic and its times stand under the ids of the system, and the same again changes nothing', async () => {
    const { house, system } = await open(world, base)
    const read = await system.read({ resourceType: 'Schedule', id: 'K1' })
    expect(read).toMatchObject({ id: 'K1', identifier: [{ system: 'urn:his:clinic', value: 'K1' }], serviceType: [{ text: '专家门诊K1' }], meta: { versionId: '1' } })
    expect(statusOf(await put(system, schedule(house, 'K1')))).toBe(200)
    expect(await system.read({ resourceType: 'Schedule', id: 'K1' })).toMatchObject({ meta: { versionId: '1' } })
    expect(await put(system, schedule(house, 'K1', { comment: '请空腹' }))).toMatchObject({ comment: '请空腹', meta: { versionId: '2' } })
    expect((await faultOf(system.update({ resourceType: 'Schedule', id: 'K1', body: schedule(house, 'K1', { comment: '不必空腹' }), options: { headers: { 'if-match': 'W/"1"' } } }))).status).toBe(412)
    expect(statusOf(await put(system, slot('S1', 'K1', '2026-03-09T08:30')))).toBe(200)
    expect(await system.read({ resourceType: 'Slot', id: 'S1' })).toMatchObject({ id: 'S1', schedule: { reference: 'Schedule/K1' }, status: 'free' })
  })
  test('what stands keeps its time; what overlaps, is over, full or without a clinic is refused', async () => {
    const { house, system } = await open(world, base)
    const code = async (asked: Promise<unknown>) => codeIn(await faultOf(asked))
    expect(await code(put(system, slot('S1', 'K1', '2026-03-09T09:30')))).toBe('fhir.slot_stands')
    expect(await code(put(system, slot('S1', 'K1', '2026-03-09T08:30', { extension: [{ url: systems.capacity, valueInteger: 9 }] })))).toBe('fhir.slot_stands')
    expect(await code(put(system, slot('S3', 'K1', '2026-03-09T08:30')))).toBe('fhir.slot_overlaps')
    expect(await code(put(system, slot('S4', 'K1', '2026-03-01T08:30')))).toBe('fhir.slot_over')
    expect(await code(put(system, slot('S5', 'K1', '2026-03-09T10:30', { status: 'busy' })))).toBe('fhir.slot_without_places')
    expect(await code(put(system, slot('S6', 'K9', '2026-03-09T10:30')))).toBe('fhir.reference')
    expect(await code(put(system, schedule(house, 'K2', { actor: [{ reference: `Practitioner/${house.doctor.staffId}` }] })))).toBe('fhir.reference')
    expect(await code(put(system, schedule(house, 'K2', { actor: [{ reference: `Location/${randomUUID()}` }] })))).toBe('booking.department_unknown')
    expect(await code(put(system, schedule(house, 'K2', { serviceType: [{ text: '专家门诊K1' }] })))).toBe('booking.clinic_exists')
    expect((await faultOf(system.update({ resourceType: 'Slot', id: 'S7', body: slot('S8', 'K1', '2026-03-09T10:30') }))).status).toBe(400)
  })
  test('SC-9 a time at which the doctor or the room is taken by another clinic is refused by name, as in the grid', async () => {
    const { house, system } = await open(world, base)
    await put(system, schedule(house, 'K2'))
    const fault = await faultOf(put(system, slot('S21', 'K2', '2026-03-09T08:30')))
    expect(codeIn(fault)).toBe('booking.schedule_conflict')
    expect(fault.outcome.issue[0]?.diagnostics).toContain('专家门诊K1（同一医师')
    await put(system, schedule(house, 'K3', { actor: [{ reference: `Location/${house.departmentId}` }] }))
    expect(statusOf(await put(system, slot('S31', 'K3', '2026-03-09T08:30', { comment: '203' })))).toBe(201)
    await put(system, schedule(house, 'K4', { actor: [{ reference: `Location/${house.departmentId}` }] }))
    expect(codeIn(await faultOf(put(system, slot('S41', 'K4', '2026-03-09T08:30', { comment: '203' }))))).toBe('booking.schedule_conflict')
    expect(statusOf(await put(system, slot('S42', 'K4', '2026-03-09T08:30', { comment: '205' })))).toBe(201)
  })
  test('a time put as unavailable is stopped: nobody books it any more, and it says so', async () => {
    const { system } = await open(world, base)
    const stopped = await put(system, slot('S1', 'K1', '2026-03-09T08:30', { status: 'busy-unavailable', comment: '医生外出' }))
    expect(stopped).toMatchObject({ status: 'busy-unavailable' })
    expect(codeIn(await faultOf(system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })))).toBe('booking.slot_stopped')
    expect(await system.read({ resourceType: 'Slot', id: 'S2' })).toMatchObject({ status: 'free' })
    expect(statusOf(await put(system, slot('S1', 'K1', '2026-03-09T08:30', { status: 'busy-unavailable' })))).toBe(200)
    expect(codeIn(await faultOf(put(system, slot('S1', 'K1', '2026-03-09T08:30'))))).toBe('fhir.slot_stopped')
  })
  test('a time that has places here cannot be called full; once they are taken it is', async () => {
    const { system } = await open(world, base)
    const full = () => put(system, slot('S1', 'K1', '2026-03-09T08:30', { status: 'busy' }))
    expect(codeIn(await faultOf(full()))).toBe('fhir.slot_still_free')
    await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-2', { idNumber: people[1], name: '李四' }) })
    expect(await full()).toMatchObject({ status: 'busy' })
  })
  test('the same clinic and the same time, pushed by several requests at once, are one clinic and one slot', async () => {
    const { house, system } = await open(world, base)
    const clinics = await Promise.all(Array.from({ length: 6 }, () => put(system, schedule(house, 'K9'))))
    const slots = await Promise.all(Array.from({ length: 6 }, () => put(system, slot('S9', 'K9', '2026-03-12T08:30'))))
    for (const pushed of [clinics, slots]) expect(pushed.map(statusOf).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([200, 200, 200, 200, 200, 201])
    expect(found(await system.search({ resourceType: 'Schedule' })).map((each) => each.id).toSorted()).toEqual(['K1', 'K9'])
    expect(found(await system.search({ resourceType: 'Slot', searchParams: { start: '2026-03-12' } })).map((each) => each.id)).toEqual(['S9'])
  })
  test('who asks for little gets little', async () => {
    const { house, system } = await open(world, base)
    const minimal = await system.update({ resourceType: 'Schedule', id: 'K1', body: schedule(house, 'K1'), options: { headers: { prefer: 'return=minimal' } } })
    expect([statusOf(minimal), headerOf(minimal, 'etag'), { ...minimal }]).toEqual([200, 'W/"1"', {}])
  })
  test('by a condition instead of an id: made once, then changed', async () => {
    const house = await newHouse(world, base)
    const system = await house.system('schedules', 'free')
    const { id: _, ...body } = schedule(house, 'C1')
    const upsert = (more: object = {}) => system.update({ resourceType: 'Schedule', searchParams: { identifier: 'urn:his:clinic|C1' }, body: { ...body, ...more } })
    const made = await upsert()
    expect(statusOf(made)).toBe(201)
    const changed = await upsert({ active: false })
    expect([statusOf(changed), changed['id'], changed['active']]).toEqual([200, made['id'], false])
    expect(codeIn(await faultOf(system.update({ resourceType: 'Schedule', searchParams: {}, body })))).toBe('fhir.parameter')
  })
  test('the official examples are taken once their references are ours', async () => {
    const house = await newHouse(world, base)
    const system = await house.system('schedules', 'free')
    const pushed = await put(system, { ...example('schedule-example'), resourceType: 'Schedule', id: 'example', actor: [{ reference: `Location/${house.departmentId}`, display: 'South Wing' }] })
    expect(pushed).toMatchObject({ id: 'example', identifier: [{ system: 'http://example.org/scheduleid', value: '45' }], serviceType: [{ text: 'Immunization' }] })
    const official = { ...example('slot-example'), resourceType: 'Slot', id: 'example' }
    // As it stands it lies in 2013.
    expect(codeIn(await faultOf(put(system, official)))).toBe('fhir.slot_over')
    expect(await put(system, { ...official, start: '2026-12-25T09:15:00Z', end: '2026-12-25T09:30:00Z' })).toMatchObject({ id: 'example', status: 'free', start: '2026-12-25T17:15:00+08:00' })
  })
})
