import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { forgetOld } from './commands/citizens.ts'
import { forgetJob } from './jobs.ts'

export const identityWorkers = (platform: Platform): Worker[] => [worker(forgetJob, () => act(platform, systemActor('identity.forget'), forgetOld))]

/** 02:40 in Shanghai. */
export const identitySchedules: Schedule[] = [{ job: forgetJob.name, cron: '40 18 * * *' }]
