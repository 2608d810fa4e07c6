import { afterAll, beforeAll, expect, test } from 'vitest'
import { seeded } from '../../kernel/random.ts'
import { arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { sendFile } from './ingest/fixtures.ts'
import { loadStays } from './store/prescriptions.ts'
import { recountMonths } from './store/recount.ts'
import { writeItem } from './testing/figures/fixtures.ts'
import { aLine, csvOf, headings, type Cells } from './testing/lines.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  await writeItem(world, 'SUMS-A', { name: '通用甲', antibiotic: 'restricted', central: true, dddsPerUnit: 1.333333 })
  await writeItem(world, 'SUMS-B', { name: '通用甲', negotiated: true, dddsPerUnit: 0.25 })
  await writeItem(world, 'SUMS-C', { name: '通用乙', negotiated: true, central: true })
  await writeItem(world, 'SUMS-D', { name: '饮片', herbal: true })
})
afterAll(() => world.close())

type House = { readonly institutionId: string; readonly regionCode: string; readonly clerk: Person }
async function aHouse(): Promise<House> {
  const house = await newInstitution(world)
  await arrange(world, async ({ tx, newId }) => {
    for (const name of ['内科', '外科']) await tx.insertInto('department').values({ institution_id: house.institutionId, region_code: house.regionCode, id: newId(), name, kind: 'clinical' }).execute()
    await tx.insertInto('staff').values({ institution_id: house.institutionId, region_code: house.regionCode, id: newId(), name: '王测试', employee_number: 'D1', joined_on: '2020-01-01' }).execute()
  })
  return { ...house, clerk: await house.person('institution_clerk') }
}

/** Everything that is summed, in one order. */
const sumsOf = ({ institutionId }: House) =>
  arrange(world, async ({ tx }) => ({
    days: await tx.selectFrom('charge_day').selectAll().where('institution_id', '=', institutionId).orderBy('on_date').orderBy('department_id').execute(),
    prescribers: await tx.selectFrom('charge_prescriber_month').selectAll().where('institution_id', '=', institutionId).orderBy('month').orderBy('department_id').orderBy('staff_id').orderBy('prescriber_code').execute(),
    items: await tx.selectFrom('charge_item_month').selectAll().where('institution_id', '=', institutionId).orderBy('month').orderBy('kind').orderBy('item_code').execute(),
    departments: await tx.selectFrom('charge_department_month').selectAll().where('institution_id', '=', institutionId).orderBy('month').orderBy('department_id').execute(),
    months: await tx.selectFrom('charge_month').select(['month', 'lines']).where('institution_id', '=', institutionId).orderBy('month').execute(),
  }))
const wide = [...headings, '入院日期', '出院日期']
const stayFile = (rows: readonly (readonly [Cells, string, string])[]) => `${wide.join(',')}\n${rows.map(([cells, from, to]) => `${aLine({ 就诊类型: '住院', 处方号: '', ...cells })},${from},${to}`).join('\n')}\n`

test('PR-13 an antibiotic given before the first of the month counts for the stay where and when it ends, in whatever order the months come', async () => {
  const january = stayFile([[{ 就诊号: 'Z1', 费用日期: '2026-01-30', 医保编码: 'SUMS-A', 金额: '10' }, '2026-01-30', ''], [{ 就诊号: 'Z2', 费用日期: '2026-01-30', 医保编码: 'SUMS-D', 金额: '10' }, '2026-01-30', '']])
  const february = stayFile([[{ 就诊号: 'Z1', 费用日期: '2026-02-03', 医保编码: 'SUMS-D', 金额: '5' }, '2026-01-30', '2026-02-03'], [{ 就诊号: 'Z2', 费用日期: '2026-02-03', 医保编码: 'SUMS-D', 金额: '5' }, '2026-01-30', '2026-02-03']])
  const both = `${january}${february.slice(february.indexOf('\n') + 1)}`
  for (const files of [[january, february], [february, january], [both]]) {
    const house = await aHouse()
    for (const [at, file] of files.entries()) await sendFile(world, house.clerk, `${at}.csv`, file)
    const ended = async () => (await sumsOf(house)).days.filter((day) => day.discharges > 0).map((day) => [day.on_date, day.discharges, day.inpatient_antibiotic_patients, day.is_told])
    expect(await ended()).toEqual([['2026-02-03', 2, 1, false]])
    await recount(house)
    expect(await ended()).toEqual([['2026-02-03', 2, 1, false]])
    const stays = await arrange(world, ({ tx }) => loadStays(tx, house.institutionId, ['Z1', 'Z2'], '2026-02'))
    expect([...stays].map(([visitNo, { lines }]) => [visitNo, lines.map((line) => line.itemCode)])).toEqual([['Z1', ['SUMS-A', 'SUMS-D']], ['Z2', ['SUMS-D', 'SUMS-D']]])
  }
})

