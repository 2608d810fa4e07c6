import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shanghaiDate } from '../../kernel/instant.ts'
import { verifyDraw } from '../../server/draw-verify.ts'
import { act, look } from '../../server/platform/act.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { sessionCookie } from '../../server/platform/session.ts'
import { newVisitor } from '../../server/testing/visitor.ts'
import { book } from './commands/book.ts'
import { drawActor } from './commands/draw-actor.ts'
import { runDraws } from './commands/draw-run.ts'
import { tellBooked } from './commands/tell-booked.ts'
import { makeDraw, type DrawRecord } from './rules/draw.ts'
import { hasher } from '../../server/platform/hasher.ts'
import { asNewPerson, idNumber, newCitizen, type Citizen } from './testing/citizen/fixtures.ts'
import { arrangeClinic, newHospital } from './testing/clinics/fixtures.ts'

let world: World
beforeAll(async () => {
  // Seven in the morning in Shanghai: draws open at eight.
  world = await newWorld('2026-03-01T23:00:00.000Z')
})
afterAll(() => world.close())

type Hospital = Awaited<ReturnType<typeof newHospital>>
const minutes = (n: number) => world.clock.advance(n * 60_000)
const releaseOf = (hospital: Hospital) => look(world.platform, drawActor, ({ read }) => read.selectFrom('release').selectAll().where('institution_id', '=', hospital.institutionId).orderBy('on_date', 'desc').limit(1).executeTakeFirstOrThrow())
const slotsOf = (hospital: Hospital, releaseId: string) => look(world.platform, drawActor, ({ read }) => read.selectFrom('slot').selectAll().where('institution_id', '=', hospital.institutionId).where('release_id', '=', releaseId).orderBy('starts_at').execute())
const bookingsOf = (hospital: Hospital) => look(world.platform, drawActor, ({ read }) => read.selectFrom('booking').selectAll().where('institution_id', '=', hospital.institutionId).execute())
const messagesTo = (phone: string) => arrange(world, async (step) => (await step.tx.selectFrom('outbox').selectAll().orderBy('id').execute()).filter((row) => step.vault.open(row.recipient) === phone).map((row) => step.vault.open(row.body)))

const today = () => shanghaiDate(world.clock.now().toISOString())

/** A clinic with a day whose places are drawn at eight, and the clock at eight. */
async function newDraw(change: Parameters<typeof arrangeClinic>[4] = {}) {
  const day = today()
  const hospital = await newHospital(world)
  await arrangeClinic(world, hospital, hospital.departmentId, { name: '专家门诊' }, { weekdays: [1, 2, 3, 4, 5, 6, 7], validFrom: day, toMinute: 600, mode: 'draw', capacity: 1, drawMinutes: 30, ...change })
  const release = await releaseOf(hospital)
  world.clock.advance(Date.parse(release.opens_at) - world.clock.now().getTime())
  return { hospital, release, slots: await slotsOf(hospital, release.id) }
}
async function enter(citizen: Citizen, releaseId: string, wishes: readonly string[], more: Record<string, string> = {}) {
  const { form } = await asNewPerson(citizen, `/draws/${releaseId}/enter`, more)
  const typed = { ...form, ...Object.fromEntries(wishes.map((each, at) => [`wish-${at + 1}`, each])) }
  return { typed, sent: await citizen.post(`/draws/${releaseId}/enter/confirm`, typed) }
}
/** As anybody downloads it. */
const recordAt = async (releaseId: string): Promise<DrawRecord> => JSON.parse((await newVisitor(world).get(`/draws/${releaseId}/record.json`)).text) as DrawRecord
async function verified(record: DrawRecord, hash?: string) {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'huiyin-draw-')), 'draw.json')
  writeFileSync(file, JSON.stringify(record))
  const said: string[] = []
  return { code: await verifyDraw(file, hash, (line) => void said.push(line)), said: said.join('\n') }
}

