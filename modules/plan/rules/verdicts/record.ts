import type { Instant } from '../../../../kernel/instant.ts'
import type { PerUnit, Ruling, SourceFacts, Terms } from '../facts.ts'
import { open, settled } from './open.ts'

/** Entries asked for where the plan names no number: one. "More than N" asks for one more. */
export const entriesNeeded = (target: Terms['target']): number => (target === null ? 1 : target.comparator === '>' ? Math.floor(target.value) + 1 : Math.ceil(target.value))

/** Missing units named in the reason; the rest stands in the register's own list. */
const namedMissing = 3

/**
 * Rule PL-8: "at least N entries of R per period": the register's count reached N before the due time. Where N is asked
 * of every department or person, every one of them reached it before the due time.
 */
export function recordVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'record' }>, now: Instant): Ruling {
  const need = entriesNeeded(terms.target)
  if (source.per !== undefined) return unitsVerdict(terms, source.per, need, now)
  const params = { count: source.count, need }
  if (source.countInTime >= need) return settled('met', 'count_reached', { count: source.countInTime, need })
  if (now < terms.dueAt) return open(terms, now, 'count_running', params)
  if (source.count >= need) return settled('unmet', 'late', params)
  return open(terms, now, 'count_short', params)
}

function unitsVerdict(terms: Terms, per: PerUnit, need: number, now: Instant): Ruling {
  const { expected, reached, reachedInTime, missing } = per
  // Without a unit on the roster nothing can be reached, and nothing is: an empty roster proves nothing.
  if (expected === 0) return open(terms, now, 'units_none', { expected, reached, need })
  if (reachedInTime >= expected) return settled('met', 'units_reached', { reached: reachedInTime, expected, need })
  const params = { reached, expected, need, missing: missing.slice(0, namedMissing).join('、') + (missing.length > namedMissing ? '…' : ''), more: Math.max(0, missing.length - namedMissing) }
  if (now < terms.dueAt) return open(terms, now, 'units_running', params)
  if (reached >= expected) return settled('unmet', 'late', params)
  return open(terms, now, 'units_short', params)
}
