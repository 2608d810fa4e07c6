import { job } from '../../server/platform/jobs.ts'

/** Tells everyone who booked at a stopped clinic; begun again it goes on where it was. */
export const tellStopped = job<{ institutionId: string; exceptionId: string }>('booking.tell-stopped')

/** Tells everyone who had lost a place by a stop that was taken back. */
export const tellReopened = job<{ institutionId: string; clinicId: string; slotIds: readonly string[] }>('booking.tell-reopened')

/** Makes the slots of the days that came within reach. */
export const makeSlots = job<Record<string, never>>('booking.make-slots')

/** Gives what other pools have left to everybody. */
export const rollSlots = job<Record<string, never>>('booking.roll-slots')
