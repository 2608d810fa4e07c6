import type { z } from 'zod'
import { mayActFor, type Actor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution, listInstitutions, type Institution } from '../directory/public.ts'
import type { InstitutionValue, MeasureRow, TrendPoint, ValueView } from './contract.ts'
import { figuresFor, widened, type FigureAnswer } from './figures.ts'
import { countedShape, liveMeasures, measureFor, type Live, type LiveMeasure } from './live.ts'
import { lastPeriods, periodOf, type Period } from './rules/periods.ts'
import { stand } from './rules/standing.ts'
import { isAskedOfPool, keeps, type Figure } from './rules/value.ts'
import { judgedBy } from './standings.ts'

export type Asker = Pick<Look, 'read' | 'actor' | 'now' | 'today'>
/** One body, or the region of a commission with all bodies in it. */
export type Scope = { readonly institution: Institution | null; readonly bodies: readonly Institution[] }

/** A body that somebody may ask about; any other does not exist for them. */
export async function bodyOf(read: ReadTx, actor: Actor, institutionId: string): Promise<Institution> {
  const found = await findInstitution(read, institutionId)
  if (found === undefined || !mayActFor(actor, { institutionId: found.id, regionCode: found.regionCode })) throw new RefusedError('not_found')
  return found
}

export async function scopeOf({ read, actor }: Asker, institutionId: string | undefined): Promise<Scope> {
  if (institutionId === undefined && actor.regionPrefix !== null) return { institution: null, bodies: await listInstitutions(read, { regionPrefix: actor.regionPrefix, withCommissions: true }) }
  const own = await bodyOf(read, actor, institutionId ?? actor.institutionId ?? '')
  return { institution: own, bodies: [own] }
}

const viewValue = (measure: LiveMeasure, figure: Figure, period: Period, asker: Pick<Asker, 'now' | 'today'>, isAsked: boolean, against: Period | null = null): z.infer<typeof ValueView> => ({
  ...period, ...figure, pooled: figure.pooled ?? 1, against, running: period.to >= asker.today, asOf: asker.now.toISOString(), version: measure.version, kept: isAsked ? keeps(figure.value, measure.definition.target) : null,
})

const isTargetAsked = (measure: LiveMeasure, scope: Scope): boolean => measure.definition.target !== undefined && (scope.institution !== null || isAskedOfPool(measure.definition))

/** One point of a trend. */
export function viewPoint({ measure, figure, period }: { measure: LiveMeasure; figure: Figure; period: Period }, scope: Scope, asker: Pick<Asker, 'now' | 'today'>): z.infer<typeof TrendPoint> {
  const { facts: _facts, countedAt: _countedAt, asOf: _asOf, against: _against, ...point } = viewValue(measure, figure, period, asker, isTargetAsked(measure, scope))
  return point
}

/** A commission counts where it has facts of its own; its departments and staff are nobody's coverage. */
const isMeant = (live: Live, measure: LiveMeasure, body: Institution, institution: Institution | null) => institution !== null || body.kind !== 'commission' || countedShape(live, measure.definition) !== 'coverage'

/** One value of a scope, and of each of its bodies. */
type Asked = { readonly measure: LiveMeasure; readonly period: Period; readonly bodies: readonly Institution[] }
export type Answered = Asked & FigureAnswer

/** Values of many measures and periods over one scope; Rule ME-11 pools them over a region, Rule ME-22 what is too few over periods. */
export async function answer(read: ReadTx, scope: Scope, asks: readonly { measure: LiveMeasure; period: Period }[]): Promise<Answered[]> {
  const live = await liveMeasures(read)
  const asked: Asked[] = asks.map((ask) => ({ ...ask, bodies: scope.bodies.filter((body) => isMeant(live, ask.measure, body, scope.institution)) }))
  const answers = await widened(read, live, asked, await figuresFor(read, live, asked))
  return asked.flatMap((each, at) => {
    const found = answers[at]
    return found === undefined ? [] : [{ ...each, ...found }]
  })
}

/** The figure of each body that a table of the region shows: a commission only where it has facts. */
export const figuresOf = ({ bodies, own }: Pick<Answered, 'bodies' | 'own'>): { body: Institution; figure: Figure }[] =>
  bodies.flatMap((body, at) => {
    const figure = own[at]
    return figure === undefined || (body.kind === 'commission' && figure.facts === 0) ? [] : [{ body, figure }]
  })

/** Each measure with the period that holds a day, by the version its last day calls for. */
export function asksFor(live: Live, on: string): { measure: LiveMeasure; period: Period }[] {
  return [...live.values()].flatMap((versions) => {
    const newest = versions.at(-1)
    if (newest === undefined) return []
    const period = periodOf(newest.definition.period, on)
    const measure = measureFor(live, newest.key, period.to)
    return measure === undefined ? [] : [{ measure, period }]
  })
}

export function viewRow(answered: Answered, scope: Scope, asker: Asker): z.infer<typeof MeasureRow> {
  const { measure, figure, period, against } = answered
  const { definition } = measure
  const { key, name, does, owner, shape, unit, decimals, direction, smallest } = definition
  return {
    key, name, does, owner, shape, unit, decimals, direction, period: definition.period, smallest, target: definition.target ?? null, targetAsked: isTargetAsked(measure, scope),
    value: viewValue(measure, figure, period, asker, isTargetAsked(measure, scope), against),
    standing: scope.institution !== null || definition.target === undefined ? null : standingOf(answered),
  }
}

function standingOf(answered: Answered): { kept: number; missed: number; without: number } {
  const judged = figuresOf(answered).map(({ figure }) => keeps(figure.value, answered.measure.definition.target))
  const count = (of: boolean | null) => judged.filter((each) => each === of).length
  return { kept: count(true), missed: count(false), without: count(null) }
}

/** So many rosters are read for one trend at most; a large region gets a shorter one. */
const mostRosters = 160
const fewestPoints = 4

/** The last values of a measure, oldest first, each by the version of its period. */
export function trendAsks(live: Live, key: string, on: string, length: number, scope: Scope): { measure: LiveMeasure; period: Period }[] {
  const newest = live.get(key)?.at(-1)
  if (newest === undefined) return []
  const points = countedShape(live, newest.definition) !== 'coverage' ? length : Math.max(fewestPoints, Math.min(length, Math.floor(mostRosters / scope.bodies.length)))
  return lastPeriods(newest.definition.period, on, points).flatMap((period) => {
    const measure = measureFor(live, key, period.to)
    return measure === undefined ? [] : [{ measure, period }]
  })
}

/** Rule ME-13: compared among those of the same kind and level, which are listed together, with the places chance allows (Rule ME-26). */
export function viewInstitutions(answered: Answered, asker: Asker): z.infer<typeof InstitutionValue>[] {
  const { measure, period, against } = answered
  const groups = Map.groupBy(figuresOf(answered), ({ body }) => `${body.kind} ${body.level}`)
  return [...groups.values()].flatMap((group) => {
    const { rows } = stand(group.map(({ body, figure }) => ({ id: body.id, name: body.name, figure, before: null })), judgedBy(measure))
    const ranked = rows.filter((row) => row.places !== null).length
    return rows.flatMap((row) => {
      const of = group.find(({ body }) => body.id === row.id)
      if (of === undefined) return []
      const { body, figure } = of
      return [{ institutionId: body.id, name: body.name, kind: body.kind, level: body.level, regionCode: body.regionCode, value: viewValue(measure, figure, period, asker, true, against), places: row.places === null ? null : { ...row.places, of: ranked }, band: row.band, outside: row.outside }]
    })
  })
}
