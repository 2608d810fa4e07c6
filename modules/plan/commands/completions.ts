import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { listPlans } from '../store/plans.ts'
import { makeLeague } from './league.ts'

/** What an institution owed in some months, over all campaigns: met of (met + unmet + overdue). */
export type Completion = { readonly met: number; readonly n: number }

/**
 * Rule PL-43 over every campaign of a region together: for a league that sets completion beside measures. Ask within the
 * scope of who may see all of the region's boards.
 */
export async function completionsIn(read: ReadTx, ask: { readonly regionPrefix: string; readonly months: readonly string[]; readonly now: string; readonly today: IsoDate }): Promise<Map<string, Completion>> {
  const [first, last] = [ask.months[0], ask.months.at(-1)]
  const sums = new Map<string, Completion>()
  if (first === undefined || last === undefined) return sums
  const plans = await listPlans(read, { state: undefined, participant: null, body: null, regionPrefix: ask.regionPrefix })
  // A week belongs to the month that holds most of its days, so the first and last week of a plan may lie in a neighbour.
  const near = plans.filter((plan) => addDays(plan.startsOn, -7).slice(0, 7) <= last && addDays(plan.endsOn, 7).slice(0, 7) >= first)
  for (const plan of near) {
    for (const month of ask.months) {
      for (const { institutionId, met, n } of (await makeLeague(read, plan.id, month, ask.now, ask.today)).rows) {
        const known = sums.get(institutionId) ?? { met: 0, n: 0 }
        sums.set(institutionId, { met: known.met + met, n: known.n + n })
      }
    }
  }
  return sums
}
