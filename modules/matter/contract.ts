import { z } from 'zod'
import { staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { CannedAnswer, KindRow, KindView, LedgerRow, MatterPage, MatterRow, MatterView, RosterShift } from './contract/views.ts'
import { channels, phases } from './rules/definition.ts'

export * from './contract/views.ts'

const inScope = [...staffRoles]
const commission = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
/** A zero byte is the only thing a database cannot hold; everything else stays as it was typed. */
const typed = () => z.string().overwrite((words) => words.replaceAll('\0', ''))
const text = (most: number) => typed().trim().max(most)
const kindKey = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)
const matterKey = z.object({ institutionId: id, matterId: id })
const flag = z.enum(['1']).optional()

export const AuthorAsk = z.object({ name: text(60).default(''), phone: text(30).default(''), idNumber: text(30).default(''), address: text(200).default('') })
export const longest = 10_000

/** What is filed, by whatever channel. */
export const FilingAsk = z.object({
  kind: kindKey, title: text(120).default(''), body: typed().trim().min(2).max(longest), category: kindKey.nullable().default(null), place: text(120).default(''),
  departmentId: id.nullable().default(null), author: AuthorAsk.nullable().default(null), harm: z.boolean().default(false),
})

const filter = {
  /** Left out: my own body for staff of an institution, all bodies of the region for a commission. */
  institutionId: id.optional(), kind: kindKey.optional(), state: kindKey.optional(), phase: z.enum([...phases, 'all']).default('open'),
  /** mine: what I handle; department: what the departments of my posts have or are offered; body: all I may see. */
  whose: z.enum(['mine', 'department', 'body']).default('body'), overdue: flag, /** Drawn for a call-back that nobody has made. */ callBack: flag, channel: z.enum(channels).optional(), departmentId: id.optional(), from: isoDate.optional(), to: isoDate.optional(),
  /** Words of title or text, at least two characters; or a case number. */
  text: text(60).optional(),
}
const ledgerFilter = { institutionId: id.optional(), kind: kindKey.optional(), planId: id.optional(), departmentId: id.optional(), phase: z.enum([...phases, 'all']).default('all'), from: isoDate.optional(), to: isoDate.optional() }

export const MoveAsk = z.object({
  /** What the screen showed; a matter that has moved on refuses the move and says what changed. */
  revision: z.number().int(), text: text(4000).default(''), publicText: text(8000).default(''), reason: kindKey.nullable().default(null), departmentId: id.nullable().default(null), departmentIds: z.array(id).max(20).default([]), staffId: id.nullable().default(null), /** Whom it is about: added by most moves, set by the one that names them. */ subjectIds: z.array(id).max(20).default([]), date: isoDate.nullable().default(null),
  verdict: kindKey.nullable().default(null), responsible: z.array(z.object({ staffId: id.nullable().default(null), name: text(60).min(1) })).max(20).default([]), measure: text(2000).default(''), otherId: id.nullable().default(null), institutionId: id.nullable().default(null), title: text(120).default(''),
  satisfied: z.boolean().nullable().default(null), solved: z.boolean().nullable().default(null), harm: z.boolean().nullable().default(null), category: kindKey.nullable().default(null), planId: id.nullable().default(null),
  /** For each file sent along, in order; left out, evidence of the house. */
  fileRoles: z.array(z.enum(['house', 'before', 'after'])).max(10).default([]),
})

const canned = z.object({ kind: kindKey.nullable().default(null), title: text(80).min(2), text: text(4000).min(2) })
const shift = z.object({ fromAt: isoInstant, toAt: isoInstant, staffId: id, phone: text(30).default(''), note: text(200).default('') })

