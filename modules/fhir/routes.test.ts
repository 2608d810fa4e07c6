import { randomUUID } from 'node:crypto'
import { Client } from 'fhir-kit-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { tampered } from '../../server/testing/tampered.ts'
import { systems } from './rules/resource.ts'
import { appointment, codeIn, everything, faultOf, found, listening, newHouse, open, people, put, schedule, slot, type Bundle } from './testing/fixtures.ts'
import { faultsBySchema } from './testing/official.ts'

// Monday 2 March 2026, 09:00 in Shanghai. Everything a system does here goes through an independent client over HTTP.
let world: World
let base: string
beforeAll(async () => {
  world = await newWorld()
  base = await listening(world)
})
afterAll(() => world.close())

describe('FH-2 tokens', () => {
  test('without a token, with a wrong one and with one that ended nothing is answered', async () => {
    const house = await newHouse(world, base)
    const none = new Client({ baseUrl: base })
    const asks = [() => none.search({ resourceType: 'Slot' }), () => none.read({ resourceType: 'Patient', id: 'x' }), () => none.create({ resourceType: 'Appointment', body: { resourceType: 'Appointment' } }), () => none.update({ resourceType: 'Schedule', id: 'x', body: { resourceType: 'Schedule' } }), () => none.patch({ resourceType: 'Appointment', id: 'x', jsonPatch: [] })]
    for (const ask of asks) {
      expect(await faultOf(ask())).toMatchObject({ status: 401, outcome: { resourceType: 'OperationOutcome', issue: [{ code: 'login' }] } })
    }
    none.bearerToken = 'A'.repeat(43)
    expect(codeIn(await faultOf(none.search({ resourceType: 'Slot' })))).toBe('fhir.token_wrong')
    const system = await house.system('free')
    await system.search({ resourceType: 'Slot' })
    world.clock.advance(601_000)
    expect(codeIn(await faultOf(system.search({ resourceType: 'Slot' })))).toBe('fhir.token_wrong')
  })
  test('the token endpoint takes the header or the form, and says what is wrong as OAuth does', async () => {
    const house = await newHouse(world, base)
    const { clientId, secret } = await house.letIn('free', 'bookings')
    const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const reply = await fetch(`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams(form), headers })
      return { status: reply.status, ...((await reply.json()) as object) }
    }
    const basic = { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` }
    expect(await ask({ grant_type: 'client_credentials' }, basic)).toMatchObject({ status: 200, token_type: 'bearer', expires_in: 600, scope: 'system/Schedule.rs system/Slot.rs system/Appointment.rs' })
    expect(await ask({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope: 'system/Slot.r system/Patient.rs' })).toMatchObject({ status: 200, scope: 'system/Slot.r' })
    expect(await ask({ grant_type: 'client_credentials', client_id: clientId, client_secret: tampered(secret) })).toMatchObject({ status: 401, error: 'invalid_client' })
    expect(await ask({ grant_type: 'client_credentials', client_id: randomUUID(), client_secret: secret })).toMatchObject({ status: 401, error: 'invalid_client' })
    expect(await ask({ grant_type: 'client_credentials', client_id: "x' or 1=1", client_secret: secret })).toMatchObject({ status: 401, error: 'invalid_client' })
    expect(await ask({ grant_type: 'password' }, basic)).toMatchObject({ status: 400, error: 'unsupported_grant_type' })
    expect(await ask({ grant_type: 'client_credentials', scope: 'system/Patient.rs' }, basic)).toMatchObject({ status: 400, error: 'invalid_scope' })
  })
  test('a client finds the token endpoint by itself', async () => {
    const { tokenUrl } = await new Client({ baseUrl: base }).smartAuthMetadata()
    expect(tokenUrl?.toString()).toBe(`${base}/oauth/token`)
    const said = (await (await fetch(`${base}/.well-known/smart-configuration`)).json()) as { scopes_supported: string[] }
    expect(said.scopes_supported).toContain('system/Appointment.crus')
  })
  test('a token opens what its client holds and nothing else', async () => {
    const { house } = await open(world, base)
    const reader = await house.system('free')
    await reader.search({ resourceType: 'Slot' })
    const asks = [() => reader.search({ resourceType: 'Appointment' }), () => reader.search({ resourceType: 'Patient', searchParams: { identifier: 'x' } }), () => reader.create({ resourceType: 'Appointment', body: appointment('S1', 'A-0') }), () => put(reader, schedule(house, 'K1')), () => put(reader, slot('S1', 'K1', '2026-03-09T08:30'))]
    for (const ask of asks) {
      const fault = await faultOf(ask())
      expect([fault.status, codeIn(fault)]).toEqual([403, 'fhir.scope_missing'])
    }
  })
  test('one house sees nothing of another, whatever its client holds', async () => {
    const { system } = await open(world, base)
    const booked = (await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })) as { id?: string } & ReturnType<typeof appointment>
    const [place] = found(await system.search({ resourceType: 'Slot', searchParams: { identifier: 'urn:his:slot|S1' } }))
    const stranger = await (await newHouse(world, base)).system(...everything)
    expect(found(await stranger.search({ resourceType: 'Slot' }))).toEqual([])
    expect(found(await stranger.search({ resourceType: 'Appointment' }))).toEqual([])
    expect(found(await stranger.search({ resourceType: 'Appointment', searchParams: { identifier: 'A-1' } }))).toEqual([])
    expect(found(await stranger.search({ resourceType: 'Patient', searchParams: { identifier: `${systems.idNumber}|${people[0]}` } }))).toEqual([])
    for (const [resourceType, id] of [['Slot', 'S1'], ['Schedule', 'K1'], ['Appointment', String(booked.id)], ['Location', String(place?.id)]] as const) expect((await faultOf(stranger.read({ resourceType, id }))).status).toBe(404)
    expect((await faultOf(stranger.patch({ resourceType: 'Appointment', id: String(booked.id), jsonPatch: [{ op: 'replace', path: '/status', value: 'cancelled' }] }))).status).toBe(404)
    expect((await faultOf(stranger.create({ resourceType: 'Appointment', body: appointment('S1', 'A-9') }))).status).toBe(422)
  })
})

