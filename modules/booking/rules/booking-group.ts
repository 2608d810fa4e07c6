import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { addMs } from '../../../kernel/instant.ts'
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { BookingWay } from './booking.ts'
import { isOnline } from './booking-ways.ts'
import type { Pool } from './pools.ts'

/** One request as a group judges it; who may ask was decided before. */
export type GroupAsk = {
  readonly slotId: string
  readonly pool: Pool
  readonly way: BookingWay
  readonly personIndex: string
  readonly madeBy: string
  readonly madeKey: string
  readonly requestHash: string
}
export type GroundSlot = {
  readonly id: string
  readonly regionCode: string
  readonly clinicId: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly service: string
  readonly onDate: IsoDate
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly state: 'open' | 'stopped'
  readonly active: boolean
  readonly feeCents: number
  /** The state of the draw that gives out its public places. */
  readonly draw: 'none' | 'waiting' | 'open' | 'drawn'
}
export type GroundPlace = { readonly slotId: string; readonly pool: Pool; readonly free: number; readonly opensAt: Instant }
/** A booking that its key, or its person, has already. */
export type KnownBooking = {
  readonly id: string
  readonly slotId: string
  readonly pool: Pool
  readonly clinicId: string
  readonly departmentId: string
  readonly onDate: IsoDate
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly holdUntil: Instant | null
  readonly madeBy: string
  readonly madeKey: string
  readonly requestHash: string
}
/** What the database says of everything that a group asks about, read after the places were locked. */
export type Ground = {
  readonly places: readonly GroundPlace[]
  readonly slots: readonly GroundSlot[]
  readonly known: readonly KnownBooking[]
  /** What a person has a place of already: `once` is the department of a visit, the slot of an examination. */
  readonly live: readonly { readonly personIndex: string; readonly once: string; readonly onDate: IsoDate }[]
  readonly blocked: readonly { readonly personIndex: string; readonly toOn: IsoDate }[]
}
export type GroupAnswer = { readonly outcome: 'made' | 'repeated'; readonly booking: KnownBooking } | Refusal

const placeOf = (slotId: string, pool: Pool) => `${slotId} ${pool}`
const dayOf = (personIndex: string, once: string, onDate: IsoDate) => `${personIndex} ${once} ${onDate}`
const keyOf = (by: string, key: string) => `${by} ${key}`

/**
 * Rule BK-5: a group is judged in the order of arrival as if each came alone: one answer per key, one place per person, day
 * and department (of examinations: one of a slot), never more than are free. What is refused consumes nothing.
 */
export function judgeGroup(asks: readonly GroupAsk[], ground: Ground, given: { readonly now: Instant; readonly holdMinutes: number; newId(): string }): GroupAnswer[] {
  const free = new Map(ground.places.map((each) => [placeOf(each.slotId, each.pool), { ...each }]))
  const slots = new Map(ground.slots.map((each) => [each.id, each]))
  const known = new Map(ground.known.map((each) => [keyOf(each.madeBy, each.madeKey), each]))
  const live = new Set(ground.live.map((each) => dayOf(each.personIndex, each.once, each.onDate)))
  const blocked = new Map(ground.blocked.map((each) => [each.personIndex, each.toOn]))
  return asks.map((ask) => {
    const before = known.get(keyOf(ask.madeBy, ask.madeKey))
    if (before !== undefined) return before.requestHash === ask.requestHash ? { outcome: 'repeated', booking: before } : refuse('request.key_reused')
    const slot = judgeSlot(ask, slots.get(ask.slotId), given.now)
    if (isRefusal(slot)) return slot
    const paused = blocked.get(ask.personIndex)
    if (paused !== undefined && isOnline(ask.way)) return refuse('booking.blocked', paused)
    const day = dayOf(ask.personIndex, slot.service === 'exam' ? slot.id : slot.departmentId, slot.onDate)
    if (live.has(day)) return refuse('booking.same_day')
    const place = free.get(placeOf(ask.slotId, ask.pool))
    if (place === undefined || place.free <= 0) return refuse('booking.full')
    if (ask.way !== 'system' && place.opensAt > given.now) return refuse('booking.not_open_yet', place.opensAt)
    free.set(placeOf(ask.slotId, ask.pool), { ...place, free: place.free - 1 })
    live.add(day)
    const booking: KnownBooking = {
      id: given.newId(), slotId: slot.id, pool: ask.pool, clinicId: slot.clinicId, departmentId: slot.departmentId, onDate: slot.onDate, startsAt: slot.startsAt, endsAt: slot.endsAt,
      holdUntil: holdUntil(ask.way, slot, given), madeBy: ask.madeBy, madeKey: ask.madeKey, requestHash: ask.requestHash,
    }
    known.set(keyOf(ask.madeBy, ask.madeKey), booking)
    return { outcome: 'made', booking }
  })
}

/** Rule BK-6: a place that costs something is held while it is paid, also at the desk; what is free, or was drawn, is booked at once. */
const holdUntil = (way: BookingWay, slot: Pick<GroundSlot, 'feeCents'>, given: { readonly now: Instant; readonly holdMinutes: number }): Instant | null => (slot.feeCents === 0 || way === 'system' ? null : addMs(given.now, given.holdMinutes * 60_000))

/** Rule BK-7: online before the slot begins, at the counter until it ends; never what is stopped, never public places of a draw before it is drawn, no examination that nobody ordered. */
function judgeSlot(ask: Pick<GroupAsk, 'way' | 'pool'>, slot: GroundSlot | undefined, now: Instant): GroundSlot | Refusal {
  if (slot === undefined) return refuse('booking.slot_unknown')
  if (slot.state === 'stopped' || !slot.active) return refuse('booking.slot_stopped')
  if ((isOnline(ask.way) || ask.way === 'system' ? slot.startsAt : slot.endsAt) <= now) return refuse('booking.slot_over')
  if (isOnline(ask.way) && slot.service === 'exam') return refuse('booking.needs_order')
  if (ask.pool === 'public' && ask.way !== 'system' && slot.draw !== 'none' && slot.draw !== 'drawn') return refuse('booking.by_draw')
  return slot
}
