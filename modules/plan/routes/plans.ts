import type { z } from 'zod'
import { mayActFor, type Actor } from '../../../kernel/actor.ts'
import type { App } from '../../../server/platform/app.ts'
import { currentCalendar } from '../../../server/platform/calendar-store.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { templateOf, viewDraftForLaunch } from '../../reader/public.ts'
import { closePhase, closePlan, reopenPhase } from '../commands/gates.ts'
import { misfittingFilter } from '../commands/duty-filters.ts'
import { launchPlan, steerLaunch } from '../commands/launch.ts'
import { planContract, type PlanRow, type PlanView } from '../contract.ts'
import { cellsAt, totalsOf, type Totals } from '../rules/board.ts'
import { mayClosePhase, mayClosePlan, mayReopenPhase, maySteerLaunch } from '../rules/decisions.ts'
import { commissionKind } from '../../reader/rules/draft/understanding.ts'
import { included, mayLaunch, obligationsOf, ownDuties, planLaunch, remarksOn, tellsLevels } from '../rules/launch.ts'
import * as boardStore from '../store/board.ts'
import * as launchStore from '../store/launch.ts'
import * as planStore from '../store/plans.ts'

export function planOnlyRoutes(app: App): void {
  app.query(planContract.listPlans, async ({ read, actor, query, now }) => {
    const plans = await planStore.listPlans(read, { state: query.state, participant: actor.institutionId, body: actor.institutionId, regionPrefix: actor.regionPrefix })
    return { rows: await rowsOf(read, plans, now.toISOString()) }
  })

  app.query(planContract.previewLaunch, async ({ read, actor, params, query, today }) => {
    const calendar = await currentCalendar(read)
    const draft = await viewDraftForLaunch({ read }, params.draftId)
    const launch = planLaunch(draft.understanding, { startsOn: query.startsOn ?? today, endsOn: query.endsOn ?? null }, calendar)
    const bodies = await planStore.listBodies(read, { regionPrefix: actor.regionPrefix === '%' ? '' : (actor.regionPrefix ?? draft.regionCode) })
    const own = ownDuties(launch)
    const levels = tellsLevels(launch)
    const perKind = [...Map.groupBy(bodies, (body) => (levels ? `${body.kind} ${body.level}` : body.kind)).values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [{ kind: first.kind, level: levels ? first.level : null, institutions: others.length + 1, obligationsEach: obligationsOf(launch, first) }],
    )
    if (own > 0) perKind.push({ kind: commissionKind, level: null, institutions: 1, obligationsEach: obligationsOf(launch, { kind: commissionKind, level: null }) })
    return {
      revision: draft.revision, startsOn: launch.frame.startsOn, endsOn: launch.frame.endsOn, duties: launch.duties.length, excluded: draft.understanding.duties.length - included(draft.understanding).length, periods: launch.periods,
      perKind, obligations: perKind.reduce((sum, each) => sum + each.institutions * each.obligationsEach, 0), unconfirmed: draft.unconfirmed, ownDuties: own, ...remarksOn(launch, today, calendar),
      blocked: draft.state === 'draft' ? ((mayLaunch(launch) ?? misfittingFilter(draft.understanding))?.refused ?? null) : 'plan.draft_not_launchable',
    }
  })

  app.command(planContract.launchPlan, async (act) => ({ planId: await launchPlan(act, act.body) }))
  app.query(planContract.loadPlan, ({ read, actor, params, now }) => viewOf(read, actor, params.planId, now))
  app.query(planContract.launchProgress, ({ read, params }) => progressOf(read, params.planId))
  app.command(planContract.stopLaunch, async (act) => {
    await steerLaunch(act, { planId: act.params.planId, verb: 'stop' })
    return progressOf(act.tx, act.params.planId)
  })
  app.command(planContract.resumeLaunch, async (act) => {
    await steerLaunch(act, { planId: act.params.planId, verb: 'resume' })
    return progressOf(act.tx, act.params.planId)
  })

  app.query(planContract.listParticipants, async ({ read, params, now }) => {
    const plan = await planStore.loadPlan(read, params.planId)
    const counts = await countsBy(read, [plan.id], now.toISOString(), (row) => row.institutionId)
    return { rows: (await planStore.listParticipants(read, plan.id)).map(({ institutionId, name, kind, readyAt }) => ({ institutionId, name, kind, ready: readyAt !== null, counts: counts.get(institutionId) ?? none() })) }
  })

  app.command(planContract.closePlan, async (act) => {
    await closePlan(act, { planId: act.params.planId, reason: act.body.reason })
    return viewOf(act.tx, act.actor, act.params.planId, act.now)
  })
  app.command(planContract.closePhase, async (act) => {
    await closePhase(act, act.params)
    return viewOf(act.tx, act.actor, act.params.planId, act.now)
  })
  app.command(planContract.reopenPhase, async (act) => {
    await reopenPhase(act, { ...act.params, reason: act.body.reason })
    return viewOf(act.tx, act.actor, act.params.planId, act.now)
  })
}

