import { z } from 'zod'
import { commissionRoles } from '../../../kernel/actor.ts'
import { endpoint, id } from '../../../kernel/contract.ts'
import { chargeKinds, visitKinds } from '../rules/fields.ts'
import { dimensions, figures, mostRows } from '../rules/question.ts'
import { monthOn } from './rank.ts'

const askers = ['institution_head', 'institution_clerk', 'pharmacist', 'discipline_officer', ...commissionRoles] as const
export const QuestionBody = z.object({
  from: monthOn, to: monthOn, by: z.array(z.enum(dimensions)).min(1).max(4), figures: z.array(z.enum(figures)).min(1).max(5),
  where: z.object({ kind: z.enum(chargeKinds).optional(), visit: z.enum(visitKinds).optional(), departmentId: id.optional(), itemCode: z.string().max(80).optional() }).default({}),
  top: z.object({ count: z.number().int().min(1).max(mostRows), orders: z.array(z.enum(figures)).min(1).max(2), within: z.array(z.enum(dimensions)).max(2).default([]) }),
  /** Needed where it is asked by prescriber. */
  purpose: z.string().trim().max(500).default(''),
})
export const QuestionView = z.object({
  id, state: z.enum(['running', 'done', 'stopped', 'memory', 'failed']), progress: z.number(), ms: z.number(),
  /** Every cell as text; ids of bodies, departments and prescribers have their names beside them. */
  columns: z.array(z.object({ key: z.string(), kind: z.enum(['dimension', 'figure', 'place']) })), rows: z.array(z.record(z.string(), z.string().nullable())), isCut: z.boolean(),
  /** Months that are not in the files as they stand now. */
  behind: z.array(z.string()), asOf: z.string().nullable(),
})
export const analyticsContract = {
  questionChoices: endpoint({ method: 'GET', path: '/prescribing/questions/choices', access: askers, summary: 'What a free question can be asked about', reply: z.object({ months: z.array(z.string()), departments: z.array(z.object({ id, name: z.string() })), behind: z.array(z.string()), blocked: z.object({ prescriber: z.string().nullable() }) }) }),
  startQuestion: endpoint({ method: 'POST', path: '/prescribing/questions', access: askers, summary: 'Puts a free question to the lines; it is answered in the background', body: QuestionBody, reply: z.object({ id }) }),
  readQuestion: endpoint({ method: 'GET', path: '/prescribing/questions/:id', access: askers, summary: 'How far a question is, and its answer', params: z.object({ id }), reply: QuestionView }),
  stopQuestion: endpoint({ method: 'POST', path: '/prescribing/questions/:id/stop', access: askers, summary: 'Stops a question', params: z.object({ id }), reply: z.object({}) }),
  questionSheet: endpoint({ method: 'GET', path: '/prescribing/questions/:id/sheet', access: askers, summary: 'The answer as .xlsx; not where it was asked by prescriber', params: z.object({ id }), download: true }),
}
