import type { StaffRole } from '../../../../kernel/actor.ts'
import type { InstitutionLevel } from '../../../directory/rules/kinds.ts'
import type { Cadence, Due, DutyKind, IsoDate, Target } from '../model.ts'

/**
 * The understanding of a document as a person corrects it: the same facts as the reading, flat, with ids that stay
 * when a new version of the document is read. What stands here is what a launch uses. The shapes are in contract/shapes.ts.
 */

/** The posts that may answer for a duty: an institution's, or the commission's for a duty of its own; an auditor only looks. */
export type AnsweringRole = Exclude<StaffRole, 'auditor'>
export const commissionAnsweringRoles = ['commission_head', 'commission_clerk', 'inspector'] as const satisfies readonly AnsweringRole[]

/** The kind of body that stands for the commission itself among the kinds of institution. */
export const commissionKind = 'commission'

export const shifts = ['next_workday', 'none'] as const
export type Shift = (typeof shifts)[number]

/** What the launch needs and no document says. */
export type DutySettings = {
  /** False leaves the duty out of the launch, such as one addressed to the commission itself. */
  included: boolean
  /** The post that answers, at each institution or (with the kind 'commission') at the commission. */
  role: AnsweringRole
  /** Kinds of institution it applies to; null is all but the commission, ['commission'] the commission alone. */
  kinds: string[] | null
  /** Rule PL-51: levels of institution it applies to; null and (in older drafts) missing are all. */
  levels?: InstitutionLevel[] | null | undefined
  /** A phase chosen by hand; null follows the clause and the due date. */
  phaseId: string | null
  /** For `publish`: how many days old the public item may be; null asks for one publication only. */
  freshDays: number | null
  /** What the facts are kept under: the register, measure, form, public item, service or kind of matter; null until one is chosen. */
  factKey: string | null
  /** Rule DR-9: which of those facts count (kernel/filter.ts); null and (in older drafts) missing are all of them. */
  where?: string | null | undefined
  /** Rule PL-36: what a due date on a day off does; null and (in older drafts) missing follow the kind of duty. */
  shift?: Shift | null | undefined
}

export const defaultSettings: DutySettings = { included: true, role: 'institution_clerk', kinds: null, phaseId: null, freshDays: null, factKey: null }

export type ClauseItem = { id: string; parentId: string | null; path: string; printed: string; title: string; text: string; level: number; lines: [number, number] }
export type PhaseItem = { id: string; name: string; start: IsoDate | null; end: IsoDate | null; printed: string; flags: string[]; clauseId: string | null; line: number }
export type DutyItem = {
  id: string
  clauseId: string
  subject: string
  inferredSubject: boolean
  kind: DutyKind
  text: string
  due: Due | null
  cadence: Cadence | null
  target: Target | null
  products: string[]
  receiver: string | null
  responsible: { lead: string[]; others: string[] } | null
  line: number
  settings: DutySettings
}
export type GroupItem = { id: string; name: string }
export type MemberItem = { id: string; groupId: string; role: string; name: string; post: string }
export type AttachmentItem = { id: string; number: string; title: string; found: boolean }
export type ContactItem = { names: string[]; phone: string | null; email: string | null; line: number }

export type Understanding = {
  title: string
  issuer: string | null
  number: string | null
  issuedOn: IsoDate | null
  clauses: ClauseItem[]
  phases: PhaseItem[]
  duties: DutyItem[]
  groups: GroupItem[]
  members: MemberItem[]
  attachments: AttachmentItem[]
  contacts: ContactItem[]
}

/** The parts a person confirms one by one or as a whole. */
export const sections = ['head', 'clauses', 'phases', 'duties', 'groups', 'members', 'attachments'] as const
export type Section = (typeof sections)[number]

/** Fields that are left out stay as they are. */
type Fields<T> = { readonly [K in keyof T]?: T[K] | undefined }
export type HeadChange = Fields<Pick<Understanding, 'title' | 'issuer' | 'number' | 'issuedOn'>>
export type ClauseChange = Fields<Pick<ClauseItem, 'printed' | 'title' | 'text' | 'level' | 'parentId'>>
export type PhaseChange = Fields<Pick<PhaseItem, 'name' | 'start' | 'end' | 'clauseId'>>
export type DutyChange = Fields<Pick<DutyItem, 'clauseId' | 'subject' | 'kind' | 'text' | 'due' | 'cadence' | 'target' | 'products' | 'receiver' | 'responsible'>> & { readonly settings?: Fields<DutySettings> | undefined }
export type GroupChange = Fields<Pick<GroupItem, 'name'>>
export type MemberChange = Fields<Pick<MemberItem, 'groupId' | 'role' | 'name' | 'post'>>
export type AttachmentChange = Fields<Pick<AttachmentItem, 'number' | 'title' | 'found'>>
