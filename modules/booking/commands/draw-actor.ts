import { systemActor } from '../../../kernel/actor.ts'

/** In whose name winners are booked; their messages say so. */
export const drawActor = systemActor('booking.draw')
