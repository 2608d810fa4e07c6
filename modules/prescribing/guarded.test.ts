import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { readFacts } from '../../server/platform/facts.ts'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { prescribingHouse, writeItem, writeLines } from './testing/figures/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-04-02T01:00:00.000Z')
})
afterAll(() => world.close())
const purpose = '按月双十点评，确定点评对象'

test('PR-74 and PR-75 by prescriber only for a purpose, on record, and out of the system only with a second person', async () => {
  const house = await prescribingHouse(world)
  const doctor = await house.person('doctor', house.inner)
  await writeLines(world, house, [{ on: '2026-03-02', item: 'A', cents: 5000, staffId: doctor.staffId, departmentId: house.inner, rx: 'r1' }, { on: '2026-03-02', item: 'A', cents: 900, code: 'X7', departmentId: house.inner, rx: 'r2' }])
  const [pharmacist, head, discipline] = [api(world, await house.person('pharmacist')), api(world, await house.person('institution_head')), api(world, await house.person('discipline_officer'))]
  expect((await api(world, doctor).post('/prescribing/queries', { month: '2026-03-01', purpose })).status).toBe(403)
  expect(await pharmacist.post('/prescribing/queries', { month: '2026-03-01', purpose: '看看' })).toMatchObject({ status: 400, body: { error: 'prescribing.purpose_missing' } })
  const asked = await pharmacist.post('/prescribing/queries', { month: '2026-03-01', purpose })
  expect(asked.body.table.amount).toMatchObject([{ key: doctor.staffId, name: `doctor-${doctor.staffId.slice(-4)}`, amountCents: 5000, volume: 1 }, { name: '工号 X7' }])
  const path = `/prescribing/queries/${house.institutionId}/${asked.body.id}`
  expect(await pharmacist.post(`${path}/taken`)).toMatchObject({ status: 409, body: { error: 'prescribing.export_not_agreed' } })
  expect(await head.post(`${path}/decision`, { agree: true })).toMatchObject({ body: { error: 'prescribing.export_decided' } })
  expect(await head.post(`${path}/export`)).toMatchObject({ body: { error: 'prescribing.query_not_yours' } })
  expect((await pharmacist.post(`${path}/export`)).status).toBe(200)
  expect((await pharmacist.post(`${path}/decision`, { agree: true })).status).toBe(403)
  expect((await discipline.post(`${path}/decision`, { agree: true })).status).toBe(200)
  const taken = await pharmacist.post(`${path}/taken`)
  expect(Buffer.from(taken.body.base64, 'base64').subarray(0, 2).toString()).toBe('PK')
  const listed = (await discipline.get('/prescribing/queries')).body.rows
  expect(listed).toMatchObject([{ purpose, state: 'approved', what: '2026-03 全院处方人排名', blocked: { download: 'prescribing.query_not_yours' } }])
  const kinds = await arrange(world, (act) => act.tx.selectFrom('event').select('kind').where('institution_id', '=', house.institutionId).orderBy('seq').execute())
  expect(kinds.map((each) => each.kind)).toEqual(['prescribing.asked_by_prescriber', 'prescribing.export_requested', 'prescribing.export_agreed', 'prescribing.export_taken'])
  const stranger = await prescribingHouse(world)
  expect((await api(world, await stranger.person('institution_head')).get('/prescribing/queries')).body.rows).toEqual([])
})

test('PR-60 to PR-62 use of antibiotics, and lines beyond the right of who wrote them', async () => {
  const house = await prescribingHouse(world)
  const doctor = await house.person('doctor', house.inner)
  await writeItem(world, 'AB-R', { antibiotic: 'restricted', dddsPerUnit: 2 })
  await writeLines(world, house, [
    ...Array.from({ length: 4 }, (_, at) => ({ on: '2026-03-02', item: at === 0 ? 'AB-R' : 'A', staffId: doctor.staffId, departmentId: house.inner, visitNo: `v${at}`, rx: `r${at}`, days: 3 })),
    { on: '2026-03-04', item: 'AB-R', quantity: 5, visitKind: 'inpatient', visitNo: 'i1', departmentId: house.inner, staffId: doctor.staffId, admittedOn: '2026-03-01', dischargedOn: '2026-03-11' },
  ])
  const clerk = api(world, await house.person('institution_clerk'))
  const view = async () => (await clerk.get('/prescribing/antibiotics?month=2026-03-01')).body
  const before = await view()
  expect(before).toMatchObject({ whole: { outpatient: 25, emergency: null, inpatient: 100, intensity: 100 }, beyondCount: 2, rows: [{ name: '内科', patientDays: 10 }] })
  expect(before.beyond[0]).toMatchObject({ docNo: 'r0', grade: 'restricted', right: 'none', days: 3 })
  expect(await clerk.post('/prescribing/antibiotics/rights', { staffId: doctor.staffId, grade: 'restricted', fromOn: '2026-03-03', toOn: '2026-01-01' })).toMatchObject({ status: 400, body: { error: 'prescribing.right_dates' } })
  expect(await clerk.post('/prescribing/antibiotics/rights', { staffId: house.institutionId, grade: 'restricted', fromOn: '2026-03-03' })).toMatchObject({ body: { error: 'prescribing.staff_unknown' } })
  expect((await clerk.post('/prescribing/antibiotics/rights', { staffId: doctor.staffId, grade: 'restricted', fromOn: '2026-03-03' })).status).toBe(200)
  expect(await view()).toMatchObject({ beyondCount: 1, beyond: [{ on: '2026-03-02' }], rights: [{ grade: 'restricted', fromOn: '2026-03-03' }] })
})

