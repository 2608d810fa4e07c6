import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { api, arrange, newWorld, type World } from '../../server/testing/api.ts'
import { hiddenIn, newVisitor } from '../../server/testing/visitor.ts'
import { admissionHouse } from '../admission/testing/fixtures.ts'
import { book, markArrived, markSeen } from '../booking/public.ts'
import { newClinicHouse, somebody } from '../booking/testing/slots/fixtures.ts'
import { hall } from '../queue/fixtures.ts'
import { sheetOf } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

const title = '看完了？评价这次就诊'
const answersOf = (key = 'outpatient', choice = 2) => Object.fromEntries(Object.entries(sheetOf(choice, key)).map(([name, value]) => [`q-${name}`, value]))
const eventsOf = async (institutionId: string) =>
  (await arrange(world, (act) => act.tx.selectFrom('event').select('kind').where('institution_id', '=', institutionId).orderBy('seq').execute())).map((row) => row.kind)

/** A house with a line, a machine at its entrance and the questionnaires it uses. */
async function machineIn(house: Awaited<ReturnType<typeof hall>>, keys: readonly string[] = ['outpatient']) {
  const clerk = api(world, house.clerk)
  for (const key of keys) await clerk.post('/surveys', { key })
  const path = new URL((await clerk.post('/call-screens', { area: '二楼东', queueIds: [house.queueId] })).body.kioskUrl as string).pathname
  const token = path.slice('/kiosk/'.length)
  const visitor = newVisitor(world)
  return { ...house, clerk, path, token, visitor, rate: (visit: string) => visitor.post('/survey/visit', { institutionId: house.institutionId, kiosk: token, visit }) }
}

test('SV-5 at a kiosk the slip of a line opens the sheet once it is done; the machine stays the way back on every page', async () => {
  const house = await machineIn(await hall(world))
  const shown = (await house.visitor.get(house.path)).text
  expect(shown).toContain(title)
  expect([hiddenIn(shown, 'institutionId'), hiddenIn(shown, 'kiosk')]).toEqual([house.institutionId, house.token])
  const slip: string = (await house.take('程望舒')).body.url
  await house.sit(house.one, 0)
  const early = await house.rate(slip)
  expect([early.status, early.text.includes('这个号还没有看完'), early.text.includes(`value="${slip}"`), early.text.includes(`href="${house.path}"`)]).toEqual([409, true, true, true])
  await house.next(house.one, 0)
  await house.next(house.one, 0)
  const opened = await house.rate(slip.toUpperCase())
  expect([opened.status, /^\/survey\/[0-9A-Z-]{14}\?kiosk=/.test(opened.location ?? ''), opened.location?.endsWith(`?kiosk=${house.token}`)]).toEqual([303, true, true])
  // The page of the line leads to the same sheet; nobody handed anything out.
  expect((await house.visitor.post('/survey/visit', { institutionId: house.institutionId, visit: slip })).location).toBe((opened.location ?? '').replace(/\?.*/, ''))
  const before = await eventsOf(house.institutionId)
  expect([before.includes('survey.tokens_issued'), before.includes('survey.visit_handed')]).toEqual([true, false])
  const first = (await house.visitor.get(opened.location ?? '')).text
  const leads = (html: string) => [new RegExp(`<a class="button (?:quiet )?leave" href="${house.path}"`).test(html), html.includes(`<noscript><meta http-equiv="refresh" content="240;url=${house.path}"/></noscript>`)]
  expect([leads(first), hiddenIn(first, 'kiosk')]).toEqual([[true, true], house.token])
  const sheet = `/survey/${(opened.location ?? '').split(/[/?]/)[2] ?? ''}`
  const turn = (more: Record<string, string>) => house.visitor.post(sheet, { kiosk: house.token, carried: hiddenIn(first, 'carried'), ...answersOf(), ...more })
  const next = (await turn({ page: '0', do: 'next' })).text
  expect([leads(next), hiddenIn(next, 'kiosk')]).toEqual([[true, true], house.token])
  const thanks = await turn({ page: '4', do: 'send' })
  expect([thanks.status, leads(thanks.text), thanks.text.includes(`/bodies/${house.institutionId}/satisfaction`)]).toEqual([200, [true, true], false])
  // Rule SV-6: nothing else is written when a sheet is handed in, from a machine either.
  expect(await eventsOf(house.institutionId)).toEqual(before)
  // A second time, by the slip or by the address: one sentence, and the way back.
  const again = await house.rate(slip)
  expect([again.status, again.text.includes('这个评价码已经用过了'), leads(again.text)]).toEqual([409, true, [true, true]])
  const old = await house.visitor.get(opened.location ?? '')
  expect([old.status, old.text.includes('这个评价码已经用过了'), leads(old.text)]).toEqual([409, true, [true, true]])
  expect((await house.clerk.get(`/surveys/${house.institutionId}/outpatient/results`)).body).toMatchObject({ asked: 1, answered: 1 })
})

