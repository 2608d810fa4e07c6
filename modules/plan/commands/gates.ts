import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { mayClosePhase, mayClosePlan, mayReopenPhase } from '../rules/decisions.ts'
import { countOpen, listObligations, listTerms, lockParticipant } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'
import { recompute } from './recompute.ts'

/** The refusal names how many are open, and the first of them. */
async function refuseOpen(act: Act, filter: { planId: string; phaseId?: string }, open: number): Promise<never> {
  const first = await listObligations(act.tx, { ...filter, openOnly: true }, act.now.toISOString(), null, 3)
  const named = first.map((row) => `${row.institutionName} ${row.clausePrinted}${row.clauseTitle || row.text.slice(0, 20)}（${row.periodDueOn}）`).join('；')
  throw new RefusedError('plan.open_obligations', `${open}项，如 ${named}`)
}

/** Rule PL-37: what the commission itself owes keeps nothing open, so a close or its undoing rules that anew (PL-3). */
async function ruleOwn(act: Act, plan: planStore.Plan): Promise<void> {
  if ((await lockParticipant(act.tx, plan.institutionId, plan.id)) === undefined) return
  const place = { institutionId: plan.institutionId, regionCode: plan.regionCode, planId: plan.id }
  await recompute(act, place, await listTerms(act.tx, plan.institutionId, { planId: plan.id }))
}

export async function closePhase(act: Act, ask: { planId: string; phaseId: string }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const phase = await planStore.loadPhaseForUpdate(act.tx, ask.planId, ask.phaseId)
  const open = await countOpen(act.tx, ask, act.now.toISOString())
  const no = mayClosePhase(act.actor, { planRegion: plan.regionCode, planBody: plan.institutionId, planState: plan.state, closed: phase.closedAt !== null, open })
  if (no?.refused === 'plan.open_obligations') await refuseOpen(act, ask, open)
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePhase(act.tx, ask.planId, ask.phaseId, { closed_at: act.now.toISOString(), closed_name: act.actor.name })
  await ruleOwn(act, plan)
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.phase_closed', subjectId: ask.phaseId, detail: { planId: plan.id, name: phase.name } })
}

export async function reopenPhase(act: Act, ask: { planId: string; phaseId: string; reason: string }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const phase = await planStore.loadPhaseForUpdate(act.tx, ask.planId, ask.phaseId)
  const no = mayReopenPhase(act.actor, { planRegion: plan.regionCode, planBody: plan.institutionId, planState: plan.state, closed: phase.closedAt !== null })
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePhase(act.tx, ask.planId, ask.phaseId, { closed_at: null, closed_name: null, reopened_at: act.now.toISOString(), reopened_name: act.actor.name, reopened_reason: ask.reason })
  await ruleOwn(act, plan)
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.phase_reopened', subjectId: ask.phaseId, detail: { planId: plan.id, name: phase.name, reason: ask.reason } })
}

export async function closePlan(act: Act, ask: { planId: string; reason: string }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const open = await countOpen(act.tx, { planId: ask.planId, phaseId: null }, act.now.toISOString())
  const no = mayClosePlan(act.actor, { ...plan, open })
  if (no?.refused === 'plan.open_obligations') await refuseOpen(act, { planId: ask.planId }, open)
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePlanState(act.tx, plan.id, { state: 'closed', closed_at: act.now.toISOString(), closed_name: act.actor.name, close_reason: ask.reason })
  await ruleOwn(act, plan)
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.closed', subjectId: plan.id, detail: { reason: ask.reason } })
}