const csv = (rows: readonly (readonly string[])[]) => Buffer.from(rows.map((row) => row.join(',')).join('\n'))
const list = csv([['产品编码', '通用名', '剂型', '规格', '生产企业', '是否中选', '挂网价', '生效日期', '失效日期'], ['P1', '甲药片', '片剂', '24片', '云溪制药', '是', '10.00', '2026-01-01', ''], ['P2', '甲药片', '片剂', '24片', '北山制药', '否', '12.00', '2026-01-01', ''], ['P3', '乙注射液', '注射剂', '1ml', '云溪制药', '否', '8', '坏日期', '']])
const heads = ['采购日期', '平台产品编码', '通用名', '剂型', '规格', '生产企业', '供应商', '平台订单号', '数量', '金额']
const bought = [
  ['2026-03-02', 'P1', '甲药片', '片剂', '24片', '云溪制药', '甲公司', 'D1', '10', '100.00'], ['2026-03-03', 'P2', '甲药片', '片剂', '24片', '北山制药', '乙公司', 'D2', '5', '60'], ['2026/3/4', 'P9', '丙胶囊', '胶囊', '10粒', '某厂', '丙公司', '', '2', '"1,234.50"'],
  ['2026-03-05', '', '甲药片', '片剂', '24片', '南山制药', '丁公司', 'D5', '1', '10'], ['2026-03-06', 'P1', '甲药片', '片剂', '24片', '云溪制药', '甲公司', 'D6', '1', '十元'],
]

