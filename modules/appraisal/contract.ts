import { z } from 'zod'
import { commissionRoles, institutionRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoDate, isoInstant } from '../../kernel/contract.ts'
import { units } from '../measure/rules/names.ts'
import { Correction } from './rules/corrections.ts'
import { fewestReason, mostEvidence, mostReason } from './rules/objections.ts'
import { leagueStates } from './rules/decisions.ts'
import { Part, subjects } from './rules/definition.ts'
import { movements } from './rules/league.ts'
import { whyWithout } from './rules/score.ts'

const refusal = z.string().nullable()
const Words = z.object({ zh: z.string(), en: z.string() })
const key = z.string().max(40).regex(/^[a-z][a-z0-9-]*$/)
const readers = [...commissionRoles, ...institutionRoles] as const
const clerks = ['commission_clerk', 'commission_head', 'institution_clerk', 'institution_head'] as const
const heads = ['commission_head', 'institution_head'] as const
const count = z.number().int()
const tenth = z.number().nullable()
const revision = count.min(1)

const PartScoreView = z.object({ key: z.string(), value: z.number().nullable(), of: z.number().nullable(), pooled: count, points: tenth, low: tenth, high: tenth, why: z.enum(whyWithout).nullable(), met: z.boolean().nullable() })
export const LeagueRowView = z.object({
  id, name: z.string(), score: tenth, low: tenth, high: tenth, known: z.number(), why: z.enum(['too_little', 'lacks_required']).nullable(), rank: count.nullable(), tied: z.boolean(), places: z.object({ from: count, to: count }).nullable(),
  former: z.object({ rank: count, score: z.number() }).nullable(), movement: z.enum(movements).nullable(), parts: z.array(PartScoreView).readonly(),
})
const Period = z.object({ from: isoDate, to: isoDate })
const Stand = z.object({ rank: count.nullable(), score: tenth })
const CorrectsView = z.object({ leagueId: id, publishedAt: isoInstant, whys: z.array(z.string()).readonly(), changes: z.array(z.object({ id, name: z.string(), before: Stand, after: Stand })).readonly() })
const Signed = z.object({ name: z.string(), at: isoInstant })
export const LeagueObjectionView = z.object({
  institutionId: id, objectionId: id, institutionName: z.string(), revision, reason: z.string(), evidence: z.string(), filed: Signed,
  /** As it is drafted, for the commission; as it was decided, for both. */
  answer: Signed.extend({ upheld: z.boolean(), said: z.string(), correction: z.string().nullable() }).nullable(), decided: Signed.nullable(),
  blocked: z.object({ draft: refusal, decide: refusal }),
})
const ContentView = z.object({
  key: z.string(), of: z.enum(subjects), name: Words, why: Words, period: Period, least: z.number(), before: Period.nullable(),
  parts: z.array(z.object({ ...Part.shape, weight: count, version: count.nullable(), unit: z.enum(units), decimals: count })).readonly(),
  groups: z.array(z.object({ key: z.string(), name: Words, rows: z.array(LeagueRowView).readonly() })).readonly(),
  corrects: CorrectsView.optional(),
})
export const LeagueView = z.object({
  institutionId: id, leagueId: id, issuerName: z.string(), state: z.enum(leagueStates), content: ContentView,
  /** What publishing asks to have been seen; null for whoever does not work on it. */
  revision: revision.nullable(), seen: z.string().nullable(),
  weightsReason: z.string().nullable(), draftedName: z.string().nullable(), draftedAt: isoInstant.nullable(), publishedName: z.string().nullable(), publishedAt: isoInstant.nullable(),
  /** What a later look found, and when it was taken. */
  corrections: z.array(Correction), checkedAt: isoInstant.nullable(),
  /** The row of the reader's own institution. */
  ownId: id.nullable(),
  /** How often it was published, this time among them; what replaced it; why it was taken back. */
  issue: count, supersededBy: id.nullable(), withdrawn: Signed.extend({ reason: z.string() }).nullable(),
  /** The last day for objections; those of the reader's institution, or all for the commission that published. */
  objectionsUntil: isoDate.nullable(), objections: z.array(LeagueObjectionView),
  blocked: z.object({ change: refusal, drop: refusal, publish: refusal, withdraw: refusal, object: refusal }),
})
export const LeagueListRow = z.object({
  institutionId: id, leagueId: id, issuerName: z.string(), key: z.string(), name: Words, of: z.enum(subjects), period: Period, state: z.enum(leagueStates), issue: count, publishedAt: isoInstant.nullable(), ranked: count, unranked: count, corrected: count,
  own: z.object({ rank: count.nullable(), tied: z.boolean(), places: z.object({ from: count, to: count }).nullable(), score: tenth, peers: count }).nullable(),
})
export const BenchmarkView = z.object({ id, measureKey: z.string(), measureName: Words, unit: z.enum(units), decimals: count, place: z.string(), value: z.number(), source: z.string(), asOf: isoDate, ownValue: z.number(), own: Period, gap: z.number(), on: isoDate, enteredName: z.string() })

