import { anonymous, type Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { record, type Occurrence } from '../../../server/platform/audit.ts'
import { newToken, tokenHash } from '../../../server/platform/crypto.ts'
import type { SignInMethod } from '../../../server/platform/session.ts'
import { readSettings } from '../../setting/public.ts'
import type { nextSteps } from '../contract.ts'
import * as rules from '../rules.ts'
import * as store from '../store/sign-in.ts'

/** Where a request came from; kept with the session so that its holder can recognise it. */
export type Visitor = { readonly address: string; readonly agent: string }
export type Entered = { readonly next: (typeof nextSteps)[number]; readonly token: string; readonly expiresAt: string }

const minuteMs = 60_000
const pendingMinutes = 10

/** The account's holder, as the one who acts, before any session says so. */
export const holderOf = (account: store.Account): Actor => ({ ...anonymous, kind: account.kind, id: account.accountId, name: account.displayName, institutionId: account.institutionId })

/**
 * What happens to a staff account is written into the chain of its body; what happens to citizens into one of sixteen
 * chains that only the system reads, so that many who sign in at once do not wait for one lock.
 */
export const traceOf = (account: Pick<store.Account, 'accountId' | 'institutionId' | 'regionCode'>): Pick<Occurrence, 'institutionId' | 'regionCode'> =>
  account.institutionId === null ? { institutionId: `00000000-0000-7000-9000-00000000000${account.accountId.slice(-1)}`, regionCode: '0' } : { institutionId: account.institutionId, regionCode: account.regionCode ?? '0' }

/** Records an act of the account's holder, who is not yet the actor of the transaction. */
export const recordAs = (act: Act, account: store.Account, kind: string, detail: Record<string, unknown> = {}): Promise<void> =>
  record(act.tx, { ...act, actor: holderOf(account) }, [{ ...traceOf(account), kind, subjectId: account.accountId, detail }])

export const lawOf = async (act: Pick<Act, 'tx'>): Promise<rules.LockLaw> => {
  const values = await readSettings(act.tx, 'identity.lock_after', 'identity.lock_minutes')
  return { lockAfter: values['identity.lock_after'], lockMinutes: values['identity.lock_minutes'] }
}

/** Counts a wrong try (Rule AU-1) and answers the no, which the command must return and not throw. */
export async function countFailure(act: Act, account: store.Account, no: RefusedError, kind: string): Promise<RefusedError> {
  const guard = rules.afterFailure(account, act.now, await lawOf(act))
  await store.saveGuard(act.tx, account.accountId, guard)
  await recordAs(act, account, kind, { inARow: guard.failedCount, lockedUntil: guard.lockedUntil })
  return guard.lockedUntil === null ? no : new RefusedError('identity.locked')
}

async function insert(act: Act, account: store.Account, given: { method: SignInMethod; pending: boolean; lasts: number }, visitor: Visitor): Promise<{ token: string; expiresAt: string }> {
  const token = newToken()
  const expiresAt = new Date(act.now.getTime() + given.lasts).toISOString()
  await store.insertSession(act.tx, { id: act.newId(), tokenHash: tokenHash(token), accountId: account.accountId, at: act.now.toISOString(), expiresAt, ...visitor, method: given.method, pending: given.pending })
  return { token, expiresAt }
}

/** The first factor was right; with a second factor on, the session may only present it (Rule AU-5). */
export async function enter(act: Act, account: store.Account, method: SignInMethod, visitor: Visitor): Promise<Entered> {
  if (account.totpEnabledAt === null) return admitHolder(act, account, method, visitor)
  return { next: 'second_factor', ...(await insert(act, account, { method, pending: true, lasts: pendingMinutes * minuteMs }, visitor)) }
}

/** Opens the full session with a token of its own; older sessions beyond the limit end (Rule AU-6). */
export async function admitHolder(act: Act, account: store.Account, method: SignInMethod, visitor: Visitor): Promise<Entered> {
  const opened = await openSession(act, account, method, visitor)
  if (account.failedCount > 0 || account.lockedUntil !== null) await store.saveGuard(act.tx, account.accountId, rules.openGuard)
  await recordAs(act, account, 'identity.signed_in', { method, address: visitor.address })
  const { 'identity.password_days': days } = await readSettings(act.tx, 'identity.password_days')
  return { next: method === 'password' && rules.isPasswordDue(account, act.now, days) ? 'change_password' : 'done', ...opened }
}

export async function openSession(act: Act, account: store.Account, method: SignInMethod, visitor: Visitor): Promise<{ token: string; expiresAt: string }> {
  const limits = await readSettings(act.tx, 'identity.session_hours', 'identity.idle_minutes', 'identity.max_sessions', 'citizen.session_days')
  const at = act.now.toISOString()
  const open = await store.listSessions(act.tx, account.accountId, at, idleSince(act.now, limits['identity.idle_minutes']))
  await store.endSessions(act.tx, account.accountId, at, { ids: rules.sessionsToEnd(open, limits['identity.max_sessions']) })
  const hours = account.kind === 'citizen' ? limits['citizen.session_days'] * 24 : limits['identity.session_hours']
  return insert(act, account, { method, pending: false, lasts: hours * 60 * minuteMs }, visitor)
}

export const idleSince = (now: Date, idleMinutes: number): string => new Date(now.getTime() - idleMinutes * minuteMs).toISOString()

/** Ends this session; nobody's is nothing. */
export async function signOut(act: Act, session: { sessionId: string | null; accountId: string | null }): Promise<void> {
  if (session.sessionId === null || session.accountId === null) return
  await store.endSessions(act.tx, session.accountId, act.now.toISOString(), { ids: [session.sessionId] })
}

export async function signOutEverywhere(act: Act, accountId: string): Promise<void> {
  const account = await loadAccount(act, accountId)
  const ended = await store.endSessions(act.tx, accountId, act.now.toISOString(), { except: null })
  await recordAs(act, account, 'identity.sessions_ended', { ended })
}

export async function revokeSession(act: Act, ask: { accountId: string; sessionId: string }): Promise<void> {
  const ended = await store.endSessions(act.tx, ask.accountId, act.now.toISOString(), { ids: [ask.sessionId] })
  if (ended === 0) throw new RefusedError('not_found')
  await recordAs(act, await loadAccount(act, ask.accountId), 'identity.sessions_ended', { ended })
}

export async function loadAccount(act: Act, accountId: string | null): Promise<store.Account> {
  const found = accountId === null ? undefined : await store.findForUpdate(act.tx, accountId)
  if (found === undefined) throw new RefusedError('access.sign_in')
  return found
}

