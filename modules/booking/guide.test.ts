import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt, newSecret } from '../../server/platform/authenticator.ts'
import { api, arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { goodPassword, withPassword } from '../../server/testing/sign-in.ts'
import { newVisitor } from '../../server/testing/visitor.ts'
import { prepareRegisters } from '../register/public.ts'
import { tellPortal } from './commands/tell-portal.ts'
import { tellBooked } from './commands/tell-booked.ts'
import { asNewPerson, newCitizen, type Citizen } from './testing/citizen/fixtures.ts'
import { arrangeClinic, newHospital } from './testing/clinics/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T02:00:00.000Z')
  await arrange(world, prepareRegisters)
})
afterAll(() => world.close())

/** Somebody who can sign: with password and authenticator. */
async function signer(person: Person) {
  await withPassword(world, person)
  const secret = newSecret()
  await arrange(world, ({ tx, now, vault }) => tx.updateTable('account').set({ totp_secret: vault.seal(secret), totp_enabled_at: now.toISOString() }).where('account_id', '=', person.accountId).execute())
  return { person, code: () => codeAt(secret, world.clock.now()) }
}

describe('TG-10 the signature under the guide', () => {
  test('until a physician signs each page says so; signed, it names who; taken back, it says so again', async () => {
    const house = await newInstitution(world)
    const doctor = await signer(await house.person('doctor'))
    const page = async (path: string) => (await newVisitor(world).get(path)).text
    const paths = ['/guide', '/guide/cough?who=adult', '/guide/cough?who=adult&answered=1', '/guide/cough?who=adult&answered=1&flag-breath=1']
    const first = (await api(world, doctor.person).get('/guide-review')).body
    const paths_ = first.symptoms.some((each: { key: string }) => each.key === 'cough') ? paths : paths.map((path) => path.replace('cough', first.symptoms[0].key))
    for (const path of paths_) expect(await page(path), path).toContain('还没有医师审核签字')
    const ask = { version: first.version, password: goodPassword }
    expect(await api(world, doctor.person).post('/guide-review', { ...ask, code: '000000' })).toMatchObject({ status: 401, body: { error: 'identity.wrong_code' } })
    expect(await page('/guide')).toContain('还没有医师审核签字')
    expect(await api(world, doctor.person).post('/guide-review', { ...ask, version: 'f'.repeat(64), code: doctor.code() })).toMatchObject({ status: 409, body: { error: 'booking.guide_changed' } })
    expect((await api(world, doctor.person).post('/guide-review', { ...ask, remark: '逐条看过', code: doctor.code() })).status).toBe(200)
    for (const path of paths_) expect(await page(path), path).toContain(`本版内容已由${house.name}`)
    expect(await api(world, doctor.person).post('/guide-review', { ...ask, code: doctor.code() })).toMatchObject({ status: 409, body: { error: 'booking.guide_signed' } })
    const [review] = (await api(world, doctor.person).get('/guide-review')).body.reviews
    expect(review).toMatchObject({ isCurrent: true, remark: '逐条看过', blocked: { withdraw: null } })
    const colleague = await house.person('doctor')
    expect((await api(world, colleague).post(`/guide-review/${house.institutionId}/${review.id}/withdrawal`, { reason: '看错了' })).body.error).toBe('booking.guide_not_yours')
    expect((await api(world, await house.person('institution_head')).post(`/guide-review/${house.institutionId}/${review.id}/withdrawal`, { reason: '需要重新审核' })).status).toBe(200)
    expect(await page('/guide')).toContain('还没有医师审核签字')
  })
})

type Hospital = Awaited<ReturnType<typeof newHospital>>

/** Follows what a search found, and books the first time there; `at` says where it led. */
async function bookFound(citizen: Citizen, hospital: Hospital, query: string, name = '欧阳明') {
  const found = await citizen.get(`/book?body=${hospital.institutionId}${query}`)
  const link = /href="(\/book\/[^"]*\/clinics\/[^"]*found=[^"]*)"/.exec(found.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const led = await citizen.get(link)
  const times = await citizen.get(led.location ?? '')
  const slot = /href="(\/book\/[0-9a-f-]+\/slots\/[0-9a-f-]+)"/.exec(times.text)?.[1] ?? ''
  const person = await asNewPerson(citizen, slot, { name })
  return { link, led, slot, person, sent: await citizen.post(person.at, person.form) }
}
const told = (hospital: Hospital) => arrange(world, ({ tx }) => tx.selectFrom('portal_told').select(['on_date', 'found', 'guided', 'booked', 'refused', 'letters_sent', 'letters_read']).where('institution_id', '=', hospital.institutionId).execute())

