import type { IsoDate } from '../../../../kernel/calendar.ts'
import type { RegisterDefinition } from '../definition.ts'
import { validateEntry } from '../validate.ts'
import type { FieldValue, Values } from '../values.ts'
import { readCell, readDayCell, readDepartment, type Cell, type Directory } from './cells.ts'
import { dayColumn, departmentColumn, letters, type Column } from './columns.ts'

export type ImportFault = { readonly row: number; readonly cell: string; readonly column: string; readonly value: string; readonly reason: string; readonly severity: 'fault' | 'warning' }
export type TypedRow = { readonly row: number; readonly cells: ReadonlyMap<string, Cell> }
/** A row that could be entered as it is. */
export type GoodRow = { readonly row: number; readonly on: IsoDate; readonly departmentId: string | null; readonly values: Values }
export type JudgedRow = { readonly good: GoodRow | null; readonly faults: readonly ImportFault[] }

export type JudgeAsk = {
  readonly definition: RegisterDefinition
  readonly columns: readonly Column[]
  /** Where each column stands in the file. */
  readonly at: ReadonlyMap<string, number>
  readonly today: IsoDate
  /** The directory as it was on a day. */
  readonly directoryOn: (on: IsoDate) => Directory
  /** For which departments the person may enter. */
  readonly departments: 'all' | readonly string[]
}

/** Rule RG-23: a personal value is not shown, not even where it is wrong. */
const shown = (column: Column, text: string): string => (column.field?.personal === true && text !== '' ? '（已隐去）' : text.slice(0, 100))

const oddReason = { rounded: '单元格是数字格式，末几位已被表格软件抹去；请设为文本格式后重新填写', error: '单元格是公式错误，请改为正确的值' } as const

/** Rule RG-23: every bad cell of a row with its address, value and reason; one reason a cell, since what follows from the first would only confuse. */
export function judgeRow(typed: TypedRow, ask: JudgeAsk): JudgedRow {
  const faults = new Map<string, ImportFault>()
  const warnings: ImportFault[] = []
  const textOf = (key: string) => typed.cells.get(key)?.text.trim() ?? ''
  const column = (key: string) => ask.columns.find((each) => each.key === key)
  const place = (each: Column, reason: string, severity: ImportFault['severity']): ImportFault => {
    const at = ask.at.get(each.key)
    return { row: typed.row, cell: at === undefined ? '' : `${letters(at)}${typed.row}`, column: each.title, value: shown(each, textOf(each.key)), reason, severity }
  }
  const fault = (key: string, reason: string) => {
    const each = column(key)
    if (each !== undefined && !faults.has(key)) faults.set(key, place(each, reason, 'fault'))
  }
  for (const [key, cell] of typed.cells) {
    if (cell.odd !== undefined) fault(key, oddReason[cell.odd])
    const each = column(key)
    if (cell.filled === true && each !== undefined) warnings.push(place(each, '合并单元格，按左上角的值填入', 'warning'))
  }
  const day = textOf(dayColumn) === '' ? null : readDayCell(textOf(dayColumn))
  if (day === null) fault(dayColumn, '请填写')
  else if ('reason' in day) fault(dayColumn, day.reason)
  const on = day !== null && 'value' in day ? day.value : ask.today
  const directory = ask.directoryOn(on)
  const departmentId = departmentOf(textOf(departmentColumn), directory, ask, fault)
  const values: Record<string, FieldValue> = {}
  for (const { key, field } of ask.columns) {
    const text = textOf(key)
    if (field === null || text === '') continue
    const read = readCell(field, text, directory)
    if ('reason' in read) fault(key, read.reason)
    else values[key] = read.value
  }
  const judged = validateEntry(ask.definition, { on, departmentId, values }, { today: ask.today })
  for (const each of judged.faults) {
    const key = each.path === 'on' ? dayColumn : each.path === 'departmentId' ? departmentColumn : each.path.replace(/^values\./, '')
    fault(key, sayShort(each.zh, column(key)?.title ?? ''))
  }
  for (const key of Object.keys(values)) {
    const each = column(key)
    if (each !== undefined && !faults.has(key) && (judged.values[key] ?? null) === null) warnings.push(place(each, '按本行其他内容，这一项不需要填，没有导入', 'warning'))
  }
  const all = [...faults.values(), ...warnings]
  return { faults: all, good: faults.size > 0 ? null : { row: typed.row, on, departmentId, values: judged.values } }
}

/** The column stands beside the reason, so its name need not be said again. */
const sayShort = (sentence: string, title: string): string => (sentence.startsWith(`${title}：`) ? sentence.slice(title.length + 1) : sentence)

function departmentOf(text: string, directory: Directory, ask: JudgeAsk, fault: (key: string, reason: string) => void): string | null {
  if (!ask.columns.some((each) => each.key === departmentColumn)) return null
  if (text === '') {
    fault(departmentColumn, '请填写')
    return null
  }
  const read = readDepartment(text, directory)
  if ('reason' in read) fault(departmentColumn, read.reason)
  else if (ask.departments !== 'all' && !ask.departments.includes(read.value)) fault(departmentColumn, '只能为您任职的科室登记')
  return 'value' in read ? read.value : null
}

export type Line = { readonly row: number; readonly cells: readonly string[]; readonly odd: Readonly<Record<number, 'rounded' | 'error'>>; readonly filled?: readonly number[] }

/** A line below the headings as cells by column; null for a blank one and for the template's row of hints. */
export function typedRow(columns: readonly Column[], at: ReadonlyMap<string, number>, line: Line): TypedRow | null {
  const cells = new Map<string, Cell>()
  for (const [key, place] of at) {
    const text = line.cells[place] ?? ''
    const odd = line.odd[place]
    if (text === '' && odd === undefined) continue
    cells.set(key, { text, ...(odd === undefined ? {} : { odd }), ...(line.filled?.includes(place) === true ? { filled: true } : {}) })
  }
  return [...cells.values()].every((cell) => cell.text.trim() === '') || isHints(columns, cells) ? null : { row: line.row, cells }
}

const isHints = (columns: readonly Column[], cells: ReadonlyMap<string, Cell>): boolean => columns.every((column) => !cells.has(column.key) || cells.get(column.key)?.text === column.hint.trim()) && [...cells.keys()].length >= Math.min(2, columns.length)
