import { z } from 'zod'
import { staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { checkKeys } from './rules/checks.ts'
import { exemplarKinds, exemplarStates, fewestReason, mostDeeds, mostWords } from './rules/exemplar.ts'

const refusal = z.string().nullable()
const staff = [...staffRoles]
const house = ['institution_head', 'institution_clerk'] as const
const office = ['commission_head', 'commission_clerk'] as const

export const ExemplarRow = z.object({
  institutionId: id, exemplarId: id, kind: z.enum(exemplarKinds), state: z.enum(exemplarStates), title: z.string(), institutionName: z.string(), nominatedAt: isoInstant, noticeUntil: isoDate.nullable(),
  /** Of a person: null while nothing was said. */
  consent: z.boolean().nullable(),
  /** For the commission: objections that nobody has answered. */
  unanswered: z.number().int(),
})

export const CheckView = z.object({ key: z.enum(checkKeys), count: z.number().int(), lines: z.array(z.object({ on: isoDate, title: z.string(), link: z.string().nullable() })) })
const Checks = z.object({ at: isoInstant, rows: z.array(CheckView) })
const Signed = z.object({ name: z.string(), at: isoInstant })

export const ObjectionView = z.object({
  objectionId: id, said: z.string(), filedAt: isoInstant, /** Whether a name was given; it is read by itself, and that is recorded. */ named: z.boolean(),
  answer: Signed.extend({ founded: z.boolean(), said: z.string() }).nullable(), blocked: z.object({ answer: refusal }),
})

export const ExemplarView = ExemplarRow.extend({
  revision: z.number().int(), deeds: z.string(), departmentId: id.nullable(), staffId: id.nullable(), nominated: Signed, /** The commission that nominated; null where the house did. */ nominatedFromName: z.string().nullable(), consentAt: isoInstant.nullable(),
  files: z.array(z.object({ fileId: id, name: z.string(), size: z.number().int() })),
  /** What speaks against it by the facts of this moment; frozen beside when the notice began, and when it was decided. */
  checks: Checks.nullable(), noticeChecks: Checks.nullable(), decisionChecks: Checks.nullable(),
  notice: Signed.extend({ until: isoDate }).nullable(),
  /** For the commission only. */
  objections: z.array(ObjectionView).nullable(),
  decision: Signed.extend({ chosen: z.boolean(), reason: z.string() }).nullable(), published: Signed.nullable(), withdrawn: Signed.extend({ reason: z.string() }).nullable(),
  blocked: z.object({ consent: refusal, notice: refusal, decide: refusal, publish: refusal, withdraw: refusal }),
})

const key = z.object({ institutionId: id, exemplarId: id })
const step = z.object({ revision: z.number().int().min(1) })
const at = '/exemplars/:institutionId/:exemplarId'

export const exemplarContract = {
  listExemplars: endpoint({ method: 'GET', path: '/exemplars', access: staff, summary: 'Nominations I may see, newest first', query: z.object({ ...pageQuery, state: z.enum(exemplarStates).optional(), kind: z.enum(exemplarKinds).optional() }), reply: pageOf(ExemplarRow) }),
  loadExemplar: endpoint({ method: 'GET', path: at, access: staff, summary: 'One nomination with its evidence, what speaks against it, and where it stands', params: key, reply: ExemplarView }),
  nominate: endpoint({
    method: 'POST', path: '/exemplars', access: [...house, ...office], summary: 'Nominate my house (as a commission, a house of my region), a department, a member of staff or a project, with the files that prove it', upload: true,
    body: z.object({ /** Whose it is; left out, my own. */ institutionId: id.nullable().default(null), kind: z.enum(exemplarKinds), departmentId: id.nullable().default(null), staffId: id.nullable().default(null), title: z.string().trim().max(100).default(''), deeds: z.string().trim().max(mostDeeds) }), reply: key,
  }),
  consent: endpoint({ method: 'POST', path: `${at}/consent`, access: staff, summary: 'As the person nominated: agree that my name becomes public, or not (any more)', params: key, body: z.object({ agrees: z.boolean() }), reply: ExemplarView }),
  openNotice: endpoint({ method: 'POST', path: `${at}/notice`, access: office, summary: 'Put it up for everybody for the days of the rule', params: key, body: step, reply: ExemplarView }),
  answerObjection: endpoint({ method: 'POST', path: `${at}/objections/:objectionId/answer`, access: office, summary: 'Answer an objection', params: key.extend({ objectionId: id }), body: z.object({ founded: z.boolean(), answer: z.string().trim().min(10).max(mostWords) }), reply: ExemplarView }),
  readObjector: endpoint({ method: 'POST', path: `${at}/objections/:objectionId/author`, access: office, summary: 'Who objected, where a name was given; that it was read is recorded', params: key.extend({ objectionId: id }), body: z.object({ why: z.string().trim().min(4).max(500) }), reply: z.object({ name: z.string(), phone: z.string() }) }),
  decide: endpoint({ method: 'POST', path: `${at}/decision`, access: ['commission_head'], summary: 'Choose it, or not, with the reason', params: key, body: step.extend({ chosen: z.boolean(), reason: z.string().trim().min(fewestReason).max(2000) }), reply: ExemplarView }),
  publish: endpoint({ method: 'POST', path: `${at}/publication`, access: office, summary: 'Publish what was chosen', params: key, body: step, reply: ExemplarView }),
  withdraw: endpoint({ method: 'POST', path: `${at}/withdrawal`, access: [...house, ...office], summary: 'Take it back, with the reason', params: key, body: step.extend({ reason: z.string().trim().min(fewestReason).max(2000) }), reply: ExemplarView }),
  downloadEvidence: endpoint({ method: 'GET', path: `${at}/files/:fileId`, access: staff, summary: 'One file of the evidence', params: key.extend({ fileId: id }), download: true }),
}
