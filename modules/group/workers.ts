import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { worker, type Worker } from '../../server/platform/jobs.ts'
import { reportFact } from '../plan/public.ts'
import { putElsewhere } from './jobs.ts'

export const groupWorkers = (platform: Platform): Worker[] => [
  worker(putElsewhere, async ({ institutionId, regionCode, on }) => {
    await act(platform, systemActor('group.put-elsewhere'), (step) => reportFact(step, { institutionId, regionCode, kind: 'settle', factKey: 'consultation', on }))
  }),
]
