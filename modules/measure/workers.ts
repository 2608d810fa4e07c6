import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import type { Told } from './commands/count-facts.ts'
import { rosterMoved } from './commands/night.ts'
import { runCount } from './commands/rebuild.ts'
import { spreadPeers } from './commands/spread.ts'
import { countJob, nightJob, spreadJob } from './jobs.ts'

/** `told` hears which values moved without a fact: a new definition was counted, or the roster changed. */
export function measureWorkers(platform: Platform, told: Told): Worker[] {
  const log = platform.log.child({ from: 'measure' })
  return [
    worker(countJob, async (ask) => {
      log.info({ ...ask, ...(await runCount(platform, ask, told)) }, 'counted')
    }),
    worker(spreadJob, async () => {
      log.info(await spreadPeers(platform), 'spread')
    }),
    worker(nightJob, async () => {
      log.info(await rosterMoved(platform, told), 'night')
    }),
  ]
}

/** Hours are UTC: the night job runs at 23:30 in Shanghai. */
export const measureSchedules: Schedule[] = [
  { job: spreadJob.name, cron: '20 * * * *' },
  { job: nightJob.name, cron: '30 15 * * *' },
]
