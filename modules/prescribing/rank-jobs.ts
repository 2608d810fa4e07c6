import { job } from '../../server/platform/jobs.ts'

/** Every night: months that are over are closed, corrections put beside them. */
export const settleMonthsJob = job<Record<string, never>>('prescribing.months')
