import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { compareBills } from './commands/bills.ts'
import { sendRefund } from './commands/refund.ts'
import { settleOrder } from './commands/settle.ts'
import { sweepPayments } from './commands/sweep.ts'
import { billsJob, refundJob, settleJob, sweepPaymentsJob } from './jobs.ts'

export function paymentWorkers(platform: Platform): Worker[] {
  const log = platform.log.child({ from: 'payment' })
  return [
    worker(settleJob, async (key) => void (await settleOrder(platform, key))),
    worker(refundJob, (key) => sendRefund(platform, key)),
    worker(sweepPaymentsJob, async () => {
      log.info(await sweepPayments(platform), 'payments seen to')
    }),
    worker(billsJob, async () => {
      log.info(await compareBills(platform), 'bills compared')
    }),
  ]
}

/** Bills are there from ten in the morning in Shanghai. */
export const paymentSchedules: Schedule[] = [
  { job: sweepPaymentsJob.name, cron: '* * * * *' },
  { job: billsJob.name, cron: '20 2-15 * * *' },
]