test('PR-13 what a review reads of a stay begins with its own admission, three months back at most, though its number was used before and others began earlier', async () => {
  const house = await aHouse()
  const line = (visit: string, on: string, code: string, from: string, to: string) => [{ 就诊号: visit, 费用日期: on, 医保编码: code, 金额: '10' }, from, to] as const
  await sendFile(world, house.clerk, '1.csv', stayFile([
    line('Z1', '2025-10-30', 'SUMS-A', '2025-10-20', ''), line('Z1', '2025-11-03', 'SUMS-D', '2025-10-20', ''), line('Z1', '2026-02-03', 'SUMS-D', '2025-10-20', '2026-02-03'),
    line('Z2', '2026-01-06', 'SUMS-A', '2026-01-05', '2026-01-07'), line('Z2', '2026-02-04', 'SUMS-D', '2026-02-03', '2026-02-06'),
  ]))
  const stays = await arrange(world, ({ tx }) => loadStays(tx, house.institutionId, ['Z1', 'Z2'], '2026-02'))
  expect([...stays].map(([visitNo, { lines }]) => [visitNo, lines.map((each) => each.itemCode)])).toEqual([['Z1', ['SUMS-D', 'SUMS-D']], ['Z2', ['SUMS-D']]])
})

const recount = (house: House) => arrange(world, ({ tx, now }) => recountMonths(tx, house, ['2025-12-01', '2026-01-01', '2026-02-01'], now.toISOString()))
/** Of how many months the last file's sums were made while it was read. */
const summedWhileRead = async ({ institutionId }: House): Promise<unknown> => {
  const rows = await arrange(world, ({ tx }) => tx.selectFrom('event').select('detail').where('institution_id', '=', institutionId).where('kind', '=', 'prescribing.file_read').orderBy('seq', 'desc').execute())
  return (rows[0]?.detail as { summedWhileRead?: unknown } | undefined)?.summedWhileRead
}

const stays = [...headings, '入院日期', '出院日期', '自付金额']
/** Bills over three months with whatever makes adding up hard: refunds whole and in part, visits over days and months, stays, equal items with several names, odd signs. */
function someLines(seed: string, count: number): string[] {
  const draw = seeded(seed)
  const one = <T>(of: readonly T[]): T => of[draw.int(0, of.length - 1)] as T
  return Array.from({ length: count }, () => {
    const [visit, month, day] = [draw.int(1, 60), one(['2025-12', '2026-01', '2026-02']), String(draw.int(1, 28)).padStart(2, '0')]
    const kind = one(['西药费', '西药费', '中药饮片', '材料费', '化验费', '检查费', '治疗费', '其他'])
    const visitKind = one(['门诊', '急诊', '住院'])
    const refund = draw.int(1, 5) === 1
    const cells: Cells = {
      费用日期: `${month}-${day}`, 费用类别: kind, 就诊类型: visitKind, 就诊号: draw.int(1, 20) === 1 ? `空${visit}` : `${visitKind}${visit}`, 处方号: kind.includes('药') || kind.includes('饮片') ? (draw.int(1, 6) === 1 ? '' : `R${visit}`) : '', 开单科室: one(['内科', '外科', 'K99']), 开单医师: one(['D1', '王测试', '外来甲', '外来乙']),
      医保编码: one(['SUMS-A', 'SUMS-B', 'SUMS-C', 'SUMS-D', 'SUMS-X']), 项目名称: one(['甲 "特"', '甲\\特', '乙{1}', 'null', 'Ω']).replaceAll('"', '”'), 单位: one(['盒', '瓶', 'NULL']), 数量: `${refund ? '-' : ''}${one(['1', '0.5', '2.333333', '3'])}`, 金额: `${refund ? '-' : ''}${one(['0', '10.00', '33.33', '7.77', '1000.01'])}`,
    }
    const [from, to] = visitKind === '住院' ? [one(['', `${month}-01`]), one(['', `${month}-28`, '2026-02-28'])] : ['', '']
    return `${aLine(cells)},${from},${to},${refund ? '' : one(['', '1.11', '0'])}`
  })
}
const file = (lines: readonly string[]): string => `${stays.join(',')}\n${lines.join('\n')}\n`

