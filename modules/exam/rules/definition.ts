import { z } from 'zod'

/** The shape of catalog/exams/*.yaml (docs/how-to/exams-and-admission.md). */

const Words = z.strictObject({ zh: z.string().trim().min(1).max(400), en: z.string().trim().min(1).max(400) })
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')

/** What an examination leaves in the body, which another one may have to wait for. */
export const marks = ['iodine', 'gadolinium', 'barium', 'tracer', 'air', 'pupil', 'sedation'] as const
export type Mark = (typeof marks)[number]

/** This examination waits after another: some minutes of one day, or whole days. */
const Wait = z
  .strictObject({ mark: z.enum(marks).optional(), exam: slug.optional(), minutes: z.number().int().min(1).max(480).optional(), days: z.number().int().min(1).max(14).optional(), why: Words })
  .refine((wait) => (wait.mark === undefined) !== (wait.exam === undefined), 'names either a mark or an exam')
  .refine((wait) => (wait.minutes === undefined) !== (wait.days === undefined), 'says either minutes or days')

export const ExamDefinition = z.strictObject({
  key: slug,
  name: Words,
  /** The treatment subject whose department does it. */
  subject: z.string().regex(/^\d{2}(\.\d{2})?$/),
  minutes: z.number().int().min(1).max(240),
  /** Nothing eaten for so many hours before; `until` is the latest start on a day, since nobody fasts till the evening. */
  fasting: z.strictObject({ hours: z.number().int().min(2).max(24), water: z.boolean(), until: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }).optional(),
  /** So many minutes after a meal. */
  meal: z.number().int().min(0).max(240).optional(),
  bladder: z.enum(['any', 'full', 'empty']).default('any'),
  leaves: z.enum(marks).optional(),
  /** Something is eaten or drunk for it. */
  breaksFast: z.boolean().default(false),
  after: z.array(Wait).default([]),
  /** Must be over before these, where both are ordered. */
  before: z.array(z.strictObject({ exam: slug, why: Words })).default([]),
  prep: Words,
  /** Fields whose numbers are a habit of the house and no standard: a hospital looks at them before it starts. */
  defaults: z.array(z.enum(['minutes', 'fasting', 'meal', 'bladder', 'after', 'before'])).default([]),
})
export type ExamDefinition = z.output<typeof ExamDefinition>
