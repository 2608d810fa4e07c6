import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { PackKey } from './packs.ts'

/** Scans that are there, of all revisions, oldest first. */
export const listScans = (read: ReadTx, key: PackKey) =>
  read
    .selectFrom('report_scan')
    .select(['id', 'revision', 'file_id as fileId', 'name', 'sha256', 'size', 'media_type as mediaType', 'addendum', 'added_at as addedAt', 'added_name as addedName'])
    .where('institution_id', '=', key.institutionId)
    .where('pack_id', '=', key.packId)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute()
export type ScanRow = Awaited<ReturnType<typeof listScans>>[number]

export const insertScan = (tx: Tx, key: PackKey, regionCode: string, scan: Omit<ScanRow, 'addedAt' | 'addedName'> & { at: string; by: string; byName: string }) =>
  tx
    .insertInto('report_scan')
    .values({
      institution_id: key.institutionId, id: scan.id, region_code: regionCode, pack_id: key.packId, revision: scan.revision, file_id: scan.fileId, name: scan.name, sha256: scan.sha256, size: scan.size, media_type: scan.mediaType,
      addendum: scan.addendum, added_at: scan.at, added_by: scan.by, added_name: scan.byName,
    })
    .execute()

/** Taken out of sight; that it was there stays on record. */
export const removeScan = (tx: Tx, key: PackKey, scanId: string, set: { at: string; name: string }) =>
  tx.updateTable('report_scan').set({ removed_at: set.at, removed_name: set.name }).where('institution_id', '=', key.institutionId).where('pack_id', '=', key.packId).where('id', '=', scanId).execute()
