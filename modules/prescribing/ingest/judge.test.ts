import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guessColumns } from '../rules/guess.ts'
import { aLine, headings, type Cells } from '../testing/lines.ts'
import { openJudge, placesOf, type JudgedLot } from './judge.ts'
import { lineColumns, nullMark } from './judge-sql.ts'
import { cutAt, mendQuotes } from './lots.ts'
import { readSeparated } from './separated.ts'
import { hasEdgeSpaces } from './spaces.ts'
import { findHeading, sniffEncoding } from './sniff.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-judge-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const reading = { columns: guessColumns(headings), width: headings.length, delimiter: ',', today: '2026-03-02' }
let lot = 0

/** Judges lines that stand from line 2 on; the good ones come back as the columns of a line. */
async function judge(lines: readonly string[], given: Partial<typeof reading> = {}, items: ReadonlyMap<string, string> = new Map()): Promise<JudgedLot & { rows: Record<string, string>[] }> {
  const opened = await openJudge(folder, { ...reading, ...given }, { kinds: new Map(), departments: new Map(), prescribers: new Map(), items }, 'secret')
  try {
    lot += 1
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    mendQuotes(bytes, headings.length, ',')
    const judged = await opened.judge(bytes, 2, lot)
    const rows = judged.path === '' ? [] : readSeparated(readFileSync(judged.path, 'utf8'), ',').map((cells) => Object.fromEntries(lineColumns.map((column, at) => [column, cells[at] ?? ''])))
    return { ...judged, rows: rows.sort((a, b) => Number(a['line_no']) - Number(b['line_no'])) }
  } finally {
    opened.close()
  }
}
const one = async (cells: Cells) => {
  const judged = await judge([aLine(cells)])
  return judged.rows[0] ?? judged.rejects[0]
}

describe('the text', () => {
  test('PR-2 the encoding is judged by the bytes', () => {
    expect(sniffEncoding(Buffer.from('费用日期,金额\n'))).toBe('utf-8')
    expect(sniffEncoding(Buffer.from('\uFEFF费用日期,金额\n'))).toBe('utf-8')
    expect(sniffEncoding(iconv.encode('费用日期,金额\n', 'gb18030'))).toBe('gb18030')
    expect(sniffEncoding(iconv.encode('费用日期,金额\n', 'utf-16le', { addBOM: true }))).toBe('utf-16le')
    // A character that the end of the head cuts in two proves nothing.
    expect(sniffEncoding(Buffer.from('费用日期').subarray(0, 10))).toBe('utf-8')
  })

  test('PR-1 the heading is found below a title, whatever parts the columns', () => {
    const text = Buffer.from('云溪县人民医院收费明细\n\n费用日期;费用类别;就诊号;金额\n2026-02-03;西药费;V1;3\n')
    expect(findHeading(text)).toMatchObject({ delimiter: ';', headings: ['费用日期', '费用类别', '就诊号', '金额'], lines: 3 })
    expect(findHeading(Buffer.from('1,2,3\n4,5,6\n'))).toBeNull()
  })

  test('PR-11 a lot ends at a line end that lies in no quotes', () => {
    expect(cutAt(Buffer.from('a,b\nc,d\ne'))).toBe(8)
    expect(cutAt(Buffer.from('a,b\n"c\nd",e\n"f\ng'))).toBe(12)
    expect(cutAt(Buffer.from('没有行尾'))).toBe(0)
  })

  test('PR-6 a quote that nothing closes does not swallow the lines after it', async () => {
    const judged = await judge([aLine({ 项目名称: '"没有配对的引号' }), aLine(), aLine({ 诊断: '"跨\n两行"' }), aLine({ 金额: 'x' })])
    expect(judged).toMatchObject({ lines: 4, good: 3, rejected: 1 })
    // The cell over two lines counts as two.
    expect(judged.rejects).toEqual([{ lineNo: 6, field: 'amount', reason: 'number', cell: 'x' }])
  })

  test('PR-6 the line of a reject is that of the file, with blank lines between', () => {
    expect([1, 2, 3].map(placesOf(Buffer.from('a\n\nb\n\n\nc\n'), 10, []))).toEqual([10, 12, 15])
  })
})

describe('spaces around a cell', () => {
  test.each([[' a,b', true], ['a ,b', true], ['a, b', true], ['a,b ', true], ['a,b \n', true], ['a,b\n c,d', true], ['a,b \r\n', true], ['a," b"', true], ['a,"b "', true], ['a,\u3000b', true], ['a,b\u00a0', true], ['a,b\u2009,c', true], ['a b,c d\n', false], ['2026-02-03 09:00:00,内科\r\n', false], ['', false]])('PR-6 %j may have some: %s', (text, may) => {
    expect(hasEdgeSpaces(Buffer.from(text), ',')).toBe(may)
  })
  test('PR-6 they are no part of a line, whatever other lines look like', async () => {
    expect(await one({ 金额: '　30.50 ', 开单科室: ' 内科\u00a0' })).toMatchObject({ amount_cents: '3050', department_code: '内科' })
  })
  test('PR-7 an age or a number of days beyond all measure is none, and takes no other line with it', async () => {
    const judged = await judge([aLine({ 年龄: '9999999', 用药天数: '99999999999' }), aLine({ 年龄: '99999岁', 用药天数: '7天' })])
    expect(judged).toMatchObject({ good: 2, rejected: 0 })
    expect(judged.rows.map((row) => [row['age_days'], row['days']])).toEqual([[nullMark, nullMark], [nullMark, '7']])
  })
})

