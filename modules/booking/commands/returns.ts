import { systemActor } from '../../../kernel/actor.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import { chained } from '../../../server/platform/audit.ts'
import { tellChange } from '../after-change.ts'
import { bookingsChanged } from '../fact-jobs.ts'
import { endAs } from '../rules/booking-changes.ts'
import { judgeGroup, type GroupAsk } from '../rules/booking-group.ts'
import { lockExpired, save } from '../store/bookings.ts'
import { lockGround, writeGroup } from '../store/group.ts'
import { closeWaits, freePlace, listDueReturns, listReturnsOf, listWaiting, saveWait, takeReturn, type ListedWait, type Returned } from '../store/waiting.ts'
import { rowOf } from './book-rows.ts'
import { givePlaceBack } from './cancel.ts'
import { readBookingLaw } from './law.ts'
import { codeOf, openPerson } from './person.ts'

const system = systemActor('booking.return')
const atOnce = 100

/** Rule BK-6: what was held too long is given back. Small transactions: a stop in the middle loses nothing. */
export async function expireHeld(platform: Platform): Promise<number> {
  for (let done = 0; ; ) {
    const ended = await act(platform, system, async (step) => {
      const held = await lockExpired(step.tx, step.now.toISOString(), atOnce)
      if (held.length === 0) return 0
      const law = await readBookingLaw(step.tx)
      for (const each of held) {
        await save(step.tx, endAs(each, 'expired', null, step.now.toISOString()))
        await givePlaceBack(step, each, law)
      }
      for (const institutionId of new Set(held.map((each) => each.institutionId))) await bookingsChanged(step.tx, institutionId)
      await tellChange(step, held.map((each) => ({ institutionId: each.institutionId, bookingId: each.id, to: 'expired', movedTo: null })))
      await step.record(...held.map((each) => ({ institutionId: each.institutionId, regionCode: each.regionCode, kind: 'booking.expired', subjectId: each.id })))
      return held.length
    })
    done += ended
    if (ended < atOnce) return done
  }
}

/** Rule BK-16: whatever is due goes to who waits, else to everybody; each place in a transaction of its own. */
export async function releaseDue(platform: Platform): Promise<{ offered: number; freed: number }> {
  const found = { offered: 0, freed: 0 }
  await act(platform, system, (step) => closeWaits(step.tx, step.today))
  for (;;) {
    const due = await platform.database.read(system, (read) => listDueReturns(read, platform.clock.now().toISOString(), atOnce))
    let passed = 0
    for (const one of due) {
      const outcome = await act(platform, system, (step) => passOn(step, one, true))
      if (outcome === 'offered') found.offered += 1
      if (outcome === 'freed') found.freed += 1
      if (outcome !== 'left') passed += 1
    }
    // What another server is at now is left to it.
    if (due.length < atOnce || passed === 0) return found
  }
}

/** Rule BK-20: what came back to a clinic's day goes to who waits there at once; where nobody does it stays until it is due. */
export async function offerReturned(platform: Platform, ask: { institutionId: string; clinicId: string; onDate: string }): Promise<number> {
  const places = await platform.database.read(system, (read) => listReturnsOf(read, ask))
  let offered = 0
  for (const one of places) if ((await act(platform, system, (step) => passOn(step, one, false))) === 'offered') offered += 1
  return offered
}

/** One returned place: the first of the line who can have it, in one transaction with the place itself. */
async function passOn(step: Act, one: Returned, isDue: boolean): Promise<'offered' | 'freed' | 'left'> {
  const waiting = one.pool === 'public' ? await listWaiting(step.tx, one) : []
  if (!isDue && waiting.length === 0) return 'left'
  if (!(await takeReturn(step.tx, one))) return 'left'
  await freePlace(step.tx, one, step.now.toISOString())
  for (let from = 0; from < waiting.length; from += atOnce) if (await giveTo(step, one, waiting.slice(from, from + atOnce))) return 'offered'
  return 'freed'
}

/** Asks for everybody in line at once: the rule gives the one place to the first who may have it. */
async function giveTo(step: Act, one: Returned, line: readonly ListedWait[]): Promise<boolean> {
  const asks = line.map((wait): GroupAsk => ({ slotId: one.slotId, pool: one.pool, way: 'system', personIndex: wait.personIndex, madeBy: system.id, madeKey: `wait ${wait.id}`, requestHash: wait.id }))
  const ground = await lockGround(step.tx, one.institutionId, step.today, asks)
  const place = ground.places.find((each) => each.slotId === one.slotId && each.pool === one.pool)
  // Only the place that came back is passed on; what else is free is everybody's.
  const answers = judgeGroup(asks, { ...ground, places: place === undefined ? [] : [{ ...place, free: Math.min(1, place.free) }] }, { now: step.now.toISOString(), holdMinutes: 0, newId: () => step.newId() })
  const at = answers.findIndex((each) => !isRefusal(each) && each.outcome === 'made')
  const [answer, ask, wait] = [answers[at], asks[at], line[at]]
  const slot = ground.slots.find((each) => each.id === one.slotId)
  if (answer === undefined || isRefusal(answer) || ask === undefined || wait === undefined || slot === undefined || ground.head === null) return false
  const { booking } = answer
  const now = step.now.toISOString()
  const person = { ...openPerson(step.vault, wait.sealed), bornYear: null }
  const { rows, seq, hash } = chained(step.vault, ground.head, [{ actor: step.actor, at: now, id: step.newId(), occurrence: { institutionId: one.institutionId, regionCode: slot.regionCode, kind: 'booking.made', subjectId: booking.id, detail: { way: 'system', pool: one.pool, slotId: one.slotId, waitId: wait.id } } }])
  await writeGroup(step.tx, one.institutionId, { bookings: [rowOf(step.vault, { ask: { ...ask, person, actor: step.actor, accountId: wait.accountId }, booking, slot, code: codeOf(step.vault, { institutionId: one.institutionId, bookingId: booking.id }) }, now)], events: rows, seq, hash, messageId: step.newId() })
  await saveWait(step.tx, { institutionId: wait.institutionId, id: wait.id, state: 'booked', bookingId: booking.id })
  return true
}
