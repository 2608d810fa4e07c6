import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Body } from '../rules/survey.ts'

export type CommentState = 'waiting' | 'published' | 'withheld'
export type Comment = { readonly id: string; readonly surveyKey: string; readonly departmentId: string | null; readonly on: string; readonly said: string; readonly state: CommentState; readonly revision: number }
const columns = ['id', 'survey_key as surveyKey', 'department_id as departmentId', 'on_date as on', 'said', sql<CommentState>`state`.as('state'), 'revision'] as const
const comments = (read: ReadTx, institutionId: string, key: string) => read.selectFrom('survey_comment').select(columns).where('institution_id', '=', institutionId).where('survey_key', '=', key)

export const listComments = (read: ReadTx, institutionId: string, key: string, state: CommentState | null, limit: number): Promise<Comment[]> =>
  comments(read, institutionId, key).$if(state !== null, (query) => query.where('state', '=', state ?? 'waiting')).orderBy('on_date', 'desc').orderBy('id').limit(limit).execute()

/** How many wait to be read, of all questionnaires of a body. */
export const countComments = async (read: ReadTx, institutionId: string): Promise<number> => {
  const row = await read.selectFrom('survey_comment').select(sql<number>`count(*)::int`.as('waiting')).where('institution_id', '=', institutionId).where('state', '=', 'waiting').executeTakeFirstOrThrow()
  return row.waiting
}

export const insertComments = (tx: Tx, body: Body, rows: readonly Omit<Comment, 'state' | 'revision'>[]) =>
  tx.insertInto('survey_comment').values(rows.map((row) => ({ institution_id: body.institutionId, id: row.id, region_code: body.regionCode, survey_key: row.surveyKey, department_id: row.departmentId, on_date: row.on, said: row.said, state: 'waiting' }))).execute()

export const loadComment = (tx: Tx, institutionId: string, key: string, id: string): Promise<Comment> =>
  tx.selectFrom('survey_comment').select(columns).where('institution_id', '=', institutionId).where('survey_key', '=', key).where('id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const saveComment = (tx: Tx, institutionId: string, comment: Comment) =>
  tx.updateTable('survey_comment').set({ said: comment.said, state: comment.state, revision: comment.revision + 1 }).where('institution_id', '=', institutionId).where('id', '=', comment.id).execute()

export type Deed = { readonly id: string; readonly surveyKey: string; readonly on: string; readonly said: string; readonly madeName: string }
export const listDeeds = (read: ReadTx, institutionId: string, key: string, limit: number): Promise<Deed[]> =>
  read.selectFrom('survey_deed').select(['id', 'survey_key as surveyKey', 'on_date as on', 'said', 'made_name as madeName']).where('institution_id', '=', institutionId).where('survey_key', '=', key).orderBy('on_date', 'desc').orderBy('id', 'desc').limit(limit).execute()

export const insertDeed = (tx: Tx, body: Body, deed: Deed & { readonly madeBy: string }) =>
  tx.insertInto('survey_deed').values({ institution_id: body.institutionId, id: deed.id, region_code: body.regionCode, survey_key: deed.surveyKey, on_date: deed.on, said: deed.said, made_by: deed.madeBy, made_name: deed.madeName }).execute()

/** False where this invitation to be called was used before. */
export async function useCallBack(tx: Tx, body: Body, nonceIndex: string, on: string): Promise<boolean> {
  const added = await tx.insertInto('survey_call_back').values({ institution_id: body.institutionId, nonce_index: nonceIndex, region_code: body.regionCode, on_date: on }).onConflict((conflict) => conflict.doNothing()).returning('nonce_index').executeTakeFirst()
  return added !== undefined
}
