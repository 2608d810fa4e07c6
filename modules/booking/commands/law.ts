import type { ReadTx } from '../../../server/platform/database.ts'
import { readSettings } from '../../setting/public.ts'
import type { BookingLaw } from '../rules/booking-changes.ts'
import type { NoShowRule } from '../rules/no-show.ts'

/** What the installation set for changes of bookings. */
export async function readBookingLaw(read: ReadTx): Promise<BookingLaw> {
  const set = await readSettings(read, 'booking.cancel_hours', 'booking.late_minutes', 'booking.return_minutes')
  return { cancelHours: set['booking.cancel_hours'], lateMinutes: set['booking.late_minutes'], returnMinutes: set['booking.return_minutes'] }
}

export async function readNoShowRule(read: ReadTx): Promise<NoShowRule> {
  const set = await readSettings(read, 'booking.block_after', 'booking.block_window_days', 'booking.block_days', 'booking.exempt_age')
  return { n: set['booking.block_after'], windowDays: set['booking.block_window_days'], blockDays: set['booking.block_days'], exemptAge: set['booking.exempt_age'] }
}