describe('DW-5 entering', () => {
  test('the hash stands there before anybody entered, the seed does not; nobody takes a place by being fast', async () => {
    const { hospital, release, slots } = await newDraw()
    const page = await newVisitor(world).get(`/draws/${release.id}`)
    for (const said of [release.seed_hash, '正在报名', '专家门诊', '我要报名']) expect(page.text).toContain(said)
    expect(release.seed).toBeNull()
    const citizen = await newCitizen(world)
    const fast = await book(world.platform, { by: { kind: 'citizen', id: citizen.accountId, name: '', institutionId: null, regionPrefix: null, roles: ['citizen'], posts: [] }, way: 'portal', institutionId: hospital.institutionId, slotId: slots[0]?.id ?? '', pool: 'public', accountId: citizen.accountId, key: 'fast', person: { name: '欧阳明', phone: citizen.phone, idNumber: idNumber(), bornOn: null } })
    expect(fast).toEqual({ refused: 'booking.by_draw' })
    expect((await newVisitor(world).get(`/book/${hospital.institutionId}/clinics/${release.clinic_id}?on=${release.on_date}`)).text).toContain(`href="/draws/${release.id}"`)
    expect(page.text).toContain('报名人数：0')
    expect(await newVisitor(world).get(`/draws/${release.id}/record.json`)).toMatchObject({ status: 404, text: expect.stringContaining('还没有结果') })
  })

  test('sent twice it is one entry; the same person a second time is refused; withdrawn, it may be entered again', async () => {
    const { release, slots } = await newDraw()
    const citizen = await newCitizen(world)
    const card = idNumber()
    const { typed, sent } = await enter(citizen, release.id, [slots[1]?.id ?? '', slots[0]?.id ?? ''], { idNumber: card })
    expect(sent.location).toBe(`/draws/${release.id}?done=entered`)
    expect((await citizen.post(`/draws/${release.id}/enter/confirm`, typed)).location).toBe(sent.location)
    const again = await enter(citizen, release.id, [slots[0]?.id ?? ''], { idNumber: card })
    expect([again.sent.status, again.sent.text.includes('已经报名过这次抽签')]).toEqual([409, true])
    const page = await citizen.get(`/draws/${release.id}`)
    expect(page.text).toContain('上午9:30–10:00；上午9:00–9:30')
    expect((await citizen.get('/my/bookings')).text).toContain(`/draws/${release.id}`)
    const entry = /name="entry" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
    const other = await newCitizen(world)
    await other.post(`/draws/${release.id}/withdraw`, { entry })
    for (let n = 0; n < 2; n += 1) expect((await citizen.post(`/draws/${release.id}/withdraw`, { entry })).location).toBe(`/draws/${release.id}?done=withdrawn`)
    expect((await enter(citizen, release.id, [slots[0]?.id ?? ''], { idNumber: card })).sent.status).toBe(303)
    expect((await newVisitor(world).get(`/draws/${release.id}`)).text).toContain('报名人数：1')
  })

  test('without a wish, with a wish of another draw, too early and too late: each is said, and the wishes stay', async () => {
    const { release, slots } = await newDraw()
    const citizen = await newCitizen(world)
    const none = await enter(citizen, release.id, [])
    expect([none.sent.status, none.sent.text.includes('请至少选一个')]).toEqual([422, true])
    const other = await enter(citizen, release.id, [slots[1]?.id ?? '', '019cac0f-2680-7668-ab69-d988a8b5438f'], { relation: 'other' })
    expect([other.sent.status, other.sent.text.includes('不在这次抽签里'), other.sent.text.includes(`value="${slots[1]?.id}" selected`)]).toEqual([409, true, true])
    minutes(30)
    const late = await citizen.post(`/draws/${release.id}/enter/confirm`, none.typed)
    expect([late.status, late.text.includes('已经截止')]).toEqual([409, true])
    expect((await citizen.get('/draws/nothing')).status).toBe(404)
  })
})

test('DW-5 by the API: for one of the own people, wishes in order, withdrawn until the close', async () => {
  const { release, slots } = await newDraw()
  const citizen = await newCitizen(world)
  const as = api(world, { accountId: citizen.accountId, staffId: '', institutionId: '', role: 'doctor', token: citizen.cookies[sessionCookie] ?? '' })
  const { body: person } = await as.post('/my/people', { name: '欧阳明', idNumber: idNumber(), phone: citizen.phone, relation: 'self', consent: true })
  const wishes = [slots[1]?.id, slots[0]?.id]
  expect((await as.post(`/my/draws/${release.id}`, { personId: release.id, wishes })).status).toBe(404)
  const entered = await as.post(`/my/draws/${release.id}`, { personId: person.id, wishes })
  expect(entered).toMatchObject({ status: 200, body: { wishes, ticket: expect.stringMatching(/^.{4}-.{4}-.{4}$/) } })
  expect(await as.post(`/my/draws/${release.id}`, { personId: person.id, wishes })).toMatchObject({ status: 409, body: { error: 'draw.entered_already' } })
  expect((await as.post(`/my/draws/${release.id}/${entered.body.entryId}/withdraw`)).status).toBe(200)
  minutes(30)
  expect(await as.post(`/my/draws/${release.id}`, { personId: person.id, wishes })).toMatchObject({ status: 409, body: { error: 'draw.closed' } })
})

