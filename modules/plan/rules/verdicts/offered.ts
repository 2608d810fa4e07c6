import type { Instant } from '../../../../kernel/instant.ts'
import type { Ruling, SourceFacts, Terms } from '../facts.ts'
import { open, settled } from './open.ts'

/** Rule PL-10: "offer S": it is switched on and somebody used it in the period. */
export function serviceVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'service' }>, now: Instant): Ruling {
  const params = { used: source.used }
  if (source.on && source.usedInTime > 0) return settled('met', 'service_used', { used: source.usedInTime })
  if (source.on && source.used > 0 && now >= terms.dueAt) return settled('unmet', 'late', params)
  return open(terms, now, source.on ? 'service_not_used' : 'service_off', params)
}
