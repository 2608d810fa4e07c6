import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs, startOfDay, type Instant } from '../../../kernel/instant.ts'

/** Whose places: everybody's, the counter's on the day, primary care's, the doctor's own follow-ups, statutory priority. */
export const pools = ['public', 'onsite', 'referral', 'followup', 'priority'] as const
export type Pool = (typeof pools)[number]
export const otherPools = ['onsite', 'referral', 'followup', 'priority'] as const satisfies readonly Pool[]
export type OtherPool = (typeof otherPools)[number]
/** Places kept back of each slot; what is left is public. */
export type PoolShares = { readonly [Pool in OtherPool]?: number | undefined }

export const poolNames: Record<Pool, { zh: string; en: string }> = {
  public: { zh: '公开号', en: 'Public' },
  onsite: { zh: '现场号', en: 'On site' },
  referral: { zh: '转诊号', en: 'Referral' },
  followup: { zh: '复诊号', en: 'Follow-up' },
  priority: { zh: '优先号', en: 'Priority' },
}

export type Place = { readonly pool: Pool; readonly capacity: number; readonly opensAt: Instant }

export const keptBack = (shares: PoolShares): number => otherPools.reduce((sum, pool) => sum + (shares[pool] ?? 0), 0)

/** How the places of a day are released. */
export type Release = {
  readonly weeksAhead: number
  readonly releaseMinute: number
  readonly mode: 'queue' | 'draw'
  readonly drawMinutes: number
  readonly referralDaysEarlier: number
}

const minuteMs = 60_000
export const minuteOf = (on: IsoDate, minute: number): Instant => addMs(startOfDay(on), minute * minuteMs)

/** Rule SC-4: a day's public places open at the published minute, so many weeks before; entries of a draw are taken from then on, and what it leaves opens when it is over. */
export function releaseOf(on: IsoDate, release: Release): { readonly opensAt: Instant; readonly closesAt: Instant | null } {
  const opensAt = minuteOf(addDays(on, -7 * release.weeksAhead), release.releaseMinute)
  return { opensAt, closesAt: release.mode === 'draw' ? addMs(opensAt, release.drawMinutes * minuteMs) : null }
}

/**
 * Rule SC-5: each slot's capacity is parted once: what no other pool keeps is public. Places for primary care and for
 * follow-ups open so many days earlier, those for statutory priority with the public ones, those of the counter on the day.
 */
export function placesOf(on: IsoDate, capacity: number, shares: PoolShares, release: Release): Place[] {
  const { opensAt, closesAt } = releaseOf(on, release)
  const early = addMs(opensAt, -release.referralDaysEarlier * 24 * 60 * minuteMs)
  return parted(capacity, shares, { public: closesAt ?? opensAt, onsite: startOfDay(on), referral: early, followup: early, priority: closesAt ?? opensAt })
}

/** The same where everything opens at one instant, but for the counter's places. */
export const partedAtOnce = (on: IsoDate, capacity: number, shares: PoolShares, opensAt: Instant): Place[] =>
  parted(capacity, shares, { public: opensAt, onsite: startOfDay(on), referral: opensAt, followup: opensAt, priority: opensAt })

function parted(capacity: number, shares: PoolShares, opens: Readonly<Record<Pool, Instant>>): Place[] {
  const rest = Math.max(0, capacity - keptBack(shares))
  return pools.flatMap((pool) => {
    const places = pool === 'public' ? rest : (shares[pool] ?? 0)
    return pool === 'public' || places > 0 ? [{ pool, capacity: places, opensAt: opens[pool] }] : []
  })
}

/** Rule SC-6: at the roll-over what these pools have left becomes public; the counter keeps its places, for the law keeps manual service. */
export const rollingPools = ['referral', 'followup', 'priority'] as const satisfies readonly OtherPool[]

/**
 * Rule SC-20: what a slot gives again by its plan, where pools have taken more than it plans for them, because others had
 * rolled over: the others give less by as much, first those that roll over, so that it is never more than was planned in all.
 */
export function plannedAround(planned: readonly Pick<Place, 'pool' | 'capacity'>[], taken: readonly { readonly pool: Pool; readonly taken: number }[]): { readonly pool: Pool; readonly capacity: number }[] {
  const has = (pool: Pool): number => taken.find((each) => each.pool === pool)?.taken ?? 0
  const plans = (pool: Pool): number => planned.find((each) => each.pool === pool)?.capacity ?? 0
  let over = taken.reduce((sum, each) => sum + Math.max(0, each.taken - plans(each.pool)), 0)
  return ([...rollingPools, 'onsite', 'public'] as const).flatMap((pool) => {
    if (!planned.some((each) => each.pool === pool)) return []
    const less = Math.min(over, Math.max(0, plans(pool) - has(pool)))
    over -= less
    return [{ pool, capacity: plans(pool) - less }]
  })
}