test('PR-71 to PR-73 and PR-79 purchases are matched with the list; what asks for an investigation is one finding in the ledger', async () => {
  const house = await prescribingHouse(world, { regionCode: '990177' })
  const commission = await newInstitution(world, { kind: 'commission', regionCode: '990177' })
  const [pharmacist, clerk] = [api(world, await house.person('pharmacist')), api(world, await commission.person('commission_clerk'))]
  const sheet = { name: '采购.csv', bytes: csv([heads, ...bought]) }
  expect(await pharmacist.upload('/prescribing/purchases', [sheet])).toMatchObject({ status: 409, body: { error: 'prescribing.list_missing' } })
  expect((await pharmacist.upload('/prescribing/platform-lists', [{ name: '目录.csv', bytes: list }])).status).toBe(403)
  expect(await clerk.upload('/prescribing/platform-lists', [{ name: '目录.csv', bytes: list }])).toMatchObject({ status: 200, body: { items: 2, rejects: [{ row: 4, cell: 'H4', column: '生效日期', value: '坏日期' }] } })
  expect(await clerk.upload('/prescribing/platform-lists', [{ name: '再来.csv', bytes: list }])).toMatchObject({ body: { error: 'prescribing.sheet_known' } })
  expect(await pharmacist.upload('/prescribing/purchases', [{ name: '缺列.csv', bytes: csv([['采购日期', '通用名'], ['2026-03-01', '甲']]) }])).toMatchObject({ status: 400, body: { error: 'prescribing.sheet_columns' } })
  const done = await pharmacist.upload('/prescribing/purchases', [sheet])
  expect(done).toMatchObject({ status: 200, body: { lines: 4, same: 0, found: 2, rejects: [{ row: 6, column: '金额', value: '十元', reason: '不是数字' }] } })
  expect(done.body.matterNumber).toMatch(/^FX/)
  expect(await pharmacist.upload('/prescribing/purchases', [sheet])).toMatchObject({ body: { error: 'prescribing.sheet_known' } })
  const view = (await pharmacist.get('/prescribing/purchases')).body
  expect(view.rows.map((row: { verdict: string; generic: string }) => [row.generic, row.verdict])).toEqual([['丙胶囊', 'off-platform'], ['甲药片', 'off-bid']])
  const matter = await pharmacist.get(`/matters/${house.institutionId}/${view.files[0].matterId}`)
  const officer = api(world, await house.person('institution_clerk'))
  const seen = matter.status === 200 ? matter : await officer.get(`/matters/${house.institutionId}/${view.files[0].matterId}`)
  expect(seen.body.title).toContain('网外采购 1 行 1234.50 元')
  const facts = async () => (await look(world.platform, systemActor('test'), ({ read }) => readFacts(read, { institutionId: house.institutionId, kind: 'purchase.line', from: '2026-03-01', to: '2026-03-31' }, { after: null, limit: 9 }))).map((fact) => [fact.on, fact.fields['verdict'], fact.fields['amount']])
  expect(await facts()).toEqual([['2026-03-02', 'ordered', 100], ['2026-03-03', 'off-bid', 60], ['2026-03-04', 'off-platform', 1234.5], ['2026-03-05', 'to-check', 10]])
  const check = (await pharmacist.get('/prescribing/purchases?show=check')).body.rows[0]
  expect((await pharmacist.post(`/prescribing/purchases/${check.fileId}/${check.lineNo}`, { onList: true })).status).toBe(200)
  expect((await pharmacist.post(`/prescribing/purchases/${check.fileId}/${check.lineNo}`, { onList: true })).status).toBe(404)
  expect((await facts()).at(-1)).toEqual(['2026-03-05', 'ordered', 10])
  // The same export with one line more: what was there before is not bought twice.
  const again = await pharmacist.upload('/prescribing/purchases', [{ name: '采购2.csv', bytes: csv([heads, ...bought.slice(0, 4), ['2026-03-09', 'P1', '甲药片', '片剂', '24片', '云溪制药', '甲公司', 'D9', '1', '10'], ['2026-03-10', '', '甲药片', '片剂', '24片', '无名药厂', '戊公司', 'D10', '3', '33']]) }])
  expect(again.body).toMatchObject({ lines: 2, same: 4, found: 0, matterNumber: null })
  // What a person finds to be off the platform later opens a finding as it would have at once.
  const late = (await pharmacist.get('/prescribing/purchases?show=check')).body.rows[0]
  const decided = await pharmacist.post(`/prescribing/purchases/${late.fileId}/${late.lineNo}`, { onList: false })
  expect(decided.body.matterNumber).toMatch(/^FX/)
  const after = (await pharmacist.get('/prescribing/purchases')).body
  const file = after.files.find((each: { id: string }) => each.id === late.fileId)
  expect(file).toMatchObject({ matterNumber: decided.body.matterNumber })
  expect((await officer.get(`/matters/${house.institutionId}/${file.matterId}`)).body.title).toContain('网外采购 1 行 33.00 元')
  // Rule PR-79: all decided, the month is made public; ordered beside the bid is ordered on the platform.
  expect(after.months).toMatchObject([{ month: '2026-03-01', lines: 6, amountCents: 144_750, version: 0, blocked: null }])
  const toPublish = () => pharmacist.post('/prescribing/purchase-publications', { month: '2026-03-01' })
  expect(await toPublish()).toMatchObject({ status: 200, body: { version: 1 } })
  expect(await toPublish()).toMatchObject({ status: 409, body: { error: 'prescribing.already_published' } })
  const open = (await world.app.http.inject({ url: `/drug-use/${house.institutionId}` })).body
  for (const said of ['2026年3月药品采购', '1,447.50', '180.00 元，占 12.4%', '110.00 元，占 7.6%', '1,267.50 元', '60.00 元', '共 6 行、5 家供应商', '丙胶囊']) expect(open).toContain(said)
  // Bought later and sent back again, undecided both: nothing in money, and still two lines nobody looked at.
  const unknown = (no: string, quantity: string, amount: string) => ['2026-03-20', '', '甲药片', '片剂', '24片', '又一药厂', '己公司', no, quantity, amount]
  expect((await pharmacist.upload('/prescribing/purchases', [{ name: '采购3.csv', bytes: csv([heads, unknown('D11', '2', '20'), unknown('D12', '-2', '-20')]) }])).body).toMatchObject({ lines: 2, rejects: [] })
  expect(await toPublish()).toMatchObject({ status: 409, body: { error: 'prescribing.purchases_undecided' } })
  for (const row of (await pharmacist.get('/prescribing/purchases?show=check')).body.rows) await pharmacist.post(`/prescribing/purchases/${row.fileId}/${row.lineNo}`, { onList: true })
  expect(await toPublish()).toMatchObject({ status: 200, body: { version: 2 } })
  expect((await pharmacist.get('/prescribing/purchases')).body.months).toMatchObject([{ lines: 8, version: 2, blocked: 'prescribing.already_published' }])
})
