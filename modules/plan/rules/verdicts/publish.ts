import { addMs, type Instant } from '../../../../kernel/instant.ts'
import type { EvidenceFact, Ruling, SourceFacts, Terms } from '../facts.ts'
import { open, settled } from './open.ts'
import { handedIn } from './task.ts'

const dayMs = 86_400_000

/**
 * Rule PL-7: "make P public and keep it fresh": published before the due time, and, where an age limit is set, renewed
 * before the last accepted publication is older than the limit. The close of the plan ends the duty to renew.
 */
function fresh(terms: Terms, published: readonly Instant[], now: Instant): Ruling {
  const order = [...published].sort()
  const first = order[0]
  const last = order.at(-1)
  if (first === undefined || last === undefined) return open(terms, now, 'nothing_handed_in')
  if (first >= terms.dueAt) return settled('unmet', 'late', { submittedAt: first, firstSubmittedAt: first })
  const params = { publishedAt: last, freshDays: terms.freshDays }
  if (terms.freshDays === null) return settled('met', 'published', params)
  // What goes stale before the due time may be renewed until then.
  const limit = addMs(last, terms.freshDays * dayMs)
  const staleAt = limit < terms.dueAt ? terms.dueAt : limit
  const judgedAt = terms.closedAt !== null && terms.closedAt < now ? terms.closedAt : now
  if (judgedAt < staleAt) return { verdict: 'met', why: { code: 'published', params }, flip: terms.closedAt === null ? { at: staleAt, to: 'overdue' } : null }
  return { verdict: terms.closedAt === null ? 'overdue' : 'unmet', why: { code: 'not_fresh', params }, flip: terms.closedAt === null ? { at: staleAt, to: 'overdue' } : null }
}

export const publishVerdict = (terms: Terms, source: Extract<SourceFacts, { kind: 'publish' }>, now: Instant): Ruling =>
  fresh(terms, source.publishedAt === null ? [] : [source.publishedAt], now)

/** Accepted evidence is the publication, dated when it was handed in; what is not accepted goes the way of a task. */
export function publishedByEvidence(terms: Terms, evidence: readonly EvidenceFact[], now: Instant): Ruling {
  const accepted = evidence.filter((each) => each.state === 'accepted').map((each) => each.submittedAt)
  return accepted.length === 0 ? handedIn(terms, evidence, now, 'published') : fresh(terms, accepted, now)
}
