import type { Tx } from '../../server/platform/database.ts'
import { job } from '../../server/platform/jobs.ts'

/** Tells measures and verdicts what happened to the bookings of a body. */
export const tellVisitsJob = job<{ institutionId: string }>('booking.facts')
/** Tells them the places of a body. */
export const tellPlacesJob = job<{ institutionId: string }>('booking.places')
/** Tells them what was looked for, booked and read in the portal. */
export const tellPortalJob = job<{ institutionId: string }>('booking.portal')
/** Every five minutes: reminders that went out, and whatever no job followed. */
export const tellForgottenJob = job<Record<string, never>>('booking.facts-left')

/** Bookings of this body changed; call it before the command's `record`, which holds the chain. One waiting job is enough for many changes. */
export const bookingsChanged = (tx: Tx, institutionId: string): Promise<void> => tellVisitsJob.enqueue(tx, { institutionId }, { key: `${tellVisitsJob.name} ${institutionId}` })
/** The places of this body changed. */
export const placesChanged = (tx: Tx, institutionId: string): Promise<void> => tellPlacesJob.enqueue(tx, { institutionId }, { key: `${tellPlacesJob.name} ${institutionId}` })
