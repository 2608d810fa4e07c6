import type { Instant } from '../../../kernel/instant.ts'
import type { DutyKind, Target } from '../../reader/rules/model.ts'
import type { VerdictName } from './views.ts'

/** What one obligation asks for; the same for every institution but for an extended due date. */
export type Terms = {
  /** The first instant that is too late. */
  readonly dueAt: Instant
  /** Days after dueAt from which an open obligation counts as unmet; null waits for the close of phase or plan. */
  readonly graceDays: number | null
  /** When the phase or plan was closed; open then is unmet. */
  readonly closedAt: Instant | null
  readonly target: Pick<Target, 'comparator' | 'value' | 'upper'> | null
  /** For `publish`: how old the public item may be. */
  readonly freshDays: number | null
  /** Of a duty with a rhythm the first instant of this turn; null where the duty has one period. */
  readonly turnFrom: Instant | null
}

export type EvidenceState = 'submitted' | 'accepted' | 'returned' | 'withdrawn'
export type EvidenceFact = { readonly revision: number; readonly state: EvidenceState; readonly submittedAt: Instant }

/**
 * Of a record that is asked of every unit (each department, each person): how many units there are in the period, how
 * many of them reached the number, how many did before dueAt, and the names of those still missing.
 */
export type PerUnit = { readonly expected: number; readonly reached: number; readonly reachedInTime: number; readonly missing: readonly string[] }

/** What other modules know, by kind. All figures belong to the period; "in time" is before dueAt. */
export type SourceFacts =
  /** With `per` the units decide; without it the count of the institution. */
  | { readonly kind: 'record'; readonly count: number; readonly countInTime: number; readonly per?: PerUnit }
  /** Numerator, denominator and the version of the definition let the value explain itself; `standard` is the definition's own target. */
  | { readonly kind: 'measure'; readonly value: number | null; readonly numerator?: number | null; readonly denominator?: number | null; readonly version?: string | null; readonly standard?: Terms['target'] }
  | { readonly kind: 'report'; readonly submittedAt: Instant | null; readonly state: 'none' | 'submitted' | 'accepted' | 'returned' }
  /** When it was published, in any order; of many at least the newest before dueAt, the first from then on, the newest of all and, once phase or plan is closed, the newest before that. */
  | { readonly kind: 'publish'; readonly published: readonly Instant[] }
  | { readonly kind: 'service'; readonly on: boolean; readonly used: number; readonly usedInTime: number }
  /** As of dueAt once it has passed: how many matters are open beyond their own time limit, and when the next one will be. */
  | { readonly kind: 'settle'; readonly overdueOpen: number; readonly nextOverdueAt: Instant | null }

export type Facts = {
  readonly evidence: readonly EvidenceFact[]
  readonly override: { readonly verdict: 'met' | 'unmet' | 'waived'; readonly reason: string } | null
  readonly source: SourceFacts | null
}

export const noFacts: Facts = { evidence: [], override: null, source: null }

export type WhyCode =
  | 'nothing_handed_in' | 'waiting' | 'waiting_late' | 'returned' | 'accepted' | 'late' | 'verified_by_hand'
  | 'count_reached' | 'count_running' | 'count_short' | 'units_reached' | 'units_running' | 'units_short' | 'units_none' | 'value_running' | 'value_reported' | 'no_value' | 'target_reached' | 'target_missed'
  | 'published' | 'not_fresh' | 'not_in_turn' | 'service_used' | 'service_off' | 'service_not_used' | 'settle_running' | 'all_settled' | 'matters_overdue' | 'override'

export type Ruling = {
  readonly verdict: VerdictName
  readonly why: { readonly code: WhyCode; readonly params: Readonly<Record<string, string | number | null>> }
  /** What time alone will do next; null is the ordinary way: due → overdue at dueAt → unmet after the grace. */
  readonly flip: { readonly at: Instant; readonly to: VerdictName } | null
}

export type { DutyKind }
