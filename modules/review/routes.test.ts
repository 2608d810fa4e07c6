import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { arrange, newInstitution, api, newWorld, type Reply, type World } from '../../server/testing/api.ts'
import { remindTalks, tellPeople } from './commands/tell.ts'
import { testHasher } from './fixtures.ts'
import { checkRecord, ReviewRecord } from './rules/record.ts'
import { billLines, readAll, retitle, reviewHouse, type ReviewHouse } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-11-02T01:00:00.000Z')
})
afterAll(() => world.close())
const now = (iso: string) => world.clock.set(iso)

const draw = async (house: ReviewHouse): Promise<string> => {
  const made = await house.first.post('/review/rounds', { month: '2026-10' })
  expect(made).toMatchObject({ status: 200 })
  return `/review/rounds/${made.body.institutionId}/${made.body.cycleId}`
}
type Row = { id: string; no: number; state: string; second: boolean; codes: string[] | null; part: string; doubleTen: boolean }
const rows = (reply: Reply): Row[] => reply.body.items

test('RV-2, RV-4 and RV-5 a month is drawn once and given to those who are qualified', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, { prescriptions: 140, stays: 33 })
  const preview = await house.first.get('/review/preview?month=2026-10')
  expect(preview).toMatchObject({ status: 200, body: { outpatients: 140, discharges: 33, outpatientDue: 100, inpatientDue: 30, tops: 2, blocked: null, readers: [{ title: '主管药师' }, { title: '主管药师' }] } })
  expect((await house.first.get('/review/preview?month=2026-11')).body.blocked).toBe('review.month_not_over')
  const at = await draw(house)
  const round = await house.first.get(at)
  expect(round.body).toMatchObject({ outpatients: 140, discharges: 33, outpatientDue: 100, inpatientDue: 30, state: 'reading', read: 0, unreasonable: null })
  expect(rows(round).filter((each) => each.part === 'outpatient')).toHaveLength(100)
  expect(rows(round).filter((each) => each.part === 'inpatient')).toHaveLength(30)
  expect(rows(round).filter((each) => each.second)).toHaveLength(round.body.second)
  expect(round.body.readers.map((each: { all: number }) => each.all).reduce((sum: number, all: number) => sum + all, 0)).toBe(round.body.sample + round.body.second)
  expect(round.body.readers).toHaveLength(2)
  expect(await house.first.post('/review/rounds', { month: '2026-10' })).toMatchObject({ status: 409, body: { error: 'review.drawn_already' } })
  expect(await house.first.post('/review/rounds', { month: '2026-11' })).toMatchObject({ status: 409, body: { error: 'review.month_not_over' } })
  expect(await house.first.post('/review/rounds', { month: '2026-09' })).toMatchObject({ status: 409, body: { error: 'review.nothing_to_draw' } })
  expect((await house.doctor.post('/review/rounds', { month: '2026-10' })).status).toBe(403)
  expect((await house.junior.get('/review/desk')).body).toMatchObject({ items: [], all: 0 })
})

test('RV-3 the record makes the draw again on any machine, and lines that come later change nothing', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, { prescriptions: 130 })
  const at = await draw(house)
  expect((await house.first.get(`${at}/record`)).status).toBe(403)
  const file = await house.clerk.get(`${at}/record`)
  // Whose hand a prescription is of is not in it: names of this round only, two here, of a key that nobody has.
  for (const who of [house.people.doctor, house.people.colleague]) expect(file.raw.toString('utf8')).not.toContain(who.staffId)
  const record = ReviewRecord.parse(JSON.parse(file.raw.toString('utf8')))
  expect(checkRecord(testHasher, record)).toMatchObject({ fits: true, frame: 133 })
  expect(new Set(record.frame.map((line) => line.prescriber)).size).toBe(2)
  await billLines(world, house, [{ on: '2026-10-30', rx: 'LATE1', item: 'D1', staffId: house.people.doctor.staffId }])
  expect(JSON.parse((await house.clerk.get(`${at}/record`)).raw.toString('utf8'))).toEqual(JSON.parse(file.raw.toString('utf8')))
  const packed = await arrange(world, ({ tx }) => tx.selectFrom('review_frame').select('packed').where('institution_id', '=', house.institutionId).executeTakeFirstOrThrow())
  expect(testHasher.sha256(gunzipSync(packed.packed).toString('utf8'))).toBe(record.frameHash)
})

test('RV-5 without anybody qualified nothing is drawn', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world)
  for (const each of [house.people.first, house.people.second]) await retitle(world, each, '药师')
  expect(await house.first.post('/review/rounds', { month: '2026-10' })).toMatchObject({ status: 409, body: { error: 'review.no_reader' } })
})

