import type { ReadTx, Tx } from '../../../server/platform/database.ts'

const name = 'wechat'
export const findStandIn = async (read: ReadTx): Promise<Buffer | null> => (await read.selectFrom('payment_stand_in').select('sealed').where('name', '=', name).executeTakeFirst())?.sealed ?? null
/** Locks the one row, made where there is none: changes of the book come one after another. */
export async function lockStandIn(tx: Tx, empty: Buffer): Promise<Buffer> {
  await tx.insertInto('payment_stand_in').values({ name, sealed: empty }).onConflict((conflict) => conflict.doNothing()).execute()
  return (await tx.selectFrom('payment_stand_in').select('sealed').where('name', '=', name).forUpdate().executeTakeFirstOrThrow()).sealed
}
export const saveStandIn = (tx: Tx, sealed: Buffer) => tx.updateTable('payment_stand_in').set({ sealed }).where('name', '=', name).execute()
