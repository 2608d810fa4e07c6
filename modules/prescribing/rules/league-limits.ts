import { median } from './ratio.ts'

/** Outside 95 % (warning) or 99.8 % (alarm) of what peers of its size vary by. */
export type Outside = 'warning' | 'alarm'
export type Peer = { readonly value: number; readonly cases: number }
type Range = { readonly low: number; readonly high: number }
export type LeagueLimit = { readonly of: number; readonly warning: Range; readonly alarm: Range }

/** Fewer values say too little of how they vary. */
export const fewestForLimits = 10
const reach = { warning: 1.96, alarm: 3.09 } as const
/** Of a normal distribution: the standard deviation in median absolute deviations. */
const perDeviation = 1.4826
const curvePoints = 40

/**
 * Rule PR-56: how much a value of one case varies around the median: a share of money has no chance that could be computed, so
 * the peers themselves say it, by the median of their distances times the root of their cases, which a few far outside do not
 * move. Null with fewer than ten, or where they do not vary.
 */
export function spreadAround(peers: readonly Peer[], centre: number | null): number | null {
  if (centre === null || peers.length < fewestForLimits) return null
  const spread = perDeviation * (median(peers.map(({ value, cases }) => Math.abs(value - centre) * Math.sqrt(cases))) ?? 0)
  return spread > 0 ? spread : null
}

const rangeAt = (centre: number, far: number, floor: number): Range => ({ low: Math.max(floor, centre - far), high: centre + far })

/** Rule PR-56: whether a value lies further out than its size explains. */
export function outsideOf({ value, cases }: Peer, centre: number | null, spread: number | null): Outside | null {
  if (centre === null || spread === null || cases <= 0) return null
  const far = (Math.abs(value - centre) * Math.sqrt(cases)) / spread
  return far > reach.alarm ? 'alarm' : far > reach.warning ? 'warning' : null
}

/** Rule PR-56: the limits to draw, from the smallest to the largest; `floor` is the least that a value can be. */
export function limitsFor(peers: readonly Peer[], centre: number | null, spread: number | null, floor: number): LeagueLimit[] {
  if (centre === null || spread === null) return []
  const sizes = peers.map((peer) => peer.cases)
  const [least, most] = [Math.max(1, Math.min(...sizes) * 0.8), Math.max(...sizes) * 1.1]
  const steps = Array.from({ length: curvePoints }, (_, at) => Math.max(1, Math.round(least * (most / least) ** (at / (curvePoints - 1)))))
  const at = (of: number, wide: number) => rangeAt(centre, (wide * spread) / Math.sqrt(of), floor)
  return [...new Set(steps)].map((of) => ({ of, warning: at(of, reach.warning), alarm: at(of, reach.alarm) }))
}
