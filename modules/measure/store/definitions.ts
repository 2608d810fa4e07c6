import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { send, statement, type ReadTx, type Tx } from '../../../server/platform/database.ts'

export type VersionRow = { key: string; version: number; sha256: string; validFrom: string; since: string; readyAt: string | null }
/** The versions of what is not retired, by key and version, and the stamp they stand under; null where this transaction changed them itself. */
type Versions = { readonly stamp: string | null; readonly rows: readonly VersionRow[] }

const stamped = statement<{ stamp: string }>(`select value #>> '{}' as stamp from setting where key = 'measure.stamp'`)
const asked = statement<VersionRow & { stamp: string | null }>(`
  select key, version, sha256, valid_from as "validFrom", since, ready_at as "readyAt", (select value #>> '{}' from setting where setting.key = 'measure.stamp') as stamp
    from measure_definition where retired_at is null order by key, version`)
const held = statement<{ same: boolean }>('select hold_measure_stamp($1) as same')
const moved = statement(`insert into setting (key, value, changed_at) values ('measure.stamp', $1, now()) on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`)
/** The second word alone: no fact is counted otherwise because a version is ready. */
const readied = statement(`update setting set value = to_jsonb(split_part(value #>> '{}', ' ', 1) || ' ' || $1::text), changed_at = now() where key = 'measure.stamp'`)

/** Transactions that change definitions: what they see is not what others see. */
const changers = new WeakSet<object>()
export const isChanging = (read: ReadTx): boolean => changers.has(read)

/** What every change of definitions moves; null where there is none yet. */
export const stampOf = async (read: ReadTx): Promise<string | null> => (await stamped(read, []))[0]?.stamp ?? null

export const listVersions = async (read: ReadTx): Promise<readonly VersionRow[]> => (await versionsNow(read)).rows

/** Versions and stamp of one moment. */
export async function versionsNow(read: ReadTx): Promise<Versions> {
  const rows = await asked(read, [])
  return { stamp: changers.has(read) ? null : (rows[0]?.stamp ?? null), rows: rows.map(({ key, version, sha256, validFrom, since, readyAt }) => ({ key, version, sha256, validFrom, since, readyAt })) }
}

/** Fails the transaction, as one to be tried again, where the versions are others by now; answers whether the same ones are ready. */
export const holdStamp = async (tx: Tx, stamp: string): Promise<boolean> => (await held(tx, [stamp]))[0]?.same === true

/** The handle, with the stamp moved: for every change below. */
function changing(tx: Tx): Tx {
  if (!changers.has(tx)) {
    changers.add(tx)
    send(tx, moved(tx, [JSON.stringify(randomUUID())]))
  }
  return tx
}

export const loadDefinition = (read: ReadTx, key: string, version: number) =>
  read.selectFrom('measure_definition').select('definition').where('key', '=', key).where('version', '=', version).executeTakeFirst()

/** The newest version of every key, retired ones too. */
export async function listNewest(read: ReadTx): Promise<{ key: string; version: number; sha256: string; retired: boolean }[]> {
  const rows = await read.selectFrom('measure_definition').select(['key', 'version', 'sha256', 'retired_at as retiredAt']).distinctOn('key').orderBy('key').orderBy('version', 'desc').execute()
  return rows.map(({ retiredAt, ...row }) => ({ ...row, retired: retiredAt !== null }))
}

/** Two servers that start at once insert the same version; the second finds it there. */
export const insertVersion = (tx: Tx, row: { key: string; version: number; sha256: string; definition: object; validFrom: string; since: string }) =>
  changing(tx)
    .insertInto('measure_definition')
    .values({ key: row.key, version: row.version, sha256: row.sha256, definition: JSON.stringify(row.definition), valid_from: row.validFrom, since: row.since })
    .onConflict((conflict) => conflict.columns(['key', 'version']).doNothing())
    .execute()

export const retire = (tx: Tx, keys: readonly string[], at: string) =>
  changing(tx).updateTable('measure_definition').set({ retired_at: at }).where('retired_at', 'is', null).where('key', '=', sql<string>`any(${[...keys]}::text[])`).execute()

/** What comes back was not counted meanwhile, so every version of it is counted anew. */
export async function bringBack(tx: Tx, key: string): Promise<void> {
  await changing(tx).updateTable('measure_definition').set({ retired_at: null, ready_at: null }).where('key', '=', key).execute()
  await tx.deleteFrom('measure_progress').where('measure_key', '=', key).execute()
}

export async function markReady(tx: Tx, key: string, version: number, at: string): Promise<void> {
  const { numUpdatedRows } = await tx.updateTable('measure_definition').set({ ready_at: at }).where('key', '=', key).where('version', '=', version).where('ready_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) return
  changers.add(tx)
  await readied(tx, [randomUUID()])
}

export const listProgress = (read: ReadTx, ask: { key: string; version: number } | { institutionIds: readonly string[] }): Promise<{ institutionId: string; key: string; version: number }[]> =>
  read
    .selectFrom('measure_progress')
    .select(['institution_id as institutionId', 'measure_key as key', 'version'])
    .$if('key' in ask, (query) => query.where('measure_key', '=', 'key' in ask ? ask.key : '').where('version', '=', 'key' in ask ? ask.version : 0))
    .$if('institutionIds' in ask, (query) => query.where('institution_id', '=', sql<string>`any(${'institutionIds' in ask ? [...ask.institutionIds] : []}::uuid[])`))
    .execute()

export const saveProgress = (tx: Tx, row: { institutionId: string; regionCode: string; key: string; version: number; facts: number; countedAt: string }) =>
  tx
    .insertInto('measure_progress')
    .values({ institution_id: row.institutionId, region_code: row.regionCode, measure_key: row.key, version: row.version, facts: row.facts, counted_at: row.countedAt })
    .onConflict((conflict) => conflict.columns(['institution_id', 'measure_key', 'version']).doUpdateSet((eb) => ({ facts: eb.ref('excluded.facts'), counted_at: eb.ref('excluded.counted_at') })))
    .execute()
