import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeXlsx } from '../../server/platform/xlsx.ts'
import { api, arrange, newInstitution, newWorld, type OwnWorld, type Person } from '../../server/testing/api.ts'
import { readFile } from './commands/read-file.ts'
import { load, sendFile } from './ingest/fixtures.ts'
import { aLine, csvOf, headings, type Cells } from './testing/lines.ts'

let world: OwnWorld
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

async function aHouse(): Promise<{ institutionId: string; clerk: Person }> {
  const house = await newInstitution(world)
  return { institutionId: house.institutionId, clerk: await house.person('institution_clerk') }
}
const linesOf = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('charge_line').selectAll().where('institution_id', '=', institutionId).orderBy('on_date').orderBy('line_no').execute())
const bill = (n: number, given: Cells = {}) => Array.from({ length: n }, (_, at) => aLine({ 金额: '10.00', 费用日期: `2026-02-${String((at % 28) + 1).padStart(2, '0')}`, ...given }))
const cents = (institutionId: string) => arrange(world, async ({ tx }) => (await tx.selectFrom('charge_day').select('medical_cents as cents').where('institution_id', '=', institutionId).execute()).reduce((sum, day) => sum + day.cents, 0))

describe('what several files hold', () => {
  const half = () => bill(3, { 开单科室: '内科' })
  const back = (clerk: Person, institutionId: string, fileId: string) => api(world, clerk).post(`/prescribing/files/${institutionId}/${fileId}/withdrawal`, { reason: '整月已重新导出' })

  test('PR-16 half a month, then all of it: whichever is taken back, what the other says stays', async () => {
    for (const order of ['first', 'second'] as const) {
      const { institutionId, clerk } = await aHouse()
      const [some, more] = [half(), bill(2)]
      const first = await sendFile(world, clerk, '半月.csv', csvOf(some))
      const second = await sendFile(world, clerk, '全月.csv', csvOf([...some, ...more]))
      expect(second).toMatchObject({ kept: 2, same: 3 })
      expect(await back(clerk, institutionId, order === 'first' ? first.id : second.id)).toMatchObject({ status: 200, body: { state: 'withdrawn', handed: order === 'first' ? 3 : 0 } })
      const left = order === 'first' ? { file: second.id, lines: 5 } : { file: first.id, lines: 3 }
      expect((await linesOf(institutionId)).map((line) => line.file_id)).toEqual(Array.from({ length: left.lines }, () => left.file))
      expect(await cents(institutionId)).toBe(left.lines * 1000)
      // Nothing is said to be in that is not, and what is in is not read again.
      expect(await sendFile(world, clerk, '再送.csv', csvOf(order === 'first' ? [...some, ...more] : some))).toMatchObject({ state: 'same', sameAs: left.file })
      expect(await sendFile(world, clerk, '再送另一份.csv', csvOf(order === 'first' ? some : [...some, ...more]))).toMatchObject({ state: 'done', kept: order === 'first' ? 0 : 2, same: 3 })
      expect(await back(clerk, institutionId, left.file)).toMatchObject({ status: 200, body: { handed: 3 } })
      expect((await linesOf(institutionId)).length).toBe(order === 'first' ? 3 : 5)
    }
  })

  test('PR-16 a correction that is taken back leaves what was there before it', async () => {
    const { institutionId, clerk } = await aHouse()
    const lines = half()
    const first = await sendFile(world, clerk, '一.csv', csvOf(lines))
    const corrected = await sendFile(world, clerk, '改.csv', csvOf(lines.map((line) => line.replace('10.00', '12.00'))))
    expect(corrected).toMatchObject({ corrected: 3, kept: 0 })
    const third = await sendFile(world, clerk, '又改.csv', csvOf(lines.slice(0, 1).map((line) => line.replace('10.00', '13.00'))))
    expect(await cents(institutionId)).toBe(3700)
    expect(await back(clerk, institutionId, third.id)).toMatchObject({ body: { handed: 1 } })
    expect(await cents(institutionId)).toBe(3600)
    expect(await back(clerk, institutionId, corrected.id)).toMatchObject({ body: { handed: 3 } })
    expect([await cents(institutionId), (await linesOf(institutionId)).every((line) => line.file_id === first.id)]).toEqual([3000, true])
    expect(await sendFile(world, clerk, '改2.csv', csvOf(lines.map((line) => line.replace('10.00', '12.00'))))).toMatchObject({ state: 'done', corrected: 3 })
    expect(await back(clerk, institutionId, first.id)).toMatchObject({ body: { handed: 0 } })
    expect([await cents(institutionId), (await linesOf(institutionId)).length]).toEqual([3600, 3])
  })

  test('PR-9 what is taken from two lots of one file is one line, and turned away where the second says otherwise, wherever the first lies', async () => {
    const { institutionId, clerk } = await aHouse()
    const lines = half()
    await sendFile(world, clerk, '一.csv', csvOf(lines))
    const padding = bill(20)
    const twice = [...lines, ...padding, lines[0] ?? '', (lines[1] ?? '').replace('10.00', '11.00')]
    expect(await sendFile(world, clerk, '二.csv', csvOf(twice), { lotBytes: 1000 })).toMatchObject({ state: 'done', kept: 20, same: 4, corrected: 0, rejected: 1, reasons: [{ reason: 'twice' }] })
    expect(await cents(institutionId)).toBe(23_000)
  })
})