test('RV-6 and RV-7 the desk shows the prescription with the hints, the next one beside it, and never who prescribed', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, {
    prescriptions: 0, stays: 0,
    lines: ([doctor]) => [...Array.from({ length: 6 }, (_, at) => ({ on: '2026-10-12', rx: 'MANY', item: `S${at}`, staffId: doctor ?? null, days: 14 })), { on: '2026-10-13', rx: 'BACK', item: 'S1', quantity: 2, cents: 4000 }, { on: '2026-10-13', rx: 'BACK', item: 'S1', quantity: -1, cents: -2000 }, { on: '2026-10-14', rx: 'GONE', item: 'S1' }, { on: '2026-10-14', rx: 'GONE', item: 'S1', quantity: -1, cents: -2000 }],
  })
  const at = await draw(house)
  expect((await house.first.get(at)).body).toMatchObject({ outpatients: 2, oversized: 1, sample: 2 })
  const sheets: { id: string; ref: string; drugs: { quantity: number; amountCents: number }[]; hints: { code: string; zh: string }[]; turn: number }[] = [...(await house.first.get('/review/desk')).body.items, ...(await house.second.get('/review/desk')).body.items]
  expect(sheets.find((each) => each.ref.endsWith('MANY'))?.hints).toEqual([{ code: '1-11', zh: '6 种药品，超过 5 种', en: expect.any(String) }, { code: '1-12', zh: expect.stringContaining('14 天'), en: expect.any(String) }])
  expect(sheets.find((each) => each.ref.endsWith('BACK'))?.drugs).toMatchObject([{ quantity: 1, amountCents: 2000 }])
  const everything = JSON.stringify([...(await house.first.get('/review/desk')).body.items, (await house.first.get(at)).body])
  for (const who of [house.people.doctor, house.people.colleague]) expect(everything).not.toContain(who.staffId)
})

test('RV-7 an opinion is given, taken back with what it said, and given again; whoever was not given it may not', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world)
  await draw(house)
  const desk = await house.first.get('/review/desk')
  const sheet = desk.body.items.find((each: { turn: number }) => each.turn === 1) ?? desk.body.items[0]
  const path = `/review/items/${sheet.institutionId}/${sheet.id}/opinion`
  expect(await house.junior.post(path, { codes: [], note: '' })).toMatchObject({ status: 403, body: { error: 'review.not_your_item' } })
  expect(await house.first.post(path, { codes: ['2-9'], note: '' })).toMatchObject({ status: 400, body: { error: 'review.note_needed' } })
  expect(await house.first.post(path, { codes: ['9-9'], note: '' })).toMatchObject({ status: 400 })
  expect(await house.first.post(path, { codes: ['2-5', '1-10'], note: '剂量偏大' })).toMatchObject({ status: 200, body: { left: desk.body.left - 1, all: desk.body.all } })
  expect(await house.first.post('/review/desk/undo')).toMatchObject({ status: 200, body: { no: sheet.no, codes: ['1-10', '2-5'], note: '剂量偏大' } })
  expect((await house.first.get('/review/desk')).body).toMatchObject({ left: desk.body.left })
  expect(await house.first.post('/review/desk/undo')).toMatchObject({ status: 409, body: { error: 'review.nothing_to_undo' } })
  const stranger = await reviewHouse(world)
  expect((await stranger.first.post(path, { codes: [], note: '' })).status).toBe(404)
})

