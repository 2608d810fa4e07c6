import * as xlsx from '@e965/xlsx'
import { expect, test } from 'vitest'
import { RefusedError } from '../../kernel/refusal.ts'
import { readSheet, sheetLimits } from './read-sheet.ts'
import { readSheetApart, writeXlsxApart } from './sheets-apart.ts'

const limits = { ...sheetLimits, fillMerges: true }

test('a large spreadsheet is written and read in a thread of its own while this one goes on', { timeout: 120_000 }, async () => {
  let beats = 0
  let longest = 0
  const began = performance.now()
  let before = began
  const heart = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - before)
    before = now
    beats += 1
  }, 10)
  const columns = ['甲', '乙', '丙'].map((title) => ({ key: title, title }))
  const rows = Array.from({ length: 15_000 }, (_, at) => ({ 甲: `第${at}行`, 乙: '内容', 丙: String(at) }))
  const bytes = await writeXlsxApart({ title: '大表', columns }, rows.length, (at) => rows[at] ?? {})
  const read = await readSheetApart(bytes, limits)
  clearInterval(heart)
  expect(read).toHaveLength(15_002)
  expect(read.at(-1)).toMatchObject({ row: 15_002, cells: ['第14999行', '内容', '14999'] })
  expect(beats).toBeGreaterThan(5)
  expect(longest).toBeLessThan((performance.now() - began) / 2)
})

test('what the thread refuses is refused here in the same words', async () => {
  const columns = [{ key: 'a', title: 'a' }]
  const bytes = await writeXlsxApart({ columns }, 12_000, (at) => ({ a: `内容${at}` }))
  expect(bytes.length).toBeGreaterThan(40_000)
  const refusal = await readSheetApart(bytes, { ...sheetLimits, rows: 100 }).catch((error: unknown) => (error instanceof RefusedError ? error.refusal : error))
  expect(refusal).toEqual({ refused: 'directory.import_too_many_rows', detail: '100' })
})

test('a merged cell counts for every cell it covers, where that is asked for', () => {
  const sheet = xlsx.utils.aoa_to_sheet([['科室', '日期', '人数'], ['内科', '2026-03-01', 1], ['', '2026-03-02', 2], ['外科', '2026-03-03', 3]])
  sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 2, c: 0 } }, { s: { r: 3, c: 1 }, e: { r: 900_000, c: 16_000 } }]
  const bytes = xlsx.write({ SheetNames: ['x'], Sheets: { x: sheet } }, { type: 'buffer', bookType: 'xlsx' }) as Buffer
  const read = readSheet(bytes, limits)
  expect(read.map((row) => row.cells.slice(0, 3))).toEqual([['科室', '日期', '人数'], ['内科', '2026-03-01', '1'], ['内科', '2026-03-02', '2'], ['外科', '2026-03-03', '2026-03-03']])
  expect(read[2]?.filled).toEqual([0])
  expect(read[3]?.cells).toHaveLength(sheetLimits.columns)
  expect(readSheet(bytes).map((row) => row.cells[0])).toEqual(['科室', '内科', '', '外科'])
})
