import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { accountsOfHolders, accountsOfStaff } from '../../directory/public.ts'
import type { Takeover, TakeoverState } from '../rules/posts.ts'
import { loadPost, loadTakeover } from '../store/posts.ts'
import { listWindows, loadQueue } from '../store/queues.ts'

/** What people are told of: every state, and that nobody answered. */
export type TakeoverNews = TakeoverState | 'again'

const reasons = { absent: { zh: '到点没有到岗', en: 'has not come' }, away: { zh: '离岗过久', en: 'is away too long' }, stopped: { zh: '停诊', en: 'has stopped the clinic' } } as const

/** Rules QU-21 and QU-22: nothing of a takeover is silent: the second, the first and the head of the department hear of each step. Run as the system, which alone knows whose account is whose. */
export async function tellTakeover(act: Act, takeover: Takeover, news: TakeoverNews): Promise<void> {
  const { institutionId, regionCode } = takeover
  const [post, queue, windows] = await Promise.all([loadPost(act.tx, institutionId, takeover.postId), loadQueue(act.tx, institutionId, takeover.queueId), listWindows(act.tx, institutionId, [takeover.queueId])])
  const [heads, accountOf] = await Promise.all([
    accountsOfHolders(act.tx, institutionId, { role: 'department_head', departmentId: takeover.departmentId }, act.today),
    accountsOfStaff(act.tx, institutionId, [post.firstStaffId, post.secondStaffId, ...(takeover.answeredStaffId === null ? [] : [takeover.answeredStaffId])]),
  ])
  const accounts = (staffId: string | null): string[] => [accountOf.get(staffId ?? '') ?? []].flat()
  const [first, second, taker] = [accounts(post.firstStaffId), accounts(post.secondStaffId), accounts(takeover.answeredStaffId)]
  const reason = reasons[takeover.reason]
  const note = {
    institutionId, regionCode, topic: `queue.second_${news}`, link: news === 'called' ? '/queue/room' : '/queue/board',
    params: { queue: queue.name, first: post.firstName, second: post.secondName, reason: reason.zh, reasonEn: reason.en, waiting: takeover.waiting, by: takeover.answeredName ?? post.secondName, window: windows.find((window) => window.id === takeover.windowId)?.name ?? '', remark: takeover.remark ?? '' },
  }
  const whom: Readonly<Record<TakeoverNews, readonly string[]>> = { called: second, again: second, taken: first, declined: [], lapsed: second, returned: taker, ended: taker }
  const told = [...new Set([...heads, ...whom[news]])].slice(0, 50)
  await notify(act, ...told.map((accountId) => ({ ...note, accountId, onceKey: `queue.second:${takeover.id}:${news}:${accountId}` })), ...(heads.length === 0 ? [{ ...note, role: 'institution_clerk' as const, onceKey: `queue.second:${takeover.id}:${news}:clerk` }] : []))
}

/** The same as a job, where staff answered who see nobody else's account. */
export async function tellTakeoverOf(act: Act, ask: { institutionId: string; takeoverId: string; news: TakeoverNews }): Promise<void> {
  await tellTakeover(act, await loadTakeover(act.tx, ask.institutionId, ask.takeoverId), ask.news)
}
