import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import { openSince, openStates, type Body, type Queue, type QueueKind, type Ticket, type TicketState, type TicketWay } from '../rules/queue.ts'
import { loadQueue } from './queues.ts'

const columns = [
  'institution_id as institutionId', 'region_code as regionCode', 'id', 'queue_id as queueId', 'department_id as departmentId', 'kind', 'on_date as onDate', 'number', 'state', 'level', 'priority', 'proof', 'booking_id as bookingId', 'slot_at as slotAt', 'is_late as isLate', 'is_return as isReturn',
  'called_name as calledName', 'visit_key as visitKey', 'way', 'issued_at as issuedAt', 'waits_since as waitsSince', 'said_minutes as saidMinutes', 'said_low as saidLow', 'said_high as saidHigh', 'window_id as windowId', 'first_called_at as firstCalledAt', 'called_at as calledAt', 'calls', 'passes', 'returns', 'ended_at as endedAt', 'revision',
] as const
type Raw = { kind: string; state: string; way: string; saidMinutes: string; saidLow: string; saidHigh: string }
// The table checks the three words.
const ticketOf = <R extends Raw>(row: R): Omit<R, keyof Raw> & Pick<Ticket, 'kind' | 'state' | 'way' | 'saidMinutes' | 'saidLow' | 'saidHigh'> => ({
  ...row, kind: row.kind as QueueKind, state: row.state as TicketState, way: row.way as TicketWay, saidMinutes: Number(row.saidMinutes), saidLow: Number(row.saidLow), saidHigh: Number(row.saidHigh),
})

export type Day = Body & { readonly queueId: string; readonly onDate: IsoDate; readonly lastNumber: number; readonly revision: number }

/** Rules QU-1 and QU-8: whoever gives a number or calls somebody holds the day of the queue until it is committed. */
export async function lockDay(tx: Tx, queue: Pick<Queue, 'institutionId' | 'regionCode' | 'id'>, onDate: IsoDate): Promise<Day> {
  const key = { institution_id: queue.institutionId, queue_id: queue.id, on_date: onDate }
  await tx.insertInto('queue_day').values({ ...key, region_code: queue.regionCode }).onConflict((conflict) => conflict.doNothing()).execute()
  const row = await tx.selectFrom('queue_day').select(['last_number as lastNumber', 'revision']).where('institution_id', '=', queue.institutionId).where('queue_id', '=', queue.id).where('on_date', '=', onDate).forUpdate().executeTakeFirstOrThrow()
  return { institutionId: queue.institutionId, regionCode: queue.regionCode, queueId: queue.id, onDate, ...row }
}

export const saveDay = (tx: Tx, day: Day) => tx.updateTable('queue_day').set({ last_number: day.lastNumber, revision: day.revision }).where('institution_id', '=', day.institutionId).where('queue_id', '=', day.queueId).where('on_date', '=', day.onDate).execute()

export async function revisionOf(read: ReadTx, institutionId: string, queueId: string, onDate: IsoDate): Promise<number> {
  const row = await read.selectFrom('queue_day').select('revision').where('institution_id', '=', institutionId).where('queue_id', '=', queueId).where('on_date', '=', onDate).executeTakeFirst()
  return row?.revision ?? 0
}

const tickets = (read: ReadTx, institutionId: string) => read.selectFrom('ticket').select(columns).where('institution_id', '=', institutionId)

/** Tickets of a day (or of all days from one to it) at some queues in some states, by number. */
export async function listTickets(read: ReadTx, institutionId: string, ask: { queueIds: readonly string[]; from?: IsoDate; onDate: IsoDate; states?: readonly TicketState[]; limit?: number }): Promise<Ticket[]> {
  if (ask.queueIds.length === 0) return []
  const rows = await tickets(read, institutionId)
    .where('queue_id', 'in', [...ask.queueIds])
    .where('on_date', '>=', ask.from ?? ask.onDate)
    .where('on_date', '<=', ask.onDate)
    .$if(ask.states !== undefined, (query) => query.where('state', 'in', [...(ask.states ?? [])]))
    .orderBy('queue_id')
    .orderBy('on_date')
    .orderBy('number')
    .limit(ask.limit ?? 5000)
    .execute()
  return rows.map(ticketOf)
}

export async function findTicket(read: ReadTx, institutionId: string, ticketId: string): Promise<Ticket | undefined> {
  const row = await tickets(read, institutionId).where('id', '=', ticketId).executeTakeFirst()
  return row === undefined ? undefined : ticketOf(row)
}

export async function loadTicket(read: ReadTx, institutionId: string, ticketId: string): Promise<Ticket> {
  const found = await findTicket(read, institutionId, ticketId)
  if (found === undefined) throw new RefusedError('not_found')
  return found
}

/** Who is at a window now; there is one at most. In a line that works through the night it may be somebody of the day before (Rule QU-28). */
export async function ticketAtWindow(read: ReadTx, institutionId: string, windowId: string, today: IsoDate): Promise<Ticket | undefined> {
  const rows = await tickets(read, institutionId).where('window_id', '=', windowId).where('on_date', '>=', addDays(today, -1)).where('on_date', '<=', today).where('state', 'in', ['called', 'serving']).orderBy('on_date', 'desc').execute()
  const [found] = rows
  if (found === undefined) return undefined
  return found.onDate === today || openSince(await loadQueue(read, institutionId, found.queueId), today) <= found.onDate ? ticketOf(found) : undefined
}

