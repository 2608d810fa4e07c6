import { endOfDay } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { findInstitution } from '../../directory/public.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { byParts, countTallies, fitsWeights, scoreOf, standardWeights, type Weights } from '../rules/appraisal.ts'
import { mayAppraise, mayWeigh } from '../rules/decisions.ts'
import * as appraisalStore from '../store/appraisal.ts'
import * as planStore from '../store/plans.ts'

/** More lines than this nobody reads on a sheet; the figures count all. */
const mostLines = 500

/** Rule PL-46: one institution and one year across all its campaigns, from the same facts as board and league. */
export async function appraise(read: ReadTx, actor: Actor, ask: { institutionId: string; year: number }, now: string) {
  const body = await findInstitution(read, ask.institutionId)
  const no = body === undefined ? { refused: 'not_found' as const } : mayAppraise(actor, { institutionId: body.id, regionCode: body.regionCode })
  if (body === undefined || no !== null) throw new RefusedError('not_found')
  const year = { institutionId: body.id, after: endOfDay(`${ask.year - 1}-12-31`), until: endOfDay(`${ask.year}-12-31`) }
  const tallies = await appraisalStore.listTallies(read, year, now)
  const byPlan = Map.groupBy(tallies, (tally) => tally.planId)
  const planIds = [...byPlan.keys()]
  const clauses = Map.groupBy(await appraisalStore.listClauseNodes(read, planIds), (clause) => clause.planId)
  const checks = await appraisalStore.listChecksOfYear(read, year, mostLines)
  const counted = await appraisalStore.countChecksOfYear(read, year)
  const set = await appraisalStore.findWeights(read, body.regionCode)
  const total = countTallies(tallies)
  return {
    institutionId: body.id, name: body.name, kind: body.kind, level: body.level, year: ask.year, years: await appraisalStore.listYears(read, body.id), at: now,
    plans: (await appraisalStore.listPlanNames(read, planIds)).map((plan) => ({ planId: plan.id, title: plan.title, total: countTallies(byPlan.get(plan.id) ?? []), parts: byParts(byPlan.get(plan.id) ?? [], clauses.get(plan.id) ?? []) })),
    total,
    quarters: [1, 2, 3, 4].map((quarter) => ({ quarter, counts: countTallies(tallies.filter((tally) => tally.quarter === quarter)) })),
    checks: { ...counted, rows: checks },
    overrides: await appraisalStore.listOverridesOfYear(read, year, mostLines),
    weights: { values: set?.weights ?? standardWeights, isStandard: set === undefined, reason: set?.reason ?? null, setAt: set?.setAt ?? null, setByName: set?.setByName ?? null },
    scored: scoreOf(total, counted.notConfirmed, set?.weights ?? standardWeights),
    blocked: { weigh: mayWeigh(actor)?.refused ?? null },
  }
}
export type Appraisal = Awaited<ReturnType<typeof appraise>>

/** Rule PL-47: new weights for the commission's region; what was set before stays on record. */
export async function setWeights(act: Act, ask: { weights: Weights; reason: string }): Promise<void> {
  const no = mayWeigh(act.actor)
  if (no !== null) throw new RefusedError(no.refused)
  if (!fitsWeights(ask.weights)) throw new RefusedError('plan.weights_unfit')
  const { institutionId, regionPrefix } = act.actor
  const [body] = institutionId === null ? [] : await planStore.listBodies(act.tx, { ids: [institutionId] })
  if (body === undefined || regionPrefix === null) throw new RefusedError('access.denied')
  const before = await appraisalStore.findWeights(act.tx, body.regionCode)
  const id = act.newId()
  await appraisalStore.insertWeights(act.tx, { id, regionCode: body.regionCode, regionPrefix, weights: ask.weights, reason: ask.reason, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'plan.weights_changed', subjectId: id, detail: { from: before?.weights ?? standardWeights, to: ask.weights, reason: ask.reason } })
}
