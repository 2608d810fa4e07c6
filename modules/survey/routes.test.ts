import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { inventMobile } from '../../kernel/invented.ts'
import { look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { tampered } from '../../server/testing/tampered.ts'
import { hiddenIn, newVisitor } from '../../server/testing/visitor.ts'
import { admissionHouse } from '../admission/testing/fixtures.ts'
import { issueForVisits } from './commands/visits.ts'
import { sendSheet, sheetOf, surveyHouse } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())
const now = (iso: string) => world.clock.set(iso)
type House = Awaited<ReturnType<typeof surveyHouse>>
const results = async (house: House, key = 'outpatient', query = '') => (await house.clerk.get(`/surveys/${house.institutionId}/${key}/results${query}`)).body

test('SV-2 a house takes a questionnaire up, drafts its own next version and publishes it; a published version and official questions never change', async () => {
  const house = await surveyHouse(world, [])
  const { rows } = (await house.clerk.get('/surveys')).body
  expect(rows.filter((row: { takenUp: boolean }) => row.takenUp)).toEqual([])
  expect(await house.clerk.post('/surveys', { key: 'outpatient' })).toMatchObject({ status: 200 })
  expect(await house.clerk.post('/surveys', { key: 'outpatient' })).toMatchObject({ status: 409, body: { error: 'survey.taken_up' } })
  expect(await house.clerk.put('/surveys/outpatient/draft', { revision: 1, content: rows[0] })).toMatchObject({ status: 400 })
  expect((await house.clerk.post('/surveys/outpatient/draft')).status).toBe(200)
  expect(await house.clerk.post('/surveys/outpatient/draft')).toMatchObject({ status: 409, body: { error: 'survey.draft_exists' } })
  const seen = (await house.clerk.get(`/surveys/${house.institutionId}/outpatient`)).body
  const { content } = seen.forms[0]
  const own = { key: 'parking', dimension: 'environment', scale: 'degree', notApplicable: true, official: false, text: { zh: '停车是否方便', en: 'Parking' } }
  const [first, ...others] = content.items
  const dropped = content.items.filter((each: { key: string }) => each.key !== 'doctor-listens')
  expect(await house.clerk.put('/surveys/outpatient/draft', { revision: 1, content: { ...content, items: dropped } })).toMatchObject({ status: 400, body: { error: 'survey.official_changed' } })
  expect(await house.clerk.put('/surveys/outpatient/draft', { revision: 1, content: { ...content, items: [{ ...first, text: { zh: '改了', en: 'Changed' } }, ...others] } })).toMatchObject({ body: { error: 'survey.official_changed' } })
  expect(await house.clerk.put('/surveys/outpatient/draft', { revision: 1, content: { ...content, items: [...content.items, { ...own, dimension: 'nowhere' }] } })).toMatchObject({ body: { error: 'survey.form_faulty' } })
  const saved = { revision: 1, content: { ...content, items: [...content.items, own] } }
  expect(await house.clerk.put('/surveys/outpatient/draft', saved)).toMatchObject({ status: 200 })
  expect(await house.clerk.put('/surveys/outpatient/draft', saved)).toMatchObject({ status: 409, body: { error: 'survey.draft_changed' } })
  expect((await house.clerk.post('/surveys/outpatient/publication')).status).toBe(200)
  expect(await house.clerk.post('/surveys/outpatient/publication')).toMatchObject({ status: 409, body: { error: 'survey.no_draft' } })
  const after = (await house.desk.get(`/surveys/${house.institutionId}/outpatient`)).body
  expect(after.forms.map((form: { version: number; state: string; content: { items: unknown[] } }) => [form.version, form.state, form.content.items.length])).toEqual([[2, 'published', 18], [1, 'published', 17]])
  await house.clerk.post('/surveys/outpatient/draft')
  expect((await house.clerk.delete('/surveys/outpatient/draft')).status).toBe(200)
  expect(await house.clerk.delete('/surveys/outpatient/draft')).toMatchObject({ body: { error: 'survey.no_draft' } })
})

