import { job } from '../../server/platform/jobs.ts'

/** Every minute: those who booked are told; each group left a note of whom. */
export const tellBookedJob = job<Record<string, never>>('booking.tell')
/** Every minute: what was held too long is given back, returned places go to who waits, then to everybody. */
export const returnPlacesJob = job<Record<string, never>>('booking.return')
/** A place came back: who waits first gets it without waiting for the minute. */
export const offerPlaceJob = job<{ institutionId: string; clinicId: string; onDate: string }>('booking.offer')
/** Every night: who did not come, and whom the rule keeps from booking online for a while. */
export const missedJob = job<Record<string, never>>('booking.missed')
