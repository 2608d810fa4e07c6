import type { WhyCode } from './facts.ts'
import type { VerdictName } from './views.ts'

/** What an institution says of an obligation of its own. */
export const claims = ['met', 'partly', 'unmet'] as const
export type ClaimName = (typeof claims)[number]

/** How a claim and the computed verdict part: the institution says more than the facts, or less. */
export const differences = ['met_unmet', 'met_overdue', 'met_running', 'unmet_met'] as const
export type DifferenceName = (typeof differences)[number]

/** Reasons of facts that still run: the verdict is due, but what was recorded does not reach it. */
export const runningCodes = ['count_running', 'units_running', 'units_none', 'value_running', 'no_value', 'service_off', 'service_not_used', 'settle_running'] as const satisfies readonly WhyCode[]

/** Rule PL-40: null where claim and verdict agree, where nobody claimed, and where the claim says "partly". */
export function differenceOf(claim: ClaimName | null, verdict: VerdictName, why: string | null): DifferenceName | null {
  if (claim === 'unmet') return verdict === 'met' ? 'unmet_met' : null
  if (claim !== 'met') return null
  if (verdict === 'unmet') return 'met_unmet'
  if (verdict === 'overdue') return 'met_overdue'
  return verdict === 'due' && runningCodes.some((code) => code === why) ? 'met_running' : null
}
