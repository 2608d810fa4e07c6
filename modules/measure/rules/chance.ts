import type { MeasureDefinition } from './definition.ts'
import type { Chance } from './names.ts'

/** Rule ME-23: as the definition says; else a percentage of counted things is a proportion, and of anything else nothing is known. */
export const chanceOf = (definition: MeasureDefinition): Chance => definition.chance ?? ((definition.shape === 'ratio' || definition.shape === 'coverage') && definition.unit === 'percent' ? 'proportion' : 'none')

/** Numerator and denominator as counts a chance can be computed of; null where they are none (parts, more than all, nothing). */
export function countsIn(chance: Chance, { numerator, denominator }: { readonly numerator: number | null; readonly denominator: number | null }): { readonly events: number; readonly of: number } | null {
  if (chance === 'none' || numerator === null || denominator === null || denominator <= 0 || numerator < 0 || !Number.isInteger(numerator)) return null
  if (chance === 'proportion' && (numerator > denominator || !Number.isInteger(denominator))) return null
  return { events: numerator, of: denominator }
}

/** 97.5 and 99.9 per cent of a normal distribution lie below. */
export const z95 = 1.959963984540054
export const z998 = 3.090232306167813
/** Both sides together: 5 % (warning) and 0.2 % (alarm). */
export const sides = { warning: 0.025, alarm: 0.001 } as const

export type Interval = { readonly low: number; readonly high: number }

/** Rule ME-24: Wilson's score interval of a proportion. */
export function wilson(events: number, of: number, z: number): Interval {
  const share = events / of
  const middle = share + (z * z) / (2 * of)
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const whole = 1 + (z * z) / of
  return { low: events === 0 ? 0 : Math.max(0, (middle - reach) / whole), high: events === of ? 1 : Math.min(1, (middle + reach) / whole) }
}

/** The logarithm of the gamma function (Lanczos, g = 7), to about 15 digits. */
export function lnGamma(x: number): number {
  const series = [676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7]
  const y = x - 1
  const base = y + 7.5
  const sum = series.reduce((all, each, at) => all + each / (y + at + 1), 0.9999999999998099)
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(base) - base + Math.log(sum)
}

/** How likely k is, given that the odds of k + 1 to k are known: summed from the most likely one outwards, until nothing is added. */
type Law = { readonly mode: number; readonly atMode: number; readonly up: (k: number) => number; readonly last: number }

function binomial(of: number, share: number): Law {
  const mode = Math.min(of, Math.floor((of + 1) * share))
  const atMode = share === 0 || share === 1 ? 1 : Math.exp(lnGamma(of + 1) - lnGamma(mode + 1) - lnGamma(of - mode + 1) + mode * Math.log(share) + (of - mode) * Math.log1p(-share))
  return { mode, atMode, up: (k) => ((of - k) / (k + 1)) * (share / (1 - share)), last: of }
}

function poisson(mean: number): Law {
  const mode = Math.floor(mean)
  const atMode = mean === 0 ? 1 : Math.exp(mode * Math.log(mean) - mean - lnGamma(mode + 1))
  return { mode, atMode, up: (k) => mean / (k + 1), last: Number.POSITIVE_INFINITY }
}

const negligible = 1e-18

/** The likelihoods that count, from the least k that has one on. */
function likelihoods({ mode, atMode, up, last }: Law): { readonly first: number; readonly each: readonly number[] } {
  const below: number[] = []
  for (let k = mode - 1, p = atMode; k >= 0; k -= 1) {
    p /= up(k)
    if (!(p > negligible)) break
    below.push(p)
  }
  const above: number[] = []
  for (let k = mode, p = atMode; k < last; k += 1) {
    p *= up(k)
    if (!(p > negligible)) break
    above.push(p)
  }
  return { first: mode - below.length, each: [...below.toReversed(), atMode, ...above] }
}

/** The least k that at least so large a part of the chance lies at or below. */
function quantile(law: Law, part: number, strictly: boolean): number {
  const { first, each } = likelihoods(law)
  let sum = 0
  for (const [at, p] of each.entries()) {
    sum += p
    if (strictly ? sum > part : sum >= part) return first + at
  }
  return first + each.length - 1
}

const lawOf = (chance: Exclude<Chance, 'none'>, centre: number, of: number): Law => (chance === 'proportion' ? binomial(of, centre) : poisson(centre * of))

/**
 * Rule ME-25: exact control limits of a funnel around the middle line, as a share (or rate) of the denominator: chance
 * alone leads below the lower one, and above the upper one, at most so often on each side.
 */
export function limitsOf(chance: Exclude<Chance, 'none'>, centre: number, of: number, side: number): Interval {
  if (of <= 0 || centre < 0) return { low: centre, high: centre }
  const law = lawOf(chance, centre, of)
  return { low: quantile(law, side, true) / of, high: quantile(law, 1 - side, false) / of }
}

/** Rule ME-24: the exact interval of a Poisson rate: the means under which so many or fewer, and so many or more, are as rare as said on each side. */
export function poissonInterval(events: number, of: number, side: number): Interval {
  const below = (mean: number, k: number): number => {
    const { first, each } = likelihoods(poisson(mean))
    return each.reduce((sum, p, at) => (first + at <= k ? sum + p : sum), 0)
  }
  const solve = (isTooSmall: (mean: number) => boolean): number => {
    let [low, high] = [0, events + 10 * Math.sqrt(events + 1) + 10]
    for (let n = 0; n < 60; n += 1) {
      const middle = (low + high) / 2
      if (isTooSmall(middle)) low = middle
      else high = middle
    }
    return (low + high) / 2
  }
  return { low: events === 0 ? 0 : solve((mean) => 1 - below(mean, events - 1) < side) / of, high: solve((mean) => below(mean, events) > side) / of }
}

/** Rule ME-24: the 95 % interval of a value with a known chance. */
export const intervalOf = (chance: Exclude<Chance, 'none'>, counts: { readonly events: number; readonly of: number }): Interval =>
  chance === 'proportion' ? wilson(counts.events, counts.of, z95) : poissonInterval(counts.events, counts.of, sides.warning)
