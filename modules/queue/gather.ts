import { addDays, earlierDate, type IsoDate } from '../../kernel/calendar.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { minuteOfDay } from './rules/cover.ts'
import { estimate, opensIn, serviceOf, widthOf, type Estimate, type Past, type Service } from './rules/estimate.ts'
import { waitForSlot } from './rules/slot-wait.ts'
import { lineOf } from './rules/order.ts'
import { openSince, openStates, type Queue, type Ticket, type Window } from './rules/queue.ts'
import { listQueues, listWindows } from './store/queues.ts'
import { pastOf, servedToday } from './store/stats.ts'
import { turnsOf } from './store/steps.ts'
import { listTickets, revisionOf } from './store/tickets.ts'

/** So far back past service times and estimates are looked at. */
const pastDays = 28
const noPast = { served: 0, minutes: 0, squares: 0, called: 0, inside: 0, offMinutes: 0 }

export type Place = { readonly ticket: Ticket; readonly place: number; readonly wait: Estimate }
export type QueueNow = {
  readonly queue: Queue
  readonly revision: number
  readonly windows: readonly Window[]
  readonly line: readonly Place[]
  /** At a window now. */
  readonly present: readonly Ticket[]
  readonly passed: readonly Ticket[]
  readonly returning: readonly Ticket[]
  readonly service: Service
  readonly width: number
  readonly openWindows: number
  readonly freeWindows: number
  /** The wait of somebody who took a ticket now. */
  readonly newcomer: Estimate
  readonly past: Past & { readonly offMinutes: number }
  readonly servedToday: number
  /** The wait of one more who comes now, from the place that their level, priority or slot gives them. */
  said(ticket: Ticket): Estimate
}

/** How some queues of a body stand: their lines in order, with what each wait will be. Nobody is locked. */
export async function gather(read: ReadTx, ask: { institutionId: string; queueIds?: readonly string[]; today: IsoDate; now: Instant }): Promise<QueueNow[]> {
  const queues = await listQueues(read, ask.institutionId, { activeOnly: true, ...(ask.queueIds === undefined ? {} : { ids: ask.queueIds }) })
  const ids = queues.map((queue) => queue.id)
  const [windows, tickets, served, past] = await Promise.all([
    listWindows(read, ask.institutionId, ids),
    listTickets(read, ask.institutionId, { queueIds: ids, from: queues.map((queue) => openSince(queue, ask.today)).reduce(earlierDate, ask.today), onDate: ask.today, states: openStates }),
    servedToday(read, ask.institutionId, ids, ask.today),
    pastOf(read, ask.institutionId, ids, ask.today, addDays(ask.today, -pastDays)),
  ])
  return Promise.all(
    queues.map(async (queue) => {
      const [turns, revision] = await Promise.all([turnsOf(read, ask.institutionId, queue.id, ask.today), revisionOf(read, ask.institutionId, queue.id, ask.today)])
      const own = tickets.filter((ticket) => ticket.queueId === queue.id && ticket.onDate >= openSince(queue, ask.today))
      return standing(queue, ask.now, { revision, windows: windows.filter((window) => window.queueId === queue.id && window.active), tickets: own, order: (tickets) => lineOf(tickets, turns, queue.rule, ask.now), served: served.get(queue.id) ?? [], past: past.get(queue.id) ?? noPast })
    }),
  )
}

type Given = { readonly revision: number; readonly windows: readonly Window[]; readonly tickets: readonly Ticket[]; readonly order: (tickets: readonly Ticket[]) => Ticket[]; readonly served: readonly number[]; readonly past: QueueNow['past'] }

function standing(queue: Queue, now: Instant, { revision, windows, tickets, order, served, past }: Given): QueueNow {
  const waiting = tickets.filter((ticket) => ticket.state === 'waiting')
  const line = order(waiting)
  const present = tickets.filter((ticket) => ticket.state === 'called' || ticket.state === 'serving')
  const open = windows.filter((window) => window.accountId !== null)
  const free = open.filter((window) => !present.some((ticket) => ticket.windowId === window.id)).length
  const service = serviceOf(served, past, queue.usualMinutes)
  const width = widthOf(past)
  const windowsNow = { open: open.length, free, opensIn: open.length > 0 ? 0 : opensIn(queue.rule.hours, minuteOfDay(now)) }
  const wait = (ahead: number) => estimate(ahead, windowsNow, service, width)
  const waitIn = (all: readonly Ticket[], at: number): Estimate => {
    const ticket = all[at]
    return ticket === undefined ? wait(at) : waitForSlot({ ticket, line: all, at, now }, wait(at), { service, windows: windowsNow, width })
  }
  return {
    queue, revision, windows, present, service, width, past, servedToday: served.length, openWindows: open.length, freeWindows: free, newcomer: wait(line.length),
    said: (ticket) => {
      const all = order([...waiting, ticket])
      return waitIn(all, all.findIndex((each) => each.id === ticket.id))
    },
    line: line.map((ticket, at) => ({ ticket, place: at + 1, wait: waitIn(line, at) })),
    passed: tickets.filter((ticket) => ticket.state === 'passed'),
    returning: tickets.filter((ticket) => ticket.state === 'returning'),
  }
}

/** One queue; undefined where it is out of use. */
export const gatherOne = async (read: ReadTx, queue: Pick<Queue, 'institutionId' | 'id'>, today: IsoDate, now: Instant): Promise<QueueNow | undefined> => (await gather(read, { institutionId: queue.institutionId, queueIds: [queue.id], today, now }))[0]
