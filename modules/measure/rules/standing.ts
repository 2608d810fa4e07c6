import { countsIn, intervalOf, limitsOf, sides, type Interval } from './chance.ts'
import type { Chance, Direction, Target, Unit, WhyNot } from './names.ts'
import { fewestPeers, spreadOf } from './peers.ts'
import { roundValue } from './show.ts'
import type { Figure } from './value.ts'

/** One of those compared, with its figure now and in the period before. */
export type Candidate = { readonly id: string; readonly name: string; readonly figure: Figure; readonly before: Figure | null }
export type Judged = { readonly chance: Chance; /** Its value is numerator ÷ denominator, so that values can be pooled. */ readonly isQuotient: boolean; readonly unit: Unit; readonly decimals: number; readonly direction: Direction; readonly target?: Target | null | undefined }

export type StandingRow = {
  readonly id: string
  readonly name: string
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly why: WhyNot | null
  readonly facts: number
  readonly pooled: number
  readonly interval: Interval | null
  readonly places: { readonly from: number; readonly to: number } | null
  readonly band: 'ahead' | 'middle' | 'behind' | null
  readonly movement: 'better' | 'worse' | 'alike' | 'new' | null
  readonly outside: 'warning' | 'alarm' | null
  /** Of a hundred of its peers, how many it is ahead of; from five values on. */
  readonly percentile: number | null
}

/** A value in the unit of the measure: a share is × 100 as a percentage. */
const scaleOf = (how: Judged): number => (how.unit === 'percent' ? 100 : 1)

/** Rule ME-24: the 95 % interval of a figure in its unit; null where it has no known chance. */
export function intervalFor(figure: Pick<Figure, 'value' | 'numerator' | 'denominator'> | null, how: Judged): Interval | null {
  if (figure === null || figure.value === null || how.chance === 'none') return null
  const counts = countsIn(how.chance, figure)
  if (counts === null) return null
  const { low, high } = intervalOf(how.chance, counts)
  return { low: low * scaleOf(how), high: high * scaleOf(how) }
}

/** Where a value certainly lies: its interval, or without a known chance the value as it is shown. */
function reachOf(figure: Figure | null, how: Judged): Interval | null {
  if (figure === null || figure.value === null) return null
  const shown = Number(roundValue(figure.value, how))
  return intervalFor(figure, how) ?? { low: shown, high: shown }
}

const isBetter = (a: Interval, b: Interval, direction: Direction): boolean => (direction === 'up' ? a.low > b.high : direction === 'down' ? a.high < b.low : false)

/** Rule ME-26: the pooled value of those compared; what is no quotient (a sum, a change) has none. */
export function centreOf(figures: readonly Figure[], how: Judged): number | null {
  if (!how.isQuotient) return null
  const known = figures.filter((each) => each.value !== null && each.numerator !== null && each.denominator !== null && each.denominator > 0)
  const of = known.reduce((sum, each) => sum + (each.denominator ?? 0), 0)
  return of === 0 ? null : (known.reduce((sum, each) => sum + (each.numerator ?? 0), 0) / of) * scaleOf(how)
}

/** Rule ME-27: whether a value lies outside the control limits around the middle line. */
export function outsideOf(figure: Figure, centre: number | null, how: Judged): 'warning' | 'alarm' | null {
  if (figure.value === null || centre === null || how.chance === 'none') return null
  const counts = countsIn(how.chance, figure)
  if (counts === null) return null
  const { chance } = how
  const beyond = (side: number) => {
    const { low, high } = limitsOf(chance, centre / scaleOf(how), counts.of, side)
    const share = counts.events / counts.of
    return share < low || share > high
  }
  return beyond(sides.alarm) ? 'alarm' : beyond(sides.warning) ? 'warning' : null
}

/**
 * Rules ME-26 … ME-29: those compared with one another, in a stable order. Nobody is given one place where chance allows
 * several: a place is taken from each who is certainly better, and kept from each who is certainly worse.
 */
export function stand(candidates: readonly Candidate[], how: Judged): { readonly centre: number | null; readonly rows: readonly StandingRow[] } {
  const centre = centreOf(candidates.map((each) => each.figure), how)
  const reaches = candidates.map((each) => reachOf(each.figure, how))
  const values = candidates.flatMap((each) => each.figure.value ?? [])
  const rows = candidates.map((each, at): StandingRow => {
    const { figure } = each
    const own = reaches[at] ?? null
    const isRanked = own !== null && how.direction !== 'none'
    const others = reaches.filter((reach, n) => n !== at && reach !== null)
    const better = isRanked ? others.filter((reach) => reach !== null && isBetter(reach, own, how.direction)).length : 0
    const worse = isRanked ? others.filter((reach) => reach !== null && isBetter(own, reach, how.direction)).length : 0
    return {
      id: each.id, name: each.name, value: figure.value, numerator: figure.numerator, denominator: figure.denominator, why: figure.why, facts: figure.facts, pooled: figure.pooled ?? 1,
      interval: intervalFor(figure, how),
      places: isRanked ? { from: 1 + better, to: others.length + 1 - worse } : null,
      band: isRanked ? bandFor(figure, centre, values, how) : null,
      movement: isRanked ? movementOf(own, reachOf(each.before, how), how.direction) : null,
      outside: outsideOf(figure, centre, how),
      percentile: isRanked ? percentileOf(figure.value ?? 0, values, how) : null,
    }
  })
  return { centre, rows: rows.sort((a, b) => order(a, b, how)) }
}

