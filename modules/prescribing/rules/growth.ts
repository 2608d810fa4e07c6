import { percent } from './ratio.ts'

/** How a drug was used month by month, the newest last. */
export type Usage = { readonly key: string; readonly name: string; readonly amounts: readonly number[]; readonly volumes: readonly number[] }

/** What counts as growing too fast: defaults of this house, for a plan gives no number. */
export const growthLimits = { percent: 50, cents: 500_000, months: 3 } as const

export type GrowthAlarm = { readonly key: string; readonly name: string; readonly volume: number; readonly usual: number; readonly growth: number; readonly amountCents: number; readonly isNew: boolean }

const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length)

/**
 * Rule PR-63: a drug whose volume is half as much again, or more, as the mean of the three months before, and which came to
 * 5,000 yuan in the month; one that was not there before is said to be new. The largest amount first.
 */
export function growthAlarms(usages: readonly Usage[], limits: { readonly percent: number; readonly cents: number } = growthLimits): GrowthAlarm[] {
  return usages
    .flatMap((usage): GrowthAlarm[] => {
      const [volume, amountCents] = [usage.volumes.at(-1) ?? 0, usage.amounts.at(-1) ?? 0]
      const usual = mean(usage.volumes.slice(0, -1))
      if (volume <= 0 || amountCents < limits.cents || usage.volumes.length < 2) return []
      const growth = percent(Math.round((volume - usual) * 1000), Math.round(usual * 1000), 1)
      const isNew = usual <= 0
      if (!isNew && (growth === null || growth < limits.percent)) return []
      return [{ key: usage.key, name: usage.name, volume, usual: Math.round(usual * 1000) / 1000, growth: growth ?? 0, amountCents, isNew }]
    })
    .toSorted((a, b) => b.amountCents - a.amountCents || (a.key < b.key ? -1 : 1))
}
