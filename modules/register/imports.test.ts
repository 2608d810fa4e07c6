import * as xlsx from '@e965/xlsx'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FactChange } from '../../kernel/fact.ts'
import { systemActor } from '../../kernel/actor.ts'
import { look } from '../../server/platform/act.ts'
import { onFacts } from '../../server/platform/facts.ts'
import { readSheet } from '../../server/platform/read-sheet.ts'
import { writeXlsxApart } from '../../server/platform/sheets-apart.ts'
import { arrange, newWorld, type World } from '../../server/testing/api.ts'
import { setRegisters } from './definitions.ts'
import { aRegister, catalogued } from './fixtures.ts'
import { above, enter, setUp, talks, type Client } from './testing/fixtures.ts'

const years = aRegister({ key: 'years', name: { zh: '历年讲座', en: 'Years' }, day: { label: { zh: '开展日期', en: 'Held on' }, late: 3660 } })
const files = aRegister({ key: 'files', evidence: { files: 'required', pictures: true } })
const told: (readonly FactChange[])[] = []
let world: World
beforeAll(async () => {
  setRegisters([talks, years, files].map(catalogued))
  world = await newWorld('2026-03-06T02:00:00.000Z')
  onFacts('the test listens', async (_act, changes) => void told.push(changes))
})
afterAll(async () => {
  await world.close()
  setRegisters(null)
})

type Merge = [from: string, to: string]
/** A spreadsheet as people make them. */
function sheet(lines: readonly (readonly (string | number)[])[], merges: Merge[] = []): Buffer {
  const made = xlsx.utils.aoa_to_sheet(lines.map((line) => [...line]))
  made['!merges'] = merges.map(([from, to]) => ({ s: xlsx.utils.decode_cell(from), e: xlsx.utils.decode_cell(to) }))
  return xlsx.write({ SheetNames: ['x'], Sheets: { x: made } }, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}
const preview = (client: Client, bytes: Uint8Array, key = 'talks', headers: Record<string, string> = {}) => client.upload(`/registers/${key}/imports`, [{ name: 'talks.xlsx', bytes }], {}, headers)
type Run = Awaited<ReturnType<typeof preview>>
const place = (run: Run) => `/registers/${run.body.registerKey}/imports/${run.body.institutionId}/${run.body.id}`
const take = (client: Client, run: Run, rows: 'all' | 'good', headers: Record<string, string> = {}) => client.post(`${place(run)}/taking`, { rows }, headers)
const entries = (institutionId: string) => look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('register_entry').selectAll().where('institution_id', '=', institutionId).orderBy('on_date').execute())

const head = ['开展日期', '科室', '主题', '类别', '主讲人', '听讲人数'] as const
async function hospital() {
  const made = await setUp(world)
  await arrange(world, async ({ tx }) => {
    const staff = (id: string, name: string, number: string) => ({ institution_id: made.id, region_code: '990121', id, name, employee_number: number, joined_on: '2015-01-01' })
    await tx.insertInto('staff').values([staff(randomUUID(), '王芳', '0012'), staff(randomUUID(), '王芳', '0013'), staff(randomUUID(), '赵敏', '0014')]).execute()
  })
  return made
}

