import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { endOfDay } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const talkStates = ['due', 'held', 'closed'] as const
export type TalkState = (typeof talkStates)[number]
export const outcomes = ['improved', 'unchanged', 'worse'] as const
export type Outcome = (typeof outcomes)[number]
export type Talk = {
  readonly institutionId: string; readonly id: string; readonly regionCode: string; readonly cycleId: string; readonly staffId: string; readonly reason: string; readonly listedAt: string; readonly dueAt: string; readonly dueOn: IsoDate; readonly state: TalkState
  readonly heldOn: IsoDate | null; readonly heldAt: string | null; readonly persons: string | null; readonly said: string | null; readonly commitment: string | null; readonly followOn: IsoDate | null; readonly followAt: string | null
  readonly outcome: Outcome | null; readonly outcomeNote: string | null; readonly closedAt: string | null; readonly revision: number
}
export type Held = { readonly heldOn: IsoDate; readonly persons: string; readonly said: string; readonly commitment: string }

/** Rule RV-15: when, who was there, what was said, what was promised; the look whether it helped is due so many days later. */
export function hold(talk: Talk, given: Held, at: { readonly today: IsoDate; readonly now: string; readonly followDays: number }): Talk | Refusal {
  if (talk.state !== 'due') return refuse('review.talk_held')
  if (given.heldOn > at.today || endOfDay(given.heldOn) <= talk.listedAt) return refuse('review.talk_day')
  const followOn = addDays(given.heldOn, at.followDays)
  return { ...talk, ...given, state: 'held', heldAt: at.now, followOn, followAt: endOfDay(followOn), revision: talk.revision + 1 }
}

/** Rule RV-15: closed by a look whether it helped, not before the prescriber had time to show it. */
export function follow(talk: Talk, given: { readonly outcome: Outcome; readonly outcomeNote: string }, at: { readonly today: IsoDate; readonly now: string; readonly earliestDays?: number }): Talk | Refusal {
  if (talk.state !== 'held' || talk.heldOn === null) return refuse(talk.state === 'due' ? 'review.talk_not_held' : 'review.talk_closed')
  if (at.today < addDays(talk.heldOn, at.earliestDays ?? 7)) return refuse('review.follow_too_early', addDays(talk.heldOn, at.earliestDays ?? 7))
  return { ...talk, ...given, state: 'closed', closedAt: at.now, revision: talk.revision + 1 }
}

type Clocked = Pick<Talk, 'dueAt' | 'heldAt' | 'followAt' | 'closedAt'>
/** Rule RV-15: open beyond its limit at an instant: not held in time, or held and not followed up in time. */
export function isLateAt({ dueAt, heldAt, followAt, closedAt }: Clocked, at: string): boolean {
  if (heldAt === null || heldAt > at) return dueAt <= at
  return followAt !== null && followAt <= at && (closedAt === null || closedAt > at)
}
/** When it will next be late, if nobody does anything; null once it is closed. */
export const nextLateAt = ({ dueAt, heldAt, followAt, closedAt }: Clocked): string | null => (closedAt !== null ? null : heldAt === null ? dueAt : followAt)
