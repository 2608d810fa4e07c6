import { systemActor } from '../../../kernel/actor.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { currentCalendar } from '../../../server/platform/calendar-store.ts'
import { kinds } from '../kinds.ts'
import { redateMatter } from '../rules/clock.ts'
import { laddered } from '../rules/ladder.ts'
import type { MatterKey } from '../rules/matter.ts'
import { loadForUpdate, saveMatter } from '../store/matters.ts'
import { insertEvent } from '../store/timeline.ts'
import { listClocked, type Running } from '../store/upkeep.ts'
import { follow } from './follow.ts'

const system = systemActor('matter.redate')
const atOnce = 500

/** Rule MT-10: after a change of the calendar every running clock is counted again, those that wait for a sign-off or a second look as well; what moved says so in its timeline and tells its officer. */
export async function redateAll(platform: Platform): Promise<{ looked: number; redated: number }> {
  let looked = 0
  let redated = 0
  for (let phase: Running = 'open', after: { at: string; id: string } | undefined; ; ) {
    const page = await look(platform, system, async ({ read }) => {
      const [rows, calendar] = await Promise.all([listClocked(read, phase, after, atOnce), currentCalendar(read)])
      return { rows, moved: rows.flatMap(({ matter }) => (redateMatter(matter, calendar) === null ? [] : [{ institutionId: matter.institutionId, matterId: matter.id }])) }
    })
    for (const key of page.moved) redated += await actAs(platform, system, (act) => redate(act, key))
    looked += page.rows.length
    const last = page.rows.at(-1)
    if (page.rows.length === atOnce && last !== undefined) after = { at: last.workAt, id: last.matter.id }
    else if (phase === 'settled') return { looked, redated }
    else [phase, after] = ['settled', undefined]
  }
}

async function redate(act: Act, key: MatterKey): Promise<number> {
  const before = await loadForUpdate(act.tx, key)
  const kind = kinds().get(before.kind)
  const found = before.phase !== 'closed' ? redateMatter(before, act.calendar) : null
  if (found === null || kind === undefined) return 0
  const now = act.now.toISOString()
  const after = laddered(kind, { ...found.after, revision: before.revision + 1, changedAt: now }, before, now, act.calendar)
  await saveMatter(act.tx, after, before)
  insertEvent(act.tx, after, { seq: after.revision, at: now, move: 'redated', fromState: before.state, toState: before.state, byKind: 'system', byId: act.actor.id, byName: act.actor.name, departmentId: null, words: found.log.zh, publicWords: '', params: { dueFrom: before.dueAt, dueTo: after.dueAt, log: found.log }, fileIds: [] })
  await follow(act, kind, { before, after, tells: found.moved ? ['officer', 'handler'] : [] })
  await act.record({ institutionId: after.institutionId, regionCode: after.regionCode, kind: 'matter.redated', subjectId: after.id, detail: { number: after.number, from: before.dueAt, to: after.dueAt } })
  return 1
}
