import { randomUUID } from 'node:crypto'
import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWorld, type World } from '../../server/testing/api.ts'
import { tampered } from '../../server/testing/tampered.ts'
import { hiddenIn, newVisitor } from '../../server/testing/visitor.ts'
import { usualRule } from '../queue/rules/queue.ts'
import { openCarried } from './commands/carried.ts'
import { typedIndex } from './commands/code.ts'
import { issueForVisits } from './commands/visits.ts'
import { sendSheet, sheetOf, surveyHouse } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())
const now = (iso: string) => world.clock.set(iso)
type House = Awaited<ReturnType<typeof surveyHouse>>
const results = async (house: House, key = 'outpatient') => (await house.clerk.get(`/surveys/${house.institutionId}/${key}/results`)).body

test('SV-5 whoever came without booking is asked once they were seen, and the page of their line leads to the sheet; a visit in two lines is one visit', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await surveyHouse(world)
  const doctor = await house.as('doctor', house.medicine)
  const other = await house.as('doctor', house.surgery)
  const line = async (name: string, letter: string, departmentId: string, by: typeof doctor) => {
    const queue = await house.clerk.post('/queues', { departmentId, name, kind: 'consultation', letter, rule: usualRule, usualMinutes: 8, windows: ['1诊室'] })
    const windowId = (await house.clerk.get('/queue-settings')).body.queues.find((each: { id: string }) => each.id === queue.body.id).windows[0].id
    await by.post(`/queue-windows/${windowId}/open`)
    return { queueId: queue.body.id as string, next: () => by.post(`/queue-windows/${windowId}/next`) }
  }
  const [first, second] = [await line('内科门诊', 'A', house.medicine, doctor), await line('外科门诊', 'B', house.surgery, other)]
  const ticket = (await house.desk.post('/queue-tickets', { queueId: first.queueId, name: '程望舒' })).body
  const again = (await house.desk.post('/queue-tickets', { queueId: second.queueId, name: '程望舒', from: ticket.id })).body
  const visitor = newVisitor(world)
  const ask = (ticketId: string) => visitor.post('/survey/visit', { institutionId: house.institutionId, visit: ticketId })
  expect((await ask(ticket.id)).text).toContain('这个号还没有看完')
  const paper = (ticketId: string) => house.desk.post('/survey-sheets/visit', { visit: `${world.platform.publicUrl}/line/${house.institutionId}/${ticketId}` })
  expect(await paper(ticket.id)).toMatchObject({ status: 409, body: { error: 'survey.not_seen_yet' } })
  expect((await visitor.get(`/line/${house.institutionId}/${ticket.id}`)).text).not.toContain('评价这次就诊')
  expect(await issueForVisits(world.platform)).toEqual({ issued: 0 })
  await first.next()
  await first.next()
  expect((await visitor.get(`/line/${house.institutionId}/${ticket.id}`)).text).toContain('评价这次就诊')
  const opened = await ask(ticket.id)
  expect(opened.status).toBe(303)
  // On paper the visit has the same code, which works once.
  expect((await paper(ticket.id)).body.sheet.url).toBe(`${world.platform.publicUrl}${opened.location ?? ''}`)
  expect(await issueForVisits(world.platform)).toEqual({ issued: 0 })
  await second.next()
  await second.next()
  expect((await ask(again.id)).location).toBe(opened.location)
  expect(await issueForVisits(world.platform)).toEqual({ issued: 0 })
  expect((await sendSheet(world, (opened.location ?? '').slice('/survey/'.length), sheetOf(2))).status).toBe(200)
  expect(await results(house)).toMatchObject({ asked: 1, answered: 1, ways: [{ way: 'queue', asked: 1, answered: 1 }] })
  await house.clerk.put('/surveys/outpatient', { active: false, byMessage: false, smallest: 10 })
  expect((await visitor.get(`/line/${house.institutionId}/${ticket.id}`)).text).not.toContain('评价这次就诊')
})

test('SV-17 and SV-18 who did not answer is reported by way and department, a low share is said, and the file withholds what the screen withholds', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await surveyHouse(world)
  const codes = await house.codes(50)
  for (const code of codes.slice(0, 12)) await sendSheet(world, code, sheetOf(2))
  await house.codes(3, house.surgery)
  await house.empty()
  expect(await results(house)).toMatchObject({ lowResponse: false, response: { asked: 53, answered: 12, open: 41, lapsed: 0, rate: 100 } })
  now('2026-04-10T01:00:00.000Z')
  // Signed in anew: a month has passed.
  const head = await house.as('institution_head')
  const late = (await head.get(`/surveys/${house.institutionId}/outpatient/results`)).body
  expect(late).toMatchObject({ lowResponse: true, response: { asked: 53, answered: 12, open: 0, lapsed: 41, rate: 23 }, ways: [{ way: 'paper', lapsed: 41, rate: 23 }] })
  expect(late.departments.map((each: { name: string; lapsed: number; rate: number; total: { score: number | null } }) => [each.name, each.lapsed, each.rate, each.total.score])).toEqual([['内科', 38, 24, 66.7], ['普外科', 3, 0, null]])
  const file = await head.get(`/surveys/${house.institutionId}/outpatient/results/sheet`)
  expect(file.status).toBe(200)
  const book = xlsx.read(file.raw, { type: 'buffer' })
  expect(book.SheetNames).toEqual(['总分和各维度', '各题', '各科室', '按月', '回答率'])
  const rows = xlsx.utils.sheet_to_json<string[]>(book.Sheets['各科室'] ?? {}, { header: 1 })
  expect(rows.find((row) => row[0] === '普外科')).toContain('不足10份，不显示')
  expect(rows.find((row) => row[0] === '内科')).toContain(66.7)
  now('2026-03-02T01:00:00.000Z')
})

