import type { Instant } from '../../../../kernel/instant.ts'
import type { EvidenceFact, Ruling, Terms, WhyCode } from '../facts.ts'
import { held, isClosed, open, settled } from './open.ts'

/**
 * Rule PL-4: met when evidence that was handed in before the due time is accepted, however long the commission takes.
 * Rule PL-5: late is late: accepted evidence that came after the due time is done, but unmet.
 */
export function handedIn(terms: Terms, evidence: readonly EvidenceFact[], now: Instant, acceptedCode: WhyCode): Ruling {
  const accepted = evidence.filter((each) => each.state === 'accepted')
  const inTime = accepted.find((each) => each.submittedAt < terms.dueAt)
  if (inTime !== undefined) return settled('met', acceptedCode, { revision: inTime.revision, submittedAt: inTime.submittedAt })
  const late = accepted[0]
  if (late !== undefined) return settled('unmet', 'late', { revision: late.revision, submittedAt: late.submittedAt, firstSubmittedAt: firstHandedIn(evidence) })
  const waiting = evidence.find((each) => each.state === 'submitted')
  if (waiting !== undefined) {
    const params = { revision: waiting.revision, submittedAt: waiting.submittedAt }
    if (waiting.submittedAt >= terms.dueAt) return open(terms, now, 'waiting_late', params)
    return isClosed(terms, now) ? open(terms, now, 'waiting', params) : held(terms, 'waiting', params)
  }
  const last = evidence.filter((each) => each.state !== 'withdrawn').at(-1)
  return last?.state === 'returned' ? open(terms, now, 'returned', { revision: last.revision }) : open(terms, now, 'nothing_handed_in')
}

const firstHandedIn = (evidence: readonly EvidenceFact[]): Instant | null => evidence.map((each) => each.submittedAt).sort()[0] ?? null

/** Rule PL-4: "do X by date D". */
export const taskVerdict = (terms: Terms, evidence: readonly EvidenceFact[], now: Instant): Ruling => handedIn(terms, evidence, now, 'accepted')
