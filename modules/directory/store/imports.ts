import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Cursor } from '../cursor.ts'
import type { Fault, TypedRow } from '../rules/import/cells.ts'
import type { ImportKind } from '../rules/import/columns.ts'
import type { Counts } from '../rules/import/judged.ts'

export type Sample = { readonly row: number; readonly action: 'create' | 'change' | 'unchanged'; readonly cells: readonly string[]; readonly changes: readonly string[] }
/** What of a spreadsheet may be kept in clear: headings, faults and examples with personal values masked. */
export type Reading = { readonly columns: readonly { column: string; heading: string }[]; readonly ignored: readonly string[]; readonly faults: readonly Fault[]; readonly sample: readonly Sample[] }
/** The good rows and what the preview promised of each; sealed. */
export type HeldRows = readonly { readonly typed: TypedRow; readonly promise: string }[]

export type ImportRun = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly kind: ImportKind
  readonly fileName: string
  readonly state: 'preview' | 'committed' | 'discarded'
  readonly counts: Counts
  readonly createdBy: string
  readonly createdName: string
  readonly createdAt: string
  readonly committedAt: string | null
}

const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'kind', 'file_name as fileName', 'state', 'counts', 'created_by as createdBy', 'created_name as createdName', 'created_at as createdAt', 'committed_at as committedAt'] as const
// Kind and state are checked by the table; counts and reading were written by insertImport.
const typed = (row: object) => row as ImportRun

export async function listImports(read: ReadTx, institutionId: string, after: Cursor | undefined, limit: number): Promise<ImportRun[]> {
  let query = read.selectFrom('import_run').select(columns).where('institution_id', '=', institutionId).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit)
  if (after !== undefined) query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return (await query.execute()).map(typed)
}

export async function loadImport(read: ReadTx, institutionId: string, importId: string): Promise<{ run: ImportRun; reading: Reading }> {
  const row = await read.selectFrom('import_run').select([...columns, 'reading']).where('institution_id', '=', institutionId).where('id', '=', importId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  const { reading, ...run } = row
  return { run: typed(run), reading: reading as unknown as Reading }
}

/** Locks the run: a second commit waits for the first and finds it done. */
export async function loadImportForUpdate(tx: Tx, institutionId: string, importId: string): Promise<{ run: ImportRun; sealed: Buffer | null }> {
  const row = await tx.selectFrom('import_run').select([...columns, 'rows_sealed as sealed']).where('institution_id', '=', institutionId).where('id', '=', importId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  const { sealed, ...run } = row
  return { run: typed(run), sealed }
}

export const insertImport = (tx: Tx, run: ImportRun, reading: Reading, sha256: string, sealed: Buffer) =>
  tx
    .insertInto('import_run')
    .values({
      institution_id: run.institutionId, id: run.id, region_code: run.regionCode, kind: run.kind, file_name: run.fileName, sha256, state: run.state, counts: JSON.stringify(run.counts), reading: JSON.stringify(reading),
      rows_sealed: sealed, created_by: run.createdBy, created_name: run.createdName, created_at: run.createdAt,
    })
    .execute()

/** The rows go when the import is taken or thrown away: they are in the directory then, or nobody's business. */
export const finishImport = (tx: Tx, run: ImportRun, state: 'committed' | 'discarded', at: string) =>
  tx
    .updateTable('import_run')
    .set({ state, rows_sealed: null, ...(state === 'committed' ? { committed_at: at } : {}) })
    .where('institution_id', '=', run.institutionId)
    .where('id', '=', run.id)
    .execute()

/**
 * A connection plans its foreign key checks once, often while the tables are small, and then reads them whole for every
 * row: 20 000 appointments took 110 s. Called after many rows were added and before others refer to them.
 */
export const planAgain = (tx: Tx) => sql`discard plans`.execute(tx)
