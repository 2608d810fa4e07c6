import { directoryRoutes } from '../modules/directory/routes.ts'
import { planRoutes } from '../modules/plan/routes.ts'
import { planSchedules, planWorkers } from '../modules/plan/workers.ts'
import { readerRoutes } from '../modules/reader/routes.ts'
import { newApp, type App } from './platform/app.ts'
import type { Platform } from './platform/act.ts'
import type { Schedule, Worker } from './platform/jobs.ts'

/** The only list of modules' routes. */
export async function assemble(platform: Platform): Promise<App> {
  const app = await newApp(platform)
  directoryRoutes(app)
  readerRoutes(app)
  planRoutes(app)
  return app
}

/** The only list of modules' workers and schedules. */
export function workersOf(platform: Platform): { workers: Worker[]; schedules: Schedule[] } {
  return { workers: [...planWorkers(platform)], schedules: [...planSchedules] }
}
