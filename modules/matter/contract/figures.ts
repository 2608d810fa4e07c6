import { z } from 'zod'
import { staffRoles } from '../../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'

const count = z.number().int()

/** What came in on the days asked about, of one kind, held by one department. Exact: who shows it outside withholds small numbers. */
export const FigureRow = z.object({
  kind: z.string(), departmentId: id.nullable(), department: z.string().nullable(),
  received: count, open: count, overdue: count, /** Answered, or past its date. */ answerDue: count, answeredInTime: count, calledBack: count, solved: count, rated: count, satisfied: count,
})
/** So many days at a time: the figures of a long time are the measures. */
export const mostFigureDays = 366

export const figuresContract = {
  loadFigures: endpoint({
    method: 'GET', path: '/matters/figures', access: [...staffRoles], summary: 'Response, solution and satisfaction of the matters I may see, by kind and department',
    query: z.object({ /** Left out: my own body, or for a commission all of its region. */ institutionId: id.optional(), /** Left out: the last ninety days. */ from: isoDate.optional(), to: isoDate.optional() }),
    reply: z.object({ from: isoDate, to: isoDate, asOf: isoInstant, rows: z.array(FigureRow) }),
  }),
}