test('RG-22 headings are found wherever they stand and unknown ones are named; RG-23 every bad cell has its address and reason', async () => {
  const { id, clerk } = await hospital()
  const run = await preview(clerk, sheet([
    ['某院健康讲座登记表'],
    ['备注', '听讲人数（人）', '开展日期*', '部门', '主题', '主讲人', '类别', '患者联系电话'],
    ['好', 20, '2026年3月2日', '内 科', '少盐', '赵敏', '膳食', '13900000001'],
    [],
    ['', '二十', '2026-03-09', '眼科', '盐', '王芳', '体育', '123'],
    ['', 5, '', '外科', '控糖', '0013', 'diet', ''],
  ]))
  expect(run).toMatchObject({ status: 200, body: { state: 'preview', counts: { rows: 3, good: 1, bad: 2, faults: 8, warnings: 0 }, ignored: ['备注'], blocked: { takeAll: 'register.import_has_faults', takeGood: null } } })
  expect(run.body.columns).toContainEqual({ column: '科室', heading: '部门', at: 'D' })
  const said = run.body.faults.map((fault: { cell: string; column: string; value: string; reason: string }) => `${fault.cell} ${fault.value} ${fault.reason}`).sort()
  expect(said).toEqual([
    'B5 二十 应为整数', 'C5 2026-03-09 不能晚于今天', 'C6  请填写', 'D5 眼科 科室目录中没有这个科室，或当天已撤销', 'E5 盐 至少 2 个字', 'F5 王芳 有同名人员，请改填工号', 'G5 体育 不是可选的值；可填：膳食、用药、其他', 'H5 （已隐去） 请填 11 位手机号',
  ])
  expect(JSON.stringify(run.body)).not.toContain('13900000001')
  expect(run.body.sample).toMatchObject([{ row: 3, on: '2026-03-02', department: '内 科' }])
  expect(await entries(id)).toEqual([])
})

test('RG-24 the person chooses: nothing where a row is wrong, or the good rows alone; what was taken is entered once and told', async () => {
  const { id, inner, clerk, nurse } = await hospital()
  const run = await preview(clerk, sheet([[...head, '患者联系电话'], ['2026-03-02', '内科', '少盐', '膳食', '0012', 20, '13900000001'], ['2026-03-03', '内科', '盐', '膳食', '赵敏', 9, ''], ['2026-03-04', '外科', '控糖', '用药', '赵敏', 30, '']]))
  expect((await take(clerk, run, 'all')).body).toMatchObject({ error: 'register.import_has_faults' })
  expect((await take(nurse, run, 'good')).body).toMatchObject({ error: 'register.not_your_department' })
  expect(await entries(id)).toEqual([])
  told.length = 0
  const key = { 'idempotency-key': randomUUID() }
  const first = await take(clerk, run, 'good', key)
  expect(first).toMatchObject({ status: 200, body: { state: 'taken', taken: 2, blocked: { takeGood: 'register.import_over' } } })
  expect((await take(clerk, run, 'good', key)).body).toEqual(first.body)
  expect((await take(clerk, run, 'good')).body).toMatchObject({ error: 'register.import_over' })
  const kept = await entries(id)
  expect(kept.map((row) => [row.on_date, row.title, row.department_id === inner, row.state, row.personal_keys, row.personal === null])).toEqual([['2026-03-02', '少盐', true, 'entered', ['phone'], false], ['2026-03-04', '控糖', false, 'entered', [], true]])
  expect(told).toHaveLength(1)
  expect(told[0]?.map((change) => [change.before, change.after?.on, change.after?.fields['attended']])).toEqual([[null, '2026-03-02', 20], [null, '2026-03-04', 30]])
  expect((await clerk.get('/registers/talks/counts?from=2026-03&to=2026-03')).body).toMatchObject({ total: 2, totals: { attended: 50 } })
  const rows = await look(world.platform, systemActor('test'), ({ read }) => read.selectFrom('register_import').select('rows_sealed').where('id', '=', run.body.id as string).executeTakeFirstOrThrow())
  expect(rows.rows_sealed).toBeNull()
  expect((await clerk.get('/registers/talks/imports')).body.rows).toMatchObject([{ id: run.body.id, state: 'taken', taken: 2 }])
  const again = await preview(clerk, sheet([[...head, '患者联系电话'], ['2026-03-02', '内科', '少盐', '膳食', '0012', 20, '13900000001'], ['2026-03-03', '内科', '盐', '膳食', '赵敏', 9, ''], ['2026-03-04', '外科', '控糖', '用药', '赵敏', 30, '']]))
  expect(again.body.faults[0]).toMatchObject({ row: 0, severity: 'warning', reason: expect.stringContaining('已在 2026-03-06 导入过') })
  expect((await clerk.post(`${place(again)}/discard`)).body).toMatchObject({ state: 'discarded' })
  expect((await take(clerk, again, 'good')).body).toMatchObject({ error: 'register.import_over' })
})

