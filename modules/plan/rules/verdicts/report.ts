import type { Instant } from '../../../../kernel/instant.ts'
import type { EvidenceFact, Ruling, SourceFacts, Terms } from '../facts.ts'
import { handedIn } from './task.ts'

/** Rule PL-6: "submit form F": submitted before the due time, and accepted. */
export function reportVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'report' }>, now: Instant): Ruling {
  const sheet: EvidenceFact[] = source.submittedAt === null || source.state === 'none' ? [] : [{ revision: 1, state: source.state, submittedAt: source.submittedAt }]
  return handedIn(terms, sheet, now, 'accepted')
}