test('RV-8 to RV-15 from the draw to the talk: read, read twice, decided, answered, decided again, published, talked about', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, { prescriptions: 20, stays: 3, lines: ([doctor], departmentId) => Array.from({ length: 6 }, (_, at) => ({ on: '2026-10-20', rx: `BAD${at}`, item: 'D1', cents: 900_000, staffId: doctor ?? null, departmentId, diagnoses: '体检' })) })
  // Half is read twice, so that whatever the seed is each of the two reads some as second.
  await house.clerk.post('/review/setting', { own: { secondShare: 0.5 }, limits: {} })
  const at = await draw(house)
  const bad = (sheet: { diagnoses: string }) => (sheet.diagnoses === '体检' ? ['3-1'] : [])
  // The second pharmacist sees more in one class of what both read.
  await readAll(house.first, (sheet) => (sheet.turn === 2 ? ['1-7'] : bad(sheet)))
  expect(await house.first.post(`${at}/feedback`)).toMatchObject({ status: 409, body: { error: 'review.not_all_read' } })
  await readAll(house.second, bad)
  const read = await house.first.get(at)
  const split = rows(read).filter((each) => each.state === 'split')
  expect(split.length).toBeGreaterThan(0)
  expect(read.body.result.agreement).toMatchObject({ n: read.body.second })
  expect((await house.doctor.get('/review/decisions')).body).toEqual({ rows: [], member: false })
  const asked = await house.expertOne.get('/review/decisions')
  expect(asked.body.rows).toHaveLength(split.length)
  for (const row of asked.body.rows) {
    const path = `/review/items/${row.institutionId}/${row.id}/vote`
    expect(await house.doctor.post(path, { codes: [], note: '' })).toMatchObject({ status: 403, body: { error: 'review.experts_only' } })
    expect(await house.expertOne.post(path, { codes: bad(row), note: '' })).toMatchObject({ status: 200, body: { decided: false } })
    expect((await house.expertTwo.get('/review/decisions')).body.rows.find((each: { id: string }) => each.id === row.id)).toMatchObject({ votes: 1, opinions: [{ turn: 1 }, { turn: 2 }] })
    expect(await house.expertTwo.post(path, { codes: bad(row), note: '' })).toMatchObject({ body: { decided: true } })
  }
  expect(await house.doctor.get('/review/mine')).toMatchObject({ body: { rows: [] } })
  const fed = await house.clerk.post(`${at}/feedback`)
  expect(fed).toMatchObject({ status: 200, body: { state: 'feedback', unreasonable: 6, replyDueOn: '2026-11-09' } })
  const cycleId = fed.body.id
  await tellPeople(world.platform, { institutionId: house.institutionId, cycleId, what: 'findings' })
  expect((await house.doctor.get('/notices')).body.rows.map((row: { topic: string }) => row.topic)).toContain('review.finding')
  const mine = (await house.doctor.get('/review/mine')).body.rows
  expect(mine).toHaveLength(6)
  const answer = (row: { institutionId: string; id: string }) => `/review/items/${row.institutionId}/${row.id}/answer`
  expect(await house.colleague.post(answer(mine[0]), { answer: 'accept' })).toMatchObject({ status: 403, body: { error: 'review.not_your_prescription' } })
  expect(await house.doctor.post(answer(mine[0]), { answer: 'object', text: '有理由' })).toMatchObject({ status: 400, body: { error: 'review.reply_text_needed' } })
  expect(await house.doctor.post(answer(mine[0]), { answer: 'object', text: '体检发现血压升高，已当场复测并写入病历' })).toMatchObject({ status: 200 })
  expect(await house.clerk.post(`${at}/publication`)).toMatchObject({ status: 409, body: { error: 'review.objections_open' } })
  for (const expert of [house.expertOne, house.expertTwo]) expect((await expert.post(`/review/items/${mine[0].institutionId}/${mine[0].id}/vote`, { codes: [], note: '' })).status).toBe(200)
  expect(await house.clerk.post(`${at}/publication`)).toMatchObject({ status: 409, body: { error: 'review.reply_days_run' } })
  for (const row of mine.slice(1)) expect((await house.doctor.post(answer(row), { answer: 'accept' })).status).toBe(200)
  expect(await house.first.get(`${at}/paper`)).toMatchObject({ status: 409, body: { error: 'review.not_published' } })
  expect(await house.clerk.post(`${at}/publication`)).toMatchObject({ status: 200, body: { state: 'published', unreasonable: 5, result: { objections: 1, classes: { abnormal: 5 }, codes: [{ code: '3-1', count: 5 }] } } })
  const shown = await house.colleague.get('/review/results')
  expect(shown.body.rows).toMatchObject([{ month: '2026-10-01', result: { departments: [{ departmentName: '心血管内科', unreasonable: 5 }] } }])
  expect(JSON.stringify(shown.body)).not.toContain(house.people.doctor.staffId)
  expect((await house.first.get(`${at}/paper`)).raw.subarray(0, 2).toString()).toBe('PK')
  expect((await house.first.get(`${at}/worksheet?part=double-ten`)).raw.subarray(0, 2).toString()).toBe('PK')

  const after = await house.head.get('/review/talks')
  expect(after.body.proposals.map((each: { kind: string; found: number; state: string }) => [each.kind, each.found, each.state]).sort()).toEqual([['assessment', 5, 'open'], ['warning', 5, 'open']])
  const [proposal] = after.body.proposals
  const decision = `/review/proposals/${proposal.institutionId}/${proposal.id}/decision`
  expect((await house.clerk.post(decision, { take: true, reason: '连续多张无适应证用药，按规定处理' })).status).toBe(403)
  expect((await house.head.post(decision, { take: true, reason: '按规定' })).status).toBe(400)
  expect((await house.head.post(decision, { take: true, reason: '连续多张无适应证用药，按规定处理' })).status).toBe(200)
  expect(await house.head.post(decision, { take: false, reason: '再考虑一下，先不处理这位医师' })).toMatchObject({ status: 409, body: { error: 'review.proposal_decided' } })
  const [talk] = after.body.talks
  expect(talk).toMatchObject({ state: 'due', dueOn: '2026-11-12', late: false })
  const held = { heldOn: '2026-11-02', persons: '院长、药剂科主任', said: '逐张说明无适应证用药的问题', commitment: '今后按指征用药' }
  expect(await house.head.post(`/review/talks/${talk.institutionId}/${talk.id}/held`, { ...held, heldOn: '2026-11-03' })).toMatchObject({ status: 400, body: { error: 'review.talk_day' } })
  expect((await house.head.post(`/review/talks/${talk.institutionId}/${talk.id}/held`, held)).status).toBe(200)
  expect(await house.head.post(`/review/talks/${talk.institutionId}/${talk.id}/follow-up`, { outcome: 'improved', outcomeNote: '本月没有再出现' })).toMatchObject({ status: 409, body: { error: 'review.follow_too_early' } })
  now('2026-12-02T01:00:00.000Z')
  await remindTalks(world.platform)
  const head = api(world, await house.person('institution_head'))
  expect((await head.get('/notices')).body.rows.map((row: { topic: string }) => row.topic)).toContain('review.follow_due')
  expect((await head.post(`/review/talks/${talk.institutionId}/${talk.id}/follow-up`, { outcome: 'improved', outcomeNote: '本月没有再出现' })).status).toBe(200)
  expect((await head.get('/review/talks')).body.talks).toMatchObject([{ state: 'closed', outcome: 'improved', late: false }])

  const facts = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'review.item', from: '2026-11-02', to: '2026-11-02' }, { after: null, limit: 500 }))
  expect(facts.filter((fact) => fact.fields['unreasonable'] === true).map((fact) => fact.staffIds)).toEqual(Array.from({ length: 5 }, () => [house.people.doctor.staffId]))
  const [first] = facts
  const rest = await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'review.item', from: '2026-11-02', to: '2026-11-02' }, { after: { on: '2026-11-02', id: first?.id ?? '' }, limit: 500 }))
  expect(rest).toHaveLength(facts.length - 1)
}, 120_000)