describe('DW-6 drawing', () => {
  test('opens, draws once, books the winners, tells everyone once, and anybody can check it', async () => {
    const { hospital, release, slots } = await newDraw()
    expect(await runDraws(world.platform)).toMatchObject({ opened: expect.any(Number) })
    expect((await releaseOf(hospital)).state).toBe('open')
    const citizens = await Promise.all(Array.from({ length: 5 }, () => newCitizen(world)))
    for (const citizen of citizens) expect((await enter(citizen, release.id, slots.map((slot) => slot.id))).sent.status).toBe(303)
    minutes(30)
    await Promise.all([runDraws(world.platform), runDraws(world.platform)])
    await runDraws(world.platform)
    const bookings = await bookingsOf(hospital)
    expect(bookings).toHaveLength(2)
    expect(bookings).toMatchObject([{ state: 'booked', way: 'system', pool: 'public' }, { state: 'booked', way: 'system', pool: 'public' }])
    const record = await recordAt(release.id)
    expect(record.seedHash).toBe(release.seed_hash)
    expect(record.outcome.map((line) => line.wish)).toEqual([1, 2, null, null, null])
    expect(await verified(record, release.seed_hash)).toMatchObject({ code: 0, said: expect.stringContaining('全部相符') })
    const told = await Promise.all(citizens.map((citizen) => messagesTo(citizen.phone)))
    expect(told.flat().filter((text) => text.includes('没有抽中'))).toHaveLength(3)
    const winner = citizens.find((citizen) => bookings.some((each) => each.account_id === citizen.accountId)) ?? citizens[0]
    const page = await winner?.get(`/draws/${release.id}`)
    for (const said of ['抽中，已为您约好', '5人报名，2人抽中', record.seed, 'huiyin draw verify', 'record.json']) expect(page?.text).toContain(said)
    expect(Buffer.byteLength(page?.text ?? '')).toBeLessThan(30_000)
    expect(JSON.stringify(record)).not.toContain('欧阳')
  })

  test('BK-21 a winner is told of the lot and not of a wait; SC-21 whose times were all stopped is told that', async () => {
    const { hospital, release, slots } = await newDraw()
    const [lucky, other] = [await newCitizen(world), await newCitizen(world)]
    await enter(lucky, release.id, [slots[0]?.id ?? ''])
    await enter(other, release.id, [slots[1]?.id ?? ''])
    await arrange(world, ({ tx }) => tx.updateTable('slot').set({ state: 'stopped' }).where('institution_id', '=', hospital.institutionId).where('id', '=', slots[1]?.id ?? '').execute())
    minutes(30)
    await runDraws(world.platform)
    await tellBooked(world.platform)
    const [won, lost] = [await messagesTo(lucky.phone), await messagesTo(other.phone)]
    expect(won.filter((text) => text.includes('抽签抽中，已为您约好'))).toHaveLength(1)
    expect(won.filter((text) => text.includes('候补成功'))).toEqual([])
    expect(lost.filter((text) => text.includes('停诊了，没有抽签'))).toHaveLength(1)
    expect(lost.filter((text) => text.includes('没有抽中'))).toEqual([])
  })

  test('stopped between the draw and the bookings, it goes on with the same draw; whoever cannot be booked is told why, and the place is free', async () => {
    const { hospital, release, slots } = await newDraw()
    const [lucky, busy] = [await newCitizen(world), await newCitizen(world)]
    const card = idNumber()
    await enter(lucky, release.id, [slots[0]?.id ?? ''])
    await enter(busy, release.id, [slots[1]?.id ?? ''], { idNumber: card })
    // The same person has a place in this department on that day already.
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { name: '普通门诊' }, { weekdays: [1, 2, 3, 4, 5, 6, 7], validFrom: today(), fromMinute: 840, toMinute: 900 })
    const other = await look(world.platform, drawActor, ({ read }) => read.selectFrom('slot').select('id').where('institution_id', '=', hospital.institutionId).where('clinic_id', '=', clinic.id).where('on_date', '=', release.on_date).limit(1).executeTakeFirstOrThrow())
    expect(await book(world.platform, { by: drawActor, way: 'system', institutionId: hospital.institutionId, slotId: other.id, pool: 'public', accountId: null, key: 'before', person: { name: '欧阳明', phone: busy.phone, idNumber: card, bornOn: null } })).toMatchObject({ state: 'booked' })
    minutes(30)
    // As a server leaves it that was killed right after the draw: the record is there, nobody is booked.
    const seed = await act(world.platform, drawActor, async (step) => {
      const row = await step.tx.selectFrom('release').selectAll().where('institution_id', '=', hospital.institutionId).where('id', '=', release.id).executeTakeFirstOrThrow()
      const entries = await step.tx.selectFrom('draw_entry').selectAll().where('institution_id', '=', hospital.institutionId).execute()
      const clear = step.vault.open(row.seed_sealed)
      const record = makeDraw(hasher, { release: { id: row.id, institutionId: row.institution_id, clinicId: row.clinic_id, onDate: row.on_date, opensAt: row.opens_at, closesAt: row.closes_at }, seed: clear, slots: slots.map((slot) => ({ id: slot.id, places: 1 })), entries })
      await step.tx.updateTable('release').set({ seed: clear, record: JSON.stringify(record), drawn_at: step.now.toISOString() }).where('institution_id', '=', hospital.institutionId).where('id', '=', release.id).execute()
      return clear
    })
    await runDraws(world.platform)
    await runDraws(world.platform)
    expect(await releaseOf(hospital)).toMatchObject({ state: 'drawn', seed })
    expect((await bookingsOf(hospital)).filter((each) => each.account_id === lucky.accountId)).toHaveLength(1)
    expect((await bookingsOf(hospital)).filter((each) => each.account_id === busy.accountId)).toEqual([])
    expect((await messagesTo(busy.phone)).filter((text) => text.includes('抽中了，但没有约成'))).toHaveLength(1)
    expect((await busy.get(`/draws/${release.id}`)).text).toContain('抽中了，但没有约成')
    // DW-7: now it is open to everybody.
    expect((await newVisitor(world).get(`/book/${hospital.institutionId}/clinics/${release.clinic_id}?on=${release.on_date}`)).text).toContain(`/slots/${slots[1]?.id}`)
  })

  test('DW-7 nobody entered: all of it is open after the close', async () => {
    const { hospital, release, slots } = await newDraw()
    minutes(31)
    await runDraws(world.platform)
    expect(await verified(await recordAt(release.id))).toMatchObject({ code: 0 })
    const page = await newVisitor(world).get(`/book/${hospital.institutionId}/clinics/${release.clinic_id}?on=${release.on_date}`)
    for (const slot of slots) expect(page.text).toContain(`/slots/${slot.id}`)
  })

  test('a time that was stopped gives no place', async () => {
    const { hospital, release, slots } = await newDraw()
    const citizen = await newCitizen(world)
    await enter(citizen, release.id, [slots[0]?.id ?? '', slots[1]?.id ?? ''])
    await arrange(world, (step) => step.tx.updateTable('slot').set({ state: 'stopped' }).where('institution_id', '=', hospital.institutionId).where('id', '=', slots[0]?.id ?? '').execute())
    minutes(30)
    await runDraws(world.platform)
    expect(await bookingsOf(hospital)).toMatchObject([{ slot_id: slots[1]?.id }])
  })
})

