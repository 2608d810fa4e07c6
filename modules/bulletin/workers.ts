import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import { findOffice, officeConverter, type PdfConverter } from '../../server/platform/pdf.ts'
import { makePaper } from './commands/paper.ts'
import { remindReceipts } from './commands/receive.ts'
import { paperJob, remindJob } from './jobs.ts'

export function bulletinWorkers(platform: Platform, converter: PdfConverter = officeConverter(findOffice(process.env))): Worker[] {
  const log = platform.log.child({ from: 'bulletin' })
  return [
    worker(paperJob, async (key) => {
      log.info({ ...key, state: await makePaper(platform, converter, key) }, 'the PDF of a bulletin')
    }),
    worker(remindJob, async () => {
      log.info({ sent: await remindReceipts(platform) }, 'receipts of bulletins')
    }),
  ]
}

/** Hours are UTC: 08:20 in Shanghai. */
export const bulletinSchedules: Schedule[] = [{ job: remindJob.name, cron: '20 0 * * *' }]
