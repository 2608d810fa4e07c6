import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import { windowOf, type Month } from '../rules/month.ts'

/** Visits by institution, where they were entered. */
export async function listVisits(read: ReadTx, institutionIds: readonly string[], month: Month): Promise<Map<string, number>> {
  if (institutionIds.length === 0) return new Map()
  const rows = await read.selectFrom('bulletin_visits').select(['institution_id as institutionId', 'visits']).where('institution_id', 'in', [...institutionIds]).where('month_on', '=', windowOf(month).fromOn).execute()
  return new Map(rows.map((row) => [row.institutionId, row.visits]))
}

export async function saveVisits(tx: Tx, month: Month, rows: readonly { institutionId: string; regionCode: string; visits: number }[], by: { id: string; name: string; at: string }): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('bulletin_visits')
    .values(rows.map((row) => ({ institution_id: row.institutionId, month_on: windowOf(month).fromOn, region_code: row.regionCode, visits: row.visits, entered_by: by.id, entered_name: by.name, entered_at: by.at })))
    .onConflict((conflict) => conflict.columns(['institution_id', 'month_on']).doUpdateSet((eb) => ({ visits: eb.ref('excluded.visits'), entered_by: eb.ref('excluded.entered_by'), entered_name: eb.ref('excluded.entered_name'), entered_at: eb.ref('excluded.entered_at') })))
    .execute()
}

export async function removeVisits(tx: Tx, month: Month, institutionIds: readonly string[]): Promise<void> {
  if (institutionIds.length === 0) return
  await tx.deleteFrom('bulletin_visits').where('institution_id', 'in', [...institutionIds]).where('month_on', '=', windowOf(month).fromOn).execute()
}
