import type { App } from '../../server/platform/app.ts'
import { entryRoutes } from './routes/entries.ts'
import { registerListRoutes } from './routes/registers.ts'

/** Everything the register engine answers. */
export function registerRoutes(app: App): void {
  registerListRoutes(app)
  entryRoutes(app)
}
