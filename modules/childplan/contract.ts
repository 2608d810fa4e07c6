import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../kernel/contract.ts'

const refusal = z.string().nullable()
export const childplanStates = ['filed', 'accepted', 'returned', 'replaced'] as const

export const WeaknessView = z.object({ code: z.string(), share: z.number().optional(), parent: z.string().optional(), child: z.string().nullable().optional() })

export const CoverageView = z.object({
  clauseId: id,
  printed: z.string(),
  title: z.string(),
  text: z.string(),
  verdict: z.enum(['covered', 'weakened', 'dropped']),
  childPath: z.string().nullable(),
  childText: z.string().nullable(),
  share: z.number(),
  weaknesses: z.array(WeaknessView),
})

export const ChildplanRow = z.object({
  institutionId: id,
  institutionName: z.string(),
  planId: id,
  planTitle: z.string(),
  dueOn: isoDate.nullable(),
  late: z.boolean(),
  childplanId: id.nullable(),
  revision: z.number().int(),
  state: z.enum(['missing', ...childplanStates]),
  filedAt: isoInstant.nullable(),
  covered: z.number().int(),
  weakened: z.number().int(),
  dropped: z.number().int(),
})

export const ChildplanView = z.object({
  id,
  institutionId: id,
  institutionName: z.string(),
  planId: id,
  planTitle: z.string(),
  title: z.string(),
  revision: z.number().int(),
  state: z.enum(childplanStates),
  filedName: z.string(),
  filedAt: isoInstant,
  decidedName: z.string().nullable(),
  decidedAt: isoInstant.nullable(),
  remark: z.string(),
  fileName: z.string(),
  coverage: z.array(CoverageView),
  earlier: z.array(z.object({ id, revision: z.number().int(), state: z.enum(childplanStates), filedAt: isoInstant, remark: z.string() })),
  blocked: z.object({ file: refusal, accept: refusal, return: refusal }),
})

const params = z.object({ institutionId: id, childplanId: id })
const commission = ['commission_head', 'commission_clerk'] as const

export const childplanContract = {
  listChildplans: endpoint({ method: 'GET', path: '/childplans', access: 'signed-in', summary: 'Child plans by institution: filed, missing, what they cover', query: z.object({ planId: id.optional() }), reply: z.object({ rows: z.array(ChildplanRow) }) }),
  loadChildplan: endpoint({ method: 'GET', path: '/childplans/:institutionId/:childplanId', access: 'signed-in', summary: 'One child plan with its coverage of the plan', params, reply: ChildplanView }),
  downloadChildplan: endpoint({ method: 'GET', path: '/childplans/:institutionId/:childplanId/file', access: 'signed-in', summary: 'The filed document', params, download: true }),
  fileChildplan: endpoint({ method: 'POST', path: '/plans/:planId/childplans', access: ['institution_head', 'institution_clerk'], summary: 'File the implementing plan of my institution', params: z.object({ planId: id }), upload: true, reply: z.object({ institutionId: id, childplanId: id }) }),
  acceptChildplan: endpoint({ method: 'POST', path: '/childplans/:institutionId/:childplanId/acceptance', access: commission, summary: 'Accept a child plan', params, body: z.object({ remark: z.string().trim().max(2000).default('') }), reply: ChildplanView }),
  returnChildplan: endpoint({ method: 'POST', path: '/childplans/:institutionId/:childplanId/return', access: commission, summary: 'Return a child plan with a remark', params, body: z.object({ remark: z.string().trim().min(4).max(2000) }), reply: ChildplanView }),
}
