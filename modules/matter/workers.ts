import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { drawCallBacks } from './commands/call-back.ts'
import { drawRechecks } from './commands/recheck.ts'
import { redateAll } from './commands/redate.ts'
import { handleAlone } from './commands/alone.ts'
import { redirectMatter, reportBack } from './commands/redirect.ts'
import { remind } from './commands/remind.ts'
import { tell } from './commands/tell.ts'
import { aloneJob, recheckJob, redirectJob, remindJob, reportBackJob, tellJob } from './jobs.ts'

export function matterWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'matter' })
  return [
    worker(tellJob, async (ask) => {
      await act(platform, systemActor('matter.tell'), (step) => tell(step, ask))
    }),
    worker(redirectJob, async (ask) => {
      await act(platform, systemActor('matter.redirect'), (step) => redirectMatter(step, ask))
    }),
    worker(reportBackJob, async (key) => {
      await act(platform, systemActor('matter.report-back'), (step) => reportBack(step, key))
    }),
    worker(aloneJob, async (key) => {
      await act(platform, systemActor('matter.alone'), (step) => handleAlone(step, key))
    }),
    worker(remindJob, async () => {
      log.info(await remind(platform), 'reminders')
    }),
    worker(recheckJob, async () => {
      log.info(await drawRechecks(platform), 'drawn for a re-check')
      log.info(await drawCallBacks(platform), 'drawn for a call-back')
    }),
  ]
}

/** Clocks of hours are watched every five minutes; draws are made at 08:30 in Shanghai. */
export const matterSchedules: Schedule[] = [
  { job: remindJob.name, cron: '*/5 * * * *' },
  { job: recheckJob.name, cron: '30 0 * * *' },
]

/** The calendar's own job after a change; subscribers are put together in assemble.ts. */
export const onMatterCalendarChanged = (platform: Platform) => async (): Promise<void> => {
  await redateAll(platform)
}
