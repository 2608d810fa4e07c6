import { addMs, startOfDay } from '../../../kernel/instant.ts'
import type { Act } from '../../../server/platform/act.ts'
import { send } from '../../../server/platform/database.ts'
import { countCells, sumRows } from '../rules/board.ts'
import type { Facts, Ruling, Terms } from '../rules/facts.ts'
import { claimOf } from '../rules/revision.ts'
import { stored, verdict, verdictAt } from '../rules/verdict.ts'
import { closedSince } from '../rules/verdicts/open.ts'
import { asItStands, isNews, movesBoard } from '../rules/written.ts'
import * as boardStore from '../store/board.ts'
import * as evidenceStore from '../store/evidence.ts'
import { listTerms, lockParticipant, type TermsRow } from '../store/obligations.ts'
import { listWritten, saveRulings } from '../store/rulings.ts'
import { askSources } from './fact-sources.ts'

const horizonMs = 21 * 86_400_000

export type Place = { readonly institutionId: string; readonly regionCode: string; readonly planId: string }

export const termsOf = (row: TermsRow): Terms => ({
  dueAt: row.dueAt,
  graceDays: row.graceDays,
  closedAt: closedSince(row),
  target: row.target,
  freshDays: row.freshDays,
  turnFrom: row.hasRhythm ? startOfDay(row.fromOn) : null,
})

export type Changed = { readonly periodId: string; readonly before: string; readonly ruling: Ruling }

/**
 * Rules one institution's obligations anew from all their facts, saves what came out, and brings its board up to date. Under
 * its lock; where terms that were seen before that have moved meanwhile, the facts are asked once more by those that stand.
 */
export async function recompute(act: Act, place: Place, seen: readonly TermsRow[]): Promise<Changed[]> {
  if (seen.length === 0) return []
  const now = act.now.toISOString()
  const periodIds = seen.map((row) => row.periodId)
  const [standing, early] = await Promise.all([listWritten(act.tx, place.institutionId, periodIds), askSources(act.tx, place.institutionId, seen)])
  const written = new Map(standing.map((each) => [each.periodId, each]))
  const rows = seen.map((row) => asItStands(row, written.get(row.periodId)))
  const source = rows.every((row, at) => row === seen[at]) ? early : await askSources(act.tx, place.institutionId, rows)
  const hand = await evidenceStore.handFacts(act.tx, place.institutionId, periodIds.filter((periodId) => written.get(periodId)?.byHand === true))
  const rulings = rows.map((row) => {
    const byHand = hand.get(row.periodId) ?? { evidence: [], override: null }
    const facts: Facts = { ...byHand, source: source.get(row.periodId) ?? null }
    const terms = termsOf(row)
    // Who began before a close and waited for the lock rules after it.
    const ruling = verdict(row.kind, terms, facts, terms.closedAt !== null && terms.closedAt > now ? terms.closedAt : now)
    const claim = claimOf(byHand.evidence)
    const verifiedAt = claim.verifiedAt ?? (facts.source !== null && ruling.verdict === 'met' ? now : null)
    return { periodId: row.periodId, before: written.get(row.periodId)?.verdict ?? row.verdict, bucketOn: row.bucketOn, ruling, claimedAt: claim.claimedAt, verifiedAt }
  })
  await saveRulings(act.tx, place.institutionId, rulings.filter((each) => isNews(written.get(each.periodId), each)))
  const buckets = new Set(rulings.filter((each) => movesBoard(written.get(each.periodId), each)).map((each) => each.bucketOn))
  if (buckets.size > 0) await saveBoard(act, place, [...buckets])
  return rulings.map(({ periodId, before, ruling }) => ({ periodId, before, ruling }))
}

/** Recomputes chosen periods; takes the institution's lock first, so that no count is lost between two facts. */
export async function recomputePeriods(act: Act, place: Place, periodIds: readonly string[]): Promise<Changed[]> {
  send(act.tx, lockParticipant(act.tx, place.institutionId, place.planId))
  return recompute(act, place, await listTerms(act.tx, place.institutionId, { periodIds }))
}

/** Counts the given weeks again and sums all weeks. The institution's lock is held by the caller. */
export async function saveBoard(act: Act, place: Place, buckets: readonly string[]): Promise<void> {
  const now = act.now.toISOString()
  const [graceDays, weeks, counted] = await Promise.all([
    boardStore.graceOf(act.tx, place.planId), boardStore.listWeeks(act.tx, place.institutionId, place.planId), Promise.all(buckets.map((bucket) => boardStore.listCounted(act.tx, place.institutionId, place.planId, bucket))),
  ])
  const rows: boardStore.SavedRow[] = buckets.map((bucket, at) => ({ ...place, bucket, row: countCells(counted[at] ?? [], graceDays, now), staleAt: null }))
  const others = weeks.filter((week) => !buckets.includes(week.bucket))
  const horizon = addMs(now, horizonMs)
  const sum = sumRows([...others, ...rows.map(({ row }) => row)], now, horizon)
  rows.push({ ...place, bucket: boardStore.everyWeek, row: sum, staleAt: sum.cut ? horizon : null })
  await boardStore.saveRows(act.tx, rows, now)
}

/** The verdict a saved ruling has at this moment. */
export const nameNow = (ruling: Ruling, dueAt: string, graceDays: number | null, now: string) => verdictAt(stored(ruling, dueAt), graceDays, now)
