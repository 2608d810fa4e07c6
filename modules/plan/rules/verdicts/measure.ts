import type { Instant } from '../../../../kernel/instant.ts'
import type { Ruling, SourceFacts, Terms } from '../facts.ts'
import { isClosed, open, settled } from './open.ts'

const keeps: Record<NonNullable<Terms['target']>['comparator'], (value: number, target: number) => boolean> = {
  '>=': (value, target) => value >= target,
  '<=': (value, target) => value <= target,
  '>': (value, target) => value > target,
  '<': (value, target) => value < target,
  '=': (value, target) => value === target,
}

/** Whether a value keeps the target; a range is kept inside both ends. */
export function keepsTarget(value: number, target: NonNullable<Terms['target']>): boolean {
  if (target.upper !== null) return value >= target.value && value <= target.upper
  return keeps[target.comparator](value, target.value)
}

/**
 * Rule PL-9: "M ≥ / ≤ target": judged at the due time by the value of the period; before that it is running. Where the plan
 * names no number the definition's own counts; where there is none either, a value that was computed is reported, not reached.
 */
export function measureVerdict(terms: Terms, source: Extract<SourceFacts, { kind: 'measure' }>, now: Instant): Ruling {
  const { value } = source
  const parts = { numerator: source.numerator ?? null, denominator: source.denominator ?? null, version: source.version ?? null }
  if (value === null) return open(terms, now, 'no_value', parts)
  const target = terms.target ?? source.standard ?? null
  const kept = target === null || keepsTarget(value, target)
  const params = { value, comparator: target?.comparator ?? null, target: target?.value ?? null, ...parts }
  if (now < terms.dueAt && !isClosed(terms, now)) return { verdict: 'due', why: { code: 'value_running', params }, flip: { at: terms.dueAt, to: kept ? 'met' : 'unmet' } }
  if (target === null) return settled('met', 'value_reported', params)
  return kept ? settled('met', 'target_reached', params) : settled('unmet', 'target_missed', params)
}
