import { RefusedError } from '../../../kernel/refusal.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { cellsAt, totalsOf, type Totals } from '../rules/board.ts'
import { mayPublishLeague } from '../rules/decisions.ts'
import { rankLeague, type LeagueRow, type Standing } from '../rules/league.ts'
import { isOver, periodKind, stretchesOf, weeksOf, type LeaguePeriod } from '../rules/league-period.ts'
import { everyWeek } from '../store/board.ts'
import * as leagueStore from '../store/league.ts'
import * as planStore from '../store/plans.ts'

const none: Totals = { met: 0, due: 0, overdue: 0, unmet: 0, waived: 0 }
const sum = (list: readonly Totals[]): Totals => list.reduce((a, b) => ({ met: a.met + b.met, due: a.due + b.due, overdue: a.overdue + b.overdue, unmet: a.unmet + b.unmet, waived: a.waived + b.waived }), none)

export type League = { readonly rows: LeagueRow[]; readonly fresh: boolean; readonly at: string }

/** The league of a plan in the reader's scope, from the counters of the board alone. */
export async function makeLeague(read: ReadTx, planId: string, period: LeaguePeriod, now: string, today: IsoDate): Promise<League> {
  if (periodKind(period) === null) throw new RefusedError('not_found')
  const mondays = await planStore.listBuckets(read, planId)
  const own = period === 'all' ? [everyWeek] : weeksOf(period, mondays)
  const { recent, before } = stretchesOf(period, mondays, today)
  const rows = await leagueStore.listCounters(read, planId, [...new Set([...own, ...recent, ...before])], now)
  const standings = [...Map.groupBy(rows, (row) => row.institutionId).values()].flatMap((list): Standing[] => {
    const [first] = list
    if (first === undefined) return []
    const totals = new Map(list.map((row) => [row.bucket, totalsOf(cellsAt({ cells: row.cells, flips: row.flips ?? [] }, now))]))
    const of = (buckets: readonly string[]) => sum(buckets.map((bucket) => totals.get(bucket) ?? none))
    return [{ institutionId: first.institutionId, name: first.name, kind: first.kind, level: first.level, score: of(own), recent: of(recent), before: of(before) }]
  })
  return { rows: rankLeague(standings), fresh: rows.every((row) => row.staleAt === null || row.staleAt > now), at: now }
}

/** Rule PL-45: makes the league of a period public as it stands now; an earlier publication of the period is replaced and stays on record. */
export async function publishLeague(act: Act, ask: { planId: string; period: LeaguePeriod; reason: string }): Promise<void> {
  const plan = await planStore.loadPlan(act.tx, ask.planId)
  const no = mayPublishLeague(act.actor, plan, { isOver: periodKind(ask.period) !== null && isOver(ask.period, act.today) })
  if (no !== null) throw new RefusedError(no.refused)
  const now = act.now.toISOString()
  const { rows } = await makeLeague(act.tx, plan.id, ask.period, now, act.today)
  if (!rows.some((row) => row.n > 0)) throw new RefusedError('plan.league_empty')
  const standing = await leagueStore.loadPublicForUpdate(act.tx, plan.id, ask.period)
  if (standing !== undefined) await leagueStore.withdrawPublication(act.tx, plan.id, standing.id, { at: now, byName: act.actor.name, reason: ask.reason })
  const id = act.newId()
  await leagueStore.insertPublication(act.tx, { planId: plan.id, id, regionCode: plan.regionCode, period: ask.period, figures: { rows: rows.filter((row) => row.n > 0), at: now }, reason: ask.reason, at: now, by: act.actor.id, byName: act.actor.name })
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.league_published', subjectId: plan.id, detail: { period: ask.period, reason: ask.reason, publicationId: id, replaces: standing?.id ?? null, institutions: rows.length } })
}

export async function withdrawLeague(act: Act, ask: { planId: string; period: LeaguePeriod; reason: string }): Promise<void> {
  const plan = await planStore.loadPlan(act.tx, ask.planId)
  const no = mayPublishLeague(act.actor, plan, { isOver: true })
  if (no !== null) throw new RefusedError(no.refused)
  const standing = await leagueStore.loadPublicForUpdate(act.tx, plan.id, ask.period)
  if (standing === undefined) throw new RefusedError('plan.league_not_public')
  await leagueStore.withdrawPublication(act.tx, plan.id, standing.id, { at: act.now.toISOString(), byName: act.actor.name, reason: ask.reason })
  await act.record({ institutionId: plan.institutionId, regionCode: plan.regionCode, kind: 'plan.league_withdrawn', subjectId: plan.id, detail: { period: ask.period, reason: ask.reason, publicationId: standing.id } })
}
