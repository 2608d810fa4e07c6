import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { SlipKey } from '../rules/slip.ts'

export const insertReceipt = (tx: Tx, receipt: SlipKey & { readonly regionCode: string; readonly codeIndex: string; readonly at: string }) =>
  tx.insertInto('admission_receipt').values({ code_index: receipt.codeIndex, institution_id: receipt.institutionId, region_code: receipt.regionCode, slip_id: receipt.slipId, created_at: receipt.at }).execute()

export const findReceipt = (read: ReadTx, codeIndex: string): Promise<SlipKey | undefined> =>
  read.selectFrom('admission_receipt').select(['institution_id as institutionId', 'slip_id as slipId']).where('code_index', '=', codeIndex).executeTakeFirst()

export async function triesOf(read: ReadTx, subjects: readonly string[], hour: string): Promise<Map<string, number>> {
  const rows = await read.selectFrom('admission_receipt_try').select(['subject', 'tries']).where('subject', 'in', [...subjects]).where('hour', '=', hour).execute()
  return new Map(rows.map((row) => [row.subject, row.tries]))
}

export async function countTry(tx: Tx, subjects: readonly string[], hour: string): Promise<void> {
  await tx
    .insertInto('admission_receipt_try')
    .values([...subjects].sort().map((subject) => ({ subject, hour, tries: 1 })))
    .onConflict((conflict) => conflict.columns(['subject', 'hour']).doUpdateSet((eb) => ({ tries: eb('admission_receipt_try.tries', '+', 1) })))
    .execute()
}

export const forgetTries = (tx: Tx, before: string) => tx.deleteFrom('admission_receipt_try').where('hour', '<', before).execute()
