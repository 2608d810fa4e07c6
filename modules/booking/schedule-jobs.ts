import { job } from '../../server/platform/jobs.ts'

/** Tells everyone who booked at a stopped clinic; begun again it goes on where it was. */
export const tellStopped = job<{ institutionId: string; exceptionId: string }>('booking.tell-stopped')

/** Makes the slots of the days that came within reach. */
export const makeSlots = job<Record<string, never>>('booking.make-slots')

/** Gives what other pools have left to everybody. */
export const rollSlots = job<Record<string, never>>('booking.roll-slots')
