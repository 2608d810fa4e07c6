import type { Act } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { isLive } from '../rules/booking.ts'
import { bookedMessage } from '../rules/booking-message.ts'
import { bookingsByIds, markTold } from '../store/bookings.ts'
import { drawActor } from './draw-actor.ts'
import { codeOf, openPerson } from './person.ts'

/** Rule BK-21: one message for each booking of a group, once; whoever has cancelled meanwhile is left in peace. */
export async function tellBooked(act: Act, ask: { institutionId: string; bookingIds: readonly string[] }): Promise<number> {
  const untold = await markTold(act.tx, ask.institutionId, ask.bookingIds)
  if (untold.length === 0) return 0
  const [institution, bookings] = await Promise.all([findInstitution(act.tx, ask.institutionId), bookingsByIds(act.tx, ask.institutionId, untold)])
  const live = bookings.filter((each) => isLive(each.state))
  for (const each of live) {
    const code = codeOf(act.vault, { institutionId: each.institutionId, bookingId: each.id })
    await queueMessage(act, { channel: 'sms', to: openPerson(act.vault, each.sealed).phone, text: bookedMessage({ ...each, institution: institution?.name ?? '', code, fromWaiting: each.way === 'system' && each.accountId !== null && each.madeName !== drawActor.name, fromDraw: each.madeName === drawActor.name }) })
  }
  return live.length
}
