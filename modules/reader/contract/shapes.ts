import { z } from 'zod'
import { institutionRoles } from '../../../kernel/actor.ts'
import { institutionLevels } from '../../directory/rules/kinds.ts'
import { commissionAnsweringRoles, shifts } from '../rules/draft/understanding.ts'
import { dutyKinds } from '../rules/model.ts'

// What a draft looks like to its clients; the same types, without shapes, are in rules/draft/understanding.ts.
const date = z.iso.date().nullable()
const line = z.number().int()
const text = (most: number) => z.string().max(most)

export const Due = z.object({ date, time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).nullable(), printed: text(400), relative: z.string().max(20).nullable() })
export const Cadence = z.object({ rrule: z.string().min(6).max(200), start: date, until: date, printed: text(400) })
export const Target = z.object({ metric: text(400), comparator: z.enum(['>=', '<=', '>', '<', '=']), value: z.number(), upper: z.number().nullable(), unit: text(40), printed: text(400) })
export const Responsible = z.object({ lead: z.array(text(200)).max(100), others: z.array(text(200)).max(200) })

/** What the launch needs and no document says. */
export const DutySettings = z.object({
  /** False leaves the duty out of the launch, such as one addressed to the commission itself. */
  included: z.boolean(),
  /** The post that answers, at each institution or (with the kind 'commission') at the commission. */
  role: z.enum([...institutionRoles, ...commissionAnsweringRoles]),
  /** Kinds of institution it applies to; null is all but the commission, ['commission'] the commission alone. */
  kinds: z.array(z.string().max(40)).max(12).nullable(),
  /** Levels of institution it applies to; null and (in older drafts) missing are all. */
  levels: z.array(z.enum(institutionLevels)).min(1).max(4).nullable().optional(),
  /** A phase chosen by hand; null follows the clause and the due date. */
  phaseId: z.string().nullable(),
  /** For `publish`: how many days old the public item may be; null asks for one publication only. */
  freshDays: z.number().int().min(1).max(366).nullable(),
  /** What the facts are kept under: the register, measure, form, public item, service or kind of matter; null until one is chosen. */
  factKey: z.string().trim().min(1).max(80).nullable(),
  /** Which of those facts count (kernel/filter.ts); null and (in older drafts) missing are all of them. */
  where: z.string().trim().min(1).max(500).nullable().optional(),
  /** What a due date on a day off does; null follows the kind of duty (reports move to the next working day). */
  shift: z.enum(shifts).nullable().optional(),
})

export const ClauseItem = z.object({ id: z.string(), parentId: z.string().nullable(), path: z.string(), printed: z.string(), title: z.string(), text: z.string(), level: z.number().int(), lines: z.tuple([line, line]) })
export const PhaseItem = z.object({ id: z.string(), name: z.string(), start: date, end: date, printed: z.string(), flags: z.array(z.string()), clauseId: z.string().nullable(), line })
export const DutyItem = z.object({
  id: z.string(),
  clauseId: z.string(),
  subject: z.string(),
  inferredSubject: z.boolean(),
  kind: z.enum(dutyKinds),
  text: z.string(),
  due: Due.nullable(),
  cadence: Cadence.nullable(),
  target: Target.nullable(),
  products: z.array(z.string()),
  receiver: z.string().nullable(),
  responsible: Responsible.nullable(),
  line,
  settings: DutySettings,
})
export const GroupItem = z.object({ id: z.string(), name: z.string() })
export const MemberItem = z.object({ id: z.string(), groupId: z.string(), role: z.string(), name: z.string(), post: z.string() })
export const AttachmentItem = z.object({ id: z.string(), number: z.string(), title: z.string(), found: z.boolean() })
export const ContactItem = z.object({ names: z.array(z.string()), phone: z.string().nullable(), email: z.string().nullable(), line })

export const Understanding = z.object({
  title: z.string(),
  issuer: z.string().nullable(),
  number: z.string().nullable(),
  issuedOn: date,
  clauses: z.array(ClauseItem),
  phases: z.array(PhaseItem),
  duties: z.array(DutyItem),
  groups: z.array(GroupItem),
  members: z.array(MemberItem),
  attachments: z.array(AttachmentItem),
  contacts: z.array(ContactItem),
})

const short = z.string().trim().max(400)
export const HeadChange = z.object({ title: short.min(1), issuer: short.nullable(), number: short.nullable(), issuedOn: date }).partial()
export const ClauseChange = z.object({ printed: z.string().max(40), title: z.string().max(400), text: z.string().max(40_000), level: z.number().int().min(0).max(9), parentId: z.string().nullable() }).partial()
export const PhaseChange = z.object({ name: short.min(1), start: date, end: date, clauseId: z.string().nullable() }).partial()
export const DutyChange = z
  .object({
    clauseId: z.string(),
    subject: short,
    kind: z.enum(dutyKinds),
    text: z.string().trim().min(2).max(4000),
    due: Due.nullable(),
    cadence: Cadence.nullable(),
    target: Target.nullable(),
    products: z.array(short).max(50),
    receiver: short.nullable(),
    responsible: Responsible.nullable(),
    settings: DutySettings.partial(),
  })
  .partial()
export const GroupChange = z.object({ name: short.min(1) }).partial()
export const MemberChange = z.object({ groupId: z.string(), role: short, name: z.string().trim().max(60), post: short }).partial()
export const AttachmentChange = z.object({ number: short, title: short, found: z.boolean() }).partial()
