import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { deskRoles, watcherRoles } from '../rules/authority.ts'
import { BoardRow } from './shapes.ts'

export const GapView = z.object({ id, departmentId: id, department: z.string(), onDate: isoDate, fromAt: isoInstant, toAt: isoInstant.nullable(), waiting: z.number().int() })

export const boardContract = {
  listQueues: endpoint({ method: 'GET', path: '/queues', access: [...watcherRoles], summary: 'Queues of a body with their load and what a newcomer waits', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(BoardRow) }) }),
  listGaps: endpoint({ method: 'GET', path: '/queue-gaps', access: [...watcherRoles], summary: 'Departments without a doctor in working hours, this month', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(GapView) }) }),
  helperCame: endpoint({ method: 'POST', path: '/helper-calls/:callId/came', access: [...deskRoles], summary: 'A helper is there', params: z.object({ callId: id }) }),
}
