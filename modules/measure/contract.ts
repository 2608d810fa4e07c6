import { z } from 'zod'
import { commissionRoles, staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'
import { institutionKinds, institutionLevels } from '../directory/rules/kinds.ts'
import { comparators, directions, periodKinds, shapes, units, whyNot } from './rules/names.ts'

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

/** How the institutions of the same kind and level in the same county lie, without names; from `fewestPeers` values on. */
const SpreadView = z.object({
  n: z.number().int(), least: z.number(), lower: z.number(), middle: z.number(), upper: z.number(), most: z.number(), at: isoInstant,
  /** Where the own value lies, the best quarter first; null without a value or a direction. */
  band: z.enum(['first', 'second', 'third', 'fourth']).nullable(),
})

export const MeasureView = MeasureRow.extend({
  why: Words,
  /** What is counted, in words. */
  numerator: Words, denominator: Words.nullable(),
  source: z.object({ zh: z.string(), certainty: z.string() }), clauses: z.array(z.string()),
  versions: z.array(z.object({ version: z.number().int(), validFrom: isoDate, since: isoInstant, countedAt: isoInstant.nullable() })),
  /** Oldest first; fewer where a region is large. */
  trend: z.array(TrendPoint),
  /** For an institution: how its peers lie. Null for a commission, which sees them by name, and where there are too few. */
  spread: SpreadView.nullable(),
  institution: z.object({ id, name: z.string() }).nullable(),
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
  /** Among those of its kind and level that have a value; equal values share a place. */
  rank: z.object({ place: z.number().int(), of: z.number().int(), tied: z.boolean() }).nullable(),
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
  listMeasureInstitutions: endpoint({ method: 'GET', path: '/measures/:key/institutions', access: [...commissionRoles], summary: 'The values of all institutions of the region, ranked among their kind and level', params: key, query: amongInstitutions, reply: z.object({ asOf: isoInstant, rows: z.array(InstitutionValue) }) }),
  exportMeasureInstitutions: endpoint({ method: 'GET', path: '/measures/:key/institutions/export', access: [...commissionRoles], summary: 'The same table as a spreadsheet', params: key, query: amongInstitutions, download: true }),
}
