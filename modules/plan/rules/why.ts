import type { WhyCode } from './facts.ts'
import type { VerdictName } from './views.ts'

export type StoredWhy = { readonly code: string; readonly params: Readonly<Record<string, string | number | null>> }

const turned: Partial<Record<WhyCode, Partial<Record<VerdictName, WhyCode>>>> = {
  value_running: { met: 'target_reached', unmet: 'target_missed' },
  settle_running: { met: 'all_settled', unmet: 'matters_overdue' },
  published: { overdue: 'not_fresh', unmet: 'not_fresh' },
}

/** Rule PL-3 for the reason: where time alone turned the verdict, its reason turns with it. Nothing stored is nothing handed in. */
export function whyAt(stored: StoredWhy | null, verdict: VerdictName): StoredWhy {
  if (stored === null) return { code: 'nothing_handed_in', params: {} }
  return { code: turned[stored.code as WhyCode]?.[verdict] ?? stored.code, params: stored.params }
}

/** What is to be done about an open obligation. */
export function stepOf(why: StoredWhy): 'submit' | 'resubmit' | 'wait' {
  if (why.code === 'waiting' || why.code === 'waiting_late') return 'wait'
  return why.code === 'returned' ? 'resubmit' : 'submit'
}
