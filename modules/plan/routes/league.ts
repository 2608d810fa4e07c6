import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { makeLeague, publishLeague, withdrawLeague } from '../commands/league.ts'
import { planContract } from '../contract.ts'
import type { LeagueView } from '../contract/league.ts'
import { cellsAt, totalsOf } from '../rules/board.ts'
import { mayPublishLeague } from '../rules/decisions.ts'
import type { LeagueRow } from '../rules/league.ts'
import { isOver, periodsToChoose } from '../rules/league-period.ts'
import { leagueSheet } from '../sheets.ts'
import * as leagueStore from '../store/league.ts'
import * as planStore from '../store/plans.ts'

type Ask = { planId: string; period: string; kind?: string | undefined; level?: string | undefined }

/** A filter narrows what is shown; ranks stay those among all, peers are beside them. */
const shown = (rows: readonly LeagueRow[], { kind, level }: Ask) => rows.filter((row) => (kind === undefined || row.kind === kind) && (level === undefined || row.level === level))

export function leagueRoutes(app: App): void {
  app.query(planContract.loadLeague, ({ read, actor, params, query, now, today }) => viewOf(read, actor, { ...params, ...query }, now, today))
  app.query(planContract.exportLeague, async ({ read, params, query, now, today }) => {
    const plan = await planStore.loadPlan(read, params.planId)
    const { rows } = await makeLeague(read, plan.id, query.period, now.toISOString(), today)
    return leagueSheet(plan.title, query.period, shown(rows, { ...params, ...query }))
  })
  app.query(planContract.loadPublicLeague, async ({ read, params }) => {
    const plan = await planStore.loadPlan(read, params.planId)
    return { rows: (await leagueStore.listPublic(read, plan.id)).map(({ period, publishedAt, figures }) => ({ period, publishedAt, at: figures.at, rows: [...figures.rows] })) }
  })
  app.command(planContract.publishLeague, async (act) => {
    await publishLeague(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, { ...act.params, period: act.body.period }, act.now, act.today)
  })
  app.command(planContract.withdrawLeague, async (act) => {
    await withdrawLeague(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, { ...act.params, period: act.body.period }, act.now, act.today)
  })
  app.query(planContract.loadLeagueExample, async ({ read, now }) => ({ example: await exampleOf(read, now.toISOString()) }))
}

async function viewOf(read: ReadTx, actor: Actor, ask: Ask, at: Date, today: IsoDate): Promise<z.input<typeof LeagueView>> {
  const plan = await planStore.loadPlan(read, ask.planId)
  const league = await makeLeague(read, plan.id, ask.period, at.toISOString(), today)
  const publications = await leagueStore.listPublications(read, plan.id)
  const isPublic = publications.some((each) => each.period === ask.period && each.withdrawnAt === null)
  const no = mayPublishLeague(actor, plan, { isOver: isOver(ask.period, today) })?.refused ?? null
  return {
    planId: plan.id, period: ask.period, periods: periodsToChoose(await planStore.listBuckets(read, plan.id), today), ...league, rows: shown(league.rows, ask),
    publications: publications.map(({ planId: _plan, ...each }) => each),
    blocked: { publish: no, withdraw: isPublic ? (mayPublishLeague(actor, plan, { isOver: true })?.refused ?? null) : 'plan.league_not_public' },
  }
}

/** Rule PL-43: a real line for the worked example; public figures first, since everybody may see them. */
async function exampleOf(read: ReadTx, now: string) {
  const found = await leagueStore.findNewestPublic(read)
  const line = found?.figures.rows.find((row) => row.rank !== null) ?? found?.figures.rows[0]
  if (found !== undefined && line !== undefined) return { planId: found.planId, planTitle: found.planTitle, institutionName: line.name, met: line.met, unmet: line.unmet, overdue: line.overdue, due: line.due, waived: line.waived }
  for (const row of await leagueStore.findCounted(read, now)) {
    const totals = totalsOf(cellsAt({ cells: row.cells, flips: row.flips ?? [] }, now))
    if (totals.met + totals.unmet + totals.overdue > 0) return { planId: row.planId, planTitle: row.planTitle, institutionName: row.name, ...totals }
  }
  return null
}