test('two who take one preview at once: one takes it, the other is told', async () => {
  const { id, clerk, as } = await hospital()
  const run = await preview(clerk, sheet([head, ['2026-03-02', '内科', '少盐', '膳食', '赵敏', 20]]))
  const answers = await Promise.all([take(clerk, run, 'all'), take(await as('institution_clerk'), run, 'all')])
  expect(answers.map((each) => each.status).sort((a, b) => a - b)).toEqual([200, 409])
  expect(await entries(id)).toHaveLength(1)
})

test('RG-23 a merged cell fills what it covers, and that is said; shifted columns find their place', async () => {
  const { clerk } = await hospital()
  const run = await preview(clerk, sheet([['', '序号', ...head], ['', 1, '2026-03-02', '内科', '少盐', '膳食', '赵敏', 20], ['', 2, '', '', '控糖', '膳食', '赵敏', 21]], [['C2', 'C3'], ['D2', 'D3']]))
  expect(run.body).toMatchObject({ counts: { rows: 2, good: 2, bad: 0, warnings: 2 }, ignored: ['序号'] })
  expect(run.body.faults.map((fault: { cell: string; severity: string; value: string }) => `${fault.cell} ${fault.severity} ${fault.value}`)).toEqual(['C3 warning 2026-03-02', 'D3 warning 内科'])
  expect((await take(clerk, run, 'all')).body).toMatchObject({ state: 'taken', taken: 2 })
})

test('a department\'s nurse imports for her department; what changed since the preview stops the whole', async () => {
  const { nurse, id, surgery, inner } = await hospital()
  const run = await preview(nurse, sheet([head, ['2026-03-02', '内科', '少盐', '膳食', '赵敏', 20], ['2026-03-02', '外科', '少盐', '膳食', '赵敏', 20]]))
  expect(run.body).toMatchObject({ counts: { good: 1, bad: 1 }, faults: [{ cell: 'B3', reason: '只能为您任职的科室登记' }] })
  await arrange(world, (act) => act.tx.updateTable('department').set({ closed_on: '2026-03-02' }).where('id', '=', inner).execute())
  expect((await take(nurse, run, 'good')).body).toMatchObject({ error: 'register.import_stale', detail: '2' })
  expect([await entries(id), surgery === inner]).toEqual([[], false])
})

test('the template imports nothing, an exported list can be read, and a register that needs files says so', async () => {
  const { clerk, inner } = await hospital()
  const template = await clerk.get('/registers/talks/template')
  expect(readSheet(template.raw)[1]?.cells).toEqual(['开展日期*', '科室*', '主题*', '类别*', '其他说明', '主讲人*', '协助人员', '听讲人数*', '提问人数', '患者联系电话'])
  expect((await preview(clerk, template.raw)).body).toMatchObject({ error: 'register.import_no_rows' })
  await enter(clerk, { departmentId: inner, values: { topic: '=1+1', theme: 'diet', speaker: clerk.person.staffId, attended: 20, phone: '13900000001' } })
  const exported = readSheet((await clerk.get('/registers/talks/entries/export')).raw)
  expect(exported[1]?.cells.slice(0, 4)).toEqual(['机构', '开展日期', '科室', '主题'])
  expect(exported[2]?.cells).toEqual(expect.arrayContaining(['2026-03-05', '内科', '=1+1', '膳食', '20', '已登记']))
  expect(JSON.stringify(exported)).not.toContain('13900000001')
  expect((await preview(clerk, (await clerk.get('/registers/talks/entries/export')).raw)).body).toMatchObject({ counts: { rows: 1, good: 1 }, ignored: expect.arrayContaining(['机构', '登记人']) })
  expect((await preview(clerk, template.raw, 'files')).body).toMatchObject({ error: 'register.import_needs_files' })
  expect((await clerk.get('/registers/files')).body.blocked).toMatchObject({ enter: null, import: 'register.import_needs_files' })
  const print = (await clerk.get('/registers/talks/entries/print')).body
  expect(print).toMatchObject({ title: '健康讲座', columns: [{ title: '开展日期' }, { title: '科室' }, { title: '主题' }, { title: '类别' }, { title: '听讲人数（人）', numeric: true }, { title: '登记人' }], totals: [{ key: 'attended', value: '20人' }], cut: false })
  expect(print.rows).toMatchObject([{ '#on': '2026-03-05', '#department': '内科', topic: '=1+1', theme: '膳食' }])
})

