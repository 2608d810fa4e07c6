import type { IsoDate } from '../../kernel/calendar.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { figuresFor, widened, type Body } from './figures.ts'
import { liveMeasures, measureFor, type LiveMeasure } from './live.ts'
import { chanceOf } from './rules/chance.ts'
import { periodBefore } from './rules/change.ts'
import type { Chance, Direction, Target, Unit, Words } from './rules/names.ts'
import type { Period } from './rules/periods.ts'
import { stand, type Judged, type StandingRow } from './rules/standing.ts'
import { figureOf, isAskedOfPool, type Figure } from './rules/value.ts'
import { sumDepartments } from './store/sums.ts'

export type StandingPeer = Body & { readonly name: string }
/** Institutions compared with one another, or the departments of one (a ratio or a sum, whose counters know the department). */
export type Peers = { readonly institutions: readonly StandingPeer[] } | { readonly departmentsOf: StandingPeer; readonly departments: readonly { readonly id: string; readonly name: string }[] }
export type StandingsAsk = { readonly measureKey: string; readonly period: { readonly from: IsoDate; readonly to: IsoDate }; readonly peers: Peers; readonly planId?: string | undefined }
export type Standings = {
  readonly measure: { readonly key: string; readonly name: Words; readonly unit: Unit; readonly decimals: number; readonly direction: Direction; readonly version: number; readonly target: Target | null }
  readonly period: Period
  readonly before: Period
  /** Which chance the values have: what intervals, bands and limits were computed of. */
  readonly model: Chance
  /** The middle line: the pooled value of the peers, in the unit of the measure. */
  readonly centre: number | null
  readonly rows: readonly StandingRow[]
}

export const judgedBy = ({ definition }: LiveMeasure): Judged => ({ chance: chanceOf(definition), isQuotient: isAskedOfPool(definition), unit: definition.unit, decimals: definition.decimals, direction: definition.direction, target: definition.target })

/** Rules ME-26 … ME-29: how peers stand in a period and whether they moved since the one before; null for an unknown measure. Ask within the scope of who may see all of them. */
export async function standings(read: ReadTx, ask: StandingsAsk): Promise<Standings | null> {
  const live = await liveMeasures(read)
  const measure = measureFor(live, ask.measureKey, ask.period.to)
  if (measure === undefined) return null
  const { period } = ask
  const before = periodBefore(period)
  const how = judgedBy(measure)
  const { definition } = measure
  const [now, then] = 'institutions' in ask.peers ? await ofInstitutions(read, live, measure, [period, before], ask.peers.institutions, ask.planId) : await ofDepartments(read, measure, [period, before], ask.peers)
  const names = 'institutions' in ask.peers ? ask.peers.institutions : ask.peers.departments
  const { centre, rows } = stand(
    names.flatMap(({ id, name }) => {
      const figure = now?.get(id)
      return figure === undefined ? [] : [{ id, name, figure, before: then?.get(id) ?? null }]
    }),
    how,
  )
  return {
    measure: { key: measure.key, name: definition.name, unit: definition.unit, decimals: definition.decimals, direction: definition.direction, version: measure.version, target: definition.target ?? null },
    period, before, model: how.chance, centre, rows,
  }
}

type ByUnit = ReadonlyMap<string, Figure>

async function ofInstitutions(read: ReadTx, live: Awaited<ReturnType<typeof liveMeasures>>, measure: LiveMeasure, periods: readonly Period[], bodies: readonly StandingPeer[], planId: string | undefined): Promise<ByUnit[]> {
  const asks = periods.map((period) => ({ measure, period, bodies, planId }))
  const answers = await widened(read, live, asks, await figuresFor(read, live, asks))
  return answers.map(({ own }) => new Map(bodies.flatMap((body, at) => (own[at] === undefined ? [] : [[body.id, own[at]] as const]))))
}

async function ofDepartments(read: ReadTx, measure: LiveMeasure, periods: readonly Period[], { departmentsOf, departments }: Extract<Peers, { departmentsOf: unknown }>): Promise<ByUnit[]> {
  const { definition } = measure
  if (definition.shape !== 'ratio' && definition.shape !== 'sum') return []
  const nothing = { numerator: 0n, denominator: 0n, facts: 0, countedAt: null }
  return Promise.all(
    periods.map(async (period) => {
      const sums = measure.readyAt === null ? null : await sumDepartments(read, { institutionId: departmentsOf.id, key: measure.key, version: measure.version, period })
      return new Map(
        departments.map(({ id }) => {
          const found = sums?.get(id) ?? nothing
          return [id, figureOf(definition, sums === null ? 'counting' : definition.shape === 'sum' ? { ...found, denominator: null } : found, period)] as const
        }),
      )
    }),
  )
}
