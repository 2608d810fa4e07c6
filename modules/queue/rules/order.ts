import type { Instant } from '../../../kernel/instant.ts'
import type { QueueRule, Ticket } from './queue.ts'

export type Turn = 'emergency' | 'priority' | 'return' | 'first'
export type InLine = Pick<Ticket, 'id' | 'number' | 'level' | 'priority' | 'slotAt' | 'isLate' | 'isReturn' | 'waitsSince'>
export type OrderRule = Pick<QueueRule, 'priorityMost' | 'priorityPer' | 'returnEvery'>

/** So many turns back are looked at; more than any rule asks for. */
export const turnsKept = 60

export const turnOf = (ticket: Pick<InLine, 'level' | 'priority' | 'isReturn'>): Turn => (ticket.level !== null ? 'emergency' : ticket.priority !== null ? 'priority' : ticket.isReturn ? 'return' : 'first')

/** A booked slot that has begun goes before a walk-in, and a walk-in before a slot that has not begun yet. */
const rank = (ticket: InLine, now: Instant): number => (ticket.slotAt === null || ticket.isLate ? 1 : ticket.slotAt <= now ? 0 : 2)
const moment = (ticket: InLine): Instant => (ticket.slotAt === null || ticket.isLate ? ticket.waitsSince : ticket.slotAt)
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rule QU-2: emergency level, then statutory priority, then booked time, then walk-in; whoever is late waits like a walk-in. */
function compare(a: InLine, b: InLine, now: Instant): number {
  if (a.level !== null && b.level !== null && a.level !== b.level) return a.level - b.level
  if (a.level !== null || a.isReturn) return text(a.waitsSince, b.waitsSince) || a.number - b.number
  return rank(a, now) - rank(b, now) || text(moment(a), moment(b)) || text(a.waitsSince, b.waitsSince) || a.number - b.number
}

/** Whose turn it is, given who waits and the turns before that were no emergencies (the newest last). */
function nextTurn(waits: Readonly<Record<Turn, boolean>>, turns: readonly Turn[], rule: OrderRule): Turn | null {
  if (waits.emergency) return 'emergency'
  // Rule QU-3: priority is capped, so that an ordinary wait stays bounded however many have priority.
  const used = rule.priorityPer <= 1 ? 0 : turns.slice(-(rule.priorityPer - 1)).filter((turn) => turn === 'priority').length
  if (waits.priority && (used < rule.priorityMost || !(waits.first || waits.return))) return 'priority'
  // Rule QU-6: whoever comes back has a turn after so many first visits, and the other way round.
  const ordinary = turns.filter((turn) => turn !== 'priority')
  const since = ordinary.length - 1 - ordinary.lastIndexOf('return')
  if (waits.return && (!waits.first || since >= rule.returnEvery)) return 'return'
  return waits.first ? 'first' : null
}

/** Those who wait, in the order in which they will be called, if nobody else comes. */
export function lineOf<T extends InLine>(waiting: readonly T[], turns: readonly Turn[], rule: OrderRule, now: Instant): T[] {
  const lanes: Record<Turn, T[]> = { emergency: [], priority: [], return: [], first: [] }
  for (const ticket of waiting) lanes[turnOf(ticket)].push(ticket)
  for (const lane of Object.values(lanes)) lane.sort((a, b) => compare(a, b, now)).reverse()
  const gone = turns.filter((turn) => turn !== 'emergency').slice(-turnsKept)
  const line: T[] = []
  for (;;) {
    const turn = nextTurn({ emergency: lanes.emergency.length > 0, priority: lanes.priority.length > 0, return: lanes.return.length > 0, first: lanes.first.length > 0 }, gone.slice(-turnsKept), rule)
    const next = turn === null ? undefined : lanes[turn].pop()
    if (turn === null || next === undefined) return line
    line.push(next)
    if (turn !== 'emergency') gone.push(turn)
  }
}

/** Rule QU-3 as a promise: so many calls that are no emergency at most until the k-th of the first visits is called. */
export function mostCalls(k: number, rule: OrderRule): number {
  const ordinary = k + Math.ceil(k / rule.returnEvery)
  return rule.priorityPer * Math.ceil(ordinary / (rule.priorityPer - rule.priorityMost))
}
