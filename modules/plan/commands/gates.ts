import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Occurrence } from '../../../server/platform/audit.ts'
import { mayClosePhase, mayClosePlan, mayReopenPhase } from '../rules/decisions.ts'
import { countOpen, listAtClose, listObligations, listTerms, lockParticipant } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'
import { ruleAnew } from './report-fact.ts'

/** The refusal names how many are open, and the first of them. */
async function refuseOpen(act: Act, filter: { planId: string; phaseId?: string }, open: number): Promise<never> {
  const first = await listObligations(act.tx, { ...filter, openOnly: true }, act.now.toISOString(), null, 3)
  const named = first.map((row) => `${row.institutionName} ${row.clausePrinted}${row.clauseTitle || row.text.slice(0, 20)}（${row.periodDueOn}）`).join('；')
  throw new RefusedError('plan.open_obligations', `${open}项，如 ${named}`)
}

/** A close or its undoing rules anew what settles with it: what the commission itself owes, which keeps nothing open (PL-37), and what must be kept fresh until then (PL-7). */
async function ruleAtClose(act: Act, planId: string, phaseId: string | null, cause: string): Promise<Occurrence[]> {
  const bodies = Map.groupBy(await listAtClose(act.tx, planId, phaseId), (row) => row.institutionId)
  const occurrences: Occurrence[] = []
  for (const [institutionId, rows] of bodies) {
    await lockParticipant(act.tx, institutionId, planId)
    const terms = await listTerms(act.tx, institutionId, { periodIds: rows.map((row) => row.periodId) })
    occurrences.push(...(await ruleAnew(act, { institutionId, regionCode: rows[0]?.regionCode ?? '', planId }, terms, { cause })))
  }
  return occurrences
}

export async function closePhase(act: Act, ask: { planId: string; phaseId: string }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const phase = await planStore.loadPhaseForUpdate(act.tx, ask.planId, ask.phaseId)
  const open = await countOpen(act.tx, ask, act.now.toISOString())
  const no = mayClosePhase(act.actor, { planRegion: plan.regionCode, planBody: plan.institutionId, planState: plan.state, closed: phase.closedAt !== null, open })
  if (no?.refused === 'plan.open_obligations') await refuseOpen(act, ask, open)
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePhase(act.tx, ask.planId, ask.phaseId, { closed_at: act.now.toISOString(), closed_name: act.actor.name })
  await act.record(...(await ruleAtClose(act, plan.id, ask.phaseId, 'phase_closed')), { institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.phase_closed', subjectId: ask.phaseId, detail: { planId: plan.id, name: phase.name } })
}

export async function reopenPhase(act: Act, ask: { planId: string; phaseId: string; reason: string }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const phase = await planStore.loadPhaseForUpdate(act.tx, ask.planId, ask.phaseId)
  const no = mayReopenPhase(act.actor, { planRegion: plan.regionCode, planBody: plan.institutionId, planState: plan.state, closed: phase.closedAt !== null })
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePhase(act.tx, ask.planId, ask.phaseId, { closed_at: null, closed_name: null, reopened_at: act.now.toISOString(), reopened_name: act.actor.name, reopened_reason: ask.reason })
  await act.record(...(await ruleAtClose(act, plan.id, ask.phaseId, 'phase_reopened')), { institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.phase_reopened', subjectId: ask.phaseId, detail: { planId: plan.id, name: phase.name, reason: ask.reason } })
}

export async function closePlan(act: Act, ask: { planId: string; reason: string }): Promise<void> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  const open = await countOpen(act.tx, { planId: ask.planId, phaseId: null }, act.now.toISOString())
  const no = mayClosePlan(act.actor, { ...plan, open })
  if (no?.refused === 'plan.open_obligations') await refuseOpen(act, { planId: ask.planId }, open)
  if (no !== null) throw new RefusedError(no.refused)
  await planStore.savePlanState(act.tx, plan.id, { state: 'closed', closed_at: act.now.toISOString(), closed_name: act.actor.name, close_reason: ask.reason })
  await act.record(...(await ruleAtClose(act, plan.id, null, 'plan_closed')), { institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.closed', subjectId: plan.id, detail: { reason: ask.reason } })
}
