import type { App } from '../../server/platform/app.ts'
import type { Scan } from '../../server/platform/virus-scan.ts'
import { deskRoutes } from './routes/desk.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { listRoutes } from './routes/lists.ts'
import { matterRoutesOf } from './routes/matters.ts'

export function matterRoutes(app: App, scan: Scan | null): void {
  listRoutes(app)
  ledgerRoutes(app)
  deskRoutes(app)
  matterRoutesOf(app, scan)
}
