import type { Pages } from '../../server/platform/pages.ts'
import { loadGuide } from './guide.ts'
import { ownBookingPages } from './pages/booking.ts'
import { findPages } from './pages/find.ts'
import { minePages } from './pages/mine.ts'
import { slotPages } from './pages/slot.ts'
import { timesPages } from './pages/times.ts'

/** The citizens' pages of booking: the guide, finding, the steps, the own bookings, the draws. */
export function bookingPages(pages: Pages): void {
  const guide = loadGuide()
  findPages(pages, guide)
  timesPages(pages)
  slotPages(pages)
  minePages(pages)
  ownBookingPages(pages)
}