describe('where a line stands', () => {
  const rejectsOf = async (clerk: Person, file: { institutionId: string; id: string }) => ((await api(world, clerk).get(`/prescribing/files/${file.institutionId}/${file.id}/rejects`)).body as { rows: { lineNo: number; reason: string }[] }).rows.map((row) => [row.lineNo, row.reason])
  const bad = (word: string) => (line: string) => line.replace('10.00', word)

  test('PR-6 what was turned away is named by its line of the file, over lots, blank lines and line ends in quotes', async () => {
    const { clerk } = await aHouse()
    const lines = bill(40, { 项目名称: '"测试\n胶囊"' })
    const rows = lines.flatMap((line, at) => (at % 10 === 9 ? [line, ''] : at % 10 === 4 ? [bad('十元')(line)] : [line]))
    const text = csvOf(rows)
    const wrong = text.split('\n').flatMap((line, at) => (line.includes('十元') ? [at] : []))
    const file = await sendFile(world, clerk, '行号.csv', text, { lotBytes: 1500 })
    expect(file).toMatchObject({ state: 'done', lines: 40, rejected: 4 })
    // A line that begins in the middle of its row is named by where the row begins.
    expect(await rejectsOf(clerk, file)).toEqual(wrong.map((at) => [at, 'number']))
  })

  test('PR-6 a reading that goes on names lines as if it had never stopped, and a number twice in a file is named by its line', async () => {
    const { institutionId, clerk } = await aHouse()
    const lines = bill(30).flatMap((line, at) => (at % 3 === 0 ? ['', line] : [line]))
    const last = lines.at(-1) ?? ''
    const text = csvOf([...lines, '', bad('十元')(last), bad('99.00')(last)])
    const rows = text.split('\n')
    const file = await sendFile(world, clerk, '停.csv', text, { read: false })
    const key = { institutionId, fileId: file.id }
    const loadedLots = 2
    let lots = 0
    const stopping = { ...world.platform, clock: { now: () => { lots += 1; if (lots > loadedLots) throw new Error('stopped here'); return world.platform.clock.now() } } }
    await readFile(stopping, key, { lotBytes: 1500 }).catch(() => undefined)
    await readFile(world.platform, key, { lotBytes: 1500 })
    const done = await load(world, clerk, file)
    expect(done).toMatchObject({ state: 'done', rejected: 2, kept: 30 })
    expect(await rejectsOf(clerk, done)).toEqual([[rows.findIndex((line) => line.includes('十元')) + 1, 'number'], [rows.findIndex((line) => line.includes('99.00')) + 1, 'twice']])
  })

  test('PR-6 rows of a spreadsheet are named by their number in it, blank ones counted', async () => {
    const { clerk } = await aHouse()
    const cells = (line: string) => Object.fromEntries(line.split(',').map((cell, at) => [headings[at] ?? '', cell]))
    const sheet = writeXlsx({ sheet: '明细', columns: headings.map((heading) => ({ key: heading, title: heading, width: 14 })), rows: [cells(aLine()), {}, {}, cells(aLine({ 金额: '十元' })), cells(aLine({ 金额: '九元' }))] })
    const file = await sendFile(world, clerk, '明细.xlsx', sheet)
    expect(await rejectsOf(clerk, file)).toEqual([[5, 'number'], [6, 'number']])
  })
})