const none = (): Totals => ({ met: 0, due: 0, overdue: 0, unmet: 0, waived: 0 })

async function countsBy(read: ReadTx, planIds: readonly string[], now: string, key: (row: { planId: string; institutionId: string }) => string): Promise<Map<string, Totals>> {
  const totals = new Map<string, Totals>()
  for (const row of await boardStore.countsOfPlans(read, planIds, null, now)) {
    const sum = totals.get(key(row)) ?? none()
    const own = totalsOf(cellsAt({ cells: row.cells, flips: row.flips ?? [] }, now))
    totals.set(key(row), { met: sum.met + own.met, due: sum.due + own.due, overdue: sum.overdue + own.overdue, unmet: sum.unmet + own.unmet, waived: sum.waived + own.waived })
  }
  return totals
}

async function rowsOf(read: ReadTx, plans: readonly planStore.Plan[], now: string): Promise<z.input<typeof PlanRow>[]> {
  const ids = plans.map((plan) => plan.id)
  const counts = await countsBy(read, ids, now, (row) => row.planId)
  const duties = await planStore.countDuties(read, ids)
  return plans.map((plan) => ({
    id: plan.id, institutionId: plan.institutionId, title: plan.title, number: plan.number, issuer: plan.issuer, issuedOn: plan.issuedOn, startsOn: plan.startsOn, endsOn: plan.endsOn, state: plan.state,
    participants: plan.institutions, duties: duties.get(plan.id) ?? 0, counts: counts.get(plan.id) ?? none(),
  }))
}

async function progressOf(read: ReadTx, planId: string) {
  const plan = await planStore.loadPlan(read, planId)
  return { state: plan.state, ...(await launchStore.progressOf(read, planId)), startedAt: plan.launchedAt, readyAt: plan.readyAt }
}

async function viewOf(read: ReadTx, actor: Actor, planId: string, at: Date): Promise<z.input<typeof PlanView>> {
  const now = at.toISOString()
  const plan = await planStore.loadPlan(read, planId)
  const [row] = await rowsOf(read, [plan], now)
  const phases = await planStore.listPhases(read, planId)
  const duties = await planStore.listDuties(read, planId)
  // Whether anything is open in a phase is counted when it is closed; the button says only what is known without counting.
  const gate = { planRegion: plan.regionCode, planBody: plan.institutionId, planState: plan.state, open: 0 }
  const steers = mayActFor(actor, plan)
  return {
    ...(row as z.input<typeof PlanRow>),
    draftId: steers ? plan.draftId : null,
    template: templateOf(plan),
    graceDays: plan.graceDays,
    phases: phases.map(({ clauseId: _clause, ...phase }) => ({ ...phase, blocked: { close: mayClosePhase(actor, { ...gate, closed: phase.closedAt !== null })?.refused ?? null, reopen: mayReopenPhase(actor, { ...gate, closed: phase.closedAt !== null })?.refused ?? null } })),
    clauses: await planStore.listClauses(read, planId),
    dutyList: duties.map(({ due, kinds: _kinds, institutionIds: _ids, periods, ...duty }) => ({ ...duty, dueOn: due?.date ?? null, periods: periods ?? 0 })),
    blocked: { close: mayClosePlan(actor, { ...plan, open: 0 })?.refused ?? null, stopLaunch: maySteerLaunch(actor, plan, 'stop')?.refused ?? null, resumeLaunch: maySteerLaunch(actor, plan, 'resume')?.refused ?? null },
  }
}