test('SV-12 the clerk sets up, the desk enters, the house and its commission read, nobody else', async () => {
  const house = await surveyHouse(world)
  const [doctor, stranger] = [await house.as('doctor'), await surveyHouse(world)]
  const commission = api(world, await (await newInstitution(world, { kind: 'commission' })).person('commission_clerk'))
  expect((await doctor.post('/surveys', { key: 'staff' })).status).toBe(403)
  expect((await house.desk.put('/surveys/outpatient', { active: false, byMessage: false, smallest: 10 })).status).toBe(403)
  expect((await doctor.post('/surveys/outpatient/sheets', { batchId: randomUUID(), count: 1, departmentId: null })).status).toBe(403)
  expect((await stranger.clerk.get(`/surveys/${house.institutionId}/outpatient/results`)).status).toBe(404)
  expect((await doctor.get(`/surveys/${house.institutionId}/outpatient/results`)).status).toBe(200)
  expect((await commission.get(`/surveys/${house.institutionId}/outpatient/results`)).status).toBe(200)
  expect((await commission.get(`/surveys?institutionId=${house.institutionId}`)).body.blocked.manage).toBe('survey.clerk_only')
  const [code] = await house.codes(1)
  expect(await stranger.desk.post('/survey-sheets/open', { code })).toMatchObject({ status: 404, body: { error: 'survey.token_unknown' } })
})

test('SV-3, SV-6 a patient answers page by page without a script, what was chosen stays, and the code opens nothing a second time', async () => {
  const house = await surveyHouse(world)
  const [code = ''] = await house.codes(1)
  const phone = newVisitor(world)
  expect((await phone.post('/survey', { code: 'XXXX-YYYY-ZZZZ' })).text).toContain('没有查到这个评价码')
  const entered = await phone.post('/survey', { code: code.toLowerCase() })
  expect(entered.status).toBe(303)
  const first = await phone.get(entered.location ?? '')
  expect(first.text).toContain('第 1 页，共 5 页')
  expect(first.text).toContain('不记名')
  const short = await phone.post(`/survey/${code}`, { page: '0', do: 'next', 'q-easy-register': '3' })
  expect(short.status).toBe(400)
  expect(short.text).toContain('还有题目没有选')
  expect(short.text).toMatch(/name="q-easy-register" value="3"[^>]*checked/)
  const page = { 'q-easy-register': '3', 'q-wait-bearable': '1', 'q-doctor-listens': 'na', 'q-doctor-explains': '2' }
  const second = await phone.post(`/survey/${code}`, { ...page, page: '0', do: 'next' })
  expect(second.text).toContain('第 2 页')
  expect(hiddenIn(second.text, 'q-wait-bearable')).toBe('1')
  expect((await phone.post(`/survey/${code}`, { ...page, page: '1', do: 'back' })).text).toMatch(/name="q-wait-bearable" value="1"[^>]*checked/)
  const early = await sendSheet(world, code, { 'easy-register': '3', 'wait-bearable': '1', 'doctor-listens': 'na', 'doctor-explains': '2' })
  expect(early.status).toBe(400)
  expect(early.text).toContain('第 2 页')
  const sent = await sendSheet(world, code, sheetOf(3))
  expect(sent.status).toBe(200)
  expect(sent.text).toContain('谢谢您，评价已收到')
  expect(sent.text).not.toContain('要不要医院给您回电话')
  const again = await sendSheet(world, code, sheetOf(0))
  expect(again.status).toBe(409)
  expect(again.text).toContain('这个评价码已经用过了，每次就诊只能评价一次')
  expect((await phone.get(`/survey/${code}`)).status).toBe(409)
})

test('SV-5 a code is good for thirty days; the same batch gives the same codes; a questionnaire that is off is not given out', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await surveyHouse(world)
  const batch = { batchId: randomUUID(), count: 2, departmentId: house.medicine }
  const one = await house.clerk.post('/surveys/outpatient/sheets', batch)
  expect((await house.clerk.post('/surveys/outpatient/sheets', batch)).body).toEqual(one.body)
  expect(await results(house)).toMatchObject({ asked: 2, answered: 0 })
  expect(await house.clerk.post('/surveys/outpatient/sheets', { ...batch, departmentId: house.institutionId })).toMatchObject({ status: 400, body: { error: 'survey.department_unknown' } })
  await house.clerk.put('/surveys/outpatient', { active: false, byMessage: false, smallest: 10 })
  expect(await house.clerk.post('/surveys/outpatient/sheets', batch)).toMatchObject({ status: 409, body: { error: 'survey.not_active' } })
  now('2026-04-02T01:00:00.000Z')
  expect((await sendSheet(world, one.body.sheets[0].code, sheetOf(3))).text).toContain('已经过期')
  now('2026-03-02T01:00:00.000Z')
})

