import type { SignInMethod } from '../../../server/platform/session.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Guard } from '../rules.ts'

export type Account = {
  accountId: string
  kind: 'staff' | 'citizen'
  loginName: string | null
  displayName: string
  institutionId: string | null
  regionCode: string | null
  passwordHash: string | null
  passwordChangedAt: string | null
  mustChangePassword: boolean
  failedCount: number
  lockedUntil: string | null
  totpSecret: Buffer | null
  totpEnabledAt: string | null
  totpLastStep: number | null
  disabledAt: string | null
}

const account = (read: ReadTx) =>
  read
    .selectFrom('account as a')
    .leftJoin('institution as i', 'i.id', 'a.institution_id')
    .select([
      'a.account_id as accountId', 'a.login_name as loginName', 'a.display_name as displayName', 'a.institution_id as institutionId', 'i.region_code as regionCode', 'a.password_hash as passwordHash',
      'a.password_changed_at as passwordChangedAt', 'a.must_change_password as mustChangePassword', 'a.failed_count as failedCount', 'a.locked_until as lockedUntil', 'a.totp_secret as totpSecret',
      'a.totp_enabled_at as totpEnabledAt', 'a.totp_last_step as totpLastStep', 'a.disabled_at as disabledAt',
    ])
    .select(sql<'staff' | 'citizen'>`a.kind`.as('kind'))

/** Locks the account, so that guesses sent at the same moment are counted one after another. */
export const findByLoginForUpdate = (tx: Tx, loginName: string): Promise<Account | undefined> => account(tx).where('a.login_name', '=', loginName).forUpdate('a').executeTakeFirst()
export const findForUpdate = (tx: Tx, accountId: string): Promise<Account | undefined> => account(tx).where('a.account_id', '=', accountId).forUpdate('a').executeTakeFirst()
export const findAccount = (read: ReadTx, accountId: string): Promise<Account | undefined> => account(read).where('a.account_id', '=', accountId).executeTakeFirst()
export const findBySubject = (tx: Tx, subject: string): Promise<Account | undefined> => account(tx).where('a.oidc_subject', '=', subject).forUpdate('a').executeTakeFirst()

type Change = {
  login_name?: string
  oidc_subject?: string | null
  password_hash?: string
  password_changed_at?: string
  must_change_password?: boolean
  failed_count?: number
  locked_until?: string | null
  totp_secret?: Buffer | null
  totp_enabled_at?: string | null
  totp_last_step?: number | null
  disabled_at?: string | null
}
export const saveAccount = (tx: Tx, accountId: string, change: Change) => tx.updateTable('account').set(change).where('account_id', '=', accountId).execute()

export const saveGuard = (tx: Tx, accountId: string, guard: Guard) => saveAccount(tx, accountId, { failed_count: guard.failedCount, locked_until: guard.lockedUntil })

/** Wrong tries at a name nobody has; the row is locked like an account's. */
export async function loadUnknownForUpdate(tx: Tx, nameIndex: string, at: string): Promise<Guard> {
  const row = await tx
    .insertInto('unknown_sign_in')
    .values({ name_index: nameIndex, last_at: at })
    .onConflict((conflict) => conflict.column('name_index').doUpdateSet({ last_at: at }))
    .returning(['failed_count', 'locked_until'])
    .executeTakeFirstOrThrow()
  return { failedCount: row.failed_count, lockedUntil: row.locked_until }
}

export const saveUnknown = (tx: Tx, nameIndex: string, guard: Guard) =>
  tx.updateTable('unknown_sign_in').set({ failed_count: guard.failedCount, locked_until: guard.lockedUntil }).where('name_index', '=', nameIndex).execute()

export const insertHistory = (tx: Tx, row: { accountId: string; at: string; hash: string }) =>
  tx.insertInto('password_history').values({ account_id: row.accountId, changed_at: row.at, password_hash: row.hash }).onConflict((conflict) => conflict.doNothing()).execute()

/** Hashes used before, the newest first. */
export const listHistory = async (read: ReadTx, accountId: string, limit: number): Promise<string[]> =>
  (await read.selectFrom('password_history').select('password_hash').where('account_id', '=', accountId).orderBy('changed_at', 'desc').limit(limit).execute()).map((row) => row.password_hash)

export type NewSession = { id: string; tokenHash: string; accountId: string; at: string; expiresAt: string; address: string; agent: string; method: SignInMethod; pending: boolean }
export const insertSession = (tx: Tx, session: NewSession) =>
  tx
    .insertInto('session')
    .values({
      id: session.id, token_hash: session.tokenHash, account_id: session.accountId, created_at: session.at, last_seen_at: session.at, expires_at: session.expiresAt,
      address: session.address.slice(0, 100), agent: session.agent.slice(0, 300), method: session.method, pending_second_factor: session.pending,
    })
    .execute()

export type OpenSession = { id: string; method: SignInMethod; createdAt: string; lastSeenAt: string; expiresAt: string; address: string; agent: string }
/** Sessions that still open something at `now`; `idleSince` is the oldest sign of life that counts. */
export const listSessions = (read: ReadTx, accountId: string, now: string, idleSince: string): Promise<OpenSession[]> =>
  read
    .selectFrom('session')
    .select(['id', 'created_at as createdAt', 'last_seen_at as lastSeenAt', 'expires_at as expiresAt', 'address', 'agent'])
    .select(sql<SignInMethod>`method`.as('method'))
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', idleSince)
    .where('pending_second_factor', '=', false)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()

/** Ends sessions of an account: those named, or all but one. Answers how many were open. */
export async function endSessions(tx: Tx, accountId: string, at: string, which: { ids: readonly string[] } | { except: string | null }): Promise<number> {
  const open = tx.updateTable('session').set({ revoked_at: at }).where('account_id', '=', accountId).where('revoked_at', 'is', null)
  if ('ids' in which) return which.ids.length === 0 ? 0 : Number((await open.where('id', 'in', [...which.ids]).executeTakeFirst()).numUpdatedRows)
  return Number((await (which.except === null ? open : open.where('id', '!=', which.except)).executeTakeFirst()).numUpdatedRows)
}

export async function replaceRecoveryCodes(tx: Tx, accountId: string, hashes: readonly string[], at: string): Promise<void> {
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  if (hashes.length > 0) await tx.insertInto('recovery_code').values(hashes.map((hash) => ({ account_id: accountId, code_hash: hash, created_at: at }))).execute()
}

/** Rule AU-9: true exactly once for a code. */
export const useRecoveryCode = async (tx: Tx, accountId: string, hash: string, at: string): Promise<boolean> =>
  Number((await tx.updateTable('recovery_code').set({ used_at: at }).where('account_id', '=', accountId).where('code_hash', '=', hash).where('used_at', 'is', null).executeTakeFirst()).numUpdatedRows) === 1

/** What has served its time: ended sessions, used codes, names nobody has. */
export async function forgetOld(tx: Tx, before: string): Promise<void> {
  await tx.deleteFrom('session').where('expires_at', '<', before).execute()
  await tx.deleteFrom('one_time_code').where('created_at', '<', before).execute()
  await tx.deleteFrom('unknown_sign_in').where('last_at', '<', before).execute()
  await tx.deleteFrom('idempotency').where('created_at', '<', before).execute()
}
