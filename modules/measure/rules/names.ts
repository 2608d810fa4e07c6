/** The words of measures that contract, rules and screens share. */
export const shapes = ['ratio', 'sum', 'state', 'coverage', 'accumulation', 'change'] as const
export const units = ['percent', 'count', 'days', 'people', 'ratio', 'points', 'hours', 'minutes', 'per-week', 'yuan', 'grade', 'percent-points'] as const
export const directions = ['up', 'down', 'none'] as const
export const periodKinds = ['day', 'week', 'month', 'quarter', 'year'] as const
export const comparators = ['>=', '<=', '>', '<', '='] as const
/** Why there is no value: still being counted, no fact said anything, nothing to divide by, too few to be shown, nothing to compare with. */
export const whyNot = ['being_counted', 'no_facts', 'no_denominator', 'too_few', 'no_baseline'] as const
/** What a change is measured against: the period before, the same days of last year, or the last whole periods before a campaign began. */
export const baselines = ['previous', 'last-year', 'start'] as const

/** Rule ME-23: which chance a value has: so many of so many (a proportion), so many events over an exposure (Poisson), or none that is known. */
export const chances = ['proportion', 'poisson', 'none'] as const

export type Chance = (typeof chances)[number]
export type Unit = (typeof units)[number]
export type Direction = (typeof directions)[number]
export type PeriodKind = (typeof periodKinds)[number]
export type WhyNot = (typeof whyNot)[number]
export type Target = { readonly comparator: (typeof comparators)[number]; readonly value: number }
export type Words = { readonly zh: string; readonly en: string }
