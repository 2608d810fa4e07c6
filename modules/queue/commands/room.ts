import { addMs } from '../../../kernel/instant.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { nearJob, seenJob } from '../jobs.ts'
import { mayBeNear } from '../rules/near.ts'
import { lineOf, turnOf } from '../rules/order.ts'
import { mayUndo, moved, seenAfterMinutes, sitsAt } from '../rules/moves.ts'
import { openSince, type Queue, type Ticket, type Window } from '../rules/queue.ts'
import { loadQueue, loadWindow } from '../store/queues.ts'
import { lastPress, turnsOf, undoPress } from '../store/steps.ts'
import { listTickets, loadTicket, ticketAtWindow } from '../store/tickets.ts'
import { beginPress, change, endPress, type Press } from './press.ts'

type At = { readonly institutionId: string; readonly windowId: string }
export type Own = { readonly queue: Queue; readonly window: Window; readonly press: Press; readonly present: Ticket | undefined }

/** The window of whoever acts, its queue held, and who is there. */
async function ownWindow(act: Act, at: At): Promise<Own> {
  const window = await loadWindow(act.tx, at.institutionId, at.windowId)
  const no = sitsAt(window, act.actor.id)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  const queue = await loadQueue(act.tx, at.institutionId, window.queueId)
  const press = await beginPress(act, queue)
  return { queue, window, press, present: await ticketAtWindow(act.tx, at.institutionId, window.id, act.today) }
}

async function finish(act: Act, press: Press, ticket: Ticket): Promise<void> {
  await change(act, press, { before: ticket, after: orThrow(moved(ticket, 'done', act.now.toISOString())), move: 'done' })
  if (ticket.bookingId !== null) await seenJob.enqueue(act.tx, { institutionId: ticket.institutionId, ticketId: ticket.id }, { runAt: new Date(addMs(act.now.toISOString(), seenAfterMinutes * 60_000 + 5000)), key: `queue.seen:${ticket.id}` })
}

/** Rule QU-8: finishes who is there and calls the first of the line; under the lock of the queue's day two rooms never get the same one. */
export async function callNext(act: Act, at: At): Promise<void> {
  const { queue, window, press, present } = await ownWindow(act, at)
  if (present !== undefined) await finish(act, press, present)
  const [waiting, turns] = await Promise.all([listTickets(act.tx, queue.institutionId, { queueIds: [queue.id], from: openSince(queue, act.today), onDate: act.today, states: ['waiting'] }), turnsOf(act.tx, queue.institutionId, queue.id, act.today)])
  const [next, ...left] = lineOf(waiting, turns, queue.rule, act.now.toISOString())
  // With nobody waiting the visit that ended still ends; with nothing done at all the answer is that nobody waits.
  if (next === undefined && present === undefined) throw new RefusedError('queue.nobody_waits')
  if (next !== undefined) await change(act, press, { before: next, after: orThrow(moved(next, 'call', act.now.toISOString(), window.id)), move: 'call', turn: turnOf(next), windowId: window.id })
  if (next !== undefined && mayBeNear(left)) await nearJob.enqueue(act.tx, { institutionId: queue.institutionId, queueId: queue.id }, { key: `${nearJob.name} ${queue.id}` })
  await endPress(act, press, next === undefined ? 'queue.done' : 'queue.called', { detail: { window: window.name } })
}

export type RoomMove = 'recall' | 'serve' | 'pass' | 'send' | 'done'
const kinds = { recall: 'queue.recalled', serve: 'queue.serving', pass: 'queue.passed', send: 'queue.sent', done: 'queue.done' } as const satisfies Record<RoomMove, string>

/** One step with whoever is at the window. */
export async function moveAtWindow(act: Act, at: At, move: RoomMove): Promise<void> {
  const { window, press, present } = await ownWindow(act, at)
  if (present === undefined) throw new RefusedError('queue.window_empty')
  if (move === 'done') await finish(act, press, present)
  else await change(act, press, { before: present, after: orThrow(moved(present, move, act.now.toISOString())), move, windowId: window.id })
  await endPress(act, press, kinds[move], { detail: { window: window.name } })
}

/** Rule QU-9: the last press at this window as if it had not been, while nobody has gone on from it. */
export async function undo(act: Act, at: At): Promise<void> {
  const { queue, window, press } = await ownWindow(act, at)
  const steps = await lastPress(act.tx, at.institutionId, { queueId: queue.id, windowId: window.id, onDate: act.today })
  const [first] = steps
  if (first === undefined) throw new RefusedError('queue.undo_nothing')
  const now = await Promise.all(steps.map((step) => loadTicket(act.tx, at.institutionId, step.ticketId)))
  const no = mayUndo({ at: first.at, moves: steps.map((step) => step.move), untouched: steps.every((step, index) => step.before !== null && now[index]?.revision === step.afterRevision) }, act.now.toISOString())
  if (no !== null) throw new RefusedError(no.refused)
  await undoPress(act.tx, at.institutionId, first.pressId, act.now.toISOString())
  for (const [index, step] of steps.entries()) {
    const stands = now[index]
    if (step.before === null || stands === undefined) continue
    await change(act, press, { before: stands, after: step.before, move: `undo-${step.move}`, windowId: null })
  }
  await endPress(act, press, 'queue.undone', { detail: { window: window.name } })
}
