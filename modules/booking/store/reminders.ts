import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { BookingKey } from '../rules/booking.ts'

export type ToRemind = BookingKey & { readonly startsAt: string; readonly madeAt: string; readonly reminded: number }
/** Both reminders of a booking, as bits of `reminded`. */
const bothBits = 3

/** Bookings that begin within a day and were not told both times; by their beginning, after the last one seen. */
export const bookingsToRemind = (read: ReadTx, ask: { now: string; until: string; after: { at: string; id: string } | null; limit: number }): Promise<ToRemind[]> =>
  read
    .selectFrom('booking')
    .select(['institution_id as institutionId', 'id as bookingId', 'starts_at as startsAt', 'made_at as madeAt', 'reminded'])
    .where('state', '=', 'booked')
    .where('starts_at', '>', ask.now)
    .where('starts_at', '<=', ask.until)
    .where(sql<boolean>`reminded & ${bothBits} <> ${bothBits}`)
    .$if(ask.after !== null, (query) => query.where(sql<boolean>`(starts_at, id) > (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(ask.limit)
    .execute()

/** False where somebody else told it meanwhile, or it is booked no more. */
export async function saveReminded(tx: Tx, booking: ToRemind, reminded: number): Promise<boolean> {
  const added = reminded & ~booking.reminded
  const saved = await tx
    .updateTable('booking')
    .set({ reminded: sql<number>`reminded | ${added}` })
    .where('institution_id', '=', booking.institutionId)
    .where('id', '=', booking.bookingId)
    .where('state', '=', 'booked')
    .where(sql<boolean>`reminded & ${added} = 0`)
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}
