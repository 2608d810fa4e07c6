import type { IsoDate } from '../../../kernel/calendar.ts'
import type { FactChange } from '../../../kernel/fact.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { tellLive } from '../../../server/platform/live.ts'
import { factOf } from '../rules/fact.ts'
import type { Turn } from '../rules/order.ts'
import { labelOf, openSince, type Queue, type Ticket } from '../rules/queue.ts'
import { insertStep } from '../store/steps.ts'
import { insertTicket, lockDay, saveDay, saveTicket, type Day } from '../store/tickets.ts'

export const liveChannel = 'huiyin_queue'
export const livePayload = (queue: Pick<Queue, 'institutionId' | 'id'>): string => `${queue.institutionId} ${queue.id}`

export type Change = { readonly before: Ticket | null; readonly after: Ticket; readonly move: string; readonly turn?: Turn; readonly windowId?: string | null }

/** One press of a key: the day of its queue is held from here until the commit. */
export type Press = { readonly queue: Queue; readonly day: Day; readonly pressId: string; readonly changes: Change[] }

export async function beginPress(act: Act, queue: Queue, onDate: IsoDate = act.today): Promise<Press> {
  // Rule QU-28: a press that began before midnight holds the day before; both are had in one order.
  if (onDate === act.today && openSince(queue, onDate) < onDate) await lockDay(act.tx, queue, openSince(queue, onDate))
  return { queue, day: await lockDay(act.tx, queue, onDate), pressId: act.newId(), changes: [] }
}

/** Writes a change now, so that what is read next knows of it. */
export async function change(act: Act, press: Press, made: Change): Promise<Ticket> {
  press.changes.push(made)
  const seq = press.day.revision + press.changes.length
  if (made.before === null) await insertTicket(act.tx, made.after)
  else await saveTicket(act.tx, made.after)
  await insertStep(act.tx, press.queue, {
    id: act.newId(), queueId: press.queue.id, onDate: press.day.onDate, seq, ticketId: made.after.id, windowId: made.windowId === undefined ? (made.after.windowId ?? made.before?.windowId ?? null) : made.windowId, pressId: press.pressId, move: made.move, turn: made.turn ?? null,
    before: made.before, afterRevision: made.after.revision, byId: act.actor.id, byName: act.actor.name, at: act.now.toISOString(),
  })
  return made.after
}

const changesOf = (press: Press): FactChange[] => {
  const first = new Map<string, Change>()
  const last = new Map<string, Change>()
  for (const each of press.changes) {
    if (!first.has(each.after.id)) first.set(each.after.id, each)
    last.set(each.after.id, each)
  }
  return [...last].map(([id, each]) => {
    const before = first.get(id)?.before ?? null
    return { before: before === null ? null : factOf(press.queue.letter, before), after: factOf(press.queue.letter, each.after) }
  })
}

/** Counts the press, tells screens, figures and the chain; `also` are facts of the same press that are no ticket's. */
export async function endPress(act: Act, press: Press, kind: string, given: { lastNumber?: number; also?: readonly FactChange[]; detail?: Readonly<Record<string, unknown>>; between?: () => Promise<void> } = {}): Promise<void> {
  const revision = press.day.revision + press.changes.length
  await saveDay(act.tx, { ...press.day, revision, lastNumber: given.lastNumber ?? press.day.lastNumber })
  tellLive(act.tx, liveChannel, livePayload(press.queue))
  await tellFacts(act, [...changesOf(press), ...(given.also ?? [])])
  await given.between?.()
  const { institutionId, regionCode } = press.queue
  await act.record({ institutionId, regionCode, kind, subjectId: press.changes.at(-1)?.after.id ?? press.queue.id, detail: { queue: press.queue.name, tickets: press.changes.map((each) => `${labelOf(press.queue.letter, each.after.number)} ${each.move}`), ...given.detail } })
}