export const matterContract = {
  listKinds: endpoint({ method: 'GET', path: '/matter-kinds', access: inScope, summary: 'Kinds of matters that concern me', reply: z.object({ rows: z.array(KindRow) }) }),
  loadKind: endpoint({ method: 'GET', path: '/matter-kinds/:kind', access: inScope, summary: 'One kind with its states, moves and clocks', params: z.object({ kind: kindKey }), reply: KindView }),

  listMatters: endpoint({ method: 'GET', path: '/matters', access: inScope, summary: 'The work list: by what is due, or by what came last', query: z.object({ ...filter, sort: z.enum(['due', 'received']).default('due'), ...pageQuery }), reply: MatterPage }),
  countMatters: endpoint({ method: 'GET', path: '/matters/counts', access: inScope, summary: 'What waits for me, by state and kind; at most a hundred of each are counted', query: z.object({ institutionId: id.optional() }), reply: z.object({ mine: z.number().int(), department: z.number().int(), overdue: z.number().int(), byState: z.array(z.object({ kind: z.string(), state: z.string(), count: z.number().int() })), more: z.boolean() }) }),
  listChased: endpoint({ method: 'GET', path: '/matters/chase-list', access: [...commission], summary: 'What is late or was chased, over the bodies of the region', query: z.object({ institutionId: id.optional(), kind: kindKey.optional(), ...pageQuery }), reply: MatterPage }),
  listLedger: endpoint({ method: 'GET', path: '/matters/ledger', access: inScope, summary: 'Problems and findings with owner, measure, limit and sign-off', query: z.object({ ...ledgerFilter, ...pageQuery }), reply: pageOf(LedgerRow) }),
  exportLedger: endpoint({ method: 'GET', path: '/matters/ledger.xlsx', access: inScope, summary: 'The ledger in the form of the table', query: z.object(ledgerFilter), download: true }),
  earlierMatters: endpoint({ method: 'POST', path: '/matters/earlier', access: inScope, summary: 'Earlier matters of a caller, by the phone number; the look-up is recorded', body: z.object({ phone: text(30).min(5) }), reply: z.object({ rows: z.array(MatterRow) }) }),
  myMatters: endpoint({ method: 'GET', path: '/matters/mine', access: ['citizen'], summary: 'What I brought forward myself, newest first', reply: z.object({ rows: z.array(z.object({ institutionId: id, institutionName: z.string(), matterId: id, number: z.string(), kind: z.string(), title: z.string(), state: z.object({ zh: z.string(), en: z.string() }), phase: z.enum(phases), receivedAt: isoInstant })) }) }),

  enterMatter: endpoint({
    method: 'POST', path: '/matters', access: inScope, summary: 'Enters a matter on any channel, with files; a multipart request even without files', upload: true,
    body: FilingAsk.extend({
      /** Left out: my own body. A commission may enter for a body of its region. */
      institutionId: id.optional(), channel: z.enum(channels), planId: id.nullable().default(null), clauseId: id.nullable().default(null), subjectStaffIds: z.array(id).max(20).default([]), ownerDepartmentId: id.nullable().default(null), ownerStaffId: id.nullable().default(null),
      measure: text(2000).default(''), limitOn: isoDate.nullable().default(null), /** When it really came in, for what is entered later from paper. */ receivedAt: isoInstant.nullable().default(null), originNumber: text(60).nullable().default(null),
      /** Made by the form once; the same form sent again is the same matter and gives the same code. */
      submissionKey: z.uuid(),
    }),
    reply: z.object({ institutionId: id, matterId: id, number: z.string(), /** Null for kinds without an author. */ receiptCode: z.string().nullable() }),
  }),
  loadMatter: endpoint({ method: 'GET', path: '/matters/:institutionId/:matterId', access: inScope, summary: 'One matter with everything I may see and do', params: matterKey, reply: MatterView }),
  moveMatter: endpoint({ method: 'POST', path: '/matters/:institutionId/:matterId/moves/:move', access: inScope, summary: 'Makes a move of the kind, with what it requires; a multipart request even without files', params: matterKey.extend({ move: kindKey }), upload: true, body: MoveAsk, reply: MatterView }),
  mergeMatters: endpoint({
    method: 'POST', path: '/matters/merge', access: inScope, summary: 'Merges several of one kind and body into one of them, all or none; each author gets its answer',
    body: z.object({ institutionId: id, intoId: id, others: z.array(z.object({ matterId: id, revision: z.number().int() })).min(1).max(100), text: text(2000).default('') }),
    reply: z.object({ merged: z.number().int() }),
  }),
  readAuthor: endpoint({ method: 'GET', path: '/matters/:institutionId/:matterId/author', access: inScope, summary: 'Who brought it; the reading is recorded', params: matterKey, reply: AuthorAsk }),
  downloadFile: endpoint({ method: 'GET', path: '/matters/:institutionId/:matterId/files/:fileId', access: inScope, summary: 'A file of a matter', params: matterKey.extend({ fileId: id }), query: z.object({ inline: flag }), download: true }),
  redact: endpoint({ method: 'POST', path: '/matters/:institutionId/:matterId/redaction', access: inScope, summary: 'What citizens would read: title, question and answer without names, numbers and addresses', params: matterKey, body: z.object({ title: text(120).optional(), question: text(longest).optional(), answer: text(8000).optional() }), reply: z.object({ title: z.string(), question: z.string(), answer: z.string(), /** What was taken out, by sort. */ removed: z.array(z.object({ sort: z.string(), count: z.number().int() })) }) }),

  listCanned: endpoint({ method: 'GET', path: '/canned-answers', access: inScope, summary: 'Ready words for answers of my body', query: z.object({ kind: kindKey.optional() }), reply: z.object({ rows: z.array(CannedAnswer) }) }),
  addCanned: endpoint({ method: 'POST', path: '/canned-answers', access: inScope, summary: 'Adds ready words', body: canned, reply: CannedAnswer }),
  changeCanned: endpoint({ method: 'PUT', path: '/canned-answers/:cannedId', access: inScope, summary: 'Changes ready words', params: z.object({ cannedId: id }), body: canned.extend({ revision: z.number().int() }), reply: CannedAnswer }),
  removeCanned: endpoint({ method: 'DELETE', path: '/canned-answers/:cannedId', access: inScope, summary: 'Removes ready words', params: z.object({ cannedId: id }), reply: z.object({}) }),

  listRoster: endpoint({ method: 'GET', path: '/duty-roster', access: inScope, summary: 'Who answers the complaint telephone when', query: z.object({ from: isoDate, to: isoDate }), reply: z.object({ rows: z.array(RosterShift) }) }),
  addShift: endpoint({ method: 'POST', path: '/duty-roster', access: inScope, summary: 'Adds a shift', body: shift, reply: RosterShift }),
  removeShift: endpoint({ method: 'DELETE', path: '/duty-roster/:shiftId', access: inScope, summary: 'Removes a shift', params: z.object({ shiftId: id }), reply: z.object({}) }),
}

export type MatterRowView = z.output<typeof MatterRow>
