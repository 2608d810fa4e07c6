import { systemActor } from '../../../kernel/actor.ts'
import { act, type Act, type Platform } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { institutionNames } from '../../directory/public.ts'
import { isLive } from '../rules/booking.ts'
import { letterLine } from '../letter.ts'
import { bookedMessage, withLetter } from '../rules/booking-message.ts'
import { bookingsByIds, insertPhones } from '../store/bookings.ts'
import { takeUntold, type Untold } from '../store/group.ts'
import { drawActor } from './draw-actor.ts'
import { codeOf, openPerson, phoneIndexFor } from './person.ts'

const system = systemActor('booking.tell')
const atOnce = 20

/** Rule BK-21: one message for each booking, in the transaction that takes the note of it away, so that none is told twice or never. */
export async function tellBooked(platform: Platform): Promise<{ told: number; bodies: readonly string[] }> {
  const bodies = new Set<string>()
  for (let told = 0; ; ) {
    const [groups, messages] = await act(platform, system, async (step) => {
      const untold = await takeUntold(step.tx, atOnce)
      for (const each of untold) bodies.add(each.institutionId)
      return [untold.length, await tellGroups(step, untold)] as const
    })
    told += messages
    if (groups < atOnce) return { told, bodies: [...bodies] }
  }
}

/** All jobs act under one id; the name that each row keeps says which one it was. */
const isDrawn = (booking: { readonly madeName: string }): boolean => booking.madeName === drawActor.name

/** Only an account waits: what the hospital's own system books is nobody's account. */
const hadWaited = (booking: { readonly way: string; readonly accountId: string | null; readonly madeName: string }): boolean => booking.way === 'system' && booking.accountId !== null && !isDrawn(booking)

async function tellGroups(step: Act, groups: readonly Untold[]): Promise<number> {
  const names = await institutionNames(step.tx, [...new Set(groups.map((each) => each.institutionId))])
  let told = 0
  for (const group of groups) {
    // Whoever has cancelled meanwhile is left in peace.
    const live = (await bookingsByIds(step.tx, group.institutionId, group.bookingIds)).filter((each) => isLive(each.state))
    // Rule BK-22: by then whoever rings is found by the telephone, too.
    if (live.length > 0) await insertPhones(step.tx, live.map((each) => ({ institutionId: each.institutionId, regionCode: each.regionCode, bookingId: each.id, phoneIndex: phoneIndexFor(step.vault, openPerson(step.vault, each.sealed).phone) })))
    const [one] = live
    // Rule BK-66: each message carries the letter, where the house has written one.
    const letter = one === undefined ? '' : await letterLine(step, one, 'booking', live.length)
    for (const each of live) {
      const code = codeOf(step.vault, { institutionId: each.institutionId, bookingId: each.id })
      await queueMessage(step, { channel: 'sms', to: openPerson(step.vault, each.sealed).phone, text: withLetter(bookedMessage({ ...each, institution: names.get(each.institutionId) ?? '', code, fromDraw: isDrawn(each), fromWaiting: hadWaited(each) }), letter) })
    }
    told += live.length
  }
  return told
}
