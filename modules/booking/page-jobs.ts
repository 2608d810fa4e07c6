import { job } from '../../server/platform/jobs.ts'

/** Every minute: draws that begin, and draws that are to be made. */
export const drawJob = job<Record<string, never>>('booking.draw')
/** Every five minutes: who is to be seen in a day or in two hours. */
export const remindVisitsJob = job<Record<string, never>>('booking.remind')
