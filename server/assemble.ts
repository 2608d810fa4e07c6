import { childplanRoutes } from '../modules/childplan/routes.ts'
import { directoryRoutes } from '../modules/directory/routes.ts'
import { foundGroups } from '../modules/group/public.ts'
import { groupRoutes } from '../modules/group/routes.ts'
import { planPages } from '../modules/plan/pages.ts'
import { registerLaunchStep } from '../modules/plan/public.ts'
import { planRoutes } from '../modules/plan/routes.ts'
import { planSchedules, planWorkers } from '../modules/plan/workers.ts'
import { readerRoutes } from '../modules/reader/routes.ts'
import { settingRoutes } from '../modules/setting/routes.ts'
import { portalPages } from '../portal/pages.ts'
import { newApp, type App } from './platform/app.ts'
import type { Platform } from './platform/act.ts'
import type { Config } from './platform/config.ts'
import type { Schedule, Worker } from './platform/jobs.ts'
import { messageWorker } from './platform/messages.ts'

/** What modules need of the operator's settings; a test gives none. */
export type Outside = Pick<Config, 'oidc' | 'sms'>
export const nothingOutside: Outside = { oidc: null, sms: null }

/** The only list of modules' routes and pages. */
export async function assemble(platform: Platform, _outside: Outside = nothingOutside): Promise<App> {
  registerLaunchStep('leading groups', foundGroups)
  const app = await newApp(platform)
  directoryRoutes(app)
  settingRoutes(app)
  readerRoutes(app)
  planRoutes(app)
  groupRoutes(app)
  childplanRoutes(app)
  planPages(portalPages(app))
  return app
}

/** The only list of modules' workers and schedules. */
export function workersOf(platform: Platform, outside: Outside = nothingOutside): { workers: Worker[]; schedules: Schedule[] } {
  return { workers: [messageWorker(platform, outside.sms), ...planWorkers(platform)], schedules: [...planSchedules] }
}
