import type { Platform } from '../../server/platform/act.ts'
import { worker, type Schedule, type Worker } from '../../server/platform/jobs.ts'
import type { Scan } from '../../server/platform/virus-scan.ts'
import { pollAllFeeds, readFeed } from './commands/read-feed.ts'
import { pollAll, readMailbox } from './commands/read-mailbox.ts'
import { sendReply } from './commands/replies.ts'
import { pollFeeds, pollMailboxes, readFeedJob, readMailboxJob, sendReplyJob } from './jobs.ts'
import { RefusedError } from '../../kernel/refusal.ts'

/** A mailbox or feed that was removed meanwhile is no fault; a server that is down is kept on its row and asked again at the next turn. */
const quietly = (platform: Platform, work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof RefusedError)) platform.log.warn({ err: error, from: 'channel' }, 'a channel could not be read')
    },
  )

export function channelWorkers(platform: Platform, scan: Scan | null): Worker[] {
  return [
    worker(pollMailboxes, async () => void (await pollAll(platform))),
    worker(readMailboxJob, (key) => quietly(platform, readMailbox(platform, key, scan))),
    // Thrown on purpose: the queue brings the job back later and later.
    worker(sendReplyJob, (key) => sendReply(platform, key)),
    worker(pollFeeds, async () => void (await pollAllFeeds(platform))),
    worker(readFeedJob, (key) => quietly(platform, readFeed(platform, key))),
  ]
}

export const channelSchedules: Schedule[] = [
  { job: pollMailboxes.name, cron: '*/2 * * * *' },
  { job: pollFeeds.name, cron: '*/15 * * * *' },
]