test('SV-7, SV-8 nine answers stay in the box; ten come out, with n, interval and how many did not answer; small departments are counted together after a week', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await surveyHouse(world)
  const codes = await house.codes(12)
  for (const code of codes.slice(0, 9)) await sendSheet(world, code, sheetOf(3))
  await house.empty()
  expect(await results(house)).toMatchObject({ waiting: 9, total: { sheets: 0, score: null } })
  await sendSheet(world, codes[9] ?? '', sheetOf(0, 'outpatient', { 'wait-bearable': 'na' }))
  expect(await house.empty()).toMatchObject({ sheets: 10 })
  const shown = await results(house)
  expect(shown).toMatchObject({ waiting: 0, asked: 12, answered: 10, total: { sheets: 10, score: 90, from: 70.4, to: 100 } })
  expect(shown.dimensions.find((each: { key: string }) => each.key === 'waiting')).toMatchObject({ sheets: 9, score: null })
  expect(shown.items.find((each: { key: string }) => each.key === 'wait-bearable')).toMatchObject({ notApplicable: 1, score: null })
  expect(shown.departments).toMatchObject([{ name: '内科', asked: 12, answered: 10, total: { score: 90 } }])
  expect(shown.days).toEqual([{ on: '2026-03-02', asked: 12, answered: 10, paper: 12 }])
  for (const department of [house.medicine, house.surgery]) for (const code of await house.codes(5, department)) await sendSheet(world, code, sheetOf(1))
  await house.empty()
  expect(await results(house)).toMatchObject({ waiting: 10 })
  now('2026-03-09T01:00:00.000Z')
  await house.empty()
  const later = (await (await house.as('institution_head')).get(`/surveys/${house.institutionId}/outpatient/results`)).body
  expect(later).toMatchObject({ waiting: 0, total: { sheets: 20 } })
  expect(later.departments.find((each: { departmentId: string | null }) => each.departmentId === null)).toMatchObject({ total: { sheets: 10, score: 33.3 } })
  now('2026-03-02T01:00:00.000Z')
})

test('SV-11 what a box came to is told as facts of the day, the total and each dimension', async () => {
  const house = await surveyHouse(world)
  for (const code of await house.codes(10)) await sendSheet(world, code, sheetOf(2))
  await house.empty()
  const ask = { institutionId: house.institutionId, kind: 'survey.score', from: '2026-03-02', to: '2026-03-02' }
  const facts = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, ask, { after: null, limit: 50 }))
  expect(facts.map((fact) => fact.fields['dimension'])).toContain('total')
  expect(facts).toHaveLength(16)
  expect(facts.find((fact) => fact.fields['dimension'] === 'total')).toMatchObject({ departmentId: house.medicine, fields: { survey: 'outpatient', audience: 'outpatient', sheets: 10, points: 667 } })
  const [first] = facts
  expect(await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, ask, { after: { on: '2026-03-02', id: first?.id ?? '' }, limit: 50 }))).toHaveLength(15)
  const asked = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { ...ask, kind: 'survey.asked' }, { after: null, limit: 50 }))
  expect(asked).toHaveLength(10)
})

test('SV-9 and SV-14 comments lose names and numbers, wait for a person, and stand beside what was done', async () => {
  const house = await surveyHouse(world)
  const head = await house.as('institution_head')
  const codes = await house.codes(10)
  for (const [at, code] of codes.entries()) await sendSheet(world, code, sheetOf(3), at === 0 ? { comment: '王医生很耐心，我的电话 13912345678' } : {})
  await house.empty()
  const { rows } = (await house.clerk.get(`/surveys/${house.institutionId}/outpatient/comments`)).body
  expect(rows).toMatchObject([{ said: '某医生很耐心，我的电话 ××', state: 'waiting', departmentName: '内科' }])
  expect((await head.get(`/surveys/${house.institutionId}/outpatient/comments`)).body.rows).toEqual([])
  const path = `/surveys/outpatient/comments/${rows[0].id}`
  expect((await house.clerk.post(path, { revision: 1, said: '医生很耐心', publish: true })).status).toBe(200)
  expect(await house.clerk.post(path, { revision: 1, said: '医生很耐心', publish: false })).toMatchObject({ status: 409, body: { error: 'survey.comment_decided' } })
  expect((await head.get(`/surveys/${house.institutionId}/outpatient/comments`)).body.rows).toMatchObject([{ said: '医生很耐心' }])
  await house.clerk.post('/surveys/outpatient/deeds', { said: '根据评价，内科增开了中午门诊。' })
  const [next = ''] = await house.codes(1)
  expect((await sendSheet(world, next, sheetOf(3))).text).toContain('内科增开了中午门诊')
  const shown = await newVisitor(world).get(`/bodies/${house.institutionId}/satisfaction`)
  expect(shown.status).toBe(200)
  for (const said of ['门诊患者满意度调查', '10 份答卷', '医生很耐心', '内科增开了中午门诊']) expect(shown.text).toContain(said)
})

