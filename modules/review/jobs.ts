import { job } from '../../server/platform/jobs.ts'

/** After a step: tells whom it concerns in person; only the system knows other people's accounts. */
export const tellJob = job<{ institutionId: string; cycleId: string; what: 'readers' | 'findings' | 'experts' | 'objection' }>('review.tell')
/** Every morning: talks that are late, talks to be followed up. */
export const remindJob = job<Record<string, never>>('review.remind')
