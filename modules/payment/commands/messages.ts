import type { Act } from '../../../server/platform/act.ts'
import { queueMessage } from '../../../server/platform/notify.ts'
import { institutionNames } from '../../directory/public.ts'
import { codeOf, openPerson, type ListedBooking } from '../../booking/public.ts'
import { payerMessage, type PayerNews } from '../rules/messages.ts'

/** Whoever is booked is told what became of the money, in the transaction that changes it. */
export async function tellPayer(step: Act, booking: ListedBooking | undefined, news: PayerNews): Promise<void> {
  if (booking === undefined) return
  const { phone } = openPerson(step.vault, booking.sealed)
  if (phone === '') return
  const names = await institutionNames(step.tx, [booking.institutionId])
  await queueMessage(step, { channel: 'sms', to: phone, text: payerMessage({ institution: names.get(booking.institutionId) ?? '', clinic: booking.clinicName, startsAt: booking.startsAt, code: codeOf(step.vault, { institutionId: booking.institutionId, bookingId: booking.id }) }, news) })
}
