import { sql } from 'kysely'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { ClaimName } from '../rules/difference.ts'

const columns = ['revision', 'note', 'made_at as madeAt', 'made_name as madeByName'] as const
const claim = sql<ClaimName>`claim`.as('claim')

/** What the institution said of one obligation, oldest first; the last one stands. */
export const listClaims = (read: ReadTx, institutionId: string, periodId: string) =>
  read.selectFrom('obligation_claim').select(columns).select(claim).where('institution_id', '=', institutionId).where('period_id', '=', periodId).orderBy('revision').execute()

/** The standing claims of the obligations of a page; an obligation without one is left out. */
export async function standingClaims(read: ReadTx, keys: readonly { institutionId: string; periodId: string }[]) {
  if (keys.length === 0) return new Map<string, Awaited<ReturnType<typeof listClaims>>[number]>()
  const rows = await read
    .selectFrom('obligation_claim')
    .select(['institution_id as institutionId', 'period_id as periodId', ...columns])
    .select(claim)
    .where(sql<boolean>`institution_id = any (${[...new Set(keys.map((key) => key.institutionId))]}::uuid[])`)
    .where(sql<boolean>`period_id = any (${[...new Set(keys.map((key) => key.periodId))]}::uuid[])`)
    .orderBy('revision')
    .execute()
  return new Map(rows.map((row) => [`${row.institutionId} ${row.periodId}`, row]))
}

/** A new revision; the obligation carries the standing claim as well. */
export async function insertClaim(tx: Tx, given: { institutionId: string; periodId: string; regionCode: string; planId: string; revision: number; claim: ClaimName; note: string; at: string; by: string; byName: string }): Promise<void> {
  await tx
    .insertInto('obligation_claim')
    .values({
      institution_id: given.institutionId, period_id: given.periodId, region_code: given.regionCode, plan_id: given.planId, revision: given.revision, claim: given.claim, note: given.note,
      made_at: given.at, made_by: given.by, made_name: given.byName,
    })
    .execute()
  await tx.updateTable('obligation').set({ claim: given.claim }).where('institution_id', '=', given.institutionId).where('period_id', '=', given.periodId).execute()
}
