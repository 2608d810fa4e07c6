import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { LineContent } from '../rules/content.ts'
import type { PackKind } from '../rules/names.ts'
import type { FormDay } from './versions.ts'

const columns = [
  'm.institution_id as institutionId', 'm.id as importId', 'm.whole', 'm.form_key as formKey', 'm.form_sha256 as formSha256', 'm.source_id as sourceId', 'm.source_name as sourceName', 'm.source_region as sourceRegion', 'm.plan_title as planTitle',
  'm.from_on as fromOn', 'm.to_on as toOn', 'm.due_on as dueOn', 'm.revision', 'm.submitted_at as submittedAt', 'm.on_time as onTime', 'm.signed_name as signedName', 'm.signed_post as signedPost', 'm.sha256', 'm.software', 'm.imported_at as importedAt', 'm.imported_name as importedName',
] as const

const imports = (read: ReadTx) => read.selectFrom('report_import as m').select(columns).select(sql<PackKind>`m.kind`.as('kind'))
export type ImportRow = Awaited<ReturnType<typeof listImports>>[number]

export const findByWhole = (read: ReadTx, institutionId: string, whole: string) => read.selectFrom('report_import').select('id').where('institution_id', '=', institutionId).where('whole', '=', whole).executeTakeFirst()

/** What a commission took in, newest first. */
export const listImports = (read: ReadTx, institutionId: string, limit: number) => imports(read).where('m.institution_id', '=', institutionId).orderBy('m.imported_at', 'desc').orderBy('m.id', 'desc').limit(limit).execute()

export const loadImport = (read: ReadTx, institutionId: string, importId: string) =>
  imports(read).select('m.content').where('m.institution_id', '=', institutionId).where('m.id', '=', importId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** For a roll-up: of each body and campaign the newest revision that was taken in. */
export async function listNewestImports(read: ReadTx, ask: { institutionId: string; of: readonly FormDay[] }) {
  const rows = await imports(read).select([sql<LineContent[]>`m.lines`.as('lines'), sql<string>`m.content::jsonb -> 'plan' ->> 'id'`.as('sourcePlanId')]).where('m.institution_id', '=', ask.institutionId).where((eb) => eb.or(ask.of.map((each) => eb.and([eb('m.form_key', '=', each.formKey), eb('m.to_on', '=', each.toOn)])))).orderBy('m.source_region').orderBy('m.to_on', 'desc').orderBy('m.revision', 'desc').orderBy('m.imported_at', 'desc').execute()
  const seen = new Set<string>()
  const keyOf = (row: (typeof rows)[number]) => `${row.sourceId} ${row.sourcePlanId}`
  return rows.filter((row) => !seen.has(keyOf(row)) && seen.add(keyOf(row)) !== undefined)
}

export const insertImport = (tx: Tx, row: Omit<ImportRow, 'importedAt' | 'importedName'> & { content: string; lines: readonly LineContent[]; regionCode: string; at: string; by: string; byName: string }) =>
  tx
    .insertInto('report_import')
    .values({
      institution_id: row.institutionId, id: row.importId, region_code: row.regionCode, whole: row.whole, kind: row.kind, form_key: row.formKey, form_sha256: row.formSha256, source_id: row.sourceId, source_name: row.sourceName, source_region: row.sourceRegion,
      plan_title: row.planTitle, from_on: row.fromOn, to_on: row.toOn, due_on: row.dueOn, revision: row.revision, submitted_at: row.submittedAt, on_time: row.onTime, signed_name: row.signedName, signed_post: row.signedPost, content: row.content, sha256: row.sha256, lines: JSON.stringify(row.lines),
      software: row.software, imported_at: row.at, imported_by: row.by, imported_name: row.byName,
    })
    .execute()

export async function insertImportScans(tx: Tx, key: { institutionId: string; importId: string; regionCode: string }, scans: readonly { fileId: string; name: string; sha256: string }[]): Promise<void> {
  if (scans.length === 0) return
  await tx.insertInto('report_import_scan').values(scans.map((scan) => ({ institution_id: key.institutionId, import_id: key.importId, file_id: scan.fileId, region_code: key.regionCode, name: scan.name, sha256: scan.sha256 }))).execute()
}

export const listImportScans = (read: ReadTx, institutionId: string, importId: string) =>
  read.selectFrom('report_import_scan').select(['file_id as fileId', 'name', 'sha256']).where('institution_id', '=', institutionId).where('import_id', '=', importId).orderBy('name').execute()
