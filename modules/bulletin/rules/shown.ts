import type { Counts } from './figures.ts'

// Rules BU-7 and BU-8: what of the figures may be shown to everybody.

/** A count of one to four could point at a person; a rate over so few says nothing. */
export const smallest = 5
/** A rate per ten thousand over fewer visits than this jumps with every single complaint. */
export const leastVisits = 1000

/** A figure as it is published: withheld says that there is one which is too small to be shown. */
export type Cell = { readonly value: number | null; readonly withheld: boolean }

export const columnKeys = ['complaints', 'tips', 'others', 'perVisits', 'acceptRate', 'answerRate', 'solvedRate', 'satisfiedRate', 'substantiated', 'reopened', 'overdue', 'problemsEntered', 'problemsSignedOff', 'problemsOverdue', 'rechecked', 'slidBack'] as const
export type ColumnKey = (typeof columnKeys)[number]
export type Cells = Readonly<Record<ColumnKey, Cell>>

/** `personal` counts tell of people who complained or were complained about; the others tell of an institution's duties. */
type Column =
  | { readonly kind: 'count'; readonly of: (counts: Counts) => number; readonly personal: boolean }
  | { readonly kind: 'rate'; readonly top: (counts: Counts) => number; readonly bottom: (counts: Counts) => number }
  | { readonly kind: 'perVisits' }

const columns: Record<ColumnKey, Column> = {
  complaints: { kind: 'count', of: (c) => c.complaints, personal: true },
  tips: { kind: 'count', of: (c) => c.tips, personal: true },
  others: { kind: 'count', of: (c) => c.others, personal: true },
  perVisits: { kind: 'perVisits' },
  acceptRate: { kind: 'rate', top: (c) => c.acceptedInTime, bottom: (c) => c.acceptDue },
  answerRate: { kind: 'rate', top: (c) => c.answeredInTime, bottom: (c) => c.answerDue },
  solvedRate: { kind: 'rate', top: (c) => c.solved, bottom: (c) => c.calledBack },
  satisfiedRate: { kind: 'rate', top: (c) => c.satisfied, bottom: (c) => c.calledBack },
  substantiated: { kind: 'count', of: (c) => c.substantiated, personal: true },
  reopened: { kind: 'count', of: (c) => c.reopened, personal: true },
  overdue: { kind: 'count', of: (c) => c.overdue, personal: false },
  problemsEntered: { kind: 'count', of: (c) => c.problemsEntered, personal: false },
  problemsSignedOff: { kind: 'count', of: (c) => c.problemsSignedOff, personal: false },
  problemsOverdue: { kind: 'count', of: (c) => c.problemsOverdue, personal: false },
  rechecked: { kind: 'count', of: (c) => c.rechecked, personal: false },
  slidBack: { kind: 'count', of: (c) => c.slidBack, personal: false },
}

const shown = (value: number): Cell => ({ value, withheld: false })
const withheld: Cell = { value: null, withheld: true }
const none: Cell = { value: null, withheld: false }
const isSmall = (n: number) => n > 0 && n < smallest
/** What is not all is not called all, nor what is some none. */
const share = (top: number, bottom: number) => (top === 0 ? 0 : top === bottom ? 100 : Math.min(99.9, Math.max(0.1, rounded((100 * top) / bottom))))
const rounded = (value: number) => Math.round(value * 10 * (1 + Number.EPSILON)) / 10

/** Rule BU-7: counts of one to four that tell of persons, and rates over fewer than five, are withheld; nought is shown. */
function cellOf(column: Column, counts: Counts): Cell {
  if (column.kind === 'count') return column.personal && isSmall(column.of(counts)) ? withheld : shown(column.of(counts))
  if (column.kind === 'rate') {
    const bottom = column.bottom(counts)
    return bottom === 0 ? none : isSmall(bottom) ? withheld : shown(share(column.top(counts), bottom))
  }
  if (counts.visits === null || counts.visits === 0) return none
  return isSmall(counts.complaints) || counts.visits < leastVisits ? withheld : shown(rounded((10_000 * counts.complaints) / counts.visits))
}

