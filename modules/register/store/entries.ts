import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import { send, sendFew, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRow } from '../../../server/platform/insert-row.ts'
import type { Entry } from '../rules/entry.ts'
import type { EntryState, Values } from '../rules/values.ts'

export const entryColumns = [
  'e.institution_id as institutionId', 'e.region_code as regionCode', 'e.id', 'e.register_key as registerKey', 'e.version', 'e.on_date as on', 'e.department_id as departmentId', 'e.state', 'e.revision', 'e.content',
  'e.staff_ids as staffIds', 'e.title', 'e.personal_keys as sealed', 'e.files', 'e.entered_by as enteredBy', 'e.entered_name as enteredName', 'e.entered_at as enteredAt',
  'e.confirmed_by as confirmedBy', 'e.confirmed_name as confirmedName', 'e.confirmed_at as confirmedAt', 'e.changed_by as changedBy', 'e.changed_name as changedName', 'e.changed_at as changedAt',
  'e.withdrawn_by as withdrawnBy', 'e.withdrawn_name as withdrawnName', 'e.withdrawn_at as withdrawnAt', 'e.withdrawn_reason as withdrawnReason', 'e.counted_at as countedAt',
] as const

export type EntryRow = Awaited<ReturnType<typeof selectOne>>[number]
const selectOne = (read: ReadTx, institutionId: string, id: string) => read.selectFrom('register_entry as e').select(entryColumns).where('e.institution_id', '=', institutionId).where('e.id', '=', id).execute()

const by = (id: string | null, name: string | null, at: string | null) => (id === null || name === null || at === null ? null : { id, name, at })

export function entryOf(row: EntryRow): Entry {
  const withdrawn = by(row.withdrawnBy, row.withdrawnName, row.withdrawnAt)
  return {
    institutionId: row.institutionId, regionCode: row.regionCode, id: row.id, registerKey: row.registerKey, version: row.version, on: row.on, departmentId: row.departmentId, revision: row.revision,
    // The table's check names the states; what was written as values comes back as values.
    state: row.state as EntryState, values: row.content as unknown as Values,
    staffIds: row.staffIds, title: row.title, sealed: row.sealed, files: row.files,
    entered: { id: row.enteredBy, name: row.enteredName, at: row.enteredAt }, confirmed: by(row.confirmedBy, row.confirmedName, row.confirmedAt),
    changed: { id: row.changedBy, name: row.changedName, at: row.changedAt }, withdrawn: withdrawn === null ? null : { ...withdrawn, reason: row.withdrawnReason ?? '' }, countedAt: row.countedAt,
  }
}

export type EntryKey = { readonly key: string; readonly institutionId: string; readonly entryId: string }

/** What a transaction has just entered, so that showing it need not read it again. */
const entered = new WeakMap<object, Entry>()

/** An entry of that register; another register's, or one out of sight, does not exist. */
export async function loadEntry(read: ReadTx, ask: EntryKey): Promise<Entry> {
  const own = entered.get(read)
  if (own !== undefined && own.institutionId === ask.institutionId && own.id === ask.entryId && own.registerKey === ask.key) return own
  const [row] = await selectOne(read, ask.institutionId, ask.entryId)
  if (row?.registerKey !== ask.key) throw new RefusedError('not_found')
  return entryOf(row)
}

/** Locks the row: two clerks on one entry act one after the other, and the second sees what the first did. */
export async function loadForUpdate(tx: Tx, ask: EntryKey): Promise<{ entry: Entry; personal: Buffer | null }> {
  const row = await tx.selectFrom('register_entry as e').select(entryColumns).select('e.personal').where('e.institution_id', '=', ask.institutionId).where('e.id', '=', ask.entryId).forUpdate().executeTakeFirst()
  if (row?.registerKey !== ask.key) throw new RefusedError('not_found')
  return { entry: entryOf(row), personal: row.personal }
}

export const loadPersonal = async (read: ReadTx, entry: Pick<Entry, 'institutionId' | 'id'>): Promise<Buffer | null> =>
  (await read.selectFrom('register_entry').select('personal').where('institution_id', '=', entry.institutionId).where('id', '=', entry.id).executeTakeFirst())?.personal ?? null

export type Kept = { readonly entry: Entry; readonly personal: Buffer | null; readonly importId: string | null }

