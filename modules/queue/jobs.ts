import { job } from '../../server/platform/jobs.ts'

/** A visit that ended and was not taken back: the booking behind it was seen. */
export const seenJob = job<{ institutionId: string; ticketId: string }>('queue.seen')
/** Every few minutes: lines that take longer than was told, departments without a doctor. */
export const watchJob = job<Record<string, never>>('queue.watch')
/** After the day: what it came to; tickets nobody ended, windows nobody closed. */
export const closeDayJob = job<Record<string, never>>('queue.close-day')
/** Somebody answered a call to stand in: whom it concerns is told. */
export const tellTakeoverJob = job<{ institutionId: string; takeoverId: string; news: 'taken' | 'declined' | 'lapsed' | 'returned' | 'ended' }>('queue.tell-takeover')
/** After a call: who booked and has three before them gets a message. */
export const nearJob = job<{ institutionId: string; queueId: string }>('queue.near')
