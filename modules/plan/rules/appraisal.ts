import type { ClaimName, DifferenceName } from './difference.ts'
import type { VerdictName } from './views.ts'

/** What an appraisal counts, each with its weight. */
export const scoredItems = ['met', 'late', 'unmet', 'overdue', 'overclaim', 'not_confirmed'] as const
export type ScoredItem = (typeof scoredItems)[number]
export type Weights = Readonly<Record<ScoredItem, number>>

/** Rule PL-47: counts while no commission has said otherwise: in time a whole, late a half; a claim above the facts and a check that failed take away. */
export const standardWeights: Weights = { met: 1, late: 0.5, unmet: 0, overdue: 0, overclaim: -0.5, not_confirmed: -1 }

/** Rule PL-47: what was done in time is worth something, and nothing is worth more. */
export const fitsWeights = (weights: Weights): boolean => weights.met > 0 && scoredItems.every((item) => Number.isFinite(weights[item]) && Math.abs(weights[item]) <= 10 && weights[item] <= weights.met)

/** Equal obligations of one institution, counted by the database. */
export type Tally = {
  readonly planId: string
  readonly clauseNo: number
  readonly quarter: number
  readonly verdict: VerdictName
  readonly late: boolean
  readonly claim: ClaimName | null
  readonly difference: DifferenceName | null
  readonly n: number
}

export type Counts = { readonly met: number; readonly late: number; readonly unmet: number; readonly overdue: number; readonly due: number; readonly waived: number; readonly claimed: number; readonly overclaim: number; readonly running: number; readonly underclaim: number }

/** Rule PL-46: late is shown apart from not done; a claim above the facts apart from one below them. */
export function countTallies(tallies: readonly Tally[]): Counts {
  const sum = (of: (tally: Tally) => boolean) => tallies.reduce((total, tally) => total + (of(tally) ? tally.n : 0), 0)
  const verdict = (name: VerdictName) => sum((tally) => tally.verdict === name)
  const late = sum((tally) => tally.verdict === 'unmet' && tally.late)
  return {
    met: verdict('met'), late, unmet: verdict('unmet') - late, overdue: verdict('overdue'), due: verdict('due'), waived: verdict('waived'),
    claimed: sum((tally) => tally.claim !== null), overclaim: sum((tally) => tally.difference === 'met_unmet' || tally.difference === 'met_overdue'), running: sum((tally) => tally.difference === 'met_running'), underclaim: sum((tally) => tally.difference === 'unmet_met'),
  }
}

export type ClauseNode = { readonly planId: string; readonly id: string; readonly parentId: string | null; readonly ordinal: number; readonly printed: string; readonly title: string }
export type PartCounts = { readonly ordinal: number; readonly printed: string; readonly title: string; readonly counts: Counts }

/** The tallies of one plan by its parts: the uppermost clauses, in their order. */
export function byParts(tallies: readonly Tally[], clauses: readonly ClauseNode[]): PartCounts[] {
  const byId = new Map(clauses.map((clause) => [clause.id, clause]))
  const byNo = new Map(clauses.map((clause) => [clause.ordinal, clause]))
  const rootOf = (clauseNo: number): ClauseNode | undefined => {
    let at = byNo.get(clauseNo)
    for (let depth = 0; at !== undefined && at.parentId !== null && depth < 20; depth += 1) at = byId.get(at.parentId) ?? { ...at, parentId: null }
    return at
  }
  const groups = Map.groupBy(tallies, (tally) => rootOf(tally.clauseNo)?.ordinal ?? 0)
  return [...groups].sort(([a], [b]) => a - b).map(([ordinal, own]) => ({ ordinal, printed: byNo.get(ordinal)?.printed ?? '', title: byNo.get(ordinal)?.title ?? '', counts: countTallies(own) }))
}

export type ScoreLine = { readonly item: ScoredItem; readonly count: number; readonly weight: number; readonly points: number }
export type Scored = { readonly lines: readonly ScoreLine[]; readonly points: number; readonly full: number; /** Of a hundred; null where nothing is decided. */ readonly score: number | null }

/** Amounts of points without the crumbs of binary fractions. */
const round = (value: number): number => Math.round(value * 1000) / 1000

/**
 * Rule PL-46: every line is a count times its weight; the score is their sum as a part of what all decided obligations
 * would bring in time, between 0 and 100, cut to one decimal.
 */
export function scoreOf(counts: Counts, notConfirmed: number, weights: Weights): Scored {
  const of: Record<ScoredItem, number> = { met: counts.met, late: counts.late, unmet: counts.unmet, overdue: counts.overdue, overclaim: counts.overclaim, not_confirmed: notConfirmed }
  const lines = scoredItems.map((item) => ({ item, count: of[item], weight: weights[item], points: round(of[item] * weights[item]) }))
  const points = round(lines.reduce((sum, line) => sum + line.points, 0))
  const full = round((counts.met + counts.late + counts.unmet + counts.overdue) * weights.met)
  // A thousandth below a tenth is a crumb of the division, not a fact.
  return { lines, points, full, score: full === 0 ? null : Math.min(100, Math.max(0, Math.floor((points / full) * 1000 + 1e-6) / 10)) }
}
