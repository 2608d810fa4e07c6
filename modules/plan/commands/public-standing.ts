import type { ReadTx } from '../../../server/platform/database.ts'
import { cellsAt, totalsOf, type Totals } from '../rules/board.ts'
import { countsOfPlans } from '../store/board.ts'
import { listPublicPlans } from '../store/portal.ts'

export { listPublicPlans as publicPlans } from '../store/portal.ts'

export type PublicStanding = { readonly planId: string; readonly institutionId: string; readonly totals: Totals }

/** How the running plans stand just now, institution by institution, as the board counts it: for pages that everybody reads. Ask it as the system: citizens own no rows. */
export async function publicStanding(read: ReadTx, ask: { readonly institutionId: string | null; readonly now: string }): Promise<PublicStanding[]> {
  const plans = await listPublicPlans(read)
  const rows = await countsOfPlans(read, plans.map((plan) => plan.id), ask.institutionId, ask.now)
  return rows.map(({ planId, institutionId, cells, flips }) => ({ planId, institutionId, totals: totalsOf(cellsAt({ cells, flips: flips ?? [] }, ask.now)) }))
}
