import type { App } from '../../server/platform/app.ts'
import { clinicRoutes } from './routes/clinics.ts'

/** The parts of the module, each with its own list. */
export function bookingRoutes(app: App): void {
  clinicRoutes(app)
}
