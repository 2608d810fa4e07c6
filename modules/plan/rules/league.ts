/** What one institution owed and did in a period, as the board counts it. */
export type Score = { readonly met: number; readonly unmet: number; readonly overdue: number; readonly due: number; readonly waived: number }
export type Standing = {
  readonly institutionId: string
  readonly name: string
  readonly kind: string
  readonly level: string
  readonly score: Score
  /** What the trend compares: this stretch of time and the one before it. */
  readonly recent: Score
  readonly before: Score
}

export const bands = ['high', 'good', 'fair', 'low'] as const
export type Band = (typeof bands)[number]
export const trends = ['up', 'same', 'down'] as const
export type Trend = (typeof trends)[number]

/** Rule PL-44: what the league is made with; a change here changes the method page with it. */
export const leagueTerms = {
  /** Fewer decided obligations than this give a band and no rank. */
  smallest: 10,
  /** From this many on a percentage shows a decimal. */
  decimalFrom: 100,
  /** Lowest completion of a band, in percent. */
  bands: { high: 90, good: 75, fair: 50, low: 0 } satisfies Record<Band, number>,
  /** Percentage points that make a trend. */
  trendPoints: 1,
} as const

export type LeagueRow = {
  readonly institutionId: string
  readonly name: string
  readonly kind: string
  readonly level: string
  readonly met: number
  readonly unmet: number
  readonly overdue: number
  readonly due: number
  readonly waived: number
  /** Met, unmet and overdue together: what the completion is a part of. */
  readonly n: number
  /** Null where nothing is decided yet. */
  readonly band: Band | null
  /** Null where n is too small to rank. */
  readonly rank: number | null
  readonly tied: boolean
  /** Among institutions of the same kind and level. */
  readonly peerRank: number | null
  readonly peers: number
  readonly trend: Trend | null
}

type Part = { readonly met: number; readonly n: number }

/** Rule PL-43: completion is met of (met + unmet + overdue); what was waived and what is not due yet stay out. */
export const partOf = (score: Score): Part => ({ met: score.met, n: score.met + score.unmet + score.overdue })

/** Exact, without division: negative where a is lower. */
const compare = (a: Part, b: Part): number => a.met * b.n - b.met * a.n

export const bandOf = ({ met, n }: Part): Band | null => (n === 0 ? null : (bands.find((band) => met * 100 >= leagueTerms.bands[band] * n) ?? 'low'))

/** Rule PL-43: cut, not rounded, so that 100 % means all; a decimal only where the number of obligations bears one. */
export function printShare({ met, n }: Part): string {
  if (n === 0) return '—'
  const scale = n >= leagueTerms.decimalFrom ? 10 : 1
  return `${(Math.floor((met * 100 * scale) / n) / scale).toFixed(scale === 10 ? 1 : 0)}%`
}

/** Rule PL-44: up or down from one percentage point on, where both stretches are large enough to say so. */
export function trendOf(recent: Part, before: Part): Trend | null {
  if (recent.n < leagueTerms.smallest || before.n < leagueTerms.smallest) return null
  const change = (compare(recent, before) * 100) / (recent.n * before.n)
  return change >= leagueTerms.trendPoints ? 'up' : change <= -leagueTerms.trendPoints ? 'down' : 'same'
}

/** Rule PL-44: equal completion shares a rank, the next rank counts them all; small numbers are not ranked; the order never depends on the order of the rows. */
export function rankLeague(standings: readonly Standing[]): LeagueRow[] {
  const parts = new Map(standings.map((each) => [each.institutionId, partOf(each.score)]))
  const part = (each: Standing): Part => parts.get(each.institutionId) ?? { met: 0, n: 0 }
  const ranked = standings.filter((each) => part(each).n >= leagueTerms.smallest)
  const place = (each: Standing, among: readonly Standing[]) => 1 + among.filter((other) => compare(part(other), part(each)) > 0).length
  const rows = standings.map((each): LeagueRow => {
    const own = part(each)
    const isRanked = own.n >= leagueTerms.smallest
    const peers = ranked.filter((other) => other.kind === each.kind && other.level === each.level)
    return {
      institutionId: each.institutionId, name: each.name, kind: each.kind, level: each.level, ...each.score, n: own.n, band: bandOf(own),
      rank: isRanked ? place(each, ranked) : null, tied: isRanked && ranked.some((other) => other !== each && compare(part(other), own) === 0),
      peerRank: isRanked ? place(each, peers) : null, peers: peers.length, trend: trendOf(partOf(each.recent), partOf(each.before)),
    }
  })
  return rows.sort(inOrder)
}

const bandPlace = (band: Band | null): number => (band === null ? bands.length : bands.indexOf(band))

/** Ranked ones by rank, then the small ones by band, then those with nothing decided; within, the larger number first, then the name. */
function inOrder(a: LeagueRow, b: LeagueRow): number {
  const rank = (row: LeagueRow) => row.rank ?? Number.MAX_SAFE_INTEGER
  return rank(a) - rank(b) || bandPlace(a.band) - bandPlace(b.band) || b.n - a.n || a.name.localeCompare(b.name, 'zh-CN') || (a.institutionId < b.institutionId ? -1 : 1)
}
