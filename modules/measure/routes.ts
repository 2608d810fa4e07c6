import type { z } from 'zod'
import { hasRole, institutionRoles } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { factKinds } from '../../server/platform/facts.ts'
import { behindRoutes } from './behind.ts'
import { measureContract as contract, type MeasureView } from './contract.ts'
import { countedMeasure, countedShape, liveMeasures, measureAsked, type Live } from './live.ts'
import { finerOf } from './rules/finer.ts'
import { trendLength } from './rules/periods.ts'
import { inWords } from './rules/words.ts'
import { runsOf, type Runs } from './rules/runs.ts'
import { institutionSheet, measureSheet, trendSheet } from './sheets.ts'
import { judgedBy } from './standings.ts'
import { standingRoutes, viewSpread } from './standing-routes.ts'
import { findSpread } from './store/spread.ts'
import { answer, asksFor, scopeOf, trendAsks, viewInstitutions, viewPoint, viewRow, type Asker } from './views.ts'

/** So many values a list shows as a line. */
const sparkLength = 8

export function measureRoutes(app: App): void {
  app.query(contract.listMeasures, async ({ query, ...look }) => ({ asOf: look.now.toISOString(), rows: (await listRows(look, query)).rows }))
  app.query(contract.exportMeasures, async ({ query, ...look }) => {
    const { rows, scope } = await listRows(look, query)
    return measureSheet(rows, scope.institution?.name ?? '全部机构', query.on ?? look.today)
  })
  app.query(contract.listTrends, async ({ query, ...look }) => {
    const scope = await scopeOf(look, query.institutionId)
    const live = await liveMeasures(look.read)
    // A region's coverages would ask the roster of every institution eight times over; their trend stands on the measure's own page.
    const keys = [...live.keys()].filter((key) => scope.institution !== null || shapeOf(live, key) !== 'coverage')
    const asks = keys.flatMap((key) => trendAsks(live, key, query.on ?? look.today, sparkLength, scope))
    const found = Map.groupBy(await answer(look.read, scope, asks), (each) => each.measure.key)
    return { rows: keys.map((key) => ({ key, points: (found.get(key) ?? []).map((each) => viewPoint(each, scope, look)) })) }
  })
  app.query(contract.loadMeasure, async ({ params, query, ...look }) => viewMeasure(look, params.key, query))
  app.query(contract.listMeasureInstitutions, async ({ params, query, ...look }) => ({ asOf: look.now.toISOString(), rows: await institutionRows(look, params.key, query) }))
  app.query(contract.exportMeasureInstitutions, async ({ params, query, ...look }) => {
    const { measure } = measureAsked(await liveMeasures(look.read), params.key, query.on ?? look.today)
    return institutionSheet(measure.definition, await institutionRows(look, params.key, query), query.on ?? look.today)
  })
  app.query(contract.exportMeasure, async ({ params, query, ...look }) => {
    const measure = await viewMeasure(look, params.key, query)
    return trendSheet(measure, measure.institution?.name ?? '全部机构', query.on ?? look.today)
  })
  behindRoutes(app)
  standingRoutes(app)
}

const shapeOf = (live: Live, key: string) => {
  const newest = live.get(key)?.at(-1)
  return newest === undefined ? undefined : countedShape(live, newest.definition)
}

type Query = { on?: string | undefined; institutionId?: string | undefined }

async function listRows(look: Asker, query: Query) {
  const scope = await scopeOf(look, query.institutionId)
  const answered = await answer(look.read, scope, asksFor(await liveMeasures(look.read), query.on ?? look.today))
  return { scope, rows: answered.map((each) => viewRow(each, scope, look)) }
}

const viewRuns = (runs: Runs | null) => (runs === null ? null : { ...runs, points: [...runs.points] })

async function viewMeasure(look: Asker, key: string, query: Query): Promise<z.infer<typeof MeasureView>> {
  const on = query.on ?? look.today
  const live = await liveMeasures(look.read)
  const ask = measureAsked(live, key, on)
  const scope = await scopeOf(look, query.institutionId)
  const [one] = await answer(look.read, scope, [ask])
  if (one === undefined) throw new RefusedError('measure.unknown', key)
  const trend = await answer(look.read, scope, trendAsks(live, key, on, trendLength(ask.measure.definition.period), scope))
  const { definition, version } = ask.measure
  const { institution } = scope
  const how = judgedBy(ask.measure)
  const points = trend.map((each) => viewPoint(each, scope, look))
  // Only who may not see the others by name is shown how they lie.
  const spread = institution === null || !hasRole(look.actor, ...institutionRoles) ? undefined : await findSpread(look.read, { regionCode: institution.regionCode, kind: institution.kind, level: institution.level, key, version, from: ask.period.from })
  return {
    ...viewRow(one, scope, look),
    why: definition.why,
    ...inWords(definition, factKinds(), definition.shape === 'change' ? live.get(definition.of)?.at(-1)?.definition.name : undefined),
    source: definition.source,
    clauses: definition.clauses,
    versions: (live.get(key) ?? []).map((each) => ({ version: each.version, validFrom: each.validFrom, since: each.since, countedAt: each.readyAt })),
    trend: points,
    runs: definition.shape === 'change' ? null : viewRuns(runsOf(points, how)),
    chance: how.chance, pooledUpTo: definition.pooled, isPublic: definition.public, against: definition.shape === 'change' ? definition.against : null,
    hasDepartments: definition.shape === 'ratio' || definition.shape === 'sum',
    spread: spread === undefined ? null : viewSpread(one.figure, spread, how),
    institution: institution === null ? null : { id: institution.id, name: institution.name },
    finer: institution === null ? [] : finerOf(countedMeasure(live, ask.measure, ask.period.to).counting, factKinds(), look.actor, institution.id, ask.period),
    hasUnits: definition.shape === 'coverage' || definition.shape === 'accumulation',
    unitOf: definition.shape === 'coverage' ? definition.unitOf : definition.shape === 'accumulation' ? ('staff' as const) : null,
  }
}

async function institutionRows(look: Asker, key: string, query: { on?: string | undefined; kind?: string | undefined; level?: string | undefined }) {
  const ask = measureAsked(await liveMeasures(look.read), key, query.on ?? look.today)
  const scope = await scopeOf(look, undefined)
  const bodies = scope.bodies.filter((body) => (query.kind === undefined || body.kind === query.kind) && (query.level === undefined || body.level === query.level))
  const [one] = await answer(look.read, { institution: null, bodies }, [ask])
  return one === undefined ? [] : viewInstitutions(one, look)
}
