import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { runDraws } from './commands/draw-run.ts'
import { remindVisits } from './commands/remind.ts'
import { drawJob, remindVisitsJob } from './page-jobs.ts'

export function pageWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'booking' })
  return [
    worker(drawJob, async () => {
      log.info(await runDraws(platform), 'draws')
    }),
    worker(remindVisitsJob, async () => {
      log.info(await remindVisits(platform), 'visits reminded of')
    }),
  ]
}

export const pageSchedules: Schedule[] = [
  { job: drawJob.name, cron: '* * * * *' },
  { job: remindVisitsJob.name, cron: '*/5 * * * *' },
]
