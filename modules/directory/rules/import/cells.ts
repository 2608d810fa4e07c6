import { isIsoDate, type IsoDate } from '../../../../kernel/calendar.ts'
import { maskId, maskPhone } from '../../../../kernel/identifiers.ts'
import { importColumns, type ImportColumn, type ImportKind } from './columns.ts'

/** A row as typed: column key → text. `odd` names columns whose cell cannot be trusted. */
export type TypedRow = { readonly row: number; readonly cells: Readonly<Record<string, string>>; readonly odd: Readonly<Record<string, 'rounded' | 'error'>> }
export type Fault = { readonly row: number; readonly column: string; readonly value: string; readonly reason: string; readonly severity: 'fault' | 'warning' }

/** Rule DIR-24: a personal value is never shown whole, not even where it is wrong. */
const shown = (column: ImportColumn, value: string): string => {
  if (column.personal === 'phone') return maskPhone(value)
  return column.personal === 'id_number' ? maskId(value) : value.slice(0, 100)
}

/** Reads one row's cells and collects what is wrong with them, named by row, column, value and reason (Rule DIR-21). */
export type Reader = {
  readonly faults: Fault[]
  text(key: string, most: number): string
  choice<Code extends string>(key: string, names: Readonly<Record<Code, { readonly zh: string; readonly en: string }>>, synonyms?: Readonly<Record<string, Code>>): Code | null
  date(key: string): IsoDate | null
  whole(key: string, most: number): number | null
  fault(key: string, reason: string, severity?: Fault['severity']): void
}

export function readerOf(kind: ImportKind, typed: TypedRow): Reader {
  const columns = new Map(importColumns[kind].map((each) => [each.key, each]))
  const faults: Fault[] = []
  const raw = (key: string) => (typed.cells[key] ?? '').trim()
  const fault: Reader['fault'] = (key, reason, severity = 'fault') => {
    const column = columns.get(key)
    if (column === undefined) return
    // One reason a cell: what follows from the first would only confuse.
    if (severity === 'fault' && faults.some((each) => each.column === column.title && each.severity === 'fault')) return
    faults.push({ row: typed.row, column: column.title, value: shown(column, raw(key)), reason, severity })
  }
  for (const [key, why] of Object.entries(typed.odd)) {
    fault(key, why === 'rounded' ? '单元格是数字格式，末几位已被表格软件抹去；请设为文本格式后重新填写' : '单元格是公式错误；请改为正确的值')
  }
  return {
    faults,
    fault,
    text(key, most) {
      const value = raw(key)
      if (value.length > most) fault(key, `最多 ${most} 个字`)
      return value.slice(0, most)
    },
    choice(key, names, synonyms = {}) {
      const value = raw(key).normalize('NFKC').replaceAll(/\s/g, '')
      if (value === '') return null
      for (const code of Object.keys(names) as (keyof typeof names)[]) if (names[code].zh.normalize('NFKC') === value || code === value) return code
      const found = synonyms[value]
      if (found === undefined) fault(key, `不是可选的值；可填：${Object.values<{ zh: string }>(names).map((each) => each.zh).join('、')}`)
      return found ?? null
    },
    date(key) {
      if (raw(key) === '') return null
      const date = readDate(raw(key))
      if (date === null) fault(key, '不是有效的日期；请写成 2024-03-01')
      return date
    },
    whole(key, most) {
      const value = raw(key).normalize('NFKC').replaceAll(/[\s,]/g, '').replace(/张$/, '')
      if (value === '') return null
      if (/^\d{1,9}(\.0+)?$/.test(value) && Number(value) <= most) return Number(value)
      fault(key, `应为 0 至 ${most} 的整数`)
      return null
    },
  }
}

/** 2024-03-01, 2024/3/1, 2024.3.1, 2024年3月1日, 20240301; null where it is no day of the calendar. */
export function readDate(text: string): IsoDate | null {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').replace(/(T|日).*$/, '')
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?:\d\d:.*)?$/.exec(plain) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(plain)
  if (found === null) return null
  const date = `${found[1]}-${(found[2] ?? '').padStart(2, '0')}-${(found[3] ?? '').padStart(2, '0')}`
  return isIsoDate(date) && date >= '1900-01-01' ? date : null
}

/** Rows below the headings as texts by column; the template's own example row is left out. */
export function typedRows(kind: ImportKind, at: ReadonlyMap<string, number>, lines: readonly { row: number; cells: readonly string[]; odd: Readonly<Record<number, 'rounded' | 'error'>> }[]): TypedRow[] {
  return lines
    .map((line) => {
      const cells: Record<string, string> = {}
      const odd: Record<string, 'rounded' | 'error'> = {}
      for (const [key, place] of at) {
        cells[key] = line.cells[place] ?? ''
        const why = line.odd[place]
        if (why !== undefined) odd[key] = why
      }
      return { row: line.row, cells, odd }
    })
    .filter((each) => Object.values(each.cells).some((cell) => cell !== '') && !isExample(kind, each.cells))
}

const isExample = (kind: ImportKind, cells: Readonly<Record<string, string>>) => importColumns[kind].every((column) => (cells[column.key] ?? '') === column.example)

/**
 * Rule DIR-22: rows of one file that mean the same thing contradict each other, and choosing one would be a guess: each
 * is a fault that names the others.
 */
export function namesakes<Row extends { readonly row: number }>(rows: readonly Row[], keyOf: (row: Row) => string | null): Map<number, number[]> {
  const groups = new Map<string, number[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row.row])
    else group.push(row.row)
  }
  const found = new Map<number, number[]>()
  for (const group of groups.values()) {
    if (group.length < 2) continue
    for (const row of group) found.set(row, group.filter((each) => each !== row).slice(0, 5))
  }
  return found
}
