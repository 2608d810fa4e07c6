import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { emptyBoxes } from './commands/empty.ts'
import { issueForVisits } from './commands/visits.ts'
import { boxesJob, issueJob } from './jobs.ts'

export function surveyWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'survey' })
  return [
    worker(issueJob, async () => {
      log.info(await issueForVisits(platform), 'visits asked about')
    }),
    worker(boxesJob, async () => {
      log.info(await emptyBoxes(platform), 'boxes emptied')
    }),
  ]
}

// 18:30 UTC is half past two at night in Shanghai.
export const surveySchedules: Schedule[] = [{ job: issueJob.name, cron: '*/10 * * * *' }, { job: boxesJob.name, cron: '30 18 * * *' }]
