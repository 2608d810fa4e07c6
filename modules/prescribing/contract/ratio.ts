import { z } from 'zod'
import { commissionRoles, institutionRoles } from '../../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { antibioticGrades } from '../rules/antibiotic.ts'
import { comparisons, exclusions, ratioKeys } from '../rules/ratio.ts'
import { monthOn, RankCorrection, RankTableView } from './rank.ts'

const staff = [...institutionRoles, ...commissionRoles]
const refusal = z.string().nullable()

export const LeagueLineView = z.object({
  key: z.string(), name: z.string(), value: z.number().nullable(), withheld: z.boolean(), numerator: z.number(), denominator: z.number(), rank: z.number().int().nullable(), tied: z.boolean(), before: z.number().nullable(), change: z.number().nullable(),
  /** In percent of what it was, of mean costs only. */
  growth: z.number().nullable(), saving: z.number().nullable(), cases: z.number().int(),
  /** Further from the median than its size explains. */
  outside: z.enum(['warning', 'alarm']).nullable(),
})
const Range = z.object({ low: z.number(), high: z.number() })
export const LeagueView = z.object({
  name: z.string(), median: z.number().nullable(), whole: z.object({ value: z.number().nullable(), withheld: z.boolean(), numerator: z.number(), denominator: z.number() }), wholeBefore: z.number().nullable(), lines: z.array(LeagueLineView),
  /** Limits around the median by the number of cases; empty with too few peers. */
  limits: z.array(z.object({ of: z.number().int(), warning: Range, alarm: Range })),
})
const leagueQuery = z.object({ institutionId: id.optional(), from: monthOn.optional(), to: monthOn.optional(), ratio: z.enum(ratioKeys).default('drug-ratio'), without: z.enum(exclusions).default('none'), against: z.enum(comparisons).default('before') })

const Use = z.object({ outpatient: z.number().nullable(), emergency: z.number().nullable(), inpatient: z.number().nullable(), intensity: z.number().nullable() })
export const QueryRow = z.object({ id, institutionId: id, institutionName: z.string(), askedName: z.string(), askedAt: isoInstant, purpose: z.string(), month: z.string(), what: z.string(), state: z.enum(['asked', 'requested', 'approved', 'refused']), decidedName: z.string().nullable(), decidedAt: isoInstant.nullable(), blocked: z.object({ request: refusal, decide: refusal, download: refusal }) })
const queryKey = z.object({ institutionId: id, queryId: id })

