import { job } from '../../server/platform/jobs.ts'

/** Every night: months that are over are closed, corrections put beside them. */
export const settleMonthsJob = job<Record<string, never>>('prescribing.months')
/** Every hour: lines that changed go into the files that free questions read. */
export const exportLinesJob = job<Record<string, never>>('prescribing.export')
