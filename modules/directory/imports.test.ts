import * as xlsx from '@e965/xlsx'
import iconv from 'iconv-lite'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventCitizenId, inventCreditCode, inventMobile } from '../../kernel/invented.ts'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { writeXlsx } from '../../server/platform/xlsx.ts'
import { api, newInstitution, newWorld, type World } from '../../server/testing/api.ts'

let world: World
beforeAll(async () => {
  world = await newWorld('2026-03-02T01:00:00.000Z')
})
afterAll(() => world.close())

let seed = 90_000
type Client = ReturnType<typeof api>

async function setUp() {
  const hospital = await newInstitution(world)
  const commission = await newInstitution(world, { kind: 'commission' })
  return { id: hospital.institutionId, name: hospital.name, commissionId: commission.institutionId, hospital, clerk: api(world, await commission.person('commission_clerk')), hospitalClerk: api(world, await hospital.person('institution_clerk')) }
}
/** A spreadsheet as people make them: a title above, headings, rows. */
const sheet = (lines: readonly (readonly string[])[]) => xlsx.write({ SheetNames: ['x'], Sheets: { x: xlsx.utils.aoa_to_sheet(lines.map((line) => [...line])) } }, { type: 'buffer', bookType: 'xlsx' }) as Buffer
const preview = (client: Client, kind: string, bytes: Uint8Array, headers: Record<string, string> = {}) => client.upload('/imports', [{ name: '名册.xlsx', bytes }], { kind }, headers)
const commit = (client: Client, run: { body: { institutionId: string; id: string } }, headers: Record<string, string> = {}) => client.post(`/imports/${run.body.institutionId}/${run.body.id}/commit`, {}, headers)
const count = (table: 'staff' | 'department' | 'post' | 'institution', institutionId: string) =>
  look(world.platform, systemActor('test'), async ({ read }) => {
    const rows = table === 'institution' ? await read.selectFrom('institution').select('id').execute() : await read.selectFrom(table).select('id').where('institution_id', '=', institutionId).execute()
    return rows.length
  })
const staffHead = ['工号', '姓名', '职称', '手机号码', '身份证号', '入职日期', '科室', '岗位类型', '职务'] as const

test('DIR-21 a preview names every bad cell by row, column, value and reason, and nothing is in the directory yet', async () => {
  const { id, hospitalClerk } = await setUp()
  const before = await count('staff', id)
  const phone = inventMobile((seed += 1))
  const run = await preview(hospitalClerk, 'staff', sheet([['某院人员名册'], staffHead, ['001', '甲', '医师', phone, '', '2024年3月1日', '', '医师', ''], [], ['002', '', '', '2541234', '', '2024-02-30', '外科', '', '院长助理']]))
  expect(run).toMatchObject({ status: 200, body: { state: 'preview', counts: { rows: 2, good: 1, bad: 1, created: 1, faults: 5 }, blocked: { commit: null } } })
  expect(run.body.faults.map((fault: { row: number; column: string }) => `${fault.row} ${fault.column}`).sort()).toEqual(['5 入职日期', '5 姓名', '5 手机号', '5 科室', '5 角色'])
  expect(run.body.columns).toContainEqual({ column: '手机号', heading: '手机号码' })
  expect(JSON.stringify(run.body)).not.toContain(phone)
  const faults = (await hospitalClerk.get(`/imports/${id}/${run.body.id}/faults?limit=2`)).body
  expect((await hospitalClerk.get(`/imports/${id}/${run.body.id}/faults?limit=4&after=${faults.next}`)).body).toMatchObject({ rows: [{ row: 5 }, { row: 5 }, { row: 5 }], next: null })
  expect(await count('staff', id)).toBe(before)
})

