import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { KeptFile } from '../../../server/platform/files.ts'
import type { Entry } from '../rules/entry.ts'

const columns = ['file_id as id', 'field', 'name', 'media_type as mediaType', 'size', 'sha256', 'added_at as addedAt', 'added_name as addedBy'] as const
type Place = Pick<Entry, 'institutionId' | 'id'>

/** The files an entry shows today; it knows how many they are. */
export const listFiles = async (read: ReadTx, entry: Place & Pick<Entry, 'files'>) => (entry.files === 0 ? [] : askFiles(read, entry))

const askFiles = (read: ReadTx, entry: Place) =>
  read.selectFrom('register_entry_file').select(columns).where('institution_id', '=', entry.institutionId).where('entry_id', '=', entry.id).where('removed_at', 'is', null).orderBy('place').execute()
export type EntryFile = Awaited<ReturnType<typeof listFiles>>[number]

/** Whether a file is, or was, one of the entry's: earlier versions stay readable with theirs. */
export const isFileOf = async (read: ReadTx, entry: Place, fileId: string): Promise<boolean> =>
  (await read.selectFrom('register_entry_file').select('file_id').where('institution_id', '=', entry.institutionId).where('entry_id', '=', entry.id).where('file_id', '=', fileId).executeTakeFirst()) !== undefined

export type PeriodFilesAsk = { readonly institutionId: string; readonly registerKeys: readonly string[]; readonly fromOn: string; readonly toOn: string }

/** What was added to counting entries of some days: name, entry and content by hash, oldest day first. */
export const listPeriodFiles = (read: ReadTx, ask: PeriodFilesAsk, limit: number) =>
  read
    .selectFrom('register_entry as e')
    .innerJoin('register_entry_file as f', (on) => on.onRef('f.institution_id', '=', 'e.institution_id').onRef('f.entry_id', '=', 'e.id'))
    .select(['e.register_key as registerKey', 'e.title', 'e.on_date as on', 'f.file_id as fileId', 'f.name', 'f.sha256', 'f.size'])
    .where('e.institution_id', '=', ask.institutionId)
    .where('e.register_key', 'in', [...ask.registerKeys])
    .where('e.on_date', '>=', ask.fromOn)
    .where('e.on_date', '<=', ask.toOn)
    .where('e.counted_at', 'is not', null)
    .where('e.files', '>', 0)
    .where('f.removed_at', 'is', null)
    .orderBy('e.on_date')
    .orderBy('e.id')
    .orderBy('f.place')
    .limit(limit)
    .execute()

export async function insertFiles(tx: Tx, entry: Entry, files: readonly { field: string; file: KeptFile }[], added: Entry['changed']): Promise<void> {
  if (files.length === 0) return
  await tx
    .insertInto('register_entry_file')
    .values(files.map(({ field, file }, at) => ({ institution_id: entry.institutionId, entry_id: entry.id, file_id: file.id, region_code: entry.regionCode, field, place: entry.revision * 100 + at, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256, added_name: added.name, added_at: added.at })))
    .execute()
}

export async function removeFiles(tx: Tx, entry: Entry, fileIds: readonly string[], at: string): Promise<void> {
  if (fileIds.length === 0) return
  await tx.updateTable('register_entry_file').set({ removed_at: at }).where('institution_id', '=', entry.institutionId).where('entry_id', '=', entry.id).where('file_id', 'in', [...fileIds]).execute()
}
