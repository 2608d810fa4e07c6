import { departmentKindNames, institutionKindNames, institutionLevelNames, type DepartmentKind, type InstitutionKind, type InstitutionLevel } from '../../directory/rules/kinds.ts'
import type { Unit } from '../../measure/rules/names.ts'
import type { Period } from '../../measure/rules/periods.ts'
import type { LeagueDefinition, Part, Subject, Weights, Words } from './definition.ts'
import { scorePart, wholeOf, type PartFigure, type PartScore, type Whole } from './score.ts'

/** Who is ranked. */
export type Unranked = { readonly id: string; readonly name: string; readonly peers: { readonly key: string; readonly name: Words } }
export const movements = ['better', 'worse', 'alike', 'new', 'other_weights'] as const
export type Movement = (typeof movements)[number]

export type LeagueRow = {
  readonly id: string
  readonly name: string
  /** Of a hundred, one decimal; null where too little is known. */
  readonly score: number | null
  readonly low: number | null
  readonly high: number | null
  readonly known: number
  readonly why: Whole['why']
  readonly rank: number | null
  readonly tied: boolean
  readonly places: { readonly from: number; readonly to: number } | null
  readonly former: { readonly rank: number; readonly score: number } | null
  readonly movement: Movement | null
  readonly parts: readonly PartScore[]
}
export type LeagueGroup = { readonly key: string; readonly name: Words; readonly rows: readonly LeagueRow[] }
export type PartMeta = Part & { /** As it is weighed in this league. */ readonly weight: number; readonly version: number | null; readonly unit: Unit; readonly decimals: number }
export type Stand = { readonly rank: number | null; readonly score: number | null }
/** What became of one that was ranked. */
export type Changed = { readonly id: string; readonly name: string; readonly before: Stand; readonly after: Stand }
/** What a corrected league says of the one it replaces: which, why, and who stands otherwise. */
export type Corrects = { readonly leagueId: string; readonly publishedAt: string; readonly whys: readonly string[]; readonly changes: readonly Changed[] }
/** A league as it was worked out: what is frozen, word for word, when it is published. */
export type LeagueContent = {
  readonly key: string
  readonly of: Subject
  readonly name: Words
  readonly why: Words
  readonly period: Period
  readonly least: number
  readonly parts: readonly PartMeta[]
  readonly groups: readonly LeagueGroup[]
  /** The period it is compared with; null where none was published before. */
  readonly before: Period | null
  /** Of a corrected issue: what it corrects, and why. */
  readonly corrects?: Corrects | undefined
}

export const institutionPeers = (kind: InstitutionKind, level: InstitutionLevel): Unranked['peers'] => {
  const [k, l] = [institutionKindNames[kind], institutionLevelNames[level]]
  return { key: `${kind} ${level}`, name: level === 'none' ? k : { zh: `${k.zh} · ${l.zh}`, en: `${k.en} · ${l.en}` } }
}
export const departmentPeers = (kind: DepartmentKind): Unranked['peers'] => ({ key: kind, name: { zh: `${departmentKindNames[kind].zh}科室`, en: `${departmentKindNames[kind].en} departments` } })

type Scored = { readonly unit: Unranked; readonly whole: Whole; readonly parts: readonly PartScore[] }
type Figures = ReadonlyMap<string, ReadonlyMap<string, PartFigure>>

const byName = (a: Unranked, b: Unranked): number => a.name.localeCompare(b.name, 'zh-CN') || (a.id < b.id ? -1 : 1)

/** Rule AP-8: moved where the two ranges do not meet; told apart from a league that weighs its parts otherwise. */
function movementOf(now: Whole, before: LeagueRow | undefined, sameWeights: boolean): Movement | null {
  if (now.low === null || now.high === null) return null
  if (before === undefined || before.low === null || before.high === null) return 'new'
  if (!sameWeights) return 'other_weights'
  return now.low > before.high ? 'better' : now.high < before.low ? 'worse' : 'alike'
}

/**
 * Rules AP-7 and AP-8: peers with one another. Equal scores share a rank and the next one counts them all; beside it stand
 * the places chance leaves open. The order never depends on the order in which anything was read.
 */
function rankPeers(scored: readonly Scored[], before: ReadonlyMap<string, LeagueRow>, sameWeights: boolean): LeagueRow[] {
  const ranked = scored.filter((each) => each.whole.score !== null)
  const rows = scored.map(({ unit, whole, parts }): LeagueRow => {
    const { score, low, high } = whole
    const others = ranked.filter((other) => other.unit.id !== unit.id)
    const better = others.filter((other) => (other.whole.low ?? 0) > (high ?? 0)).length
    const worse = others.filter((other) => (other.whole.high ?? 0) < (low ?? 0)).length
    const past = before.get(unit.id)
    return {
      id: unit.id, name: unit.name, ...whole,
      rank: score === null ? null : 1 + others.filter((other) => (other.whole.score ?? 0) > score).length,
      tied: score !== null && others.some((other) => other.whole.score === score),
      places: score === null ? null : { from: 1 + better, to: others.length + 1 - worse },
      former: past === undefined || past.rank === null || past.score === null ? null : { rank: past.rank, score: past.score },
      movement: movementOf(whole, past, sameWeights), parts,
    }
  })
  const place = (row: LeagueRow) => row.rank ?? Number.MAX_SAFE_INTEGER
  return rows.sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name, 'zh-CN') || (a.id < b.id ? -1 : 1))
}

export type Making = {
  readonly definition: LeagueDefinition
  readonly period: Period
  readonly weights: Weights
  readonly metas: readonly Pick<PartMeta, 'key' | 'version' | 'unit' | 'decimals'>[]
  readonly units: readonly Unranked[]
  readonly figures: Figures
  /** The league that was published before, as it was frozen. */
  readonly before: LeagueContent | null
}

/** Rules AP-4 … AP-8: the whole league from figures. */
export function makeLeague({ definition, period, weights, metas, units, figures, before }: Making): LeagueContent {
  const parts = definition.parts.map((part): PartMeta => {
    const { version = null, unit = 'percent', decimals = 1 } = metas.find((meta) => meta.key === part.key) ?? {}
    return { ...part, weight: weights[part.key] ?? 0, version, unit, decimals }
  })
  const sameWeights = before !== null && before.parts.length === parts.length && parts.every((part) => before.parts.some((past) => past.key === part.key && past.weight === part.weight && past.zero === part.zero && past.full === part.full))
  const past = new Map((before?.groups ?? []).flatMap((group) => group.rows.map((row) => [row.id, row] as const)))
  const scored = [...units].sort(byName).map((unit): Scored => {
    const scores = definition.parts.map((part) => scorePart(part, figures.get(part.key)?.get(unit.id)))
    return { unit, whole: wholeOf(scores, definition.parts, weights, definition.least), parts: scores }
  })
  const groups = [...Map.groupBy(scored, (each) => each.unit.peers.key)].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    key: definition.key, of: definition.of, name: definition.name, why: definition.why, period, least: definition.least, parts, before: before?.period ?? null,
    groups: groups.flatMap(([key, own]) => {
      const [first] = own
      return first === undefined ? [] : [{ key, name: first.unit.peers.name, rows: rankPeers(own, past, sameWeights) }]
    }),
  }
}
