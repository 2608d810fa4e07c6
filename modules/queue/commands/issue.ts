import type { Instant } from '../../../kernel/instant.ts'
import type { FactChange } from '../../../kernel/fact.ts'
import { isRefusal, orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { isLive, type Booking } from '../../booking/rules/booking.ts'
import { bookingOfCode, maskedNameOf, tellArrived } from '../bookings.ts'
import { gatherOne } from '../gather.ts'
import { checkInAt, queueFor } from '../rules/check-in.ts'
import { visitOf } from '../rules/fact.ts'
import { withProof } from '../rules/groups.ts'
import { maskName, type Queue, type Ticket, type TicketWay } from '../rules/queue.ts'
import { listQueues, loadQueue } from '../store/queues.ts'
import { findTicket, ticketOfBooking, ticketsOfVisit } from '../store/tickets.ts'
import { beginPress, change, endPress, type Press } from './press.ts'

/** What is known of somebody who takes a ticket. */
export type Comes = {
  /** Given by a page, so that the same form sent twice is one ticket. */
  readonly id?: string
  readonly calledName: string
  readonly visitKey: string | null
  readonly level: number | null
  readonly priority: string | null
  readonly proof: string | null
  readonly way: TicketWay
  readonly bookingId: string | null
  readonly slotAt: Instant | null
  readonly isLate: boolean
  readonly isReturn: boolean
  /** Who moves from another line keeps the time they have waited. */
  readonly waitsSince?: Instant
}

/** Rule QU-1: the next number of the queue's day, given under the lock of that day: none is left out, none given twice. */
export async function issueIn(act: Act, press: Press, comes: Comes): Promise<Ticket> {
  orThrow(withProof(comes))
  if (!press.queue.active) throw new RefusedError('queue.not_open')
  const now = act.now.toISOString()
  const id = comes.id ?? act.newId()
  const plain: Ticket = {
    institutionId: press.queue.institutionId, regionCode: press.queue.regionCode, id, queueId: press.queue.id, departmentId: press.queue.departmentId, kind: press.queue.kind, onDate: press.day.onDate, number: press.day.lastNumber + 1, state: 'waiting',
    level: comes.level, priority: comes.priority, proof: comes.priority === null ? null : comes.proof, bookingId: comes.bookingId, slotAt: comes.slotAt, isLate: comes.isLate, isReturn: comes.isReturn,
    calledName: comes.calledName, visitKey: comes.visitKey ?? id, way: comes.way, issuedAt: now, waitsSince: comes.waitsSince ?? now, saidMinutes: 0, saidLow: 0, saidHigh: 0, windowId: null, firstCalledAt: null, calledAt: null, calls: 0, passes: 0, returns: 0, endedAt: null, revision: 1,
  }
  const stands = await gatherOne(act.tx, press.queue, press.day.onDate, now)
  if (stands === undefined) throw new RefusedError('queue.not_open')
  const said = stands.said(plain)
  return change(act, press, { before: null, after: { ...plain, saidMinutes: said.minutes, saidLow: said.low, saidHigh: said.high }, move: 'issue' })
}

/** In how many lines this visit has stood now. */
export async function visitChange(act: Act, ticket: Ticket): Promise<FactChange[]> {
  const all = await ticketsOfVisit(act.tx, ticket.institutionId, ticket.onDate, ticket.visitKey)
  const [first] = all
  if (first === undefined) return []
  return [{ before: all.length === 1 ? null : visitOf(first, all.length - 1), after: visitOf(first, all.length) }]
}

async function issue(act: Act, queue: Queue, comes: Comes): Promise<Ticket> {
  const press = await beginPress(act, queue)
  const ticket = await issueIn(act, press, comes)
  await endPress(act, press, 'queue.issued', { lastNumber: press.day.lastNumber + 1, also: await visitChange(act, ticket), detail: { way: ticket.way, level: ticket.level, priority: ticket.priority, proof: ticket.proof } })
  return ticket
}

type Urgency = { readonly level: number | null; readonly priority: string | null; readonly proof: string | null }

export type CheckIn = { readonly institutionId: string; readonly code: string; /** Where to next, of all lines of the house; without it the line of the booking. */ readonly queueId?: string | null; readonly way: TicketWay } & Urgency

/**
 * Rule QU-5: check-in by the code of a booking, within its slot's window. Who has a ticket already is given that one
 * again, so that nobody stands in line twice; with a line chosen the same code leads on to that one (Rule QU-31).
 */
export async function checkIn(act: Act, ask: CheckIn): Promise<Ticket> {
  const booking = await bookingOfCode(act.tx, act.vault, ask.institutionId, ask.code)
  if (booking === undefined) throw new RefusedError('queue.code_unknown')
  const known = await ticketOfBooking(act.tx, ask.institutionId, booking.id)
  if (ask.queueId !== undefined && ask.queueId !== null) {
    const own = queueFor(await listQueues(act.tx, ask.institutionId, { activeOnly: true }), booking)
    if (known !== undefined || isRefusal(own) || own.id !== ask.queueId) return goOn(act, booking, { ...ask, queueId: ask.queueId }, known)
  }
  if (known !== undefined) return known
  if (booking.state !== 'booked' && booking.state !== 'arrived') throw new RefusedError('queue.booking_over')
  if (booking.onDate !== act.today) throw new RefusedError('queue.wrong_day', booking.onDate)
  const queue = orThrow(queueFor(await listQueues(act.tx, ask.institutionId, { activeOnly: true }), booking))
  const { isLate } = orThrow(checkInAt(queue.rule, booking, act.now.toISOString()))
  const comes: Comes = { level: ask.level, priority: ask.priority, proof: ask.proof, way: ask.way, bookingId: booking.id, slotAt: booking.startsAt, isLate, isReturn: false, calledName: maskedNameOf(act.vault, booking), visitKey: booking.personIndex }
  const press = await beginPress(act, queue)
  // Under the lock once more: the same code at two counters at the same moment.
  const first = await ticketOfBooking(act.tx, ask.institutionId, booking.id)
  if (first !== undefined) return first
  const ticket = await issueIn(act, press, comes)
  await endPress(act, press, 'queue.checked_in', { lastNumber: press.day.lastNumber + 1, also: await visitChange(act, ticket), detail: { way: ask.way, level: ask.level, priority: ask.priority, proof: ask.proof, isLate }, between: () => tellArrived(act, booking) })
  return ticket
}

/** Rule QU-31: one code for every counter of the day: the next ticket of the same visit, or the one that still stands in that line. */
async function goOn(act: Act, booking: Booking, ask: CheckIn & { readonly queueId: string }, known: Ticket | undefined): Promise<Ticket> {
  if (booking.onDate !== act.today) throw new RefusedError('queue.wrong_day', booking.onDate)
  if (!isLive(booking.state) || booking.state === 'held') throw new RefusedError('queue.booking_over')
  const queue = await loadQueue(act.tx, ask.institutionId, ask.queueId)
  const press = await beginPress(act, queue)
  const before = (await ticketsOfVisit(act.tx, ask.institutionId, act.today, booking.personIndex)).filter((each) => each.queueId === queue.id)
  const stands = before.find((each) => each.state !== 'done' && each.state !== 'left')
  if (stands !== undefined) return stands
  // To the same doctor once more is to come back: with a result, after an examination.
  const isReturn = known?.queueId === queue.id || before.some((each) => each.state === 'done')
  const ticket = await issueIn(act, press, { level: ask.level, priority: ask.priority, proof: ask.proof, way: ask.way, bookingId: null, slotAt: null, isLate: false, isReturn, calledName: maskedNameOf(act.vault, booking), visitKey: booking.personIndex })
  await endPress(act, press, 'queue.issued', { lastNumber: press.day.lastNumber + 1, also: await visitChange(act, ticket), detail: { way: ask.way, level: ask.level, priority: ask.priority, proof: ask.proof, code: true } })
  return ticket
}

/** A ticket without a booking: at the desk or the kiosk. `from` is a ticket of the same visit: the person who goes on to the next line. */
export async function takeTicket(act: Act, ask: { institutionId: string; queueId: string; id?: string; name: string; from: string | null; isReturn: boolean; way: TicketWay } & Urgency): Promise<Ticket> {
  const known = ask.id === undefined ? undefined : await findTicket(act.tx, ask.institutionId, ask.id)
  if (known !== undefined) return known
  const queue = await loadQueue(act.tx, ask.institutionId, ask.queueId)
  const before = ask.from === null ? undefined : await findTicket(act.tx, ask.institutionId, ask.from)
  if (ask.from !== null && (before === undefined || before.onDate !== act.today)) throw new RefusedError('not_found')
  return issue(act, queue, { ...(ask.id === undefined ? {} : { id: ask.id }), level: ask.level, priority: ask.priority, proof: ask.proof, way: ask.way, bookingId: null, slotAt: null, isLate: false, isReturn: ask.isReturn, calledName: before?.calledName ?? maskName(ask.name), visitKey: before?.visitKey ?? null })
}
