import { z } from 'zod'
import { institutionRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { AttachmentChange, ClauseChange, DutyChange, DutySettings, GroupChange, HeadChange, MemberChange, PhaseChange, Understanding } from './contract/shapes.ts'
import { commissionAnsweringRoles, sections } from './rules/draft/understanding.ts'

export { DutySettings, Understanding }

export const draftStates = ['draft', 'launched', 'discarded'] as const

/** Who looked at an item and said it is right; `corrected` where the person changed it. */
export const Confirmation = z.object({ byName: z.string(), at: isoInstant, corrected: z.boolean() })

export const Progress = z.object({ section: z.enum(sections), items: z.number().int(), confirmed: z.number().int() })

/** The template a draft or plan was made from, as it was then. */
export const TemplateSource = z.object({ templateId: z.string(), version: z.number().int(), sha256: z.string() })

export const DraftRow = z.object({
  id,
  institutionId: id,
  title: z.string(),
  fileName: z.string(),
  state: z.enum(draftStates),
  planId: id.nullable(),
  createdAt: isoInstant,
  createdByName: z.string(),
  changedAt: isoInstant,
  clauses: z.number().int(),
  duties: z.number().int(),
  confirmed: z.number().int(),
  warnings: z.number().int(),
})

export const DraftWarning = z.object({ code: z.string(), message: z.string(), line: z.number().int() })

const refusal = z.string().nullable()

/** What changes with each correction; every command on a draft answers with it. */
export const DraftState = z.object({
  id,
  revision: z.number().int(),
  state: z.enum(draftStates),
  understanding: Understanding,
  /** By item id; an id that is missing is not yet confirmed. The head of the document has the id 'head'. */
  confirmed: z.record(z.string(), Confirmation),
  progress: z.array(Progress),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ change: refusal, discard: refusal, launch: refusal, reread: refusal }),
})

/** How a re-read version differs from the confirmed understanding, by stable clause ids. */
export const DraftDiff = z.object({
  previousDraftId: id,
  added: z.array(z.object({ clauseId: z.string(), printed: z.string(), title: z.string(), text: z.string() })),
  removed: z.array(z.object({ clauseId: z.string(), printed: z.string(), title: z.string(), text: z.string() })),
  changed: z.array(z.object({ clauseId: z.string(), before: z.object({ printed: z.string(), title: z.string(), text: z.string() }), after: z.object({ printed: z.string(), title: z.string(), text: z.string() }) })),
  moved: z.array(z.object({ clauseId: z.string(), before: z.string(), after: z.string() })),
  same: z.number().int(),
  /** Items whose confirmed value was kept although the new text reads otherwise. */
  kept: z.array(z.object({ itemId: z.string(), field: z.string(), confirmed: z.string(), read: z.string() })),
})

export const DraftView = DraftState.extend({
  institutionId: id,
  title: z.string(),
  fileId: id,
  fileName: z.string(),
  /** Null for an uploaded document. */
  template: TemplateSource.nullable(),
  planId: id.nullable(),
  createdAt: isoInstant,
  createdByName: z.string(),
  /** The source text, line by line; item lines count from 1. */
  lines: z.array(z.string()),
  warnings: z.array(DraftWarning),
  diff: DraftDiff.nullable(),
})

const clerks = ['commission_head', 'commission_clerk'] as const
const readers = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
const draft = z.object({ draftId: id })
const item = z.object({ draftId: id, itemId: z.string().max(80) })
/** The revision the screen shows; another one is refused as request.stale. */
const revision = z.number().int()
const change = <Shape extends z.ZodType>(shape: Shape) => z.object({ revision, change: shape })

const patch = <Shape extends z.ZodType>(section: string, summary: string, shape: Shape) =>
  endpoint({ method: 'PATCH', path: `/drafts/:draftId/${section}/:itemId`, access: clerks, summary, params: item, body: change(shape), reply: DraftState })
const add = <Shape extends z.ZodType>(section: string, summary: string, shape: Shape) =>
  endpoint({ method: 'POST', path: `/drafts/:draftId/${section}`, access: clerks, summary, params: draft, body: change(shape), reply: DraftState.extend({ addedId: z.string() }) })

export const readerContract = {
  listDrafts: endpoint({ method: 'GET', path: '/drafts', access: readers, summary: 'Plan documents read but not launched, newest first', query: z.object({ ...pageQuery, state: z.enum(draftStates).optional() }), reply: pageOf(DraftRow) }),
  createDraft: endpoint({ method: 'POST', path: '/drafts', access: clerks, summary: 'Upload a plan document (.txt, .docx, .doc, .pdf) and read it', upload: true, reply: z.object({ draftId: id }) }),
  loadDraft: endpoint({ method: 'GET', path: '/drafts/:draftId', access: readers, summary: 'Text and understanding of one document', params: draft, reply: DraftView }),
  downloadDraft: endpoint({ method: 'GET', path: '/drafts/:draftId/file', access: readers, summary: 'The uploaded document', params: draft, download: true }),
  changeHead: endpoint({ method: 'PATCH', path: '/drafts/:draftId/head', access: clerks, summary: 'Correct title, issuer, number or date of issue', params: draft, body: change(HeadChange), reply: DraftState }),
  changeClause: patch('clauses', 'Correct a clause', ClauseChange),
  changePhase: patch('phases', 'Correct a phase', PhaseChange),
  changeDuty: patch('duties', 'Correct a duty, its date, rhythm, target or settings', DutyChange),
  changeGroup: patch('groups', 'Correct the name of a leading group', GroupChange),
  changeMember: patch('members', 'Correct a member of a leading group', MemberChange),
  changeAttachment: patch('attachments', 'Correct an attachment', AttachmentChange),
  addPhase: add('phases', 'Add a phase', PhaseChange),
  addDuty: add('duties', 'Add a duty to a clause', DutyChange.extend({ clauseId: z.string(), text: z.string().trim().min(2).max(4000) })),
  addMember: add('members', 'Add a member to a leading group', MemberChange.extend({ groupId: z.string(), name: z.string().trim().min(1).max(60) })),
  removeItem: endpoint({ method: 'DELETE', path: '/drafts/:draftId/items/:itemId', access: clerks, summary: 'Remove a phase, duty, group, member or attachment', params: item, body: z.object({ revision }), reply: DraftState }),
  confirmItems: endpoint({
    method: 'POST', path: '/drafts/:draftId/confirmations', access: clerks, summary: 'Confirm single items, or a whole section', params: draft,
    body: z.object({ revision, items: z.array(z.string().max(80)).max(2000).default([]), section: z.enum(sections).nullable().default(null), confirmed: z.boolean().default(true) }), reply: DraftState,
  }),
  rereadDraft: endpoint({ method: 'POST', path: '/drafts/:draftId/reread', access: clerks, summary: 'Upload a new version of the document: a new draft that keeps what was confirmed', params: draft, upload: true, reply: z.object({ draftId: id }) }),
  discardDraft: endpoint({ method: 'POST', path: '/drafts/:draftId/discard', access: clerks, summary: 'Put a draft aside for good', params: draft, body: z.object({ revision }), reply: DraftState }),
}

/** Which posts may answer for a duty: those of institutions, and the commission's for its own. */
export const answeringRoles = [...institutionRoles, ...commissionAnsweringRoles] as const
export const dayOrNull = isoDate.nullable()
