import type { ReadTx, Tx } from '../../server/platform/database.ts'

export type Kept = { key: string; value: unknown; changedAt: string; changedByName: string | null }

export const listKept = (read: ReadTx, keys: readonly string[]): Promise<Kept[]> =>
  read
    .selectFrom('setting')
    .select(['key', 'value', 'changed_at as changedAt', 'changed_by_name as changedByName'])
    .where('key', 'in', [...keys])
    .execute()

export const saveValue = (tx: Tx, row: { key: string; value: unknown; by: { id: string; name: string }; at: string }) => {
  const set = { value: JSON.stringify(row.value), changed_by: row.by.id, changed_by_name: row.by.name, changed_at: row.at }
  return tx
    .insertInto('setting')
    .values({ key: row.key, ...set })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(set))
    .execute()
}

/** Prefixes of all active commissions, for who stands highest here. */
export const listCommissionPrefixes = async (read: ReadTx): Promise<string[]> =>
  (await read.selectFrom('institution').select('region_prefix').where('region_prefix', 'is not', null).where('active', '=', true).execute()).flatMap((row) => row.region_prefix ?? [])