describe('DW-4 the command', () => {
  test('a forged record is found and its first difference named', async () => {
    const record = makeDraw(hasher, { release: { id: 'r', institutionId: 'i', clinicId: 'c', onDate: '2026-03-09', opensAt: '', closesAt: '' }, seed: 's', slots: [{ id: 's1', places: 1 }], entries: [{ ticket: 'a', choices: ['s1'] }, { ticket: 'b', choices: ['s1'] }] })
    const forged = { ...record, outcome: record.outcome.map((line) => ({ ...line, slotId: line.slotId === null ? 's1' : null, wish: line.slotId === null ? 1 : null })) }
    expect(await verified(forged)).toMatchObject({ code: 1, said: expect.stringContaining('不符：outcome[0]') })
    expect(await verified(record, 'f'.repeat(64))).toMatchObject({ code: 1, said: expect.stringContaining('不符：seedHash') })
  })
  test.each([
    ['no JSON', '{', '不是JSON'],
    ['something else', '{"format":"other"}', '不是抽签记录'],
  ])('%s is said in one sentence', async (_, text, said) => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'huiyin-draw-')), 'draw.json')
    writeFileSync(file, text)
    await expect(verifyDraw(file, undefined, () => undefined)).rejects.toThrow(said)
    await expect(verifyDraw(`${file}.not`, undefined, () => undefined)).rejects.toThrow('读不到')
  })
})
