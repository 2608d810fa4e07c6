import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { tellForgotten, tellPlaces, tellVisits } from './commands/tell-facts.ts'
import { tellPortal } from './commands/tell-portal.ts'
import { tellForgottenJob, tellPlacesJob, tellPortalJob, tellVisitsJob } from './fact-jobs.ts'

export const factWorkers = (platform: Platform): Worker[] => [
  worker(tellVisitsJob, async ({ institutionId }) => {
    await tellVisits(platform, institutionId)
    await tellPortal(platform, institutionId)
  }),
  worker(tellPortalJob, async ({ institutionId }) => {
    await tellPortal(platform, institutionId)
  }),
  worker(tellPlacesJob, async ({ institutionId }) => void (await tellPlaces(platform, institutionId))),
  worker(tellForgottenJob, async () => void (await tellForgotten(platform))),
]

export const factSchedules: Schedule[] = [{ job: tellForgottenJob.name, cron: '*/5 * * * *' }]
