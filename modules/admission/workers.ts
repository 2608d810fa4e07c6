import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { sweepLate } from './commands/beds.ts'
import { lateJob } from './jobs.ts'

export function admissionWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'admission' })
  return [
    worker(lateJob, async () => {
      log.info(await sweepLate(platform), 'late answers')
    }),
  ]
}

export const admissionSchedules: Schedule[] = [{ job: lateJob.name, cron: '*/10 * * * *' }]
