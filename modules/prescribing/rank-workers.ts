import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { settleMonths } from './commands/rank.ts'
import { exportBehind } from './analytics/export.ts'
import { exportLinesJob, settleMonthsJob } from './rank-jobs.ts'

export function rankWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'prescribing' })
  return [
    worker(settleMonthsJob, async () => {
      log.info(await settleMonths(platform), 'months of drug use')
    }),
    worker(exportLinesJob, async () => {
      log.info(await exportBehind(platform), 'months put into files')
    }),
  ]
}

/** 02:30 in Shanghai, and every hour. */
export const rankSchedules: Schedule[] = [{ job: settleMonthsJob.name, cron: '30 18 * * *' }, { job: exportLinesJob.name, cron: '10 * * * *' }]
