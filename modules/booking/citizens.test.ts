import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { sessionCookie } from '../../server/platform/session.ts'
import { newVisitor } from '../../server/testing/visitor.ts'
import { remindVisits } from './commands/remind.ts'
import { asNewPerson, idNumber, newCitizen, type Citizen } from './testing/citizen/fixtures.ts'
import { arrangeClinic, newHospital } from './testing/clinics/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

type Hospital = Awaited<ReturnType<typeof newHospital>>
const nobody = () => newVisitor(world)
const slotsOn = async (hospital: Hospital, clinicId: string, on: string): Promise<string[]> => [...(await nobody().get(`/book/${hospital.institutionId}/clinics/${clinicId}?on=${on}`)).text.matchAll(/href="(\/book\/[0-9a-f-]+\/slots\/[0-9a-f-]+)"/g)].map((match) => match[1] ?? '')
async function bookAt(citizen: Citizen, path: string, more: Record<string, string> = {}): Promise<string> {
  const { form } = await asNewPerson(citizen, path, more)
  const sent = await citizen.post(`${path}/confirm`, form)
  if (sent.status !== 303) throw new Error(sent.text.slice(0, 3000))
  return (sent.location ?? '').split('?')[0] ?? ''
}
const messagesTo = (phone: string) => arrange(world, async (step) => (await step.tx.selectFrom('outbox').selectAll().orderBy('id').execute()).filter((row) => step.vault.open(row.recipient) === phone).map((row) => step.vault.open(row.body)))

describe('TG-2 the guide', () => {
  test('says that it is no diagnosis, that nobody has signed it, and what must not wait', async () => {
    const page = await nobody().get('/guide')
    for (const said of ['不是诊断', '还没有医师审核签字', 'href="tel:120"', '叫不醒', '胸闷', 'href="/guide?who=child"']) expect(page.text).toContain(said)
    expect((await nobody().get('/guide?who=child')).text).not.toContain('月经')
    expect((await nobody().get('/guide?text=牙疼')).text).toContain('/guide/teeth?who=adult')
    expect((await nobody().get('/guide?text=没有这个')).text).toContain('没有对上')
  })
  test('asks the danger signs first; with one of them it offers no booking, without any it names the department', async () => {
    const asked = await nobody().get('/guide/chest?who=adult')
    expect(asked.text).toContain('name="flag-chest"')
    expect(asked.text).not.toContain('/book?')
    const danger = await nobody().get('/guide/chest?who=adult&answered=1&flag-chest=1')
    for (const said of ['请马上拨打120', '胸口压榨样疼']) expect(danger.text).toContain(said)
    expect(danger.text).not.toContain('/book')
    expect((await nobody().get('/guide/fever?who=adult&answered=1&flag-fever_long=1')).text).toContain('最近医院的急诊科')
    const none = await nobody().get('/guide/chest?who=adult&answered=1')
    for (const said of ['心血管内科', '也可以看：呼吸内科', 'href="/book?symptom=chest&amp;who=adult"', '如果突然变重']) expect(none.text).toContain(said)
    expect((await nobody().get('/guide/pregnant?who=child')).status).toBe(404)
    expect((await nobody().get('/guide/nothing')).status).toBe(404)
  })
  test('leads to the clinics of the department', async () => {
    const hospital = await newHospital(world, '心内科')
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { name: '心内科普通门诊甲' })
    const page = await nobody().get(`/book?symptom=chest&who=adult&body=${hospital.institutionId}`)
    for (const said of ['按“胸闷、胸口疼、心慌”找', clinic.name]) expect(page.text).toContain(said)
  })
})

describe('waiting for a place', () => {
  test('a full day leads to the line; sent twice one stands in it once; the place is shown and given up', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, {}, { weekdays: [3], toMinute: 570, capacity: 1 })
    const [only = ''] = await slotsOn(hospital, clinic.id, '2026-03-04')
    const wait = `/book/${hospital.institutionId}/clinics/${clinic.id}/wait/2026-03-04`
    const early = await newCitizen(world)
    expect((await early.get(wait)).text).toContain('请直接预约')
    await bookAt(await newCitizen(world), only)
    const page = await nobody().get(`/book/${hospital.institutionId}/clinics/${clinic.id}?on=2026-03-04`)
    expect(page.text).toContain(`href="${wait}"`)
    const [first, second] = [await newCitizen(world), await newCitizen(world)]
    const one = await asNewPerson(first, wait)
    for (let n = 0; n < 2; n += 1) expect((await first.post(`${wait}/confirm`, one.form)).location).toBe('/my/bookings?done=waiting')
    world.clock.advance(1000)
    const two = await asNewPerson(second, wait)
    await second.post(`${wait}/confirm`, two.form)
    expect((await first.get('/my/bookings?done=waiting')).text).toContain('排在第1位')
    const mine = await second.get('/my/bookings')
    expect(mine.text).toContain('排在第2位')
    const at = /action="(\/my\/waiting\/[^"]*)"/.exec(mine.text)?.[1] ?? ''
    expect((await first.post(at, {})).status).toBe(404)
    for (let n = 0; n < 2; n += 1) expect((await second.post(at, {})).location).toBe('/my/bookings?done=withdrawn')
    expect((await second.get('/my/bookings')).text).not.toContain('正在候补')
  })
  test.each(['/book/x/clinics/y/wait/2026-03-04', '/book/019cac0f-2680-7668-ab69-d988a8b5438f/clinics/019cac0f-2680-7668-ab69-d988a8b5438f/wait/soon'])('%s is not there', async (path) => {
    expect((await (await newCitizen(world)).get(path)).status).toBe(404)
  })
})

