import * as xlsx from '@e965/xlsx'
import { zipSync, strToU8 } from 'fflate'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { RefusedError } from '../../kernel/refusal.ts'
import { readCsv, readSheet, sheetLimits } from './read-sheet.ts'
import { guardFormula, unguardFormula, writeBook, writeXlsx, type Sheet } from './xlsx.ts'

const columns = [
  { key: 'name', title: '名称', width: 20 },
  { key: 'code', title: '编号' },
  { key: 'beds', title: '床位', type: 'integer' },
  { key: 'on', title: '日期', type: 'date' },
] as const
const rows = [
  { name: '甲 & <乙>"', code: '00123', beds: 12, on: '2024-02-29' },
  { name: '=HYPERLINK("x")', code: '110101199003070010', beds: 0, on: null },
]
const written = writeXlsx({ sheet: '名册/一', title: '机构名册', columns, rows })
const refusalOf = (work: () => unknown) => {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof RefusedError) return error.refusal.refused
    throw error
  }
}

test('what is written is read back by another program: types, title, merge, filter, frozen headings', () => {
  const book = xlsx.read(written, { type: 'array', cellNF: true })
  expect(book.SheetNames).toEqual(['名册 一'])
  const sheet = book.Sheets['名册 一']
  expect(sheet?.['A1'].v).toBe('机构名册')
  expect(sheet?.['!merges']).toEqual([{ s: { c: 0, r: 0 }, e: { c: 3, r: 0 } }])
  expect(sheet?.['!autofilter']).toEqual({ ref: 'A2:D4' })
  expect([sheet?.['A3'].v, sheet?.['B3'].v, sheet?.['C3'].v, sheet?.['D3'].w]).toEqual(['甲 & <乙>"', '00123', 12, '2024-02-29'])
  expect(sheet?.['C3'].t).toBe('n')
  expect(Buffer.from(written).length).toBeLessThan(6000)
})

test('FI-2 a text that would be a formula gets an apostrophe and loses it on the way back', () => {
  const sheet = xlsx.read(written, { type: 'array' }).Sheets['名册 一']
  expect(sheet?.['A4']).toMatchObject({ t: 's', v: '\'=HYPERLINK("x")' })
  for (const text of ['=1+1', '+86', '-3', '@x', '\tx', '\rx']) expect(unguardFormula(guardFormula(text))).toBe(text)
  for (const text of ["'x", '3-1', '']) expect([guardFormula(text), unguardFormula(text)]).toEqual([text, text])
  expect(readSheet(written).at(-1)?.cells[0]).toBe('=HYPERLINK("x")')
})

test('what is read has the row numbers of the spreadsheet, dates as dates, zeros in front', () => {
  expect(readSheet(written)).toEqual([
    { row: 1, cells: ['机构名册'], odd: {} },
    { row: 2, cells: ['名称', '编号', '床位', '日期'], odd: {} },
    { row: 3, cells: ['甲 & <乙>"', '00123', '12', '2024-02-29'], odd: {} },
    { row: 4, cells: ['=HYPERLINK("x")', '110101199003070010', '0'], odd: {} },
  ])
})

test.each(['xlsx', 'biff8'] as const)('a workbook of another program (%s): rounded numbers and errors are marked, shown zeros stay, blank lines are left out', (bookType) => {
  const sheet = xlsx.utils.aoa_to_sheet([['工号', '身份证号'], [], [123, Number('110101199003070010')], [7, 0]])
  Object.assign(sheet['A3'], { z: '00000' })
  sheet['B4'] = { t: 'e', v: 0x2a, w: '#N/A' }
  const bytes = xlsx.write({ SheetNames: ['x'], Sheets: { x: sheet } }, { type: 'buffer', bookType }) as Buffer
  expect(readSheet(bytes)).toEqual([
    { row: 1, cells: ['工号', '身份证号'], odd: {} },
    { row: 3, cells: ['00123', '110101199003070016'], odd: { 1: 'rounded' } },
    { row: 4, cells: ['7', '#N/A'], odd: { 1: 'error' } },
  ])
})

