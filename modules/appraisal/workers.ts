import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { checkLeagues } from './commands/check.ts'
import { putDownFigures } from './commands/figures.ts'
import { nightJob } from './jobs.ts'

export function appraisalWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'appraisal' })
  return [
    worker(nightJob, async () => {
      log.info(await putDownFigures(platform), 'indicators put down')
      log.info(await checkLeagues(platform), 'published leagues looked at')
    }),
  ]
}

// 19:10 UTC is ten past three at night in Shanghai, after boxes of surveys are counted.
export const appraisalSchedules: Schedule[] = [{ job: nightJob.name, cron: '10 19 * * *' }]
