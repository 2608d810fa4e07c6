import { systemActor } from '../../../kernel/actor.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import { notify } from '../../../server/platform/notify.ts'
import { kinds } from '../kinds.ts'
import { setClock } from '../rules/clock.ts'
import { matterLink } from '../rules/fact.ts'
import type { Kind } from '../rules/kind.ts'
import { laddered } from '../rules/ladder.ts'
import type { Body, MatterKey } from '../rules/matter.ts'
import { drawForRecheck, ripeBefore } from '../rules/recheck.ts'
import { loadForUpdate, saveMatter } from '../store/matters.ts'
import { insertEvent } from '../store/timeline.ts'
import { insertDraw, listRipe } from '../store/upkeep.ts'
import { moveMatter } from './move.ts'
import { addressesOf, notesFor, paramsOf } from './tell.ts'

const system = systemActor('matter.recheck')

/** Rule MT-20: of what was signed off some weeks ago a share is drawn at each body, by a seed that is kept; the rest is filed away. */
export async function drawRechecks(platform: Platform): Promise<{ drawn: number; filed: number }> {
  let drawn = 0
  let filed = 0
  for (const kind of kinds().values()) {
    const { recheck } = kind
    if (recheck === undefined) continue
    const ripe = await look(platform, system, ({ read, now }) => listRipe(read, { kind: kind.key, state: recheck.state, before: ripeBefore(now.toISOString(), recheck.weeks), limit: 5000 }))
    for (const own of Map.groupBy(ripe, (each) => each.institutionId).values()) {
      const done = await actAs(platform, system, (act) => drawAt(act, kind, own))
      drawn += done.drawn
      filed += done.filed
    }
  }
  return { drawn, filed }
}

async function drawAt(act: Act, kind: Kind, ripe: readonly (MatterKey & Body)[]): Promise<{ drawn: number; filed: number }> {
  const [first] = ripe
  const { recheck } = kind
  if (first === undefined || recheck === undefined) return { drawn: 0, filed: 0 }
  const body = { institutionId: first.institutionId, regionCode: first.regionCode }
  const id = act.newId()
  const seed = `${kind.key} ${act.today} ${id}`
  const candidates = ripe.map((each) => each.matterId)
  const drawn = drawForRecheck(candidates, recheck.share, seed)
  insertDraw(act.tx, body, { id, kind: kind.key, at: act.now.toISOString(), seed, share: recheck.share, candidates, drawn })
  let filed = 0
  for (const matterId of candidates) {
    const key = { institutionId: body.institutionId, matterId }
    if (drawn.includes(matterId)) await markDrawn(act, kind, key, id)
    else {
      await moveMatter(act, { key, move: recheck.move, revision: null, ask: {}, files: [], author: false })
      filed += 1
    }
  }
  await act.record({ ...body, kind: 'matter.rechecks_drawn', subjectId: id, detail: { kind: kind.key, seed, share: recheck.share, candidates: candidates.length, drawn } })
  return { drawn: drawn.length, filed }
}

async function markDrawn(act: Act, kind: Kind, key: MatterKey, drawId: string): Promise<void> {
  const before = await loadForUpdate(act.tx, key)
  const now = act.now.toISOString()
  // Rule MT-43: the second look has a date, reminders and a place on the chase list.
  const after = laddered(kind, setClock(kind, { ...before, recheckAt: now, revision: before.revision + 1, changedAt: now }, { now, calendar: act.calendar, rules: loadDeadlineRules() }, false), before, now, act.calendar)
  await saveMatter(act.tx, after, before)
  insertEvent(act.tx, after, { seq: after.revision, at: after.changedAt, move: 'drawn', fromState: before.state, toState: before.state, byKind: 'system', byId: act.actor.id, byName: act.actor.name, departmentId: null, words: '', publicWords: '', params: { drawId, dueFrom: before.dueAt, dueTo: after.dueAt }, fileIds: [] })
  const addresses = (await Promise.all((['officer', 'commission'] as const).map((receiver) => addressesOf(act, kind, after, receiver)))).flat()
  await notify(act, ...notesFor(addresses, { topic: 'matter.drawn', params: paramsOf(kind, after), link: matterLink(after), key: `matter.drawn:${after.id}:${drawId}` }))
}
