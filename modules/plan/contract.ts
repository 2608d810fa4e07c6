import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { dutyKinds } from '../reader/rules/model.ts'
import { TemplateSource } from '../reader/contract.ts'
import { Cadence, Target } from '../reader/contract/shapes.ts'
import { BoardView, DueRow, EvidenceFileView, FactLineView, NextStep, ObligationRow, ObligationView, WaitingEvidence } from './contract/views.ts'
import { appraisalContract } from './contract/appraisal.ts'
import { leagueContract } from './contract/league.ts'
import { supervisionContract } from './contract/supervision.ts'
import { planStates, verdicts } from './rules/views.ts'

const refusal = z.string().nullable()
const clerks = ['commission_head', 'commission_clerk'] as const
const commission = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
const judges = ['commission_head', 'commission_clerk', 'inspector'] as const
const reason = z.string().trim().min(4).max(2000)

const Counts = z.object({ met: z.number().int(), due: z.number().int(), overdue: z.number().int(), unmet: z.number().int(), waived: z.number().int() })

export const PlanRow = z.object({
  id,
  institutionId: id,
  title: z.string(),
  number: z.string().nullable(),
  issuer: z.string().nullable(),
  issuedOn: isoDate.nullable(),
  startsOn: isoDate,
  endsOn: isoDate,
  state: z.enum(planStates),
  participants: z.number().int(),
  duties: z.number().int(),
  /** For the asking institution its own, for the commission all in its region. */
  counts: Counts,
})

export const PhaseView = z.object({
  id,
  name: z.string(),
  startsOn: isoDate.nullable(),
  endsOn: isoDate.nullable(),
  closedAt: isoInstant.nullable(),
  closedByName: z.string().nullable(),
  reopenedReason: z.string().nullable(),
  blocked: z.object({ close: refusal, reopen: refusal }),
})

export const DutyView = z.object({
  id,
  clauseId: id,
  kind: z.enum(dutyKinds),
  text: z.string(),
  subject: z.string(),
  dueOn: isoDate.nullable(),
  cadence: Cadence.nullable(),
  target: Target.nullable(),
  receiver: z.string().nullable(),
  products: z.array(z.string()),
  role: z.string(),
  freshDays: z.number().int().nullable(),
  factKey: z.string().nullable(),
  source: z.enum(['document', 'consult']),
  periods: z.number().int(),
})

export const ClauseView = z.object({ id, parentId: id.nullable(), ordinal: z.number().int(), path: z.string(), printed: z.string(), title: z.string(), text: z.string(), level: z.number().int() })

export const PlanView = PlanRow.extend({
  draftId: id.nullable(),
  /** The template it was made from, as it was then; null for an uploaded document. */
  template: TemplateSource.nullable(),
  graceDays: z.number().int().nullable(),
  phases: z.array(PhaseView),
  clauses: z.array(ClauseView),
  dutyList: z.array(DutyView),
  blocked: z.object({ close: refusal, stopLaunch: refusal, resumeLaunch: refusal }),
})

export const LaunchProgress = z.object({ state: z.enum(planStates), institutions: z.number().int(), ready: z.number().int(), obligations: z.number().int(), startedAt: isoInstant, readyAt: isoInstant.nullable() })

const said = { zh: z.string(), en: z.string() }
/** A name a duty can be bound to; `live` false where a later step brings its facts; `fields` are what its facts can be filtered by. */
export const FactNameView = z.object({
  key: z.string(),
  ...said,
  live: z.boolean(),
  fields: z.array(z.object({ key: z.string(), ...said, type: z.enum(['choice', 'choices', 'boolean', 'number']), options: z.array(z.object({ value: z.string(), ...said })), unit: z.object(said).nullable() })),
})

const dutyRef = z.object({ dutyId: z.string(), text: z.string(), detail: z.string() })
export const LaunchPreview = z.object({
  revision: z.number().int(),
  startsOn: isoDate,
  endsOn: isoDate,
  duties: z.number().int(),
  excluded: z.number().int(),
  periods: z.number().int(),
  /** What one institution of each kind would get, and of each level where a duty asks bodies of some levels only. */
  perKind: z.array(z.object({ kind: z.string(), level: z.string().nullable(), institutions: z.number().int(), obligationsEach: z.number().int() })),
  obligations: z.number().int(),
  unconfirmed: z.number().int(),
  /** Duties of the commission itself: with any it takes part, unless the clerk says no. */
  ownDuties: z.number().int(),
  /** Duties with neither date nor rhythm: due at the end of their phase, else of the plan. */
  withoutDate: z.array(dutyRef),
  /** Due before the start: overdue from the first moment. */
  past: z.array(dutyRef),
  /** Rhythms that cannot be followed or make no period in the time of the plan: they give no obligation. */
  withoutPeriod: z.array(dutyRef),
  invertedPhases: z.array(z.object({ name: z.string(), start: isoDate, end: isoDate })),
  /** Years that due dates fall into whose official calendar is not known yet. */
  unofficialYears: z.array(z.number().int()),
  blocked: refusal,
})

