import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { drawSample, enterCheck } from '../commands/draws.ts'
import { planContract } from '../contract.ts'
import type { DrawView } from '../contract/supervision.ts'
import { mayCheck, mayDraw } from '../rules/decisions.ts'
import { differences, type ClaimName } from '../rules/difference.ts'
import type { VerdictName } from '../rules/views.ts'
import { standingClaims } from '../store/claims.ts'
import { countDifferences, listDifferences } from '../store/differences.ts'
import * as drawStore from '../store/draws.ts'
import * as planStore from '../store/plans.ts'
import { page, readCursor, rowOf, showCheck } from './rows.ts'

export function differenceRoutes(app: App): void {
  app.query(planContract.listDifferences, async ({ read, params, query, now }) => {
    const plan = await planStore.loadPlan(read, params.planId)
    const at = now.toISOString()
    const { after, limit, ...filter } = query
    const found = await listDifferences(read, { planId: plan.id, ...filter }, at, readCursor(after), limit + 1)
    const standing = await standingClaims(read, found)
    const shown = page(found, limit, (row) => row.dueAt, (row) => {
      const claim = standing.get(`${row.institutionId} ${row.periodId}`)
      if (claim === undefined) throw new Error(`obligation ${row.institutionId} ${row.periodId} carries a claim that nobody made`)
      const { revision, note, madeAt, madeByName } = claim
      return { ...rowOf(row, at), difference: row.difference, claim: { revision, claim: claim.claim, note, madeAt, madeByName } }
    })
    const counts = await countDifferences(read, { planId: plan.id, institutionId: filter.institutionId, clauseId: filter.clauseId }, at)
    return { ...shown, counts: Object.fromEntries(differences.map((name) => [name, counts.get(name) ?? 0])) as Record<(typeof differences)[number], number> }
  })

  app.command(planContract.drawSample, async (act) => ({ drawId: await drawSample(act, { planId: act.params.planId, ...act.body }) }))
  app.query(planContract.listDraws, async ({ read, actor, params }) => {
    const plan = await planStore.loadPlan(read, params.planId)
    const counts = new Map((await drawStore.countChecks(read, plan.id)).map((row) => [row.drawId, row]))
    return { rows: (await drawStore.listDraws(read, plan.id)).map((draw) => drawRow(draw, counts.get(draw.id))), blocked: { draw: mayDraw(actor, plan)?.refused ?? null } }
  })
  app.query(planContract.loadDraw, ({ read, actor, params }) => viewOf(read, actor, params))
  app.query(planContract.downloadPopulation, async ({ read, params }) => {
    const { lines } = await drawStore.loadLines(read, params.planId, params.drawId)
    return { name: `population-${params.drawId}.txt`, mediaType: 'text/plain; charset=utf-8', bytes: Buffer.from(lines) }
  })
  app.command(planContract.enterCheck, async (act) => {
    await enterCheck(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, act.params)
  })
}

type Draw = Awaited<ReturnType<typeof drawStore.loadDraw>>
type Counted = { confirmed: number; notConfirmed: number; all: number }

function drawRow({ planId: _plan, regionCode: _region, ...draw }: Draw, counts: Counted | undefined) {
  const { all, confirmed, notConfirmed } = counts ?? { all: 0, confirmed: 0, notConfirmed: 0 }
  return { ...draw, confirmed, notConfirmed, open: all - confirmed - notConfirmed }
}

async function viewOf(read: ReadTx, actor: Actor, key: { planId: string; drawId: string }): Promise<z.input<typeof DrawView>> {
  const draw = await drawStore.loadDraw(read, key.planId, key.drawId)
  const checks = await drawStore.listChecks(read, draw.id)
  const of = (outcome: string) => checks.filter((check) => check.outcome === outcome).length
  return {
    ...drawRow(draw, { all: checks.length, confirmed: of('confirmed'), notConfirmed: of('not_confirmed') }),
    checks: checks.map((check) => ({
      ...showCheck(check), institutionId: check.institutionId, institutionName: check.institutionName, periodId: check.periodId, ordinal: check.ordinal, text: check.text, dueOn: check.dueOn,
      verdictThen: check.verdictThen as VerdictName, claimThen: check.claimThen as ClaimName | null, blocked: { enter: mayCheck(actor, check, null)?.refused ?? null },
    })),
  }
}
