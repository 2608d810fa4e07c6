import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Turn } from '../rules/order.ts'
import { turnsKept } from '../rules/order.ts'
import type { Ticket } from '../rules/queue.ts'

export type Step = {
  readonly id: string
  readonly queueId: string
  readonly onDate: IsoDate
  readonly seq: number
  readonly ticketId: string
  readonly windowId: string | null
  readonly pressId: string
  readonly move: string
  readonly turn: Turn | null
  readonly before: Ticket | null
  readonly afterRevision: number
  readonly byId: string
  readonly byName: string
  readonly at: string
}

export const insertStep = (tx: Tx, body: { institutionId: string; regionCode: string }, step: Step) =>
  tx
    .insertInto('ticket_step')
    .values({
      institution_id: body.institutionId, id: step.id, region_code: body.regionCode, queue_id: step.queueId, on_date: step.onDate, seq: step.seq, ticket_id: step.ticketId, window_id: step.windowId, press_id: step.pressId, move: step.move, turn: step.turn,
      before: JSON.stringify(step.before), after_revision: step.afterRevision, by_id: step.byId, by_name: step.byName, at: step.at,
    })
    .execute()

/** Turns of the day that were no emergencies, the newest last. */
export async function turnsOf(read: ReadTx, institutionId: string, queueId: string, onDate: IsoDate): Promise<Turn[]> {
  const rows = await read
    .selectFrom('ticket_step')
    .select('turn')
    .where('institution_id', '=', institutionId)
    .where('queue_id', '=', queueId)
    .where('on_date', '=', onDate)
    .where('turn', 'in', ['priority', 'return', 'first'])
    .where('undone_at', 'is', null)
    .orderBy('seq', 'desc')
    .limit(turnsKept)
    .execute()
  // Written by this module, from the type.
  return rows.map((row) => row.turn as Turn).toReversed()
}

/** The steps of the newest press at a window that still stands, in their order. */
export async function lastPress(read: ReadTx, institutionId: string, ask: { queueId: string; windowId: string; onDate: IsoDate }): Promise<Step[]> {
  const own = read.selectFrom('ticket_step').where('institution_id', '=', institutionId).where('queue_id', '=', ask.queueId).where('on_date', '=', ask.onDate)
  const newest = await own.select('press_id as pressId').where('window_id', '=', ask.windowId).where('undone_at', 'is', null).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  if (newest === undefined) return []
  const rows = await own
    .select(['id', 'queue_id as queueId', 'on_date as onDate', 'seq', 'ticket_id as ticketId', 'window_id as windowId', 'press_id as pressId', 'move', 'turn', 'before', 'after_revision as afterRevision', 'by_id as byId', 'by_name as byName', 'at'])
    .where('press_id', '=', newest.pressId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ ...row, turn: row.turn as Turn | null, before: row.before as Ticket | null }))
}

export const undoPress = (tx: Tx, institutionId: string, pressId: string, at: string) => tx.updateTable('ticket_step').set({ undone_at: at }).where('institution_id', '=', institutionId).where('press_id', '=', pressId).execute()

/** What was done with one ticket, in order. */
export const stepsOfTicket = (read: ReadTx, institutionId: string, ticketId: string) =>
  read.selectFrom('ticket_step').select(['move', 'turn', 'by_name as byName', 'at', 'undone_at as undoneAt']).where('institution_id', '=', institutionId).where('ticket_id', '=', ticketId).orderBy('seq').limit(200).execute()
