import type { IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Correction } from '../rules/corrections.ts'
import type { LeagueState } from '../rules/decisions.ts'
import type { LeagueRecord } from './leagues.ts'

const open = (read: ReadTx) =>
  read
    .selectFrom('league_open as o')
    .innerJoin('institution as i', 'i.id', 'o.institution_id')
    .select(['o.league_id as leagueId', 'o.institution_id as institutionId', 'i.name as issuerName', 'o.key', 'o.from_on as fromOn', 'o.to_on as toOn', 'o.content', 'o.sha256', 'o.published_at as publishedAt', 'o.published_name as publishedName', 'o.checked_at as checkedAt', 'o.issue', 'o.superseded_by as supersededBy', 'o.objections_until as objectionsUntil', 'o.withdrawn_at as withdrawnAt', 'o.withdrawn_name as withdrawnName', 'o.withdrawn_reason as withdrawnReason'])
    .select([sql<Correction[]>`o.corrections`.as('corrections'), sql<Exclude<LeagueState, 'draft'>>`o.state`.as('state')])

export type OpenLeague = Awaited<ReturnType<typeof loadOpen>>
export const loadOpen = (read: ReadTx, leagueId: string) => open(read).where('o.league_id', '=', leagueId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

type Ask = { readonly institutionId?: string | undefined; readonly key?: string | undefined; readonly from?: IsoDate | undefined; /** Whose commission's scope holds this region. */ readonly regionCode?: string | undefined; readonly publishedFrom?: IsoDate | undefined; readonly publishedTo?: IsoDate | undefined; /** Leaves out what was replaced or withdrawn. */ readonly current?: boolean; readonly limit: number }
/** Published leagues, newest first; those that were replaced or withdrawn among them. */
export function listOpen(read: ReadTx, ask: Ask): Promise<OpenLeague[]> {
  let query = open(read)
  if (ask.institutionId !== undefined) query = query.where('o.institution_id', '=', ask.institutionId)
  if (ask.key !== undefined) query = query.where('o.key', '=', ask.key)
  if (ask.from !== undefined) query = query.where('o.from_on', '=', ask.from)
  if (ask.regionCode !== undefined) query = query.where(sql<boolean>`${ask.regionCode} like o.region_prefix || '%'`)
  if (ask.publishedFrom !== undefined) query = query.where('o.published_on', '>=', ask.publishedFrom)
  if (ask.publishedTo !== undefined) query = query.where('o.published_on', '<=', ask.publishedTo)
  if (ask.current === true) query = query.where('o.state', '=', 'published')
  return query.orderBy('o.published_at', 'desc').orderBy('o.league_id', 'desc').limit(ask.limit).execute()
}

export const insertOpen = (tx: Tx, row: LeagueRecord, set: { regionPrefix: string; at: string; on: IsoDate; byName: string; until: IsoDate | null }) =>
  tx
    .insertInto('league_open')
    .values({ league_id: row.leagueId, institution_id: row.institutionId, region_code: row.regionCode, region_prefix: set.regionPrefix, key: row.key, issue: row.issue, objections_until: set.until, from_on: row.fromOn, to_on: row.toOn, content: row.content, sha256: row.sha256, published_at: set.at, published_on: set.on, published_name: set.byName, corrections: JSON.stringify([]) })
    .execute()

export const saveOpenSuperseded = (tx: Tx, leagueId: string, by: string) => tx.updateTable('league_open').set({ state: 'superseded', superseded_by: by }).where('league_id', '=', leagueId).execute()

export const saveOpenWithdrawn = (tx: Tx, leagueId: string, set: { at: string; byName: string; reason: string }) =>
  tx.updateTable('league_open').set({ state: 'withdrawn', withdrawn_at: set.at, withdrawn_name: set.byName, withdrawn_reason: set.reason }).where('league_id', '=', leagueId).execute()

export const saveOpenCorrections = (tx: Tx, leagueId: string, corrections: readonly Correction[], at: string) =>
  tx.updateTable('league_open').set({ corrections: JSON.stringify(corrections), checked_at: at }).where('league_id', '=', leagueId).execute()

/** When a commission published leagues, the newest of them first; what was withdrawn does not count. */
export const publicationTimes = async (read: ReadTx, institutionId: string): Promise<string[]> =>
  (await read.selectFrom('league_open').select('published_at as at').where('institution_id', '=', institutionId).where('state', '!=', 'withdrawn').orderBy('published_at', 'desc').limit(200).execute()).map((row) => row.at)
