import { hash } from 'node:crypto'
import { systemActor } from '../../../kernel/actor.ts'
import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Platform } from '../../../server/platform/act.ts'
import { chained } from '../../../server/platform/audit.ts'
import { shanghaiToday } from '../../../server/platform/clock.ts'
import { send, type Tx } from '../../../server/platform/database.ts'
import { brokenConstraint } from '../../../server/platform/errors.ts'
import { grouped } from '../../../server/platform/grouped.ts'
import { newIdAt } from '../../../server/platform/new-id.ts'
import { findInstitution } from '../../directory/public.ts'
import { placesTaken } from '../free-board.ts'
import type { BookAsk, Booked } from '../rules/booking.ts'
import { judgeGroup, type Ground } from '../rules/booking-group.ts'
import { readPerson } from '../rules/booking-person.ts'
import { checkProof } from '../rules/booking-proof.ts'
import { mayBook } from '../rules/booking-ways.ts'
import { lockGround, tryGroup, writeGroup, type Link, type LockedGround } from '../store/group.ts'
import { forget, memoryOf, recall, remember, written } from './book-memory.ts'
import { bookedOf, eventOf, rowOf, type Made, type Waiting } from './book-rows.ts'
import { holdMinutesOf } from './law.ts'
import { codeOf, personIndexFor } from './person.ts'

type Answer = Booked | Refusal
type Queue = (ask: Waiting) => Promise<Answer>
/** Those of one body who are judged together. */
type Group = { readonly institutionId: string; readonly asks: readonly Waiting[]; readonly holdMinutes: number }

const system = systemActor('booking')
/** At most so many bookings in one statement, two statements at a time. */
const most = 200
const queues = new WeakMap<Platform, Map<string, Queue>>()

/** One line per body: a group is written at one body, in its chain. */
function queueOf(platform: Platform, institutionId: string): Queue {
  const own = queues.get(platform) ?? new Map<string, Queue>()
  queues.set(platform, own)
  const queue = own.get(institutionId) ?? grouped<Waiting, Answer>({ most, inFlight: 1 }, (asks) => bookGroup(platform, institutionId, asks))
  own.set(institutionId, queue)
  return queue
}

/**
 * Rule BK-5: books a place, together with whatever else waits at this moment (ADR 0017); one answer per key. The answer is
 * given after it is durable. Never call it inside a transaction: it opens its own.
 */
export async function book(platform: Platform, ask: BookAsk): Promise<Answer> {
  if (ask.key === '') return refuse('booking.key_missing')
  const person = readPerson(ask.person, shanghaiToday(platform.clock.now()))
  if (isRefusal(person)) return person
  const no = (await mayAsk(platform, ask)) ?? checkProof(ask, ask.priority)
  if (no !== null) return no
  const personIndex = personIndexFor(platform.vault, person.idNumber)
  const requestHash = hash('sha256', JSON.stringify([ask.slotId, ask.pool, ask.way, ask.accountId, personIndex, person.name, person.phone]), 'base64url')
  return queueOf(platform, ask.institutionId)({ slotId: ask.slotId, pool: ask.pool, way: ask.way, personIndex, madeBy: ask.by.id, madeKey: ask.key, requestHash, person, actor: ask.by, accountId: ask.accountId, priority: ask.pool === 'priority' ? (ask.priority ?? null) : null })
}

/** Bodies are asked for only where somebody books at another one. */
async function mayAsk(platform: Platform, ask: BookAsk): Promise<Refusal | null> {
  const { by } = ask
  if (by.kind !== 'staff' || by.institutionId === ask.institutionId || by.institutionId === null) return mayBook(by, ask, { own: null, there: null })
  const own = by.institutionId
  const [mine, there] = await platform.database.read(system, (read) => Promise.all([findInstitution(read, own), findInstitution(read, ask.institutionId)]))
  return mayBook(by, ask, { own: mine ?? null, there: there ?? null })
}

async function bookGroup(platform: Platform, institutionId: string, asks: readonly Waiting[]): Promise<Answer[]> {
  const group: Group = { institutionId, asks, holdMinutes: await holdMinutesOf(platform) }
  const answers = (await bookFromMemory(platform, group)) ?? (await bookOnGround(platform, group))
  placesTaken(platform, answers.flatMap((each) => (isRefusal(each) || each.repeated || each.pool !== 'public' ? [] : [{ institutionId, clinicId: each.clinicId, onDate: each.onDate, places: 1 }])))
  return answers
}

