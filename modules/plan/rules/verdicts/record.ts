import type { Instant } from '../../../../kernel/instant.ts'
import type { Ruling, SourceFacts, Terms } from '../facts.ts'
import { open, settled } from './open.ts'

/** Entries asked for where the plan names no number: one. "More than N" asks for one more. */
export const entriesNeeded = (target: Terms['target']): number => (target === null ? 1 : target.comparator === '>' ? Math.floor(target.value) + 1 : Math.ceil(target.value))

/** Rule PL-8: "at least N entries of R per period": the register's count reached N before the due time. */
export function recordVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'record' }>, now: Instant): Ruling {
  const need = entriesNeeded(terms.target)
  const params = { count: source.count, need }
  if (source.countInTime >= need) return settled('met', 'count_reached', { count: source.countInTime, need })
  if (now < terms.dueAt) return open(terms, now, 'count_running', params)
  if (source.count >= need) return settled('unmet', 'late', params)
  return open(terms, now, 'count_short', params)
}
