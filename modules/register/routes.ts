import type { App } from '../../server/platform/app.ts'
import { entryRoutes } from './routes/entries.ts'
import { importRoutes } from './routes/imports.ts'
import { registerListRoutes } from './routes/registers.ts'
import { sheetRoutes } from './routes/sheets.ts'

/** Everything the register engine answers. */
export function registerRoutes(app: App): void {
  registerListRoutes(app)
  entryRoutes(app)
  sheetRoutes(app)
  importRoutes(app)
}