test('DIR-25 good rows are taken together; the same key is answered again, another commit is refused', async () => {
  const { id, hospitalClerk } = await setUp()
  const idNumber = inventCitizenId((seed += 1))
  const run = await preview(hospitalClerk, 'staff', sheet([staffHead, ['00123', '甲', '医师', inventMobile(seed), idNumber, '2024-03-01', '', '护士', '责任护士'], ['x', '', '', '', '', '', '', '', '']]))
  const key = { 'idempotency-key': randomUUID() }
  const first = await commit(hospitalClerk, run, key)
  expect(first).toMatchObject({ status: 200, body: { state: 'committed', blocked: { commit: 'directory.import_over' } } })
  expect((await commit(hospitalClerk, run, key)).body).toEqual(first.body)
  expect((await commit(hospitalClerk, run)).body).toMatchObject({ error: 'directory.import_over' })
  const found = await hospitalClerk.get(`/staff?search=${idNumber}`)
  expect(found.body.rows).toMatchObject([{ employeeNumber: '00123', joinedOn: '2024-03-01', posts: [{ role: 'nurse', title: '责任护士', fromOn: '2024-03-01' }] }])
  const left = await look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('import_run').select('rows_sealed').where('id', '=', run.body.id as string).executeTakeFirstOrThrow())
  expect(left.rows_sealed).toBeNull()
  const again = await preview(hospitalClerk, 'staff', sheet([staffHead, ['00123', '甲', '', '', idNumber, '', '', '护士', '责任护士']]))
  expect(again.body).toMatchObject({ counts: { unchanged: 1, changed: 0 }, blocked: { commit: 'directory.import_nothing' } })
  expect((await commit(hospitalClerk, again)).body).toMatchObject({ error: 'directory.import_nothing' })
  expect(await count('post', id)).toBe(2)
})

test('DIR-25 where the directory changed since the preview no row is taken, and the rows are named', async () => {
  const { id, hospitalClerk } = await setUp()
  await hospitalClerk.post('/staff', { institutionId: id, name: '乙', employeeNumber: '200', title: '', joinedOn: '2025-01-01' })
  const run = await preview(hospitalClerk, 'staff', sheet([staffHead, ['200', '乙', '主治医师'], ['201', '丙', ''], ['202', '丁', '']]))
  expect(run.body.counts).toMatchObject({ created: 2, changed: 1 })
  await hospitalClerk.post('/staff', { institutionId: id, name: '别人', employeeNumber: '202', title: '', joinedOn: '2025-01-01' })
  const before = await count('staff', id)
  expect((await commit(hospitalClerk, run)).body).toMatchObject({ error: 'directory.import_stale', detail: '4' })
  expect(await count('staff', id)).toBe(before)
  expect((await hospitalClerk.post(`/imports/${id}/${run.body.id}/discard`)).body).toMatchObject({ state: 'discarded' })
  expect((await commit(hospitalClerk, run)).body).toMatchObject({ error: 'directory.import_over' })
})

test('two commits of one preview at once: one takes the rows, the other is told', async () => {
  const { id, hospitalClerk } = await setUp()
  const run = await preview(hospitalClerk, 'departments', Buffer.from('科室名称,科室类别,诊疗科目\n内科,临床,03\n外科,临床,外科\n'))
  const answers = await Promise.all([commit(hospitalClerk, run), commit(hospitalClerk, run)])
  expect(answers.map((each) => each.status).sort((a, b) => a - b)).toEqual([200, 409])
  expect(await count('department', id)).toBe(2)
})

test('DIR-27 a commission imports institutions from a GB18030 file; a hospital may not, nor see the run', async () => {
  const { clerk, hospitalClerk, commissionId } = await setUp()
  const code = inventCreditCode((seed += 1))
  const wrong = inventCreditCode((seed += 1)).replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'))
  const bytes = iconv.encode(`医疗机构名称,社会信用代码,区划代码,类别,级别,床位\r\n柳树镇卫生院${seed},${code},990121,乡镇卫生院,一级,30\r\n柏树镇卫生院${seed},${wrong},990121,卫生院,,\r\n松树镇卫生院,${inventCreditCode(seed + 7)},110101,卫生院,,\r\n`, 'gb18030')
  expect((await preview(hospitalClerk, 'institutions', bytes)).body).toMatchObject({ error: 'access.denied' })
  const run = await preview(clerk, 'institutions', bytes)
  expect(run.body).toMatchObject({ counts: { rows: 3, good: 2, bad: 1, warnings: 1 } })
  expect((await hospitalClerk.get(`/imports/${commissionId}/${run.body.id}`)).status).toBe(404)
  expect((await commit(hospitalClerk, run)).status).toBe(404)
  expect((await commit(clerk, run)).body).toMatchObject({ state: 'committed' })
  const [made] = (await clerk.get(`/institutions?search=${code}`)).body.rows
  expect(made).toMatchObject({ name: expect.stringContaining('柳树镇卫生院'), kind: 'township', level: 'primary', beds: 30 })
  expect((await clerk.get(`/institutions?search=liushuzhen`)).body.rows).toHaveLength(1)
  const [odd] = (await clerk.get(`/institutions?search=${wrong}`)).body.rows
  expect((await clerk.get(`/institutions/${odd.id}`)).body.creditCodeRemark).toBe('校验码不符，请核对')
  expect((await clerk.get('/imports')).body.rows).toMatchObject([{ id: run.body.id, kind: 'institutions', state: 'committed' }])
})

