import type { Pages } from '../../server/platform/pages.ts'
import { atDesk, type Paying } from './paying.ts'
import { loadGuide } from './guide.ts'
import { ownBookingPages } from './pages/booking.ts'
import { drawPages } from './pages/draws.ts'
import { findPages } from './pages/find.ts'
import { guidePages } from './pages/guide.ts'
import { letterPages } from './pages/letter.ts'
import { minePages } from './pages/mine.ts'
import { slotPages } from './pages/slot.ts'
import { timesPages } from './pages/times.ts'
import { waitPages } from './pages/wait.ts'

/** The citizens' pages of booking: the guide, finding, the steps, the own bookings, the draws. `paying` says what of a fee is paid online; without it a fee is paid at the desk. */
export function bookingPages(pages: Pages, paying: Paying = atDesk): void {
  const guide = loadGuide()
  guidePages(pages, guide)
  letterPages(pages)
  findPages(pages, guide)
  timesPages(pages)
  slotPages(pages)
  waitPages(pages)
  drawPages(pages)
  minePages(pages)
  ownBookingPages(pages, paying)
}
