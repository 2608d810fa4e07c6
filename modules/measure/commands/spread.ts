import { systemActor } from '../../../kernel/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { listInstitutions, type Institution } from '../../directory/public.ts'
import { liveMeasures } from '../live.ts'
import { spreadOf } from '../rules/peers.ts'
import { centreOf, type Judged } from '../rules/standing.ts'
import type { Figure } from '../rules/value.ts'
import { judgedBy } from '../standings.ts'
import { saveSpreads, type SpreadRow } from '../store/spread.ts'
import { answer, asksFor, figuresOf } from '../views.ts'

const system = systemActor('measure')

/**
 * Rule ME-14: puts down how the institutions of each county lie by kind and level, without names, for the running period
 * and the one before; an institution reads this and never the others' values.
 */
export async function spreadPeers(platform: Platform): Promise<{ regions: number; rows: number }> {
  const counties = await look(platform, system, async ({ read }) => Map.groupBy(await listInstitutions(read, { regionPrefix: '' }), (each) => each.regionCode))
  let rows = 0
  for (const [regionCode, bodies] of counties) {
    const { asked, found } = await look(platform, system, async ({ read, today, now }) => {
      const live = await liveMeasures(read)
      const running = asksFor(live, today)
      const before = running.flatMap(({ measure, period }) => asksFor(new Map([[measure.key, live.get(measure.key) ?? []]]), addDays(period.from, -1)))
      const answered = await answer(read, { institution: null, bodies }, [...running, ...before])
      return {
        asked: answered.map(({ measure, period }) => ({ key: measure.key, version: measure.version, from: period.from })),
        found: answered.flatMap((each) => rowsOf(regionCode, figuresOf(each), judgedBy(each.measure), { key: each.measure.key, version: each.measure.version, from: each.period.from, at: now.toISOString() })),
      }
    })
    await act(platform, system, (given) => saveSpreads(given.tx, regionCode, asked, found))
    rows += found.length
  }
  return { regions: counties.size, rows }
}

function rowsOf(regionCode: string, figures: readonly { body: Institution; figure: Figure }[], how: Judged, of: { key: string; version: number; from: string; at: string }): SpreadRow[] {
  return [...Map.groupBy(figures, ({ body }) => `${body.kind} ${body.level}`).values()].flatMap((group) => {
    const spread = spreadOf(group.flatMap(({ figure }) => figure.value ?? []))
    const [first] = group
    return spread === null || first === undefined ? [] : [{ ...of, ...spread, centre: centreOf(group.map(({ figure }) => figure), how), regionCode, kind: first.body.kind, level: first.body.level }]
  })
}
