import { z } from 'zod'
import { commissionRoles, staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { institutionKinds, institutionLevels } from '../directory/rules/kinds.ts'
import { baselines, chances, comparators, directions, periodKinds, shapes, units, whyNot } from './rules/names.ts'

const Words = z.object({ zh: z.string(), en: z.string() })
const Target = z.object({ comparator: z.enum(comparators), value: z.number() })

/** A value never comes without its numerator, denominator, version, freshness and period. */
export const ValueView = z.object({
  from: isoDate, to: isoDate,
  /** The period is not over yet. */
  running: z.boolean(),
  /** Exact, in the unit of the measure; null with the reason in `why`. */
  value: z.number().nullable(),
  numerator: z.number().nullable(), denominator: z.number().nullable(),
  why: z.enum(whyNot).nullable(),
  /** How many facts were counted. */
  facts: z.number().int(),
  /** When the newest of them was counted, and when this was read. */
  countedAt: isoInstant.nullable(), asOf: isoInstant,
  version: z.number().int(),
  /** Over how many periods it was read, because one alone has too few. */
  pooled: z.number().int(),
  /** What a change was compared with; then numerator and denominator are the two values. */
  against: z.object({ from: isoDate, to: isoDate }).nullable(),
  /** Whether the target is kept; null without a target or without a value. */
  kept: z.boolean().nullable(),
})

/** Of the institutions of a region: how many keep the target, miss it, and have no value. */
const Standing = z.object({ kept: z.number().int(), missed: z.number().int(), without: z.number().int() })

export const MeasureRow = z.object({
  key: z.string(), name: Words, does: Words, owner: Words, shape: z.enum(shapes), unit: z.enum(units), decimals: z.number().int(), direction: z.enum(directions), period: z.enum(periodKinds),
  smallest: z.number().int(), target: Target.nullable(),
  /** The target is asked of the value below; not of sums pooled over a region, where it is asked of each institution. */
  targetAsked: z.boolean(),
  /** Of the own institution (or the chosen one); for a commission pooled over its region, with how the institutions stand. */
  value: ValueView,
  standing: Standing.nullable(),
})

/** A value of a trend, without the freshness of each. */
export const TrendPoint = ValueView.pick({ from: true, to: true, running: true, value: true, numerator: true, denominator: true, why: true, kept: true, version: true, pooled: true })

const Range = z.object({ low: z.number(), high: z.number() })
/** Control limits (95 %, 99.8 %) for a denominator, in the unit of the measure. */
export const FunnelLimit = z.object({ of: z.number(), warning: Range, alarm: Range })

/** One of those compared: its value with its 95 % interval, the places it may have, and whether it moved. */
export const StandingView = z.object({
  id: z.string(), name: z.string(), value: z.number().nullable(), numerator: z.number().nullable(), denominator: z.number().nullable(), why: z.enum(whyNot).nullable(), facts: z.number().int(), pooled: z.number().int(),
  interval: Range.nullable(), places: z.object({ from: z.number().int(), to: z.number().int() }).nullable(), band: z.enum(['ahead', 'middle', 'behind']).nullable(),
  movement: z.enum(['better', 'worse', 'alike', 'new']).nullable(), outside: z.enum(['warning', 'alarm']).nullable(), percentile: z.number().nullable(),
})
const Group = z.object({ model: z.enum(chances), centre: z.number().nullable(), limits: z.array(FunnelLimit), rows: z.array(StandingView) })

/** Rule ME-30: the sums of change detection along the trend. */
export const RunsView = z.object({
  base: z.number(), baseFrom: isoDate, baseTo: isoDate,
  points: z.array(z.object({ from: isoDate, up: z.number(), down: z.number(), alarm: z.enum(['up', 'down']).nullable(), since: isoDate.nullable() })),
})

/** How the institutions of the same kind and level in the same county lie, without names; from `fewestPeers` values on. */
const SpreadView = z.object({
  n: z.number().int(), least: z.number(), lower: z.number(), middle: z.number(), upper: z.number(), most: z.number(), at: isoInstant,
  /** Where the own value lies, the best quarter first; null without a value or a direction. */
  band: z.enum(['first', 'second', 'third', 'fourth']).nullable(),
  /** The tenth, from ten values on. */
  tenth: z.number().int().nullable(),
  /** The pooled value of the peers with the limits of chance around it, and whether the own value lies outside. */
  centre: z.number().nullable(), limits: z.array(FunnelLimit), outside: z.enum(['warning', 'alarm']).nullable(),
})

export const MeasureView = MeasureRow.extend({
  why: Words,
  /** What is counted, in words. */
  numerator: Words, denominator: Words.nullable(),
  source: z.object({ zh: z.string(), certainty: z.string() }), clauses: z.array(z.string()),
  versions: z.array(z.object({ version: z.number().int(), validFrom: isoDate, since: isoInstant, countedAt: isoInstant.nullable() })),
  /** Oldest first; fewer where a region is large. */
  trend: z.array(TrendPoint),
  /** Whether the trend changed; null where there are too few values to say. */
  runs: RunsView.nullable(),
  chance: z.enum(chances), pooledUpTo: z.number().int(), isPublic: z.boolean(), against: z.enum(baselines).nullable(),
  /** Departments can be compared (their counters are kept apart). */
  hasDepartments: z.boolean(),
  /** For an institution: how its peers lie. Null for a commission, which sees them by name, and where there are too few. */
  spread: SpreadView.nullable(),
  institution: z.object({ id, name: z.string() }).nullable(),
  /** Where its figures are seen by drug or by prescriber; empty where its facts say nothing finer, or the asker may not go there. */
  finer: z.array(z.object({ grain: z.enum(['drug', 'prescriber']), name: Words, link: z.string() })),
  /** The units (departments, people) behind a coverage or an accumulation can be listed. */
  hasUnits: z.boolean(),
  unitOf: z.enum(['staff', 'department']).nullable(),
})

export const FactRow = z.object({
  kind: z.string(), kindName: Words, id: z.string(), on: isoDate, title: z.string(), department: z.string().nullable(), link: z.string().nullable(),
  /** What it adds; null where it adds nothing on that side. */
  numerator: z.number().nullable(), denominator: z.number().nullable(),
})

export const UnitRow = z.object({ unitId: id, name: z.string(), facts: z.number().int(), amount: z.number(), reached: z.boolean() })

export const InstitutionValue = z.object({
  institutionId: id, name: z.string(), kind: z.enum(institutionKinds), level: z.enum(institutionLevels), regionCode: z.string(),
  value: ValueView,
  /** The places it may have among those of its kind and level that have a value, and how it stands to their pooled value. */
  places: z.object({ from: z.number().int(), to: z.number().int(), of: z.number().int() }).nullable(),
  band: z.enum(['ahead', 'middle', 'behind']).nullable(), outside: z.enum(['warning', 'alarm']).nullable(),
})

const key = z.object({ key: z.string().regex(/^[a-z0-9-]{1,60}$/) })
/** A day of the period asked about; left out, today. The institution left out: my own, or for a commission its region. */
const asked = z.object({ on: isoDate.optional(), institutionId: id.optional() })
const ofInstitution = z.object({ on: isoDate.optional(), institutionId: id })
const amongInstitutions = z.object({ on: isoDate.optional(), kind: z.enum(institutionKinds).optional(), level: z.enum(institutionLevels).optional() })
const staff = [...staffRoles]

export const measureContract = {
  listMeasures: endpoint({ method: 'GET', path: '/measures', access: staff, summary: 'Measures with the value of the period: of my institution, or pooled over my region', query: asked, reply: z.object({ asOf: isoInstant, rows: z.array(MeasureRow) }) }),
  listTrends: endpoint({ method: 'GET', path: '/measures/trends', access: staff, summary: 'The last eight values of every measure, for the list', query: asked, reply: z.object({ rows: z.array(z.object({ key: z.string(), points: z.array(TrendPoint) })) }) }),
  exportMeasures: endpoint({ method: 'GET', path: '/measures/export', access: staff, summary: 'The same list as a spreadsheet', query: asked, download: true }),
  loadMeasure: endpoint({ method: 'GET', path: '/measures/:key', access: staff, summary: 'One measure: its definition in words, value, trend, and how peers lie', params: key, query: asked, reply: MeasureView }),
  listMeasureFacts: endpoint({ method: 'GET', path: '/measures/:key/facts', access: staff, summary: 'The facts behind a value, by day', params: key, query: ofInstitution.extend({ ...pageQuery, departmentId: id.optional() }), reply: pageOf(FactRow) }),
  listMeasureUnits: endpoint({ method: 'GET', path: '/measures/:key/units', access: staff, summary: 'The departments or people behind a coverage or an accumulation', params: key, query: ofInstitution, reply: z.object({ rows: z.array(UnitRow) }) }),
  listMeasureInstitutions: endpoint({ method: 'GET', path: '/measures/:key/institutions', access: [...commissionRoles], summary: 'The values of all institutions of the region, with the places each may have among its kind and level', params: key, query: amongInstitutions, reply: z.object({ asOf: isoInstant, rows: z.array(InstitutionValue) }) }),
  listStandings: endpoint({ method: 'GET', path: '/measures/:key/standings', access: [...commissionRoles], summary: 'How the institutions of each kind and level stand: intervals, places, control limits, movement', params: key, query: amongInstitutions, reply: z.object({ from: isoDate, to: isoDate, groups: z.array(Group.extend({ kind: z.enum(institutionKinds), level: z.enum(institutionLevels) })) }) }),
  listDepartments: endpoint({ method: 'GET', path: '/measures/:key/departments', access: staff, summary: 'How the departments of an institution stand in a ratio or a sum', params: key, query: ofInstitution, reply: z.object({ from: isoDate, to: isoDate, group: Group.nullable() }) }),
  exportMeasure: endpoint({ method: 'GET', path: '/measures/:key/export', access: staff, summary: 'The trend of one measure with its definition as a spreadsheet', params: key, query: asked, download: true }),
  exportMeasureInstitutions: endpoint({ method: 'GET', path: '/measures/:key/institutions/export', access: [...commissionRoles], summary: 'The same table as a spreadsheet', params: key, query: amongInstitutions, download: true }),
}