describe('FH-3 clients', () => {
  test('a clerk lets a system in, sees its secret once, and ends it: from then on neither secret nor token opens anything', async () => {
    const house = await newHouse(world, base)
    const reply = await house.clerk.post('/fhir/clients', { name: '检验系统', permissions: ['free'] })
    const { client, clientId, secret } = reply.body
    expect(client).toMatchObject({ name: '检验系统', permissions: ['free'], secretTail: secret.slice(-4), lastUsedAt: null, revokedAt: null, blocked: { revoke: null } })
    expect((await house.clerk.get('/fhir/clients')).raw.toString()).not.toContain(secret)
    const system = new Client({ baseUrl: base, bearerToken: await house.tokenFor({ clientId, secret }) })
    await system.search({ resourceType: 'Slot' })
    const rows = (await house.clerk.get('/fhir/clients')).body.rows as { id: string; lastUsedAt: string }[]
    expect(rows.find((each) => each.id === clientId)?.lastUsedAt).toBe(world.platform.clock.now().toISOString())
    expect((await house.clerk.delete(`/fhir/clients/${house.institutionId}/${clientId}`)).body).toMatchObject({ blocked: { revoke: 'fhir.client_revoked' } })
    expect((await faultOf(system.search({ resourceType: 'Slot' }))).status).toBe(401)
    await expect(house.tokenFor({ clientId, secret })).rejects.toThrow('invalid_client')
    expect((await house.clerk.delete(`/fhir/clients/${house.institutionId}/${clientId}`)).body.error).toBe('fhir.client_revoked')
    // The name is free again.
    expect((await house.clerk.post('/fhir/clients', { name: '检验系统', permissions: ['free'] })).status).toBe(200)
    expect((await house.clerk.post('/fhir/clients', { name: '检验系统', permissions: ['free'] })).body.error).toBe('fhir.client_exists')
  })
  test('kept is a hash, and the chain names who let it in', async () => {
    const house = await newHouse(world, base)
    const { clientId, secret } = await house.letIn('free')
    const kept = await arrange(world, ({ tx }) => tx.selectFrom('fhir_secret').select('secret_hash').where('client_id', '=', clientId).executeTakeFirstOrThrow())
    expect(kept.secret_hash).not.toContain(secret)
    const events = await arrange(world, ({ tx }) => tx.selectFrom('event').select(['kind', 'detail']).where('institution_id', '=', house.institutionId).where('subject_id', '=', clientId).execute())
    expect(events).toMatchObject([{ kind: 'fhir.client_made', detail: { scopes: 'system/Schedule.rs system/Slot.rs' } }])
    expect(JSON.stringify(events)).not.toContain(secret)
  })
  test('nobody but head and clerk of the house', async () => {
    const house = await newHouse(world, base)
    const { clientId } = await house.letIn('free')
    expect((await api(world, house.doctor).get('/fhir/clients')).status).toBe(403)
    const commission = await newInstitution(world, { kind: 'commission' })
    expect((await api(world, await commission.person('commission_clerk')).post('/fhir/clients', { name: '委内系统', permissions: ['free'] })).status).toBe(403)
    const other = api(world, await (await newInstitution(world)).person('institution_clerk'))
    expect((await other.delete(`/fhir/clients/${house.institutionId}/${clientId}`)).body.error).toBe('fhir.not_yours')
  })
})