describe('a pause after missed visits', () => {
  test('says which visits, that care goes on, and takes one appeal in own words, judged by a person', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId)
    const citizen = await newCitizen(world)
    const card = idNumber()
    const [first = ''] = await slotsOn(hospital, clinic.id, '2026-03-04')
    const { form } = await asNewPerson(citizen, first, { idNumber: card })
    const blockId = await arrange(world, async (step) => {
      const id = step.newId()
      const missed = [{ bookingId: id, onDate: '2026-02-02', clinicName: '内科普通门诊', way: 'portal', excused: false }]
      await step.tx
        .insertInto('booking_block')
        .values({ institution_id: hospital.institutionId, id, region_code: hospital.regionCode, person_index: step.vault.blindIndex('person', card), account_id: citizen.accountId, from_on: '2026-03-01', to_on: '2026-05-29', missed: JSON.stringify(missed), rule: JSON.stringify({ n: 1, windowDays: 180, blockDays: 90, exemptAge: 80 }), state: 'stands', created_at: step.now.toISOString() })
        .execute()
      return id
    })
    const refused = await citizen.post(`${first}/confirm`, form)
    expect([refused.status, refused.text.includes('暂停网上预约')]).toEqual([403, true])
    const page = await citizen.get('/my/bookings')
    for (const said of ['网上预约暂停到2026年5月29日', '欧阳明在180天内有1次', '2026年2月2日', '急诊、现场号、电话和窗口预约都照常', '我要申诉', '不是由系统决定']) expect(page.text).toContain(said)
    const at = `/my/blocks/${hospital.institutionId}/${blockId}/appeal`
    const short = await citizen.post(at, { words: ' ' })
    expect([short.status, short.text.includes('请写几个字')]).toEqual([422, true])
    expect((await (await newCitizen(world)).post(at, { words: '不是我的' })).status).toBe(404)
    expect((await citizen.post(at, { words: '那天我来过，机器没有认出来' })).location).toBe('/my/bookings?done=appealed')
    const again = await citizen.post(at, { words: '再说一遍' })
    expect([again.status, again.text.includes('没有重复提交')]).toEqual([409, true])
    expect((await citizen.get('/my/bookings')).text).toContain('申诉已提交，等医院核对')
  })
})

test('TG-5 the same people by the API: masked, and with consent only', async () => {
  const citizen = await newCitizen(world)
  const as = api(world, { accountId: citizen.accountId, staffId: '', institutionId: '', role: 'doctor', token: citizen.cookies[sessionCookie] ?? '' })
  const given = { name: '欧阳明', idNumber: idNumber(), phone: citizen.phone, relation: 'self', consent: true }
  expect(await as.post('/my/people', { ...given, consent: false })).toMatchObject({ status: 422, body: { error: 'visitor.not_readable', message: expect.stringContaining('没有同意不能代他人预约') } })
  const added = await as.post('/my/people', given)
  expect(added).toMatchObject({ status: 200, body: { name: '欧阳明', relation: 'self', bornOn: '1990-03-07', idNumber: expect.stringMatching(/^110\*+\d/) } })
  expect((await as.get('/my/people')).body.rows).toEqual([added.body])
  expect((await api(world, null).get('/my/people')).status).toBe(401)
  expect((await as.delete(`/my/people/${added.body.id}`)).status).toBe(200)
  expect((await as.get('/my/people')).body.rows).toEqual([])
})

describe('TG-8 reminders', () => {
  test('a day and two hours before, each once, however often the job runs and whichever server runs it; nobody who cancelled', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { brings: '空腹', room: '203' }, { weekdays: [1, 2, 3, 4, 5], validFrom: new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10) })
    const on = '2026-03-05'
    const [first = '', second = ''] = await slotsOn(hospital, clinic.id, on)
    const [comes, cancels] = [await newCitizen(world), await newCitizen(world)]
    await bookAt(comes, first)
    const other = await bookAt(cancels, second)
    const goTo = (iso: string) => world.clock.advance(Date.parse(iso) - world.clock.now().getTime())
    const reminders = async (citizen: Citizen) => (await messagesTo(citizen.phone)).filter((text) => text.includes('就诊提醒'))
    goTo('2026-03-04T00:59:00.000Z')
    await remindVisits(world.platform)
    expect(await reminders(comes)).toEqual([])
    await arrange(world, (step) => step.tx.updateTable('booking').set({ state: 'cancelled' }).where('institution_id', '=', hospital.institutionId).where('id', '=', other.split('/').at(-1) ?? '').execute())
    goTo('2026-03-04T01:00:00.000Z')
    await Promise.all([remindVisits(world.platform), remindVisits(world.platform), remindVisits(world.platform)])
    await remindVisits(world.platform)
    expect(await reminders(comes)).toEqual([expect.stringMatching(/^【回音】就诊提醒：2026-03-05 09:00—09:30，.*（203）。就诊码 .*请带：空腹。来不了请今天取消/)])
    goTo('2026-03-04T23:00:00.000Z')
    await Promise.all([remindVisits(world.platform), remindVisits(world.platform)])
    expect(await reminders(comes)).toHaveLength(2)
    expect((await reminders(comes))[1]).toContain('请提前报到')
    goTo('2026-03-05T02:00:00.000Z')
    await remindVisits(world.platform)
    expect(await reminders(comes)).toHaveLength(2)
    expect(await reminders(cancels)).toEqual([])
  })
})
