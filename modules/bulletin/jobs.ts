import { job } from '../../server/platform/jobs.ts'

/** Makes the PDF of a published version, outside of the transaction that publishes. */
export const paperJob = job<{ readonly bulletinId: string; readonly version: number }>('bulletin.paper')
/** Each morning: institutions that have not signed for a bulletin. */
export const remindJob = job<Record<string, never>>('bulletin.remind')