test('a .csv is read in UTF-8 and GB18030, with quotes, line breaks in cells, and zeros in front', () => {
  const text = '工号,姓名,备注\r\n00123,"张""三","一\n二"\r\n\r\n7,李四,\r\n'
  const expected = [['工号', '姓名', '备注'], ['00123', '张"三', '一\n二'], ['7', '李四', '']]
  expect(readSheet(Buffer.from(text)).map((each) => each.cells)).toEqual(expected)
  expect(readSheet(Buffer.from(`\ufeff${text}`)).map((each) => each.cells)).toEqual(expected)
  expect(readSheet(iconv.encode(text, 'gb18030')).map((each) => each.cells)).toEqual(expected)
  expect(readCsv(text.replaceAll(',', '\t')).map((each) => each.row)).toEqual([1, 2, 4])
})

test('what is no table, or too large, is refused in one sentence', () => {
  expect(refusalOf(() => readSheet(Buffer.alloc(0)))).toBe('file.empty')
  expect(refusalOf(() => readSheet(Buffer.from('%PDF-1.7 x')))).toBe('file.type_not_allowed')
  expect(refusalOf(() => readSheet(zipSync({ 'xl/workbook.xml': strToU8('<x') }).subarray(0, 60)))).not.toBeNull()
  expect(refusalOf(() => readSheet(Buffer.from('a,b\n'.repeat(sheetLimits.rows + 30))))).toBe('directory.import_too_many_rows')
  const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(sheetLimits.unpackedBytes + 1) }, { level: 9 })
  expect(bomb.length).toBeLessThan(1_000_000)
  expect(refusalOf(() => readSheet(bomb))).toBe('directory.import_too_large')
})

test('an archive that lies about its size does not fill the memory', () => {
  const honest = zipSync({ 'xl/workbook.xml': new Uint8Array(5_000_000) }, { level: 9 })
  const lying = Buffer.from(honest)
  const central = lying.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  lying.writeUInt32LE(10, central + 24)
  expect(refusalOf(() => readSheet(lying))).toBe('directory.import_unreadable')
})

test('twenty thousand rows are written and read back whole', () => {
  const many = Array.from({ length: 20_000 }, (_, at) => ({ name: `人员${at}`, code: String(at).padStart(6, '0'), beds: at, on: '2024-03-01' }))
  const read = readSheet(writeXlsx({ title: '大表', columns, rows: many }))
  expect(read).toHaveLength(20_002)
  expect(read.at(-1)).toMatchObject({ row: 20_002, cells: ['人员19999', '019999', '19999', '2024-03-01'] })
})

test('a book holds several sheets: a form with unit and period above, grouped headings, lines to sign beneath, and lists beside it', () => {
  const form: Sheet = {
    sheet: '周报表', title: '工作周报表', lead: [['填报单位：县人民医院', '统计时间：2026年3月2日至8日']], groups: [['', 1], ['数据', 2], ['', 1]], form: true,
    columns: [{ key: 'line', title: '项目' }, { key: 'week', title: '本期', type: 'number' }, { key: 'all', title: '累计', type: 'number' }, { key: 'note', title: '备注' }],
    rows: [{ line: '健康教育', week: 3, all: 30, note: '=1' }],
    foot: [['填报人：', '负责人：', '日期：2026年3月9日', '（盖章）', '联系电话：']],
  }
  const bytes = writeBook([form, { sheet: '台账', columns, rows }, { sheet: '台账', columns, rows: [] }])
  expect(Buffer.from(bytes).equals(Buffer.from(writeBook([form, { sheet: '台账', columns, rows }, { sheet: '台账', columns, rows: [] }])))).toBe(true)
  const book = xlsx.read(bytes, { type: 'array' })
  expect(book.SheetNames).toEqual(['周报表', '台账', '台账 2'])
  const sheet = book.Sheets['周报表']
  expect(xlsx.utils.sheet_to_json(sheet ?? {}, { header: 1, blankrows: false, defval: '' })).toEqual([
    ['工作周报表', '', '', ''],
    ['填报单位：县人民医院', '', '统计时间：2026年3月2日至8日', ''],
    ['项目', '数据', '', '备注'],
    ['项目', '本期', '累计', '备注'],
    ['健康教育', 3, 30, "'=1"],
    ['填报人：', '负责人：', '日期：2026年3月9日', '（盖章）　联系电话：'],
  ])
  expect((sheet?.['!merges'] ?? []).map((area) => xlsx.utils.encode_range(area)).sort()).toEqual(['A1:D1', 'A2:B2', 'A3:A4', 'B3:C3', 'C2:D2', 'D3:D4'])
  expect([sheet?.['!autofilter'], book.Sheets['台账']?.['!autofilter']]).toEqual([undefined, { ref: 'A1:D3' }])
  expect(readSheet(bytes).at(-1)).toMatchObject({ row: 6 })
})
