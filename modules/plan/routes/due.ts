import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { addDays, diffDays } from '../../../kernel/calendar.ts'
import { addMs } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { hasFactSource, placeOfFacts } from '../commands/fact-sources.ts'
import { planContract } from '../contract.ts'
import { nextSteps } from '../rules/next-steps.ts'
import { stepOf } from '../rules/why.ts'
import * as evidenceStore from '../store/evidence.ts'
import { listObligations, listOfInstitution } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'
import { dueDay, page, readCursor, rowOf, writeCursor } from './rows.ts'

const horizon = 30

/** The head answers for everything of the house; others for the duties of their posts, a clerk for all of them when asked to. */
const rolesOf = (actor: Actor, everyRole: boolean): readonly string[] | null =>
  hasRole(actor, 'institution_head', 'commission_head') || (everyRole && hasRole(actor, 'institution_clerk', 'commission_clerk')) ? null : actor.roles

export function dueRoutes(app: App): void {
  app.query(planContract.listDue, async ({ read, actor, query, now, today }) => {
    if (actor.institutionId === null) return { rows: [], next: null }
    const at = now.toISOString()
    const ask = { institutionId: actor.institutionId, roles: rolesOf(actor, query.everyRole), planId: query.planId, now: at, today, until: addDays(today, horizon) }
    const found = await listOfInstitution(read, ask, readCursor(query.after), query.limit + 1)
    return page(found, query.limit, (row) => row.dueAt, (row) => {
      const shown = rowOf(row, at)
      return { ...shown, step: stepOf(shown.why, row.kind, hasFactSource(row.kind, row.factKey)), place: placeOfFacts(row), daysLeft: diffDays(today, dueDay(row.dueAt)) }
    })
  })

  app.query(planContract.nextSteps, async ({ read, actor, now, today }) => {
    const at = now.toISOString()
    const commission = actor.regionPrefix !== null
    const ask = { institutionId: actor.institutionId ?? '', roles: rolesOf(actor, false), planId: undefined, now: at, today, until: addDays(today, horizon) }
    const open = actor.institutionId === null ? [] : await listOfInstitution(read, ask, null, 2000)
    const due = open.map((row) => {
      const shown = rowOf(row, at)
      return { step: stepOf(shown.why, row.kind, hasFactSource(row.kind, row.factKey)), dueOn: shown.dueOn, overdue: shown.verdict === 'overdue' }
    })
    const waiting = commission ? await evidenceStore.countWaiting(read, actor.institutionId) : { count: 0, first: null }
    const prefix = actor.regionPrefix ?? ''
    return {
      steps: nextSteps(
        actor,
        {
          due,
          waiting: { count: waiting.count, firstOn: waiting.first === null ? null : dueDay(waiting.first) },
          phases: commission ? await planStore.listOpenPhases(read, prefix) : [],
          launches: commission ? await planStore.listUnfinishedLaunches(read, prefix, addMs(at, -120_000)) : [],
        },
        today,
      ),
    }
  })

  app.query(planContract.listWaitingEvidence, async ({ read, actor, query }) => {
    const after = readCursor(query.after)
    const found = await evidenceStore.listWaiting(read, { planId: query.planId, exceptBody: actor.institutionId, after: after === null ? null : { submittedAt: after.dueAt, periodId: after.periodId, institutionId: after.institutionId }, limit: query.limit + 1 })
    const rows = found.slice(0, query.limit)
    const last = rows.at(-1)
    return {
      rows: rows.map((row) => ({ ...row, files: row.files ?? 0, late: row.submittedAt >= row.dueAt })),
      next: found.length > query.limit && last !== undefined ? writeCursor(last.submittedAt, last) : null,
    }
  })

  app.query(planContract.listOpenInPhase, async ({ read, params, query, now }) => {
    const phases = await planStore.listPhases(read, params.planId)
    if (!phases.some((phase) => phase.id === params.phaseId)) throw new RefusedError('not_found')
    const at = now.toISOString()
    const found = await listObligations(read, { planId: params.planId, phaseId: params.phaseId, openOnly: true }, at, readCursor(query.after), query.limit + 1)
    return page(found, query.limit, (row) => row.dueAt, (row) => rowOf(row, at))
  })
}