/** Days before this one on which somebody stands in a line still, or that were never counted. */
export async function daysLeftOpen(read: ReadTx, institutionId: string, before: IsoDate, from: IsoDate): Promise<IsoDate[]> {
  const rows = await read
    .selectFrom('queue_day as d')
    .select('d.on_date as onDate')
    .distinct()
    .where('d.institution_id', '=', institutionId)
    .where('d.on_date', '<', before)
    .where('d.on_date', '>=', from)
    .where((eb) =>
      eb.or([
        eb.exists(eb.selectFrom('ticket as t').select('t.id').where('t.institution_id', '=', institutionId).whereRef('t.queue_id', '=', 'd.queue_id').whereRef('t.on_date', '=', 'd.on_date').where('t.state', 'in', [...openStates])),
        eb.and([
          eb.exists(eb.selectFrom('ticket as t').select('t.id').where('t.institution_id', '=', institutionId).whereRef('t.queue_id', '=', 'd.queue_id').whereRef('t.on_date', '=', 'd.on_date').where('t.level', 'is', null).where('t.is_return', '=', false)),
          eb.not(eb.exists(eb.selectFrom('queue_stat as s').select('s.queue_id').where('s.institution_id', '=', institutionId).whereRef('s.queue_id', '=', 'd.queue_id').whereRef('s.on_date', '=', 'd.on_date'))),
        ]),
      ]),
    )
    .orderBy('d.on_date')
    .execute()
  return rows.map((row) => row.onDate)
}

export async function ticketOfBooking(read: ReadTx, institutionId: string, bookingId: string): Promise<Ticket | undefined> {
  const row = await tickets(read, institutionId).where('booking_id', '=', bookingId).where('state', '<>', 'left').executeTakeFirst()
  return row === undefined ? undefined : ticketOf(row)
}

/** The tickets of one visit on one day, the first one first. */
export async function ticketsOfVisit(read: ReadTx, institutionId: string, onDate: IsoDate, visitKey: string): Promise<Ticket[]> {
  const rows = await tickets(read, institutionId).where('on_date', '=', onDate).where('visit_key', '=', visitKey).orderBy('issued_at').orderBy('id').limit(50).execute()
  return rows.map(ticketOf)
}

const changing = (ticket: Ticket) => ({
  state: ticket.state, level: ticket.level, priority: ticket.priority, proof: ticket.proof, is_late: ticket.isLate, is_return: ticket.isReturn, waits_since: ticket.waitsSince, window_id: ticket.windowId,
  first_called_at: ticket.firstCalledAt, called_at: ticket.calledAt, calls: ticket.calls, passes: ticket.passes, returns: ticket.returns, ended_at: ticket.endedAt, revision: ticket.revision,
})

export const insertTicket = (tx: Tx, ticket: Ticket) =>
  tx
    .insertInto('ticket')
    .values({
      institution_id: ticket.institutionId, id: ticket.id, region_code: ticket.regionCode, queue_id: ticket.queueId, department_id: ticket.departmentId, kind: ticket.kind, on_date: ticket.onDate, number: ticket.number, booking_id: ticket.bookingId, slot_at: ticket.slotAt,
      called_name: ticket.calledName, visit_key: ticket.visitKey, way: ticket.way, issued_at: ticket.issuedAt, said_minutes: String(ticket.saidMinutes), said_low: String(ticket.saidLow), said_high: String(ticket.saidHigh), ...changing(ticket),
    })
    .execute()

export const saveTicket = (tx: Tx, ticket: Ticket) => tx.updateTable('ticket').set(changing(ticket)).where('institution_id', '=', ticket.institutionId).where('id', '=', ticket.id).execute()

/** Marks those who wait and were not told yet that their turn is near; answers with who they are. */
export async function markNear(tx: Tx, institutionId: string, ticketIds: readonly string[], at: string): Promise<string[]> {
  if (ticketIds.length === 0) return []
  const rows = await tx.updateTable('ticket').set({ near_told_at: at }).where('institution_id', '=', institutionId).where('id', 'in', [...ticketIds]).where('state', '=', 'waiting').where('near_told_at', 'is', null).returning('id').execute()
  return rows.map((row) => row.id)
}

/** Facts by day and id: tickets of a kind of queue, or of all. */
export async function listTicketsByDay(read: ReadTx, ask: { institutionId: string; from: IsoDate; to: IsoDate }, after: { on: IsoDate; id: string } | null, limit: number): Promise<(Ticket & { letter: string })[]> {
  const rows = await read
    .selectFrom('ticket as t')
    .innerJoin('queue as q', (join) => join.onRef('q.institution_id', '=', 't.institution_id').onRef('q.id', '=', 't.queue_id'))
    .select(columns.map((column) => `t.${column}` as const))
    .select('q.letter')
    .where('t.institution_id', '=', ask.institutionId)
    .where('t.on_date', '>=', ask.from)
    .where('t.on_date', '<=', ask.to)
    .where(afterFact(after, 't.on_date', 't.id'))
    .orderBy('t.on_date')
    .orderBy('t.id')
    .limit(limit)
    .execute()
  return rows.map(ticketOf)
}
