import { z } from 'zod'
import { staffRoles } from '../../../kernel/actor.ts'
import { institutionKinds, institutionLevels } from '../../directory/rules/kinds.ts'
import { dutyKinds } from '../../reader/rules/model.ts'

/** The shape of catalog/plans/*.yaml: a whole plan in our own words, each duty bound by name to what carries it. */

const Words = z.strictObject({ zh: z.string().trim().min(1).max(600), en: z.string().trim().min(1).max(600).optional() })
/** A day of the plan's year, 'MM-DD', or of a later one, '+1 MM-DD'. */
const planDay = z.string().regex(/^(\+[1-9] )?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "'MM-DD' or '+1 MM-DD'")

export const bindTypes = ['evidence', 'register', 'measure', 'report', 'public', 'service', 'matter'] as const
export type BindType = (typeof bindTypes)[number]
/** Which names can carry which kind of duty. */
export const bindsOf: Readonly<Record<(typeof dutyKinds)[number], readonly BindType[]>> = {
  task: ['evidence'], record: ['register'], measure: ['measure'], report: ['report'], publish: ['public'], service: ['service'], settle: ['matter'],
}
export const bindName = z.string().regex(/^(evidence:file|(?:register|measure|report|public|service|matter):[a-z][a-z0-9]*(-[a-z0-9]+)*)$/, "such as 'register:health-education'; a task is bound to 'evidence:file'")

export const TemplateDuty = z.strictObject({
  kind: z.enum(dutyKinds),
  text: Words,
  /** Who must: the institutions, or the commission itself. */
  who: z.enum(['institution', 'commission']).default('institution'),
  /** The post that answers; left out: institution_clerk, for the commission commission_clerk. */
  role: z.enum(staffRoles).optional(),
  bodies: z.strictObject({ kinds: z.array(z.enum(institutionKinds)).min(1).optional(), levels: z.array(z.enum(institutionLevels)).min(1).optional() }).optional(),
  due: planDay.optional(),
  cadence: z.strictObject({ rrule: z.string().min(1), from: planDay.optional(), until: planDay.optional(), printed: z.string().min(1) }).optional(),
  target: z.strictObject({ metric: z.string().min(1), comparator: z.enum(['>=', '<=', '>', '<', '=']), value: z.number(), upper: z.number().optional(), unit: z.string() }).optional(),
  freshDays: z.number().int().min(1).max(3660).optional(),
  products: z.array(z.string().min(1)).default([]),
  bind: bindName,
  /** For a record: which entries of the register count, over its own fields (kernel/filter.ts): "kind == 'unlicensed'". */
  where: z.string().min(1).max(500).optional(),
})
export type TemplateDuty = z.output<typeof TemplateDuty>

export const TemplateClause = z.strictObject({
  /** The row of the clause matrix: '003-4.1.2'. */
  id: z.string().regex(/^\d{3}-[0-9A-G]+(\.[0-9]+)*[a-z]?$/),
  /** The part it stands under, by id. */
  part: z.string().min(1),
  title: Words,
  /** What it orders, in one or two plain sentences of our own. */
  text: Words,
  /** Every number, date and cadence it names, as a person would say it; left out where it names none. */
  numbers: z.string().min(1).optional(),
  /** Who is bound, in the words of the field: 县级卫生健康委、各医院、各科室 … */
  bodies: z.string().min(1),
  /** Orders nothing that could be checked: an aim or a principle. Only then may duties be empty. */
  context: z.boolean().default(false),
  duties: z.array(TemplateDuty).default([]),
})
export type TemplateClause = z.output<typeof TemplateClause>

export const TemplateDefinition = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  /** One sentence: whom it is for and what it wants. */
  about: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  level: z.enum(['city', 'county']),
  /** Which institutions it binds. */
  scope: z.strictObject({ kinds: z.array(z.enum(institutionKinds)).min(1).optional(), levels: z.array(z.enum(institutionLevels)).min(1).optional() }).default({}),
  /** First and last day of the campaign. */
  starts: planDay,
  ends: planDay,
  phases: z.array(z.strictObject({ id: z.string().min(1), name: Words, start: planDay.nullable(), end: planDay.nullable(), /** What is odd about it in print, such as dates the wrong way round. */ note: z.string().optional() })).default([]),
  /** Headings, in their order; a part may stand under another. */
  parts: z.array(z.strictObject({ id: z.string().min(1), under: z.string().optional(), printed: z.string().min(1), title: Words, phase: z.string().optional() })).min(1),
  clauses: z.array(TemplateClause).min(1),
})
export type TemplateDefinition = z.output<typeof TemplateDefinition>
