import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'
import type { MailboxKey } from './mailboxes.ts'

export type ReplyKey = { readonly institutionId: string; readonly replyId: string }
export type ReplyState = 'waiting' | 'sent' | 'failed'
export type MailReply = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly mailboxId: string
  readonly mailId: string
  readonly messageId: string
  readonly recipient: Buffer
  readonly content: Buffer
  readonly state: ReplyState
  readonly attempts: number
  readonly lastError: string | null
  readonly createdAt: string
  readonly sentAt: string | null
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'mailbox_id as mailboxId', 'mail_id as mailId', 'message_id as messageId', 'recipient', 'content', 'state', 'attempts', 'last_error as lastError', 'created_at as createdAt', 'sent_at as sentAt'] as const
// The state is checked by the table.
const typed = (row: object) => row as MailReply

export const insertReply = (tx: Tx, reply: Omit<MailReply, 'state' | 'attempts' | 'lastError' | 'sentAt'> & { recipientIndex: string }) =>
  tx
    .insertInto('mail_reply')
    .values({ institution_id: reply.institutionId, id: reply.id, region_code: reply.regionCode, mailbox_id: reply.mailboxId, mail_id: reply.mailId, message_id: reply.messageId, recipient: reply.recipient, recipient_index: reply.recipientIndex, content: reply.content, state: 'waiting', created_at: reply.createdAt })
    .execute()

export async function findReply(read: ReadTx, key: ReplyKey): Promise<MailReply | undefined> {
  const row = await read.selectFrom('mail_reply').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.replyId).executeTakeFirst()
  return row === undefined ? undefined : typed(row)
}

export const loadReplyForUpdate = async (tx: Tx, mailbox: MailboxKey, replyId: string): Promise<MailReply> =>
  typed(await tx.selectFrom('mail_reply').select(columns).where('institution_id', '=', mailbox.institutionId).where('mailbox_id', '=', mailbox.mailboxId).where('id', '=', replyId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const saveReply = (tx: Tx, key: ReplyKey, set: { state: ReplyState; attempts: number; last_error: string | null; sent_at?: string; content?: Buffer; recipient?: Buffer }) =>
  tx.updateTable('mail_reply').set(set).where('institution_id', '=', key.institutionId).where('id', '=', key.replyId).execute()

/** How many answers went to one address since an instant. */
export async function countTo(read: ReadTx, institutionId: string, recipientIndex: string, since: string, most: number): Promise<number> {
  const rows = await read.selectFrom('mail_reply').select('id').where('institution_id', '=', institutionId).where('recipient_index', '=', recipientIndex).where('created_at', '>=', since).limit(most).execute()
  return rows.length
}

/** Letters that were answered by one of these messages. */
export async function mailsAnsweredBy(read: ReadTx, institutionId: string, messageIds: readonly string[]): Promise<string[]> {
  if (messageIds.length === 0) return []
  const rows = await read
    .selectFrom('mail_reply as r')
    .innerJoin('mail as m', (join) => join.onRef('m.institution_id', '=', 'r.institution_id').onRef('m.id', '=', 'r.mail_id'))
    .select('m.matter_number as number')
    .where('r.institution_id', '=', institutionId)
    .where('r.message_id', 'in', [...messageIds])
    .execute()
  return rows.flatMap((row) => row.number ?? [])
}

export async function listReplies(read: ReadTx, key: MailboxKey, ask: { state: ReplyState | undefined; after: Place | undefined; limit: number }): Promise<(MailReply & { matterNumber: string | null })[]> {
  let query = read
    .selectFrom('mail_reply as r')
    .innerJoin('mail as m', (join) => join.onRef('m.institution_id', '=', 'r.institution_id').onRef('m.id', '=', 'r.mail_id'))
    .select([...columns.map((each) => `r.${each}` as const), 'm.matter_number as matterNumber'])
    .where('r.institution_id', '=', key.institutionId)
    .where('r.mailbox_id', '=', key.mailboxId)
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(ask.limit)
  if (ask.state !== undefined) query = query.where('r.state', '=', ask.state)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(r.created_at, r.id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return (await query.execute()).map((row) => ({ ...typed(row), matterNumber: row.matterNumber }))
}

export async function countReplies(read: ReadTx, key: MailboxKey, state: ReplyState): Promise<number> {
  const rows = await read.selectFrom('mail_reply').select('id').where('institution_id', '=', key.institutionId).where('mailbox_id', '=', key.mailboxId).where('state', '=', state).limit(100).execute()
  return rows.length
}
