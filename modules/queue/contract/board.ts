import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { deskRoles, watcherRoles } from '../rules/authority.ts'
import { BoardRow } from './shapes.ts'

export const GapView = z.object({ id, departmentId: id, department: z.string(), onDate: isoDate, fromAt: isoInstant, toAt: isoInstant.nullable(), waiting: z.number().int() })

/** Of the waits to the first call and the times that one took: what half stayed below, and what nine of ten did. */
export const WaitView = z.object({
  queueId: id, called: z.number().int(), mean: z.number(), median: z.number(), ninety: z.number(), longest: z.number(), bins: z.array(z.number().int()),
  served: z.number().int(), serviceMedian: z.number().nullable(), serviceNinety: z.number().nullable(),
})

export const boardContract = {
  listWaits: endpoint({ method: 'GET', path: '/queue-waits', access: [...watcherRoles], summary: 'How waits are spread, line by line: median and nine of ten beside the mean', query: z.object({ institutionId: id.optional(), days: z.coerce.number().int().min(1).max(92).default(28) }), reply: z.object({ from: isoDate, rows: z.array(WaitView) }) }),
  listQueues: endpoint({ method: 'GET', path: '/queues', access: [...watcherRoles], summary: 'Queues of a body with their load and what a newcomer waits', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(BoardRow) }) }),
  listGaps: endpoint({ method: 'GET', path: '/queue-gaps', access: [...watcherRoles], summary: 'Departments without a doctor in working hours, this month', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(GapView) }) }),
  helperCame: endpoint({ method: 'POST', path: '/helper-calls/:callId/came', access: [...deskRoles], summary: 'A helper is there', params: z.object({ callId: id }) }),
}
