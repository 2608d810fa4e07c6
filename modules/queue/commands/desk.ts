import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { withProof } from '../rules/groups.ts'
import { moved } from '../rules/moves.ts'
import { turnOf } from '../rules/order.ts'
import { openSince, type Ticket } from '../rules/queue.ts'
import { loadQueue, loadWindow } from '../store/queues.ts'
import { loadTicket, ticketAtWindow } from '../store/tickets.ts'
import { issueIn, visitChange } from './issue.ts'
import { beginPress, change, endPress, type Press } from './press.ts'

type Key = { readonly institutionId: string; readonly ticketId: string }

/** The ticket as it stands under the lock of its queue; one of another day is over. */
async function held(act: Act, key: Key): Promise<{ ticket: Ticket; press: Press }> {
  const found = await loadTicket(act.tx, key.institutionId, key.ticketId)
  const queue = await loadQueue(act.tx, key.institutionId, found.queueId)
  if (found.onDate < openSince(queue, act.today)) throw new RefusedError('queue.not_from_here')
  const press = await beginPress(act, queue)
  return { ticket: await loadTicket(act.tx, key.institutionId, key.ticketId), press }
}

export type DeskMove = 'rejoin' | 'back' | 'leave'
const kinds = { rejoin: 'queue.rejoined', back: 'queue.came_back', leave: 'queue.left' } as const satisfies Record<DeskMove, string>

/** Somebody reports again after having been passed, comes back from an examination, or goes. */
export async function moveTicket(act: Act, key: Key, move: DeskMove): Promise<void> {
  const { ticket, press } = await held(act, key)
  await change(act, press, { before: ticket, after: orThrow(moved(ticket, move, act.now.toISOString())), move, windowId: null })
  await endPress(act, press, kinds[move])
}

/** Rule QU-4: triage or a document seen later; each jump is on record with its proof. */
export async function raise(act: Act, key: Key, to: { level: number | null; priority: string | null; proof: string | null }): Promise<void> {
  orThrow(withProof(to))
  const { ticket, press } = await held(act, key)
  const next = orThrow(moved(ticket, 'raise', act.now.toISOString()))
  await change(act, press, { before: ticket, after: { ...next, level: to.level, priority: to.priority, proof: to.priority === null ? null : to.proof }, move: 'raise', windowId: null })
  await endPress(act, press, 'queue.raised', { detail: { ...to, from: { level: ticket.level, priority: ticket.priority } } })
}

/** Rule QU-10: to another room of the same queue: called there at once, where nobody is. */
export async function redirect(act: Act, key: Key, windowId: string): Promise<void> {
  const window = await loadWindow(act.tx, key.institutionId, windowId)
  const { ticket, press } = await held(act, key)
  if (window.queueId !== ticket.queueId) throw new RefusedError('not_found')
  if (window.accountId === null) throw new RefusedError('queue.window_closed')
  if ((await ticketAtWindow(act.tx, key.institutionId, window.id, act.today)) !== undefined) throw new RefusedError('queue.window_busy')
  const wasWaiting = ticket.state === 'waiting'
  await change(act, press, { before: ticket, after: orThrow(moved(ticket, 'redirect', act.now.toISOString(), window.id)), move: 'redirect', windowId: window.id, ...(wasWaiting ? { turn: turnOf(ticket) } : {}) })
  await endPress(act, press, 'queue.redirected', { detail: { window: window.name } })
}

/** Rule QU-10: to another queue: a new number there, with the time already waited, the level and the priority. */
export async function transfer(act: Act, key: Key, queueId: string): Promise<Ticket> {
  const found = await loadTicket(act.tx, key.institutionId, key.ticketId)
  if (found.queueId === queueId) throw new RefusedError('queue.same_queue')
  const target = await loadQueue(act.tx, key.institutionId, queueId)
  // Both days are held in one order, whichever way somebody is sent.
  const second = found.queueId < queueId ? null : await beginPress(act, target)
  const { ticket, press } = await held(act, key)
  const there = second ?? (await beginPress(act, target))
  await change(act, press, { before: ticket, after: orThrow(moved(ticket, 'transfer', act.now.toISOString())), move: 'transfer', windowId: null })
  const issued = await issueIn(act, there, { level: ticket.level, priority: ticket.priority, proof: ticket.proof, way: ticket.way, bookingId: ticket.bookingId, isLate: ticket.isLate, isReturn: ticket.isReturn, slotAt: ticket.slotAt, calledName: ticket.calledName, visitKey: ticket.visitKey, waitsSince: ticket.waitsSince })
  await endPress(act, press, 'queue.transferred', { detail: { to: target.name } })
  await endPress(act, there, 'queue.issued', { lastNumber: there.day.lastNumber + 1, also: await visitChange(act, issued), detail: { from: press.queue.name } })
  return issued
}
