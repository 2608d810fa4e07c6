import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { PrescriberQuery } from '../rules/purpose.ts'
import type { RankTable } from '../rules/rank.ts'

export type Question = { readonly month: string; readonly departmentId: string | null; readonly itemCode?: string | null; readonly what: string }
export type KeptQuery = PrescriberQuery & { readonly askedName: string; readonly askedAt: string; readonly purpose: string; readonly question: Question; readonly content: RankTable; readonly decidedName: string | null; readonly decidedAt: string | null }
export type QueryKey = { readonly institutionId: string; readonly queryId: string }

const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'asked_by as askedBy', 'asked_name as askedName', 'asked_at as askedAt', 'purpose', sql<Question>`question`.as('question'), sql<RankTable>`content`.as('content'), sql<PrescriberQuery['state']>`state`.as('state'), 'decided_name as decidedName', 'decided_at as decidedAt'] as const

export const insertQuery = (tx: Tx, query: Omit<KeptQuery, 'decidedName' | 'decidedAt' | 'state'>) =>
  tx
    .insertInto('prescriber_query')
    .values({ institution_id: query.institutionId, id: query.id, region_code: query.regionCode, asked_by: query.askedBy, asked_name: query.askedName, asked_at: query.askedAt, purpose: query.purpose, question: JSON.stringify(query.question), content: JSON.stringify(query.content), state: 'asked' })
    .execute()

export const findQueryForUpdate = (tx: Tx, key: QueryKey): Promise<KeptQuery | undefined> => tx.selectFrom('prescriber_query').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.queryId).forUpdate().executeTakeFirst()

export const saveState = (tx: Tx, key: QueryKey, state: PrescriberQuery['state'], decided: { by: string; name: string; at: string } | null) =>
  tx.updateTable('prescriber_query').set({ state, ...(decided === null ? {} : { decided_by: decided.by, decided_name: decided.name, decided_at: decided.at }) }).where('institution_id', '=', key.institutionId).where('id', '=', key.queryId).execute()

/** Of every body in scope, the newest first. */
export const listQueries = (read: ReadTx, limit: number): Promise<KeptQuery[]> => read.selectFrom('prescriber_query').select(columns).orderBy('asked_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
