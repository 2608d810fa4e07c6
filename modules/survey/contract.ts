import { z } from 'zod'
import { commissionRoles, institutionRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate } from '../../kernel/contract.ts'
import { audiences, FormContent, Words } from './rules/form.ts'
import { ways } from './rules/survey.ts'

const refusal = z.string().nullable()
const key = z.string().max(40).regex(/^[a-z][a-z0-9-]*$/)
const house = [...institutionRoles, 'commission_clerk'] as const
const readers = [...institutionRoles, ...commissionRoles] as const
const managers = ['institution_clerk', 'commission_clerk'] as const
const deskers = ['institution_clerk', 'desk_clerk', 'nurse', 'commission_clerk'] as const
const surveyKey = z.object({ key })
const ofBody = z.object({ institutionId: id, key })
const named = z.object({ id, name: z.string() })

export const ShownScore = z.object({ sheets: z.number().int(), /** 0 to 100; null: fewer than the smallest number. */ score: z.number().nullable(), from: z.number().nullable(), to: z.number().nullable() })

export const SurveyRow = z.object({
  key, name: Words, audience: z.enum(audiences), items: z.number().int(), takenUp: z.boolean(), active: z.boolean(), version: z.number().int(), draft: z.boolean(),
  asked: z.number().int(), answered: z.number().int(), waiting: z.number().int(), total: ShownScore,
})
export const FormView = z.object({ version: z.number().int(), state: z.enum(['draft', 'published']), content: FormContent, publishedOn: isoDate.nullable(), madeName: z.string(), revision: z.number().int() })
export const SurveyView = z.object({
  institutionId: id, institutionName: z.string(), key, name: Words, audience: z.enum(audiences), active: z.boolean(), byMessage: z.boolean(), smallest: z.number().int(), countsUnnamed: z.boolean(), forms: z.array(FormView), departments: z.array(named),
  blocked: z.object({ manage: refusal, enter: refusal, draft: refusal, publish: refusal }),
})

/** Rule SV-17: who was asked, answered, may still answer, and let the time go by; the share of those whose time is over. */
const ResponseView = z.object({ asked: z.number().int(), answered: z.number().int(), open: z.number().int(), lapsed: z.number().int(), rate: z.number().nullable() })
const ResultLine = ShownScore.extend({ key: z.string(), name: Words })
export const ResultsView = z.object({
  institutionName: z.string(), name: Words, from: isoDate, to: isoDate, smallest: z.number().int(), waiting: z.number().int(), total: ShownScore, /** Rule SV-5: paper that follows no visit, in no other figure. */ unnamed: ShownScore,
  dimensions: z.array(ResultLine),
  items: z.array(ResultLine.extend({ dimension: z.string(), notApplicable: z.number().int() })),
  departments: z.array(ResponseView.extend({ departmentId: id.nullable(), name: z.string(), total: ShownScore })),
  months: z.array(z.object({ month: z.string(), total: ShownScore })),
  days: z.array(z.object({ on: isoDate, asked: z.number().int(), answered: z.number().int(), paper: z.number().int() })),
  asked: z.number().int(), answered: z.number().int(),
  response: ResponseView, /** Few of those asked answered: whoever did not may think otherwise. */ lowResponse: z.boolean(),
  ways: z.array(ResponseView.extend({ way: z.enum(ways), name: Words })),
})
export const CommentView = z.object({ id, departmentName: z.string().nullable(), on: isoDate, said: z.string(), state: z.enum(['waiting', 'published', 'withheld']), revision: z.number().int() })
export const DeedView = z.object({ id, on: isoDate, said: z.string(), madeName: z.string() })

