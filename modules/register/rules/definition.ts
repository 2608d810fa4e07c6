import { z } from 'zod'
import { staffRoles } from '../../../kernel/actor.ts'
import { departmentKinds, institutionKinds, institutionLevels } from '../../directory/rules/kinds.ts'

/** The shape of catalog/registers/*.yaml (docs/how-to/add-a-register.md). A new register is a new file, never new code. */

export const Words = z.strictObject({ zh: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) })
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
const fieldKey = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'lower-case words joined by underscores')

export const fieldTypes = ['text', 'longtext', 'number', 'date', 'time', 'boolean', 'choice', 'choices', 'person', 'people', 'department', 'place', 'file', 'picture', 'signature', 'link'] as const
export type FieldType = (typeof fieldTypes)[number]

export const FieldDefinition = z.strictObject({
  key: fieldKey,
  label: Words,
  type: z.enum(fieldTypes),
  required: z.boolean().default(false),
  /** For number the value, for text the length, for choices, people, file and picture how many. */
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.number().int().min(0).max(6).default(0),
  unit: Words.optional(),
  options: z.array(z.strictObject({ value: fieldKey, zh: z.string().min(1), en: z.string().min(1) })).min(2).max(60).optional(),
  /** A regular expression the text must match, with the sentence shown when it does not. */
  pattern: z.strictObject({ regex: z.string(), says: Words }).optional(),
  hint: Words.optional(),
  /** An expression over earlier fields; the field is asked for only where it is true. */
  when: z.string().optional(),
  /** Shown in the list; at most six are. */
  list: z.boolean().default(false),
  /** Offered as a filter of the list: choice, choices, boolean, person, department. */
  filter: z.boolean().default(false),
  /** Sealed at rest, never exported, never public; every reading is audited. */
  personal: z.boolean().default(false),
  /** For link: the register whose entries it points to, as the kind of their facts: 'register.walk-through'. */
  to: z.string().regex(/^register\.[a-z0-9-]+$/, "a link points to a register: 'register.walk-through'").optional(),
})
export type FieldDefinition = z.output<typeof FieldDefinition>

export const registerGroups = ['education', 'conduct', 'quality', 'environment', 'facility', 'information', 'primary-care', 'emergency', 'supervision', 'publicity', 'organisation', 'fairness'] as const
/** What one entry is about, and of what the plan asks a number "each". */
export const scopes = ['institution', 'department', 'ward', 'person'] as const
export const periodUnits = ['none', 'day', 'week', 'month', 'quarter', 'year'] as const

export const RegisterDefinition = z.strictObject({
  key: slug,
  name: Words,
  /** One sentence: why this is kept, in the words of somebody who has to keep it. */
  why: Words,
  /** One sentence in plain words: what the system does with it for the plan (shown with the templates). */
  does: Words,
  group: z.enum(registerGroups),
  scope: z.enum(scopes),
  /** How often an entry is expected of each unit of the scope; reminders and the missing list follow from it. */
  period: z.enum(periodUnits),
  expect: z.number().int().min(0).max(100).default(0),
  /** Working days before the end of the period on which the missing are reminded. */
  remind: z.array(z.number().int().min(0).max(20)).max(4).default([]),
  /** For scope department and ward: the kinds of department that are expected to enter. */
  departments: z.array(z.enum(departmentKinds)).min(1).optional(),
  /** Whom it concerns; left out: every institution. */
  institutions: z.strictObject({ kinds: z.array(z.enum(institutionKinds)).min(1).optional(), levels: z.array(z.enum(institutionLevels)).min(1).optional() }).default({}),
  enter: z.array(z.enum(staffRoles)).min(1),
  correct: z.array(z.enum(staffRoles)).min(1),
  /** Left out: an entry counts as soon as it is entered. With roles: it counts once somebody else of these has confirmed it. */
  confirm: z.array(z.enum(staffRoles)).default([]),
  /** The day an entry is about. */
  day: z.strictObject({ label: Words, /** Days back that an entry may be entered late. */ late: z.number().int().min(0).max(3660).default(31) }),
  evidence: z.strictObject({ files: z.enum(['required', 'optional', 'none']), pictures: z.boolean().default(false), says: Words.optional() }).default({ files: 'optional', pictures: false }),
  fields: z.array(FieldDefinition).min(1).max(40),
  /** Sentences that must hold across fields. */
  checks: z.array(z.strictObject({ expr: z.string(), says: Words })).default([]),
  /** Number fields summed under the list. */
  totals: z.array(fieldKey).default([]),
  /** The field whose text heads an entry in lists, notices and facts. */
  title: fieldKey,
  /** Shown to citizens: these fields of counting entries, at /open/<key>. */
  open: z.strictObject({ title: Words, lead: Words, fields: z.array(fieldKey).min(1), days: z.number().int().min(1).max(3660).default(366) }).optional(),
  /** Rows of the clause matrix it serves, as '003-4.1.2'. */
  clauses: z.array(z.string().regex(/^\d{3}-[0-9A-G.]+$/)).default([]),
  /** The paper or rule it comes from, and how certain that is. */
  source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }),
})
export type RegisterDefinition = z.output<typeof RegisterDefinition>
