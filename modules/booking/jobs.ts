import { job } from '../../server/platform/jobs.ts'

/** After each group: those who booked are told; one job for the whole group, written with it. */
export const tellBookedJob = job<{ institutionId: string; bookingIds: readonly string[] }>('booking.tell')
/** Every minute: what was held too long is given back, returned places go to who waits, then to everybody. */
export const returnPlacesJob = job<Record<string, never>>('booking.return')
/** A place came back: who waits first gets it without waiting for the minute. */
export const offerPlaceJob = job<{ institutionId: string; clinicId: string; onDate: string }>('booking.offer')
/** Every night: who did not come, and whom the rule keeps from booking online for a while. */
export const missedJob = job<Record<string, never>>('booking.missed')
