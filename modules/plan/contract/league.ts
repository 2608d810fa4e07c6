import { z } from 'zod'
import { endpoint, id, isoInstant } from '../../../kernel/contract.ts'
import { institutionKinds, institutionLevels } from '../../directory/rules/kinds.ts'
import { bands, trends } from '../rules/league.ts'
import { periodKind } from '../rules/league-period.ts'

const commission = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const
const reason = z.string().trim().min(4).max(2000)
const refusal = z.string().nullable()
const count = z.number().int()

/** 'all', a month '2026-03', or a week by its Monday. */
export const Period = z.string().max(10).refine((text) => periodKind(text) !== null, { message: "'all', a month '2026-03' or a week '2026-03-02'" })

export const LeagueRowView = z.object({
  institutionId: id,
  name: z.string(),
  kind: z.string(),
  level: z.string(),
  met: count,
  unmet: count,
  overdue: count,
  due: count,
  waived: count,
  /** Met, unmet and overdue together. */
  n: count,
  band: z.enum(bands).nullable(),
  /** Null where n is too small to rank. */
  rank: count.nullable(),
  tied: z.boolean(),
  peerRank: count.nullable(),
  peers: count,
  trend: z.enum(trends).nullable(),
})

export const PublicationView = z.object({ id, period: z.string(), reason: z.string(), publishedAt: isoInstant, publishedByName: z.string(), withdrawnAt: isoInstant.nullable(), withdrawnByName: z.string().nullable(), withdrawnReason: z.string().nullable() })

export const LeagueView = z.object({
  planId: id,
  period: z.string(),
  /** What can be chosen: the whole time, then months and weeks that have begun, newest first. */
  periods: z.array(z.string()),
  rows: z.array(LeagueRowView),
  at: isoInstant,
  /** False while a long pause of the jobs leaves the counters older than now. */
  fresh: z.boolean(),
  /** Newest first; the standing one has not been withdrawn. */
  publications: z.array(PublicationView),
  blocked: z.object({ publish: refusal, withdraw: refusal }),
})

const planId = z.object({ planId: id })
const filter = { period: Period.default('all'), kind: z.enum(institutionKinds).optional(), level: z.enum(institutionLevels).optional() }

export const leagueContract = {
  loadLeague: endpoint({ method: 'GET', path: '/plans/:planId/league', access: commission, summary: 'Institutions by completion in a period, from the counters of the board', params: planId, query: z.object(filter), reply: LeagueView }),
  exportLeague: endpoint({ method: 'GET', path: '/plans/:planId/league/export', access: commission, summary: 'The same league as a spreadsheet', params: planId, query: z.object(filter), download: true }),
  loadPublicLeague: endpoint({
    method: 'GET', path: '/plans/:planId/league/public', access: 'signed-in', summary: 'The leagues of a campaign that the commission made public', params: planId,
    reply: z.object({ rows: z.array(z.object({ period: z.string(), publishedAt: isoInstant, at: isoInstant, rows: z.array(LeagueRowView) })) }),
  }),
  publishLeague: endpoint({ method: 'POST', path: '/plans/:planId/league/publications', access: ['commission_head'], summary: 'Make the league of a period public as it stands now', params: planId, body: z.object({ period: Period, reason }), reply: LeagueView }),
  withdrawLeague: endpoint({ method: 'POST', path: '/plans/:planId/league/withdrawals', access: ['commission_head'], summary: 'Take the public league of a period down', params: planId, body: z.object({ period: Period, reason }), reply: LeagueView }),
  loadLeagueExample: endpoint({
    method: 'GET', path: '/league/example', access: 'signed-in', summary: 'Real figures for the worked example of the method page: the newest public league, else what the asker may see',
    reply: z.object({ example: z.object({ planId: id, planTitle: z.string(), institutionName: z.string(), met: count, unmet: count, overdue: count, due: count, waived: count }).nullable() }),
  }),
}
