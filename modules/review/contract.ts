import { z } from 'zod'
import { commissionRoles, institutionRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate } from '../../kernel/contract.ts'
import { CycleRow, CycleView, DeskView, Finding, Given, Month, Preview, ProposalView, refusal, ResultRow, TalkView, text, ToDecide } from './contract/shapes.ts'
import { OwnNumbers } from './rules/numbers.ts'
import { outcomes } from './rules/talk.ts'

const office = ['pharmacist', 'institution_clerk', 'institution_head'] as const
const physicians = ['doctor', 'department_head', 'institution_head'] as const
const experts = ['pharmacist', 'doctor', 'department_head', 'institution_head', 'institution_clerk', 'nurse'] as const
const cycleKey = z.object({ institutionId: id, cycleId: id })
const itemKey = z.object({ institutionId: id, itemId: id })
const ownKey = z.object({ institutionId: id, id })
const person = z.object({ staffId: id, name: z.string() })
const fields = z.enum(['pharmacy', 'clinical', 'microbiology', 'management'])

export const reviewContract = {
  listCycles: endpoint({ method: 'GET', path: '/review/rounds', access: office, summary: 'Rounds of the house, newest month first', reply: z.object({ rows: z.array(CycleRow), blocked: z.object({ draw: refusal, set: refusal }) }) }),
  previewDraw: endpoint({ method: 'GET', path: '/review/preview', access: office, summary: 'What the draw of a month would make', query: z.object({ month: Month }), reply: Preview }),
  drawCycle: endpoint({ method: 'POST', path: '/review/rounds', access: office, summary: "Draws a month's sample and gives it to the readers", body: z.object({ month: Month }), reply: z.object({ institutionId: id, cycleId: id }) }),
  loadCycle: endpoint({ method: 'GET', path: '/review/rounds/:institutionId/:cycleId', access: office, summary: 'A round: progress, agreement, sums, prescriptions', params: cycleKey, reply: CycleView }),
  feedBack: endpoint({ method: 'POST', path: '/review/rounds/:institutionId/:cycleId/feedback', access: office, summary: 'Feeds all findings back to whoever prescribed', params: cycleKey, reply: CycleView }),
  publish: endpoint({ method: 'POST', path: '/review/rounds/:institutionId/:cycleId/publication', access: office, summary: 'Publishes the result in the hospital', params: cycleKey, reply: CycleView }),
  handOver: endpoint({ method: 'POST', path: '/review/rounds/:institutionId/:cycleId/readers', access: office, summary: 'Gives what a reader owes to another one', params: cycleKey, body: z.object({ from: id, to: id }), reply: CycleView.extend({ handed: z.object({ first: z.number().int(), second: z.number().int(), left: z.number().int() }) }) }),
  dropSecond: endpoint({ method: 'POST', path: '/review/rounds/:institutionId/:cycleId/second-readings', access: office, summary: 'Drops the second readings that a reader owes, with a reason', params: cycleKey, body: z.object({ from: id, reason: text(500).min(4) }), reply: CycleView.extend({ dropped: z.number().int() }) }),
  downloadRecord: endpoint({ method: 'GET', path: '/review/rounds/:institutionId/:cycleId/record', access: ['institution_clerk', 'institution_head'], summary: 'Everything needed to make the draw once more, as a file', params: cycleKey, download: true }),
  downloadWorksheet: endpoint({ method: 'GET', path: '/review/rounds/:institutionId/:cycleId/worksheet', access: office, summary: 'The review worksheet as .xlsx', params: cycleKey, query: z.object({ part: z.enum(['outpatient', 'inpatient', 'double-ten']).default('outpatient') }), download: true }),
  downloadPaper: endpoint({ method: 'GET', path: '/review/rounds/:institutionId/:cycleId/paper', access: [...institutionRoles], summary: 'The published result as an official paper', params: cycleKey, download: true }),

  loadDesk: endpoint({ method: 'GET', path: '/review/desk', access: ['pharmacist'], summary: 'What is to be read now, and the next one', query: z.object({ after: z.coerce.number().int().min(0).default(0) }), reply: DeskView }),
  giveOpinion: endpoint({ method: 'POST', path: '/review/items/:institutionId/:itemId/opinion', access: ['pharmacist'], summary: 'An opinion: codes, or none for reasonable', params: itemKey, body: Given, reply: z.object({ all: z.number().int(), left: z.number().int() }) }),
  takeBack: endpoint({ method: 'POST', path: '/review/desk/undo', access: ['pharmacist'], summary: 'Takes back the last opinion', reply: z.object({ itemId: id, no: z.number().int(), codes: Given.shape.codes, note: z.string() }) }),

  listToDecide: endpoint({ method: 'GET', path: '/review/decisions', access: experts, summary: 'What waits for the expert group', reply: z.object({ rows: z.array(ToDecide), member: z.boolean() }) }),
  vote: endpoint({ method: 'POST', path: '/review/items/:institutionId/:itemId/vote', access: experts, summary: 'A vote in the expert group', params: itemKey, body: Given, reply: z.object({ decided: z.boolean() }) }),
  loadSetting: endpoint({ method: 'GET', path: '/review/setting', access: office, summary: 'Expert group, own numbers, limits of departments', reply: z.object({ experts: z.array(person.extend({ field: fields })), people: z.array(person), own: OwnNumbers, limits: z.array(z.object({ departmentId: id, departmentName: z.string(), amountCents: z.number().int().nullable() })), rule: z.object({ outpatientLeast: z.number(), inpatientLeast: z.number(), secondShare: z.number(), wholeUpTo: z.number(), perStratum: z.number() }) }) }),
  setExperts: endpoint({ method: 'POST', path: '/review/experts', access: office, summary: 'Names the expert group', body: z.object({ experts: z.array(z.object({ staffId: id, field: fields })).max(60) }), reply: z.object({}) }),
  saveSetting: endpoint({ method: 'POST', path: '/review/setting', access: office, summary: "The house's own numbers", body: z.object({ own: OwnNumbers, limits: z.record(id, z.number().int().min(100).max(100_000_000)) }), reply: z.object({}) }),

  listFindings: endpoint({ method: 'GET', path: '/review/mine', access: physicians, summary: 'What was found on own prescriptions', reply: z.object({ rows: z.array(Finding) }) }),
  answerFinding: endpoint({ method: 'POST', path: '/review/items/:institutionId/:itemId/answer', access: physicians, summary: 'Agrees with a finding or objects to it', params: itemKey, body: z.object({ answer: z.enum(['accept', 'object']), text: text(2000).default('') }), reply: z.object({}) }),

  listResults: endpoint({ method: 'GET', path: '/review/results', access: [...institutionRoles, ...commissionRoles], summary: 'Published results: of the own house, or of all of the region for a commission', reply: z.object({ rows: z.array(ResultRow) }) }),

  listAfter: endpoint({ method: 'GET', path: '/review/talks', access: ['institution_head', 'institution_clerk'], summary: 'Proposals and talks', reply: z.object({ proposals: z.array(ProposalView), talks: z.array(TalkView) }) }),
  decideProposal: endpoint({ method: 'POST', path: '/review/proposals/:institutionId/:id/decision', access: ['institution_head'], summary: 'Takes or rejects what the rules propose for a prescriber', params: ownKey, body: z.object({ take: z.boolean(), reason: text(1000).min(10) }), reply: z.object({}) }),
  holdTalk: endpoint({ method: 'POST', path: '/review/talks/:institutionId/:id/held', access: ['institution_head'], summary: 'Records a talk', params: ownKey, body: z.object({ heldOn: isoDate, persons: text(300).min(2), said: text(4000).min(10), commitment: text(2000).min(5) }), reply: z.object({}) }),
  followTalk: endpoint({ method: 'POST', path: '/review/talks/:institutionId/:id/follow-up', access: ['institution_head'], summary: 'Looks whether a talk helped', params: ownKey, body: z.object({ outcome: z.enum(outcomes), outcomeNote: text(2000).min(5) }), reply: z.object({}) }),
}
