import type { z } from 'zod'
import { RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { departmentsOn } from '../directory/public.ts'
import { measureContract as contract, type MeasureView } from './contract.ts'
import { liveMeasures, measureAsked } from './live.ts'
import { bandOf, tenthOf } from './rules/peers.ts'
import { factsSeenBy } from './rules/sight.ts'
import { funnelOf, outsideOf, type Judged, type StandingRow } from './rules/standing.ts'
import type { Figure } from './rules/value.ts'
import { judgedBy, standings, type Standings } from './standings.ts'
import type { KeptSpread } from './store/spread.ts'
import { bodyOf, scopeOf } from './views.ts'

const viewGroup = ({ model, centre, rows }: Standings, how: Judged, shown: (row: StandingRow) => boolean = () => true) => ({ model, centre, limits: funnelOf(rows, centre, how), rows: rows.filter(shown) })

/** How those who may be compared stand: the institutions of a region, the departments of one. */
export function standingRoutes(app: App): void {
  app.query(contract.listStandings, async ({ params, query, ...look }) => {
    const { measure, period } = measureAsked(await liveMeasures(look.read), params.key, query.on ?? look.today)
    const { bodies } = await scopeOf(look, undefined)
    const wanted = bodies.filter((body) => body.kind !== 'commission' && (query.kind === undefined || body.kind === query.kind) && (query.level === undefined || body.level === query.level))
    const groups = []
    for (const peers of Map.groupBy(wanted, (body) => `${body.kind} ${body.level}`).values()) {
      const [first] = peers
      const found = await standings(look.read, { measureKey: params.key, period, peers: { institutions: peers } })
      if (first !== undefined && found !== null) groups.push({ ...viewGroup(found, judgedBy(measure)), kind: first.kind, level: first.level })
    }
    return { ...period, groups }
  })

  app.query(contract.listDepartments, async ({ params, query, ...look }) => {
    const body = await bodyOf(look.read, look.actor, query.institutionId)
    const { measure, period } = measureAsked(await liveMeasures(look.read), params.key, query.on ?? look.today)
    // Rule ME-15: who works in departments sees where these lie, within limits that all of them make.
    const seen = factsSeenBy(look.actor, { institutionId: body.id, regionCode: body.regionCode })
    if (seen === 'none') throw new RefusedError('not_found')
    const { shape } = measure.definition
    if (shape !== 'ratio' && shape !== 'sum') return { ...period, group: null }
    const found = await standings(look.read, { measureKey: params.key, period, peers: { departmentsOf: body, departments: await departmentsOn(look.read, body.id, period.to) } })
    return { ...period, group: found === null ? null : viewGroup(found, judgedBy(measure), (row) => row.facts > 0 && (seen === 'all' || seen.departmentIds.includes(row.id))) }
  })
}

/** How peers lie around an institution that may not see them: quarter, tenth, and the limits of chance at its own size. */
export function viewSpread(figure: Figure, spread: KeptSpread & { at: string }, how: Judged): NonNullable<z.infer<typeof MeasureView>['spread']> {
  const { deciles, ...lies } = spread
  return {
    ...lies,
    band: bandOf(figure.value, spread, how.direction),
    tenth: tenthOf(figure.value, deciles, how.direction),
    limits: funnelOf([figure], spread.centre, how),
    outside: outsideOf(figure, spread.centre, how),
  }
}
