import type { IsoDate } from '../../kernel/calendar.ts'
import { canonical } from '../../server/platform/audit.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { hasher } from '../../server/platform/hasher.ts'
import { departmentsOn, findInstitution, listInstitutions, type Institution } from '../directory/public.ts'
import { standings, type Standings } from '../measure/public.ts'
import { wilson, z95 } from '../measure/rules/chance.ts'
import type { Period } from '../measure/rules/periods.ts'
import { completionsIn } from '../plan/public.ts'
import type { LeagueDefinition, Part, Weights } from './rules/definition.ts'
import { departmentPeers, institutionPeers, makeLeague, type LeagueContent, type PartMeta, type Unranked } from './rules/league.ts'
import { monthsOf } from './rules/period.ts'
import type { PartFigure } from './rules/score.ts'
import { findFormer } from './store/leagues.ts'

export type Moment = { readonly now: string; readonly today: IsoDate }
/** A body, a kind of league and a period: what a league is made of. */
export type LeagueAsk = { readonly owner: Institution; readonly definition: LeagueDefinition; readonly period: Period; readonly weights: Weights }

type Bodies = { readonly units: readonly Unranked[]; readonly institutions: readonly Institution[]; readonly departments: readonly { id: string; name: string }[] }

/** Rule AP-2: whom a league ranks: the institutions of a commission's region, or the departments of a house. */
async function bodiesOf(read: ReadTx, { owner, definition, period }: LeagueAsk): Promise<Bodies> {
  if (definition.of === 'institutions') {
    const institutions = (await listInstitutions(read, { regionPrefix: owner.regionPrefix ?? owner.regionCode })).filter((each) => definition.kinds === undefined || definition.kinds.includes(each.kind))
    return { units: institutions.map(({ id, name, kind, level }) => ({ id, name, peers: institutionPeers(kind, level) })), institutions, departments: [] }
  }
  const departments = (await departmentsOn(read, owner.id, period.to)).filter((each) => definition.departments === undefined || definition.departments.includes(each.kind))
  return { units: departments.map(({ id, name, kind }) => ({ id, name, peers: departmentPeers(kind) })), institutions: [], departments }
}

const figuresIn = (found: Standings): Map<string, PartFigure> =>
  new Map(found.rows.map((row) => [row.id, { value: row.value, of: row.denominator, interval: row.interval, why: row.why, pooled: row.pooled }]))

type PartRead = { readonly meta: Pick<PartMeta, 'key' | 'version' | 'unit' | 'decimals'>; readonly figures: ReadonlyMap<string, PartFigure> }
const nothing = (key: string): PartRead => ({ meta: { key, version: null, unit: 'percent', decimals: 1 }, figures: new Map() })

async function readPart(read: ReadTx, part: Part, ask: LeagueAsk, bodies: Bodies, at: Moment): Promise<PartRead> {
  if (part.measure === undefined) return { ...nothing(part.key), figures: await completionFigures(read, ask, bodies, at) }
  const peers = ask.definition.of === 'institutions' ? { institutions: bodies.institutions } : { departmentsOf: ask.owner, departments: bodies.departments }
  const found = await standings(read, { measureKey: part.measure, period: ask.period, peers })
  if (found === null) return nothing(part.key)
  const { version, unit, decimals } = found.measure
  return { meta: { key: part.key, version, unit, decimals }, figures: figuresIn(found) }
}

/** What the plans ordered and was done in time, of each institution, over all campaigns of the period. */
async function completionFigures(read: ReadTx, { owner, period }: LeagueAsk, bodies: Bodies, at: Moment): Promise<Map<string, PartFigure>> {
  const done = await completionsIn(read, { regionPrefix: owner.regionPrefix ?? owner.regionCode, months: monthsOf(period), ...at })
  return new Map(
    bodies.institutions.map(({ id }): [string, PartFigure] => {
      const { met, n } = done.get(id) ?? { met: 0, n: 0 }
      if (n === 0) return [id, { value: null, of: 0, interval: null, why: 'no_duties', pooled: 1 }]
      const { low, high } = wilson(met, n, z95)
      return [id, { value: (met * 100) / n, of: n, interval: { low: low * 100, high: high * 100 }, why: null, pooled: 1 }]
    }),
  )
}

export const parseContent = (row: { readonly content: string }): LeagueContent => JSON.parse(row.content) as LeagueContent

/** The league of a period from the figures of this moment. Ask within the scope of who may see all of those ranked. */
export async function workOut(read: ReadTx, ask: LeagueAsk, at: Moment): Promise<LeagueContent> {
  const { owner, definition, period, weights } = ask
  const bodies = await bodiesOf(read, ask)
  const parts: PartRead[] = []
  for (const part of definition.parts) parts.push(await readPart(read, part, ask, bodies, at))
  const former = await findFormer(read, { institutionId: owner.id, key: definition.key, before: period.from })
  return makeLeague({
    definition, period, weights, units: bodies.units, metas: parts.map((each) => each.meta), figures: new Map(parts.map((each) => [each.meta.key, each.figures])), before: former === undefined ? null : parseContent(former),
  })
}

/** As it is kept, and what its head is asked to have seen. */
export function sealed(content: LeagueContent): { readonly content: string; readonly sha256: string } {
  const text = canonical(content)
  return { content: text, sha256: hasher.sha256(text) }
}

export async function ownerOf(read: ReadTx, institutionId: string): Promise<Institution> {
  const found = await findInstitution(read, institutionId)
  if (found === undefined) throw new Error(`no institution ${institutionId}`)
  return found
}
