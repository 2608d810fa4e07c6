import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { FactChange } from '../../../kernel/fact.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { episodeGapDays, withDay } from '../rules/episodes.ts'
import { episodeOf, type Episode } from '../rules/fact.ts'
import type { Body } from '../rules/queue.ts'
import { insertEpisodes, knownVisitors, newestEpisodes, saveEpisode } from '../store/episodes.ts'

const atOnce = 1000

/** Rule QU-27: after a day, who came on it and is known by a booking: their trip is counted to their episode, once however often this runs. */
export async function countTrips(act: Act, body: Body, day: IsoDate): Promise<void> {
  const came = await knownVisitors(act.tx, body.institutionId, day)
  for (let at = 0; at < came.length; at += atOnce) {
    const some = came.slice(at, at + atOnce)
    const known = await newestEpisodes(act.tx, body.institutionId, some.map((each) => each.visitKey), addDays(day, -episodeGapDays))
    const begun: Episode[] = []
    const changes: FactChange[] = []
    for (const { visitKey, departmentId } of some) {
      const before = known.get(visitKey)
      const next = withDay(before, day, () => ({ ...body, id: act.newId(), visitKey, departmentId, firstOn: day, lastOn: day, trips: 1 }))
      if (next === null) continue
      if (next.isNew) begun.push(next.episode)
      else await saveEpisode(act.tx, next.episode)
      changes.push({ before: next.isNew || before === undefined ? null : episodeOf(before), after: episodeOf(next.episode) })
    }
    if (begun.length > 0) await insertEpisodes(act.tx, begun)
    await tellFacts(act, changes)
  }
}
