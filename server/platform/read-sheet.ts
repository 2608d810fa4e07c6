import * as xlsx from '@e965/xlsx'
import { unzipSync, zipSync, type Unzipped } from 'fflate'
import { RefusedError } from '../../kernel/refusal.ts'
import { kindOf } from './files.ts'
import { unguardFormula } from './xlsx.ts'

/** One line of a table as text. `odd` names cells whose text cannot be trusted, `filled` those that a merged cell covers, by column index. */
export type ReadRow = { readonly row: number; readonly cells: readonly string[]; readonly odd: Readonly<Record<number, 'rounded' | 'error'>>; readonly filled?: readonly number[] }

export type SheetLimits = {
  readonly rows: number
  readonly columns: number
  readonly unpackedBytes: number
  /** The value of a merged cell counts for every cell it covers. */
  readonly fillMerges?: boolean
}
export const sheetLimits: SheetLimits = { rows: 20_000, columns: 64, unpackedBytes: 120 * 1024 * 1024 }
/** Title and heading lines may stand above the rows. */
const mostLines = (limits: SheetLimits): number => limits.rows + 20

/**
 * Reads the first sheet of an .xlsx, .xls or .csv file (UTF-8 or GB18030). Blank lines are left out; `row` is the number
 * the spreadsheet shows. Bounded: rows, columns and unpacked size, whatever the file claims about itself.
 */
export function readSheet(bytes: Uint8Array, limits: SheetLimits = sheetLimits): ReadRow[] {
  if (bytes.length === 0) throw new RefusedError('file.empty')
  const kind = kindOf(bytes)
  if (kind === 'text') return bounded(readCsv(decodeText(bytes), limits), limits)
  if (kind !== 'xlsx' && kind !== 'office') throw new RefusedError('file.type_not_allowed')
  return bounded(readWorkbook(kind === 'xlsx' ? unpackedOnly(bytes, limits) : bytes, limits), limits)
}

function bounded(rows: ReadRow[], limits: SheetLimits): ReadRow[] {
  if (rows.length > mostLines(limits)) throw new RefusedError('directory.import_too_many_rows', String(limits.rows))
  return rows
}

/**
 * Unpacks the table's parts into buffers of the size the archive declares, after adding those sizes up: an archive that
 * lies about them fails to unpack instead of filling the memory. What is left is stored unpacked for the reader.
 */
function unpackedOnly(bytes: Uint8Array, limits: SheetLimits): Uint8Array {
  let total = 0
  let parts: Unzipped
  try {
    parts = unzipSync(bytes, {
      filter(part) {
        if (!/^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/(workbook|styles|sharedStrings|metadata)\.xml|xl\/theme\/|xl\/_rels\/|xl\/worksheets\/[^/]+\.xml)/i.test(part.name)) return false
        total += part.originalSize
        if (total > limits.unpackedBytes) throw new RefusedError('directory.import_too_large')
        return true
      },
    })
  } catch (error) {
    if (error instanceof RefusedError) throw error
    throw new RefusedError('directory.import_unreadable')
  }
  return zipSync(parts, { level: 0 })
}

function readWorkbook(bytes: Uint8Array, limits: SheetLimits): ReadRow[] {
  let book: xlsx.WorkBook
  try {
    book = xlsx.read(bytes, { type: 'array', dense: true, sheets: 0, sheetRows: mostLines(limits) + 1, cellFormula: false, cellHTML: false, cellNF: true, cellText: true })
  } catch {
    throw new RefusedError('directory.import_unreadable')
  }
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  const lines = sheet?.['!data'] ?? []
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const rows: Line[] = Array.from({ length: lines.length }, (_, at) => {
    const line = lines[at]
    const odd: Record<number, 'rounded' | 'error'> = {}
    const cells = Array.from({ length: Math.min(line?.length ?? 0, limits.columns) }, (_, column) => {
      const cell = line?.[column]
      if (cell === undefined) return ''
      if (cell.t === 'e') odd[column] = 'error'
      // Excel keeps fifteen digits: an id number typed as a number has lost its end.
      if (cell.t === 'n' && Math.abs(Number(cell.v)) >= 1e15) odd[column] = 'rounded'
      return textOf(cell, date1904)
    })
    return { row: at + 1, cells, odd }
  })
  if (limits.fillMerges === true) fillMerges(rows, sheet?.['!merges'] ?? [], limits)
  return rows.filter((row) => row.cells.some((cell) => cell !== ''))
}

type Line = { row: number; cells: string[]; odd: Record<number, 'rounded' | 'error'>; filled?: number[] }

/** Only lines that are there and columns that are read are filled, whatever a merge claims to cover. */
function fillMerges(rows: readonly Line[], merges: readonly xlsx.Range[], limits: SheetLimits): void {
  for (const { s: first, e: last } of merges) {
    const text = rows[first.r]?.cells[first.c] ?? ''
    if (text === '') continue
    const why = rows[first.r]?.odd[first.c]
    for (const line of rows.slice(first.r, last.r + 1)) {
      for (let column = first.c; column <= Math.min(last.c, limits.columns - 1); column += 1) {
        if (line.row === first.r + 1 && column === first.c) continue
        while (line.cells.length < column) line.cells.push('')
        line.cells[column] = text
        if (why !== undefined) line.odd[column] = why
        line.filled = [...(line.filled ?? []), column]
      }
    }
  }
}

function textOf(cell: xlsx.CellObject, date1904: boolean): string {
  if (cell.t === 'n' && typeof cell.v === 'number') {
    if (typeof cell.z === 'string' && xlsx.SSF.is_date(cell.z)) {
      const day: { y: number; m: number; d: number } | null = xlsx.SSF.parse_date_code(cell.v, { date1904 })
      if (day !== null) return `${String(day.y).padStart(4, '0')}-${String(day.m).padStart(2, '0')}-${String(day.d).padStart(2, '0')}`
    }
    // 00123 is a number shown with zeros in front: the person sees, and means, the zeros.
    if (cell.w !== undefined && /^0\d+$/.test(cell.w)) return cell.w
    return Math.abs(cell.v) >= 1e15 ? cell.v.toFixed(0) : String(cell.v)
  }
  if (cell.t === 'e') return cell.w ?? '#ERROR'
  return unguardFormula(String(cell.v ?? '').slice(0, 2000)).trim()
}

/** UTF-8 where it is valid UTF-8, else GB18030, which takes every byte. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** RFC 4180 with comma, semicolon or tab, whichever the first line holds most of; values stay texts, zeros in front too. */
export function readCsv(text: string, limits: SheetLimits = sheetLimits): ReadRow[] {
  const first = text.slice(0, text.search(/[\r\n]|$/))
  const mark = [',', '\t', ';', '，'].map((sign) => ({ sign, count: first.split(sign).length })).sort((a, b) => b.count - a.count)[0]?.sign ?? ','
  const rows: ReadRow[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let row = 1
  const endCell = () => {
    if (cells.length < limits.columns) cells.push(unguardFormula(cell.slice(0, 2000).trim()))
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (cells.some((each) => each !== '')) rows.push({ row, cells, odd: {} })
    cells = []
    row += 1
  }
  for (let at = 0; at < text.length && rows.length <= mostLines(limits); at += 1) {
    const sign = text.charAt(at)
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (sign === mark) endCell()
    else if (sign === '\n') endRow()
    else if (sign !== '\r' || text.charAt(at + 1) !== '\n') {
      if (sign === '\r') endRow()
      else cell += sign
    }
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}
