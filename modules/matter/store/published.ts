import { sql } from 'kysely'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Body, MatterKey } from '../rules/matter.ts'

type Published = Body & { readonly id: string; readonly kind: string; readonly category: string | null; readonly title: string; readonly question: string; readonly answer: string; readonly verdict: string | null; readonly receivedOn: string; readonly answeredOn: string; readonly at: string; readonly grams: readonly number[] }

/** A second publication takes the place of the first. */
export async function savePublished(tx: Tx, item: Published): Promise<void> {
  const changing = { title: item.title, question: item.question, answer: item.answer, verdict: item.verdict, answered_on: item.answeredOn, published_at: item.at, listed: true, grams: [...item.grams] }
  await tx
    .insertInto('matter_published')
    .values({ institution_id: item.institutionId, matter_id: item.id, region_code: item.regionCode, kind: item.kind, category: item.category, received_on: item.receivedOn, ...changing })
    .onConflict((conflict) => conflict.columns(['institution_id', 'matter_id']).doUpdateSet(changing))
    .execute()
}

export const unlist = (tx: Tx, matter: Body & { readonly id: string }) => tx.updateTable('matter_published').set({ listed: false }).where('institution_id', '=', matter.institutionId).where('matter_id', '=', matter.id).execute()

const columns = ['institution_id as institutionId', 'matter_id as matterId', 'kind', 'category', 'title', 'question', 'answer', 'verdict', 'received_on as receivedOn', 'answered_on as answeredOn', 'published_at as publishedAt'] as const

export type PublishedAsk = { readonly institutionId: string | undefined; readonly kind: string | undefined; readonly grams: readonly number[]; readonly after: { readonly at: string; readonly id: string } | undefined; readonly limit: number }

export const listPublished = (read: ReadTx, ask: PublishedAsk) =>
  read
    .selectFrom('matter_published')
    .select(columns)
    .where('listed', '=', true)
    .$if(ask.institutionId !== undefined, (query) => query.where('institution_id', '=', ask.institutionId ?? ''))
    .$if(ask.kind !== undefined, (query) => query.where('kind', '=', ask.kind ?? ''))
    .$if(ask.grams.length > 0, (query) => query.where(sql<boolean>`grams @> ${[...ask.grams]}::int[]`))
    .$if(ask.after !== undefined, (query) => query.where(sql<boolean>`(published_at, matter_id) < (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('published_at', 'desc')
    .orderBy('matter_id', 'desc')
    .limit(ask.limit)
    .execute()

export const findPublished = (read: ReadTx, key: MatterKey) =>
  read.selectFrom('matter_published').select(columns).where('institution_id', '=', key.institutionId).where('matter_id', '=', key.matterId).where('listed', '=', true).executeTakeFirst()