export const cellsOf = (counts: Counts): Cells => Object.fromEntries(columnKeys.map((key) => [key, cellOf(columns[key], counts)])) as Cells

export type ShownTable = { readonly total: Cells; readonly bodies: readonly { readonly institutionId: string; readonly name: string; readonly cells: Cells }[] }

/**
 * Rule BU-8: where exactly one body of a column is withheld, its figure would be the sum less the others; then the
 * smallest other one above nought is withheld as well, or the sum where there is none.
 */
export function shownTable(bodies: readonly { readonly institutionId: string; readonly name: string; readonly counts: Counts }[], sum: Counts): ShownTable {
  const rows = bodies.map((body) => ({ institutionId: body.institutionId, name: body.name, cells: { ...cellsOf(body.counts) } as Record<ColumnKey, Cell> }))
  const total: Record<ColumnKey, Cell> = { ...cellsOf(sum) }
  for (const key of columnKeys) {
    if (columns[key].kind !== 'count' || total[key].withheld || rows.filter((row) => row.cells[key].withheld).length !== 1) continue
    const others = rows.filter((row) => (row.cells[key].value ?? 0) > 0).sort((a, b) => (a.cells[key].value ?? 0) - (b.cells[key].value ?? 0))
    const [next] = others
    if (next === undefined) total[key] = withheld
    else next.cells[key] = withheld
  }
  // The rate per visits gives a withheld count away where both are known.
  for (const row of rows) if (row.cells.complaints.withheld && row.cells.perVisits.value !== null) row.cells.perVisits = withheld
  if (total.complaints.withheld && total.perVisits.value !== null) total.perVisits = withheld
  return { total, bodies: rows }
}

/** What the columns are called in print. */
export const columnNames: Record<ColumnKey, { readonly zh: string; readonly en: string; readonly unit: '件' | '%' | '项' | '件/万人次' }> = {
  complaints: { zh: '投诉', en: 'Complaints', unit: '件' },
  tips: { zh: '举报', en: 'Reports of misconduct', unit: '件' },
  others: { zh: '建议、表扬、咨询等', en: 'Suggestions, praise, enquiries', unit: '件' },
  perVisits: { zh: '每万诊疗人次投诉', en: 'Complaints per 10,000 visits', unit: '件/万人次' },
  acceptRate: { zh: '按时受理率', en: 'Accepted in time', unit: '%' },
  answerRate: { zh: '按时答复率', en: 'Answered in time', unit: '%' },
  solvedRate: { zh: '解决率', en: 'Solved', unit: '%' },
  satisfiedRate: { zh: '满意率', en: 'Satisfied', unit: '%' },
  substantiated: { zh: '查实', en: 'Substantiated', unit: '件' },
  reopened: { zh: '重新办理', en: 'Reopened', unit: '件' },
  overdue: { zh: '超期未办结', en: 'Overdue', unit: '件' },
  problemsEntered: { zh: '新增问题', en: 'Problems entered', unit: '项' },
  problemsSignedOff: { zh: '销号', en: 'Signed off', unit: '项' },
  problemsOverdue: { zh: '超期未整改', en: 'Rectification overdue', unit: '项' },
  rechecked: { zh: '回头看', en: 'Re-checked', unit: '项' },
  slidBack: { zh: '反弹', en: 'Slid back', unit: '项' },
}

/** A cell in print: a dash where there is nothing to count, an asterisk where it is withheld. */
export const printCell = (cell: Cell, key: ColumnKey): string => (cell.withheld ? '*' : cell.value === null ? '—' : columnNames[key].unit === '%' || columnNames[key].unit === '件/万人次' ? cell.value.toFixed(1) : String(cell.value))
