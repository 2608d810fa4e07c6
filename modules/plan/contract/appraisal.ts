import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { scoredItems } from '../rules/appraisal.ts'
import { checkOutcomes } from '../rules/draw.ts'

const commission = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
const readers = [...commission, 'institution_head', 'institution_clerk'] as const
const count = z.number().int()

export const AppraisalCounts = z.object({
  met: count,
  /** Done, but late. */
  late: count,
  /** Not done. */
  unmet: count,
  overdue: count,
  due: count,
  waived: count,
  /** How many the institution made a claim on; above the facts, above facts that still run, below the facts. */
  claimed: count,
  overclaim: count,
  running: count,
  underclaim: count,
})

export const WeightValues = z.object({ met: z.number(), late: z.number(), unmet: z.number(), overdue: z.number(), overclaim: z.number(), not_confirmed: z.number() })

const duty = { planTitle: z.string(), text: z.string(), dueOn: isoDate, periodId: id }

export const AppraisalView = z.object({
  institutionId: id,
  name: z.string(),
  kind: z.string(),
  level: z.string(),
  year: count,
  /** Years in which anything of the institution is due. */
  years: z.array(count),
  at: isoInstant,
  plans: z.array(z.object({ planId: id, title: z.string(), total: AppraisalCounts, parts: z.array(z.object({ ordinal: count, printed: z.string(), title: z.string(), counts: AppraisalCounts })) })),
  total: AppraisalCounts,
  quarters: z.array(z.object({ quarter: count, counts: AppraisalCounts })),
  checks: z.object({
    drawn: count, open: count, confirmed: count, notConfirmed: count,
    rows: z.array(z.object({ ...duty, drawId: id, outcome: z.enum(checkOutcomes).nullable(), remark: z.string(), drawnAt: isoInstant, checkedAt: isoInstant.nullable(), checkedByName: z.string().nullable() })),
  }),
  overrides: z.array(z.object({ ...duty, id, verdict: z.enum(['met', 'unmet', 'waived']), reason: z.string(), byName: z.string(), at: isoInstant, revokedAt: isoInstant.nullable(), revokedReason: z.string().nullable() })),
  weights: z.object({ values: WeightValues, /** True where no commission of the region set any. */ isStandard: z.boolean(), reason: z.string().nullable(), setAt: isoInstant.nullable(), setByName: z.string().nullable() }),
  scored: z.object({ lines: z.array(z.object({ item: z.enum(scoredItems), count, weight: z.number(), points: z.number() })), points: z.number(), full: z.number(), score: z.number().nullable() }),
  blocked: z.object({ weigh: z.string().nullable() }),
})

const ask = { params: z.object({ institutionId: id }), query: z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() }) }

export const appraisalContract = {
  loadAppraisal: endpoint({ method: 'GET', path: '/appraisals/:institutionId', access: readers, summary: 'One institution in a year across all its campaigns, with its score line by line', ...ask, reply: AppraisalView }),
  exportAppraisal: endpoint({ method: 'GET', path: '/appraisals/:institutionId/export', access: readers, summary: 'The same appraisal as a spreadsheet', ...ask, download: true }),
  setAppraisalWeights: endpoint({ method: 'PUT', path: '/appraisal-weights', access: ['commission_head'], summary: 'What counts how much in an appraisal of the region; recorded with its reason', body: z.object({ weights: WeightValues, reason: z.string().trim().min(4).max(2000) }), reply: z.object({ weights: WeightValues }) }),
}
