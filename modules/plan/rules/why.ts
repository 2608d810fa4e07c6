import type { WhyCode } from './facts.ts'
import type { DutyKind } from '../../reader/rules/model.ts'
import type { TodoCode, VerdictName } from './views.ts'

export type StoredWhy = { readonly code: string; readonly params: Readonly<Record<string, string | number | null>> }

const turned: Partial<Record<WhyCode, Partial<Record<VerdictName, WhyCode>>>> = {
  value_running: { met: 'target_reached', unmet: 'target_missed' },
  settle_running: { met: 'all_settled', unmet: 'matters_overdue' },
  published: { overdue: 'not_fresh', unmet: 'not_fresh' },
}

/** Rule PL-3 for the reason: where time alone turned the verdict, its reason turns with it. Nothing stored is nothing handed in. */
export function whyAt(stored: StoredWhy | null, verdict: VerdictName): StoredWhy {
  if (stored === null) return { code: 'nothing_handed_in', params: {} }
  // Rule PL-9: nothing was asked to be reached.
  if (stored.code === 'value_running' && verdict === 'met' && stored.params['target'] === null) return { code: 'value_reported', params: stored.params }
  return { code: turned[stored.code as WhyCode]?.[verdict] ?? stored.code, params: stored.params }
}

/** What a duty that facts decide asks for next; evidence would decide nothing. */
const byFacts: Record<Exclude<DutyKind, 'task'>, TodoCode> = { record: 'enter', measure: 'follow', report: 'fill', publish: 'publish', service: 'offer', settle: 'settle' }

/** Rule PL-38: what is to be done about an open obligation; where a source has its facts, they are what to work on. */
export function stepOf(why: StoredWhy, kind: DutyKind, fed: boolean): TodoCode {
  if (fed && kind !== 'task' && kind !== 'report') return byFacts[kind]
  if (why.code === 'waiting' || why.code === 'waiting_late') return 'wait'
  if (why.code === 'returned') return 'resubmit'
  return fed && kind === 'report' ? byFacts.report : 'submit'
}
