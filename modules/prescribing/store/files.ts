import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { fileStates, type FileState } from '../rules/file.ts'

export type FileKey = { readonly institutionId: string; readonly fileId: string }

const columns = [
  'institution_id as institutionId', 'id', 'region_code as regionCode', 'name', 'size', 'pieces', 'format', 'encoding', 'sha256', 'state', 'mapping_id as mappingId', 'mapping_version as mappingVersion', 'position', 'text_bytes as textBytes', 'lines', 'kept', 'same', 'corrected', 'rejected',
  'taken', 'text_lines as textLines', 'handed', 'from_on as fromOn', 'to_on as toOn', 'same_as as sameAs', 'fault', 'fault_detail as faultDetail', 'made_by as madeBy', 'made_name as madeName', 'made_at as madeAt', 'begun_at as begunAt', 'done_at as doneAt', 'touched_at as touchedAt',
] as const

const formatOf = (format: string): 'csv' | 'xlsx' | 'fhir' => (format === 'xlsx' || format === 'fhir' ? format : 'csv')
const typed = <Row extends { state: string; format: string }>({ state, format, ...row }: Row) => ({ ...row, state: fileStates.find((each): each is FileState => each === state) ?? 'refused', format: formatOf(format) })

export async function listFiles(read: ReadTx, institutionId: string, before: { at: string; id: string } | undefined, limit: number) {
  const rows = await read
    .selectFrom('charge_file')
    .select(columns)
    .where('institution_id', '=', institutionId)
    .$if(before !== undefined, (query) => query.where((eb) => eb.or([eb('made_at', '<', before?.at ?? ''), eb.and([eb('made_at', '=', before?.at ?? ''), eb('id', '>', before?.id ?? '')])])))
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(typed)
}
export type FileRow = Awaited<ReturnType<typeof listFiles>>[number]

export const loadFile = async (read: ReadTx, key: FileKey): Promise<FileRow> => typed(await read.selectFrom('charge_file').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.fileId).executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const loadFileForUpdate = async (tx: Tx, key: FileKey): Promise<FileRow> => typed(await tx.selectFrom('charge_file').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.fileId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

/** Files whose lines wait to be read, those that were touched longest ago first. */
export const listWaiting = (read: ReadTx, limit: number) => read.selectFrom('charge_file').select(['institution_id as institutionId', 'id as fileId']).where('state', 'in', ['ready', 'reading', 'held']).orderBy('touched_at').limit(limit).execute()

export const insertFile = (tx: Tx, file: { institutionId: string; id: string; regionCode: string; name: string; size: number; pieces: number; by: string; byName: string; at: string }) =>
  tx.insertInto('charge_file').values({ institution_id: file.institutionId, id: file.id, region_code: file.regionCode, name: file.name, size: file.size, pieces: file.pieces, state: 'coming', made_by: file.by, made_name: file.byName, made_at: file.at, touched_at: file.at }).execute()

type Change = Partial<{ state: FileState; format: string; encoding: string; sha256: string; mapping_id: string; mapping_version: number; position: number; text_bytes: number; lines: number; kept: number; same: number; corrected: number; rejected: number; taken: number; text_lines: number; handed: number; same_as: string; fault: string | null; fault_detail: string; begun_at: string; done_at: string; touched_at: string }>
export const saveFile = (tx: Tx, key: FileKey, change: Change) => tx.updateTable('charge_file').set(change).where('institution_id', '=', key.institutionId).where('id', '=', key.fileId).execute()

/** A file with the same bytes of which every line was taken and lies in the tables still. */
export async function findSame(read: ReadTx, institutionId: string, sha256: string, not: string): Promise<{ id: string } | undefined> {
  const { rows } = await sql<{ id: string }>`
    select f.id from charge_file f
     where f.institution_id = ${institutionId} and f.sha256 = ${sha256} and f.state = 'done' and f.rejected = 0 and f.id <> ${not} and coalesce(f.taken, f.kept + f.corrected + f.same) =
       (select count(*) from charge_line l where l.institution_id = ${institutionId} and l.on_date between f.from_on and f.to_on and l.file_id = f.id) +
       (select count(*) from charge_claim c where c.institution_id = ${institutionId} and c.on_date between f.from_on and f.to_on and c.file_id = f.id)
     limit 1`.execute(read)
  return rows[0]
}

/** A file with these bytes whose reading was begun and not ended. */
export const findBegun = (read: ReadTx, institutionId: string, sha256: string) =>
  read.selectFrom('charge_file').select('id').where('institution_id', '=', institutionId).where('sha256', '=', sha256).where('state', 'in', ['ready', 'reading', 'held']).limit(1).executeTakeFirst()

export const insertPiece = (tx: Tx, key: FileKey & { regionCode: string }, n: number, bytes: Buffer) =>
  tx.insertInto('charge_piece').values({ institution_id: key.institutionId, file_id: key.fileId, n, region_code: key.regionCode, size: bytes.length, bytes }).onConflict((conflict) => conflict.doNothing()).execute()

export const listPieces = (read: ReadTx, key: FileKey) => read.selectFrom('charge_piece').select(['n', 'size']).where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).orderBy('n').execute()

export async function findPiece(read: ReadTx, key: FileKey, n: number): Promise<Buffer | null> {
  const row = await read.selectFrom('charge_piece').select('bytes').where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).where('n', '=', n).executeTakeFirst()
  return row?.bytes ?? null
}

export const deletePieces = (tx: Tx, key: FileKey) => tx.deleteFrom('charge_piece').where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).execute()

/** Two cells of one line may both have been turned away: `n` parts them. */
export async function listRejects(read: ReadTx, key: FileKey, after: { line: number; n: number }, limit: number) {
  return read.selectFrom('charge_reject').select(['line_no as lineNo', 'n', 'field', 'heading', 'reason', 'cell']).where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).where(sql<boolean>`(line_no, n) > (${after.line}, ${after.n})`).orderBy('line_no').orderBy('n').limit(limit).execute()
}
export const countReasons = (read: ReadTx, key: FileKey) =>
  read.selectFrom('charge_reject').select(['reason', 'field', (eb) => eb.fn.countAll<number>().as('lines')]).where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).groupBy(['reason', 'field']).orderBy('lines', 'desc').orderBy('reason').orderBy('field').execute()

export const deleteRejects = (tx: Tx, key: FileKey) => tx.deleteFrom('charge_reject').where('institution_id', '=', key.institutionId).where('file_id', '=', key.fileId).execute()