test('PR-12 sums made while a file is read are those that its lines give, to the last figure', async () => {
  for (const seed of ['one', 'two', 'three']) {
    const house = await aHouse()
    // Several lots, so that bills begin in one and go on in another.
    expect(await sendFile(world, house.clerk, `${seed}.csv`, file(someLines(seed, 900)), { lotBytes: 30_000 })).toMatchObject({ state: 'done', kept: 900, rejected: 0 })
    expect(await summedWhileRead(house)).toBe(3)
    const whileRead = await sumsOf(house)
    expect(whileRead.days.length).toBeGreaterThan(80)
    expect([whileRead.days.some((day) => day.discharges > 0), whileRead.days.some((day) => Number(day.antibiotic_ddds) !== 0), whileRead.prescribers.some((each) => each.prescriber_code !== '')]).toEqual([true, true, true])
    await recount(house)
    expect(await sumsOf(house)).toEqual(whileRead)
  }
})

test('PR-12 where other lines lie in the month, or lines came again, the sums are those of the table', async () => {
  const house = await aHouse()
  const lines = someLines('again', 300)
  await sendFile(world, house.clerk, '一.csv', file(lines))
  expect(await summedWhileRead(house)).toBe(3)
  const december = lines.filter((line) => line.split(',')[1]?.startsWith('2025-12') === true)
  const more = [...someLines('more', 50).map((line) => line.replace(/,202[56]-\d\d-/, ',2026-02-')), aLine({ 费用日期: '2026-03-01' }) + ',,,', december[0] ?? '']
  expect(await sendFile(world, house.clerk, '二.csv', file(more))).toMatchObject({ state: 'done', kept: 51, same: 1 })
  // March is wholly of this file, February holds lines of both, December's came again.
  expect(await summedWhileRead(house)).toBe(1)
  const after = await sumsOf(house)
  expect(after.months.map((month) => month.lines).reduce((sum, n) => sum + n, 0)).toBe(351)
  await recount(house)
  expect(await sumsOf(house)).toEqual(after)
})

test('PR-9 one line number in two lots of a file counts once, also where its sums would have been made while reading', async () => {
  const house = await aHouse()
  const twin = { 明细流水号: 'TWIN-1', 就诊号: 'V1', 处方号: 'R1', 患者编号: 'P1' }
  const lines = [aLine({ ...twin, 金额: '10.00' }), ...Array.from({ length: 400 }, () => aLine({ 金额: '1.00' })), aLine({ ...twin, 金额: '99.00' })]
  expect(await sendFile(world, house.clerk, '双.csv', csvOf(lines), { lotBytes: 20_000 })).toMatchObject({ state: 'done', kept: 401, rejected: 1, reasons: [{ reason: 'twice' }] })
  expect(await summedWhileRead(house)).toBe(0)
  expect((await sumsOf(house)).days.reduce((sum, day) => sum + day.medical_cents, 0)).toBe(1000 + 400 * 100)
})
