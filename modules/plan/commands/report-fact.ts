import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Act } from '../../../server/platform/act.ts'
import { send } from '../../../server/platform/database.ts'
import { listTermsMoved, lockParticipant, type TermsRow } from '../store/obligations.ts'
import type { FedKind } from './fact-sources.ts'
import { recompute, type Place } from './recompute.ts'

type Body = { readonly institutionId: string; readonly regionCode: string }

export type MovedFacts = {
  readonly kind: FedKind
  /** The register, measure, form, service or kind of matter it belongs to; obligations with the same key are ruled anew. */
  readonly factKey: string | null
  /** The day the fact is about, or the first of the days on which something moved. */
  readonly on: IsoDate
  /** The last such day; left out it is the first, null reaches into every later period. */
  readonly until?: IsoDate | null
}
export type ReportedFact = Body & MovedFacts

/**
 * A fact was recorded: rules anew, in the same transaction, the obligations of that institution that it can change.
 * The caller writes its fact first and calls this before its own `record`; what it keeps is asked of its source.
 */
export const reportFact = (act: Act, { institutionId, regionCode, ...moved }: ReportedFact): Promise<{ recomputed: number; changed: number }> => reportManyFacts(act, { institutionId, regionCode }, [moved])

/** The same for many facts of one body at once: each obligation is ruled once, each board row saved once. */
export async function reportManyFacts(act: Act, body: Body, moved: readonly MovedFacts[]): Promise<{ recomputed: number; changed: number }> {
  if (moved.length === 0) return { recomputed: 0, changed: 0 }
  const seen = await listTermsMoved(act.tx, body.institutionId, moved.map((each) => ({ ...each, until: each.until === undefined ? each.on : each.until })))
  const plans = [...Map.groupBy(seen, (row) => row.planId)].sort(([a], [b]) => (a < b ? -1 : 1))
  const cause = { kind: [...new Set(moved.map((each) => each.kind))].join('、'), factKey: [...new Set(moved.map((each) => each.factKey))].join('、'), on: moved.map((each) => each.on).sort()[0] ?? null }
  const occurrences: Awaited<ReturnType<typeof ruleAnew>> = []
  for (const [planId, rows] of plans) {
    // What is asked next is run after it, once the lock is had.
    send(act.tx, lockParticipant(act.tx, body.institutionId, planId))
    occurrences.push(...(await ruleAnew(act, { ...body, planId }, rows, cause)))
  }
  await act.record(...occurrences)
  return { recomputed: seen.length, changed: occurrences.reduce((sum, each) => sum + each.detail.periods.length, 0) }
}

/**
 * Rules the rows of one institution anew; gives the event with every verdict that moved, and why it was looked at. Whoever
 * rules several bodies or plans records at the end: a chain that is held while a further lock is waited for can close a circle.
 */
export async function ruleAnew(act: Act, place: Place, rows: readonly TermsRow[], cause: Readonly<Record<string, string | null>>) {
  const moved = (await recompute(act, place, rows)).filter((each) => each.ruling.verdict !== each.before)
  return moved.length === 0 ? [] : [{ institutionId: place.institutionId, regionCode: place.regionCode, kind: 'plan.verdicts_changed', subjectId: place.planId, detail: { ...cause, periods: moved.map(verdictLine(rows)) } }]
}

const verdictLine = (rows: readonly TermsRow[]) => (each: { periodId: string; before: string; ruling: { verdict: string; why: { code: string } } }) => ({
  periodId: each.periodId, dutyId: rows.find((row) => row.periodId === each.periodId)?.dutyId, before: each.before, verdict: each.ruling.verdict, why: each.ruling.why.code,
})