describe('a line', () => {
  test.each([
    ['2026-02-03', '2026-02-03'], ['2026-02-03 10:20:30', '2026-02-03'], ['2026/2/3', '2026-02-03'], ['2026/2/3 8:05', '2026-02-03'], ['2026.2.3', '2026-02-03'], ['20260203', '2026-02-03'], ['20260203102030', '2026-02-03'], ['2026年2月3日', '2026-02-03'], ['46056', '2026-02-03'], ['46056.75', '2026-02-03'],
  ])('PR-3 the date %s is %s', async (written, day) => {
    expect(await one({ 费用日期: written })).toMatchObject({ on_date: day })
  })
  test.each([['2026-02-30', 'date'], ['昨天', 'date'], ['1999-12-31', 'date'], ['2026-03-03', 'future'], ['', 'empty']])('PR-3 the date %s is turned away: %s', async (written, reason) => {
    expect(await one({ 费用日期: written })).toMatchObject({ lineNo: 2, field: 'onDate', reason, cell: written })
  })

  test.each([['30.5', '3050'], ['"1,234.50"', '123450'], ['"1,234"', '123400'], ['"12,5"', '1250'], ['"12,50"', '1250'], ['￥30.00', '3000'], ['30元', '3000'], ['0.005', '1'], ['0', '0']])('PR-4 the amount %s is %s cents', async (written, cents) => {
    expect(await one({ 金额: written })).toMatchObject({ amount_cents: cents })
  })
  test.each([['三十', 'number'], ['1.2.3', 'number'], ['', 'empty'], ['99999999', 'large']])('PR-4 the amount %s is turned away: %s', async (written, reason) => {
    expect(await one({ 金额: written })).toMatchObject({ field: 'amount', reason })
  })

  test('PR-5 a refund is negative in quantity and amount; one of them alone is a mistake', async () => {
    expect(await one({ 金额: '-30.50', 数量: '-2' })).toMatchObject({ amount_cents: '-3050', quantity: '-2.000000' })
    expect(await one({ 金额: '(30.50)', 数量: '-2' })).toMatchObject({ amount_cents: '-3050' })
    expect(await one({ 金额: '-30.50' })).toMatchObject({ field: 'amount', reason: 'sign' })
  })

  test('PR-6 a line with more or fewer columns than its heading is turned away, the others are not', async () => {
    const judged = await judge([aLine(), `${aLine()},多出来的`, 'a,b,c', aLine(), `${aLine()},,太多`, `${aLine()},,`])
    expect(judged).toMatchObject({ lines: 6, good: 3, rejected: 3 })
    expect(judged.rejects.map((each) => [each.lineNo, each.reason])).toEqual([[3, 'columns'], [4, 'columns'], [6, 'columns']])
  })

  test('PR-2 bytes that are no text turn their line away', async () => {
    expect(await one({ 诊断: '上\uFFFD感染' })).toMatchObject({ reason: 'encoding' })
  })

  test.each([['45岁', '16425'], ['45', '16425'], ['3月', '90'], ['10天', '10'], ['2岁3月', '820'], ['成人', nullMark]])('PR-7 the age %s is %s days', async (written, days) => {
    expect(await one({ 年龄: written })).toMatchObject({ age_days: days })
  })

  test('PR-7 a patient is a keyed index, and no cell of the line holds the number', async () => {
    const [first, again, other] = [await one({ 患者编号: '990121198001010011' }), await one({ 患者编号: '990121198001010011' }), await one({ 患者编号: '990121198001010012' })] as Record<string, string>[]
    expect(first?.['patient_index']).toMatch(/^[0-9a-f]{32}$/)
    expect(again?.['patient_index']).toBe(first?.['patient_index'])
    expect(other?.['patient_index']).not.toBe(first?.['patient_index'])
    expect(JSON.stringify(first)).not.toContain('990121198001010011')
  })

  test('PR-7 without a line number equal lines are told apart by their order, and get the same keys when they come again', async () => {
    const { lineId: _, ...columns } = reading.columns
    const lines = [aLine({ 处方号: 'R1', 就诊号: 'V1' }), aLine({ 处方号: 'R1', 就诊号: 'V1' }), aLine({ 处方号: 'R2', 就诊号: 'V1' })]
    const [first, second] = [await judge(lines, { columns }), await judge(lines, { columns })]
    const keys = first.rows.map((row) => row['line_key'])
    expect(new Set(keys).size).toBe(3)
    expect(second.rows.map((row) => row['line_key'])).toEqual(keys)
  })

  test('PR-7 a line stays the same line when the code of its drug is found to be another one', async () => {
    const { lineId: _, ...columns } = reading.columns
    const lines = [aLine({ 医保编码: 'OWN1', 处方号: 'R1' }), aLine({ 医保编码: 'OWN2', 处方号: 'R1' })]
    const [before, after] = [await judge(lines, { columns }), await judge(lines, { columns }, new Map([['OWN1', 'XA01']]))]
    expect(after.rows.map((row) => row['item_code'])).toEqual(['XA01', 'OWN2'])
    expect(after.rows.map((row) => row['line_key'])).toEqual(before.rows.map((row) => row['line_key']))
    expect(after.rows[0]?.['content']).not.toBe(before.rows[0]?.['content'])
  })

  test('PR-9 one line number twice: the same content is one line, another content is turned away', async () => {
    const twin = { 明细流水号: 'T1', 就诊号: 'V1', 处方号: 'R1', 患者编号: 'P1' }
    const judged = await judge([aLine(twin), aLine(twin), aLine({ ...twin, 金额: '99' })])
    expect(judged).toMatchObject({ good: 1, same: 1, rejected: 1 })
    expect(judged.rejects).toEqual([{ lineNo: 4, field: 'lineId', reason: 'twice', cell: 'T1' }])
  })
})