test('SV-19 the clerk sees how many comments and drafts wait, nobody else is told', async () => {
  const house = await surveyHouse(world)
  expect((await house.clerk.get('/surveys/waiting')).body).toEqual({ comments: 0, drafts: 0 })
  for (const [at, code] of (await house.codes(10)).entries()) await sendSheet(world, code, sheetOf(3), at < 2 ? { comment: '窗口少' } : {})
  await house.empty()
  await house.clerk.post('/surveys/outpatient/draft')
  expect((await house.clerk.get('/surveys/waiting')).body).toEqual({ comments: 2, drafts: 1 })
  expect((await house.desk.get('/surveys/waiting')).status).toBe(403)
  expect((await (await surveyHouse(world)).clerk.get('/surveys/waiting')).body).toEqual({ comments: 0, drafts: 0 })
})

test('SV-20 pages are turned by what the form carries; what is carried for another code, changed or a day old, opens nothing by itself', async () => {
  now('2026-03-02T01:00:00.000Z')
  const house = await surveyHouse(world)
  const [code = '', other = ''] = await house.codes(2)
  const phone = newVisitor(world)
  const carried = hiddenIn((await phone.get(`/survey/${code}`)).text, 'carried')
  expect(carried).not.toBe('')
  const page = { ...Object.fromEntries(Object.entries(sheetOf(3)).map(([key, value]) => [`q-${key}`, value])), page: '0', do: 'next' }
  const turned = await phone.post(`/survey/${code}`, { ...page, carried })
  for (const said of ['第 2 页', '内科']) expect(turned.text).toContain(said)
  expect((await phone.post('/survey/AAAA-AAAA-AAAA', { ...page, carried })).text).toContain('没有查到这个评价码')
  expect((await phone.post(`/survey/${code}`, { ...page, carried: tampered(carried) })).text).toContain('第 2 页')
  expect((await phone.post(`/survey/${code}`, { ...page, do: 'send', carried })).status).toBe(200)
  expect((await phone.post(`/survey/${code}`, { ...page, do: 'send', carried })).text).toContain('这个评价码已经用过了')
  expect((await phone.post(`/survey/${other}`, { ...page, do: 'send', carried })).status).toBe(200)
  expect(await results(house)).toMatchObject({ answered: 2, waiting: 2 })
  const { vault } = world.platform
  const known = () => openCarried(vault, carried, typedIndex(vault, code), world.clock.now())
  expect(known()).toMatchObject({ institutionId: house.institutionId, department: '内科' })
  now('2026-03-03T01:00:01.000Z')
  expect(known()).toBeNull()
  now('2026-03-02T01:00:00.000Z')
})

test('SV-5 and SV-8 a contest and the public rating of ethics are the same engine: one sheet for each rater, the best department first', async () => {
  now('2026-03-02T01:00:00.000Z')
  for (const key of ['contest', 'ethics-rating'] as const) {
    const house = await surveyHouse(world, [key])
    const [better, worse] = [await house.codes(12, house.surgery, key), await house.codes(11, house.medicine, key)]
    expect(await house.desk.post(`/surveys/${key}/sheets`, { batchId: randomUUID(), count: 1, departmentId: null })).toMatchObject({ status: 403 })
    for (const code of better) expect((await sendSheet(world, code, sheetOf(3, key))).text).not.toContain('要不要医院给您回电话')
    for (const code of worse) await sendSheet(world, code, sheetOf(1, key))
    expect((await sendSheet(world, better[0] ?? '', sheetOf(0, key))).status).toBe(409)
    await house.empty()
    const shown = await results(house, key)
    expect(shown.departments.map((each: { name: string; total: { sheets: number; score: number } }) => [each.name, each.total.sheets, each.total.score])).toEqual([['普外科', 12, 100], ['内科', 11, 33.3]])
    expect(shown.ways).toMatchObject([{ way: 'invited', asked: 23, answered: 23, rate: 100 }])
    expect((await newVisitor(world).get(`/bodies/${house.institutionId}/satisfaction`)).text).not.toContain('优质服务评比')
  }
})
