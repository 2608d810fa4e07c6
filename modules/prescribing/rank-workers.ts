import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { settleMonths } from './commands/rank.ts'
import { settleMonthsJob } from './rank-jobs.ts'

export function rankWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'prescribing' })
  return [
    worker(settleMonthsJob, async () => {
      log.info(await settleMonths(platform), 'months of drug use')
    }),
  ]
}

/** 02:30 in Shanghai. */
export const rankSchedules: Schedule[] = [{ job: settleMonthsJob.name, cron: '30 18 * * *' }]
