import type { z } from 'zod'
import type { Platform } from '../../server/platform/act.ts'
import type { BoardRow, TicketView, WindowView } from './contract/shapes.ts'
import type { QueueNow } from './gather.ts'
import type { HelperCall } from './rules/fact.ts'
import { labelOf, type Queue, type Ticket, type Window } from './rules/queue.ts'

type Seen = z.input<typeof TicketView>

export const lineUrl = (platform: Pick<Platform, 'publicUrl'>, ticket: Pick<Ticket, 'institutionId' | 'id'>): string => `${platform.publicUrl}/line/${ticket.institutionId}/${ticket.id}`

export const viewWindow = (window: Window, accountId: string): z.input<typeof WindowView> => ({ id: window.id, queueId: window.queueId, name: window.name, active: window.active, open: window.accountId !== null, staffName: window.staffName, mine: window.accountId === accountId, revision: window.revision })

/** A ticket with its place, where it stands in the line. */
export function viewTicket(platform: Pick<Platform, 'publicUrl'>, queue: Pick<Queue, 'name' | 'letter'>, windows: readonly Window[], ticket: Ticket, stands?: Pick<QueueNow, 'line'>): Seen {
  const place = stands?.line.find((each) => each.ticket.id === ticket.id)
  return {
    institutionId: ticket.institutionId, id: ticket.id, queueId: ticket.queueId, queueName: queue.name, label: labelOf(queue.letter, ticket.number), state: ticket.state, onDate: ticket.onDate, level: ticket.level, priority: ticket.priority, proof: ticket.proof, booked: ticket.bookingId !== null, slotAt: ticket.slotAt,
    isLate: ticket.isLate, isReturn: ticket.isReturn, calledName: ticket.calledName, issuedAt: ticket.issuedAt, waitsSince: ticket.waitsSince, calledAt: ticket.calledAt, calls: ticket.calls, passes: ticket.passes, windowId: ticket.windowId, windowName: windows.find((window) => window.id === ticket.windowId)?.name ?? null,
    place: place?.place ?? null, wait: place?.wait ?? null, said: { minutes: ticket.saidMinutes, low: ticket.saidLow, high: ticket.saidHigh }, url: lineUrl(platform, ticket),
  }
}

export const viewAll = (platform: Pick<Platform, 'publicUrl'>, stands: QueueNow, tickets: readonly Ticket[]): Seen[] => tickets.map((ticket) => viewTicket(platform, stands.queue, stands.windows, ticket, stands))

const tenth = (value: number): number => Math.round(value * 10) / 10

export function viewBoard(stands: QueueNow, given: { accountId: string; department: string; helpers: HelperCall | undefined }): z.input<typeof BoardRow> {
  const { queue, past } = stands
  return {
    institutionId: queue.institutionId, id: queue.id, name: queue.name, kind: queue.kind, letter: queue.letter, area: queue.area, departmentId: queue.departmentId, department: given.department, waiting: stands.line.length, passed: stands.passed.length, returning: stands.returning.length, served: stands.servedToday,
    windows: stands.windows.map((window) => viewWindow(window, given.accountId)), open: stands.openWindows, newcomer: stands.newcomer, usualMinutes: tenth(stands.service.mean),
    off: past.called === 0 ? null : tenth(past.offMinutes / past.called), inside: past.called === 0 ? null : Math.round((past.inside / past.called) * 100),
    helpers: given.helpers === undefined ? null : { id: given.helpers.id, calledAt: given.helpers.calledAt, beyond: given.helpers.beyond },
  }
}
