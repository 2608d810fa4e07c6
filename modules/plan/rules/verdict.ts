import type { Instant } from '../../../kernel/instant.ts'
import type { DutyKind, Facts, Ruling, SourceFacts, Terms } from './facts.ts'
import { measureVerdict } from './verdicts/measure.ts'
import { settled, unmetFrom } from './verdicts/open.ts'
import { publishedByEvidence, publishVerdict } from './verdicts/publish.ts'
import { recordVerdict } from './verdicts/record.ts'
import { reportVerdict } from './verdicts/report.ts'
import { serviceVerdict } from './verdicts/offered.ts'
import { settleVerdict } from './verdicts/settle.ts'
import { handedIn, taskVerdict } from './verdicts/task.ts'
import type { VerdictName } from './views.ts'

/**
 * Rule PL-1: a verdict is computed from facts, never typed in by the one who is judged. An override of the commission
 * stands above the facts, with its reason, until it is revoked.
 */
export function verdict(kind: DutyKind, terms: Terms, facts: Facts, now: Instant): Ruling {
  if (facts.override !== null) return settled(facts.override.verdict, 'override', { reason: facts.override.reason })
  return facts.source === null || facts.source.kind !== kind ? byEvidence(kind, terms, facts, now) : bySource(facts.source, terms, now)
}

/** Rule PL-12: without a fact source accepted evidence stands for the fact, and says that it was verified by hand. */
function byEvidence(kind: DutyKind, terms: Terms, facts: Facts, now: Instant): Ruling {
  if (kind === 'task') return taskVerdict(terms, facts.evidence, now)
  if (kind === 'publish') return publishedByEvidence(terms, facts.evidence, now)
  return handedIn(terms, facts.evidence, now, 'verified_by_hand')
}

function bySource(source: SourceFacts, terms: Terms, now: Instant): Ruling {
  if (source.kind === 'record') return recordVerdict(terms, source, now)
  if (source.kind === 'measure') return measureVerdict(terms, source, now)
  if (source.kind === 'report') return reportVerdict(terms, source, now)
  if (source.kind === 'publish') return publishVerdict(terms, source, now)
  if (source.kind === 'service') return serviceVerdict(terms, source, now)
  return settleVerdict(terms, source, now)
}

/** What is stored of a ruling. */
export type Stored = { readonly verdict: VerdictName; readonly flipsAt: Instant | null; readonly flipsTo: VerdictName | null; readonly dueAt: Instant }

export type Flip = { readonly at: Instant; readonly to: VerdictName }

/** Rule PL-3: every change that time alone will bring to a stored verdict, in order. */
export function flipsOf(stored: Stored, graceDays: number | null): Flip[] {
  if (stored.flipsAt !== null && stored.flipsTo !== null) return [{ at: stored.flipsAt, to: stored.flipsTo }]
  const from = unmetFrom({ dueAt: stored.dueAt, graceDays })
  const unmet: Flip[] = from === null ? [] : [{ at: from, to: 'unmet' }]
  if (stored.verdict === 'due') return [{ at: stored.dueAt, to: 'overdue' }, ...unmet]
  return stored.verdict === 'overdue' ? unmet : []
}

/** Rule PL-3: the verdict at this moment, from what was stored at an earlier one. */
export function verdictAt(stored: Stored, graceDays: number | null, now: Instant): VerdictName {
  return flipsOf(stored, graceDays).findLast((flip) => flip.at <= now)?.to ?? stored.verdict
}

export const isOpen = (name: VerdictName): boolean => name === 'due' || name === 'overdue'

export const stored = (ruling: Ruling, dueAt: Instant): Stored => ({ verdict: ruling.verdict, flipsAt: ruling.flip?.at ?? null, flipsTo: ruling.flip?.to ?? null, dueAt })