export const surveyContract = {
  listSurveys: endpoint({ method: 'GET', path: '/surveys', access: readers, summary: 'Questionnaires in use at a body, and those it could begin with', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(SurveyRow), blocked: z.object({ manage: refusal }) }) }),
  loadSurvey: endpoint({ method: 'GET', path: '/surveys/:institutionId/:key', access: readers, summary: 'One questionnaire of a body with all its versions', params: ofBody, reply: SurveyView }),
  readResults: endpoint({ method: 'GET', path: '/surveys/:institutionId/:key/results', access: readers, summary: 'What the answers came to, with how many were asked and answered', params: ofBody, query: z.object({ from: isoDate.optional(), to: isoDate.optional(), departmentId: id.optional() }), reply: ResultsView }),
  resultsSheet: endpoint({ method: 'GET', path: '/surveys/:institutionId/:key/results/sheet', access: readers, summary: 'The same results as .xlsx, with what is withheld withheld', params: ofBody, query: z.object({ from: isoDate.optional(), to: isoDate.optional(), departmentId: id.optional() }), download: true }),
  countWaiting: endpoint({ method: 'GET', path: '/surveys/waiting', access: managers, summary: 'How many comments wait to be read and how many drafts to be published, for the mark in the menu', reply: z.object({ comments: z.number().int(), drafts: z.number().int() }) }),
  listComments: endpoint({ method: 'GET', path: '/surveys/:institutionId/:key/comments', access: readers, summary: 'What was written, without names; only what was published for whoever is not of the house', params: ofBody, reply: z.object({ rows: z.array(CommentView), deeds: z.array(DeedView), blocked: z.object({ decide: refusal }) }) }),
  takeUp: endpoint({ method: 'POST', path: '/surveys', access: managers, summary: 'Begins to use a questionnaire of the catalogue', body: z.object({ key }), reply: z.object({}) }),
  switchSurvey: endpoint({ method: 'PUT', path: '/surveys/:key', access: managers, summary: 'On or off, by message or not, and how many answers are the fewest that are counted', params: surveyKey, body: z.object({ active: z.boolean(), byMessage: z.boolean(), smallest: z.number().int().min(5).max(200), countsUnnamed: z.boolean().optional() }), reply: z.object({}) }),
  beginDraft: endpoint({ method: 'POST', path: '/surveys/:key/draft', access: managers, summary: 'A draft of the next version', params: surveyKey, reply: z.object({}) }),
  saveDraft: endpoint({ method: 'PUT', path: '/surveys/:key/draft', access: managers, summary: 'Saves the draft', params: surveyKey, body: z.object({ revision: z.number().int(), content: FormContent }), reply: z.object({}) }),
  dropDraft: endpoint({ method: 'DELETE', path: '/surveys/:key/draft', access: managers, summary: 'Removes the draft', params: surveyKey, reply: z.object({}) }),
  publish: endpoint({ method: 'POST', path: '/surveys/:key/publication', access: managers, summary: 'Publishes the draft; it never changes again', params: surveyKey, reply: z.object({}) }),
  handOut: endpoint({ method: 'POST', path: '/surveys/:key/sheets', access: deskers, summary: 'Codes for sheets of paper, or for invited raters', params: surveyKey, body: z.object({ batchId: id, count: z.number().int().min(1).max(200), departmentId: id.nullable() }), reply: z.object({ sheets: z.array(z.object({ code: z.string(), url: z.string(), qrSvg: z.string() })) }) }),
  handOutFor: endpoint({ method: 'POST', path: '/survey-sheets/visit', access: deskers, summary: 'The sheet of one visit on paper: the same code as the message has', body: z.object({ visit: z.string().trim().min(1).max(300) }), reply: z.object({ name: Words, sheet: z.object({ code: z.string(), url: z.string(), qrSvg: z.string() }) }) }),
  claimSheet: endpoint({ method: 'POST', path: '/surveys/:key/claim', access: house, summary: "The code of one's own sheet of a staff survey", params: surveyKey, reply: z.object({ code: z.string(), url: z.string() }) }),
  openSheet: endpoint({ method: 'POST', path: '/survey-sheets/open', access: deskers, summary: 'The questionnaire that a code opens, for entering a sheet of paper', body: z.object({ code: z.string().max(40) }), reply: z.object({ name: Words, content: FormContent, departmentName: z.string().nullable() }) }),
  enterSheet: endpoint({ method: 'POST', path: '/survey-sheets', access: deskers, summary: 'Enters a sheet of paper', body: z.object({ code: z.string().max(40), answers: z.record(z.string().max(40), z.string().max(2)), comment: z.string().max(500).default('') }), reply: z.object({}) }),
  decideComment: endpoint({ method: 'POST', path: '/surveys/:key/comments/:commentId', access: managers, summary: 'Shows a comment or keeps it back', params: z.object({ key, commentId: id }), body: z.object({ revision: z.number().int(), said: z.string().trim().min(1).max(500), publish: z.boolean() }), reply: z.object({}) }),
  sayDeed: endpoint({ method: 'POST', path: '/surveys/:key/deeds', access: managers, summary: 'Says what was done with earlier answers', params: surveyKey, body: z.object({ said: z.string().trim().min(5).max(300) }), reply: z.object({}) }),
}
