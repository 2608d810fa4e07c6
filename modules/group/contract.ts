import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'

const refusal = z.string().nullable()
const text = (most: number) => z.string().trim().max(most)

export const MemberView = z.object({
  id,
  ordinal: z.number().int(),
  role: z.string(),
  name: z.string(),
  postTitle: z.string(),
  staffId: id.nullable(),
  fromOn: isoDate,
  toOn: isoDate.nullable(),
})

export const GroupRow = z.object({
  id,
  institutionId: id,
  institutionName: z.string(),
  planId: id.nullable(),
  name: z.string(),
  office: z.string(),
  officeDirector: z.string(),
  members: z.number().int(),
  openConsults: z.number().int(),
})

export const GroupView = GroupRow.omit({ members: true, openConsults: true }).extend({
  workingRules: z.string(),
  members: z.array(MemberView),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ change: refusal, ask: refusal }),
})

export const consultStates = ['asked', 'convened', 'decided', 'declined'] as const

export const ConsultView = z.object({
  id,
  institutionId: id,
  groupId: id,
  groupName: z.string(),
  planId: id.nullable(),
  clauseId: id.nullable(),
  question: z.string(),
  background: z.string(),
  state: z.enum(consultStates),
  askedName: z.string(),
  askedInstitution: z.string(),
  askedAt: isoInstant,
  meetingOn: isoDate.nullable(),
  place: z.string(),
  attendees: z.string(),
  minutes: z.string(),
  decision: z.string(),
  declinedReason: z.string(),
  decidedName: z.string().nullable(),
  decidedAt: isoInstant.nullable(),
  dutyIds: z.array(id),
  version: z.number().int(),
  blocked: z.object({ convene: refusal, decide: refusal, decline: refusal }),
})

const groupParams = z.object({ institutionId: id, groupId: id })
const consultParams = z.object({ institutionId: id, consultId: id })
const memberBody = z.object({
  role: text(40).min(1),
  name: text(60).min(1),
  postTitle: text(200).default(''),
  staffInstitutionId: id.nullable().default(null),
  staffId: id.nullable().default(null),
})
export const decidedDuty = z.object({ text: text(1000).min(4), dueOn: isoDate, institutionIds: z.array(id).max(2000).nullable().default(null) })
const bodies = ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] as const

export const groupContract = {
  listGroups: endpoint({ method: 'GET', path: '/groups', access: 'signed-in', summary: 'Leading groups I may see', query: z.object({ planId: id.optional() }), reply: z.object({ rows: z.array(GroupRow) }) }),
  loadGroup: endpoint({ method: 'GET', path: '/groups/:institutionId/:groupId', access: 'signed-in', summary: 'One leading group with its members', params: groupParams, reply: GroupView }),
  createGroup: endpoint({
    method: 'POST', path: '/groups', access: bodies, summary: 'Set up a leading group of my own body',
    body: z.object({ planId: id.nullable().default(null), name: text(120).min(2), office: text(200).default(''), officeDirector: text(60).default(''), workingRules: text(4000).default(''), members: z.array(memberBody).max(200).default([]) }),
    reply: z.object({ institutionId: id, groupId: id }),
  }),
  changeGroup: endpoint({
    method: 'PATCH', path: '/groups/:institutionId/:groupId', access: bodies, summary: 'Change name, office or working rules', params: groupParams,
    body: z.object({ name: text(120).min(2), office: text(200), officeDirector: text(60), workingRules: text(4000) }), reply: GroupView,
  }),
  addMember: endpoint({ method: 'POST', path: '/groups/:institutionId/:groupId/members', access: bodies, summary: 'Add a member', params: groupParams, body: memberBody, reply: GroupView }),
  replaceMember: endpoint({
    method: 'POST', path: '/groups/:institutionId/:groupId/members/:memberId/successor', access: bodies, summary: 'A member leaves; whoever takes over the post takes over the seat',
    params: groupParams.extend({ memberId: id }), body: z.object({ successor: memberBody.omit({ role: true }).nullable() }), reply: GroupView,
  }),
  listConsults: endpoint({
    method: 'GET', path: '/consults', access: 'signed-in', summary: 'Consultations I may see, newest first',
    query: z.object({ ...pageQuery, groupId: id.optional(), state: z.enum(consultStates).optional() }), reply: pageOf(ConsultView),
  }),
  loadConsult: endpoint({ method: 'GET', path: '/consults/:institutionId/:consultId', access: 'signed-in', summary: 'One consultation', params: consultParams, reply: ConsultView }),
  askConsult: endpoint({
    method: 'POST', path: '/groups/:institutionId/:groupId/consults', access: 'signed-in', summary: 'Put a question to the group', params: groupParams,
    body: z.object({ question: text(1000).min(6), background: text(8000).default(''), clauseId: id.nullable().default(null) }), reply: ConsultView,
  }),
  conveneConsult: endpoint({
    method: 'POST', path: '/consults/:institutionId/:consultId/meeting', access: bodies, summary: 'The office convenes the members', params: consultParams,
    body: z.object({ meetingOn: isoDate, place: text(200).min(1), version: z.number().int() }), reply: ConsultView,
  }),
  decideConsult: endpoint({
    method: 'POST', path: '/consults/:institutionId/:consultId/decision', access: bodies, summary: 'Minutes and decision; the decision becomes duties', params: consultParams,
    body: z.object({ attendees: text(2000).min(1), minutes: text(20000).min(4), decision: text(8000).min(4), duties: z.array(decidedDuty).max(20).default([]), version: z.number().int() }), reply: ConsultView,
  }),
  declineConsult: endpoint({
    method: 'POST', path: '/consults/:institutionId/:consultId/refusal', access: bodies, summary: 'The office declines, with its reason', params: consultParams,
    body: z.object({ reason: text(2000).min(4), version: z.number().int() }), reply: ConsultView,
  }),
}
