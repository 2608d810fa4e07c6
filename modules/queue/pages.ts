import type { Pages } from '../../server/platform/pages.ts'
import { linePages, type RateVisit } from './pages/line.ts'
import { screenPages, type RateAtKiosk } from './pages/screen.ts'
import { windowPages } from './pages/windows.ts'

/** The public pages of lines: the phone's view, the load of windows, call screens and kiosks. */
export function queuePages(pages: Pages, rate: RateVisit, rateAtKiosk: RateAtKiosk): void {
  linePages(pages, rate)
  windowPages(pages)
  screenPages(pages, rateAtKiosk)
}
