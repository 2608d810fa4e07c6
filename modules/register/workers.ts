import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { remindMissing } from './commands/remind.ts'
import { remindJob } from './jobs.ts'

export function registerWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'register' })
  return [
    worker(remindJob, async () => {
      log.info(await remindMissing(platform), 'reminders')
    }),
  ]
}

/** Hours are UTC: reminders go out at 08:00 in Shanghai. */
export const registerSchedules: Schedule[] = [{ job: remindJob.name, cron: '0 0 * * *' }]
