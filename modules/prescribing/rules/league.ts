import { limitsFor, outsideOf, spreadAround, type LeagueLimit, type Outside } from './league-limits.ts'
import { addUp, casesOf, median, percent, ratioBetter, ratioOf, ratioUnits, type Exclusion, type Income, type RatioKey, type RatioValue } from './ratio.ts'

/**
 * Rule PR-54: what falling to the median of its peers would save, in cents: so much less of the numerator, all other income
 * staying as it is, brings the ratio there. Nothing for whoever is not above it.
 */
export function savingTo(key: RatioKey, { numerator, denominator, value }: RatioValue, middle: number | null): number | null {
  if (value === null || middle === null || ratioBetter[key] !== 'down') return null
  if (value <= middle) return 0
  if (ratioUnits[key] === 'yuan') return Math.max(0, Math.round(numerator - middle * denominator))
  const target = middle / 100
  return target >= 1 ? null : Math.max(0, Math.round((numerator - target * denominator) / (1 - target)))
}

export type LeagueInput = { readonly key: string; readonly name: string; readonly now: Income; readonly before: Income | null }
export type LeagueLine = {
  readonly key: string
  readonly name: string
  readonly value: number | null
  readonly withheld: boolean
  readonly numerator: number
  readonly denominator: number
  readonly rank: number | null
  readonly tied: boolean
  readonly before: number | null
  readonly change: number | null
  /** In percent of what it was; of means only, for a share changes by points. */
  readonly growth: number | null
  readonly saving: number | null
  readonly cases: number
  /** Outside the limits around the median; null also where there are no limits. */
  readonly outside: Outside | null
}
export type League = { readonly lines: readonly LeagueLine[]; readonly median: number | null; readonly whole: RatioValue; readonly wholeBefore: number | null; readonly limits: readonly LeagueLimit[] }

const change = (now: number | null, before: number | null): number | null => (now === null || before === null ? null : Math.round((now - before) * 100) / 100)

/** Rule PR-55: whoever has no income and no case any more has a line where growth is ranked, and nowhere else. */
const isThere = ({ now }: LeagueInput): boolean => now.medicalCents !== 0 || casesOf(now) > 0

/** Rule PR-55: the league: whose value asks for a look first (the highest where lower is better), equal values sharing a place; withheld ones last, by name. */
export function leagueOf(key: RatioKey, without: Exclusion, units: readonly LeagueInput[]): League {
  const isGrowth = key === 'income-growth'
  const valued = (isGrowth ? units : units.filter(isThere)).map((unit) => ({ unit, now: ratioOf(key, unit.now, without, unit.before), before: unit.before === null || isGrowth ? null : ratioOf(key, unit.before, without).value }))
  const middle = median(valued.flatMap(({ now }) => now.value ?? []))
  const earlier = units.flatMap((unit) => unit.before ?? [])
  const whole = ratioOf(key, addUp(units.map((unit) => unit.now)), without, earlier.length === 0 ? null : addUp(earlier))
  const peers = valued.flatMap(({ unit, now }) => (now.value === null ? [] : [{ value: now.value, cases: casesOf(unit.now) }]))
  const spread = spreadAround(peers, middle)
  const sign = ratioBetter[key] === 'up' ? 1 : -1
  const ordered = valued.toSorted((a, b) => {
    if (a.now.value === null || b.now.value === null) return (a.now.value === null ? 1 : 0) - (b.now.value === null ? 1 : 0) || byText(a.unit, b.unit)
    return sign * (a.now.value - b.now.value) || b.now.denominator - a.now.denominator || byText(a.unit, b.unit)
  })
  const places = new Map<number, { rank: number; many: number }>()
  for (const [at, { now }] of ordered.entries()) {
    if (now.value === null) continue
    const place = places.get(now.value)
    places.set(now.value, { rank: place?.rank ?? at + 1, many: (place?.many ?? 0) + 1 })
  }
  const lines = ordered.map(({ unit, now, before }) => {
    const place = now.value === null ? undefined : places.get(now.value)
    const cases = casesOf(unit.now)
    return {
      key: unit.key, name: unit.name, ...now, rank: place?.rank ?? null, tied: (place?.many ?? 0) > 1, before, change: change(now.value, before), growth: ratioUnits[key] === 'yuan' && now.value !== null && before !== null ? percent(now.value - before, before, 2) : null,
      saving: savingTo(key, now, middle), cases, outside: now.value === null ? null : outsideOf({ value: now.value, cases }, middle, spread),
    }
  })
  return { lines, median: middle, whole, wholeBefore: earlier.length === 0 || isGrowth ? null : ratioOf(key, addUp(earlier), without).value, limits: limitsFor(peers, middle, spread, isGrowth ? Number.NEGATIVE_INFINITY : 0) }
}

const byText = (a: { name: string; key: string }, b: { name: string; key: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1)
