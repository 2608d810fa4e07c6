import type { App } from '../../server/platform/app.ts'
import { listRoutes } from './routes/lists.ts'
import { packRoutes } from './routes/packs.ts'
import { rollupRoutes } from './routes/rollups.ts'

export function reportRoutes(app: App): void {
  listRoutes(app)
  packRoutes(app)
  rollupRoutes(app)
}
