import type { Platform } from '../../../server/platform/act.ts'
import type { Ground, GroundPlace, GroundSlot, GroupAsk, GroupAnswer } from '../rules/booking-group.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Link, LockedGround } from '../store/group.ts'

/** What the server remembers of a body's ground from its last groups: hints, every one of which the database asks again. */
export type Memory = {
  head: Link | null
  readonly slots: Map<string, GroundSlot>
  readonly places: Map<string, GroundPlace>
  /** Groups that go to locked ground at once, because what was remembered proved wrong; the more often in a row, the more. */
  rests: number
  missed: number
}

const mostSlots = 5000
const memories = new WeakMap<Platform, Map<string, Memory>>()

export function memoryOf(platform: Platform, institutionId: string): Memory {
  const all = memories.get(platform) ?? new Map<string, Memory>()
  memories.set(platform, all)
  const known = all.get(institutionId) ?? { head: null, slots: new Map(), places: new Map(), rests: 0, missed: 0 }
  all.set(institutionId, known)
  return known
}

const placeOf = (slotId: string, pool: string) => `${slotId} ${pool}`

/** What is remembered of everything that a group asks about; null where something is not. */
export function recall(memory: Memory, asks: readonly GroupAsk[]): (Ground & { readonly head: Link }) | null {
  if (memory.head === null) return null
  if (memory.rests > 0) {
    memory.rests -= 1
    return null
  }
  const slots = new Map<string, GroundSlot>()
  const places = new Map<string, GroundPlace>()
  for (const ask of asks) {
    const [slot, place] = [memory.slots.get(ask.slotId), memory.places.get(placeOf(ask.slotId, ask.pool))]
    if (slot === undefined || place === undefined) return null
    slots.set(slot.id, slot)
    places.set(placeOf(slot.id, ask.pool), place)
  }
  return { head: memory.head, slots: [...slots.values()], places: [...places.values()], known: [], live: [], blocked: [] }
}

/** Keeps what was read on locked ground and what was made of it, after it was committed. */
export function remember(memory: Memory, ground: LockedGround, asks: readonly GroupAsk[], answers: readonly GroupAnswer[], head: Link | null): void {
  if (memory.slots.size > mostSlots) memory.slots.clear()
  if (memory.places.size > mostSlots) memory.places.clear()
  for (const slot of ground.slots) memory.slots.set(slot.id, slot)
  const left = new Map(ground.places.map((each) => [placeOf(each.slotId, each.pool), each]))
  for (const ask of asks) {
    const place = left.get(placeOf(ask.slotId, ask.pool))
    if (place === undefined) memory.places.delete(placeOf(ask.slotId, ask.pool))
    else memory.places.set(placeOf(ask.slotId, ask.pool), place)
  }
  memory.head = head
  take(memory, answers)
}

/** A group that was written from memory. */
export function written(memory: Memory, answers: readonly GroupAnswer[], head: Link): void {
  memory.missed = 0
  memory.head = head
  take(memory, answers)
}

/** What was remembered is not so any more. */
export function forget(memory: Memory): void {
  memory.head = null
  memory.missed = Math.min(6, memory.missed + 1)
  memory.rests = 2 ** memory.missed - 2
}

function take(memory: Memory, answers: readonly GroupAnswer[]): void {
  for (const answer of answers) {
    if (isRefusal(answer) || answer.outcome === 'repeated') continue
    const key = placeOf(answer.booking.slotId, answer.booking.pool)
    const place = memory.places.get(key)
    if (place !== undefined) memory.places.set(key, { ...place, free: place.free - 1 })
  }
}
