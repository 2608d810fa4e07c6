import { randomUUID } from 'node:crypto'
import { Client } from 'fhir-kit-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { tellBooked } from '../booking/commands/tell-booked.ts'
import { book } from '../booking/public.ts'
import { patientIdOf } from './rules/from-booking.ts'
import { systems } from './rules/resource.ts'
import { appointment, codeIn, faultOf, found, headerOf, listening, open, people, put, schedule, slot, statusOf, type Bundle } from './testing/fixtures.ts'
import { example, faultsBySchema } from './testing/official.ts'

// Monday 2 March 2026, 09:00 in Shanghai. Everything a system does here goes through an independent client over HTTP.
let world: World
let base: string
beforeAll(async () => {
  world = await newWorld()
  base = await listening(world)
})
afterAll(() => world.close())

describe('FH-7 booking', () => {
  test('the same number again gives the same appointment and takes no second place; other content under it is refused', async () => {
    const { system } = await open(world, base)
    const first = await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    expect(statusOf(first)).toBe(201)
    expect(first).toMatchObject({ status: 'booked', slot: [{ reference: 'Slot/S1' }], start: '2026-03-09T08:30:00+08:00' })
    expect(first['identifier']).toContainEqual({ system: 'urn:his:booking', value: 'A-1' })
    expect(headerOf(first, 'location')).toBe(`${base}/Appointment/${String(first['id'])}`)
    expect(JSON.stringify(first)).not.toMatch(/张三|13900000001|11010519491231002X/)
    const again = await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    expect([statusOf(again), again['id']]).toEqual([200, first['id']])
    const atOnce = await Promise.all(Array.from({ length: 8 }, () => system.create({ resourceType: 'Appointment', body: appointment('S2', 'A-2', { idNumber: people[1], name: '李四' }) })))
    expect(new Set(atOnce.map((each) => each['id'])).size).toBe(1)
    expect(atOnce.filter((each) => statusOf(each) === 201)).toHaveLength(1)
    expect(found(await system.search({ resourceType: 'Slot', searchParams: { _id: 'S1,S2' } })).map((each) => each['extension'])).toEqual([1, 2].map(() => [{ url: systems.capacity, valueInteger: 2 }, { url: systems.free, valueInteger: 1 }]))
    const other = await faultOf(system.create({ resourceType: 'Appointment', body: appointment('S2', 'A-1') }))
    expect([other.status, codeIn(other)]).toEqual([409, 'request.key_reused'])
    expect(found(await system.search({ resourceType: 'Appointment', searchParams: { identifier: 'urn:his:booking|A-1' } })).map((each) => each.id)).toEqual([first['id']])
  })
  test('If-None-Exist is a key as well, and an appointment without any number is refused', async () => {
    const { system } = await open(world, base)
    const { identifier: _, ...bare } = appointment('S1', '')
    expect(codeIn(await faultOf(system.create({ resourceType: 'Appointment', body: bare })))).toBe('fhir.identifier_needed')
    const options = { headers: { 'if-none-exist': 'identifier=urn:his:booking|N-1' } }
    const [one, two] = [await system.create({ resourceType: 'Appointment', body: bare, options }), await system.create({ resourceType: 'Appointment', body: bare, options })]
    expect([statusOf(one), statusOf(two), one['id'] === two['id']]).toEqual([201, 200, true])
  })
  test('the rules are those of booking: full, twice the same day, a document that does not fit, a time that is not there', async () => {
    const { system } = await open(world, base)
    const book = (slotId: string, number: string, more: Parameters<typeof appointment>[2] = {}) => system.create({ resourceType: 'Appointment', body: appointment(slotId, number, more) })
    await book('S1', '1')
    expect(codeIn(await faultOf(book('S2', '2')))).toBe('booking.same_day')
    await book('S1', '3', { idNumber: people[1], name: '李四' })
    const full = await faultOf(book('S1', '4', { idNumber: people[2], name: '王五' }))
    expect([full.status, full.outcome.issue[0]?.code, codeIn(full)]).toEqual([409, 'conflict', 'booking.full'])
    expect(codeIn(await faultOf(book('S2', '5', { idNumber: '110105194912310021' })))).toBe('booking.document_wrong')
    expect(codeIn(await faultOf(book('S7', '6')))).toBe('fhir.reference')
    expect(codeIn(await faultOf(book(randomUUID(), '7')))).toBe('booking.slot_unknown')
    expect(codeIn(await faultOf(book('S2', '8', { participant: [{ actor: { reference: 'Location/x' } }] })))).toBe('fhir.patient_needed')
  })
  test('who was booked for once is booked again by reference; in the chain the system is named', async () => {
    const { house, system } = await open(world, base)
    const first = await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    await put(system, slot('S9', 'K1', '2026-03-10T08:30'))
    const { actor } = (first['participant'] as { actor: { reference: string } }[])[0] ?? { actor: { reference: '' } }
    const next = await system.create({ resourceType: 'Appointment', body: { ...appointment('S9', 'A-2'), contained: [], participant: [{ actor, status: 'needs-action' }] } })
    expect(statusOf(next)).toBe(201)
    expect((await faultOf(system.create({ resourceType: 'Appointment', body: { ...appointment('S9', 'A-3'), contained: [], participant: [{ actor: { reference: `Patient/${'0'.repeat(64)}` } }] } }))).status).toBe(422)
    const events = await arrange(world, ({ tx }) => tx.selectFrom('event').select(['actor_name', 'kind']).where('institution_id', '=', house.institutionId).where('subject_id', '=', String(next['id'])).execute())
    expect(events.length).toBeGreaterThan(0)
    expect(events.every((each) => each.actor_name.startsWith('医院信息系统'))).toBe(true)
  })
  test('BK-21 BK-27 who was booked hears that it is booked, not that they had waited; a place of priority is the system\'s to give', async () => {
    const { house, system } = await open(world, base)
    await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    await tellBooked(world.platform)
    const texts = await arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select('body').execute()).map((row) => vault.open(row.body)).filter((text) => text.includes(house.name)))
    expect(texts).toEqual([expect.stringContaining('预约成功')])
    expect(texts[0]).not.toContain('候补')
    await arrange(world, async ({ tx }) => {
      const [one] = await tx.selectFrom('slot_place').selectAll().where('institution_id', '=', house.institutionId).where('capacity', '=', 2).execute()
      if (one !== undefined) await tx.insertInto('slot_place').values({ institution_id: one.institution_id, slot_id: one.slot_id, region_code: one.region_code, opens_at: one.opens_at, pool: 'priority', capacity: 1 }).execute()
    })
    const slots = found(await system.search({ resourceType: 'Slot', searchParams: { 'place-pool': 'priority', start: 'ge2026-03-09', status: 'free' } }))
    const id = String(slots[0]?.id)
    const given = await system.create({ resourceType: 'Appointment', body: appointment(id, 'P-1', { idNumber: people[1], name: '李四', extension: [{ url: systems.pool, valueCode: 'priority' }] }) })
    expect([slots.length, statusOf(given)]).toEqual([1, 201])
  })
  test('the official example of a request becomes a booking once its references are ours', async () => {
    const { system } = await open(world, base)
    const official = example('appointment-examplereq')
    const body = { ...official, resourceType: 'Appointment', slot: [{ reference: 'Slot/S1' }], contained: appointment('S1', '').contained, participant: [{ actor: { reference: '#p' }, required: 'required', status: 'needs-action' }] }
    expect(faultsBySchema(body)).toEqual([])
    const booked = await system.create({ resourceType: 'Appointment', body })
    expect(booked['identifier']).toContainEqual({ system: 'http://example.org/sampleappointment-identifier', value: '123' })
    expect((await faultOf(system.create({ resourceType: 'Appointment', body: { ...official, resourceType: 'Appointment' } }))).status).toBe(422)
  }, 180_000)
})

