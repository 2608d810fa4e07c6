import { isWorkingDay, type Calendar, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs, instantMs, shanghaiDate, startOfDay, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Body, QueueRule, Window } from './queue.ts'

/** Rule QU-19: a post of a line has a first (主岗) and a second (备岗). */
export type Post = Body & {
  readonly id: string
  readonly queueId: string
  readonly firstStaffId: string
  readonly firstName: string
  readonly secondStaffId: string
  readonly secondName: string
  readonly limitMinutes: number
  readonly active: boolean
  readonly revision: number
}
export const usualLimit = 15

export const gapReasons = ['absent', 'away', 'stopped'] as const
export type GapReason = (typeof gapReasons)[number]
export const takeoverStates = ['called', 'taken', 'declined', 'lapsed', 'returned', 'ended'] as const
export type TakeoverState = (typeof takeoverStates)[number]
/** What still goes on: somebody is called, somebody has taken over, or the second cannot come. */
export const openStates = ['called', 'taken', 'declined'] as const satisfies readonly TakeoverState[]

export type Takeover = Body & {
  readonly id: string
  readonly postId: string
  readonly queueId: string
  readonly departmentId: string
  readonly onDate: IsoDate
  readonly reason: GapReason
  readonly state: TakeoverState
  readonly foundAt: Instant
  readonly waiting: number
  readonly againAt: Instant | null
  readonly answeredAt: Instant | null
  readonly answeredStaffId: string | null
  readonly answeredName: string | null
  readonly remark: string | null
  readonly windowId: string | null
  readonly fromWindowId: string | null
  readonly endedAt: Instant | null
}

/** One slot of a doctor's own clinics, as the schedule has it. */
export type Slot = { readonly startsAt: Instant; readonly endsAt: Instant; readonly isStopped: boolean }
export type Due = { readonly since: Instant; readonly isStopped: boolean }

const minutesBetween = (from: Instant, to: Instant): number => (instantMs(to) - instantMs(from)) / 60_000
/** Slots that follow each other within so many minutes are one session. */
const sameSession = 15

/**
 * Rule QU-19: when the first is due. Whoever has clinics in the schedule is due in their sessions of the day, and on no other;
 * whoever has none (`slots` null) in the working hours of the line.
 */
export function dueAt(slots: readonly Slot[] | null, hours: QueueRule['hours'], now: Instant, calendar: Calendar): Due | null {
  if (slots === null) {
    const today = shanghaiDate(now)
    if (!isWorkingDay(today, calendar)) return null
    const span = hours.map(({ from, to }) => ({ from: addMs(startOfDay(today), from * 60_000), to: addMs(startOfDay(today), to * 60_000) })).find((each) => each.from <= now && now < each.to)
    return span === undefined ? null : { since: span.from, isStopped: false }
  }
  const session = sessionsOf(slots).find((each) => each.from <= now && now < each.to)
  return session === undefined ? null : { since: session.from, isStopped: session.isStopped }
}

type Session = { readonly from: Instant; readonly to: Instant; readonly isStopped: boolean }

/** Slots that follow each other are one session. */
function sessionsOf(slots: readonly Slot[]): Session[] {
  const sessions: Session[] = []
  for (const slot of slots.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))) {
    const last = sessions.at(-1)
    if (last !== undefined && last.isStopped === slot.isStopped && minutesBetween(last.to, slot.startsAt) <= sameSession) sessions[sessions.length - 1] = { ...last, to: slot.endsAt > last.to ? slot.endsAt : last.to }
    else sessions.push({ from: slot.startsAt, to: slot.endsAt, isStopped: slot.isStopped })
  }
  return sessions
}

export type Seat = { readonly openedAt: Instant; readonly hasSomebody: boolean; readonly lastStepAt: Instant | null }

