import { job } from '../../server/platform/jobs.ts'

/** Daily in the morning: who has not entered what the running turn asks for. */
export const remindJob = job<Record<string, never>>('register.remind')
