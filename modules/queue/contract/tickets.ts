import { z } from 'zod'
import { endpoint, id, isoInstant } from '../../../kernel/contract.ts'
import { deskRoles } from '../rules/authority.ts'
import { TicketView, urgency } from './shapes.ts'

const key = z.object({ ticketId: id })
const access = [...deskRoles]

export const ticketContract = {
  checkIn: endpoint({
    method: 'POST', path: '/queue-tickets/check-in', access, summary: 'Check in by the code of a booking; whoever has a ticket gets that one again. With a queue the code leads on to that line, as the same visit',
    body: z.object({ code: z.string().trim().min(4).max(200), queueId: id.nullable().default(null), ...urgency }), reply: TicketView,
  }),
  takeTicket: endpoint({
    method: 'POST', path: '/queue-tickets', access, summary: 'A ticket without a booking; `from` is an earlier ticket of the same visit',
    body: z.object({ queueId: id, name: z.string().trim().max(60).default(''), from: id.nullable().default(null), isReturn: z.boolean().default(false), ...urgency }), reply: TicketView,
  }),
  loadTicket: endpoint({
    method: 'GET', path: '/queue-tickets/:ticketId', access, summary: 'One ticket with what was done', params: key,
    reply: TicketView.extend({ qrSvg: z.string(), steps: z.array(z.object({ move: z.string(), byName: z.string(), at: isoInstant, undoneAt: isoInstant.nullable() })) }),
  }),
  listLine: endpoint({ method: 'GET', path: '/queues/:queueId/line', access, summary: 'The line of a queue today in the order in which it will be called, then who was passed or is away', params: z.object({ queueId: id }), reply: z.object({ rows: z.array(TicketView) }) }),
  moveTicket: endpoint({ method: 'POST', path: '/queue-tickets/:ticketId/moves', access, summary: 'Reports again, comes back from an examination, goes', params: key, body: z.object({ move: z.enum(['rejoin', 'back', 'leave']) }), reply: TicketView }),
  raiseTicket: endpoint({ method: 'PUT', path: '/queue-tickets/:ticketId/urgency', access, summary: 'Level by triage or priority by proof', params: key, body: z.object(urgency), reply: TicketView }),
  redirectTicket: endpoint({ method: 'POST', path: '/queue-tickets/:ticketId/window', access, summary: 'To another room of the same queue, called there at once', params: key, body: z.object({ windowId: id }), reply: TicketView }),
  transferTicket: endpoint({ method: 'POST', path: '/queue-tickets/:ticketId/queue', access, summary: 'To another queue, with the time already waited', params: key, body: z.object({ queueId: id }), reply: TicketView }),
}
