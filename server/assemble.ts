import { newApp, type App } from './platform/app.ts'
import type { Platform } from './platform/act.ts'
import type { Schedule, Worker } from './platform/jobs.ts'

/** The only list of modules' routes. */
export async function assemble(platform: Platform): Promise<App> {
  const app = await newApp(platform)
  return app
}

/** The only list of modules' workers and schedules. */
export function workersOf(_platform: Platform): { workers: Worker[]; schedules: Schedule[] } {
  return { workers: [], schedules: [] }
}