test('a commission imports staff of several bodies, each row named by its body', async () => {
  const { id, name, clerk, commissionId } = await setUp()
  const run = await preview(clerk, 'staff', sheet([['机构', '工号', '姓名', '角色'], [name, '1', '甲', '机构负责人'], ['', '2', '乙', '监督员'], [name, '3', '丙', '监督员'], ['没有的医院', '4', '丁', '']]))
  expect(run.body.faults).toMatchObject([{ row: 4, column: '角色' }, { row: 5, column: '机构', value: '没有的医院', reason: '目录中没有这个机构' }])
  await commit(clerk, run)
  expect([(await clerk.get(`/staff?institutionId=${id}&role=institution_head`)).body.rows, (await clerk.get(`/staff?institutionId=${commissionId}&role=inspector`)).body.rows]).toMatchObject([[{ name: '甲' }], [{ name: '乙' }]])
})

test('the template is a spreadsheet whose example row imports nothing, and an exported list imports as unchanged', async () => {
  const { id, hospitalClerk } = await setUp()
  for (const kind of ['institutions', 'departments', 'staff']) {
    const template = await hospitalClerk.get(`/imports/templates/${kind}`)
    expect(template.status).toBe(200)
    if (kind !== 'institutions') expect((await preview(hospitalClerk, kind, template.raw)).body).toMatchObject({ error: 'directory.import_no_rows' })
  }
  await hospitalClerk.post('/departments', { institutionId: id, name: '内科', kind: 'clinical', subjectCode: '03' })
  const exported = await hospitalClerk.get(`/departments/export?institutionId=${id}`)
  expect((await preview(hospitalClerk, 'departments', exported.raw)).body).toMatchObject({ counts: { rows: 1, unchanged: 1 } })
})

test('what is no list is refused with what is missing', async () => {
  const { hospitalClerk } = await setUp()
  expect((await preview(hospitalClerk, 'staff', sheet([['姓名', '职称'], ['甲', '医师']]))).body).toMatchObject({ error: 'directory.import_no_heading', detail: '工号' })
  expect((await preview(hospitalClerk, 'staff', sheet([['甲'], ['乙']]))).body).toMatchObject({ error: 'directory.import_no_heading', detail: '工号、姓名' })
  expect((await preview(hospitalClerk, 'staff', sheet([staffHead]))).body).toMatchObject({ error: 'directory.import_no_rows' })
  expect((await preview(hospitalClerk, 'staff', Buffer.from('%PDF-1.4 x'))).body).toMatchObject({ error: 'file.type_not_allowed' })
  expect((await hospitalClerk.upload('/imports', [], { kind: 'staff' })).body).toMatchObject({ error: 'file.missing' })
})

test('twenty thousand people are previewed and taken in one transaction', { timeout: 600_000 }, async () => {
  const { id, hospitalClerk } = await setUp()
  const columns = ['工号', '姓名', '手机号', '身份证号', '入职日期', '角色', '岗位'].map((title) => ({ key: title, title }))
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ 工号: String(at).padStart(6, '0'), 姓名: `人员${at}`, 手机号: inventMobile(200_000 + at), 身份证号: inventCitizenId(200_000 + at), 入职日期: '2024-03-01', 角色: '护士', 岗位: `护士${at % 50}` }))
  const bytes = writeXlsx({ title: '人员', columns, rows })
  const t0 = performance.now()
  const run = await preview(hospitalClerk, 'staff', bytes)
  const t1 = performance.now()
  expect(run.body.counts).toMatchObject({ rows: 20_000, good: 20_000, created: 20_000 })
  expect((await commit(hospitalClerk, run)).body).toMatchObject({ state: 'committed' })
  if (process.env['SHOW_TIMES'] !== undefined) process.stderr.write(`20 000 rows: preview ${Math.round(t1 - t0)} ms, commit ${Math.round(performance.now() - t1)} ms\n`)
  expect(await count('staff', id)).toBe(20_001)
  const more = await preview(hospitalClerk, 'staff', writeXlsx({ title: '人员', columns, rows: [...rows, { ...rows[0], 工号: 'more' }] }))
  expect(more.body).toMatchObject({ error: 'directory.import_too_many_rows' })
})
