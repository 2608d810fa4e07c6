import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { deskRoles, keeperRoles, watcherRoles } from '../rules/authority.ts'
import { gapReasons, takeoverStates } from '../rules/posts.ts'

const access = [...deskRoles]
const key = z.object({ takeoverId: id })
const given = { firstStaffId: id, secondStaffId: id, limitMinutes: z.number().int().min(5).max(120) }

export const PostView = z.object({ ...given, id, queueId: id, queueName: z.string(), firstName: z.string(), secondName: z.string(), active: z.boolean(), revision: z.number().int() })

export const TakeoverView = z.object({
  id, queueId: id, queueName: z.string(), department: z.string(), onDate: isoDate, firstName: z.string(), secondName: z.string(), reason: z.enum(gapReasons), state: z.enum(takeoverStates),
  foundAt: isoInstant, waiting: z.number().int(), answeredAt: isoInstant.nullable(), answeredName: z.string().nullable(), windowName: z.string(), remark: z.string().nullable(), endedAt: isoInstant.nullable(),
})
export const OwnTakeover = TakeoverView.extend({
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ take: z.string().nullable(), decline: z.string().nullable(), takeBack: z.string().nullable() }),
  /** Windows of the line at which one may sit down for it. */
  windows: z.array(z.object({ id, name: z.string() })),
})

export const postContract = {
  listPosts: endpoint({ method: 'GET', path: '/queue-posts', access, summary: 'Posts with their first and second', reply: z.object({ rows: z.array(PostView) }) }),
  addPost: endpoint({ method: 'POST', path: '/queues/:queueId/posts', access: [...keeperRoles], summary: 'A post of a line: who is first, who is second, and how long the first may be away', params: z.object({ queueId: id }), body: z.object(given), reply: z.object({ id }) }),
  changePost: endpoint({ method: 'PUT', path: '/queue-posts/:postId', access: [...keeperRoles], summary: 'Change a post or give it up', params: z.object({ postId: id }), body: z.object({ ...given, active: z.boolean(), revision: z.number().int() }), reply: z.object({ id }) }),
  listTakeovers: endpoint({ method: 'GET', path: '/queue-takeovers', access: [...watcherRoles], summary: 'Gaps of firsts this month and who took over', query: z.object({ institutionId: id.optional() }), reply: z.object({ rows: z.array(TakeoverView) }) }),
  ownTakeovers: endpoint({ method: 'GET', path: '/queue-takeovers/mine', access, summary: 'What I am asked to take over, or what of mine somebody has taken over', reply: z.object({ rows: z.array(OwnTakeover) }) }),
  takeOver: endpoint({ method: 'POST', path: '/queue-takeovers/:takeoverId/taking', access, summary: 'I take over at this window', params: key, body: z.object({ windowId: id }) }),
  declineTakeover: endpoint({ method: 'POST', path: '/queue-takeovers/:takeoverId/declining', access, summary: 'I cannot take over, with the reason', params: key, body: z.object({ reason: z.string().trim().min(2).max(200) }) }),
  takeBack: endpoint({ method: 'POST', path: '/queue-takeovers/:takeoverId/return', access, summary: 'I am back at my post', params: key }),
}
