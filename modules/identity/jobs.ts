import { job } from '../../server/platform/jobs.ts'

/** Nightly: ended sessions, used codes and old answers go. */
export const forgetJob = job<Record<string, never>>('identity.forget')
