import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { sweepMissed } from './commands/missed.ts'
import { expireHeld, offerReturned, releaseDue } from './commands/returns.ts'
import { tellBooked } from './commands/tell-booked.ts'
import { tellVisits } from './commands/tell-facts.ts'
import { tellPortal } from './commands/tell-portal.ts'
import { missedJob, offerPlaceJob, returnPlacesJob, tellBookedJob } from './jobs.ts'

export function placeWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'booking' })
  return [
    worker(tellBookedJob, async () => {
      const { told, bodies } = await tellBooked(platform)
      for (const institutionId of bodies) {
        await tellVisits(platform, institutionId)
        await tellPortal(platform, institutionId)
      }
      log.info({ told }, 'bookings told')
    }),
    worker(offerPlaceJob, async (ask) => {
      await offerReturned(platform, ask)
    }),
    worker(returnPlacesJob, async () => {
      const expired = await expireHeld(platform)
      log.info({ expired, ...(await releaseDue(platform)) }, 'places returned')
    }),
    worker(missedJob, async () => {
      log.info(await sweepMissed(platform), 'visits missed')
    }),
  ]
}

/** Places come back every minute; who did not come is found at 00:20 in Shanghai. */
export const placeSchedules: Schedule[] = [
  { job: tellBookedJob.name, cron: '* * * * *' },
  { job: returnPlacesJob.name, cron: '* * * * *' },
  { job: missedJob.name, cron: '20 16 * * *' },
]
