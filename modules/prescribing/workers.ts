import { systemActor } from '../../kernel/actor.ts'
import { look, type Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { keepFrames } from './commands/keep-frames.ts'
import { followCatalogue } from './commands/follow-catalogue.ts'
import { placeLines } from './commands/place-codes.ts'
import { readFile } from './commands/read-file.ts'
import { tellDays, tellForgotten } from './commands/tell-days.ts'
import { followCatalogueJob, placeCodesJob, readFileJob, readWaitingJob, tellDaysJob } from './jobs.ts'
import { rankSchedules, rankWorkers } from './rank-workers.ts'
import { listWaiting } from './store/files.ts'

export const prescribingWorkers = (platform: Platform): Worker[] => [
  worker(readFileJob, async (key) => void (await readFile(platform, key))),
  worker(readWaitingJob, async () => {
    for (const key of await look(platform, systemActor('prescribing.import'), ({ read }) => listWaiting(read, 20))) await readFile(platform, key)
    await tellForgotten(platform)
    await keepFrames(platform)
  }),
  worker(tellDaysJob, async ({ institutionId }) => void (await tellDays(platform, institutionId))),
  ...rankWorkers(platform),
  worker(placeCodesJob, async ({ institutionId }) => void (await placeLines(platform, institutionId))),
  worker(followCatalogueJob, async ({ changedAt }) => void (await followCatalogue(platform, changedAt))),
]

export const prescribingSchedules: Schedule[] = [{ job: readWaitingJob.name, cron: '* * * * *' }, ...rankSchedules]
