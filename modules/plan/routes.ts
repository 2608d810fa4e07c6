import type { App } from '../../server/platform/app.ts'
import { appraisalRoutes } from './routes/appraisal.ts'
import { boardRoutes } from './routes/board.ts'
import { differenceRoutes } from './routes/differences.ts'
import { dueRoutes } from './routes/due.ts'
import { leagueRoutes } from './routes/league.ts'
import { obligationRoutes } from './routes/obligations.ts'
import { planOnlyRoutes } from './routes/plans.ts'

export function planRoutes(app: App): void {
  planOnlyRoutes(app)
  boardRoutes(app)
  dueRoutes(app)
  obligationRoutes(app)
  differenceRoutes(app)
  leagueRoutes(app)
  appraisalRoutes(app)
}
