import { sql } from 'kysely'
import { compiledOnce } from '../../../server/platform/compiled-once.ts'
import type { KeptFile } from '../../../server/platform/files.ts'
import { send, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRow } from '../../../server/platform/insert-row.ts'
import type { Body, Matter, MatterEvent, MatterKey, Part } from '../rules/matter.ts'

const eventColumns = ['seq', 'at', 'move', 'from_state as fromState', 'to_state as toState', 'by_kind as byKind', 'by_id as byId', 'by_name as byName', 'department_id as departmentId', 'words', 'public_words as publicWords', 'params', 'file_ids as fileIds'] as const

const selectEvents = (read: ReadTx) => read.selectFrom('matter_event').select(eventColumns)
const eventsOf = compiledOnce<MatterKey, Awaited<ReturnType<ReturnType<typeof selectEvents>['execute']>>[number]>((read, given) => selectEvents(read).where('institution_id', '=', given('institutionId')).where('matter_id', '=', given('matterId')).orderBy('seq').limit(1000))

/** The timeline, oldest first. */
export async function listEvents(read: ReadTx, key: MatterKey): Promise<MatterEvent[]> {
  const rows = await eventsOf(read, key)
  // The table's check names who can have acted; params were written as an object.
  return rows.map((row) => ({ ...row, byKind: row.byKind as MatterEvent['byKind'], params: row.params as Record<string, unknown> }))
}

/** The number of an event is the revision that it made, so that two can never have the same. */
export function insertEvent(tx: Tx, matter: Body & { readonly id: string }, event: MatterEvent): void {
  send(tx, insertRow(tx, 'matter_event', {
    institution_id: matter.institutionId, matter_id: matter.id, seq: event.seq, region_code: matter.regionCode, at: event.at, move: event.move, from_state: event.fromState, to_state: event.toState, by_kind: event.byKind, by_id: event.byId, by_name: event.byName,
    department_id: event.departmentId, words: event.words, public_words: event.publicWords, params: JSON.stringify(event.params), file_ids: [...event.fileIds],
  }))
}

/** The state before the one it is in; null at the beginning. */
export async function cameFrom(read: ReadTx, matter: Pick<Matter, 'institutionId' | 'id' | 'state'>): Promise<string | null> {
  const row = await read.selectFrom('matter_event').select('from_state').where('institution_id', '=', matter.institutionId).where('matter_id', '=', matter.id).where('to_state', '=', matter.state).where(sql<boolean>`from_state is distinct from to_state`).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row?.from_state ?? null
}

const partColumns = ['department_id as departmentId', 'task', 'answer', 'answered_name as answeredName', 'answered_at as answeredAt'] as const
const partsOf = compiledOnce<MatterKey, Part>((read, given) => read.selectFrom('matter_part').select(partColumns).where('institution_id', '=', given('institutionId')).where('matter_id', '=', given('matterId')).orderBy('joined_at').orderBy('department_id'))
export const listParts = (read: ReadTx, key: MatterKey): Promise<Part[]> => partsOf(read, key)

export function insertParts(tx: Tx, matter: Body & { readonly id: string }, parts: readonly Part[], at: string): void {
  if (parts.length === 0) return
  send(tx, tx.insertInto('matter_part').values(parts.map((part) => ({ institution_id: matter.institutionId, matter_id: matter.id, department_id: part.departmentId, region_code: matter.regionCode, task: part.task, joined_at: at }))).execute())
}

export const savePart = (tx: Tx, matter: Body & { readonly id: string }, part: Part): void =>
  send(tx, tx.updateTable('matter_part').set({ answer: part.answer, answered_name: part.answeredName, answered_at: part.answeredAt }).where('institution_id', '=', matter.institutionId).where('matter_id', '=', matter.id).where('department_id', '=', part.departmentId).execute())

/** Rule MT-40: asked once more; what was said before stands in the timeline. */
export const reopenParts = (tx: Tx, matter: Body & { readonly id: string }): void =>
  send(tx, tx.updateTable('matter_part').set({ answer: null, answered_name: null, answered_at: null }).where('institution_id', '=', matter.institutionId).where('matter_id', '=', matter.id).execute())

export type FileRole = 'author' | 'house' | 'before' | 'after'
const fileColumns = ['file_id as id', 'role', 'seq', 'name', 'media_type as mediaType', 'size', 'sha256', 'open', 'added_name as addedBy', 'added_at as addedAt'] as const

const selectFiles = (read: ReadTx) => read.selectFrom('matter_file').select(fileColumns)
const filesOf = compiledOnce<MatterKey, Awaited<ReturnType<ReturnType<typeof selectFiles>['execute']>>[number]>((read, given) => selectFiles(read).where('institution_id', '=', given('institutionId')).where('matter_id', '=', given('matterId')).orderBy('seq').orderBy('file_id'))

export async function listFiles(read: ReadTx, matter: Pick<Matter, 'institutionId' | 'id' | 'files'>) {
  if (matter.files === 0) return []
  const rows = await filesOf(read, { institutionId: matter.institutionId, matterId: matter.id })
  return rows.map((row) => ({ ...row, role: row.role as FileRole }))
}
export type MatterFile = Awaited<ReturnType<typeof listFiles>>[number]

export function insertFiles(tx: Tx, matter: Body & { readonly id: string }, seq: number, files: readonly { readonly file: KeptFile; readonly role: FileRole; readonly open: boolean }[], added: { readonly name: string; readonly at: string }): void {
  if (files.length === 0) return
  send(tx, tx.insertInto('matter_file').values(files.map(({ file, role, open }, at) => ({
    institution_id: matter.institutionId, matter_id: matter.id, file_id: file.id, region_code: matter.regionCode, seq: seq * 100 + at, role, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256, open, added_name: added.name, added_at: added.at,
  }))).execute())
}

export const findFile = (read: ReadTx, key: MatterKey, fileId: string) =>
  read.selectFrom('matter_file').select(fileColumns).where('institution_id', '=', key.institutionId).where('matter_id', '=', key.matterId).where('file_id', '=', fileId).executeTakeFirst()
