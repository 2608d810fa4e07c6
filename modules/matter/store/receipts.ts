import { statement, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRow } from '../../../server/platform/insert-row.ts'
import type { Body } from '../rules/matter.ts'

export type Receipt = Body & { readonly matterId: string; readonly tailIndex: string | null }
const columns = ['institution_id as institutionId', 'region_code as regionCode', 'matter_id as matterId', 'tail_index as tailIndex'] as const

/** False where the same form was filed before: the first one stands, and a second at the same moment waits for it. */
export async function insertReceipt(tx: Tx, receipt: Receipt & { codeIndex: string; phoneIndex: string | null; accountId: string | null; sentIndex: string; at: string }): Promise<boolean> {
  const row = { code_index: receipt.codeIndex, institution_id: receipt.institutionId, region_code: receipt.regionCode, matter_id: receipt.matterId, tail_index: receipt.tailIndex, phone_index: receipt.phoneIndex, account_id: receipt.accountId, sent_index: receipt.sentIndex, created_at: receipt.at }
  return (await insertRow(tx, 'matter_receipt', row, { orNothing: true })) === 1
}

const byCode = statement<Receipt>('select institution_id as "institutionId", region_code as "regionCode", matter_id as "matterId", tail_index as "tailIndex" from matter_receipt where code_index = $1')
export const findReceipt = async (read: ReadTx, codeIndex: string): Promise<Receipt | undefined> => (await byCode(read, [codeIndex]))[0]
export const findSent = (read: ReadTx, sentIndex: string): Promise<Receipt | undefined> => read.selectFrom('matter_receipt').select(columns).where('sent_index', '=', sentIndex).executeTakeFirst()

/** What an account, or the phone it signs in with, brought forward: newest first. */
export async function receiptsOfAccount(read: ReadTx, accountId: string): Promise<Receipt[]> {
  const citizen = await read.selectFrom('citizen').select('phone_index as phoneIndex').where('account_id', '=', accountId).executeTakeFirst()
  return read
    .selectFrom('matter_receipt')
    .select(columns)
    .where((eb) => (citizen === undefined ? eb('account_id', '=', accountId) : eb.or([eb('account_id', '=', accountId), eb('phone_index', '=', citizen.phoneIndex)])))
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute()
}

const tried = statement<{ subject: string; tries: number }>('select subject, tries from matter_receipt_try where subject = any ($1::text[]) and hour = $2')

export async function triesOf(read: ReadTx, subjects: readonly string[], hour: string): Promise<Map<string, number>> {
  const rows = await tried(read, [[...subjects], hour])
  return new Map(rows.map((row) => [row.subject, row.tries]))
}

export async function countTry(tx: Tx, subjects: readonly string[], hour: string): Promise<void> {
  await tx
    .insertInto('matter_receipt_try')
    .values([...subjects].sort().map((subject) => ({ subject, hour, tries: 1 })))
    .onConflict((conflict) => conflict.columns(['subject', 'hour']).doUpdateSet((eb) => ({ tries: eb('matter_receipt_try.tries', '+', 1) })))
    .execute()
}

export const forgetTries = (tx: Tx, before: string) => tx.deleteFrom('matter_receipt_try').where('hour', '<', before).execute()
