import { z } from 'zod'
import { departmentKinds, institutionKinds } from '../../directory/rules/kinds.ts'
import { comparators } from '../../measure/rules/names.ts'

/** The shape of catalog/leagues/*.yaml (docs/rules/appraisal.md). */
const Words = z.strictObject({ zh: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) })
export type Words = z.output<typeof Words>
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')

export const subjects = ['institutions', 'departments'] as const
export type Subject = (typeof subjects)[number]
const leaguePeriods = ['month', 'quarter'] as const

export const Part = z.strictObject({
  key: slug,
  name: Words,
  /** Of a hundred. */
  weight: z.number().int().min(1).max(100),
  /** Patients say it. */
  patient: z.boolean().default(false),
  /** The measure that is scored; left out, how much of what the plans order was done in time. */
  measure: slug.optional(),
  /** The value that brings no points, and the one that brings all. */
  zero: z.number(),
  full: z.number(),
  /** How far single answers lie apart, where the value is a mean of answers. */
  deviation: z.number().positive().optional(),
  /** Of fewer than this the part is withheld. */
  fewest: z.number().int().min(1).default(10),
  /** Without it nobody is ranked. */
  required: z.boolean().default(false),
  /** Where the league's parts are indicators: what is asked of one. */
  goal: z.strictObject({ comparator: z.enum(comparators), value: z.number() }).optional(),
})
export type Part = z.output<typeof Part>

export const LeagueDefinition = z.strictObject({
  key: slug,
  name: Words,
  why: Words,
  does: Words,
  of: z.enum(subjects),
  /** Whom it ranks; left out, everybody. */
  kinds: z.array(z.enum(institutionKinds)).min(1).optional(),
  departments: z.array(z.enum(departmentKinds)).min(1).optional(),
  period: z.enum(leaguePeriods),
  /** Who lacks more than this leaves unranked: so much of the weight has to be known, in percent. */
  least: z.number().int().min(1).max(100).default(60),
  /** Its parts are the quality indicators whose goals are watched. */
  indicators: z.boolean().default(false),
  parts: z.array(Part).min(1).max(20),
  validFrom: z.iso.date(),
  source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }),
})
export type LeagueDefinition = z.output<typeof LeagueDefinition>

type Fault = { readonly path: readonly PropertyKey[]; readonly reason: string }

/** Rule AP-1: what the shape alone cannot say of a league. */
export function leagueFaults(definition: LeagueDefinition): Fault[] {
  const { parts } = definition
  const sum = parts.reduce((all, part) => all + part.weight, 0)
  return [
    ...(sum === 100 ? [] : [{ path: ['parts'], reason: `the weights are ${sum} together, not 100` }]),
    ...parts.flatMap((part, at): Fault[] => [
      ...(parts.findIndex((other) => other.key === part.key) === at ? [] : [{ path: ['parts', at, 'key'], reason: `'${part.key}' is there twice` }]),
      ...(part.zero === part.full ? [{ path: ['parts', at, 'full'], reason: 'the value without points and the one with all of them are the same' }] : []),
      ...(part.measure === undefined && definition.of === 'departments' ? [{ path: ['parts', at], reason: 'a plan orders nothing of a single department: a part of departments needs a measure' }] : []),
      ...(definition.indicators && part.goal === undefined ? [{ path: ['parts', at], reason: 'an indicator needs a goal' }] : []),
    ]),
  ]
}

/** How much of a hundred patients decide. */
export const patientWeight = (parts: readonly { readonly patient: boolean; readonly weight: number }[]): number => parts.reduce((all, part) => all + (part.patient ? part.weight : 0), 0)

export type Weights = Readonly<Record<string, number>>
export const weightsOf = (parts: readonly Pick<Part, 'key' | 'weight'>[]): Weights => Object.fromEntries(parts.map((part) => [part.key, part.weight]))

/** Rule AP-3: every part has a whole weight from 0 to 100, together they are 100, and one part at least counts. */
export const fitsWeights = (weights: Weights, parts: readonly Pick<Part, 'key'>[]): boolean =>
  Object.keys(weights).length === parts.length && parts.every(({ key }) => Number.isInteger(weights[key]) && (weights[key] ?? -1) >= 0) && parts.reduce((all, { key }) => all + (weights[key] ?? 0), 0) === 100
