import { systemActor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { addMs } from '../../../kernel/instant.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { notify } from '../../../server/platform/notify.ts'
import { kinds } from '../kinds.ts'
import { changesOf, matterLink } from '../rules/fact.ts'
import { nextStep, reachedStep } from '../rules/ladder.ts'
import type { MatterKey } from '../rules/matter.ts'
import { loadForUpdate } from '../store/matters.ts'
import { listStanding, listStepsDue, saveLadder } from '../store/upkeep.ts'
import { moveMatter } from './move.ts'
import { addressesOf, notesFor, paramsOf } from './tell.ts'

const system = systemActor('matter.remind')
const atOnce = 200
const dayMs = 86_400_000

/** Rule MT-11: takes every rung that is due, each in a transaction of its own: told and taken together, so never twice. */
export async function remind(platform: Platform, most = 5000): Promise<{ steps: number; closed: number }> {
  let steps = 0
  const failed = new Set<string>()
  while (steps < most) {
    const due = (await look(platform, system, ({ read, now }) => listStepsDue(read, now.toISOString(), atOnce + failed.size))).filter((key) => !failed.has(key.matterId))
    for (const key of due) {
      try {
        steps += await actAs(platform, system, (act) => takeStep(act, key))
      } catch (error) {
        // One matter that cannot be told of must not keep the others from being told.
        failed.add(key.matterId)
        platform.log.error({ err: error, matterId: key.matterId }, 'reminder failed')
      }
    }
    if (due.length === 0) break
  }
  return { steps, closed: await closeSilent(platform) }
}

async function takeStep(act: Act, key: MatterKey): Promise<number> {
  const matter = await loadForUpdate(act.tx, key)
  const now = act.now.toISOString()
  const kind = kinds().get(matter.kind)
  const reached = kind === undefined || matter.phase === 'closed' ? null : reachedStep(kind.ladder, matter, now, act.calendar)
  const rung = reached === null ? undefined : kind?.ladder[reached - 1]
  if (kind === undefined || reached === null || rung === undefined) {
    saveLadder(act.tx, { ...matter, nextStepAt: kind === undefined || matter.phase === 'closed' ? null : (nextStep(kind.ladder, matter.dueAt, matter.ladderStep, now, act.calendar)?.at ?? null) })
    return 0
  }
  // Rule MT-43: what is settled waits for the one above, who is reminded where the house would be.
  const tells = matter.phase === 'settled' && (rung.tells === 'handler' || rung.tells === 'holder') ? 'commission' : rung.tells
  const addresses = await addressesOf(act, kind, matter, tells)
  await notify(act, ...notesFor(addresses, { topic: rung.after < 0 ? 'matter.due_soon' : `matter.late_${tells}`, params: { ...paramsOf(kind, matter), due: matter.dueAt === null ? '' : sayDay(matter.dueAt) }, link: matterLink(matter), key: `matter.step:${matter.id}:${reached}:${matter.dueAt ?? ''}` }))
  const next = nextStep(kind.ladder, matter.dueAt, reached, now, act.calendar)
  const after = { ...matter, ladderStep: reached, nextStepAt: next?.at ?? null }
  saveLadder(act.tx, after)
  // Time alone made it late: figures and duties hear of it.
  await tellFacts(act, changesOf(kind, matter, after))
  await act.record({ institutionId: matter.institutionId, regionCode: matter.regionCode, kind: 'matter.reminded', subjectId: matter.id, detail: { number: matter.number, step: reached, tells, told: addresses.length } })
  return 1
}

const sayDay = (dueAt: string): string => addMs(dueAt, 8 * 3_600_000 - 1).slice(0, 16).replace('T', ' ')

/** Rule MT-31: an answer that its author leaves alone for the days of the kind is taken for good. */
async function closeSilent(platform: Platform): Promise<number> {
  let closed = 0
  for (const kind of kinds().values()) {
    const { closing } = kind
    if (closing === undefined) continue
    const keys = await look(platform, system, ({ read, now }) => listStanding(read, { kind: kind.key, state: closing.state, before: addMs(now.toISOString(), -closing.days * dayMs), limit: 1000 }))
    for (const key of keys) {
      try {
        await actAs(platform, system, (act) => moveMatter(act, { key, move: closing.move, revision: null, ask: {}, files: [], author: false }))
        closed += 1
      } catch (error) {
        // Refused, its author was faster: it is no longer where it stood. One that cannot be closed must not keep the others open.
        if (!(error instanceof RefusedError)) platform.log.error({ err: error, matterId: key.matterId }, 'closing failed')
      }
    }
  }
  return closed
}
