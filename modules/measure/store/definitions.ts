import { sql } from 'kysely'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type VersionRow = { key: string; version: number; sha256: string; validFrom: string; since: string; readyAt: string | null }

/** What a transaction has read of the versions, until it changes one itself: counting a fact and ruling on it ask alike. */
const seen = new WeakMap<object, Promise<VersionRow[]>>()

/** Every version of what is not retired, by key and version. */
export function listVersions(read: ReadTx): Promise<VersionRow[]> {
  const known = seen.get(read) ?? askVersions(read)
  seen.set(read, known)
  return known
}

const askVersions = (read: ReadTx): Promise<VersionRow[]> =>
  read
    .selectFrom('measure_definition')
    .select(['key', 'version', 'sha256', 'valid_from as validFrom', 'since', 'ready_at as readyAt'])
    .where('retired_at', 'is', null)
    .orderBy('key')
    .orderBy('version')
    .execute()

/** The handle, with what was read on it forgotten: for every change below. */
function changing(tx: Tx): Tx {
  seen.delete(tx)
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

export const retireExcept = (tx: Tx, keys: readonly string[], at: string) =>
  changing(tx).updateTable('measure_definition').set({ retired_at: at }).where('retired_at', 'is', null).where((eb) => eb.not(eb('key', '=', sql<string>`any(${[...keys]}::text[])`))).execute()

/** What comes back was not counted meanwhile, so every version of it is counted anew. */
export async function bringBack(tx: Tx, key: string): Promise<void> {
  await changing(tx).updateTable('measure_definition').set({ retired_at: null, ready_at: null }).where('key', '=', key).execute()
  await tx.deleteFrom('measure_progress').where('measure_key', '=', key).execute()
}

export const markReady = (tx: Tx, key: string, version: number, at: string) =>
  changing(tx).updateTable('measure_definition').set({ ready_at: at }).where('key', '=', key).where('version', '=', version).where('ready_at', 'is', null).execute()

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
