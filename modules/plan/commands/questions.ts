import type { ReadTx } from '../../../server/platform/database.ts'
import type { Target } from '../../reader/rules/model.ts'
import * as planStore from '../store/plans.ts'

export type PlanSummary = { readonly id: string; readonly institutionId: string; readonly regionCode: string; readonly title: string; readonly state: string; readonly startsOn: string; readonly endsOn: string }

/** Head of a plan, or a refusal as not found. */
export const planSummary = async (read: ReadTx, planId: string): Promise<PlanSummary> => {
  const { id, institutionId, regionCode, title, state, startsOn, endsOn } = await planStore.loadPlan(read, planId)
  return { id, institutionId, regionCode, title, state, startsOn, endsOn }
}

export type CampaignBelow = { readonly planId: string; readonly title: string; readonly institutionId: string; readonly institutionName: string; readonly regionCode: string }

/** What commissions below run that belongs to a campaign: plans of the same template, or named as such; only those whose time holds a day. */
export const campaignsBelow = (read: ReadTx, planId: string, named: readonly string[], on: string): Promise<CampaignBelow[]> => planStore.listBelow(read, planId, named, on)

/** When the plans began that ask these measures: what a change against a campaign's start needs to know. */
export const measureStarts = async (read: ReadTx, measureKeys: readonly string[]): Promise<{ planId: string; measureKey: string; startsOn: string; regionCode: string }[]> =>
  (await planStore.listStarts(read, measureKeys)).map((row) => ({ ...row, measureKey: row.measureKey ?? '' }))

export type PlanClause = {
  readonly id: string
  readonly path: string
  readonly printed: string
  readonly title: string
  readonly text: string
  readonly duties: readonly { readonly text: string; readonly dueOn: string | null; readonly cadence: { readonly rrule: string } | null; readonly target: Target | null }[]
}

/** The issued clauses with their duties as the commission confirmed them: what a child plan is compared with. */
export async function planClauses(read: ReadTx, planId: string): Promise<PlanClause[]> {
  const duties = Map.groupBy(await planStore.listDuties(read, planId), (duty) => duty.clauseId)
  return (await planStore.listClauses(read, planId)).map(({ id, path, printed, title, text }) => ({
    id, path, printed, title, text,
    duties: (duties.get(id) ?? []).map((duty) => ({ text: duty.text, dueOn: duty.due?.date ?? null, cadence: duty.cadence, target: duty.target })),
  }))
}

export const takesPart = planStore.participates

/** Rule PL-35: each institution's own implementing plan is due with the earliest duty that asks for one, by its products or by what it is bound to; null where none does. */
export async function childplanDueOn(read: ReadTx, planId: string): Promise<string | null> {
  const dates = (await planStore.listDuties(read, planId)).flatMap((duty) => {
    const asks = duty.products.some((product) => /实施方案|工作方案|具体方案/.test(product))
    const bound = duty.kind === 'service' && duty.factKey === 'child-plan'
    return asks || bound ? [duty.due?.date ?? null] : []
  })
  const dated = dates.filter((date) => date !== null).sort()[0]
  // Bound without a date it is due when the plan ends.
  return dated ?? (dates.length > 0 ? (await planStore.loadPlan(read, planId)).endsOn : null)
}

export { listParticipations } from '../store/participations.ts'
