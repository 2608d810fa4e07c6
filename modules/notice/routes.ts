import type { App } from '../../server/platform/app.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import * as commands from './commands.ts'
import { noticeContract } from './contract.ts'
import { mineOf } from './rules.ts'
import * as store from './store.ts'
import { sayTopic } from './topics.ts'

export function noticeRoutes(app: App): void {
  app.query(noticeContract.listNotices, async ({ read, actor, query }) => {
    const unread = query.unread === undefined ? undefined : query.unread === 'true'
    const found = await store.listNotices(read, mineOf(actor), { unread, topic: query.topic, before: placeOf(query.after), limit: query.limit + 1 })
    const { rows, next } = pageBy(found, query.limit, (row) => ({ at: row.createdAt, id: row.id }))
    return { rows: rows.map(({ params, ...row }) => ({ ...row, text: sayTopic(row.topic, typeof params === 'object' && params !== null ? { ...params } : {}) })), next }
  })
  app.query(noticeContract.countUnread, async ({ read, actor }) => ({ unread: await store.countUnread(read, mineOf(actor)) }))
  app.command(noticeContract.readNotice, async ({ params, ...act }) => commands.readNotices(act, params.noticeId))
  app.command(noticeContract.readAllNotices, async (act) => commands.readNotices(act, null))
}
