import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { readSheetApart } from '../../../server/platform/sheets-apart.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { findInstitution } from '../../directory/public.ts'
import { followCatalogueJob } from '../jobs.ts'
import { mayKeepCatalogue } from '../rules/authority.ts'
import { readCatalogue, type CatalogueFault } from '../rules/catalogue-sheet.ts'
import { changedColumns, drugColumns, type DrugColumn, type DrugRow } from '../rules/drug-sheet.ts'
import { drugsByCodes, saveDrugs } from '../store/drugs.ts'

/** `changed`: null for a new one. */
export type SheetDrug = { readonly row: number; readonly drug: DrugRow; readonly changed: readonly DrugColumn[] | null }
export type CatalogueSheet = { readonly drugs: readonly SheetDrug[]; readonly faults: readonly CatalogueFault[]; readonly ignored: readonly string[] }

async function sheetOf(read: ReadTx, actor: Actor, upload: Upload | undefined): Promise<CatalogueSheet> {
  const no = mayKeepCatalogue(actor)
  if (no !== null) throw new RefusedError(no.refused)
  if (upload === undefined) throw new RefusedError('file.missing')
  const found = readCatalogue(await readSheetApart(upload.bytes, { rows: 60_000, columns: 64, unpackedBytes: 300 * 1024 * 1024 }))
  if (found === null) throw new RefusedError('prescribing.catalog_no_heading', drugColumns.filter((each) => each.required).map((each) => each.title).join('、'))
  const { drugs, ...rest } = found
  const known = await drugsByCodes(read, drugs.map(({ drug }) => drug.code))
  return { ...rest, drugs: drugs.map((each) => ({ ...each, changed: changedColumns(known.get(each.drug.code), each.drug) })) }
}

/** Rule PR-45: what a sheet would do, cell by cell, before anything is taken. */
export const checkDrugs = (act: Act, upload: Upload | undefined): Promise<CatalogueSheet> => sheetOf(act.tx, act.actor, upload)

/** Rule PR-18: the catalogue is kept by the commission, and taken whole or not at all; months with a drug that changed are added up anew. */
export async function importDrugs(act: Act, upload: Upload | undefined): Promise<number> {
  const { drugs, faults } = await sheetOf(act.tx, act.actor, upload)
  const [first] = faults
  if (first !== undefined) throw new RefusedError('prescribing.catalog_fault', `第 ${first.row} 行：${first.heading}（共 ${faults.length} 处）`)
  const body = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (body === undefined || upload === undefined) throw new RefusedError('access.denied')
  const moved = drugs.filter((each) => each.changed === null || each.changed.length > 0).map((each) => each.drug)
  const at = act.now.toISOString()
  await saveDrugs(act.tx, moved, upload.name, at)
  if (moved.length > 0) await followCatalogueJob.enqueue(act.tx, { changedAt: at }, { key: `${followCatalogueJob.name} ${at}` })
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'prescribing.drugs_imported', subjectId: body.id, detail: { name: upload.name, items: drugs.length, changed: moved.length } })
  return drugs.length
}
