import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Place } from '../../../server/platform/keyset.ts'
import type { ExemplarKind, ExemplarState } from '../rules/exemplar.ts'

const columns = [
  'exemplar_id as exemplarId', 'institution_id as institutionId', 'region_code as regionCode', 'commission_id as commissionId', 'commission_name as commissionName', 'title', 'body_name as bodyName', 'deeds', 'from_on as fromOn', 'until_on as untilOn', 'noticed_at as noticedAt',
  'decision_reason as decisionReason', 'published_at as publishedAt', 'withdrawn_at as withdrawnAt', 'withdrawn_reason as withdrawnReason',
] as const
const notices = (read: ReadTx) => read.selectFrom('exemplar_notice').select(columns).select([sql<ExemplarKind>`kind`.as('kind'), sql<Exclude<ExemplarState, 'nominated'>>`state`.as('state')])

export type Notice = NonNullable<Awaited<ReturnType<typeof findNotice>>>
export const findNotice = (read: ReadTx, exemplarId: string) => notices(read).where('exemplar_id', '=', exemplarId).executeTakeFirst()
/** Locks the notice: objections are counted one after another. */
export const lockNotice = (tx: Tx, exemplarId: string) => notices(tx).where('exemplar_id', '=', exemplarId).forUpdate().executeTakeFirst()

export function listNotices(read: ReadTx, ask: { readonly after: Place | undefined; readonly limit: number }): Promise<Notice[]> {
  let query = notices(read)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(noticed_at, exemplar_id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return query.orderBy('noticed_at', 'desc').orderBy('exemplar_id', 'desc').limit(ask.limit).execute()
}

/** What a commission put up, newest first: what its `publish` duties are judged by. */
export const noticesOf = (read: ReadTx, commissionId: string, limit: number): Promise<Notice[]> => notices(read).where('commission_id', '=', commissionId).orderBy('noticed_at', 'desc').limit(limit).execute()

export const insertNotice = (tx: Tx, row: Pick<Notice, 'exemplarId' | 'institutionId' | 'regionCode' | 'commissionId' | 'commissionName' | 'kind' | 'title' | 'bodyName' | 'deeds' | 'fromOn' | 'untilOn' | 'noticedAt'>) =>
  tx
    .insertInto('exemplar_notice')
    .values({ exemplar_id: row.exemplarId, institution_id: row.institutionId, region_code: row.regionCode, commission_id: row.commissionId, commission_name: row.commissionName, kind: row.kind, state: 'noticed', title: row.title, body_name: row.bodyName, deeds: row.deeds, from_on: row.fromOn, until_on: row.untilOn, noticed_at: row.noticedAt })
    .execute()

export const saveNotice = (tx: Tx, exemplarId: string, change: Partial<{ state: ExemplarState; title: string; deeds: string; decision_reason: string; published_at: string; withdrawn_at: string; withdrawn_reason: string }>) =>
  tx.updateTable('exemplar_notice').set(change).where('exemplar_id', '=', exemplarId).execute()
