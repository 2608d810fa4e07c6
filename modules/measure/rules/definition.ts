import { z } from 'zod'
import { baselines, chances, comparators, directions, periodKinds, units } from './names.ts'

/** The shape of catalog/measures/*.yaml (docs/how-to/add-a-measure.md). */

const Words = z.strictObject({ zh: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) })
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')

const kindOfFact = z.string().regex(/^[a-z]+\.[a-z0-9-]+$/, "a kind of fact, such as 'register.health-education'")

/** A sum over facts of one kind: those where `where` is true, each adding `add` (left out: 1). */
export const FactSum = z.strictObject({
  of: kindOfFact,
  where: z.string().optional(),
  add: z.string().optional(),
  /** Exclusion sets (catalog/sets) that are left out. */
  without: z.array(slug).min(1).optional(),
})
export type FactSum = z.output<typeof FactSum>

/**
 * The shape of catalog/sets/*.yaml: what measures may leave out (herbal slices, negotiated drugs …). A version holds from its
 * day on; for each kind of fact it says either which mark in a text of several ('a,b') means that a fact belongs to the set,
 * or which amount of a fact is the set's (`less`), and what is counted twice where another set is left out as well (`both`).
 */
export const SetDefinition = z.strictObject({
  key: slug,
  name: Words,
  why: Words,
  versions: z
    .array(
      z.strictObject({
        validFrom: z.iso.date(),
        /** What belongs to it, in plain words. */
        says: Words,
        source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }),
        facts: z
          .array(z.strictObject({ of: kindOfFact, field: z.string().optional(), mark: slug.optional(), less: z.string().optional(), both: z.record(slug, z.string()).optional() }))
          .min(1),
      }),
    )
    .min(1),
})
export type SetDefinition = z.output<typeof SetDefinition>

const shared = {
  key: slug,
  name: Words,
  why: Words,
  /** One sentence in plain words: what the system does with it for the plan. */
  does: Words,
  unit: z.enum(units),
  decimals: z.number().int().min(0).max(4).default(1),
  direction: z.enum(directions),
  period: z.enum(periodKinds),
  /** Below so many in the denominator a value is not shown. */
  smallest: z.number().int().min(0).default(0),
  /** A ratio with too few is read together with so many periods at most, itself among them. */
  pooled: z.number().int().min(1).max(24).default(1),
  /** Which chance its value has; left out, a percentage of counted things is a proportion. Write none for money and minutes. */
  chance: z.enum(chances).optional(),
  /** Shown to citizens on the institution's page; small numbers are withheld there as everywhere. */
  public: z.boolean().default(false),
  target: z.strictObject({ comparator: z.enum(comparators), value: z.number() }).optional(),
  owner: Words,
  validFrom: z.iso.date(),
  clauses: z.array(z.string().regex(/^\d{3}-[0-9A-G.]+$/)).default([]),
  /** Numerator and denominator in plain words; left out, they are put together from the expressions. */
  says: z.strictObject({ numerator: Words.optional(), denominator: Words.optional() }).optional(),
  source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }),
  /** The sets it leaves out, put in when the file is read: what is kept of a version explains and counts by itself. Never written by hand. */
  sets: z.array(SetDefinition).optional(),
}

export const MeasureDefinition = z.discriminatedUnion('shape', [
  /** numerator ÷ denominator over the period, both sums of daily counters (a percent is × 100). */
  z.strictObject({ ...shared, shape: z.literal('ratio'), numerator: FactSum, denominator: FactSum }),
  /** A sum of daily counters over the period. */
  z.strictObject({ ...shared, shape: z.literal('sum'), numerator: FactSum }),
  /** The newest fact up to the end of the period says it (`value`, and `outOf` for a ratio): a state, not a flow. */
  z.strictObject({ ...shared, shape: z.literal('state'), of: FactSum.shape.of, where: z.string().optional(), value: z.string(), outOf: z.string().optional() }),
  /**
   * Of the units that belong to the institution on the last day of the period, the share with at least `least` facts in it.
   * unit staff: the roster without those on leave the whole period, and where `departments` is given only those who hold a
   * post in such a department; department: departments of the kinds. `leave` is the kind of fact that says who is away
   * (staffIds, and the dates from_on and to_on); left out: register.staff-leave, where there is such a register.
   */
  z.strictObject({
    ...shared, shape: z.literal('coverage'), of: FactSum.shape.of, where: z.string().optional(), least: z.number().int().min(1).default(1),
    unitOf: z.enum(['staff', 'department']), leave: FactSum.shape.of.optional(), departments: z.array(z.enum(['clinical', 'technical', 'pharmacy', 'nursing', 'office'])).min(1).optional(),
  }),
  /** The share (or the highest, lowest value) of an accumulation per person over a longer time: days at primary institutions towards one year. */
  z.strictObject({ ...shared, shape: z.literal('accumulation'), of: FactSum.shape.of, where: z.string().optional(), add: z.string(), over: z.enum(['year', 'career']), reach: z.number() }),
  /**
   * Another measure's value (`of` is its key) against that of a baseline, as a difference or in percent of the baseline.
   * previous: the period before, as long; last-year: the same days a year ago; start: the last `periods` whole turns of
   * `period` before a campaign began, which is the first day of the plan that asks, or the `start` written here.
   */
  z.strictObject({ ...shared, shape: z.literal('change'), of: slug, against: z.enum(baselines), start: z.iso.date().optional(), periods: z.number().int().min(1).max(12).default(1), as: z.enum(['difference', 'percent']) }),
])
export type MeasureDefinition = z.output<typeof MeasureDefinition>
