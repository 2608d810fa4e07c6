import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs } from '../../../kernel/instant.ts'
import { orThrow } from '../../../kernel/refusal.ts'
import type { Act, Platform } from '../../../server/platform/act.ts'
import { seenJob } from '../jobs.ts'
import { moved } from '../rules/moves.ts'
import { openSince, openStates, worksThroughNight, type Body, type Queue, type Ticket } from '../rules/queue.ts'
import { listQueues, listWindows, loadWindowForUpdate, saveWindow } from '../store/queues.ts'
import { countDay, saveStats } from '../store/stats.ts'
import { daysLeftOpen, listTickets } from '../store/tickets.ts'
import { countTrips } from './episodes.ts'
import { beginPress, change, endPress } from './press.ts'
import { eachBody } from './watch.ts'

const hourMs = 3_600_000
/** So far back a day that no job closed is found. */
const farthestDays = 62

/** After midnight: whoever is still in a line of a day that is over is out of it, windows are closed, the days are counted for the next ones' estimates. */
export const closeDays = (platform: Platform): Promise<number> => eachBody(platform, closeThose)

async function closeThose(act: Act, body: Body): Promise<void> {
  const queues = (await listQueues(act.tx, body.institutionId)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const yesterday = addDays(act.today, -1)
  // Also what a night without the job left behind; and once more the day whose last ones were seen after midnight.
  const days = new Set([...(await daysLeftOpen(act.tx, body.institutionId, act.today, addDays(act.today, -farthestDays))), ...(queues.some((queue) => worksThroughNight(queue.rule)) ? [addDays(yesterday, -1)] : []), yesterday])
  for (const day of [...days].toSorted()) {
    for (const queue of queues) if (day < openSince(queue, act.today)) await closeLine(act, queue, day)
    await saveStats(act.tx, body, day, await countDay(act.tx, body.institutionId, day))
    await countTrips(act, body, day)
  }
  await closeWindows(act, body, queues)
}

/** Rule QU-29: with whom somebody had begun has been seen; whoever was only called, and everybody else, has not. */
async function closeLine(act: Act, queue: Queue, day: IsoDate): Promise<void> {
  const now = act.now.toISOString()
  const left = await listTickets(act.tx, queue.institutionId, { queueIds: [queue.id], onDate: day, states: openStates })
  if (left.length === 0) return
  const press = await beginPress(act, queue, day)
  for (const ticket of left) {
    const move = ticket.state === 'serving' ? 'done' : 'lapse'
    await change(act, press, { before: ticket, after: orThrow(moved(ticket, move, now)), move, windowId: null })
    if (move === 'done') await seen(act, ticket)
  }
  await endPress(act, press, 'queue.day_closed')
}

const seen = async (act: Act, { bookingId, institutionId, id }: Ticket): Promise<void> => (bookingId === null ? undefined : seenJob.enqueue(act.tx, { institutionId, ticketId: id }, { key: `queue.seen:${id}` }))

async function closeWindows(act: Act, body: Body, queues: readonly Queue[]): Promise<void> {
  const now = act.now.toISOString()
  for (const window of await listWindows(act.tx, body.institutionId)) {
    const queue = queues.find((each) => each.id === window.queueId)
    // A night's duty began in the evening.
    const hours = queue !== undefined && worksThroughNight(queue.rule) ? 24 : 6
    if (window.openedAt === null || window.openedAt >= addMs(now, -hours * hourMs)) continue
    await saveWindow(act.tx, { ...(await loadWindowForUpdate(act.tx, body.institutionId, window.id)), accountId: null, staffId: null, staffName: '', openedAt: null })
  }
}
