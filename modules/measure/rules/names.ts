/** The words of measures that contract, rules and screens share. */
export const shapes = ['ratio', 'sum', 'state', 'coverage', 'accumulation'] as const
export const units = ['percent', 'count', 'days', 'people', 'ratio', 'points', 'hours', 'minutes', 'per-week'] as const
export const directions = ['up', 'down', 'none'] as const
export const periodKinds = ['day', 'week', 'month', 'quarter', 'year'] as const
export const comparators = ['>=', '<=', '>', '<', '='] as const
/** Why there is no value: still being counted, no fact said anything, nothing to divide by, too few to be shown. */
export const whyNot = ['being_counted', 'no_facts', 'no_denominator', 'too_few'] as const

export type Unit = (typeof units)[number]
export type Direction = (typeof directions)[number]
export type PeriodKind = (typeof periodKinds)[number]
export type WhyNot = (typeof whyNot)[number]
export type Target = { readonly comparator: (typeof comparators)[number]; readonly value: number }
export type Words = { readonly zh: string; readonly en: string }