test('SV-10 only a patient who agrees and leaves a number is called back, once, by a complaint that names no sheet', async () => {
  const house = await surveyHouse(world)
  const officer = await house.as('complaint_officer')
  const [code = ''] = await house.codes(1)
  const thanks = await sendSheet(world, code, sheetOf(0))
  expect(thanks.text).toContain('要不要医院给您回电话')
  expect((await officer.get('/matters')).body.rows).toEqual([])
  const ticket = hiddenIn(thanks.text, 'ticket')
  const visitor = newVisitor(world)
  const wrong = await visitor.post('/survey/call-back', { ticket, phone: '12', name: '', text: '等了三个小时' })
  expect(wrong.status).toBe(400)
  expect(wrong.text).toContain('等了三个小时')
  const called = await visitor.post('/survey/call-back', { ticket, phone: inventMobile(3), name: '', text: '等了三个小时' })
  expect(called.text).toContain('已登记回访')
  expect((await visitor.post('/survey/call-back', { ticket, phone: inventMobile(3), name: '', text: '' })).status).toBe(409)
  expect((await visitor.post('/survey/call-back', { ticket: tampered(ticket), phone: inventMobile(3), name: '', text: '' })).status).toBe(409)
  const { rows } = (await officer.get('/matters')).body
  expect(rows).toHaveLength(1)
  expect(rows[0].title).toBe('满意度很低，请回访（内科）')
})

test('SV-6 the desk enters a sheet of paper by the same code, once, and no key of a repeat is kept', async () => {
  const house = await surveyHouse(world)
  const [code = ''] = await house.codes(1)
  expect(await house.desk.post('/survey-sheets/open', { code })).toMatchObject({ status: 200, body: { departmentName: '内科', content: { pageSize: 4 } } })
  expect(await house.desk.post('/survey-sheets', { code, answers: { overall: '3' } })).toMatchObject({ status: 400, body: { error: 'survey.answers_missing' } })
  expect((await house.desk.post('/survey-sheets', { code, answers: sheetOf(2) })).status).toBe(200)
  expect(await house.desk.post('/survey-sheets', { code, answers: sheetOf(2) })).toMatchObject({ status: 409, body: { error: 'survey.token_used' } })
})

test('SV-13 sixty answers at one moment from one address are all taken', async () => {
  const house = await surveyHouse(world)
  const sent = await Promise.all((await house.codes(60)).map((code) => sendSheet(world, code, sheetOf(3))))
  expect(sent.map((each) => each.status).filter((status) => status !== 200)).toEqual([])
  expect(await house.empty()).toMatchObject({ sheets: 60 })
})

test('SV-5 whoever is discharged is asked once, by a message to the number of the slip', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await admissionHouse(world)
  await house.clerk.post('/surveys', { key: 'inpatient' })
  const slip = await house.slip(91)
  const at = `/admission/slips/${slip.body.institutionId}/${slip.body.id}`
  await house.desk.post(`${at}/offer`, { bedId: slip.body.beds[0].bedId, comeOn: '2026-03-03' })
  await house.desk.post(`${at}/answer`, { answer: 'confirm' })
  await house.desk.post(`${at}/admission`, {})
  expect(await issueForVisits(world.platform)).toEqual({ issued: 0 })
  expect((await house.desk.post(`${at}/discharge`)).status).toBe(200)
  expect(await issueForVisits(world.platform)).toEqual({ issued: 1 })
  expect(await issueForVisits(world.platform)).toEqual({ issued: 0 })
  const said = await arrange(world, async (act) => (await act.tx.selectFrom('outbox').select('body').execute()).map((row) => act.vault.open(row.body)))
  const link = said.filter((text) => text.includes('/survey/'))
  expect(link).toHaveLength(1)
  const code = /survey\/([0-9A-Z-]+)/.exec(link[0] ?? '')?.[1] ?? ''
  expect((await sendSheet(world, code, sheetOf(2, 'inpatient'))).status).toBe(200)
})

test('SV-5 a member of staff has one sheet each half year and may ask for its code again; invited raters have one each', async () => {
  const house = await surveyHouse(world, ['staff', 'appraisal'])
  const nurse = await house.as('nurse', house.medicine)
  const one = await nurse.post('/surveys/staff/claim')
  expect(one.status).toBe(200)
  expect((await nurse.post('/surveys/staff/claim')).body.code).toBe(one.body.code)
  expect((await results(house, 'staff')).asked).toBe(1)
  expect(await nurse.post('/surveys/appraisal/claim')).toMatchObject({ status: 409, body: { error: 'survey.not_for_you' } })
  expect(await house.desk.post('/surveys/appraisal/sheets', { batchId: randomUUID(), count: 3, departmentId: null })).toMatchObject({ status: 403 })
  expect(await house.codes(3, null, 'appraisal')).toHaveLength(3)
  expect((await sendSheet(world, one.body.code, sheetOf(2, 'staff'))).status).toBe(200)
})
