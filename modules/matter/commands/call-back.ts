import { systemActor } from '../../../kernel/actor.ts'
import { addMs, startOfDay } from '../../../kernel/instant.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { kinds } from '../kinds.ts'
import type { Kind } from '../rules/kind.ts'
import type { Body, MatterKey } from '../rules/matter.ts'
import { drawForRecheck } from '../rules/recheck.ts'
import { insertDraw, listToDraw, saveCallBacks } from '../store/upkeep.ts'

const system = systemActor('matter.call-back')
/** What was answered longer ago is not asked about any more: a draw that was missed is made up for so many days. */
const backMs = 14 * 86_400_000

/** Rule MT-45: of what was answered on the days before a share is drawn at each body, by a seed that is kept, to be called back by somebody who did not handle it. */
export async function drawCallBacks(platform: Platform): Promise<{ looked: number; drawn: number }> {
  let looked = 0
  let drawn = 0
  for (const kind of kinds().values()) {
    if (kind.callBack === undefined) continue
    const found = await look(platform, system, ({ read, now, today }) => listToDraw(read, { kind: kind.key, from: addMs(now.toISOString(), -backMs), before: startOfDay(today), limit: 5000 }))
    for (const own of Map.groupBy(found, (each) => each.institutionId).values()) drawn += await actAs(platform, system, (act) => drawAt(act, kind, own))
    looked += found.length
  }
  return { looked, drawn }
}

async function drawAt(act: Act, kind: Kind, own: readonly (MatterKey & Body)[]): Promise<number> {
  const [first] = own
  if (first === undefined || kind.callBack === undefined) return 0
  const body = { institutionId: first.institutionId, regionCode: first.regionCode }
  const id = act.newId()
  const seed = `call-back ${kind.key} ${act.today} ${id}`
  const candidates = own.map((each) => each.matterId)
  const drawn = drawForRecheck(candidates, kind.callBack.share, seed)
  insertDraw(act.tx, body, { id, kind: kind.key, at: act.now.toISOString(), seed, share: kind.callBack.share, candidates, drawn })
  await saveCallBacks(act.tx, body.institutionId, candidates, drawn)
  await act.record({ ...body, kind: 'matter.call_backs_drawn', subjectId: id, detail: { kind: kind.key, seed, share: kind.callBack.share, candidates: candidates.length, drawn } })
  return drawn.length
}