/** Rule QU-20: whoever sits at a window is there while somebody is with them or nobody waits; else they were last there when they last did something. */
export function seenAt(seat: Seat | null, waiting: number, known: Instant | null, now: Instant): Instant | null {
  if (seat === null) return known
  if (seat.hasSomebody || waiting === 0) return now
  const did = seat.lastStepAt !== null && seat.lastStepAt > seat.openedAt ? seat.lastStepAt : seat.openedAt
  return known !== null && known > did ? known : did
}

/** Rule QU-20: the gap of a first: the clinic is stopped, nobody came since the session began, or whoever came is away longer than the limit. */
export function gapOf(due: Due | null, seen: Instant | null, limitMinutes: number, now: Instant): GapReason | null {
  if (due === null) return null
  const came = seen !== null && seen >= due.since ? seen : null
  if (due.isStopped && came === null) return 'stopped'
  if (minutesBetween(came ?? due.since, now) <= limitMinutes) return null
  return came === null ? 'absent' : 'away'
}

/** Nobody answered so long: the head hears of it once more. */
const againMinutes = 10
export type PostLook = { readonly gap: GapReason | null; readonly isDue: boolean; readonly isFirstThere: boolean; readonly isTakerThere: boolean; readonly now: Instant }
export type NextStep = 'call' | 'again' | 'lapse' | 'return' | 'end'

/** Rules QU-21 and QU-22: what one look at a post leads to; a takeover ends when the first is there again, the session is over, or whoever took over has left. */
export function nextStep(takeover: Pick<Takeover, 'state' | 'foundAt' | 'againAt'> | null, look: PostLook): NextStep | null {
  if (takeover === null) return look.gap === null ? null : 'call'
  if (takeover.state === 'taken') return look.isFirstThere ? 'return' : look.isDue && look.isTakerThere ? null : 'end'
  if (look.isFirstThere) return 'lapse'
  if (!look.isDue) return 'end'
  return takeover.againAt === null && minutesBetween(takeover.foundAt, look.now) >= againMinutes ? 'again' : null
}

type Taker = { readonly staffId: string | null; readonly isDoctor: boolean }

/** Rule QU-21: the second takes over; where the second cannot, or nobody answered, any doctor of the house may. */
export function mayTake(takeover: Takeover, post: Post, taker: Taker): Refusal | null {
  if (takeover.state === 'taken') return refuse('queue.takeover_taken', takeover.answeredName ?? '')
  if (takeover.state !== 'called' && takeover.state !== 'declined') return refuse('queue.takeover_over')
  if (taker.staffId === post.secondStaffId) return null
  if (taker.staffId === post.firstStaffId) return refuse('queue.takeover_own')
  return taker.isDoctor && (takeover.state === 'declined' || takeover.againAt !== null) ? null : refuse('queue.takeover_of_second', post.secondName)
}

export const mayDecline = (takeover: Takeover, post: Post, taker: Taker): Refusal | null => (takeover.state !== 'called' ? refuse('queue.takeover_over') : taker.staffId === post.secondStaffId ? null : refuse('queue.takeover_of_second', post.secondName))

/** Rule QU-22: the first takes the post back. */
export const mayTakeBack = (takeover: Takeover, post: Post, taker: Taker): Refusal | null => (takeover.state !== 'taken' ? refuse('queue.takeover_over') : taker.staffId === post.firstStaffId ? null : refuse('queue.takeover_of_first', post.firstName))

/** Where the taker may sit down: a window in use that is free, or the one the first left open. */
export const mayServeAs = (window: Pick<Window, 'active' | 'accountId' | 'staffId'>, post: Pick<Post, 'firstStaffId'>): boolean => window.active && (window.accountId === null || window.staffId === post.firstStaffId)

export type PostDay = Body & { readonly id: string; readonly postId: string; readonly departmentId: string; readonly onDate: IsoDate; readonly looks: number; readonly kept: number; readonly gaps: number; readonly taken: number; readonly lastSeenAt: Instant | null }

/** Rule QU-23: a day is a use of the arrangement where the post was looked at and every gap was taken over. */
export const isKept = (day: Pick<PostDay, 'looks' | 'gaps' | 'taken'>): boolean => day.looks > 0 && day.gaps === day.taken