test('what is no list is refused with what is missing; nobody else sees an import', async () => {
  const { clerk, as } = await hospital()
  const other = await hospital()
  const commission = await above(world)
  expect((await preview(clerk, sheet([['主题', '日期'], ['少盐', '2026-03-02']]))).body).toMatchObject({ error: 'register.import_no_heading', detail: '科室、类别、主讲人、听讲人数' })
  expect((await preview(clerk, Buffer.from('%PDF-1.4 x'))).body).toMatchObject({ error: 'file.type_not_allowed' })
  expect((await preview(await as('doctor'), sheet([head]))).body).toMatchObject({ error: 'register.not_yours_to_enter' })
  expect((await preview(commission, sheet([head]))).body).toMatchObject({ error: 'register.not_yours_to_enter' })
  expect((await clerk.upload('/registers/talks/imports', [])).body).toMatchObject({ error: 'file.missing' })
  const run = await preview(clerk, Buffer.from('开展日期,科室,主题,类别,主讲人,听讲人数\n2026-03-02,内科,少盐,膳食,赵敏,20\n'))
  expect(run.body.counts).toMatchObject({ good: 1 })
  expect([(await other.clerk.get(place(run))).status, (await take(other.clerk, run, 'all')).status, (await take(commission, run, 'all')).status]).toEqual([404, 404, 403])
})

test('five thousand rows, half of them wrong: every bad cell is named, the good half is taken, and the faults are a spreadsheet', { timeout: 180_000 }, async () => {
  const { id, clerk } = await hospital()
  const columns = head.map((title) => ({ key: title, title }))
  const days = ['2024-03-01', '2024-03-02', '2024-05-01']
  const rows = Array.from({ length: 5000 }, (_, at) => ({ 开展日期: days[at % 3] ?? '', 科室: at % 2 === 0 ? '内科' : '眼科', 主题: `第${at}讲`, 类别: at % 2 === 0 ? '膳食' : '体育', 主讲人: '赵敏', 听讲人数: String(1 + (at % 100)) }))
  const bytes = await writeXlsxApart({ title: '历年', columns }, rows.length, (at) => rows[at] ?? {})
  const t0 = performance.now()
  const run = await preview(clerk, bytes, 'years')
  const t1 = performance.now()
  expect(run.body).toMatchObject({ counts: { rows: 5000, good: 2500, bad: 2500, faults: 5000 }, faultsCut: false })
  expect(run.body.faults).toHaveLength(200)
  const page = (await clerk.get(`${place(run)}/faults?limit=500&after=4600`)).body
  expect([page.rows.length, page.next, page.rows.at(-1)]).toMatchObject([400, null, { row: 5002, column: '类别', value: '体育' }])
  const sheetOfFaults = readSheet((await clerk.get(`${place(run)}/faults/export`)).raw)
  expect(sheetOfFaults).toHaveLength(5002)
  told.length = 0
  expect((await take(clerk, run, 'good')).body).toMatchObject({ state: 'taken', taken: 2500 })
  if (process.env['SHOW_TIMES'] !== undefined) process.stderr.write(`5 000 rows: preview ${Math.round(t1 - t0)} ms, taking ${Math.round(performance.now() - t1)} ms\n`)
  expect(await entries(id)).toHaveLength(2500)
  // By days: a day is told of in as few portions as its rows need.
  expect(told.map((changes) => [changes.length, new Set(changes.map((change) => change.after?.on)).size])).toEqual([[1000, 2], [1000, 2], [500, 1]])
  expect((await clerk.get('/registers/years/counts?from=2024-03&to=2024-05')).body).toMatchObject({ total: 2500, months: [{ count: 1667 }, { count: 0 }, { count: 833 }] })
})
