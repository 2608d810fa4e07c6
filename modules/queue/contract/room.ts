import { z } from 'zod'
import { endpoint, id } from '../../../kernel/contract.ts'
import { deskRoles } from '../rules/authority.ts'
import { TicketView, WindowView } from './shapes.ts'

const access = [...deskRoles]
const key = z.object({ windowId: id })
const refusal = z.string().nullable()

export const RoomView = z.object({
  /** Where I sit; null before I have opened a window. */
  window: WindowView.nullable(),
  queueId: id.nullable(), queueName: z.string(), revision: z.number().int(),
  present: TicketView.nullable(), line: z.array(TicketView), passed: z.array(TicketView), returning: z.array(TicketView),
  /** Windows of the body that I may open. */
  windows: z.array(WindowView.extend({ queueName: z.string() })),
  blocked: z.object({ next: refusal, recall: refusal, serve: refusal, pass: refusal, send: refusal, done: refusal, undo: refusal }),
})

export const roomContract = {
  loadRoom: endpoint({ method: 'GET', path: '/queue-room', access, summary: 'My window: who is there, who comes next', reply: RoomView }),
  openWindow: endpoint({ method: 'POST', path: '/queue-windows/:windowId/open', access, summary: 'I sit down at a window', params: key, reply: RoomView }),
  closeWindow: endpoint({ method: 'POST', path: '/queue-windows/:windowId/close', access, summary: 'The window closes', params: key, reply: RoomView }),
  callNext: endpoint({ method: 'POST', path: '/queue-windows/:windowId/next', access, summary: 'Finish who is here and call the next', params: key, reply: RoomView }),
  moveAtWindow: endpoint({ method: 'POST', path: '/queue-windows/:windowId/moves', access, summary: 'Recall, begin, pass, send to an examination, finish', params: key, body: z.object({ move: z.enum(['recall', 'serve', 'pass', 'send', 'done']) }), reply: RoomView }),
  undo: endpoint({ method: 'POST', path: '/queue-windows/:windowId/undo', access, summary: 'Take the last step at my window back', params: key, reply: RoomView }),
}