/** Many rows in one statement; at most a thousand, because a statement takes 65,535 values. */
export async function insertEntries(tx: Tx, rows: readonly Kept[]): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  if (rows.length === 1) {
    entered.set(tx, first.entry)
    send(tx, insertRow(tx, 'register_entry', rowOf(first)))
  } else await sendFew(tx, rows.length, tx.insertInto('register_entry').values(rows.map(rowOf)).execute())
}

const rowOf = ({ entry, personal, importId }: Kept) => ({
  institution_id: entry.institutionId, id: entry.id, region_code: entry.regionCode, register_key: entry.registerKey, version: entry.version, on_date: entry.on, department_id: entry.departmentId, state: entry.state,
  revision: entry.revision, content: JSON.stringify(entry.values), staff_ids: [...entry.staffIds], title: entry.title, personal, personal_keys: [...entry.sealed], files: entry.files,
  entered_by: entry.entered.id, entered_name: entry.entered.name, entered_at: entry.entered.at, changed_by: entry.changed.id, changed_name: entry.changed.name, changed_at: entry.changed.at,
  counted_at: entry.countedAt, import_id: importId,
})

/** Writes the new version over the old one; `personal` left out stays. */
export async function saveEntry(tx: Tx, entry: Entry, before: Pick<Entry, 'revision'>, personal?: Buffer | null): Promise<void> {
  entered.delete(tx)
  const saved = await tx
    .updateTable('register_entry')
    .set({
      on_date: entry.on, department_id: entry.departmentId, state: entry.state, revision: entry.revision, content: JSON.stringify(entry.values), staff_ids: [...entry.staffIds], title: entry.title, personal_keys: [...entry.sealed],
      files: entry.files, confirmed_by: entry.confirmed?.id ?? null, confirmed_name: entry.confirmed?.name ?? null, confirmed_at: entry.confirmed?.at ?? null,
      changed_by: entry.changed.id, changed_name: entry.changed.name, changed_at: entry.changed.at,
      withdrawn_by: entry.withdrawn?.id ?? null, withdrawn_name: entry.withdrawn?.name ?? null, withdrawn_at: entry.withdrawn?.at ?? null, withdrawn_reason: entry.withdrawn?.reason ?? null, counted_at: entry.countedAt,
      ...(personal === undefined ? {} : { personal }),
    })
    .where('institution_id', '=', entry.institutionId)
    .where('id', '=', entry.id)
    .where('revision', '=', before.revision)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

const versionColumns = ['revision', 'on_date as on', 'department_id as departmentId', 'state', 'content', 'title', 'personal', 'personal_keys as sealed', 'by_name as byName', 'at', 'replaced_name as replacedByName', 'replaced_at as replacedAt', 'reason'] as const

/** Earlier versions, newest first; a first version has none. */
export const listVersions = async (read: ReadTx, entry: Pick<Entry, 'institutionId' | 'id' | 'revision'>) => (entry.revision === 1 ? [] : askVersions(read, entry))

const askVersions = (read: ReadTx, entry: Pick<Entry, 'institutionId' | 'id'>) =>
  read.selectFrom('register_entry_version').select(versionColumns).where('institution_id', '=', entry.institutionId).where('entry_id', '=', entry.id).orderBy('revision', 'desc').limit(200).execute()

/** Rule RG-9: the whole former content with its author, and who replaced it why. */
export const insertVersion = (tx: Tx, before: Entry, kept: { personal: Buffer | null; fileIds: readonly string[]; replaced: Entry['changed']; reason: string }) =>
  tx
    .insertInto('register_entry_version')
    .values({
      institution_id: before.institutionId, entry_id: before.id, revision: before.revision, region_code: before.regionCode, on_date: before.on, department_id: before.departmentId, state: before.state,
      content: JSON.stringify(before.values), title: before.title, personal: kept.personal, personal_keys: [...before.sealed], file_ids: [...kept.fileIds],
      by_id: before.changed.id, by_name: before.changed.name, at: before.changed.at, replaced_by: kept.replaced.id, replaced_name: kept.replaced.name, replaced_at: kept.replaced.at, reason: kept.reason,
    })
    .execute()

/** How many wait for confirmation, by register; at most a thousand are counted for each. */
export async function countWaiting(read: ReadTx, institutionId: string, keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await sql<{ key: string; n: number }>`
    select k.key, (select count(*)::int from (select 1 from register_entry e where e.institution_id = ${institutionId}::uuid and e.register_key = k.key and e.state = 'entered' and e.counted_at is null limit 1000) w) as n
    from unnest(${[...keys]}::text[]) as k(key)`.execute(read)
  return new Map(rows.rows.map((row) => [row.key, row.n]))
}
