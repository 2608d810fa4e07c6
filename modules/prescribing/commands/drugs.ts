import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { readSheetApart } from '../../../server/platform/sheets-apart.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { findInstitution } from '../../directory/public.ts'
import { drugColumns, readDrug, type DrugColumn, type DrugRow } from '../rules/drug-sheet.ts'
import { saveDrugs } from '../store/drugs.ts'

/** Rule PR-18: the catalogue is kept by the commission, and taken whole or not at all. */
export async function importDrugs(act: Act, upload: Upload | undefined): Promise<number> {
  if (!hasRole(act.actor, 'commission_clerk', 'commission_head')) throw new RefusedError('prescribing.catalog_not_yours')
  if (upload === undefined) throw new RefusedError('file.missing')
  const body = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (body === undefined) throw new RefusedError('access.denied')
  const lines = await readSheetApart(upload.bytes, { rows: 60_000, columns: 64, unpackedBytes: 300 * 1024 * 1024 })
  const drugs = readCatalog(lines)
  await saveDrugs(act.tx, drugs, upload.name, act.now.toISOString())
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'prescribing.drugs_imported', subjectId: body.id, detail: { name: upload.name, items: drugs.length } })
  return drugs.length
}

/** Rows below the heading, each read; the first that cannot be is said by its line and heading. */
export function readCatalog(lines: readonly { readonly row: number; readonly cells: readonly string[] }[]): DrugRow[] {
  const plain = (cell: string) => cell.trim().replace(/\*$/, '')
  const at = lines.findIndex((line) => drugColumns.every((column) => !column.required || line.cells.some((cell) => plain(cell) === column.title)))
  const headings = lines[at]?.cells.map(plain)
  if (headings === undefined) throw new RefusedError('prescribing.catalog_no_heading', drugColumns.filter((each) => each.required).map((each) => each.title).join('、'))
  return lines.slice(at + 1).flatMap((line) => {
    const cells = Object.fromEntries(drugColumns.map((column) => [column.key, (line.cells[headings.indexOf(column.title)] ?? '').trim()])) as Record<DrugColumn, string>
    if (Object.values(cells).every((cell) => cell === '')) return []
    const drug = readDrug(cells)
    if ('wrong' in drug) throw new RefusedError('prescribing.catalog_fault', `第 ${line.row} 行：${drug.wrong}`)
    return [drug]
  })
}
