import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { drawRecordShape } from '../rules/draw-record.ts'

export const DrawView = z.object({
  id, institutionId: id, clinicId: id, onDate: isoDate, opensAt: isoInstant, closesAt: isoInstant, state: z.enum(['waiting', 'open', 'drawn']), drawnAt: isoInstant.nullable(),
  /** Published from the beginning; the seed with the draw. */
  seedHash: z.string(), seed: z.string().nullable(), entries: z.number().int(),
  times: z.array(z.object({ slotId: id, startsAt: isoInstant, endsAt: isoInstant, room: z.string(), places: z.number().int(), stopped: z.boolean() })),
})

const params = z.object({ releaseId: id })

export const drawContract = {
  getDraw: endpoint({ method: 'GET', path: '/draws/:releaseId', access: 'anyone', summary: 'A release by draw: its window, times, and the hash of its seed', params, reply: DrawView }),
  getDrawRecord: endpoint({ method: 'GET', path: '/draws/:releaseId/record', access: 'anyone', summary: 'What a draw was made of and what came out, as `huiyin draw verify` reads it', params, reply: drawRecordShape }),
  enterDraw: endpoint({ method: 'POST', path: '/my/draws/:releaseId', access: ['citizen'], summary: 'Enters a draw for one of my people, wishes in order', params, body: z.object({ personId: id, wishes: z.array(id).min(1).max(5) }), reply: z.object({ entryId: id, ticket: z.string(), wishes: z.array(id) }) }),
  withdrawDraw: endpoint({ method: 'POST', path: '/my/draws/:releaseId/:entryId/withdraw', access: ['citizen'], summary: 'Withdraws an entry until the close', params: z.object({ releaseId: id, entryId: id }) }),
}
