import { diffDays } from '../../../kernel/calendar.ts'
import { divide, numberOf, one, type Amount } from './amount.ts'
import type { MeasureDefinition } from './definition.ts'
import type { Target, WhyNot } from './names.ts'
import type { Period } from './periods.ts'

/** The sums behind a value; null where no fact said anything (a state), 'counting' while they are being derived. */
export type Parts = { readonly numerator: Amount; readonly denominator: Amount | null; readonly facts: number; readonly countedAt: string | null }
export type Sums = Parts | null | 'counting'

export type Figure = {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly why: WhyNot | null
  readonly facts: number
  readonly countedAt: string | null
  /** Over how many periods it was read; left out, one (Rule ME-22). */
  readonly pooled?: number
}

const nothing = (why: WhyNot): Figure => ({ value: null, numerator: null, denominator: null, why, facts: 0, countedAt: null })

/**
 * Rule ME-7: a quotient is numerator ÷ denominator (a percentage × 100), a sum its numerator, per week divided by the
 * period's weeks. There is no value over a denominator of zero, and none is shown below the smallest denominator.
 */
export function figureOf(definition: MeasureDefinition, sums: Sums, period: Period): Figure {
  if (sums === 'counting') return nothing('being_counted')
  if (sums === null) return nothing('no_facts')
  const { facts, countedAt } = sums
  const numerator = numberOf(sums.numerator)
  if (sums.denominator === null) {
    if (definition.unit !== 'per-week') return { value: numerator, numerator, denominator: null, why: null, facts, countedAt }
    const days = diffDays(period.from, period.to) + 1
    return { value: (numerator * 7) / days, numerator, denominator: days / 7, why: null, facts, countedAt }
  }
  const denominator = numberOf(sums.denominator)
  if (sums.denominator === 0n) return { value: null, numerator, denominator, why: facts === 0 && definition.shape !== 'coverage' ? 'no_facts' : 'no_denominator', facts, countedAt }
  if (sums.denominator < BigInt(definition.smallest) * one) return { value: null, numerator: null, denominator, why: 'too_few', facts, countedAt }
  const value = definition.unit === 'percent' ? divide(sums.numerator * 100n, sums.denominator) : countsUnits(definition) ? numerator : divide(sums.numerator, sums.denominator)
  return { value, numerator, denominator, why: null, facts, countedAt }
}

/** A coverage or an accumulation may also say how many units reached it. */
const countsUnits = ({ shape, unit }: MeasureDefinition): boolean => (shape === 'coverage' || shape === 'accumulation') && (unit === 'count' || unit === 'people')

const laterOf = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a)

/** Rule ME-11: the value of a region is that of the pooled sums, not the mean of its institutions' values. */
export function pool(sums: readonly Sums[]): Sums {
  if (sums.includes('counting')) return 'counting'
  const known = sums.filter((each): each is Parts => each !== null && each !== 'counting')
  if (known.length === 0) return null
  return known.reduce((a, b) => ({
    numerator: a.numerator + b.numerator,
    denominator: a.denominator === null || b.denominator === null ? null : a.denominator + b.denominator,
    facts: a.facts + b.facts,
    countedAt: laterOf(a.countedAt, b.countedAt),
  }))
}

/** Rule ME-11: a target is asked of an institution; of a pooled value only where it is a quotient, since a sum (and so its change) grows with every member. */
export const isAskedOfPool = (definition: MeasureDefinition): boolean => definition.shape !== 'sum' && definition.shape !== 'change' && !countsUnits(definition) && !(definition.shape === 'state' && definition.outOf === undefined)

/** Whether a value keeps a target; null where there is none of either. Judged exactly, never by what rounding shows. */
export function keeps(value: number | null, target: Target | null | undefined): boolean | null {
  if (value === null || target === null || target === undefined) return null
  switch (target.comparator) {
    case '>=':
      return value >= target.value
    case '<=':
      return value <= target.value
    case '>':
      return value > target.value
    case '<':
      return value < target.value
    case '=':
      return value === target.value
  }
}