describe('FH-8 changing', () => {
  const booked = async () => {
    const { house, system } = await open(world, base)
    const made = await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    return { house, system, made, id: String(made['id']) }
  }
  test('a patch cancels by the rule of booking; once more changes nothing; the reason stays', async () => {
    const { system, id } = await booked()
    const cancel = () => system.patch({ resourceType: 'Appointment', id, jsonPatch: [{ op: 'test', path: '/status', value: 'booked' }, { op: 'replace', path: '/status', value: 'cancelled' }, { op: 'add', path: '/cancelationReason', value: { text: '病人来电取消' } }] })
    expect(await cancel()).toMatchObject({ status: 'cancelled', cancelationReason: { text: '病人来电取消' }, meta: { versionId: '2' } })
    expect((await faultOf(cancel())).status).toBe(412)
    const again = await system.patch({ resourceType: 'Appointment', id, jsonPatch: [{ op: 'replace', path: '/status', value: 'cancelled' }] })
    expect(again).toMatchObject({ status: 'cancelled', meta: { versionId: '2' } })
    expect(codeIn(await faultOf(system.patch({ resourceType: 'Appointment', id, jsonPatch: [{ op: 'replace', path: '/start', value: '2026-03-09T09:00:00Z' }] })))).toBe('fhir.change_not_supported')
    expect(codeIn(await faultOf(system.patch({ resourceType: 'Appointment', id, jsonPatch: [{ op: 'replace', path: '/status', value: 'arrived' }] })))).toBe('booking.not_live')
  })
  test('a whole resource cancels as well; If-Match names what was read', async () => {
    const { system, made, id } = await booked()
    expect(headerOf(await system.read({ resourceType: 'Appointment', id }), 'etag')).toBe('W/"1"')
    const body = { ...made, resourceType: 'Appointment', status: 'cancelled' }
    expect((await faultOf(system.update({ resourceType: 'Appointment', id, body, options: { headers: { 'if-match': 'W/"7"' } } }))).status).toBe(412)
    expect((await faultOf(system.update({ resourceType: 'Appointment', id, body: { ...body, id: 'other' } }))).status).toBe(400)
    expect(await system.update({ resourceType: 'Appointment', id, body, options: { headers: { 'if-match': 'W/"1"' } } })).toMatchObject({ status: 'cancelled' })
  })
  test('a place held at the desk until its fee is paid is booked once the system says so', async () => {
    const { house, system } = await open(world, base)
    await put(system, schedule(house, 'K2', { extension: [{ url: systems.feeCents, valueInteger: 500 }] }))
    await put(system, slot('F1', 'K2', '2026-03-10T08:30'))
    const slotId = await arrange(world, async ({ tx }) => (await tx.selectFrom('fhir_name').select('our_id').where('institution_id', '=', house.institutionId).where('own_id', '=', 'F1').executeTakeFirstOrThrow()).our_id)
    const held = await book(world.platform, { by: systemActor('test'), way: 'desk', institutionId: house.institutionId, slotId, pool: 'public', person: { name: '张三', phone: '13900000001', idNumber: people[0], bornOn: null }, accountId: null, key: 'F-1' })
    if ('refused' in held) throw new Error(held.refused)
    expect(await system.read({ resourceType: 'Appointment', id: held.bookingId })).toMatchObject({ status: 'pending' })
    const pay = () => system.patch({ resourceType: 'Appointment', id: held.bookingId, jsonPatch: [{ op: 'replace', path: '/status', value: 'booked' }] })
    expect(await pay()).toMatchObject({ status: 'booked', meta: { versionId: '2' } })
    expect(await pay()).toMatchObject({ status: 'booked', meta: { versionId: '2' } })
  })
  test('on the day the system says who arrived and who was seen', async () => {
    const { house, system, id } = await booked()
    const to = (client: Client, status: string) => client.patch({ resourceType: 'Appointment', id, jsonPatch: [{ op: 'replace', path: '/status', value: status }] })
    expect(codeIn(await faultOf(to(system, 'arrived')))).toBe('booking.other_day')
    const before = world.platform.clock.now().toISOString()
    const letIn = await house.letIn('book', 'bookings')
    world.clock.set('2026-03-09T00:20:00.000Z')
    // The day has come, and the old token is over.
    const later = new Client({ baseUrl: base, bearerToken: await house.tokenFor(letIn) })
    expect(await to(later, 'arrived')).toMatchObject({ status: 'arrived' })
    expect(await to(later, 'fulfilled')).toMatchObject({ status: 'fulfilled' })
    expect(found(await later.search({ resourceType: 'Appointment', searchParams: { status: 'fulfilled', date: '2026-03-09' } })).map((each) => each.id)).toEqual([id])
    world.clock.set(before)
  })
  test('bookings are pulled by day, by patient, by what changed since, and by the code that the counter scans', async () => {
    const { house, system, made, id } = await booked()
    const ids = async (searchParams: Record<string, string | string[]>) => found(await system.search({ resourceType: 'Appointment', searchParams })).map((each) => each.id)
    const patient = (made['participant'] as { actor: { reference: string } }[])[0]?.actor.reference ?? ''
    const code = (made['identifier'] as { system: string; value: string }[]).find((each) => each.system === systems.patientCode)?.value ?? ''
    const since = (made['meta'] as { lastUpdated: string }).lastUpdated
    expect(await ids({ date: ['ge2026-03-09', 'lt2026-03-10'] })).toEqual([id])
    expect(await ids({ date: '2026-03-10' })).toEqual([])
    expect(await ids({ patient })).toEqual([id])
    expect(await ids({ patient: `Patient/${'1'.repeat(64)}` })).toEqual([])
    expect(await ids({ slot: 'Slot/S1' })).toEqual([id])
    expect(await ids({ slot: 'Slot/none' })).toEqual([])
    expect(await ids({ slot: 'Slot/none,Slot/S1', location: `Location/${house.departmentId}`, practitioner: `Practitioner/${house.doctor.staffId}` })).toEqual([id])
    expect(await ids({ practitioner: `Practitioner/${id}` })).toEqual([])
    expect(await ids({ _lastUpdated: `ge${since}` })).toEqual([id])
    expect(await ids({ _lastUpdated: `lt${since}` })).toEqual([])
    expect(await ids({ identifier: `${systems.patientCode}|${code}` })).toEqual([id])
    expect(await ids({ identifier: `${systems.booking}|${id}`, status: 'cancelled' })).toEqual([])
  })
})

