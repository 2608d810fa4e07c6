import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { BillRow, Difference, OurRow } from '../rules/bill.ts'

export type Bill = { readonly institutionId: string; readonly onDate: string; readonly regionCode: string; readonly state: 'compared' | 'failed'; readonly paidCount: number; readonly paidCents: number; readonly refundCount: number; readonly refundCents: number; readonly differences: number; readonly tries: number; readonly lastError: string | null; readonly triedAt: string }
const billColumns = ['institution_id as institutionId', 'on_date as onDate', 'region_code as regionCode', sql<Bill['state']>`state`.as('state'), 'paid_count as paidCount', 'paid_cents as paidCents', 'refund_count as refundCount', 'refund_cents as refundCents', 'differences', 'tries', 'last_error as lastError', 'tried_at as triedAt'] as const

export const listBills = (read: ReadTx, institutionId: string, limit: number): Promise<Bill[]> => read.selectFrom('payment_bill').select(billColumns).where('institution_id', '=', institutionId).orderBy('on_date', 'desc').limit(limit).execute()
export const billsSince = (read: ReadTx, institutionId: string, from: string): Promise<Bill[]> => read.selectFrom('payment_bill').select(billColumns).where('institution_id', '=', institutionId).where('on_date', '>=', from).execute()

export const putBill = (tx: Tx, bill: Bill) => {
  const values = { state: bill.state, paid_count: bill.paidCount, paid_cents: bill.paidCents, refund_count: bill.refundCount, refund_cents: bill.refundCents, differences: bill.differences, tries: bill.tries, last_error: bill.lastError, tried_at: bill.triedAt }
  return tx
    .insertInto('payment_bill')
    .values({ institution_id: bill.institutionId, on_date: bill.onDate, region_code: bill.regionCode, ...values })
    .onConflict((conflict) => conflict.columns(['institution_id', 'on_date']).doUpdateSet(values))
    .execute()
}

/** Ours of the day, and ours of whatever the bill names. */
export async function oursFor(read: ReadTx, institutionId: string, on: string, bill: readonly BillRow[]): Promise<OurRow[]> {
  const numbers = (subject: BillRow['subject']) => bill.filter((row) => row.subject === subject).map((row) => row.number)
  const rows = await sql<OurRow>`
    select 'payment' as subject, out_trade_no as number, paid_cents as cents, (paid_at at time zone 'Asia/Shanghai')::date as on
      from payment_order where institution_id = ${institutionId} and state = 'paid'
        and (out_trade_no = any(${numbers('payment')}::text[]) or (paid_at >= (${on}::date)::timestamp at time zone 'Asia/Shanghai' and paid_at < (${on}::date + 1)::timestamp at time zone 'Asia/Shanghai' and billed_on is null))
    union all
    select 'refund', out_refund_no, amount_cents, (coalesce(done_at, made_at) at time zone 'Asia/Shanghai')::date
      from payment_refund where institution_id = ${institutionId}
        and (out_refund_no = any(${numbers('refund')}::text[]) or (state = 'done' and done_at >= (${on}::date)::timestamp at time zone 'Asia/Shanghai' and done_at < (${on}::date + 1)::timestamp at time zone 'Asia/Shanghai' and billed_on is null))`.execute(read)
  return rows.rows
}

/** What a bill named is not missed in another one. */
export async function markBilled(tx: Tx, institutionId: string, on: string, bill: readonly BillRow[]): Promise<void> {
  const numbers = (subject: BillRow['subject']) => bill.filter((row) => row.subject === subject).map((row) => row.number)
  await sql`update payment_order set billed_on = ${on}::date where institution_id = ${institutionId} and out_trade_no = any(${numbers('payment')}::text[])`.execute(tx)
  await sql`update payment_refund set billed_on = ${on}::date where institution_id = ${institutionId} and out_refund_no = any(${numbers('refund')}::text[])`.execute(tx)
}

export type KeptDifference = Difference & { readonly institutionId: string; readonly id: string; readonly onDate: string; readonly state: 'open' | 'settled'; readonly words: string; readonly settledName: string | null; readonly settledAt: string | null }
const differenceColumns = ['institution_id as institutionId', 'id', 'on_date as onDate', sql<Difference['kind']>`kind`.as('kind'), sql<Difference['subject']>`subject`.as('subject'), 'number', 'ours_cents as ours', 'theirs_cents as theirs', sql<KeptDifference['state']>`state`.as('state'), 'words', 'settled_name as settledName', 'settled_at as settledAt'] as const

/** Open ones first; a difference stands until a person settled it, or a later bill did. */
export const listDifferences = (read: ReadTx, institutionId: string, limit: number): Promise<KeptDifference[]> =>
  read.selectFrom('payment_difference').select(differenceColumns).where('institution_id', '=', institutionId).orderBy('state').orderBy('on_date', 'desc').orderBy('id').limit(limit).execute()
export const lockDifference = (tx: Tx, institutionId: string, id: string): Promise<KeptDifference & { regionCode: string }> =>
  tx.selectFrom('payment_difference').select([...differenceColumns, 'region_code as regionCode']).where('institution_id', '=', institutionId).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('payment.not_found'))

export async function insertDifferences(tx: Tx, body: { readonly institutionId: string; readonly regionCode: string }, on: string, found: readonly (Difference & { readonly id: string })[]): Promise<number> {
  if (found.length === 0) return 0
  const made = await tx
    .insertInto('payment_difference')
    .values(found.map((each) => ({ institution_id: body.institutionId, id: each.id, region_code: body.regionCode, on_date: on, kind: each.kind, subject: each.subject, number: each.number, ours_cents: each.ours, theirs_cents: each.theirs, state: 'open' })))
    .onConflict((conflict) => conflict.columns(['institution_id', 'kind', 'subject', 'number']).doNothing())
    .returning('id')
    .execute()
  return made.length
}

/** What was missed on its own day and stands in a later bill differs no more. */
export const settleFound = (tx: Tx, institutionId: string, at: string, words: string, numbers: readonly string[]) =>
  tx.updateTable('payment_difference').set({ state: 'settled', words, settled_at: at }).where('institution_id', '=', institutionId).where('state', '=', 'open').where('kind', '=', 'not-there').where('number', 'in', numbers.length === 0 ? [''] : [...numbers]).execute()
export const saveSettled = (tx: Tx, institutionId: string, id: string, given: { readonly words: string; readonly name: string; readonly at: string }) =>
  tx.updateTable('payment_difference').set({ state: 'settled', words: given.words, settled_name: given.name, settled_at: given.at }).where('institution_id', '=', institutionId).where('id', '=', id).execute()