export const ratioContract = {
  ratioLeague: endpoint({
    method: 'GET', path: '/prescribing/ratios', access: staff, summary: 'Departments of a house, or houses of a region, by a ratio over some months, against the months before', query: leagueQuery,
    reply: z.object({ institutionId: id.nullable(), institutionName: z.string(), months: z.array(z.string()), from: z.string(), to: z.string(), ratio: z.enum(ratioKeys), without: z.enum(exclusions), against: z.enum(comparisons), comparedWith: z.object({ from: z.string(), to: z.string() }), unit: z.enum(['percent', 'hundred', 'yuan']), groups: z.array(LeagueView), blocked: z.object({ prescribers: refusal }) }),
  }),
  ratioItems: endpoint({
    method: 'GET', path: '/prescribing/ratios/items', access: staff, summary: 'The drugs or consumables behind a department over some months',
    query: z.object({ institutionId: id.optional(), departmentId: id, from: monthOn, to: monthOn, kind: z.enum(['drug', 'material']).default('drug') }),
    reply: z.object({ departmentName: z.string(), rows: z.array(z.object({ code: z.string(), name: z.string(), unit: z.string(), amountCents: z.number(), quantity: z.string(), lines: z.number(), marks: z.string(), share: z.number().nullable() })), totalCents: z.number() }),
  }),
  ratioSheet: endpoint({ method: 'GET', path: '/prescribing/ratios/sheet', access: staff, summary: 'The league as .xlsx', query: leagueQuery, download: true }),
  askByPrescriber: endpoint({
    method: 'POST', path: '/prescribing/queries', access: ['pharmacist', 'institution_head', 'discipline_officer', 'commission_head', 'inspector'], summary: 'Prescribers of a month by amount and prescriptions, for a stated purpose that stays on record',
    body: z.object({ institutionId: id.optional(), month: monthOn, departmentId: id.nullable().default(null), itemCode: z.string().trim().min(1).max(64).nullable().default(null), purpose: z.string().trim().max(500).default('') }),
    /** Of the whole house the table as it was closed, where it is, with what came later beside it; else as the lines are now. */
    reply: z.object({ id, institutionId: id, what: z.string(), isOfItem: z.boolean(), table: RankTableView, closedName: z.string().nullable(), closedAt: isoInstant.nullable(), correction: RankCorrection.nullable() }),
  }),
  listQueries: endpoint({ method: 'GET', path: '/prescribing/queries', access: ['pharmacist', 'institution_head', 'discipline_officer', 'commission_head', 'inspector', 'auditor'], summary: 'Who asked by prescriber, when and what for', query: z.object({ institutionId: id.optional() }), reply: z.object({ institutionId: id, institutionName: z.string(), houses: z.array(z.object({ id, name: z.string() })), rows: z.array(QueryRow), months: z.array(z.string()), departments: z.array(z.object({ id, name: z.string() })), blocked: z.object({ ask: refusal }) }) }),
  requestExport: endpoint({ method: 'POST', path: '/prescribing/queries/:institutionId/:queryId/export', access: ['pharmacist', 'institution_head', 'discipline_officer', 'commission_head', 'inspector'], summary: 'Asks that an answer may leave the system', params: queryKey, reply: z.object({}) }),
  decideExport: endpoint({ method: 'POST', path: '/prescribing/queries/:institutionId/:queryId/decision', access: ['institution_head', 'discipline_officer', 'commission_head'], summary: 'A second person agrees, or not', params: queryKey, body: z.object({ agree: z.boolean() }), reply: z.object({}) }),
  /** A command: that it left the system is on record. */
  takeExport: endpoint({ method: 'POST', path: '/prescribing/queries/:institutionId/:queryId/taken', access: ['pharmacist', 'institution_head', 'discipline_officer', 'commission_head', 'inspector'], summary: 'The agreed answer, to be kept outside', params: queryKey, reply: z.object({ name: z.string(), base64: z.string() }) }),
  antibiotics: endpoint({
    method: 'GET', path: '/prescribing/antibiotics', access: staff, summary: 'Use of antibiotics in a month by department, and lines beyond the right of who wrote them',
    query: z.object({ institutionId: id.optional(), month: monthOn.optional() }),
    reply: z.object({
      institutionId: id, institutionName: z.string(), houses: z.array(z.object({ id, name: z.string() })), month: z.string(), months: z.array(z.string()), whole: Use, rows: z.array(Use.extend({ key: z.string(), name: z.string(), cases: z.number(), patientDays: z.number() })),
      beyond: z.array(z.object({ on: isoDate, docNo: z.string(), departmentId: id.nullable(), departmentName: z.string(), itemCode: z.string(), itemName: z.string(), grade: z.enum(antibioticGrades), right: z.enum(antibioticGrades), visitKind: z.string(), days: z.number().nullable() })), beyondCount: z.number().int(),
      rights: z.array(z.object({ id, staffId: id, staffName: z.string(), grade: z.enum(antibioticGrades), fromOn: isoDate, toOn: isoDate.nullable(), note: z.string(), madeName: z.string() })), staff: z.array(z.object({ id, name: z.string() })), blocked: z.object({ write: refusal, prescribers: refusal }),
    }),
  }),
  writeRight: endpoint({ method: 'POST', path: '/prescribing/antibiotics/rights', access: ['institution_head', 'institution_clerk'], summary: 'Writes the grade of antibiotics somebody may prescribe', body: z.object({ staffId: id, grade: z.enum(antibioticGrades), fromOn: isoDate, toOn: isoDate.nullable().default(null), note: z.string().trim().max(200).default('') }), reply: z.object({ id }) }),
}
