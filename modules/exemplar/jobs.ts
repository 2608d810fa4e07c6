import { job } from '../../server/platform/jobs.ts'

/** Asks a nominated person: whose account it is only the system sees. */
export const askJob = job<{ readonly institutionId: string; readonly exemplarId: string }>('exemplar.ask')
