import type { Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { listInstitutions } from '../directory/public.ts'
import { publicPlans, publicStanding } from '../plan/public.ts'
import type { Month } from './rules/month.ts'
import { addStanding, sumStandings, type Standing, type WorkFigures } from './rules/work.ts'
import { workSources } from './work-sources.ts'

/** Rule BU-15: the board of the running plans just now, the league and the review results that were published for the month; of every addressed institution. */
export async function gatherWork(read: ReadTx, issuer: { readonly id: string; readonly regionPrefix: string }, month: Month, now: Instant): Promise<WorkFigures> {
  const bodies = await listInstitutions(read, { regionPrefix: issuer.regionPrefix })
  const ids = new Set(bodies.map((body) => body.id))
  const ask = { issuer, institutionIds: [...ids], month }
  const [plans, all, league, reviews] = [await publicPlans(read), await publicStanding(read, { institutionId: null, now }), await workSources().league(read, ask), await workSources().reviews(read, ask)]
  const standings = all.filter((each) => ids.has(each.institutionId))
  const byBody = new Map<string, Standing>()
  for (const { institutionId, totals } of standings) byBody.set(institutionId, addStanding(byBody.get(institutionId) ?? { met: 0, due: 0, overdue: 0, unmet: 0, waived: 0 }, totals))
  const byPlan = Map.groupBy(standings, (each) => each.planId)
  return {
    kind: 'work',
    asOf: now,
    bodies: bodies.map(({ id, name }) => ({ institutionId: id, name, standing: byBody.get(id) ?? null, league: league?.lines.get(id) ?? null, review: reviews.get(id) ?? null })),
    plans: plans.flatMap((plan) => {
      const own = byPlan.get(plan.id)
      return own === undefined ? [] : [{ planId: plan.id, title: plan.title, ...sumStandings(own.map((each) => each.totals)) }]
    }),
    league: league?.says ?? null,
  }
}
