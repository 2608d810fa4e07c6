import { systemActor } from '../../../kernel/actor.ts'
import type { Platform } from '../../../server/platform/act.ts'
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

export const readHoldMinutes = async (read: ReadTx): Promise<number> => (await readSettings(read, 'booking.hold_minutes'))['booking.hold_minutes']

const held = new WeakMap<Platform, { readonly minutes: number; readonly askedAt: number }>()
const oldestMs = 60_000

/** Rule BK-6: for how long a place waits to be paid. Asked of the settings once a minute, so that a booking does not cost a flight more. */
export async function holdMinutesOf(platform: Platform): Promise<number> {
  const now = platform.clock.now().getTime()
  const known = held.get(platform)
  if (known !== undefined && Math.abs(now - known.askedAt) < oldestMs) return known.minutes
  const minutes = await platform.database.read(systemActor('booking'), readHoldMinutes)
  held.set(platform, { minutes, askedAt: now })
  return minutes
}
