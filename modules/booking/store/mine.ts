import type { ReadTx } from '../../../server/platform/database.ts'
import type { BookingKey } from '../rules/booking.ts'

/** What somebody moved a booking to; null where it was not moved, or by somebody else. Its key says it (`moveBooking`). */
export const movedTo = async (read: ReadTx, key: BookingKey, by: string): Promise<string | null> =>
  (await read.selectFrom('booking').select('id').where('institution_id', '=', key.institutionId).where('made_by', '=', by).where('made_key', '=', `move ${key.bookingId}`).executeTakeFirst())?.id ?? null
