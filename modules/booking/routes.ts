import type { App } from '../../server/platform/app.ts'
import { bookingsRoutes } from './routes/bookings.ts'
import { clinicRoutes } from './routes/clinics.ts'
import { drawRoutes } from './routes/draws.ts'
import { guideRoutes } from './routes/guide.ts'
import { peopleRoutes } from './routes/people.ts'

/** The parts of the module, each with its own list. */
export function bookingRoutes(app: App): void {
  bookingsRoutes(app)
  clinicRoutes(app)
  drawRoutes(app)
  peopleRoutes(app)
  guideRoutes(app)
}
