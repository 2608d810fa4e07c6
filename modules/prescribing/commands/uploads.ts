import { createHash } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { formatOf } from '../ingest/spool.ts'
import { headOf } from '../ingest/head.ts'
import { placeCodesJob, readFileJob, tellDaysJob } from '../jobs.ts'
import { mayKeep } from '../rules/authority.ts'
import { mayConfirm, mayTakePiece, mayWithdraw, mostBytes, mostSheetBytes, piecesOf } from '../rules/file.ts'
import { mappingFaults, sameHeadings } from '../rules/guess.ts'
import { fields, type ChargeKind, type Columns } from '../rules/fields.ts'
import { lockLinesAlone, takeBack } from '../store/claims.ts'
import * as store from '../store/files.ts'
import { insertMapping, listMappings } from '../store/mappings.ts'
import { recountMonths } from '../store/recount.ts'
import { ownBody } from './body.ts'

const admitted = (act: Act): void => {
  const no = mayKeep(act.actor, act.actor.institutionId)
  if (no !== null) throw new RefusedError(no.refused)
}

/** Announces a file; its pieces follow, each by itself, in any order. */
export async function announceFile(act: Act, ask: { name: string; size: number }): Promise<store.FileKey> {
  admitted(act)
  const body = await ownBody(act.tx, act.actor)
  if (ask.size > mostBytes) throw new RefusedError('prescribing.too_large', `${mostBytes / 1024 / 1024 / 1024} GB`)
  if (/\.(xlsx|xls|json)$/i.test(ask.name) && ask.size > mostSheetBytes) throw new RefusedError('prescribing.sheet_too_large', `${mostSheetBytes / 1024 / 1024} MB`)
  const key = { institutionId: body.institutionId, fileId: act.newId() }
  await store.insertFile(act.tx, { ...body, id: key.fileId, name: ask.name, size: ask.size, pieces: piecesOf(ask.size), by: act.actor.id, byName: act.actor.name, at: act.now.toISOString() })
  await act.record({ ...body, kind: 'prescribing.file_announced', subjectId: key.fileId, detail: { name: ask.name, size: ask.size } })
  return key
}

/** Rule PR-10: a piece that came twice is one piece. */
export async function takePiece(act: Act, key: store.FileKey & { n: number; upload: Upload | undefined }): Promise<void> {
  admitted(act)
  const file = await store.loadFile(act.tx, key)
  const no = mayTakePiece(file, key.n)
  if (no !== null) throw new RefusedError(no.refused)
  if (key.upload === undefined) throw new RefusedError('file.missing')
  await store.insertPiece(act.tx, { ...key, regionCode: file.regionCode }, key.n, key.upload.bytes)
}

/** All pieces are there: what the file is and how it is headed is read from its beginning; a known heading needs nobody. */
export async function finishUpload(act: Act, key: store.FileKey): Promise<void> {
  admitted(act)
  const file = await store.loadFileForUpdate(act.tx, key)
  if (file.state !== 'coming') throw new RefusedError('prescribing.not_coming')
  const came = new Set((await store.listPieces(act.tx, key)).map((each) => each.n))
  const missing = Array.from({ length: file.pieces }, (_, n) => n).filter((n) => !came.has(n))
  if (missing.length > 0) throw new RefusedError('prescribing.pieces_missing', missing.slice(0, 10).map((n) => n + 1).join('、'))
  const first = await store.findPiece(act.tx, key, 0)
  if (first === null || first.length === 0) throw new RefusedError('file.empty', file.name)
  const format = formatOf(first)
  const rest = format === 'csv' ? [] : await Promise.all(Array.from({ length: file.pieces - 1 }, (_, n) => store.findPiece(act.tx, key, n + 1)))
  const head = await headOf(Buffer.concat([first, ...rest.flatMap((piece) => piece ?? [])]), format)
  if (head === null) throw new RefusedError('prescribing.not_readable')
  const mapping = (await listMappings(act.tx, key.institutionId)).find((each) => sameHeadings(each.headings, head.headings))
  await store.saveFile(act.tx, key, { format, encoding: head.encoding, state: mapping === undefined ? 'asked' : 'ready', touched_at: act.now.toISOString(), ...(mapping === undefined ? {} : { mapping_id: mapping.id, mapping_version: mapping.version }) })
  if (mapping !== undefined) await readFileJob.enqueue(act.tx, key, { key: `${readFileJob.name} ${key.fileId}` })
  await act.record({ institutionId: key.institutionId, regionCode: file.regionCode, kind: 'prescribing.file_came', subjectId: key.fileId, detail: { name: file.name, format, encoding: head.encoding } })
}

