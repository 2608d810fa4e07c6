import { maskId, maskPhone } from '../../../../kernel/identifiers.ts'
import type { TypedRow } from './cells.ts'
import { importColumns, type ImportKind } from './columns.ts'

/** A row's cells in the order of the template, personal values masked (Rule DIR-24). */
export const sampleCells = (kind: ImportKind, typed: TypedRow | undefined): string[] =>
  importColumns[kind].map((column) => {
    const cell = typed?.cells[column.key] ?? ''
    return column.personal === 'phone' ? maskPhone(cell) : column.personal === 'id_number' ? maskId(cell) : cell.slice(0, 100)
  })
