import { systemActor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { addMs, startOfDay } from '../../../kernel/instant.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { kinds } from '../kinds.ts'
import type { Body } from '../rules/matter.ts'
import { drawForRecheck } from '../rules/recheck.ts'
import { bodiesToDraw, insertDraw, lockToDraw, saveCallBacks } from '../store/upkeep.ts'

const system = systemActor('matter.call-back')
/** What was answered longer ago is not asked about any more: a draw that was missed is made up for so many days. */
const backMs = 14 * 86_400_000

/** Rule MT-45: of what was answered on the days before a share is drawn at each body, by a seed that is kept, to be called back by somebody who did not handle it. */
export async function drawCallBacks(platform: Platform): Promise<{ looked: number; drawn: number }> {
  let looked = 0
  let drawn = 0
  for (const kind of kinds().values()) {
    const { callBack } = kind
    if (callBack === undefined) continue
    const bodies = await look(platform, system, ({ read, now, today }) => bodiesToDraw(read, { kind: kind.key, ...daysBefore(now, today) }))
    for (const body of bodies) {
      const done = await actAs(platform, system, (act) => drawAt(act, { kind: kind.key, share: callBack.share }, body))
      looked += done.looked
      drawn += done.drawn
    }
  }
  return { looked, drawn }
}

const daysBefore = (now: Date, today: IsoDate) => ({ from: addMs(now.toISOString(), -backMs), before: startOfDay(today) })

/** One draw for all that waits at a body, however much it is. */
async function drawAt(act: Act, { kind, share }: { readonly kind: string; readonly share: number }, body: Body): Promise<{ looked: number; drawn: number }> {
  const candidates = await lockToDraw(act.tx, body.institutionId, { kind, ...daysBefore(act.now, act.today) })
  if (candidates.length === 0) return { looked: 0, drawn: 0 }
  const id = act.newId()
  const seed = `call-back ${kind} ${act.today} ${id}`
  const drawn = drawForRecheck(candidates, share, seed)
  insertDraw(act.tx, body, { id, kind, at: act.now.toISOString(), seed, share, candidates, drawn })
  await saveCallBacks(act.tx, body.institutionId, candidates, drawn)
  await act.record({ ...body, kind: 'matter.call_backs_drawn', subjectId: id, detail: { kind, seed, share, candidates: candidates.length, drawn } })
  return { looked: candidates.length, drawn: drawn.length }
}
