import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import type { Platform } from '../../server/platform/act.ts'
import { runLaunch } from './commands/launch.ts'
import { ruleFedPeriods } from './commands/fed-periods.ts'
import { redateAll, remind, tick } from './commands/upkeep.ts'
import { launchJob, redateJob, remindJob, ruleJob, tickJob } from './jobs.ts'

export function planWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'plan' })
  return [
    worker(launchJob, async ({ planId }) => {
      log.info({ planId, outcome: await runLaunch(platform, planId) }, 'launch')
    }),
    worker(tickJob, async () => {
      log.info(await tick(platform), 'tick')
    }),
    worker(ruleJob, async ({ planId }) => {
      log.info(await ruleFedPeriods(platform, { planId: planId ?? null }), 'periods ruled by facts')
    }),
    worker(remindJob, async () => {
      log.info({ sent: await remind(platform) }, 'reminders')
    }),
    worker(redateJob, async () => {
      log.info(await redateAll(platform), 'redated')
    }),
  ]
}

/** Hours are UTC: reminders go out at 08:00 in Shanghai. */
export const planSchedules: Schedule[] = [
  { job: tickJob.name, cron: '*/5 * * * *' },
  { job: ruleJob.name, cron: '*/5 * * * *' },
  { job: remindJob.name, cron: '0 0 * * *' },
]

/** The calendar's own job after a change; subscribers are put together in assemble.ts. */
export const onCalendarChanged = (platform: Platform) => async (): Promise<void> => {
  await redateAll(platform)
}

