import { job } from '../../server/platform/jobs.ts'

/** Every two minutes: each active mailbox gets a job of its own, so that a slow server holds up no other. */
export const pollMailboxes = job<Record<string, never>>('channel.poll-mailboxes')
export const readMailboxJob = job<{ institutionId: string; mailboxId: string }>('channel.read-mailbox')
export const sendReplyJob = job<{ institutionId: string; replyId: string }>('channel.send-reply')
/** Every quarter of an hour, likewise. */
export const pollFeeds = job<Record<string, never>>('channel.poll-feeds')
export const readFeedJob = job<{ institutionId: string; feedId: string }>('channel.read-feed')
