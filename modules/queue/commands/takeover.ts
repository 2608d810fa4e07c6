import { hasRole } from '../../../kernel/actor.ts'
import { orThrow, RefusedError, type Refusal } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { tellLive } from '../../../server/platform/live.ts'
import { staffIdOf } from '../../directory/public.ts'
import { tellTakeoverJob } from '../jobs.ts'
import { postOf } from '../rules/fact.ts'
import { moved } from '../rules/moves.ts'
import { mayDecline, mayServeAs, mayTake, mayTakeBack, type Post, type Takeover } from '../rules/posts.ts'
import type { Window } from '../rules/queue.ts'
import { listWindows, loadQueue, loadWindowForUpdate, saveWindow, windowOfAccount } from '../store/queues.ts'
import { loadPost, loadTakeoverForUpdate, openTakeovers, postDaysForUpdate, savePostDay, saveTakeover } from '../store/posts.ts'
import { ticketAtWindow } from '../store/tickets.ts'
import { beginPress, change, endPress, liveChannel, livePayload } from './press.ts'

type Key = { readonly institutionId: string; readonly takeoverId: string }
const closed = (window: Window): Window => ({ ...window, accountId: null, staffId: null, staffName: '', openedAt: null })
const must = (no: Refusal | null): void => {
  if (no !== null) throw new RefusedError(no.refused, no.detail)
}
const tell = (act: Act, takeover: Takeover, news: 'taken' | 'declined' | 'returned' | 'lapsed') => tellTakeoverJob.enqueue(act.tx, { institutionId: takeover.institutionId, takeoverId: takeover.id, news })

async function asked(act: Act, key: Key): Promise<{ takeover: Takeover; post: Post; taker: { staffId: string | null; isDoctor: boolean } }> {
  const takeover = await loadTakeoverForUpdate(act.tx, key.institutionId, key.takeoverId)
  return { takeover, post: await loadPost(act.tx, key.institutionId, takeover.postId), taker: { staffId: await staffIdOf(act.tx, act.actor.id), isDoctor: hasRole(act.actor, 'doctor', 'department_head') } }
}

/**
 * Rule QU-21: nothing moves before the second says yes. Then the second sits at the chosen window of the line, the window
 * that the first left open is closed, and whoever had been called there goes along.
 */
export async function takeOver(act: Act, key: Key, windowId: string): Promise<void> {
  const { takeover, post, taker } = await asked(act, key)
  must(mayTake(takeover, post, taker))
  const queue = await loadQueue(act.tx, key.institutionId, takeover.queueId)
  const press = await beginPress(act, queue)
  const all = await listWindows(act.tx, key.institutionId, [queue.id])
  const left = all.filter((window) => window.accountId !== null && window.staffId === post.firstStaffId)
  const seat = await windowOfAccount(act.tx, key.institutionId, act.actor.id)
  // Locked in one order, whoever takes over from whom.
  const ids = [...new Set([windowId, ...left.map((window) => window.id), ...(seat === undefined ? [] : [seat.id])])].toSorted()
  const held = new Map<string, Window>()
  for (const id of ids) held.set(id, await loadWindowForUpdate(act.tx, key.institutionId, id))
  const target = held.get(windowId)
  if (target === undefined || target.queueId !== queue.id || (target.accountId !== act.actor.id && !mayServeAs(target, post))) throw new RefusedError('queue.takeover_window')
  if (seat !== undefined && seat.id !== windowId) {
    if ((await ticketAtWindow(act.tx, key.institutionId, seat.id, act.today)) !== undefined) throw new RefusedError('queue.window_has_somebody')
    await saveWindow(act.tx, closed(held.get(seat.id) ?? seat))
    tellLive(act.tx, liveChannel, livePayload({ institutionId: seat.institutionId, id: seat.queueId }))
  }
  for (const window of left) {
    if (window.id === windowId) continue
    const present = await ticketAtWindow(act.tx, key.institutionId, window.id, act.today)
    // One person at each window: whom the second has now is finished first.
    if (present !== undefined && (await ticketAtWindow(act.tx, key.institutionId, windowId, act.today)) !== undefined) throw new RefusedError('queue.window_busy')
    if (present !== undefined) await change(act, press, { before: present, after: orThrow(moved(present, 'redirect', act.now.toISOString(), windowId)), move: 'redirect', windowId })
    await saveWindow(act.tx, closed(held.get(window.id) ?? window))
  }
  const now = act.now.toISOString()
  await saveWindow(act.tx, { ...target, accountId: act.actor.id, staffId: taker.staffId, staffName: act.actor.name, openedAt: now })
  const after: Takeover = { ...takeover, state: 'taken', answeredAt: now, answeredStaffId: taker.staffId, answeredName: act.actor.name, windowId, fromWindowId: seat !== undefined && seat.id !== windowId ? seat.id : null }
  await saveTakeover(act.tx, after)
  await countTaken(act, after)
  await tell(act, after, 'taken')
  await endPress(act, press, 'queue.taken_over', { detail: { first: post.firstName, by: act.actor.name, window: target.name } })
}

/** Rule QU-23: the gap of this day was taken over. */
async function countTaken(act: Act, takeover: Takeover): Promise<void> {
  const before = (await postDaysForUpdate(act.tx, takeover.institutionId, takeover.onDate)).find((day) => day.postId === takeover.postId)
  if (before === undefined) return
  const after = { ...before, taken: before.taken + 1 }
  await savePostDay(act.tx, after, act.now.toISOString())
  await tellFacts(act, [{ before: postOf(before), after: postOf(after) }])
}

