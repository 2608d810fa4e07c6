import { job } from '../../server/platform/jobs.ts'

/** Something happened to a booking or its order: look what its money says. */
export const settleJob = job<{ institutionId: string; orderId: string }>('payment.settle')
/** Asks the channel for one refund. */
export const refundJob = job<{ institutionId: string; refundId: string }>('payment.refund')
/** Every minute: whatever is due, also what was broken off between two steps. */
export const sweepPaymentsJob = job<Record<string, never>>('payment.sweep')
/** From ten in the morning, every hour: the bills of the last days that were not compared yet. */
export const billsJob = job<Record<string, never>>('payment.bills')
