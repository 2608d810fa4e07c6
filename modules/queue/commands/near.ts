import type { Act } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { phoneOfBooking } from '../bookings.ts'
import { gatherOne } from '../gather.ts'
import { nearMessage, nearOnes } from '../rules/near.ts'
import { labelOf } from '../rules/queue.ts'
import { markNear } from '../store/tickets.ts'
import { lineUrl } from '../views.ts'

/** Rule QU-24: the message and the mark that it was sent are written together. */
export async function tellNear(act: Act, ask: { institutionId: string; queueId: string }): Promise<void> {
  const stands = await gatherOne(act.tx, { institutionId: ask.institutionId, id: ask.queueId }, act.today, act.now.toISOString())
  if (stands === undefined) return
  const near = nearOnes(stands.line, act.now.toISOString())
  const marked = await markNear(act.tx, ask.institutionId, near.map(({ ticket }) => ticket.id), act.now.toISOString())
  if (marked.length === 0) return
  const body = await findInstitution(act.tx, ask.institutionId)
  for (const { ticket, place } of near) {
    if (ticket.bookingId === null || !marked.includes(ticket.id)) continue
    const phone = await phoneOfBooking(act.tx, act.vault, { institutionId: ask.institutionId, bookingId: ticket.bookingId })
    if (phone === null) continue
    await queueMessage(act, { channel: 'sms', to: phone, text: nearMessage({ institution: body?.shortName ?? '', queue: stands.queue.name, area: stands.queue.area, label: labelOf(stands.queue.letter, ticket.number), before: place - 1, url: lineUrl(act.platform, ticket) }) })
    await act.record({ institutionId: ticket.institutionId, regionCode: ticket.regionCode, kind: 'queue.near_told', subjectId: ticket.id })
  }
}