describe('FH-1 what can be read', () => {
  test('every resource that is answered over HTTP fits the official schema', async () => {
    const { house, system } = await open(world, base)
    await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    for (const resourceType of ['Organization', 'Location', 'Practitioner', 'PractitionerRole', 'Schedule', 'Slot', 'Appointment']) {
      const bundle = await system.search({ resourceType })
      expect([resourceType, faultsBySchema(bundle)]).toEqual([resourceType, []])
      const [first] = found(bundle)
      if (first === undefined) throw new Error(`no ${resourceType}`)
      const read = await system.read({ resourceType, id: first.id })
      expect(read).toEqual(first)
      expect(faultsBySchema(read)).toEqual([])
    }
    const capability = await new Client({ baseUrl: base }).capabilityStatement()
    expect(faultsBySchema({ ...capability, fhirVersion: '4.0.0' })).toEqual([])
    expect(found(await system.search({ resourceType: 'PractitionerRole', searchParams: { location: `Location/${house.departmentId}` } }))).toMatchObject([{ id: house.doctor.staffId, location: [{ display: '心内科' }] }])
    expect(found(await system.search({ resourceType: 'Organization', searchParams: { _id: house.institutionId } }))).toMatchObject([{ name: house.name }])
    expect(found(await system.search({ resourceType: 'Location', searchParams: { name: '没有的' } }))).toEqual([])
  }, 180_000)
})

describe('FH-4 FH-5 searching', () => {
  test('by both bounds of a span, by state and by schedule, page after page', async () => {
    const { house, system } = await open(world, base)
    for (const [n, at] of ['2026-03-10T08:30', '2026-03-10T08:40', '2026-03-11T08:30'].entries()) await put(system, slot(`T${n}`, 'K1', at))
    const week = { start: ['ge2026-03-09', 'lt2026-03-11'] }
    const ids = (bundle: object) => found(bundle).map((each) => each.id)
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: week }))).toEqual(['S1', 'S2', 'T0', 'T1'])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: week, options: { postSearch: true } }))).toEqual(['S1', 'S2', 'T0', 'T1'])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { schedule: 'Schedule/K1', start: '2026-03-11' } }))).toEqual(['T2'])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { schedule: 'Schedule/K9' } }))).toEqual([])
    const pages: string[][] = []
    let page = await system.search({ resourceType: 'Slot', searchParams: { ...week, _count: 3 } })
    for (;;) {
      pages.push(ids(page))
      const next = system.nextPage({ bundle: page as never })
      if (next === undefined) break
      page = await next
    }
    expect(pages).toEqual([['S1', 'S2', 'T0'], ['T1']])
    await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-1') })
    await system.create({ resourceType: 'Appointment', body: appointment('S1', 'A-2', { idNumber: people[1], name: '李四' }) })
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { ...week, status: 'busy' } }))).toEqual(['S1'])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { ...week, status: 'free' } }))).toEqual(['S2', 'T0', 'T1'])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { ...week, status: 'free,busy', schedule: 'Schedule/K1,Schedule/K9' } }))).toEqual(['S1', 'S2', 'T0', 'T1'])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { ...week, 'service-category': 'exam,treatment' } }))).toEqual([])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { ...week, 'place-pool': 'referral', status: 'free' } }))).toEqual([])
    expect(ids(await system.search({ resourceType: 'Schedule', searchParams: { actor: `Practitioner/${house.doctor.staffId}` } }))).toEqual(['K1'])
    expect(ids(await system.search({ resourceType: 'Schedule', searchParams: { active: 'false' } }))).toEqual([])
    expect(ids(await system.search({ resourceType: 'Slot', searchParams: { identifier: 'urn:his:slot|T2' } }))).toEqual(['T2'])
  })
  test('what cannot be read is refused by name; what nobody knows is left out, or refused where strictness is asked for', async () => {
    const system = await (await newHouse(world, base)).system('free')
    expect(codeIn(await faultOf(system.search({ resourceType: 'Slot', searchParams: { start: 'soon' } })))).toBe('fhir.parameter')
    expect(codeIn(await faultOf(system.search({ resourceType: 'Slot', searchParams: { _after: 'x' } })))).toBe('fhir.parameter')
    expect(codeIn(await faultOf(system.search({ resourceType: 'Slot', searchParams: { 'status:not': 'free' } })))).toBe('fhir.parameter')
    expect(codeIn(await faultOf(system.search({ resourceType: 'Slot', searchParams: { status: ['free', 'busy'] } })))).toBe('fhir.parameter')
    const bundle = (await system.search({ resourceType: 'Slot', searchParams: { colour: 'red', start: 'ge2026-03-09' } })) as unknown as Bundle
    expect(bundle.link[0]?.url).toBe(`${base}/Slot?start=ge2026-03-09`)
    expect(codeIn(await faultOf(system.search({ resourceType: 'Slot', searchParams: { colour: 'red' }, options: { headers: { prefer: 'handling=strict' } } })))).toBe('fhir.parameter_unknown')
  })
})

