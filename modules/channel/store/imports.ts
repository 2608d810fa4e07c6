import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'

export type ImportKey = { readonly institutionId: string; readonly importId: string }
type Counts = { readonly rows: number; readonly good: number; readonly bad: number; readonly known: number }
/** Which columns were found; nothing of what was typed. */
type Reading = { readonly columns: readonly { column: string; heading: string; at: string }[]; readonly ignored: readonly string[] }
export type IntakeImport = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly sourceId: string
  readonly fileName: string
  readonly state: 'preview' | 'taken' | 'discarded'
  readonly counts: Counts
  readonly reading: Reading
  readonly taken: number | null
  readonly createdBy: string
  readonly createdName: string
  readonly createdAt: string
  readonly takenAt: string | null
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'source_id as sourceId', 'file_name as fileName', 'state', 'counts', 'reading', 'taken', 'created_by as createdBy', 'created_name as createdName', 'created_at as createdAt', 'taken_at as takenAt'] as const
// The state is checked by the table; counts and reading come back as they were written.
const typed = (row: object) => row as IntakeImport

export async function listImports(read: ReadTx, institutionId: string, sourceId: string, ask: { after: Place | undefined; limit: number }): Promise<IntakeImport[]> {
  let query = read.selectFrom('intake_import').select(columns).where('institution_id', '=', institutionId).where('source_id', '=', sourceId).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(ask.limit)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(created_at, id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return (await query.execute()).map(typed)
}

export async function loadImport(read: ReadTx, key: ImportKey): Promise<{ run: IntakeImport; rows: Buffer | null; faults: Buffer }> {
  const { rows, faults, ...run } = await read.selectFrom('intake_import').select([...columns, 'rows_sealed as rows', 'faults_sealed as faults']).where('institution_id', '=', key.institutionId).where('id', '=', key.importId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  return { run: typed(run), rows, faults }
}

/** Locks the row: of two who take it at once, one takes it. */
export async function loadImportForUpdate(tx: Tx, key: ImportKey): Promise<{ run: IntakeImport; rows: Buffer | null }> {
  const { rows, ...run } = await tx.selectFrom('intake_import').select([...columns, 'rows_sealed as rows']).where('institution_id', '=', key.institutionId).where('id', '=', key.importId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))
  return { run: typed(run), rows }
}

export const insertImport = (tx: Tx, run: IntakeImport, kept: { rows: Buffer; faults: Buffer }) =>
  tx
    .insertInto('intake_import')
    .values({
      institution_id: run.institutionId, id: run.id, region_code: run.regionCode, source_id: run.sourceId, file_name: run.fileName, state: run.state, counts: JSON.stringify(run.counts), reading: JSON.stringify(run.reading),
      rows_sealed: kept.rows, faults_sealed: kept.faults, created_by: run.createdBy, created_name: run.createdName, created_at: run.createdAt,
    })
    .execute()

/** The rows go when the import is taken or thrown away: they are matters then, or nobody's business. */
export const finishImport = (tx: Tx, run: IntakeImport, end: { state: 'taken'; at: string; taken: number } | { state: 'discarded' }) =>
  tx
    .updateTable('intake_import')
    .set({ state: end.state, rows_sealed: null, ...(end.state === 'taken' ? { taken_at: end.at, taken: end.taken } : {}) })
    .where('institution_id', '=', run.institutionId)
    .where('id', '=', run.id)
    .execute()
