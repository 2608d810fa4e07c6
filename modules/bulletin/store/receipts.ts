import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type Receipt = { readonly institutionId: string; readonly version: number; readonly name: string; readonly post: string; readonly receivedAt: string }

/** Receipts of a bulletin that the reader's rows reach: all of the region for its commission, the own one for an institution. */
export const listReceipts = (read: ReadTx, bulletinId: string): Promise<Receipt[]> =>
  read.selectFrom('bulletin_receipt').select(['institution_id as institutionId', 'version', 'name', 'post', 'received_at as receivedAt']).where('bulletin_id', '=', bulletinId).orderBy('received_at').execute()

/** The receipts of one body for several bulletins. */
export const listOwnReceipts = (read: ReadTx, institutionId: string, bulletinIds: readonly string[]) =>
  bulletinIds.length === 0 ? Promise.resolve([]) : read.selectFrom('bulletin_receipt').select(['bulletin_id as bulletinId', 'version', 'received_at as receivedAt']).where('institution_id', '=', institutionId).where('bulletin_id', 'in', [...bulletinIds]).execute()

/** How many of the region signed for each version of these bulletins. */
export const countReceipts = (read: ReadTx, bulletinIds: readonly string[]) =>
  bulletinIds.length === 0
    ? Promise.resolve([])
    : read.selectFrom('bulletin_receipt').select(['bulletin_id as bulletinId', 'version']).select((eb) => eb.fn.countAll<number>().as('n')).where('bulletin_id', 'in', [...bulletinIds]).groupBy(['bulletin_id', 'version']).execute()

/** Answers false where this version was signed for already. */
export async function insertReceipt(tx: Tx, row: { institutionId: string; regionCode: string; bulletinId: string; version: number; accountId: string; name: string; post: string; at: string }): Promise<boolean> {
  const made = await tx
    .insertInto('bulletin_receipt')
    .values({ institution_id: row.institutionId, bulletin_id: row.bulletinId, version: row.version, region_code: row.regionCode, account_id: row.accountId, name: row.name, post: row.post, received_at: row.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .execute()
  return made.length > 0
}
