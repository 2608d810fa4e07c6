import type { Instant } from '../../../kernel/instant.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { sessionsOfStaff } from '../../booking/public.ts'
import type { QueueNow } from '../gather.ts'
import { postOf } from '../rules/fact.ts'
import { dueAt, gapOf, nextStep, seenAt, type NextStep, type Post, type PostDay, type PostLook, type Seat, type Takeover } from '../rules/posts.ts'
import type { Body } from '../rules/queue.ts'
import { insertTakeover, lastSteps, listPosts, openTakeoversForUpdate, postDaysForUpdate, savePostDay, saveTakeover } from '../store/posts.ts'
import { endTakeover } from './takeover.ts'
import { tellTakeover, type TakeoverNews } from './takeover-told.ts'

type Found = { readonly look: PostLook; readonly seen: Instant | null }

/** Rules QU-19 to QU-22: every post of a body, looked at with its line. */
export async function lookAtPosts(act: Act, body: Body, stands: readonly QueueNow[]): Promise<void> {
  const [posts, open] = [await listPosts(act.tx, body.institutionId, { activeOnly: true }), await openTakeoversForUpdate(act.tx, body.institutionId)]
  const now = act.now.toISOString()
  // A post that was given up, or a day that is over, leaves no takeover behind.
  for (const each of open) if (each.onDate !== act.today || !posts.some((post) => post.id === each.postId)) await endTakeover(act, each, 'ended')
  if (posts.length === 0) return
  const queueIds = [...new Set(posts.map((post) => post.queueId))]
  const [days, steps, sessions] = [await postDaysForUpdate(act.tx, body.institutionId, act.today), await lastSteps(act.tx, body.institutionId, queueIds, act.today), await sessionsOfStaff(act.tx, { institutionId: body.institutionId, staffIds: [...new Set(posts.map((post) => post.firstStaffId))], onDate: act.today })]
  for (const post of posts) {
    const line = stands.find(({ queue }) => queue.id === post.queueId)
    if (line === undefined) continue
    const known = days.find((day) => day.postId === post.id)
    const before: PostDay = known ?? { ...body, id: act.newId(), postId: post.id, departmentId: line.queue.departmentId, onDate: act.today, looks: 0, kept: 0, gaps: 0, taken: 0, lastSeenAt: null }
    const takeover = open.find((each) => each.postId === post.id && each.onDate === act.today) ?? null
    const found = lookAt(post, line, { takeover, known: before.lastSeenAt, steps, due: dueAt(sessions.planned.has(post.firstStaffId) ? sessions.slots.filter((slot) => slot.staffId === post.firstStaffId) : null, line.queue.rule.hours, now, act.calendar), now })
    const step = nextStep(takeover, found.look)
    const isTaken = takeover?.state === 'taken' && step === null
    const after: PostDay = {
      ...before, lastSeenAt: found.seen, looks: before.looks + (found.look.isDue ? 1 : 0), kept: before.kept + (found.look.isDue && (found.look.gap === null || isTaken) ? 1 : 0), gaps: before.gaps + (step === 'call' ? 1 : 0),
    }
    if (step === 'call') await call(act, post, { departmentId: line.queue.departmentId, reason: found.look.gap ?? 'absent', waiting: line.line.length, now })
    else if (takeover !== null && step !== null) await goOn(act, takeover, step, now)
    if (after.looks === before.looks && after.lastSeenAt === before.lastSeenAt && after.gaps === before.gaps) continue
    await savePostDay(act.tx, after, now)
    if (after.looks !== before.looks) await tellFacts(act, [{ before: known === undefined ? null : postOf(before), after: postOf(after) }])
  }
}

function lookAt(post: Post, { windows, present, line }: QueueNow, given: { takeover: Takeover | null; known: Instant | null; steps: ReadonlyMap<string, string>; due: ReturnType<typeof dueAt>; now: Instant }): Found {
  const own = windows.find((window) => window.accountId !== null && window.staffId === post.firstStaffId)
  const seat: Seat | null = own === undefined || own.openedAt === null ? null : { openedAt: own.openedAt, hasSomebody: present.some((ticket) => ticket.windowId === own.id), lastStepAt: given.steps.get(own.id) ?? null }
  const seen = seenAt(seat, line.length, given.known, given.now)
  const gap = gapOf(given.due, seen, post.limitMinutes, given.now)
  const taker = windows.find((window) => window.id === given.takeover?.windowId)
  return {
    seen,
    // Who sits there again after a gap is there; a window that stays open while people wait is not.
    look: { gap, isDue: given.due !== null, isFirstThere: seat !== null && gap === null, isTakerThere: taker !== undefined && taker.accountId !== null && taker.staffId === (given.takeover?.answeredStaffId ?? ''), now: given.now },
  }
}

/** Rule QU-21: the second and the head of the department hear of a gap at once. */
async function call(act: Act, post: Post, given: { departmentId: string; reason: Takeover['reason']; waiting: number; now: Instant }): Promise<void> {
  const takeover: Takeover = {
    institutionId: post.institutionId, regionCode: post.regionCode, id: act.newId(), postId: post.id, queueId: post.queueId, departmentId: given.departmentId, onDate: act.today, reason: given.reason, state: 'called', foundAt: given.now, waiting: given.waiting,
    againAt: null, answeredAt: null, answeredStaffId: null, answeredName: null, remark: null, windowId: null, fromWindowId: null, endedAt: null,
  }
  await insertTakeover(act.tx, takeover)
  await tellTakeover(act, takeover, 'called')
  await act.record({ institutionId: post.institutionId, regionCode: post.regionCode, kind: 'queue.second_called', subjectId: takeover.id, detail: { first: post.firstName, second: post.secondName, reason: given.reason, waiting: given.waiting } })
}

const newsOf = { lapse: 'lapsed', return: 'returned', end: 'ended' } as const satisfies Partial<Record<NextStep, TakeoverNews>>

async function goOn(act: Act, takeover: Takeover, step: NextStep, now: Instant): Promise<void> {
  if (step === 'again') {
    const after = { ...takeover, againAt: now }
    await saveTakeover(act.tx, after)
    await tellTakeover(act, after, 'again')
    return
  }
  if (step !== 'call') await endTakeover(act, takeover, newsOf[step])
}
