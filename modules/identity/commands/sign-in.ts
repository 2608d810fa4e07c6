import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { isPassword } from '../../../server/platform/passwords.ts'
import * as rules from '../rules.ts'
import * as store from '../store/sign-in.ts'
import { countFailure, enter, lawOf, type Entered, type Visitor } from './sessions.ts'

/**
 * Name and password. A wrong try is counted, so its refusal is returned and not thrown. Rule AU-11: a name nobody has
 * costs the same time, is counted and locked the same way, and gets the same answer.
 */
export async function signIn(act: Act, ask: { loginName: string; password: string }, visitor: Visitor): Promise<Entered | RefusedError> {
  const found = await store.findByLoginForUpdate(act.tx, ask.loginName)
  if (found === undefined || found.kind !== 'staff') return refuseStranger(act, ask)
  const isRight = await isPassword(found.passwordHash, ask.password)
  if (rules.isLocked(found, act.now)) return new RefusedError('identity.locked')
  if (!isRight || found.disabledAt !== null) return countFailure(act, found, new RefusedError('identity.wrong_credentials'), 'identity.sign_in_failed')
  return enter(act, found, 'password', visitor)
}

async function refuseStranger(act: Act, ask: { loginName: string; password: string }): Promise<RefusedError> {
  const nameIndex = act.vault.blindIndex('person', `sign-in ${ask.loginName}`)
  const guard = await store.loadUnknownForUpdate(act.tx, nameIndex, act.now.toISOString())
  await isPassword(null, ask.password)
  if (rules.isLocked(guard, act.now)) return new RefusedError('identity.locked')
  const next = rules.afterFailure(guard, act.now, await lawOf(act))
  await store.saveUnknown(act.tx, nameIndex, next)
  return new RefusedError(next.lockedUntil === null ? 'identity.wrong_credentials' : 'identity.locked')
}

/** Rule AU-10: whom the provider named. Its own checks stand for the password; a second factor here is still asked. */
export async function signInByOpenId(act: Act, ask: { subject: string; claim: string }, visitor: Visitor): Promise<Entered> {
  const linked = await store.findBySubject(act.tx, ask.subject)
  const found = linked ?? (rules.mayMatchLoginName(ask.claim) ? await store.findByLoginForUpdate(act.tx, ask.subject.toLowerCase()) : undefined)
  if (found === undefined || found.kind !== 'staff' || found.disabledAt !== null) throw new RefusedError('identity.openid_unknown')
  return enter(act, found, 'openid', visitor)
}
