import { z } from 'zod'
import { endpoint, id, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'

export const NoticeRow = z.object({
  id,
  topic: z.string(),
  /** The sentence in both languages, already filled in. */
  text: z.object({ zh: z.string(), en: z.string() }),
  /** An address of the console, without '/console'; null where there is nothing to open. */
  link: z.string().nullable(),
  /** Null: for me alone; else for whoever holds this post. */
  role: z.string().nullable(),
  createdAt: isoInstant,
  readAt: isoInstant.nullable(),
})

export const noticeContract = {
  listNotices: endpoint({
    method: 'GET', path: '/notices', access: 'signed-in', summary: 'Notices to my posts and to me, newest first',
    query: z.object({ ...pageQuery, unread: z.enum(['true', 'false']).optional(), topic: z.string().max(60).optional() }), reply: pageOf(NoticeRow),
  }),
  countUnread: endpoint({ method: 'GET', path: '/notices/unread', access: 'signed-in', summary: 'How many I have not read', reply: z.object({ unread: z.number().int() }) }),
  readNotice: endpoint({ method: 'POST', path: '/notices/:noticeId/read', access: 'signed-in', summary: 'Mark one as read', params: z.object({ noticeId: id }), reply: z.object({ unread: z.number().int() }) }),
  readAllNotices: endpoint({ method: 'POST', path: '/notices/read', access: 'signed-in', summary: 'Mark all as read', reply: z.object({ unread: z.number().int() }) }),
}
