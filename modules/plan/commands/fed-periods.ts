import { systemActor } from '../../../kernel/actor.ts'
import { act as actAs, look, type Platform } from '../../../server/platform/act.ts'
import * as fedStore from '../store/fed-periods.ts'
import { listTerms, lockParticipant } from '../store/obligations.ts'
import { hasFactSource } from './fact-sources.ts'
import { ruleAnew } from './report-fact.ts'

const system = systemActor('plan.rule')
const bodiesAtATime = 20
const periodsAtATime = 100

type Column = 'begun_at' | 'judged_at'

/**
 * Rule PL-38: facts are asked when a period begins and once more when its due time has passed. What was recorded before
 * the launch counts, and so does a measure of nothing: no event of that kind reports no fact that would ask. Run again
 * after a kill it goes on: a period is marked when all its institutions are done.
 */
export async function ruleFedPeriods(platform: Platform, ask: { planId: string | null }): Promise<{ begun: number; judged: number }> {
  const open = await look(platform, system, async ({ read, now, today }) => ({
    begun: await fedStore.listBegun(read, { planId: ask.planId, today, now: now.toISOString() }),
    judged: await fedStore.listToJudge(read, now.toISOString()),
  }))
  return { begun: await ruleAll(platform, open.begun, 'begun_at'), judged: await ruleAll(platform, open.judged, 'judged_at') }
}

async function ruleAll(platform: Platform, periods: readonly fedStore.FedPeriod[], column: Column): Promise<number> {
  const fed = periods.filter((period) => hasFactSource(period.kind, period.factKey))
  for (const [planId, own] of Map.groupBy(fed, (period) => period.planId)) {
    const bodies = await look(platform, system, ({ read }) => fedStore.listReady(read, planId))
    for (let at = 0; at < own.length; at += periodsAtATime) await ruleSome(platform, planId, own.slice(at, at + periodsAtATime).map((period) => period.id), bodies, column)
  }
  return fed.length
}

async function ruleSome(platform: Platform, planId: string, periodIds: readonly string[], bodies: Awaited<ReturnType<typeof fedStore.listReady>>, column: Column): Promise<void> {
  for (let at = 0; at < bodies.length; at += bodiesAtATime) {
    await actAs(platform, system, async (act) => {
      const occurrences = []
      for (const body of bodies.slice(at, at + bodiesAtATime)) {
        await lockParticipant(act.tx, body.institutionId, planId)
        occurrences.push(...(await ruleAnew(act, { ...body, planId }, await listTerms(act.tx, body.institutionId, { periodIds }), { cause: column === 'begun_at' ? 'period_begun' : 'due_time_passed' })))
      }
      await act.record(...occurrences)
    })
  }
  await actAs(platform, system, (act) => fedStore.markPeriods(act.tx, planId, periodIds, { [column]: act.now.toISOString() }))
}
