import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type VersionRow = { readonly key: string; readonly version: number; readonly sha256: string; readonly since: string }
const columns = ['key', 'version', 'sha256', 'since'] as const

/** Every version of every register, without its text: a few hundred short rows at most. */
export const listVersions = (read: ReadTx): Promise<VersionRow[]> => read.selectFrom('register_definition').select(columns).orderBy('key').orderBy('version').execute()

/** What one transaction has seen of a register: versions are never changed, and it need not ask three times. */
const seen = new WeakMap<object, Map<string, Promise<VersionRow[]>>>()

export function versionsOf(read: ReadTx, key: string): Promise<VersionRow[]> {
  const own = seen.get(read) ?? new Map<string, Promise<VersionRow[]>>()
  const known = own.get(key) ?? read.selectFrom('register_definition').select(columns).where('key', '=', key).orderBy('version').execute()
  seen.set(read, own.set(key, known))
  return known
}

export const findText = async (read: ReadTx, key: string, version: number): Promise<unknown> =>
  (await read.selectFrom('register_definition').select('definition').where('key', '=', key).where('version', '=', version).executeTakeFirst())?.definition

/** False where somebody else wrote that version, or that text, in the meantime. */
export async function insertVersion(tx: Tx, row: VersionRow, definition: object): Promise<boolean> {
  seen.get(tx)?.delete(row.key)
  const written = await tx
    .insertInto('register_definition')
    .values({ key: row.key, version: row.version, sha256: row.sha256, since: row.since, definition: JSON.stringify(definition) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return written.numInsertedOrUpdatedRows === 1n
}