describe('BK-65 what the portal counts', () => {
  test('a search that led to times counts once, the address it leads to counts nothing; bookings and refusals beside it', async () => {
    const hospital = await newHospital(world)
    await arrangeClinic(world, hospital, hospital.departmentId, {}, { capacity: 1, fromMinute: 540, toMinute: 570 })
    const [one, two] = [await newCitizen(world), await newCitizen(world)]
    const booked = await bookFound(one, hospital, '')
    expect(booked.link).toContain('found=search')
    expect(booked.led).toMatchObject({ status: 303 })
    expect(booked.led.location).not.toContain('found')
    expect(booked.sent.location).toContain('/my/bookings/')
    // The last place has gone while this one filled in the form.
    const late = await asNewPerson(two, booked.slot)
    expect((await two.post(late.at, late.form)).status).toBe(409)
    await tellPortal(world.platform, hospital.institutionId)
    await tellPortal(world.platform, hospital.institutionId)
    expect(await told(hospital)).toEqual([{ on_date: '2026-03-02', found: 1, guided: 0, booked: 1, refused: 1, letters_sent: 0, letters_read: 0 }])
    expect((await hospital.clerk.get('/portal-days')).body.rows).toEqual([{ onDate: '2026-03-02', found: 1, guided: 0, booked: 1, refused: 1, lettersSent: 0, lettersRead: 0 }])
    const stranger = await newHospital(world)
    expect((await stranger.clerk.get(`/portal-days?institutionId=${hospital.institutionId}`)).body.rows).toEqual([])
  })

  test('what the guide led to counts as guided', async () => {
    const hospital = await newHospital(world)
    await arrangeClinic(world, hospital, hospital.departmentId)
    const citizen = await newCitizen(world)
    const { symptoms } = (await api(world, await hospital.person('doctor')).get('/guide-review')).body
    const general = symptoms.find((each: { adult: { zh: string }[] }) => each.adult.some((department) => department.zh === '全科或内科'))
    const { link } = await bookFound(citizen, hospital, `&symptom=${general.key}&who=adult`)
    expect(link).toContain('found=guide')
    await tellPortal(world.platform, hospital.institutionId)
    expect(await told(hospital)).toMatchObject([{ found: 1, guided: 1, booked: 1 }])
  })
})

test('BK-66 a house with an open letter sends it along with a booking; opened from there it is counted; a house without one sends nothing', async () => {
  const [hospital, silent] = [await newHospital(world), await newHospital(world)]
  const clerk = await hospital.person('institution_clerk')
  const text = '尊敬的患者：'.padEnd(120, '您来看病，有权知道病情和费用。')
  const entry = await api(world, clerk).upload('/registers/patient-letter/entries', [{ name: '公开信.txt', bytes: text }], { on: '2026-03-02', departmentId: null, version: 1, values: { version: '今年第一版', contents: ['rights', 'duties', 'enquiry', 'help', 'complaint'], body: text, phone: '0990-1234567', forms: ['message'] } })
  expect(entry.status, JSON.stringify(entry.body)).toBe(200)
  expect((await newVisitor(world).get(`/letters/${hospital.institutionId}`)).status).toBe(404)
  expect((await api(world, await hospital.person('institution_head')).post(`/registers/patient-letter/entries/${hospital.institutionId}/${entry.body.id}/confirmation`, { revision: 1 })).status).toBe(200)
  for (const each of [hospital, silent]) {
    await arrangeClinic(world, each, each.departmentId)
    const citizen = await newCitizen(world)
    const { sent } = await bookFound(citizen, each, '')
    const own = await citizen.get(sent.location ?? '')
    expect(own.text.includes('来院前请看：致患者的一封信')).toBe(each === hospital)
  }
  await tellBooked(world.platform)
  const messages = await arrange(world, async ({ tx, vault }) => (await tx.selectFrom('outbox').select('body').execute()).map((row) => vault.open(row.body)))
  expect(messages.filter((message) => message.includes(`/letters/${hospital.institutionId}?from=message`))).toHaveLength(1)
  expect(messages.filter((message) => message.includes(`/letters/${silent.institutionId}`))).toEqual([])
  const visitor = newVisitor(world)
  const opened = await visitor.get(`/letters/${hospital.institutionId}?from=message`)
  expect(opened).toMatchObject({ status: 303, location: `/letters/${hospital.institutionId}` })
  expect((await visitor.get(opened.location ?? '')).text).toContain('有权知道病情和费用')
  await tellPortal(world.platform, hospital.institutionId)
  expect(await told(hospital)).toMatchObject([{ letters_sent: 1, letters_read: 1 }])
})
