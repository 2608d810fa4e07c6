import { readReceiptCode } from '../../kernel/ids.ts'
import type { Act } from '../../server/platform/act.ts'
import type { Vault } from '../../server/platform/crypto.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { bookingByCode, findBooking, markArrived, markSeen, openPerson, type Booking } from '../booking/public.ts'
import { maskName } from './rules/queue.ts'

/** What this module asks of bookings, in one place. A counter reads the code alone, or the address that the picture holds. */
export async function bookingOfCode(read: ReadTx, vault: Vault, institutionId: string, typed: string): Promise<Booking | undefined> {
  const code = readReceiptCode(typed.split(/[/=]/).at(-1) ?? '')
  return code === null ? undefined : bookingByCode(read, institutionId, code, vault)
}

/** The name is opened to be masked and called; it is shown to nobody whole. */
export const maskedNameOf = (vault: Vault, booking: Pick<Booking, 'sealed'>): string => maskName(openPerson(vault, booking.sealed).name)

export async function tellArrived(act: Act, booking: Pick<Booking, 'institutionId' | 'id' | 'state'>): Promise<void> {
  if (booking.state === 'booked') await markArrived(act, { institutionId: booking.institutionId, bookingId: booking.id })
}

/** Where whoever booked is told; null where there is no such booking any more. */
export async function phoneOfBooking(read: ReadTx, vault: Vault, key: { institutionId: string; bookingId: string }): Promise<string | null> {
  const booking = await findBooking(read, key)
  const phone = booking === undefined ? '' : openPerson(vault, booking.sealed).phone
  return phone === '' ? null : phone
}

/** Nothing where the booking ended some other way meanwhile. */
export async function tellSeen(act: Act, key: { institutionId: string; bookingId: string }): Promise<boolean> {
  const booking = await findBooking(act.tx, key)
  if (booking === undefined || booking.state !== 'arrived') return false
  await markSeen(act, key)
  return true
}
