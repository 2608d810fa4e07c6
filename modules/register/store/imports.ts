import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'
import type { ImportFault } from '../rules/import/judge-row.ts'

type Counts = { readonly rows: number; readonly good: number; readonly bad: number; readonly faults: number; readonly warnings: number }
/** What was understood of the file; the first faults beside it, all that were kept are packed apart. */
export type Reading = {
  readonly columns: readonly { column: string; heading: string; at: string }[]
  readonly ignored: readonly string[]
  readonly faults: readonly ImportFault[]
  readonly faultsCut: boolean
  readonly sample: readonly { row: number; on: string; department: string | null; cells: { column: string; value: string }[] }[]
}
type ImportState = 'preview' | 'taken' | 'discarded'
export type ImportRun = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly registerKey: string
  readonly version: number
  readonly fileName: string
  readonly state: ImportState
  readonly counts: Counts
  readonly taken: number | null
  readonly createdBy: string
  readonly createdName: string
  readonly createdAt: string
  readonly takenAt: string | null
}

const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'register_key as registerKey', 'version', 'file_name as fileName', 'state', 'counts', 'taken', 'created_by as createdBy', 'created_name as createdName', 'created_at as createdAt', 'taken_at as takenAt'] as const
// The state is checked by the table; counts come back as they were written.
const typed = (row: object) => row as ImportRun

export type ImportKey = { readonly key: string; readonly institutionId: string; readonly importId: string }

export async function listImports(read: ReadTx, institutionId: string, key: string, after: Place | undefined, limit: number): Promise<ImportRun[]> {
  let query = read.selectFrom('register_import').select(columns).where('institution_id', '=', institutionId).where('register_key', '=', key).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit)
  if (after !== undefined) query = query.where(sql<boolean>`(created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return (await query.execute()).map(typed)
}

export async function loadImport(read: ReadTx, ask: ImportKey): Promise<{ run: ImportRun; reading: Reading }> {
  const row = await read.selectFrom('register_import').select([...columns, 'reading']).where('institution_id', '=', ask.institutionId).where('id', '=', ask.importId).where('register_key', '=', ask.key).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  const { reading, ...run } = row
  return { run: typed(run), reading: reading as unknown as Reading }
}

export const loadFaults = async (read: ReadTx, ask: ImportKey): Promise<Buffer> =>
  (await read.selectFrom('register_import').select('faults_sealed as sealed').where('institution_id', '=', ask.institutionId).where('id', '=', ask.importId).where('register_key', '=', ask.key).executeTakeFirstOrThrow(() => new RefusedError('not_found'))).sealed

/** Locks the row: of two who take it at once, one takes it. */
export async function loadForUpdate(tx: Tx, ask: ImportKey): Promise<{ run: ImportRun; sealed: Buffer | null }> {
  const row = await tx.selectFrom('register_import').select([...columns, 'rows_sealed as sealed']).where('institution_id', '=', ask.institutionId).where('id', '=', ask.importId).where('register_key', '=', ask.key).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  const { sealed, ...run } = row
  return { run: typed(run), sealed }
}

/** When this very file was taken into the register before; null where it was not. */
export const takenBefore = async (read: ReadTx, institutionId: string, key: string, sha256: string): Promise<string | null> =>
  (await read.selectFrom('register_import').select('taken_at as at').where('institution_id', '=', institutionId).where('register_key', '=', key).where('sha256', '=', sha256).where('state', '=', 'taken').orderBy('created_at', 'desc').limit(1).executeTakeFirst())?.at ?? null

export const insertImport = (tx: Tx, run: ImportRun, kept: { reading: Reading; sha256: string; rows: Buffer; faults: Buffer }) =>
  tx
    .insertInto('register_import')
    .values({
      institution_id: run.institutionId, id: run.id, region_code: run.regionCode, register_key: run.registerKey, version: run.version, file_name: run.fileName, sha256: kept.sha256, state: run.state,
      counts: JSON.stringify(run.counts), reading: JSON.stringify(kept.reading), rows_sealed: kept.rows, faults_sealed: kept.faults, created_by: run.createdBy, created_name: run.createdName, created_at: run.createdAt,
    })
    .execute()

/** The rows go when the import is taken or thrown away: they are entries then, or nobody's business. */
export const finishImport = (tx: Tx, run: ImportRun, end: { state: 'taken'; at: string; taken: number } | { state: 'discarded' }) =>
  tx
    .updateTable('register_import')
    .set({ state: end.state, rows_sealed: null, ...(end.state === 'taken' ? { taken_at: end.at, taken: end.taken } : {}) })
    .where('institution_id', '=', run.institutionId)
    .where('id', '=', run.id)
    .execute()

/**
 * A connection plans its foreign key checks once, often while the tables are small, and then reads them whole for every
 * row. Called before many rows are added.
 */
export const planAgain = (tx: Tx) => sql`discard plans`.execute(tx)