const leagueKey = z.object({ leagueId: id })
const at = '/leagues/:leagueId'
const objectionKey = z.object({ leagueId: id, institutionId: id, objectionId: id })
const proof = { password: z.string().min(1).max(200), code: z.string().trim().min(1).max(40) }
const both = z.object({ institutionId: id, leagueId: id })

export const appraisalContract = {
  listLeagues: endpoint({
    method: 'GET', path: '/leagues', access: readers, summary: 'Leagues of my body and those published for my region, newest first; what can be drawn up',
    reply: z.object({ rows: z.array(LeagueListRow), kinds: z.array(z.object({ key: z.string(), name: Words, does: Words, of: z.enum(subjects), periods: z.array(Period), blocked: refusal })) }),
  }),
  loadLeague: endpoint({ method: 'GET', path: '/leagues/:institutionId/:leagueId', access: readers, summary: 'One league: the draft for whoever works on it, what is published for everybody', params: both, reply: LeagueView }),
  exportLeague: endpoint({ method: 'GET', path: '/leagues/:institutionId/:leagueId/sheet', access: readers, summary: 'The same league as a spreadsheet', params: both, download: true }),
  draftLeague: endpoint({ method: 'POST', path: '/leagues', access: clerks, summary: 'Work out the league of a period that is over', body: z.object({ key, from: isoDate }), reply: leagueKey }),
  reckonLeague: endpoint({ method: 'POST', path: `${at}/reckoning`, access: clerks, summary: 'Work the draft out anew from the figures of this moment', params: leagueKey, body: z.object({ revision }), reply: z.object({}) }),
  weighLeague: endpoint({ method: 'PUT', path: `${at}/weights`, access: clerks, summary: 'Weigh the parts of a draft otherwise, with the reason', params: leagueKey, body: z.object({ revision, weights: z.record(key, count.min(0).max(100)), reason: z.string().trim().min(4).max(500) }), reply: z.object({}) }),
  dropLeague: endpoint({ method: 'DELETE', path: at, access: clerks, summary: 'Remove a draft', params: leagueKey, body: z.object({ revision }), reply: z.object({}) }),
  publishLeague: endpoint({
    method: 'POST', path: `${at}/publication`, access: heads, summary: 'Freeze and publish what was seen, with password and second factor', params: leagueKey,
    body: z.object({ revision, ...proof, seen: z.string().regex(/^[0-9a-f]{64}$/) }), reply: z.object({}),
  }),
  withdrawLeague: endpoint({
    method: 'POST', path: `${at}/withdrawal`, access: heads, summary: 'Take a published league back, with the reason, password and second factor', params: leagueKey,
    body: z.object({ revision, reason: z.string().trim().min(fewestReason).max(mostReason), ...proof }), reply: z.object({}),
  }),
  objectToLeague: endpoint({
    method: 'POST', path: `${at}/objections`, access: ['institution_head', 'institution_clerk'], summary: 'Object to a published league my institution is in, with reason and evidence', params: leagueKey,
    body: z.object({ reason: z.string().trim().min(fewestReason).max(mostReason), evidence: z.string().trim().min(fewestReason).max(mostEvidence) }), reply: z.object({ objectionId: id }),
  }),
  draftLeagueAnswer: endpoint({
    method: 'PUT', path: `${at}/objections/:institutionId/:objectionId/answer`, access: ['commission_clerk', 'commission_head'], summary: 'Draft the answer to an objection; upheld, with what is corrected and why', params: objectionKey,
    body: z.object({ revision, upheld: z.boolean(), answer: z.string().trim().min(fewestReason).max(mostReason), correction: z.string().trim().max(mostReason).default('') }), reply: z.object({}),
  }),
  decideLeagueObjection: endpoint({
    method: 'POST', path: `${at}/objections/:institutionId/:objectionId/decision`, access: ['commission_head'], summary: 'Decide as drafted, with password and second factor; upheld, a correction is drawn up', params: objectionKey,
    body: z.object({ revision, ...proof }), reply: z.object({}),
  }),
  listBenchmarks: endpoint({ method: 'GET', path: '/benchmarks', access: commissionRoles, summary: 'How other regions do in our measures, the widest gap first', reply: z.object({ rows: z.array(BenchmarkView), measures: z.array(z.object({ key: z.string(), name: Words })), blocked: z.object({ enter: refusal }) }) }),
  enterBenchmark: endpoint({
    method: 'POST', path: '/benchmarks', access: ['commission_clerk', 'commission_head'], summary: 'Put down the value of another region, with source and date; our own is computed',
    body: z.object({ measureKey: key, place: z.string().trim().min(2).max(60), value: z.number().min(0).max(1_000_000_000), source: z.string().trim().min(4).max(300), asOf: isoDate, period: z.enum(['month', 'quarter', 'year']) }), reply: z.object({ id }),
  }),
  withdrawBenchmark: endpoint({ method: 'POST', path: '/benchmarks/:benchmarkId/withdrawal', access: ['commission_clerk', 'commission_head'], summary: 'Take a wrong value out, with the reason', params: z.object({ benchmarkId: id }), body: z.object({ reason: z.string().trim().min(4).max(500) }), reply: z.object({}) }),
}
