import { randomBytes } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { departmentsOn, findInstitution, staffIdOf } from '../../directory/public.ts'
import { mayArrange, ruleFault } from '../rules/authority.ts'
import type { Queue, Window } from '../rules/queue.ts'
import { insertQueue, insertWindow, listQueues, listWindows, loadQueue, loadWindow, loadWindowForUpdate, saveQueue, saveWindow, windowOfAccount } from '../store/queues.ts'
import { insertScreen, loadScreen, saveScreen, type Screen } from '../store/screens.ts'
import { ticketAtWindow } from '../store/tickets.ts'
import { liveChannel, livePayload } from './press.ts'
import { firstIsBack, lockOwnTakeovers } from './takeover.ts'
import { tellLive } from '../../../server/platform/live.ts'

async function ownBody(act: Act, institutionId: string) {
  const no = mayArrange(act.actor, institutionId)
  if (no !== null) throw new RefusedError(no.refused)
  const body = await findInstitution(act.tx, institutionId)
  if (body === undefined) throw new RefusedError('not_found')
  return { institutionId: body.id, regionCode: body.regionCode }
}

type QueueGiven = Pick<Queue, 'departmentId' | 'name' | 'kind' | 'letter' | 'area' | 'clinicIds' | 'rule' | 'usualMinutes' | 'active'>

async function checked(act: Act, institutionId: string, given: QueueGiven, id: string | null): Promise<void> {
  const fault = ruleFault(given.rule)
  if (fault !== null) throw new RefusedError(fault.refused)
  if (!(await departmentsOn(act.tx, institutionId, act.today)).some((each) => each.id === given.departmentId)) throw new RefusedError('not_found')
  if ((await listQueues(act.tx, institutionId)).some((each) => each.name === given.name && each.id !== id)) throw new RefusedError('queue.name_taken')
}

/** Sets a queue up with its windows, or changes it. */
export async function createQueue(act: Act, ask: QueueGiven & { institutionId: string; windows: readonly string[] }): Promise<Queue> {
  const body = await ownBody(act, ask.institutionId)
  await checked(act, body.institutionId, ask, null)
  const queue: Queue = { ...body, id: act.newId(), departmentId: ask.departmentId, name: ask.name, kind: ask.kind, letter: ask.letter, area: ask.area, clinicIds: ask.clinicIds, rule: ask.rule, usualMinutes: ask.usualMinutes, active: ask.active, revision: 1 }
  await insertQueue(act.tx, queue)
  for (const name of new Set(ask.windows)) await insertWindow(act.tx, newWindow(act, queue, name))
  await act.record({ ...body, kind: 'queue.created', subjectId: queue.id, detail: { name: queue.name, windows: ask.windows } })
  return queue
}

const newWindow = (act: Act, queue: Queue, name: string): Window => ({ institutionId: queue.institutionId, regionCode: queue.regionCode, id: act.newId(), queueId: queue.id, name, accountId: null, staffId: null, staffName: '', openedAt: null, active: true, revision: 1 })

export async function changeQueue(act: Act, ask: QueueGiven & { institutionId: string; queueId: string; revision: number }): Promise<Queue> {
  const body = await ownBody(act, ask.institutionId)
  const before = await loadQueue(act.tx, body.institutionId, ask.queueId)
  await checked(act, body.institutionId, ask, before.id)
  const after: Queue = { ...before, departmentId: ask.departmentId, name: ask.name, kind: ask.kind, letter: ask.letter, area: ask.area, clinicIds: ask.clinicIds, rule: ask.rule, usualMinutes: ask.usualMinutes, active: ask.active }
  await saveQueue(act.tx, after, ask.revision)
  tellLive(act.tx, liveChannel, livePayload(after))
  await act.record({ ...body, kind: 'queue.changed', subjectId: after.id, detail: { name: after.name, rule: after.rule, active: after.active } })
  return { ...after, revision: ask.revision + 1 }
}

export async function addWindow(act: Act, ask: { institutionId: string; queueId: string; name: string }): Promise<Window> {
  const body = await ownBody(act, ask.institutionId)
  const queue = await loadQueue(act.tx, body.institutionId, ask.queueId)
  if ((await listWindows(act.tx, body.institutionId, [queue.id])).some((each) => each.name === ask.name)) throw new RefusedError('queue.name_taken')
  const window = newWindow(act, queue, ask.name)
  await insertWindow(act.tx, window)
  await act.record({ ...body, kind: 'queue.window_added', subjectId: window.id, detail: { queue: queue.name, window: window.name } })
  return window
}

