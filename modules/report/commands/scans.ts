import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { keepFile, type FileKind } from '../../../server/platform/files.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { mayAddScan, mayRemoveScan } from '../rules/decisions.ts'
import { asPack } from '../subject.ts'
import * as store from '../store/scans.ts'
import { ensureOpen, occurrence, withPeriod, type PackKey } from './pack.ts'
import { lockPack } from '../store/packs.ts'

export const scanKinds: readonly FileKind[] = ['pdf', 'jpeg', 'png']

async function lock(act: Act, key: PackKey) {
  await ensureOpen(act, key)
  return withPeriod(act, await lockPack(act.tx, key))
}

/** Rule RP-11: the sealed paper beside the electronic copy. It is no part of what was signed; after handing in it is an addendum. */
export async function addScans(act: Act, key: PackKey, uploads: readonly Upload[]): Promise<void> {
  const loaded = await lock(act, key)
  const { row } = loaded
  if (uploads.length === 0) throw new RefusedError('file.missing')
  // What was handed in and is decided keeps its revision; a returned pack's scans belong to the revision in hand.
  const kept = (await store.listScans(act.tx, key)).filter((scan) => scan.revision === row.revision)
  const sum = (sizes: readonly number[]) => ({ files: sizes.length, bytes: sizes.reduce((all, size) => all + size, 0) })
  const no = mayAddScan(act.actor, asPack(row), loaded.terms, sum(kept.map((scan) => scan.size)), sum(uploads.map((upload) => upload.bytes.length)))
  if (no !== null) throw new RefusedError(no.refused)
  const addendum = row.state === 'submitted' || row.state === 'accepted'
  const added = []
  for (const upload of uploads) {
    const file = await keepFile(act, upload, { institutionId: key.institutionId, regionCode: row.regionCode, purpose: 'report-scan', allowed: scanKinds })
    await store.insertScan(act.tx, key, row.regionCode, { id: act.newId(), revision: row.revision, fileId: file.id, name: file.name, sha256: file.sha256, size: file.size, mediaType: file.mediaType, addendum, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })
    added.push({ name: file.name, sha256: file.sha256 })
  }
  await act.record(occurrence(loaded, 'report.scans_added', { revision: row.revision, addendum, files: added }))
}

export async function removeScan(act: Act, key: PackKey, scanId: string): Promise<void> {
  const loaded = await lock(act, key)
  const scan = (await store.listScans(act.tx, key)).find((each) => each.id === scanId)
  if (scan === undefined) throw new RefusedError('not_found')
  const no = mayRemoveScan(act.actor, asPack(loaded.row), loaded.terms, scan)
  if (no !== null) throw new RefusedError(no.refused)
  await store.removeScan(act.tx, key, scanId, { at: act.now.toISOString(), name: act.actor.name })
  await act.record(occurrence(loaded, 'report.scan_removed', { revision: scan.revision, name: scan.name, sha256: scan.sha256 }))
}