describe('FH-6 refusals', () => {
  test('XML is refused politely, both ways; what is unknown, malformed or not offered is one OperationOutcome', async () => {
    const house = await newHouse(world, base)
    const token = await house.tokenFor(await house.letIn(...everything))
    const ask = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
      const reply = await fetch(`${base}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
      const body = (await reply.json()) as { issue: { details: { coding: { code: string }[] }; diagnostics: string }[] }
      expect(reply.headers.get('content-type')).toContain('application/fhir+json')
      expect(faultsBySchema(body)).toEqual([])
      return { status: reply.status, code: body.issue[0]?.details.coding[0]?.code, says: body.issue[0]?.diagnostics }
    }
    const json = { 'content-type': 'application/fhir+json' }
    expect(await ask('/Slot', { headers: { accept: 'application/fhir+xml' } })).toMatchObject({ status: 406, code: 'fhir.json_only' })
    expect(await ask('/Slot?_format=xml')).toMatchObject({ status: 406, code: 'fhir.json_only' })
    expect(await ask('/Appointment', { method: 'POST', body: '<Appointment/>', headers: { 'content-type': 'application/fhir+xml' } })).toMatchObject({ status: 415, code: 'fhir.json_only_taken' })
    expect(await ask('/Appointment', { method: 'POST', body: '{', headers: json })).toMatchObject({ status: 400, code: 'fhir.shape' })
    expect(await ask('/Appointment', { method: 'POST', body: '{"resourceType":"Appointment"}', headers: json })).toMatchObject({ status: 400, code: 'fhir.shape', says: expect.stringContaining('status') as string })
    expect(await ask('/Observation')).toMatchObject({ status: 404, code: 'fhir.type_unknown' })
    expect(await ask('/Slot/no_id')).toMatchObject({ status: 404, code: 'not_found' })
    expect(await ask('/Slot', { method: 'POST', body: '{}', headers: json })).toMatchObject({ status: 405, code: 'fhir.not_supported' })
    expect(await ask('/Patient/x', { method: 'PUT', body: '{}', headers: json })).toMatchObject({ status: 405, code: 'fhir.not_supported' })
    expect(await ask('/Slot/x', { method: 'PATCH', body: '[]', headers: { 'content-type': 'application/json-patch+json' } })).toMatchObject({ status: 405, code: 'fhir.not_supported' })
    expect(await ask('/Appointment/x', { method: 'DELETE' })).toMatchObject({ status: 405, code: 'fhir.not_supported' })
    expect(await ask('/Slot?start=x', { headers: { 'accept-language': 'en' } })).toMatchObject({ status: 400, says: 'This search parameter cannot be read: start=x' })
    expect(await ask('/Appointment', { method: 'POST', body: JSON.stringify({ text: 'x'.repeat(5_000_000) }), headers: json })).toMatchObject({ status: 413 })
  }, 180_000)
})
