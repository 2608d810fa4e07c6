import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'

const columns = ['institution_id as institutionId', 'id as objectionId', 'region_code as regionCode', 'exemplar_id as exemplarId', 'said', 'author', 'filed_at as filedAt', 'founded', 'answer', 'answered_name as answeredName', 'answered_at as answeredAt'] as const
const objections = (read: ReadTx) => read.selectFrom('exemplar_objection').select(columns)
export type Objection = Awaited<ReturnType<typeof listObjections>>[number]

/** Objections to one nomination, oldest first; they are rows of the commission. */
export const listObjections = (read: ReadTx, commissionId: string, exemplarId: string) => objections(read).where('institution_id', '=', commissionId).where('exemplar_id', '=', exemplarId).orderBy('filed_at').orderBy('id').execute()

export const lockObjection = (tx: Tx, commissionId: string, objectionId: string): Promise<Objection> =>
  tx.selectFrom('exemplar_objection').select(columns).where('institution_id', '=', commissionId).where('id', '=', objectionId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** By the code its author was given. */
export const findByCode = (read: ReadTx, commissionId: string, exemplarId: string, codeIndex: string) =>
  objections(read).where('institution_id', '=', commissionId).where('exemplar_id', '=', exemplarId).where('code_index', '=', codeIndex).executeTakeFirst()

export const countUnanswered = async (read: ReadTx, commissionId: string, exemplarIds: readonly string[]): Promise<Map<string, number>> =>
  exemplarIds.length === 0
    ? new Map()
    : new Map(
        (await read.selectFrom('exemplar_objection').select('exemplar_id as exemplarId').select((eb) => eb.fn.countAll<number>().as('n')).where('institution_id', '=', commissionId).where('exemplar_id', 'in', [...exemplarIds]).where('answered_at', 'is', null).groupBy('exemplar_id').execute()).map((row) => [row.exemplarId, row.n]),
      )

/** Answers false where the same form was sent before. */
export async function insertObjection(tx: Tx, row: { commissionId: string; objectionId: string; regionCode: string; exemplarId: string; said: string; author: Buffer | null; codeIndex: string; at: string }): Promise<boolean> {
  const made = await tx
    .insertInto('exemplar_objection')
    .values({ institution_id: row.commissionId, id: row.objectionId, region_code: row.regionCode, exemplar_id: row.exemplarId, said: row.said, author: row.author, code_index: row.codeIndex, filed_at: row.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

export const saveAnswer = (tx: Tx, objection: Objection, given: { founded: boolean; answer: string; by: string; byName: string; at: string }) =>
  tx
    .updateTable('exemplar_objection')
    .set({ founded: given.founded, answer: given.answer, answered_by: given.by, answered_name: given.byName, answered_at: given.at })
    .where('institution_id', '=', objection.institutionId)
    .where('id', '=', objection.objectionId)
    .execute()
