import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'

export const queueKinds = ['consultation', 'exam', 'pharmacy', 'payment'] as const
export type QueueKind = (typeof queueKinds)[number]

export const ticketStates = ['waiting', 'called', 'serving', 'passed', 'returning', 'done', 'left'] as const
export type TicketState = (typeof ticketStates)[number]

/** Whoever is not done with: in the line, at a window, passed or away. */
export const openStates = ['waiting', 'called', 'serving', 'passed', 'returning'] as const satisfies readonly TicketState[]

export const ticketWays = ['desk', 'kiosk', 'portal', 'system'] as const
export type TicketWay = (typeof ticketWays)[number]

/** How a queue makes its order, and when it works; minutes of the day in Shanghai. */
export type QueueRule = {
  /** Of `priorityPer` calls that are no emergency at most `priorityMost` are priority while somebody else waits. */
  readonly priorityMost: number
  readonly priorityPer: number
  /** After so many first visits whoever came back has a turn. */
  readonly returnEvery: number
  /** Check-in for a booked slot opens so many minutes before it … */
  readonly earlyMinutes: number
  /** … and so many minutes after its beginning it is late. */
  readonly lateMinutes: number
  readonly hours: readonly { readonly from: number; readonly to: number }[]
}

/** Defaults of ours; every queue has its own copy. */
export const usualRule: QueueRule = { priorityMost: 2, priorityPer: 5, returnEvery: 2, earlyMinutes: 60, lateMinutes: 30, hours: [{ from: 480, to: 720 }, { from: 870, to: 1050 }] }

export type Body = { readonly institutionId: string; readonly regionCode: string }

export type Queue = Body & {
  readonly id: string
  readonly departmentId: string
  readonly name: string
  readonly kind: QueueKind
  readonly letter: string
  readonly area: string
  readonly clinicIds: readonly string[]
  readonly rule: QueueRule
  readonly usualMinutes: number
  readonly active: boolean
  readonly revision: number
}

/** A room or a counter of a queue, and who sits there now. */
export type Window = Body & {
  readonly id: string
  readonly queueId: string
  readonly name: string
  readonly accountId: string | null
  readonly staffId: string | null
  readonly staffName: string
  readonly openedAt: Instant | null
  readonly active: boolean
  readonly revision: number
}

export type Ticket = Body & {
  readonly id: string
  readonly queueId: string
  readonly departmentId: string
  readonly kind: QueueKind
  readonly onDate: IsoDate
  readonly number: number
  readonly state: TicketState
  readonly level: number | null
  readonly priority: string | null
  readonly proof: string | null
  readonly bookingId: string | null
  readonly slotAt: Instant | null
  readonly isLate: boolean
  readonly isReturn: boolean
  readonly calledName: string
  readonly visitKey: string
  readonly way: TicketWay
  readonly issuedAt: Instant
  readonly waitsSince: Instant
  readonly saidMinutes: number
  readonly saidLow: number
  readonly saidHigh: number
  readonly windowId: string | null
  readonly firstCalledAt: Instant | null
  readonly calledAt: Instant | null
  readonly calls: number
  readonly passes: number
  readonly returns: number
  readonly endedAt: Instant | null
  readonly revision: number
}

/** Rule QU-28: a line whose hours reach midnight and begin there again works through the night. */
export const worksThroughNight = ({ hours }: Pick<QueueRule, 'hours'>): boolean => hours.some(({ to }) => to === 1440) && hours.some(({ from }) => from === 0)

/** Rule QU-28: the first day whose open tickets still stand in a line; by day it is that day alone, through the night the one before as well. */
export const openSince = (queue: { readonly rule: Pick<QueueRule, 'hours'> }, today: IsoDate): IsoDate => (worksThroughNight(queue.rule) ? addDays(today, -1) : today)

/** 'B012'. */
export const labelOf = (letter: string, number: number): string => `${letter}${String(number).padStart(3, '0')}`

/** Rule QU-12: a name is called and shown masked: 王*明, 王*; no clear name is kept with a ticket. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim())
  const [first] = letters
  const last = letters.at(-1)
  if (first === undefined || last === undefined) return ''
  if (letters.length === 1) return '*'
  return letters.length === 2 || /[A-Za-z]/.test(first) ? `${first}*` : `${first}*${last}`
}

/** Rule QU-13: in public a line of fewer than five people is not counted out. */
export const smallest = 5
export const openCount = (waiting: number): number | null => (waiting < smallest ? null : waiting)
