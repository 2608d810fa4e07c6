import { z } from 'zod'
import { endpoint, id } from '../../../kernel/contract.ts'

/** What a draw is, and its record, is open to everybody at /draws/ID and /draws/ID/record.json; here a citizen's own part. */
export const drawContract = {
  enterDraw: endpoint({ method: 'POST', path: '/my/draws/:releaseId', access: ['citizen'], summary: 'Enters a draw for one of my people, wishes in order', params: z.object({ releaseId: id }), body: z.object({ personId: id, wishes: z.array(id).min(1).max(5) }), reply: z.object({ entryId: id, ticket: z.string(), wishes: z.array(id) }) }),
  withdrawDraw: endpoint({ method: 'POST', path: '/my/draws/:releaseId/:entryId/withdraw', access: ['citizen'], summary: 'Withdraws an entry until the close', params: z.object({ releaseId: id, entryId: id }) }),
}
