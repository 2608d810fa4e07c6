import { sql, type Tx } from './database.ts'

/** Counts one use of each and tells how many there were in its window, this one among them; always given in the same order, so that two never wait for each other in a circle. */
export async function countUses(tx: Tx, uses: readonly { readonly subject: string; readonly since: string }[]): Promise<number[]> {
  const rows = await tx
    .insertInto('matter_form_use')
    .values(uses.map(({ subject, since }) => ({ subject, since, uses: 1 })))
    .onConflict((conflict) => conflict.columns(['subject', 'since']).doUpdateSet((eb) => ({ uses: eb('matter_form_use.uses', '+', 1) })))
    .returning(['subject', 'uses'])
    .execute()
  const counted = new Map(rows.map((row) => [row.subject, row.uses]))
  return uses.map(({ subject }) => counted.get(subject) ?? 0)
}

/** What is older than any window; some at a time, so that no sender waits for it. */
export const forgetUses = (tx: Tx, before: string) =>
  sql`delete from matter_form_use where (subject, since) in (select subject, since from matter_form_use where since < ${before}::timestamptz order by since limit 100 for update skip locked)`.execute(tx)
