import { createHash } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import type { StaffRole } from '../../../kernel/actor.ts'
import { mayCheck, mayDraw } from '../rules/decisions.ts'
import { algorithm, drawFrom, keyOf, linesOf, type CheckOutcome, type PopulationName } from '../rules/draw.ts'
import { listDrawable } from '../store/differences.ts'
import * as drawStore from '../store/draws.ts'
import { loadObligation } from '../store/obligations.ts'
import * as planStore from '../store/plans.ts'

/** More lines than this would be a file nobody looks at; due dates narrow it. */
const mostLines = 20_000

export type DrawAsk = { planId: string; population: PopulationName; size: number; seed: string | null; dueFrom: string | null; dueTo: string | null }

/** Rule PL-41: draws from everything of a population in the drawer's scope; population, hash, seed and way are kept so that anybody can draw again. */
export async function drawSample(act: Act, ask: DrawAsk): Promise<string> {
  const plan = await planStore.loadPlan(act.tx, ask.planId)
  const no = mayDraw(act.actor, plan)
  if (no !== null) throw new RefusedError(no.refused)
  const body = act.actor.institutionId
  const [home] = body === null ? [] : await planStore.listBodies(act.tx, { ids: [body] })
  if (home === undefined) throw new RefusedError('access.denied')
  await drawStore.holdDrawing(act.tx, plan.id)
  const open = await listDrawable(act.tx, { ...ask, exceptBody: home.id }, act.now.toISOString(), mostLines + 1)
  if (open.length === 0) throw new RefusedError('plan.nothing_to_draw')
  if (open.length > mostLines) throw new RefusedError('plan.population_too_large')
  const lines = linesOf(open)
  const text = lines.join('\n')
  const seed = ask.seed ?? act.newId()
  const drawn = drawFrom(lines, seed, ask.size)
  const draw: drawStore.NewDraw = {
    institutionId: home.id, regionCode: home.regionCode, id: act.newId(), planId: plan.id, population: ask.population, dueFrom: ask.dueFrom, dueTo: ask.dueTo, seed, seedGiven: ask.seed !== null, algorithm,
    lines: text, sha256: createHash('sha256').update(text).digest('hex'), populationSize: lines.length, size: drawn.length, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name,
  }
  const known = new Map(open.map((each) => [`${each.institutionId} ${each.periodId}`, each]))
  await drawStore.insertDraw(act.tx, draw)
  await drawStore.insertChecks(act.tx, draw, drawn.flatMap((line, at) => {
    const each = known.get(line)
    return each === undefined ? [] : [{ ...keyOf(line), regionCode: each.regionCode, ordinal: at + 1, verdict: each.verdict, claim: each.claim }]
  }))
  await act.record({
    institutionId: home.id, regionCode: home.regionCode, kind: 'plan.sample_drawn', subjectId: draw.id,
    detail: { planId: plan.id, population: ask.population, dueFrom: ask.dueFrom, dueTo: ask.dueTo, seed, seedGiven: draw.seedGiven, algorithm, sha256: draw.sha256, populationSize: draw.populationSize, size: draw.size },
  })
  return draw.id
}

export type CheckAsk = { planId: string; drawId: string; institutionId: string; periodId: string; outcome: CheckOutcome; remark: string }

/** Rule PL-42: enters what a look at one drawn obligation found; it changes no verdict, an override does (PL-25). */
export async function enterCheck(act: Act, ask: CheckAsk): Promise<void> {
  const check = await drawStore.loadCheckForUpdate(act.tx, ask)
  const no = mayCheck(act.actor, check, ask)
  if (no !== null) throw new RefusedError(no.refused)
  const row = await loadObligation(act.tx, ask.institutionId, ask.periodId)
  if (row.planId !== ask.planId) throw new RefusedError('not_found')
  await drawStore.saveOutcome(act.tx, ask, { outcome: ask.outcome, remark: ask.remark, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name })
  if (ask.outcome === 'not_confirmed') {
    await notify(act, {
      institutionId: row.institutionId, regionCode: row.regionCode, role: row.role as StaffRole, topic: 'plan.check_not_confirmed', params: { duty: row.text.slice(0, 80), remark: ask.remark.slice(0, 200) },
      link: `/obligations/${row.institutionId}/${row.periodId}`, onceKey: `plan.check:${ask.drawId}:${row.periodId}`,
    })
  }
  await act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: 'plan.check_entered', subjectId: row.periodId, detail: { planId: row.planId, drawId: ask.drawId, outcome: ask.outcome, remark: ask.remark } })
}
