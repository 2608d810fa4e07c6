import { countsIn } from './chance.ts'
import type { Chance, Unit } from './names.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'

/** Rule ME-30: what a change has to exceed, and what the sum has to reach, in standard deviations. */
export const cusumK = 0.5
export const cusumH = 4
/** Rule ME-30: so many values are needed, and so many of the oldest are what the rest is compared with. */
export const fewestRuns = 8
export const runBase = 6

export type RunPoint = { readonly from: IsoDate; readonly running: boolean; readonly value: number | null; readonly numerator: number | null; readonly denominator: number | null; /** Read together with periods before it: not a point of its own. */ readonly pooled?: number | undefined }
export type Runs = {
  /** The mean of the oldest values; the line of the chart. */
  readonly base: number
  readonly baseFrom: IsoDate
  readonly baseTo: IsoDate
  /** Of every point judged: how far the sums are, and whether one reached the limit there. */
  readonly points: readonly { readonly from: IsoDate; readonly up: number; readonly down: number; readonly alarm: 'up' | 'down' | null; /** Since when it has been going that way. */ readonly since: IsoDate | null }[]
}

/**
 * Rule ME-30: a two-sided CUSUM. Every value becomes its distance from the base in standard deviations: those of chance
 * where it is known (a proportion, Poisson), else those of the base's own steps (mean moving range ÷ 1.128). A sum adds
 * what exceeds k; at h it alarms and begins anew. Running periods, those read together
 * with others and what has no value are left out; null for too few.
 */
export function runsOf(points: readonly RunPoint[], how: { readonly chance: Chance; readonly unit: Unit }): Runs | null {
  const known = points.filter((each) => !each.running && each.value !== null && (each.pooled ?? 1) === 1)
  if (known.length < fewestRuns) return null
  const old = known.slice(0, runBase)
  const distance = distanceFrom(old, how)
  const [first, last] = [old[0], old.at(-1)]
  if (distance === null || first === undefined || last === undefined) return null
  let [up, down] = [0, 0]
  let [upSince, downSince]: [IsoDate | null, IsoDate | null] = [null, null]
  const judged = known.map((each) => {
    const z = distance.of(each)
    up = Math.max(0, up + z - cusumK)
    down = Math.max(0, down - z - cusumK)
    upSince = up === 0 ? null : (upSince ?? each.from)
    downSince = down === 0 ? null : (downSince ?? each.from)
    const alarm = up >= cusumH ? ('up' as const) : down >= cusumH ? ('down' as const) : null
    const found = { from: each.from, up, down, alarm, since: alarm === 'up' ? upSince : alarm === 'down' ? downSince : null }
    // The sums begin anew; since when it has been going that way stays, as long as it goes on.
    if (alarm !== null) [up, down] = [0, 0]
    return found
  })
  return { base: distance.base, baseFrom: first.from, baseTo: last.from, points: judged }
}

/** How far a value lies from the base, in standard deviations; null where the base does not vary at all and chance is unknown. */
function distanceFrom(old: readonly RunPoint[], { chance, unit }: { chance: Chance; unit: Unit }): { base: number; of: (point: RunPoint) => number } | null {
  const scale = unit === 'percent' ? 100 : 1
  const counts = old.map((each) => countsIn(chance, each))
  const known = counts.flatMap((each) => each ?? [])
  const [events, of] = [known.reduce((sum, each) => sum + each.events, 0), known.reduce((sum, each) => sum + each.of, 0)]
  if (known.length === old.length && of > 0 && events > 0 && (chance !== 'proportion' || events < of)) {
    const rate = events / of
    return {
      base: rate * scale,
      of: (point) => {
        const own = countsIn(chance, point)
        if (own === null) return 0
        const variance = chance === 'proportion' ? (rate * (1 - rate)) / own.of : rate / own.of
        return (own.events / own.of - rate) / Math.sqrt(variance)
      },
    }
  }
  const values = old.map((each) => each.value ?? 0)
  const base = values.reduce((sum, each) => sum + each, 0) / values.length
  const ranges = values.slice(1).map((each, at) => Math.abs(each - (values[at] ?? 0)))
  const deviation = ranges.reduce((sum, each) => sum + each, 0) / ranges.length / 1.128
  return deviation === 0 ? null : { base, of: (point) => ((point.value ?? base) - base) / deviation }
}
