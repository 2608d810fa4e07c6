import { worker, type Worker } from '../../server/platform/jobs.ts'
import { calendarChanged } from './jobs.ts'

/** `subscribers` come from assemble.ts, one per module with deadlines; one that fails is tried again with all others, so each must bear a repeat. */
export const calendarWorkers = (subscribers: readonly (() => Promise<void>)[]): Worker[] => [
  worker(calendarChanged, async () => {
    for (const redate of subscribers) await redate()
  }),
]
