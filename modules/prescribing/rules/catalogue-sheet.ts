import { letters } from '../../register/rules/import/columns.ts'
import { drugColumns, readDrug, type DrugColumn, type DrugReason, type DrugRow } from './drug-sheet.ts'

export type CatalogueFault = { readonly row: number; readonly cell: string; readonly column: DrugColumn; readonly heading: string; readonly value: string; readonly reason: DrugReason }
type Line = { readonly row: number; readonly cells: readonly string[] }

/** Rule PR-45: rows below the heading, each read, or every cell of it that cannot be; a code stands once. Null where no row is a heading. */
export function readCatalogue(lines: readonly Line[]): { drugs: { row: number; drug: DrugRow }[]; faults: CatalogueFault[]; ignored: string[] } | null {
  const plain = (cell: string) => cell.trim().replace(/\*$/, '')
  const at = lines.findIndex((line) => drugColumns.every((column) => !column.required || line.cells.some((cell) => plain(cell) === column.title)))
  const headings = lines[at]?.cells.map(plain)
  if (headings === undefined) return null
  const place = new Map<DrugColumn, number>(drugColumns.map((column) => [column.key, headings.indexOf(column.title)]))
  const drugs: { row: number; drug: DrugRow }[] = []
  const faults: CatalogueFault[] = []
  const seen = new Set<string>()
  for (const line of lines.slice(at + 1)) {
    const cells = Object.fromEntries(drugColumns.map(({ key }) => [key, (line.cells[place.get(key) ?? -1] ?? '').trim()])) as Record<DrugColumn, string>
    if (Object.values(cells).every((cell) => cell === '')) continue
    const found = readDrug(cells)
    const wrong = [...('faults' in found ? found.faults : []), ...(cells.code !== '' && seen.has(cells.code) ? [{ column: 'code' as const, reason: 'double' as const }] : [])]
    seen.add(cells.code)
    for (const { column, reason } of wrong) {
      const where = place.get(column) ?? -1
      faults.push({ row: line.row, cell: where < 0 ? '' : `${letters(where)}${line.row}`, column, heading: drugColumns.find((each) => each.key === column)?.title ?? column, value: cells[column].slice(0, 100), reason })
    }
    if (wrong.length === 0 && !('faults' in found)) drugs.push({ row: line.row, drug: found })
  }
  const titles: readonly string[] = drugColumns.map((column) => column.title)
  return { drugs, faults, ignored: headings.filter((heading) => heading !== '' && !titles.includes(heading)) }
}