describe('FH-10 patients', () => {
  test('are told to who may know them, if they have a booking here, and every read is on record', async () => {
    const { house, system } = await open(world, base)
    const made = await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    const reads = () => arrange(world, ({ tx }) => tx.selectFrom('event').select(['actor_name', 'detail']).where('institution_id', '=', house.institutionId).where('kind', '=', 'read.fhir_patient').execute())
    expect(await reads()).toEqual([])
    const reference = (made['participant'] as { actor: { reference: string } }[])[0]?.actor.reference ?? ''
    const patient = await system.read({ resourceType: 'Patient', id: reference.slice('Patient/'.length) })
    expect(faultsBySchema(patient)).toEqual([])
    expect(patient).toMatchObject({ name: [{ text: '张三' }], gender: 'female', birthDate: '1949-12-31', identifier: [{ system: systems.idNumber, value: people[0] }], telecom: [{ value: '13900000001' }] })
    const bundle = await system.search({ resourceType: 'Appointment', searchParams: { _include: 'Appointment:patient', date: '2026-03-09' } })
    expect((bundle as unknown as Bundle).entry?.map((each) => [each.resource.resourceType, each.search.mode])).toEqual([['Appointment', 'match'], ['Patient', 'include']])
    expect(faultsBySchema(bundle)).toEqual([])
    expect(found(await system.search({ resourceType: 'Patient', searchParams: { identifier: `${systems.idNumber}|${people[0]}` }, options: { postSearch: true } })).map((each) => each.id)).toEqual([patient['id']])
    const kept = await reads()
    expect(kept).toHaveLength(3)
    expect(kept.every((each) => each.actor_name.startsWith('医院信息系统') && JSON.stringify(each.detail).includes(String(patient['id'])))).toBe(true)
    expect(JSON.stringify(kept)).not.toMatch(/张三|11010519491231002X/)
    expect((await faultOf(system.read({ resourceType: 'Patient', id: patientIdOf(Buffer.alloc(32, 7).toString('base64url')) }))).status).toBe(404)
    expect(found(await system.search({ resourceType: 'Patient', searchParams: { identifier: `${systems.idNumber}|${people[1]}` } }))).toEqual([])
    expect(codeIn(await faultOf(system.search({ resourceType: 'Patient' })))).toBe('fhir.parameter')
    expect(await reads()).toHaveLength(3)
    const blind = await house.system('bookings')
    expect(codeIn(await faultOf(blind.search({ resourceType: 'Appointment', searchParams: { _include: 'Appointment:patient' } })))).toBe('fhir.scope_missing')
  }, 180_000)
})
