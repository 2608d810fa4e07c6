import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { newVisitor } from '../../server/testing/visitor.ts'
import { asNewPerson, idNumber, mobile, newCitizen, type Citizen } from './testing/citizen/fixtures.ts'
import { arrangeClinic, arrangeDepartment, newHospital } from './testing/clinics/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

type Hospital = Awaited<ReturnType<typeof newHospital>>
const nobody = () => newVisitor(world)
const bookingsOf = (hospital: Hospital) => arrange(world, (act) => act.tx.selectFrom('booking').selectAll().where('institution_id', '=', hospital.institutionId).orderBy('made_at').execute())
const slotLinks = (html: string): string[] => [...html.matchAll(/href="(\/book\/[0-9a-f-]+\/slots\/[0-9a-f-]+)"/g)].map((match) => match[1] ?? '')
const timesAt = (hospital: Hospital, clinic: { id: string }, on = '2026-03-04') => `/book/${hospital.institutionId}/clinics/${clinic.id}?on=${on}`

async function clinicWithTimes(given: Parameters<typeof arrangeClinic>[3] = {}, rule: Parameters<typeof arrangeClinic>[4] = {}) {
  const hospital = await newHospital(world)
  const clinic = await arrangeClinic(world, hospital, hospital.departmentId, given, rule)
  const times = slotLinks((await nobody().get(timesAt(hospital, clinic))).text)
  return { hospital, clinic, times, first: times[0] ?? '' }
}
async function bookAt(citizen: Citizen, path: string, more: Record<string, string> = {}) {
  const { form } = await asNewPerson(citizen, path, more)
  return citizen.post(`${path}/confirm`, form)
}

describe('finding', () => {
  test('by hospital, department, doctor, day and complaint; what is free comes first and soonest first', async () => {
    const hospital = await newHospital(world, '呼吸与危重症医学科')
    const bones = await arrangeDepartment(world, hospital, '骨科')
    const late = await arrangeClinic(world, hospital, hospital.departmentId, { name: '赵医生呼吸专家门诊' }, { weekdays: [3] })
    const soon = await arrangeClinic(world, hospital, hospital.departmentId, { name: '呼吸普通门诊' }, { weekdays: [1] })
    const none = await arrangeClinic(world, hospital, bones, { name: '骨科门诊' }, null)
    const found = async (query: string) => [...(await nobody().get(`/book?body=${hospital.institutionId}${query}`)).text.matchAll(/<h2>([^<]*)<\/h2>/g)].map((match) => match[1])
    expect(await found('')).toEqual([soon.name, late.name, none.name])
    expect(await found('&text=骨科')).toEqual([none.name])
    expect(await found('&text=赵医生')).toEqual([late.name])
    expect(await found('&on=2026-03-04')).toEqual([late.name, soon.name, none.name].toSorted((a, b) => Number(b === late.name) - Number(a === late.name) || (a < b ? -1 : 1)))
    expect(await found('&symptom=cough&who=adult')).toEqual([soon.name, late.name])
    expect(await found('&text=肚子疼')).toEqual([])
    const asked = await nobody().get(`/book?body=${hospital.institutionId}&text=肚子疼&on=2020-01-01`)
    for (const said of ['没有找到', '/guide/belly?who=adult', '这一天已经过去或太远']) expect(asked.text).toContain(said)
  })

  test('where there are too many hospitals for a list a name is typed, and the page stays light', async () => {
    const hospital = await newHospital(world)
    const clinic = await arrangeClinic(world, hospital, hospital.departmentId, { name: '很多医院里的一个门诊' })
    for (let n = 0; n < 61; n += 1) {
      const other = await newHospital(world)
      await arrangeClinic(world, other, other.departmentId, {}, null)
    }
    const all = await nobody().get('/book')
    expect([all.status, all.text.includes('name="hospital"'), Buffer.byteLength(all.text) < 30_000, all.text.includes('看后面的')]).toEqual([200, true, true, true])
    const found = await nobody().get(`/book?hospital=${encodeURIComponent(hospital.name)}`)
    expect(found.text).toContain(clinic.name)
    expect((await nobody().get('/book?hospital=没有这家医院')).text).toContain('没有找到')
    expect((await nobody().get(`/book?body=${hospital.institutionId}`)).text).toContain(`name="hospital" type="search" maxlength="60" value="${hospital.name}"`)
  })

  test('the days of a clinic: free, full, not open yet; and its times', async () => {
    const { hospital, clinic, times } = await clinicWithTimes({ brings: '空腹' }, { releaseMinute: 600 })
    expect(times).toHaveLength(4)
    const page = await nobody().get(timesAt(hospital, clinic))
    for (const said of ['aria-current="date"', '上午9:00–9:30', '余2', '空腹', '还没放号']) expect(page.text).toContain(said)
    expect((await nobody().get(timesAt(hospital, clinic, '2026-03-16'))).text).toContain('还没有放号，2026年3月2日（周一）上午10:00开始能约')
    expect((await nobody().get(`/book/${hospital.institutionId}/clinics/${hospital.departmentId}`)).status).toBe(404)
    expect((await nobody().get('/book/x/clinics/y')).status).toBe(404)
  })
})

