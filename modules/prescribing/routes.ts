import type { App } from '../../server/platform/app.ts'
import { analyticsRoutes } from './routes/analytics.ts'
import { drugRoutes } from './routes/drugs.ts'
import { fileRoutes } from './routes/files.ts'
import { guardedRoutes } from './routes/guarded.ts'
import { purchaseRoutes } from './routes/purchase.ts'
import { rankRoutes } from './routes/rank.ts'
import { ratioRoutes } from './routes/ratio.ts'

export function prescribingRoutes(app: App): void {
  fileRoutes(app)
  drugRoutes(app)
  rankRoutes(app)
  ratioRoutes(app)
  guardedRoutes(app)
  purchaseRoutes(app)
  analyticsRoutes(app)
}
