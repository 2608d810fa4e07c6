import { job } from '../../server/platform/jobs.ts'

/** Every ten minutes: beds that nobody answered for, or came for, are free again. */
export const lateJob = job<Record<string, never>>('admission.late')
