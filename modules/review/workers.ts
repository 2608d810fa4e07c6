import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { remindTalks, tellPeople } from './commands/tell.ts'
import { remindJob, tellJob } from './jobs.ts'

export function reviewWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'review' })
  return [
    worker(tellJob, (given) => tellPeople(platform, given)),
    worker(remindJob, async () => {
      log.info(await remindTalks(platform), 'talks')
    }),
  ]
}

export const reviewSchedules: Schedule[] = [{ job: remindJob.name, cron: '20 8 * * *' }]