/** The second says why not; the head hears of it, and any doctor may step in. */
export async function declineTakeover(act: Act, key: Key, remark: string): Promise<void> {
  const { takeover, post, taker } = await asked(act, key)
  must(mayDecline(takeover, post, taker))
  const after: Takeover = { ...takeover, state: 'declined', answeredAt: act.now.toISOString(), answeredStaffId: taker.staffId, answeredName: act.actor.name, remark }
  await saveTakeover(act.tx, after)
  await tell(act, after, 'declined')
  await act.record({ institutionId: takeover.institutionId, regionCode: takeover.regionCode, kind: 'queue.second_declined', subjectId: takeover.id, detail: { first: post.firstName, remark } })
}

/** Rule QU-22: the first is back and sits down where the second had stood in; the second goes back to the window they came from. */
export async function takeBack(act: Act, key: Key): Promise<void> {
  const { takeover, post, taker } = await asked(act, key)
  must(mayTakeBack(takeover, post, taker))
  const windowId = takeover.windowId ?? ''
  if ((await ticketAtWindow(act.tx, key.institutionId, windowId, act.today)) !== undefined) throw new RefusedError('queue.takeover_finishes', takeover.answeredName ?? '')
  const own = await windowOfAccount(act.tx, key.institutionId, act.actor.id)
  if (own !== undefined) throw new RefusedError('queue.sits_elsewhere', own.name)
  await release(act, takeover)
  const window = await loadWindowForUpdate(act.tx, key.institutionId, windowId)
  if (window.accountId !== null) throw new RefusedError('queue.window_of_another', window.staffName)
  await saveWindow(act.tx, { ...window, accountId: act.actor.id, staffId: taker.staffId, staffName: act.actor.name, openedAt: act.now.toISOString() })
  await settle(act, takeover, 'returned')
  await tell(act, takeover, 'returned')
  await act.record({ institutionId: takeover.institutionId, regionCode: takeover.regionCode, kind: 'queue.taken_back', subjectId: takeover.id, detail: { first: post.firstName, from: takeover.answeredName } })
}

/** The taker's window is closed and the one they came from opened again, where each of these can be. Whoever still has somebody keeps the window until they close it. */
async function release(act: Act, takeover: Takeover): Promise<void> {
  if (takeover.windowId === null) return
  const [first = takeover.windowId, second] = [takeover.windowId, ...(takeover.fromWindowId === null ? [] : [takeover.fromWindowId])].toSorted()
  const held = [await loadWindowForUpdate(act.tx, takeover.institutionId, first), ...(second === undefined ? [] : [await loadWindowForUpdate(act.tx, takeover.institutionId, second)])]
  const window = held.find((each) => each.id === takeover.windowId)
  if (window === undefined || window.accountId === null || window.staffId !== takeover.answeredStaffId) return
  if ((await ticketAtWindow(act.tx, takeover.institutionId, window.id, act.today)) !== undefined) return
  await saveWindow(act.tx, closed(window))
  tellLive(act.tx, liveChannel, livePayload({ institutionId: window.institutionId, id: window.queueId }))
  const home = held.find((each) => each.id === takeover.fromWindowId)
  if (home === undefined || home.accountId !== null || !home.active) return
  await saveWindow(act.tx, { ...home, accountId: window.accountId, staffId: window.staffId, staffName: window.staffName, openedAt: act.now.toISOString() })
  tellLive(act.tx, liveChannel, livePayload({ institutionId: home.institutionId, id: home.queueId }))
}

const settle = (act: Act, takeover: Takeover, state: 'returned' | 'lapsed' | 'ended') => saveTakeover(act.tx, { ...takeover, state, endedAt: act.now.toISOString() })

/** Rule QU-22: the watch, or the first who sits down again, ends what goes on; the job tells who is concerned. */
export async function endTakeover(act: Act, takeover: Takeover, state: 'returned' | 'lapsed' | 'ended'): Promise<void> {
  if (takeover.state === 'taken') await release(act, takeover)
  await settle(act, takeover, state)
  await tellTakeoverJob.enqueue(act.tx, { institutionId: takeover.institutionId, takeoverId: takeover.id, news: state })
}

/** Rule QU-22: what still goes on because this person was not there; locked before any window is. */
export async function lockOwnTakeovers(act: Act, first: { institutionId: string; queueId: string; staffId: string | null }): Promise<Takeover[]> {
  const own: Takeover[] = []
  if (first.staffId === null) return own
  for (const takeover of await openTakeovers(act.tx, first.institutionId)) {
    if (takeover.queueId !== first.queueId || (await loadPost(act.tx, first.institutionId, takeover.postId)).firstStaffId !== first.staffId) continue
    own.push(await loadTakeoverForUpdate(act.tx, first.institutionId, takeover.id))
  }
  return own
}

/** Whoever opens a window of their line is back: nothing waits for the next look. */
export const firstIsBack = async (act: Act, takeovers: readonly Takeover[]): Promise<void> => {
  for (const takeover of takeovers) await endTakeover(act, takeover, takeover.state === 'taken' ? 'returned' : 'lapsed')
}
