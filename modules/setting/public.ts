import type { ReadTx } from '../../server/platform/database.ts'
import { valueOrStandard, type SettingKey, type ValueOf } from './rules.ts'
import * as store from './store.ts'

/** The values in force for some settings, in one statement. */
export async function readSettings<const Key extends SettingKey>(read: ReadTx, ...keys: readonly Key[]): Promise<{ [Each in Key]: ValueOf<Each> }> {
  const kept = new Map((await store.listKept(read, keys)).map((row) => [row.key, row.value]))
  return Object.fromEntries(keys.map((key) => [key, valueOrStandard(key, kept.get(key))])) as { [Each in Key]: ValueOf<Each> }
}

/** For what holds in every region (Rule ST-3). */
export const commissionPrefixes = store.listCommissionPrefixes
