import { z95 } from '../../measure/rules/chance.ts'
import { keeps } from '../../measure/rules/value.ts'
import type { Part } from './definition.ts'

/** Why a part does not count for somebody: what the measure says, or too few to say anything. */
export const whyWithout = ['being_counted', 'no_facts', 'no_denominator', 'too_few', 'no_baseline', 'no_duties'] as const
export type WhyWithout = (typeof whyWithout)[number]

/** A figure of a part as it was read, in the unit of its measure. */
export type PartFigure = { readonly value: number | null; /** What it was divided by. */ readonly of: number | null; readonly interval: { readonly low: number; readonly high: number } | null; readonly why: WhyWithout | null; readonly pooled: number }
export type PartScore = {
  readonly key: string
  readonly value: number | null
  readonly of: number | null
  readonly pooled: number
  /** Of a hundred, one decimal, and where chance lets it lie; null where it does not count. */
  readonly points: number | null
  readonly low: number | null
  readonly high: number | null
  readonly why: WhyWithout | null
  /** Whether the goal of an indicator is met; null without a goal or a value. */
  readonly met: boolean | null
}

const toTenth = (value: number): number => Math.round(value * 10) / 10
const between = (value: number): number => Math.min(100, Math.max(0, value))

/** Rule AP-4: none at `zero`, all at `full`, evenly in between, never less or more; whichever of the two is larger. */
export const pointsAt = (value: number, { zero, full }: Pick<Part, 'zero' | 'full'>): number => between(((value - zero) / (full - zero)) * 100)

/** Where a value may lie: as its measure says, of a mean by how far answers lie apart, else where it is. */
function reachOf(figure: PartFigure & { readonly value: number }, part: Part): { low: number; high: number } {
  if (figure.interval !== null) return figure.interval
  if (part.deviation === undefined || figure.of === null || figure.of <= 0) return { low: figure.value, high: figure.value }
  const half = (z95 * part.deviation) / Math.sqrt(figure.of)
  return { low: figure.value - half, high: figure.value + half }
}

/** Rules AP-4 and AP-6: a figure as points with the range chance leaves it; nothing of too few. */
export function scorePart(part: Part, figure: PartFigure | undefined): PartScore {
  const { value = null, of = null, why = null, pooled = 1 } = figure ?? {}
  const without = (because: WhyWithout): PartScore => ({ key: part.key, value: null, of, pooled, points: null, low: null, high: null, why: because, met: null })
  if (figure === undefined || value === null) return without(why ?? 'no_facts')
  if (of !== null && of < part.fewest) return without('too_few')
  const reach = reachOf({ ...figure, value }, part)
  const ends = [pointsAt(reach.low, part), pointsAt(reach.high, part)]
  return { key: part.key, value, of, pooled, points: toTenth(pointsAt(value, part)), low: toTenth(Math.min(...ends)), high: toTenth(Math.max(...ends)), why: null, met: keeps(value, part.goal) }
}

export type Whole = { readonly score: number | null; readonly low: number | null; readonly high: number | null; /** Percent of the weight that is known. */ readonly known: number; readonly why: 'too_little' | 'lacks_required' | null }

/**
 * Rules AP-5 and AP-6: the weighted mean of the parts that count, where enough of the weight is known. The range is put
 * together from those of the parts as of independent ones (MOVER), so that no part's chance is lost or counted twice.
 */
export function wholeOf(scores: readonly PartScore[], parts: readonly Part[], weights: Readonly<Record<string, number>>, least: number): Whole {
  const weighed = scores.map((score) => ({ ...score, weight: weights[score.key] ?? 0 })).filter((each) => each.weight > 0)
  const counted = weighed.filter((each) => each.points !== null)
  const known = counted.reduce((all, each) => all + each.weight, 0)
  const lacks = parts.some((part) => part.required && (weights[part.key] ?? 0) > 0 && scores.find((score) => score.key === part.key)?.points == null)
  if (lacks || known < least || known === 0) return { score: null, low: null, high: null, known, why: lacks ? 'lacks_required' : 'too_little' }
  const share = (weight: number) => weight / known
  const score = counted.reduce((all, each) => all + share(each.weight) * (each.points ?? 0), 0)
  const reach = (side: (each: PartScore) => number) => Math.sqrt(counted.reduce((all, each) => all + (share(each.weight) * (side(each) - (each.points ?? 0))) ** 2, 0))
  return { score: toTenth(score), low: toTenth(between(score - reach((each) => each.low ?? 0))), high: toTenth(between(score + reach((each) => each.high ?? 0))), known, why: null }
}
