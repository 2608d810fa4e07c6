import type { Actor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { Pool } from './pools.ts'

export const bookingWays = ['portal', 'desk', 'village', 'phone', 'onsite', 'referral', 'followup', 'system'] as const
export type BookingWay = (typeof bookingWays)[number]

export const bookingStates = ['held', 'booked', 'arrived', 'seen', 'cancelled', 'expired', 'no-show', 'stopped', 'moved'] as const
export type BookingState = (typeof bookingStates)[number]
/** A booking in one of these has its place. */
export const liveStates = ['held', 'booked', 'arrived', 'seen'] as const satisfies readonly BookingState[]
export const isLive = (state: BookingState): boolean => liveStates.some((each) => each === state)

export type BookingKey = { readonly institutionId: string; readonly bookingId: string }

/** Who is to be seen, as the one who books gives it. */
export type PersonGiven = { readonly name: string; readonly phone: string; readonly idNumber: string; readonly bornOn: IsoDate | null }

/** What is kept of one booking; the person is known by an index and sealed words. */
export type Booking = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly slotId: string
  readonly pool: Pool
  readonly clinicId: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly service: string
  readonly onDate: IsoDate
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly state: BookingState
  readonly personIndex: string
  readonly sealed: Buffer
  readonly bornYear: number | null
  readonly accountId: string | null
  readonly way: BookingWay
  readonly madeBy: string
  readonly madeName: string
  readonly madeAt: Instant
  readonly holdUntil: Instant | null
  readonly changedAt: Instant
  readonly endedAt: Instant | null
  readonly endReason: string | null
  readonly arrivedAt: Instant | null
  readonly seenAt: Instant | null
  readonly movedFrom: string | null
  readonly excused: string | null
  readonly revision: number
}

/** The answer to whoever booked; the same however often the same key is sent. */
export type Booked = BookingKey & {
  readonly slotId: string
  readonly pool: Pool
  readonly clinicId: string
  readonly departmentId: string
  readonly onDate: IsoDate
  readonly startsAt: Instant
  readonly endsAt: Instant
  /** Held while a fee is paid; `holdUntil` says how long. */
  readonly state: 'held' | 'booked'
  readonly holdUntil: Instant | null
  /** The patient code: one for every counter. */
  readonly code: string
  /** True where this key was answered before. */
  readonly repeated: boolean
}

/** What `book` is asked; `key` is the caller's own and gets one answer, however often it is sent. */
export type BookAsk = {
  readonly by: Actor
  readonly way: BookingWay
  readonly institutionId: string
  readonly slotId: string
  readonly pool: Pool
  readonly person: PersonGiven
  readonly accountId: string | null
  readonly key: string
  /** For a place of statutory priority: the group of the law and the proof that was seen. */
  readonly priority?: { readonly group: string; readonly proof: string } | null
}
