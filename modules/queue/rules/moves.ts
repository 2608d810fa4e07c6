import { instantMs, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Ticket, TicketState, Window } from './queue.ts'

export const ticketMoves = ['issue', 'call', 'recall', 'serve', 'pass', 'rejoin', 'send', 'back', 'done', 'leave', 'redirect', 'transfer', 'raise', 'lapse'] as const
export type TicketMove = (typeof ticketMoves)[number]

/** From which states each step leads on. */
const from: Readonly<Record<Exclude<TicketMove, 'issue'>, readonly TicketState[]>> = {
  call: ['waiting'],
  recall: ['called'],
  serve: ['called'],
  pass: ['called'],
  rejoin: ['passed'],
  send: ['called', 'serving'],
  back: ['returning'],
  done: ['called', 'serving'],
  leave: ['waiting', 'passed', 'returning'],
  redirect: ['waiting', 'called', 'serving'],
  transfer: ['waiting', 'called', 'serving', 'passed', 'returning'],
  raise: ['waiting'],
  lapse: ['waiting', 'called', 'passed', 'returning'],
}

/** Rule QU-7: one step of a ticket; what does not follow from where it stands is refused. */
export function moved(ticket: Ticket, move: Exclude<TicketMove, 'issue'>, now: Instant, windowId: string | null = ticket.windowId): Ticket | Refusal {
  if (!from[move].includes(ticket.state)) return refuse('queue.not_from_here')
  const next = { ...ticket, revision: ticket.revision + 1 }
  switch (move) {
    case 'call':
    case 'redirect':
      return { ...next, state: 'called', windowId, calledAt: now, firstCalledAt: ticket.firstCalledAt ?? now, calls: ticket.calls + 1 }
    case 'recall':
      return { ...next, calls: ticket.calls + 1 }
    case 'serve':
      return { ...next, state: 'serving' }
    case 'pass':
      return { ...next, state: 'passed', windowId: null, passes: ticket.passes + 1 }
    // Rule QU-5: whoever was passed and comes again waits from now, behind those who are on time.
    case 'rejoin':
      return { ...next, state: 'waiting', waitsSince: now, isLate: true }
    case 'send':
      return { ...next, state: 'returning', windowId: null, returns: ticket.returns + 1 }
    case 'back':
      return { ...next, state: 'waiting', waitsSince: now, isReturn: true }
    case 'done':
      return { ...next, state: 'done', endedAt: now }
    case 'leave':
    case 'transfer':
    // Rule QU-29: nobody knows whether whoever was called last came; they were not seen.
    case 'lapse':
      return { ...next, state: 'left', windowId: null, endedAt: now }
    case 'raise':
      return next
  }
}

/** Rule QU-8: who calls sits at that window, and nobody else does. */
export const sitsAt = (window: Window, accountId: string): Refusal | null => (window.accountId === null ? refuse('queue.window_closed') : window.accountId === accountId ? null : refuse('queue.window_of_another', window.staffName))

const undoMinutes = 10
/** A visit that ended is told to whoever booked it only after this; until then it can be taken back. */
export const seenAfterMinutes = 2

/** Rule QU-9: the last step at a window is taken back while nobody has gone on from it. */
export function mayUndo(step: { readonly at: Instant; readonly moves: readonly string[]; readonly untouched: boolean }, now: Instant): Refusal | null {
  if (!step.untouched) return refuse('queue.undo_overtaken')
  const minutes = (instantMs(now) - instantMs(step.at)) / 60_000
  return minutes > (step.moves.includes('done') ? seenAfterMinutes : undoMinutes) ? refuse('queue.undo_too_late') : null
}