test('RV-5 what a reader has not read goes to another one who is qualified', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, { prescriptions: 9, stays: 0 })
  await house.clerk.post('/review/setting', { own: { secondShare: 0 }, limits: {} })
  const at = await draw(house)
  const { first, second, junior } = house.people
  expect(await house.clerk.post(`${at}/readers`, { from: first.staffId, to: junior.staffId })).toMatchObject({ status: 409, body: { error: 'review.reader_unfit' } })
  expect((await house.clerk.post(`${at}/readers`, { from: first.staffId, to: second.staffId })).body.readers).toMatchObject([{ staffId: second.staffId, all: 9, left: 9 }])
  expect(await readAll(house.second)).toBe(9)
})

test('RV-2 and RV-16 a house sets more than the rule, and limits of departments count', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, { prescriptions: 130, stays: 0 })
  expect(await house.clerk.post('/review/setting', { own: { outpatientLeast: 120, perStratum: 1, wholeUpTo: 0 }, limits: { [house.departmentId]: 1500 } })).toMatchObject({ status: 200 })
  expect(await house.clerk.post('/review/setting', { own: {}, limits: { [house.institutionId]: 1500 } })).toMatchObject({ status: 400, body: { error: 'review.no_setting' } })
  const at = await draw(house)
  expect((await house.first.get(at)).body).toMatchObject({ outpatientDue: 120, oversized: 130, strataTaken: 2 })
  const setting = await house.clerk.get('/review/setting')
  expect(setting.body).toMatchObject({ own: { outpatientLeast: 120 }, limits: [{ departmentName: '心血管内科', amountCents: 1500 }], rule: { outpatientLeast: 100 } })
})

test('RV-10 the expert group is named among those who work here', async () => {
  const house = await reviewHouse(world)
  expect(await house.clerk.post('/review/experts', { experts: [{ staffId: house.institutionId, field: 'clinical' }] })).toMatchObject({ status: 409, body: { error: 'review.expert_unknown' } })
  expect((await house.clerk.get('/review/setting')).body.experts).toHaveLength(2)
})

test('RV-18 another house sees nothing of it; the commission of the region reads what is published', async () => {
  now('2026-11-02T01:00:00.000Z')
  const house = await reviewHouse(world, { prescriptions: 5, stays: 0 })
  const at = await draw(house)
  const stranger = await reviewHouse(world)
  expect((await stranger.first.get(at)).status).toBe(404)
  await readAll(house.first)
  await readAll(house.second)
  await house.clerk.post(`${at}/feedback`)
  expect(await house.clerk.post(`${at}/publication`)).toMatchObject({ status: 200 })
  const commission = await newInstitution(world, { kind: 'commission' })
  const clerk = api(world, await commission.person('commission_clerk'))
  expect((await clerk.get('/review/results')).body.rows.map((row: { institutionId: string }) => row.institutionId)).toContain(house.institutionId)
  expect((await stranger.clerk.get('/review/results')).body.rows).toEqual([])
})