/** Rule PR-1: a person says which column is which; that is kept as a version of the mapping of this system. */
export async function confirmMapping(act: Act, ask: store.FileKey & { system: string; headings: readonly string[]; columns: Columns; kinds: Readonly<Record<string, ChargeKind>> }): Promise<void> {
  admitted(act)
  const file = await store.loadFileForUpdate(act.tx, ask)
  const no = mayConfirm(file)
  if (no !== null) throw new RefusedError(no.refused)
  const [fault] = mappingFaults(ask.columns, ask.headings.length)
  if (fault !== undefined) throw new RefusedError(fault.code === 'double' ? 'prescribing.columns_double' : 'prescribing.columns_missing', fields.find((each) => each.key === fault.field)?.zh ?? fault.field)
  const earlier = (await listMappings(act.tx, ask.institutionId)).find((each) => each.system === ask.system)
  const mapping = { id: earlier?.id ?? act.newId(), version: (earlier?.version ?? 0) + 1, system: ask.system, headings: ask.headings, columns: ask.columns, kinds: ask.kinds }
  const body = { institutionId: ask.institutionId, regionCode: file.regionCode }
  await insertMapping(act.tx, body, mapping, { id: act.actor.id, name: act.actor.name, at: act.now.toISOString() })
  if (file.state === 'refused') await store.deleteRejects(act.tx, ask)
  await store.saveFile(act.tx, ask, { mapping_id: mapping.id, mapping_version: mapping.version, state: 'ready', position: 0, lines: 0, text_lines: 0, taken: 0, rejected: 0, fault: null, fault_detail: '', touched_at: act.now.toISOString() })
  await readFileJob.enqueue(act.tx, { institutionId: ask.institutionId, fileId: ask.fileId }, { key: `${readFileJob.name} ${ask.fileId}` })
  await act.record({ ...body, kind: 'prescribing.mapping_confirmed', subjectId: mapping.id, detail: { system: mapping.system, version: mapping.version, columns: createHash('sha256').update(JSON.stringify(mapping.columns)).digest('hex').slice(0, 16) } })
}

/** Rule PR-16: takes back what a file brought and no other holds as well; the sums of its months are made anew. */
export async function withdrawFile(act: Act, key: store.FileKey & { reason: string }): Promise<void> {
  admitted(act)
  await lockLinesAlone(act.tx, key.institutionId)
  const file = await store.loadFileForUpdate(act.tx, key)
  const no = mayWithdraw(file)
  if (no !== null) throw new RefusedError(no.refused)
  const body = { institutionId: key.institutionId, regionCode: file.regionCode }
  const at = act.now.toISOString()
  const { months, handed } = file.fromOn === null || file.toOn === null ? { months: [], handed: 0 } : await takeBack(act.tx, { ...key, fromOn: file.fromOn, toOn: file.toOn })
  await recountMonths(act.tx, body, months, at, key.fileId)
  await store.deletePieces(act.tx, key)
  await store.saveFile(act.tx, key, { state: 'withdrawn', fault: null, fault_detail: key.reason, handed, touched_at: at })
  await tellDaysJob.enqueue(act.tx, { institutionId: key.institutionId }, { key: `${tellDaysJob.name} ${key.institutionId}` })
  // What comes back was placed when it was read; codes may have been said otherwise since.
  if (handed > 0) await placeCodesJob.enqueue(act.tx, { institutionId: key.institutionId }, { key: `${placeCodesJob.name} ${key.institutionId}` })
  await act.record({ ...body, kind: 'prescribing.file_withdrawn', subjectId: key.fileId, detail: { name: file.name, reason: key.reason, months, handed } })
}
