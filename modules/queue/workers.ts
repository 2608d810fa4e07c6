import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { tellNear } from './commands/near.ts'
import { tellTakeoverOf } from './commands/takeover-told.ts'
import { closeDays } from './commands/close-day.ts'
import { tellSeenOf, watchAll } from './commands/watch.ts'
import { closeDayJob, nearJob, seenJob, tellTakeoverJob, watchJob } from './jobs.ts'

export function queueWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'queue' })
  return [
    worker(seenJob, async (ask) => {
      await act(platform, systemActor('queue.seen'), (step) => tellSeenOf(step, ask))
    }),
    worker(tellTakeoverJob, async (ask) => {
      await act(platform, systemActor('queue.tell-takeover'), (step) => tellTakeoverOf(step, ask))
    }),
    worker(nearJob, async (ask) => {
      await act(platform, systemActor('queue.near'), (step) => tellNear(step, ask))
    }),
    worker(watchJob, async () => {
      await watchAll(platform)
    }),
    worker(closeDayJob, async () => {
      log.info({ bodies: await closeDays(platform) }, 'days closed')
    }),
  ]
}

/** Lines and departments are looked at every five minutes; a day is closed at 00:20 in Shanghai. */
export const queueSchedules: Schedule[] = [
  { job: watchJob.name, cron: '*/5 * * * *' },
  { job: closeDayJob.name, cron: '20 16 * * *' },
]
