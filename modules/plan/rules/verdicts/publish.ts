import { addMs, type Instant } from '../../../../kernel/instant.ts'
import type { EvidenceFact, Ruling, SourceFacts, Terms } from '../facts.ts'
import { open, settled } from './open.ts'
import { handedIn } from './task.ts'

const dayMs = 86_400_000
type Published = { readonly inTime: Instant | undefined; readonly late: Instant | undefined; readonly last: Instant | undefined }

/** Rule PL-7: what became public from the close on counts no more. */
function known(terms: Terms, published: readonly Instant[]): Published {
  const order = published.filter((at) => terms.closedAt === null || at < terms.closedAt).sort()
  return { inTime: order.findLast((at) => at < terms.dueAt), late: order.find((at) => at >= terms.dueAt), last: order.at(-1) }
}

const isLate = (at: Instant): Ruling => settled('unmet', 'late', { submittedAt: at, firstSubmittedAt: at })

/**
 * Rule PL-7: "make P public and keep it fresh": published before the due time, and, where an age limit is set, renewed
 * before the newest publication is older than the limit. The close of the plan ends the duty to renew.
 */
function fresh(terms: Terms, { inTime, late, last }: Published, now: Instant): Ruling {
  if (last === undefined) return open(terms, now, 'nothing_handed_in')
  if (inTime === undefined) return isLate(late ?? last)
  if (terms.freshDays === null) return settled('met', 'published', { publishedAt: inTime, freshDays: null })
  const params = { publishedAt: last, freshDays: terms.freshDays }
  // What goes stale before the due time may be renewed until then.
  const limit = addMs(last, terms.freshDays * dayMs)
  const staleAt = limit < terms.dueAt ? terms.dueAt : limit
  const judgedAt = terms.closedAt !== null && terms.closedAt < now ? terms.closedAt : now
  const flip = terms.closedAt === null ? ({ at: staleAt, to: 'overdue' } as const) : null
  if (judgedAt < staleAt) return { verdict: 'met', why: { code: 'published', params }, flip }
  return { verdict: terms.closedAt === null ? 'overdue' : 'unmet', why: { code: 'not_fresh', params }, flip }
}

/** Rule PL-7 for one turn of a rhythm: something new in the turn, not older than the limit at its due time; the next turn asks for the next. */
function ofTurn(terms: Terms, turnFrom: Instant, { inTime, late }: Published, now: Instant): Ruling {
  const oldest = terms.freshDays === null ? turnFrom : addMs(terms.dueAt, -terms.freshDays * dayMs)
  const from = oldest > turnFrom ? oldest : turnFrom
  if (inTime !== undefined && inTime >= from) return settled('met', 'published', { publishedAt: inTime, freshDays: terms.freshDays })
  // What came a whole turn later is not this turn's, only late.
  const length = Date.parse(terms.dueAt) - Date.parse(turnFrom)
  if (late !== undefined && late < addMs(terms.dueAt, length)) return isLate(late)
  return inTime === undefined ? open(terms, now, 'nothing_handed_in') : open(terms, now, 'not_in_turn', { publishedAt: inTime })
}

export function publishVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'publish' }>, now: Instant): Ruling {
  const published = known(terms, source.published)
  return terms.turnFrom === null ? fresh(terms, published, now) : ofTurn(terms, terms.turnFrom, published, now)
}

/** Accepted evidence is the publication, dated when it was handed in; that of a turn is the turn's own. What is not accepted goes the way of a task. */
export function publishedByEvidence(terms: Terms, evidence: readonly EvidenceFact[], now: Instant): Ruling {
  const accepted = evidence.filter((each) => each.state === 'accepted').map((each) => each.submittedAt)
  return accepted.length === 0 || terms.turnFrom !== null ? handedIn(terms, evidence, now, 'published') : fresh(terms, known(terms, accepted), now)
}