/** Rule QU-8: who calls sits down first; one window each, one person at each. */
export async function openWindow(act: Act, ask: { institutionId: string; windowId: string }): Promise<void> {
  const staffId = await staffIdOf(act.tx, act.actor.id)
  const back = await lockOwnTakeovers(act, { institutionId: ask.institutionId, queueId: (await loadWindow(act.tx, ask.institutionId, ask.windowId)).queueId, staffId })
  const window = await loadWindowForUpdate(act.tx, ask.institutionId, ask.windowId)
  if (window.accountId === act.actor.id) return
  if (window.accountId !== null) throw new RefusedError('queue.window_of_another', window.staffName)
  const other = await windowOfAccount(act.tx, ask.institutionId, act.actor.id)
  if (other !== undefined) throw new RefusedError('queue.sits_elsewhere', other.name)
  const queue = await loadQueue(act.tx, ask.institutionId, window.queueId)
  if (!queue.active || !window.active) throw new RefusedError('queue.not_open')
  await saveWindow(act.tx, { ...window, accountId: act.actor.id, staffId, staffName: act.actor.name, openedAt: act.now.toISOString() })
  await firstIsBack(act, back)
  tellLive(act.tx, liveChannel, livePayload(queue))
  await act.record({ institutionId: window.institutionId, regionCode: window.regionCode, kind: 'queue.window_opened', subjectId: window.id, detail: { queue: queue.name, window: window.name } })
}

/** Whoever sits there closes it, or somebody who arranges the queues, where it was forgotten. */
export async function closeWindow(act: Act, ask: { institutionId: string; windowId: string }): Promise<void> {
  const window = await loadWindowForUpdate(act.tx, ask.institutionId, ask.windowId)
  if (window.accountId === null) return
  if (window.accountId !== act.actor.id && mayArrange(act.actor, ask.institutionId) !== null) throw new RefusedError('queue.window_of_another', window.staffName)
  if ((await ticketAtWindow(act.tx, ask.institutionId, window.id, act.today)) !== undefined) throw new RefusedError('queue.window_has_somebody')
  await saveWindow(act.tx, { ...window, accountId: null, staffId: null, staffName: '', openedAt: null })
  tellLive(act.tx, liveChannel, livePayload({ institutionId: window.institutionId, id: window.queueId }))
  await act.record({ institutionId: window.institutionId, regionCode: window.regionCode, kind: 'queue.window_closed', subjectId: window.id, detail: { window: window.name, of: window.staffName } })
}

export async function setWindow(act: Act, ask: { institutionId: string; windowId: string; active: boolean }): Promise<void> {
  await ownBody(act, ask.institutionId)
  const window = await loadWindow(act.tx, ask.institutionId, ask.windowId)
  if (window.accountId !== null && !ask.active) throw new RefusedError('queue.window_has_somebody')
  await saveWindow(act.tx, { ...window, active: ask.active })
  await act.record({ institutionId: window.institutionId, regionCode: window.regionCode, kind: 'queue.window_changed', subjectId: window.id, detail: { window: window.name, active: ask.active } })
}

type ScreenGiven = Pick<Screen, 'area' | 'queueIds' | 'speaks' | 'kioskMost' | 'kioskMinutes'>

async function knowQueues(act: Act, institutionId: string, queueIds: readonly string[]): Promise<void> {
  if ((await listQueues(act.tx, institutionId, { ids: queueIds })).length !== new Set(queueIds).size) throw new RefusedError('not_found')
}

export async function createScreen(act: Act, ask: ScreenGiven & { institutionId: string }): Promise<Screen> {
  const body = await ownBody(act, ask.institutionId)
  await knowQueues(act, body.institutionId, ask.queueIds)
  const screen: Screen = { ...body, id: act.newId(), area: ask.area, queueIds: ask.queueIds, speaks: ask.speaks, kioskMost: ask.kioskMost, kioskMinutes: ask.kioskMinutes, token: randomBytes(12).toString('base64url'), active: true, revision: 1 }
  await insertScreen(act.tx, screen)
  await act.record({ ...body, kind: 'queue.screen_added', subjectId: screen.id, detail: { area: screen.area, queues: screen.queueIds.length } })
  return screen
}

export async function changeScreen(act: Act, ask: ScreenGiven & { institutionId: string; screenId: string; active: boolean; revision: number }): Promise<Screen> {
  const body = await ownBody(act, ask.institutionId)
  const before = await loadScreen(act.tx, body.institutionId, ask.screenId)
  await knowQueues(act, body.institutionId, ask.queueIds)
  const after = { ...before, area: ask.area, queueIds: ask.queueIds, speaks: ask.speaks, kioskMost: ask.kioskMost, kioskMinutes: ask.kioskMinutes, active: ask.active }
  await saveScreen(act.tx, after, ask.revision)
  await act.record({ ...body, kind: 'queue.screen_changed', subjectId: after.id, detail: { area: after.area, active: after.active } })
  return { ...after, revision: ask.revision + 1 }
}
