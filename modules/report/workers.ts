import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { followDueTimes, openDue } from './commands/open-due.ts'
import { remindStill } from './commands/remind.ts'
import { openJob, stillJob } from './jobs.ts'

export function reportWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'report' })
  return [
    worker(openJob, async () => {
      const opened = await openDue(platform)
      log.info({ ...opened, moved: await followDueTimes(platform) }, 'packs opened')
    }),
    worker(stillJob, async () => {
      log.info({ sent: await remindStill(platform) }, 'packs that stand still')
    }),
  ]
}

/** Hours are UTC: Monday 00:30 and 08:10 in Shanghai, and every hour for what was missed. */
export const reportSchedules: Schedule[] = [
  { job: openJob.name, cron: '30 16 * * 0' },
  { job: openJob.name, cron: '5 * * * *' },
  { job: stillJob.name, cron: '10 0 * * *' },
]