test('SV-5 at a kiosk the booking code opens the sheet of a visit that was seen; a very low rating keeps the way back, too', async () => {
  const clinics = await newClinicHouse(world)
  const house = await machineIn(await hall(world, { in: clinics }))
  const booked = await book(world.platform, { by: systemActor('test'), way: 'desk', institutionId: clinics.institutionId, slotId: await clinics.slot({ onDate: '2026-03-02', hour: 3 }), pool: 'public', person: somebody(6), accountId: null, key: randomUUID() })
  if (isRefusal(booked)) throw new Error(booked.refused)
  await arrange(world, (act) => markArrived(act, booked))
  const early = await house.rate(booked.code)
  expect([early.status, early.text.includes('还没有看完'), early.text.includes(`value="${booked.code}"`)]).toEqual([409, true, true])
  await arrange(world, (act) => markSeen(act, booked))
  const opened = await house.rate(` ${booked.code.toLowerCase()} `)
  expect(opened.status).toBe(303)
  const thanks = await house.visitor.post((opened.location ?? '').replace(/\?.*/, ''), { kiosk: house.token, ...answersOf('outpatient', 0), page: '4', do: 'send' })
  expect([hiddenIn(thanks.text, 'kiosk'), thanks.text.includes('要不要医院给您回电话')]).toEqual([house.token, true])
  const wrong = await house.visitor.post('/survey/call-back', { kiosk: house.token, ticket: hiddenIn(thanks.text, 'ticket'), phone: '12', name: '', text: '' })
  expect([wrong.status, hiddenIn(wrong.text, 'kiosk'), wrong.text.includes(`href="${house.path}"`)]).toEqual([400, house.token, true])
  expect(await eventsOf(house.institutionId)).not.toContain('survey.visit_handed')
})

test('SV-5 at a kiosk the code of an admission opens the sheet of a stay that ended, only where stays are asked about', async () => {
  const stays = await admissionHouse(world)
  const [departmentId = ''] = await arrange(world, async (act) => (await act.tx.selectFrom('department').select('id').where('institution_id', '=', stays.institutionId).execute()).map((row) => row.id))
  const house = await machineIn(await hall(world, { in: { ...stays, departmentId } }))
  const slip = await stays.slip(93)
  const at = `/admission/slips/${slip.body.institutionId}/${slip.body.id}`
  await stays.desk.post(`${at}/offer`, { bedId: slip.body.beds[0].bedId, comeOn: '2026-03-03' })
  await stays.desk.post(`${at}/answer`, { answer: 'confirm' })
  await stays.desk.post(`${at}/admission`, {})
  expect((await house.rate(slip.body.code)).status).toBe(409)
  await stays.desk.post(`${at}/discharge`)
  expect((await house.rate(slip.body.code)).text).toContain('医院现在没有请患者评价这类就诊')
  await house.clerk.post('/surveys', { key: 'inpatient' })
  const opened = await house.rate(slip.body.code)
  expect((await house.visitor.get(opened.location ?? '')).text).toContain('住院患者满意度调查')
})

test('SV-5 a kiosk says in one sentence that a code is none, or of another house; what was typed stays', async () => {
  const [house, other] = [await machineIn(await hall(world)), await machineIn(await hall(world))]
  const slip: string = (await other.take('程望舒')).body.url
  await other.sit(other.one, 0)
  await other.next(other.one, 0)
  await other.next(other.one, 0)
  for (const visit of ['0000-0000-0000', '小票 12', '<b>', slip]) {
    const wrong = await house.rate(visit)
    expect([visit, wrong.status, wrong.text.includes('没有找到这次就诊。请再扫一次'), wrong.text.includes(visit === '<b>' ? 'value="&lt;b>"' : `value="${visit}"`), wrong.text.includes(`href="${house.path}"`)]).toEqual([visit, 404, true, true, true])
  }
  expect((await other.rate(slip)).status).toBe(303)
  expect(await eventsOf(house.institutionId)).not.toContain('survey.tokens_issued')
})

test('SV-5 a kiosk asks only where patients are asked; an address made up leads nowhere else', async () => {
  const house = await machineIn(await hall(world), ['staff'])
  expect((await house.visitor.get(house.path)).text).not.toContain(title)
  await house.clerk.post('/surveys', { key: 'inpatient' })
  expect((await house.visitor.get(house.path)).text).toContain(title)
  // Also where its own forms were refused.
  expect((await house.visitor.post(`${house.path}/check-in`, { code: '0000-0000-0000' })).text).toContain(title)
  await house.clerk.put('/surveys/inpatient', { active: false, byMessage: false, smallest: 10 })
  expect((await house.visitor.get(house.path)).text).not.toContain(title)
  for (const kiosk of ['//example.org', '/../example.org/x', 'https://ex.org/x', 'AAAAAAAAAAAAAAA"', '']) {
    const { text } = await house.visitor.post('/survey/visit', { institutionId: house.institutionId, kiosk, visit: '0000-0000-0000' })
    expect([kiosk, text.includes('/kiosk/'), text.includes('http-equiv'), text.includes('data-still')]).toEqual([kiosk, false, false, false])
  }
})
