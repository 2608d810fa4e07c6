import type { LineContent, Parts, RollupLine } from './content.ts'
import type { Standings } from './names.ts'

export const nothing: Parts = { value: null, numerator: null, denominator: null }

export const countParts = (value: number): Parts => ({ value, numerator: value, denominator: null })

/** A ratio without a denominator has no value; that is not nought. */
export const ratioParts = (numerator: number, denominator: number, times: number): Parts => ({ value: denominator === 0 ? null : (numerator / denominator) * times, numerator, denominator })

type Shaped = Pick<LineContent, 'how' | 'times'>

/**
 * Rule RP-12: figures of several bodies are summed from what they are made of: numerators and denominators, never means
 * of means. Bodies without a figure add nothing; none at all is no figure.
 */
export function sumParts(line: Shaped, parts: readonly (Parts | null)[]): Parts {
  const known = parts.filter((each) => each !== null && each.numerator !== null)
  if (line.how === 'text' || known.length === 0) return nothing
  const numerator = known.reduce((sum, each) => sum + (each?.numerator ?? 0), 0)
  if (line.how === 'sum') return countParts(numerator)
  const whole = known.filter((each) => each?.denominator !== null)
  return ratioParts(whole.reduce((sum, each) => sum + (each?.numerator ?? 0), 0), whole.reduce((sum, each) => sum + (each?.denominator ?? 0), 0), line.times)
}

/** A figure in print: rounded half away from nought to the line's decimals, no figure as a dash. */
export function printFigure(parts: Parts | null, line: Pick<LineContent, 'decimals' | 'unit'>): string {
  if (parts === null || parts.value === null) return '—'
  const scale = 10 ** line.decimals
  // Without the nudge 1.005 × 100 falls below the half that it means.
  const rounded = (Math.sign(parts.value) * Math.round(Math.abs(parts.value) * scale * (1 + Number.EPSILON))) / scale
  return `${rounded.toFixed(line.decimals)}${line.unit}`
}

const signs = { '>=': '≥', '<=': '≤', '>': '＞', '<': '＜', '=': '＝' } as const
export const printTarget = (line: Pick<LineContent, 'target' | 'unit'>): string => (line.target === null ? '' : `${signs[line.target.comparator]}${line.target.value}${line.unit}`)

/** Whether a target is kept; null without a figure or a target. */
export function isKept(parts: Parts | null, target: LineContent['target']): boolean | null {
  if (parts === null || parts.value === null || target === null) return null
  // Figures are quotients: what differs in the tenth digit only is the same figure.
  const difference = parts.value - target.value
  const same = Math.abs(difference) < 1e-9 * Math.max(1, Math.abs(target.value))
  switch (target.comparator) {
    case '>=':
      return same || difference > 0
    case '<=':
      return same || difference < 0
    case '>':
      return !same && difference > 0
    case '<':
      return !same && difference < 0
    case '=':
      return same
  }
}

/** How the bodies of a roll-up stand: in is what was handed in and not returned. */
export function countBodies(bodies: readonly Pick<RollupLine, 'place' | 'onTime'>[]): Standings {
  const of = (place: RollupLine['place']) => bodies.filter((each) => each.place === place)
  const inside = [...of('submitted'), ...of('accepted')]
  return {
    asked: bodies.length, in: inside.length, onTime: inside.filter((each) => each.onTime === true).length, late: inside.filter((each) => each.onTime === false).length,
    missing: of('missing').length, accepted: of('accepted').length, returned: of('returned').length, waiting: of('submitted').length,
  }
}