/**
 * Rule BK-5: one flight where the server knows the ground from its last groups and everybody gets a place by it; the database
 * asks every condition again. Null where it must be judged on locked ground: something was unknown, refused, or not so any more.
 */
async function bookFromMemory(platform: Platform, asked: Group): Promise<Answer[] | null> {
  const { institutionId, asks } = asked
  const memory = memoryOf(platform, institutionId)
  const ground = recall(memory, asks)
  if (ground === null) return null
  const group = judged(platform, asked, ground)
  if (group.answers.some(isRefusal)) return null
  const { rows, ...to } = group.link(ground.head)
  const bookings = group.made.map((each) => ({ ...rowOf(platform.vault, each, group.at), fee_cents: each.slot.feeCents }))
  try {
    await platform.database.alone(system, (tx) => tryGroup(tx, institutionId, { today: shanghaiToday(group.now), at: group.at, bookings, events: rows, from: ground.head, to, messageId: group.newId() }))
  } catch {
    // Whatever it was, nothing was kept, or all of it is found again by its keys.
    forget(memory)
    return null
  }
  written(memory, group.answers, to)
  return group.say()
}

async function bookOnGround(platform: Platform, asked: Group): Promise<Answer[]> {
  const { institutionId, asks } = asked
  const memory = memoryOf(platform, institutionId)
  for (let attempt = 1; ; attempt++) {
    try {
      const { group, ground, head } = await platform.database.write(system, (tx, locked: LockedGround) => judgeAndWrite(platform, tx, asked, locked), (tx) => lockGround(tx, institutionId, shanghaiToday(platform.clock.now()), asks))
      remember(memory, ground, asks, group.answers, head)
      return group.say()
    } catch (error) {
      // Somebody wrote the same key or person between reading and writing (a move, another server): read again, it is there now.
      const broken = brokenConstraint(error)
      if ((broken !== 'booking_key_once' && broken !== 'booking_person_day') || attempt >= 5) throw error
    }
  }
}

async function judgeAndWrite(platform: Platform, tx: Tx, asked: Group, ground: LockedGround) {
  const group = judged(platform, asked, ground)
  if (group.made.length === 0) return { group, ground, head: ground.head }
  if (ground.head === null) throw new Error('a group took places that were not locked')
  const { rows, ...head } = group.link(ground.head)
  // Its commit leaves in the same flight.
  send(tx, writeGroup(tx, asked.institutionId, { bookings: group.made.map((each) => rowOf(platform.vault, each, group.at)), events: rows, ...head, messageId: group.newId() }))
  return { group, ground, head }
}

/** A group as the rules judge it on some ground, with what its bookings add to the chain and what is said to each who asked. */
function judged({ clock, vault }: Platform, { institutionId, asks, holdMinutes }: Group, ground: Ground) {
  const now = clock.now()
  const at = now.toISOString()
  const newId = () => newIdAt(now.getTime())
  const answers = judgeGroup(asks, ground, { now: at, holdMinutes, newId })
  const slots = new Map(ground.slots.map((each) => [each.id, each]))
  const made = answers.flatMap((answer, index): Made[] => {
    if (isRefusal(answer) || answer.outcome === 'repeated') return []
    const [ask, slot] = [asks[index], slots.get(answer.booking.slotId)]
    if (ask === undefined || slot === undefined) throw new Error('a booking was made of nothing that was asked')
    return [{ ask, booking: answer.booking, slot, code: codeOf(vault, { institutionId, bookingId: answer.booking.id }) }]
  })
  const codes = new Map(made.map((each) => [each.booking.id, each.code]))
  return {
    now, at, newId, answers, made,
    link: (head: Link) => chained(vault, head, made.map((each) => eventOf(institutionId, each, at, newId()))),
    say: (): Answer[] => answers.map((answer) => (isRefusal(answer) ? answer : bookedOf(institutionId, answer.booking, { code: codes.get(answer.booking.id) ?? codeOf(vault, { institutionId, bookingId: answer.booking.id }), repeated: answer.outcome === 'repeated' }))),
  }
}
