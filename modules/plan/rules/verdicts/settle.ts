import type { Instant } from '../../../../kernel/instant.ts'
import type { Ruling, SourceFacts, Terms } from '../facts.ts'
import { isClosed, settled } from './open.ts'

/** Rule PL-11: "close every K within its time limit": at the due time no matter of the kind is open beyond its limit. */
export function settleVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'settle' }>, now: Instant): Ruling {
  const oneMore = source.nextOverdueAt !== null && source.nextOverdueAt <= terms.dueAt ? 1 : 0
  const params = { overdueOpen: source.overdueOpen, nextOverdueAt: source.nextOverdueAt }
  const clean = source.overdueOpen + oneMore === 0
  if (now < terms.dueAt && !isClosed(terms, now)) return { verdict: 'due', why: { code: 'settle_running', params }, flip: { at: terms.dueAt, to: clean ? 'met' : 'unmet' } }
  return clean ? settled('met', 'all_settled', params) : settled('unmet', 'matters_overdue', params)
}