describe('TG-9 whose it is', () => {
  test('whoever is not signed in comes back to the chosen time after the code from the phone', async () => {
    const { first } = await clinicWithTimes()
    const as = nobody()
    const sent = await as.get(first)
    expect([sent.status, sent.location]).toEqual([303, `/enter?back=${encodeURIComponent(first)}`])
    const phone = mobile()
    const enter = await as.get(sent.location ?? '')
    expect(enter.text).toContain(`name="back" value="${first}"`)
    expect((await as.post('/enter', { phone, back: first })).text).toContain(`name="back" value="${first}"`)
    const code = await arrange(world, async (act) => {
      const row = await act.tx.selectFrom('outbox').select('body').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
      return /(\d{6})/.exec(act.vault.open(row.body))?.[1] ?? ''
    })
    expect((await as.post('/enter/code', { phone, code, back: first })).location).toBe(first)
    expect((await as.get(first)).text).toContain(`value="${phone}"`)
  })
  test.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example'])('nobody is sent away to %s', async (back) => {
    expect((await nobody().get(`/enter?back=${encodeURIComponent(back)}`)).text).not.toContain('elsewhere')
  })
  test("another account's booking, person and confirmation do not exist", async () => {
    const { hospital, first } = await clinicWithTimes()
    const [one, other] = [await newCitizen(world), await newCitizen(world)]
    const { form } = await asNewPerson(one, first)
    const booked = await one.post(`${first}/confirm`, form)
    const at = (booked.location ?? '').split('?')[0] ?? ''
    expect((await one.get(at)).status).toBe(200)
    for (const path of [at, `${at}/visit.ics`, `${at}/move`]) expect((await other.get(path)).status, path).toBe(404)
    expect((await other.post(`${at}/cancel`, {})).status).toBe(404)
    expect((await other.get(`${first}/confirm?who=${form['who']}`)).location).toBe(first)
    expect((await other.post(`${first}/confirm`, form)).location).toBe(first)
    expect((await nobody().get(at)).location).toBe(`/enter?back=${encodeURIComponent(at)}`)
    expect(await bookingsOf(hospital)).toHaveLength(1)
  })
})

describe('TG-4 TG-5 for whom', () => {
  test('every fault is said at its field and everything typed comes back; nothing is kept', async () => {
    const { first } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const sent = await citizen.post(first, { who: 'new', name: '王2', idNumber: '110101199003070047', phone: '1', relation: '', consent: '' })
    expect(sent.status).toBe(422)
    for (const said of ['id="name-wrong"', 'id="idNumber-wrong"', 'id="phone-wrong"', 'id="relation-wrong"', 'id="consent-wrong"', 'value="王2"', 'value="110101199003070047"', 'href="#idNumber"']) expect(sent.text).toContain(said)
    expect(await arrange(world, (act) => act.tx.selectFrom('visitor').selectAll().where('account_id', '=', citizen.accountId).execute())).toEqual([])
  })
  test('a person is kept sealed, chosen the next time, entered twice once, and taken out again', async () => {
    const { first, times } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const card = idNumber()
    await asNewPerson(citizen, first, { idNumber: card })
    const { html } = await asNewPerson(citizen, first, { idNumber: card, name: '欧阳 明明' })
    expect(html).toContain('欧阳明明')
    const kept = await arrange(world, (act) => act.tx.selectFrom('visitor').selectAll().where('account_id', '=', citizen.accountId).execute())
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain(card)
    const page = await citizen.get(times[1] ?? '')
    expect(page.text).toContain(`value="${kept[0]?.id}" checked`)
    expect(page.text).not.toContain(card)
    expect((await citizen.post(first, { who: 'new', name: '欧阳华', idNumber: idNumber(), phone: citizen.phone, relation: 'self', consent: '1' })).text).toContain('“本人”已经填过')
    expect((await citizen.post('/my/people/remove', { who: kept[0]?.id ?? '' })).location).toBe('/my/people?done=1')
    expect((await citizen.post('/my/people/remove', { who: kept[0]?.id ?? '' })).location).toBe('/my/people?done=1')
    expect((await citizen.get('/my/people')).text).not.toContain('欧阳明明')
    expect((await citizen.post(first, { who: kept[0]?.id ?? '' })).text).toContain('请选一位')
  })
  test('eight people at most', async () => {
    const { first } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    for (let n = 0; n < 8; n += 1) await asNewPerson(citizen, first, { relation: 'other' })
    const ninth = await citizen.post(first, { who: 'new', name: '第九', idNumber: idNumber(), phone: citizen.phone, relation: 'other', consent: '1' })
    expect([ninth.status, ninth.text.includes('最多添加8位'), ninth.text.includes('value="第九"')]).toEqual([409, true, true])
  })
})

