import { addMs, type Instant } from '../../../../kernel/instant.ts'
import type { Ruling, Terms, WhyCode } from '../facts.ts'

const dayMs = 86_400_000

/** Rule PL-3: when an open obligation turns unmet by time alone; null while nothing but a close can do it. */
export const unmetFrom = (terms: Pick<Terms, 'dueAt' | 'graceDays'>): Instant | null => (terms.graceDays === null ? null : addMs(terms.dueAt, terms.graceDays * dayMs))

/** Rule PL-2 and PL-3: nothing settles it yet, so the hour decides: due, then overdue, then unmet. */
export function open(terms: Terms, now: Instant, code: WhyCode, params: Ruling['why']['params'] = {}): Ruling {
  const why = { code, params }
  const from = unmetFrom(terms)
  if (terms.closedAt !== null && now >= terms.closedAt) return { verdict: 'unmet', why, flip: null }
  if (now < terms.dueAt) return { verdict: 'due', why, flip: null }
  if (from !== null && now >= from) return { verdict: 'unmet', why, flip: null }
  return { verdict: 'overdue', why, flip: null }
}

export const settled = (verdict: 'met' | 'unmet' | 'waived', code: WhyCode, params: Ruling['why']['params'] = {}): Ruling => ({ verdict, why: { code, params }, flip: null })

/** Still due, whatever the hour: the institution did its part in time and waits for the commission. */
export const held = (terms: Terms, code: WhyCode, params: Ruling['why']['params']): Ruling => ({ verdict: 'due', why: { code, params }, flip: { at: terms.dueAt, to: 'due' } })

/** When phase or plan was closed, whichever came first. */
export const closedSince = (row: { readonly phaseClosedAt: Instant | null; readonly planClosedAt: Instant | null }): Instant | null => [row.phaseClosedAt, row.planClosedAt].filter((at) => at !== null).sort()[0] ?? null

export const isClosed = (terms: Terms, now: Instant): boolean => terms.closedAt !== null && now >= terms.closedAt
