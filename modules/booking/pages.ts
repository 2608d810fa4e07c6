import type { Pages } from '../../server/platform/pages.ts'
import { loadGuide } from './guide.ts'
import { ownBookingPages } from './pages/booking.ts'
import { drawPages } from './pages/draws.ts'
import { findPages } from './pages/find.ts'
import { guidePages } from './pages/guide.ts'
import { minePages } from './pages/mine.ts'
import { slotPages } from './pages/slot.ts'
import { timesPages } from './pages/times.ts'
import { waitPages } from './pages/wait.ts'

/** The citizens' pages of booking: the guide, finding, the steps, the own bookings, the draws. */
export function bookingPages(pages: Pages): void {
  const guide = loadGuide()
  guidePages(pages, guide)
  findPages(pages, guide)
  timesPages(pages)
  slotPages(pages)
  waitPages(pages)
  drawPages(pages)
  minePages(pages)
  ownBookingPages(pages)
}
