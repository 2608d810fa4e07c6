import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { isPassword } from '../../../server/platform/passwords.ts'
import * as rules from '../rules.ts'
import * as store from '../store/sign-in.ts'
import { isSecondFactor } from './second-factor.ts'
import { countFailure, loadAccount } from './sessions.ts'

/**
 * Rule AU-12: whoever signs proves password and second factor anew, both in one request. Null when both are right; a
 * wrong one is counted and locks like a wrong sign-in, so its refusal must be returned by the command and not thrown.
 */
export async function proveSigner(act: Act, given: { password: string; code: string }): Promise<RefusedError | null> {
  const account = await loadAccount(act, act.actor.id)
  if (account.passwordHash === null) throw new RefusedError('identity.signing_needs_password')
  if (account.totpEnabledAt === null) throw new RefusedError('identity.signing_needs_second_factor')
  const isRight = await isPassword(account.passwordHash, given.password)
  if (rules.isLocked(account, act.now)) return new RefusedError('identity.locked')
  if (!isRight) return countFailure(act, account, new RefusedError('identity.wrong_password'), 'identity.password_check_failed')
  // A right password alone starts no count afresh: codes could be guessed without end.
  if (!(await isSecondFactor(act, account, given.code.trim()))) return countFailure(act, account, new RefusedError('identity.wrong_code'), 'identity.second_factor_failed')
  if (account.failedCount > 0 || account.lockedUntil !== null) await store.saveGuard(act.tx, account.accountId, rules.openGuard)
  return null
}