describe('TG-6 booking', () => {
  test('is done in the fifth step, with the code, what to bring and a calendar file', async () => {
    const { hospital, clinic, first } = await clinicWithTimes({ brings: '空腹，带尿样', room: '203' })
    const citizen = await newCitizen(world)
    const { html, form } = await asNewPerson(citizen, first)
    for (const said of ['第4步，共5步', '欧阳明（本人）', hospital.name, clinic.name, '203', '2026年3月4日（周三）上午9:00–9:30', '免挂号费']) expect(html).toContain(said)
    const booked = await citizen.post(`${first}/confirm`, form)
    expect(booked.status).toBe(303)
    const page = await citizen.get(booked.location ?? '')
    for (const said of ['预约好了', '<svg', '空腹，带尿样', '就诊码', 'visit.ics', '取消预约', '改时间']) expect(page.text).toContain(said)
    expect(Buffer.byteLength(page.text)).toBeLessThan(30_000)
    const file = await citizen.get(`${(booked.location ?? '').split('?')[0]}/visit.ics`)
    expect(file.type).toContain('text/calendar')
    expect(file.text).toContain('DTSTART:20260304T010000Z')
    expect((await citizen.get('/my/bookings')).text).toContain('2026年3月4日（周三）上午9:00–9:30')
    expect(await bookingsOf(hospital)).toMatchObject([{ state: 'booked', way: 'portal', pool: 'public', account_id: citizen.accountId }])
  })
  test('sent twice, at once or after the way back, it is one booking', async () => {
    const { hospital, first } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const { form } = await asNewPerson(citizen, first)
    const both = await Promise.all([citizen.post(`${first}/confirm`, form), citizen.post(`${first}/confirm`, form)])
    const again = await citizen.post(`${first}/confirm`, form)
    expect(new Set([...both, again].map((each) => each.location)).size).toBe(1)
    expect([...both, again].map((each) => each.status)).toEqual([303, 303, 303])
    expect(await bookingsOf(hospital)).toHaveLength(1)
  })
  test('a key of another form or of nobody books nothing; the page comes back with a new one', async () => {
    const { hospital, times } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const { form } = await asNewPerson(citizen, times[0] ?? '')
    const sent = await citizen.post(`${times[1]}/confirm`, form)
    expect([sent.status, sent.text.includes('放得太久'), sent.text.includes('确认预约')]).toEqual([409, true, true])
    expect(sent.text).not.toContain(form['key'])
    expect(await bookingsOf(hospital)).toEqual([])
  })
  test('taken meanwhile, the person is still chosen and the nearest free times are offered', async () => {
    const { hospital, times } = await clinicWithTimes({}, { capacity: 1 })
    const [first = '', second = ''] = times
    const slow = await newCitizen(world)
    const { form } = await asNewPerson(slow, first)
    expect((await bookAt(await newCitizen(world), first)).status).toBe(303)
    const refused = await slow.post(`${first}/confirm`, form)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('这个号段已约满')
    expect(refused.text).toContain(`href="${second}/confirm?who=${form['who']}"`)
    const next = await slow.get(`${second}/confirm?who=${form['who']}`)
    expect(next.text).toContain('欧阳明（本人）')
    expect((await slow.post(`${second}/confirm`, { who: form['who'] ?? '', key: /name="key" value="([^"]*)"/.exec(next.text)?.[1] ?? '' })).status).toBe(303)
    expect(await bookingsOf(hospital)).toHaveLength(2)
  })
  test('the same person a second time on that day in the department is told so', async () => {
    const { times } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const card = idNumber()
    expect((await bookAt(citizen, times[0] ?? '', { idNumber: card })).status).toBe(303)
    const sent = await bookAt(citizen, times[1] ?? '', { idNumber: card })
    expect([sent.status, sent.text.includes('已有预约')]).toEqual([409, true])
  })
  test('a fee holds the place and says plainly that it is paid at the desk', async () => {
    const { first } = await clinicWithTimes({ feeCents: 1250 })
    const citizen = await newCitizen(world)
    const { html, form } = await asNewPerson(citizen, first)
    expect(html).toContain('挂号费12.50元')
    expect(html).toContain('开通了网上交费的，下一步就能交')
    const page = await citizen.get((await citizen.post(`${first}/confirm`, form)).location ?? '')
    for (const said of ['已为您留号，还没有完成', '待交费', '逾期号会释放', '还没有开通网上交费']) expect(page.text).toContain(said)
  })
})

describe('changing', () => {
  test('cancelled until the day, once however often it is sent', async () => {
    const { hospital, first } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const at = ((await bookAt(citizen, first)).location ?? '').split('?')[0] ?? ''
    for (let n = 0; n < 2; n += 1) expect((await citizen.post(`${at}/cancel`, { reason: '有事' })).location).toBe(`${at}?done=cancelled`)
    const page = await citizen.get(`${at}?done=cancelled`)
    for (const said of ['已取消，号已让给别人', '已取消']) expect(page.text).toContain(said)
    expect(page.text).not.toContain(`${at}/cancel`)
    expect((await citizen.get(`${at}/visit.ics`)).text).toContain('STATUS:CANCELLED')
    expect(await bookingsOf(hospital)).toMatchObject([{ state: 'cancelled', end_reason: '有事' }])
  })
  test('moved to another time: the new one is there, the old one says so, sent twice it is one', async () => {
    const { hospital, times } = await clinicWithTimes()
    const citizen = await newCitizen(world)
    const at = ((await bookAt(citizen, times[0] ?? '')).location ?? '').split('?')[0] ?? ''
    const choose = await citizen.get(`${at}/move`)
    const to = (times[2] ?? '').split('/').at(-1) ?? ''
    expect(choose.text).toContain(`href="${at}/move?to=${to}"`)
    const asked = await citizen.get(`${at}/move?to=${to}`)
    for (const said of ['改到这个时间', '上午9:00–9:30', '上午10:00–10:30']) expect(asked.text).toContain(said)
    const moved = await citizen.post(`${at}/move`, { to })
    expect((await citizen.post(`${at}/move`, { to })).location).toBe(moved.location)
    expect((await citizen.get(moved.location ?? '')).text).toContain('已改好时间')
    expect((await citizen.get(at)).text).toContain('已改到别的时间')
    expect((await bookingsOf(hospital)).map((each) => each.state).toSorted()).toEqual(['booked', 'moved'])
  })
  test('after a stop the link of the message leads, by way of signing in, to the offered time and moves there, also after the deadline', async () => {
    const { hospital, clinic, times } = await clinicWithTimes()
    const today = slotLinks((await nobody().get(timesAt(hospital, clinic, '2026-03-02'))).text)
    const citizen = await newCitizen(world)
    const at = ((await bookAt(citizen, today[0] ?? '')).location ?? '').split('?')[0] ?? ''
    await arrange(world, (act) => act.tx.updateTable('booking').set({ state: 'stopped' }).where('institution_id', '=', hospital.institutionId).execute())
    const link = `${at}/move?to=${(times[1] ?? '').split('/').at(-1)}`
    expect((await nobody().get(link)).location).toBe(`/enter?back=${encodeURIComponent(link)}`)
    expect((await citizen.get(at)).text).toContain('这次门诊停诊了，很抱歉')
    expect((await citizen.get('/my/bookings')).text).toContain('停诊，可改时间')
    expect((await citizen.get(link)).text).toContain('改到这个时间')
    const moved = await citizen.post(`${at}/move`, { to: (times[1] ?? '').split('/').at(-1) ?? '' })
    expect(moved.location).toContain('?done=moved')
    expect((await bookingsOf(hospital)).map((each) => each.state).toSorted()).toEqual(['booked', 'moved'])
  })
  test('on the day itself the page says where to ask instead', async () => {
    const { hospital, clinic } = await clinicWithTimes()
    const today = slotLinks((await nobody().get(timesAt(hospital, clinic, '2026-03-02'))).text)
    const citizen = await newCitizen(world)
    const at = ((await bookAt(citizen, today[0] ?? '')).location ?? '').split('?')[0] ?? ''
    const page = await citizen.get(at)
    expect(page.text).toContain('action="/line"')
    expect(page.text).toContain('已过网上取消、改时间的期限')
    expect(page.text).not.toContain(`${at}/cancel`)
  })
})

test('PO-8 every page of booking is light, in both languages and without a script', async () => {
  const { hospital, clinic, first } = await clinicWithTimes()
  const citizen = await newCitizen(world)
  const { at } = await asNewPerson(citizen, first)
  for (const path of ['/book', `/book?body=${hospital.institutionId}`, timesAt(hospital, clinic), first, at, '/my/bookings', '/my/people']) {
    for (const lang of ['zh', 'en']) {
      const page = await citizen.get(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
      expect(page.status, path).toBe(200)
      expect(Buffer.byteLength(page.text), path).toBeLessThan(30_000)
      const words = [hospital.name, clinic.name, '内科', '欧阳明', '中文'].reduce((text, name) => text.replaceAll(name, ''), page.text)
      if (lang === 'en' && !path.startsWith('/book?') && path !== '/book') expect(words, path).not.toMatch(/[一-鿿]/)
      expect(page.text, path).not.toContain('<script src="/portal.js"')
    }
  }
})