const planId = z.object({ planId: id })
const phaseParams = z.object({ planId: id, phaseId: id })
const obligationParams = z.object({ institutionId: id, periodId: id })
const revisionParams = obligationParams.extend({ revision: z.coerce.number().int().min(1) })
const at = '/obligations/:institutionId/:periodId'

export const planContract = {
  ...supervisionContract,
  ...leagueContract,
  ...appraisalContract,

  listPlans: endpoint({ method: 'GET', path: '/plans', access: 'signed-in', summary: 'Campaigns: all in my region, or those my institution takes part in', query: z.object({ state: z.enum(planStates).optional() }), reply: z.object({ rows: z.array(PlanRow) }) }),
  previewLaunch: endpoint({ method: 'GET', path: '/drafts/:draftId/launch-preview', access: commission, summary: 'What a launch would create, and what looks wrong', params: z.object({ draftId: id }), query: z.object({ startsOn: isoDate.optional(), endsOn: isoDate.optional() }), reply: LaunchPreview }),
  launchPlan: endpoint({
    method: 'POST', path: '/plans', access: clerks, summary: 'Launch a confirmed draft over chosen institutions; the obligations are created by a job',
    body: z.object({ draftId: id, revision: z.number().int(), institutionIds: z.array(id).min(1).max(5000), startsOn: isoDate, endsOn: isoDate.nullable().default(null), graceDays: z.number().int().min(0).max(366).nullable().default(30), withCommission: z.boolean().default(true) }),
    reply: z.object({ planId: id }),
  }),
  loadPlan: endpoint({ method: 'GET', path: '/plans/:planId', access: 'signed-in', summary: 'One campaign with its phases, clauses and duties', params: planId, reply: PlanView }),
  launchProgress: endpoint({ method: 'GET', path: '/plans/:planId/launch', access: 'signed-in', summary: 'How far the launch has come', params: planId, reply: LaunchProgress }),
  stopLaunch: endpoint({ method: 'POST', path: '/plans/:planId/launch/stop', access: clerks, summary: 'Stop creating obligations; what exists stays', params: planId, reply: LaunchProgress }),
  resumeLaunch: endpoint({ method: 'POST', path: '/plans/:planId/launch/resume', access: clerks, summary: 'Go on creating obligations', params: planId, reply: LaunchProgress }),
  listParticipants: endpoint({ method: 'GET', path: '/plans/:planId/participants', access: 'signed-in', summary: 'Institutions of a campaign', params: planId, reply: z.object({ rows: z.array(z.object({ institutionId: id, name: z.string(), kind: z.string(), ready: z.boolean(), counts: Counts })) }) }),
  closePlan: endpoint({ method: 'POST', path: '/plans/:planId/close', access: ['commission_head'], summary: 'Close a campaign; refused while obligations are open', params: planId, body: z.object({ reason }), reply: PlanView }),
  closePhase: endpoint({ method: 'POST', path: '/plans/:planId/phases/:phaseId/close', access: clerks, summary: 'Close a phase; refused while its obligations are open', params: phaseParams, reply: PlanView }),
  reopenPhase: endpoint({ method: 'POST', path: '/plans/:planId/phases/:phaseId/reopen', access: ['commission_head'], summary: 'Open a closed phase again', params: phaseParams, body: z.object({ reason }), reply: PlanView }),
  listOpenInPhase: endpoint({ method: 'GET', path: '/plans/:planId/phases/:phaseId/open', access: commission, summary: 'What still keeps a phase from being closed', params: phaseParams, query: z.object(pageQuery), reply: pageOf(ObligationRow) }),

  loadBoard: endpoint({ method: 'GET', path: '/plans/:planId/board', access: 'signed-in', summary: 'Clause × institution with counts; bucket is the Monday of a week, or all', params: planId, query: z.object({ bucket: z.union([z.literal('all'), isoDate]).default('all') }), reply: BoardView }),
  loadBoardCell: endpoint({ method: 'GET', path: '/plans/:planId/board/cell', access: 'signed-in', summary: 'The obligations behind one cell', params: planId, query: z.object({ clauseId: id, institutionId: id, bucket: z.union([z.literal('all'), isoDate]).default('all') }), reply: z.object({ rows: z.array(ObligationRow) }) }),

  listDue: endpoint({ method: 'GET', path: '/due', access: 'signed-in', summary: 'What is due from me, earliest first', query: z.object({ ...pageQuery, planId: id.optional(), everyRole: z.stringbool().default(false) }), reply: pageOf(DueRow) }),
  nextSteps: endpoint({ method: 'GET', path: '/next-steps', access: 'signed-in', summary: 'What somebody of my posts should do next, with counts', reply: z.object({ steps: z.array(NextStep) }) }),
  listWaitingEvidence: endpoint({ method: 'GET', path: '/evidence/waiting', access: commission, summary: 'Evidence that waits for my decision, oldest first', query: z.object({ ...pageQuery, planId: id.optional() }), reply: pageOf(WaitingEvidence) }),
  listObligations: endpoint({
    method: 'GET', path: '/obligations', access: 'signed-in', summary: 'Obligations in my scope by campaign, clause, institution and verdict',
    query: z.object({ ...pageQuery, planId: id, clauseId: id.optional(), institutionId: id.optional(), verdict: z.enum(verdicts).optional() }), reply: pageOf(ObligationRow),
  }),

  loadObligation: endpoint({ method: 'GET', path: at, access: 'signed-in', summary: 'One obligation: terms, explanation, evidence, overrides', params: obligationParams, reply: ObligationView }),
  listObligationFacts: endpoint({ method: 'GET', path: `${at}/facts`, access: 'signed-in', summary: 'The facts that decide an obligation, newest first, at most fifty', params: obligationParams, reply: z.object({ fed: z.boolean(), total: z.number().int(), rows: z.array(FactLineView) }) }),
  listFactNames: endpoint({ method: 'GET', path: '/fact-names', access: commission, summary: 'What a duty of a kind can be bound to: registers, measures, forms, public items, services, kinds of matter', query: z.object({ kind: z.enum(dutyKinds) }), reply: z.object({ rows: z.array(FactNameView) }) }),
  submitEvidence: endpoint({ method: 'POST', path: `${at}/evidence`, access: 'signed-in', summary: 'Hand in evidence: up to ten files, a note, a link', params: obligationParams, upload: true, body: z.object({ note: z.string().trim().max(4000).default(''), link: z.url({ protocol: /^https?$/ }).max(500).nullable().default(null) }), reply: ObligationView }),
  withdrawEvidence: endpoint({ method: 'POST', path: `${at}/evidence/:revision/withdrawal`, access: 'signed-in', summary: 'Take back evidence that is not decided yet', params: revisionParams, reply: ObligationView }),
  acceptEvidence: endpoint({ method: 'POST', path: `${at}/evidence/:revision/acceptance`, access: judges, summary: 'Accept evidence', params: revisionParams, body: z.object({ remark: z.string().trim().max(2000).default('') }), reply: ObligationView }),
  returnEvidence: endpoint({ method: 'POST', path: `${at}/evidence/:revision/return`, access: judges, summary: 'Return evidence with a remark', params: revisionParams, body: z.object({ remark: reason }), reply: ObligationView }),
  downloadEvidence: endpoint({ method: 'GET', path: `${at}/evidence/:revision/files/:fileId`, access: 'signed-in', summary: 'One file of evidence', params: revisionParams.extend({ fileId: id }), download: true }),
  overrideVerdict: endpoint({ method: 'POST', path: `${at}/override`, access: clerks, summary: 'Set a verdict by hand, or waive, with a reason that stays', params: obligationParams, body: z.object({ verdict: z.enum(['met', 'unmet', 'waived']), reason }), reply: ObligationView }),
  revokeOverride: endpoint({ method: 'POST', path: `${at}/override/revocation`, access: clerks, summary: 'Take back an override: the facts count again', params: obligationParams, body: z.object({ reason }), reply: ObligationView }),
  extendObligation: endpoint({ method: 'POST', path: `${at}/extension`, access: clerks, summary: 'Give one institution a later due date, once, before it has passed', params: obligationParams, body: z.object({ dueOn: isoDate, reason }), reply: ObligationView }),
}

export { BoardView, DueRow, EvidenceFileView, NextStep, ObligationRow, ObligationView, planStates, verdicts, WaitingEvidence }
