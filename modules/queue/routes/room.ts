import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import { refusalOf } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { Platform } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { callNext, moveAtWindow, undo } from '../commands/room.ts'
import { closeWindow, openWindow } from '../commands/settings.ts'
import { queueContract as contract } from '../contract.ts'
import type { RoomView } from '../contract/room.ts'
import { gatherOne } from '../gather.ts'
import { mayUndo, moved } from '../rules/moves.ts'
import type { Ticket, Window } from '../rules/queue.ts'
import { listQueues, listWindows, windowOfAccount } from '../store/queues.ts'
import { lastPress } from '../store/steps.ts'
import { loadTicket } from '../store/tickets.ts'
import { viewAll, viewWindow } from '../views.ts'
import { houseOf } from './house.ts'

type Room = z.input<typeof RoomView>
type Asking = { readonly read: ReadTx; readonly actor: Actor; readonly platform: Platform; readonly today: string; readonly now: Date }

/** Whether the last press can be taken back, by the same rule that the command asks. */
async function undoRefused({ read, today, now }: Asking, window: Window): Promise<string | null> {
  const steps = await lastPress(read, window.institutionId, { queueId: window.queueId, windowId: window.id, onDate: today })
  const [first] = steps
  if (first === undefined) return 'queue.undo_nothing'
  const stand = await Promise.all(steps.map((step) => loadTicket(read, window.institutionId, step.ticketId)))
  return refusalOf(mayUndo({ at: first.at, moves: steps.map((step) => step.move), untouched: steps.every((step, at) => step.before !== null && stand[at]?.revision === step.afterRevision) }, now.toISOString()))
}

const closed = 'queue.window_closed'
const allClosed: Room['blocked'] = { next: closed, recall: closed, serve: closed, pass: closed, send: closed, done: closed, undo: closed }

async function seeRoom(asking: Asking): Promise<Room> {
  const { read, actor, platform, today, now } = asking
  const institutionId = houseOf(actor)
  const window = await windowOfAccount(read, institutionId, actor.id)
  const stands = window === undefined ? undefined : await gatherOne(read, { institutionId, id: window.queueId }, today, now.toISOString())
  if (window === undefined || stands === undefined) {
    const [queues, windows] = await Promise.all([listQueues(read, institutionId, { activeOnly: true }), listWindows(read, institutionId)])
    const names = new Map(queues.map((queue) => [queue.id, queue.name]))
    const offered = windows.flatMap((each) => (each.active && names.has(each.queueId) ? [{ ...viewWindow(each, actor.id), queueName: names.get(each.queueId) ?? '' }] : []))
    return { window: null, queueId: null, queueName: '', revision: 0, present: null, line: [], passed: [], returning: [], windows: offered, blocked: allClosed }
  }
  const present = stands.present.find((ticket) => ticket.windowId === window.id)
  const may = (move: 'recall' | 'serve' | 'pass' | 'send' | 'done') => (present === undefined ? 'queue.window_empty' : refusalOf(moved(present, move, now.toISOString())))
  const view = (tickets: readonly Ticket[]) => viewAll(platform, stands, tickets)
  return {
    window: viewWindow(window, actor.id), queueId: stands.queue.id, queueName: stands.queue.name, revision: stands.revision,
    present: present === undefined ? null : (view([present])[0] ?? null), line: view(stands.line.slice(0, 50).map(({ ticket }) => ticket)), passed: view(stands.passed), returning: view(stands.returning), windows: [],
    blocked: { next: present === undefined && stands.line.length === 0 ? 'queue.nobody_waits' : null, recall: may('recall'), serve: may('serve'), pass: may('pass'), send: may('send'), done: may('done'), undo: await undoRefused(asking, window) },
  }
}

/** A doctor's or a clerk's own window. */
export function roomRoutes(app: App): void {
  const seen = (act: Omit<Asking, 'read'> & { tx: ReadTx }) => seeRoom({ read: act.tx, actor: act.actor, platform: act.platform, today: act.today, now: act.now })
  app.query(contract.loadRoom, async (asked) => seeRoom(asked))
  app.command(contract.openWindow, async ({ params, ...act }) => {
    await openWindow(act, { institutionId: houseOf(act.actor), ...params })
    return seen(act)
  })
  app.command(contract.closeWindow, async ({ params, ...act }) => {
    await closeWindow(act, { institutionId: houseOf(act.actor), ...params })
    return seen(act)
  })
  app.command(contract.callNext, async ({ params, ...act }) => {
    await callNext(act, { institutionId: houseOf(act.actor), ...params })
    return seen(act)
  })
  app.command(contract.moveAtWindow, async ({ params, body, ...act }) => {
    await moveAtWindow(act, { institutionId: houseOf(act.actor), ...params }, body.move)
    return seen(act)
  })
  app.command(contract.undo, async ({ params, ...act }) => {
    await undo(act, { institutionId: houseOf(act.actor), ...params })
    return seen(act)
  })
}
