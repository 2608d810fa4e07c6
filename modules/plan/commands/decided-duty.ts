import type { IsoDate } from '../../../kernel/calendar.ts'
import { laterDate, startOfWeek } from '../../../kernel/calendar.ts'
import { endOfDay } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { asksKind, clerkOf } from '../rules/launch.ts'
import * as launchStore from '../store/launch.ts'
import { lockParticipant } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'
import { saveBoard } from './recompute.ts'

export type DecidedDuty = {
  readonly planId: string
  /** The clause the question was about; null puts the duty under the clause of decided duties. */
  readonly clauseId: string | null
  readonly text: string
  readonly dueOn: IsoDate
  /** Null asks every participant. */
  readonly institutionIds: readonly string[] | null
  readonly source: { readonly kind: 'consult'; readonly id: string }
}

const decidedPath = '会商决定'

async function decidedClause(act: Act, plan: planStore.Plan, clauseId: string | null): Promise<{ id: string; ordinal: number }> {
  const clauses = await planStore.listClauses(act.tx, plan.id)
  if (clauseId !== null) {
    const found = clauses.find((clause) => clause.id === clauseId)
    if (found === undefined) throw new RefusedError('plan.clause_not_found')
    return found
  }
  const known = clauses.find((clause) => clause.path === decidedPath)
  if (known !== undefined) return known
  const clause = { id: act.newId(), parentId: null, ordinal: Math.max(0, ...clauses.map((each) => each.ordinal)) + 1, path: decidedPath, printed: '', title: decidedPath, text: '', level: 1 }
  await launchStore.insertClauses(act.tx, { planId: plan.id, regionCode: plan.regionCode }, [clause])
  return clause
}

/** Rule PL-33: a decision of the leading group becomes a task of the running plan, with obligations at once. Answers the duty's id. */
export async function addDecidedDuty(act: Act, ask: DecidedDuty): Promise<string> {
  const plan = await planStore.loadPlanForUpdate(act.tx, ask.planId)
  if (plan.state !== 'running') throw new RefusedError('plan.not_running')
  const participants = await launchStore.listParticipantsToAsk(act.tx, plan.id, ask.institutionIds)
  if (ask.institutionIds !== null && participants.length !== new Set(ask.institutionIds).size) throw new RefusedError('plan.institution_out_of_region')
  const clause = await decidedClause(act, plan, ask.clauseId)
  const owner = { planId: plan.id, regionCode: plan.regionCode }
  const dutyId = act.newId()
  await launchStore.insertDuties(act.tx, owner, [
    {
      id: dutyId, clauseId: clause.id, ordinal: 10_000 + Math.floor(act.now.getTime() / 86_400_000), kind: 'task', text: ask.text, subject: '', due: { date: ask.dueOn, time: null, printed: '', relative: null }, cadence: null, target: null,
      products: [], receiver: null, responsible: null, role: 'institution_clerk', kinds: null, levels: null, institutionIds: ask.institutionIds, freshDays: null, factKey: null, where: null, source: ask.source.kind, sourceId: ask.source.id,
    },
  ])
  const dueOn = laterDate(ask.dueOn, act.today)
  const bucketOn = startOfWeek(dueOn)
  await launchStore.insertPeriods(act.tx, owner, [{ id: act.newId(), dutyId, clauseNo: clause.ordinal, fromOn: act.today, toOn: dueOn, opensOn: act.today, dueOn, dueAt: endOfDay(dueOn), bucketOn, phaseId: null, basis: 'date', deadline: null, nominalOn: null }])
  const occurrences = []
  // Whom nobody named are the institutions; the commission takes part with its own duties only (PL-37).
  for (const { institutionId, regionCode, kind } of participants) {
    if (ask.institutionIds === null && !asksKind(null, kind)) continue
    await lockParticipant(act.tx, institutionId, plan.id)
    await launchStore.openObligations(act.tx, { institutionId, regionCode, kind, planId: plan.id, dutyId })
    await saveBoard(act, { institutionId, regionCode, planId: plan.id }, [bucketOn])
    await notify(act, { institutionId, regionCode, role: clerkOf(kind), topic: 'plan.duty_added', params: { title: plan.title, duty: ask.text.slice(0, 80), dueOn }, link: `/plans/${plan.id}`, onceKey: `plan.duty_added:${dutyId}` })
    occurrences.push({ institutionId, regionCode, kind: 'plan.duty_added', subjectId: plan.id, detail: { dutyId, text: ask.text, dueOn, source: ask.source } })
  }
  await act.record(...occurrences)
  return dutyId
}
