import { job } from '../../server/platform/jobs.ts'

/** Every night: quality indicators, spreads, and what published leagues would be today. */
export const nightJob = job<Record<string, never>>('appraisal.night')
