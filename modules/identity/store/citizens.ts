import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'

/** One request for one phone at a time, so that the limits hold under a rush. */
export const holdPhone = (tx: Tx, phoneIndex: string) => sql`select pg_advisory_xact_lock(hashtextextended(${phoneIndex}, 0))`.execute(tx)

export const listSentSince = async (read: ReadTx, phoneIndex: string, since: string): Promise<string[]> =>
  (await read.selectFrom('one_time_code').select('created_at').where('phone_index', '=', phoneIndex).where('created_at', '>', since).execute()).map((row) => row.created_at)

export const insertCode = (tx: Tx, code: { id: string; phoneIndex: string; hash: string; at: string; expiresAt: string }) =>
  tx.insertInto('one_time_code').values({ id: code.id, phone_index: code.phoneIndex, code_hash: code.hash, created_at: code.at, expires_at: code.expiresAt }).execute()

export type Code = { id: string; hash: string; attempts: number; expiresAt: string; usedAt: string | null }
export const findNewestCode = (tx: Tx, phoneIndex: string): Promise<Code | undefined> =>
  tx
    .selectFrom('one_time_code')
    .select(['id', 'code_hash as hash', 'attempts', 'expires_at as expiresAt', 'used_at as usedAt'])
    .where('phone_index', '=', phoneIndex)
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

export const saveCode = (tx: Tx, id: string, set: { attempts: number; used_at?: string }) => tx.updateTable('one_time_code').set(set).where('id', '=', id).execute()

export const findCitizenAccount = async (read: ReadTx, phoneIndex: string): Promise<string | null> =>
  (await read.selectFrom('citizen').select('account_id').where('phone_index', '=', phoneIndex).executeTakeFirst())?.account_id ?? null

export async function insertCitizen(tx: Tx, row: { accountId: string; phone: Buffer; phoneIndex: string; at: string }): Promise<void> {
  await tx.insertInto('account').values({ account_id: row.accountId, kind: 'citizen', display_name: '', created_at: row.at }).execute()
  await tx.insertInto('citizen').values({ account_id: row.accountId, phone: row.phone, phone_index: row.phoneIndex, created_at: row.at }).execute()
}

export const listOutbox = (read: ReadTx, before: { at: string; id: string } | undefined, limit: number) =>
  read
    .selectFrom('outbox')
    .select(['id', 'channel', 'recipient', 'body', 'created_at as createdAt', 'last_error as lastError'])
    .select(sql<'waiting' | 'sent' | 'failed'>`state`.as('state'))
    .$if(before !== undefined, (query) => query.where(sql<boolean>`(created_at, id) < (${before?.at ?? ''}::timestamptz, ${before?.id ?? ''}::uuid)`))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** The sealed phone of the citizen who asks. */
export const findOwnPhone = async (read: ReadTx, accountId: string): Promise<Buffer | null> => (await read.selectFrom('citizen').select('phone').where('account_id', '=', accountId).executeTakeFirst())?.phone ?? null
