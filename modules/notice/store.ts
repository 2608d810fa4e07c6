import { sql, type ReadTx, type Tx } from '../../server/platform/database.ts'
import type { Mine } from './rules.ts'

export type NoticeLine = { id: string; topic: string; params: unknown; link: string | null; role: string | null; createdAt: string; readAt: string | null }

/** Rule NT-2 as a condition; the body first, so that one index answers. */
const mineIs = (mine: Mine) =>
  sql<boolean>`institution_id = ${mine.institutionId}::uuid and (account_id = ${mine.accountId}::uuid or role = any(${[...mine.roles]}::text[]))`

export const listNotices = (read: ReadTx, mine: Mine, wanted: { unread: boolean | undefined; topic: string | undefined; before: { at: string; id: string } | undefined; limit: number }): Promise<NoticeLine[]> =>
  read
    .selectFrom('notice')
    .select(['id', 'topic', 'params', 'link', 'role', 'created_at as createdAt', 'read_at as readAt'])
    .where(mineIs(mine))
    .$if(wanted.unread !== undefined, (query) => query.where('read_at', wanted.unread === true ? 'is' : 'is not', null))
    .$if(wanted.topic !== undefined, (query) => query.where('topic', '=', wanted.topic ?? ''))
    .$if(wanted.before !== undefined, (query) => query.where(sql<boolean>`(created_at, id) < (${wanted.before?.at ?? ''}::timestamptz, ${wanted.before?.id ?? ''}::uuid)`))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(wanted.limit)
    .execute()

export async function countUnread(read: ReadTx, mine: Mine): Promise<number> {
  const row = await read.selectFrom('notice').select((eb) => eb.fn.countAll<number>().as('n')).where(mineIs(mine)).where('read_at', 'is', null).executeTakeFirstOrThrow()
  return row.n
}

/** Marks mine as read, one or all; answers whether the one exists. Reading again keeps the first reader. */
export async function markRead(tx: Tx, mine: Mine, by: { id: string; at: string }, noticeId: string | null): Promise<boolean> {
  const known = noticeId === null ? true : (await tx.selectFrom('notice').select('id').where(mineIs(mine)).where('id', '=', noticeId).executeTakeFirst()) !== undefined
  await tx
    .updateTable('notice')
    .set({ read_at: by.at, read_by: by.id })
    .where(mineIs(mine))
    .where('read_at', 'is', null)
    .$if(noticeId !== null, (query) => query.where('id', '=', noticeId ?? ''))
    .execute()
  return known
}
