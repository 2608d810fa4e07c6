import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { hashPassword, isPassword } from '../../../server/platform/passwords.ts'
import type { Session } from '../../../server/platform/session.ts'
import { readSettings } from '../../setting/public.ts'
import * as rules from '../rules.ts'
import * as store from '../store/sign-in.ts'
import { countFailure, loadAccount, openSession, recordAs, type Entered, type Visitor } from './sessions.ts'

/** Proves that whoever sits there knows the password; wrong tries count towards the lock. */
export async function provePassword(act: Act, account: store.Account, password: string): Promise<RefusedError | null> {
  if (account.passwordHash === null) return null
  if (rules.isLocked(account, act.now)) return new RefusedError('identity.locked')
  if (await isPassword(account.passwordHash, password)) {
    if (account.failedCount > 0) await store.saveGuard(act.tx, account.accountId, rules.openGuard)
    return null
  }
  return countFailure(act, account, new RefusedError('identity.wrong_password'), 'identity.password_check_failed')
}

/** Changes the own password; all sessions end and this place gets a new one. */
export async function changePassword(act: Act, session: Session, ask: { current: string; next: string }, visitor: Visitor): Promise<Entered | RefusedError> {
  if (session.pendingSecondFactor) throw new RefusedError('identity.second_factor_needed')
  const account = await loadAccount(act, session.accountId)
  if (account.passwordHash === null) throw new RefusedError('identity.no_password')
  const wrong = await provePassword(act, account, ask.current)
  if (wrong !== null) return wrong
  const law = await readSettings(act.tx, 'identity.password_length', 'identity.password_history')
  orThrow(rules.judgePassword(ask.next, { loginName: account.loginName ?? '', minLength: law['identity.password_length'] }))
  const used = [account.passwordHash, ...(await store.listHistory(act.tx, account.accountId, law['identity.password_history']))]
  for (const hash of new Set(used)) if (await isPassword(hash, ask.next)) throw new RefusedError('identity.password_used')
  const at = act.now.toISOString()
  const hash = await hashPassword(ask.next)
  await store.insertHistory(act.tx, { accountId: account.accountId, at, hash })
  await store.saveAccount(act.tx, account.accountId, { password_hash: hash, password_changed_at: at, must_change_password: false, failed_count: 0, locked_until: null })
  await store.endSessions(act.tx, account.accountId, at, { except: null })
  const opened = await openSession(act, account, session.method ?? 'password', visitor)
  await recordAs(act, account, 'identity.password_changed')
  return { next: 'done', ...opened }
}
