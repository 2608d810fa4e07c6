import { sql } from 'kysely'
import { send, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Body } from '../rules/matter.ts'

export function insertGrams(tx: Tx, matter: Body & { readonly id: string; readonly receivedAt: string }, grams: readonly number[]): void {
  send(tx, tx.insertInto('matter_gram').values({ institution_id: matter.institutionId, matter_id: matter.id, region_code: matter.regionCode, received_at: matter.receivedAt, grams: [...grams] }).execute())
}

export type WordsAsk = {
  readonly institutionId: string | undefined
  /** The region whose key the words were hashed with. */
  readonly regionCode: string
  readonly grams: readonly number[]
  readonly after: { readonly at: string; readonly id: string } | undefined
  readonly limit: number
}
export type Found = { readonly institutionId: string; readonly matterId: string; readonly receivedAt: string }

/** Rule MT-18: what may hold the words, newest first; whether it does, and whether somebody may see it, is asked of the matter itself. */
export async function findByGrams(read: ReadTx, ask: WordsAsk): Promise<Found[]> {
  const rows = await read
    .selectFrom('matter_gram')
    .select(['institution_id as institutionId', 'matter_id as matterId', 'received_at as receivedAt'])
    .where(sql<boolean>`grams @> ${[...ask.grams]}::int[]`)
    .$if(ask.institutionId !== undefined, (query) => query.where('institution_id', '=', ask.institutionId ?? ''))
    .$if(ask.institutionId === undefined, (query) => query.where('region_code', '=', ask.regionCode))
    .$if(ask.after !== undefined, (query) => query.where(sql<boolean>`(received_at, matter_id) < (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('received_at', 'desc')
    .orderBy('matter_id', 'desc')
    .limit(ask.limit)
    .execute()
  return rows
}