/** Rule ME-28: ahead or behind where the whole interval lies on one side of the middle line; without a known chance, beyond the quartiles of enough values. */
function bandFor(figure: Figure, centre: number | null, values: readonly number[], how: Judged): StandingRow['band'] {
  const interval = intervalFor(figure, how)
  if (interval !== null && centre !== null) {
    const line = { low: centre, high: centre }
    return isBetter(interval, line, how.direction) ? 'ahead' : isBetter(line, interval, how.direction) ? 'behind' : 'middle'
  }
  const spread = how.chance === 'none' ? spreadOf(values) : null
  if (spread === null || figure.value === null) return 'middle'
  const [best, worst] = how.direction === 'up' ? [spread.upper, spread.lower] : [spread.lower, spread.upper]
  const sign = how.direction === 'up' ? 1 : -1
  return (figure.value - best) * sign > 0 ? 'ahead' : (figure.value - worst) * sign < 0 ? 'behind' : 'middle'
}

/** Rule ME-29: moved only where the two intervals do not meet. */
function movementOf(now: Interval, before: Interval | null, direction: Direction): StandingRow['movement'] {
  if (before === null) return 'new'
  return isBetter(now, before, direction) ? 'better' : isBetter(before, now, direction) ? 'worse' : 'alike'
}

/** Rule ME-26: of a hundred peers, how many a value is ahead of, those equal as shown counted half. */
export function percentileOf(value: number, values: readonly number[], how: Judged): number | null {
  if (values.length < fewestPeers) return null
  const shown = (each: number) => Number(roundValue(each, how))
  const own = shown(value)
  const sign = how.direction === 'down' ? -1 : 1
  const behind = values.filter((each) => (own - shown(each)) * sign > 0).length
  const equal = values.filter((each) => shown(each) === own).length - 1
  return ((behind + equal / 2) / (values.length - 1)) * 100
}

/** Rule ME-26: by the middle of the places, then the value, the larger denominator, the name and the id; who has no value stands last. */
function order(a: StandingRow, b: StandingRow, how: Judged): number {
  const byName = a.name.localeCompare(b.name, 'zh-CN') || (a.id < b.id ? -1 : 1)
  if (a.value === null || b.value === null) return a.value === b.value ? byName : a.value === null ? 1 : -1
  if (a.places === null || b.places === null) return byName
  const shown = (each: number) => Number(roundValue(each, how))
  const middle = (each: { from: number; to: number }) => each.from + each.to
  return middle(a.places) - middle(b.places) || (shown(a.value) - shown(b.value)) * (how.direction === 'down' ? 1 : -1) || (b.denominator ?? 0) - (a.denominator ?? 0) || byName
}

export type FunnelLimits = { readonly of: number; readonly warning: Interval; readonly alarm: Interval }
const curvePoints = 40

/** Rule ME-25: the limits to draw, from the smallest denominator to the largest; empty without a middle line or a known chance. */
export function funnelOf(rows: readonly Pick<StandingRow, 'value' | 'denominator'>[], centre: number | null, how: Judged): FunnelLimits[] {
  const sizes = rows.flatMap((row) => (row.value === null || row.denominator === null ? [] : [row.denominator]))
  const { chance } = how
  if (chance === 'none' || centre === null || sizes.length === 0) return []
  const [least, most] = [Math.max(1, Math.min(...sizes) * 0.8), Math.max(...sizes) * 1.1]
  const steps = Array.from({ length: curvePoints }, (_, at) => least * (most / least) ** (at / (curvePoints - 1)))
  const all = [...new Set([...steps.map((each) => Math.max(1, Math.round(each))), ...sizes])].sort((a, b) => a - b)
  const scale = scaleOf(how)
  return all.map((of) => {
    const [warning, alarm] = [limitsOf(chance, centre / scale, of, sides.warning), limitsOf(chance, centre / scale, of, sides.alarm)]
    return { of, warning: { low: warning.low * scale, high: warning.high * scale }, alarm: { low: alarm.low * scale, high: alarm.high * scale } }
  })
}
