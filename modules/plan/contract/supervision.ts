import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../../kernel/contract.ts'
import { claims, differences } from '../rules/difference.ts'
import { checkOutcomes, populations } from '../rules/draw.ts'
import { verdicts } from '../rules/views.ts'
import { CheckView, ClaimView, ObligationRow, ObligationView } from './views.ts'

// What institutions claim, where that parts from the verdicts, and the draws that look behind both.

const commission = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
const judges = ['commission_head', 'commission_clerk', 'inspector'] as const
const refusal = z.string().nullable()

export const DifferenceRow = ObligationRow.extend({ difference: z.enum(differences), claim: ClaimView })

export const DrawRow = z.object({
  id,
  institutionId: id,
  population: z.enum(populations),
  dueFrom: isoDate.nullable(),
  dueTo: isoDate.nullable(),
  /** With population and algorithm all that is needed to draw again. */
  seed: z.string(),
  /** True where the commission named the seed beforehand, false where the server made it. */
  seedGiven: z.boolean(),
  algorithm: z.string(),
  sha256: z.string(),
  populationSize: z.number().int(),
  size: z.number().int(),
  drawnAt: isoInstant,
  drawnByName: z.string(),
  confirmed: z.number().int(),
  notConfirmed: z.number().int(),
  open: z.number().int(),
})

export const DrawnCheck = CheckView.extend({ institutionId: id, institutionName: z.string(), periodId: id, ordinal: z.number().int(), text: z.string(), dueOn: isoDate, verdictThen: z.enum(verdicts), claimThen: z.enum(claims).nullable(), blocked: z.object({ enter: refusal }) })
export const DrawView = DrawRow.extend({ checks: z.array(DrawnCheck) })

const planId = z.object({ planId: id })
const draw = z.object({ planId: id, drawId: id })

export const supervisionContract = {
  makeClaim: endpoint({
    method: 'POST', path: '/obligations/:institutionId/:periodId/claims', access: 'signed-in', summary: 'What the institution itself says of an obligation; earlier words stay as its history', params: z.object({ institutionId: id, periodId: id }),
    body: z.object({ claim: z.enum(claims), note: z.string().trim().min(2).max(2000) }), reply: ObligationView,
  }),
  listDifferences: endpoint({
    method: 'GET', path: '/plans/:planId/differences', access: commission, summary: 'Obligations whose claim parts from the computed verdict, with counts of each kind', params: planId,
    query: z.object({ ...pageQuery, difference: z.enum(differences).optional(), institutionId: id.optional(), clauseId: id.optional() }),
    reply: pageOf(DifferenceRow).extend({ counts: z.record(z.enum(differences), z.number().int()) }),
  }),
  drawSample: endpoint({
    method: 'POST', path: '/plans/:planId/draws', access: judges, summary: 'Draw obligations to look at, reproducibly from a recorded seed', params: planId,
    body: z.object({ population: z.enum(populations), size: z.number().int().min(1).max(200), seed: z.string().trim().min(1).max(100).nullable().default(null), dueFrom: isoDate.nullable().default(null), dueTo: isoDate.nullable().default(null) }),
    reply: z.object({ drawId: id }),
  }),
  listDraws: endpoint({ method: 'GET', path: '/plans/:planId/draws', access: commission, summary: 'Draws of a campaign, newest first', params: planId, reply: z.object({ rows: z.array(DrawRow), blocked: z.object({ draw: refusal }) }) }),
  loadDraw: endpoint({ method: 'GET', path: '/plans/:planId/draws/:drawId', access: commission, summary: 'One draw: seed, population hash, algorithm, and what was drawn', params: draw, reply: DrawView }),
  downloadPopulation: endpoint({ method: 'GET', path: '/plans/:planId/draws/:drawId/population', access: commission, summary: 'The lines that were hashed and drawn from, to draw again', params: draw, download: true }),
  enterCheck: endpoint({
    method: 'POST', path: '/plans/:planId/draws/:drawId/checks/:institutionId/:periodId', access: judges, summary: 'What a look at a drawn obligation found', params: draw.extend({ institutionId: id, periodId: id }),
    body: z.object({ outcome: z.enum(checkOutcomes), remark: z.string().trim().max(2000).default('') }), reply: DrawView,
  }),
}
