import { randomInt } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { enrolment, newSecret, stepOf } from '../../../server/platform/authenticator.ts'
import type { Session } from '../../../server/platform/session.ts'
import * as rules from '../rules.ts'
import * as store from '../store/sign-in.ts'
import { provePassword } from './password.ts'
import { admitHolder, countFailure, loadAccount, recordAs, type Entered, type Visitor } from './sessions.ts'

const letters = '23456789abcdefghjkmnpqrstuvwxyz'
/** Characters nobody mistakes for another, in groups joined by hyphens. */
export const randomWords = (groups: number, length: number): string =>
  Array.from({ length: groups }, () => Array.from({ length }, () => letters[randomInt(letters.length)] ?? '').join('')).join('-')

const recoveryHash = (act: Act, accountId: string, code: string) => act.vault.blindIndex('code', `recovery ${accountId} ${rules.readRecoveryCode(code)}`)

/** A code of the authenticator (each step once, Rule AU-4) or a recovery code (each once, Rule AU-9). */
export async function isSecondFactor(act: Act, account: store.Account, code: string): Promise<boolean> {
  if (account.totpSecret === null) return false
  if (/^\d{6}$/.test(code)) {
    const step = stepOf(act.vault.open(account.totpSecret), code, act.now)
    if (!rules.isFreshStep(step, account.totpLastStep)) return false
    await store.saveAccount(act.tx, account.accountId, { totp_last_step: step })
    return true
  }
  return store.useRecoveryCode(act.tx, account.accountId, recoveryHash(act, account.accountId, code), act.now.toISOString())
}

/** The second step of signing in. The pending session ends, the full one has a new token. */
export async function presentSecondFactor(act: Act, session: Session, code: string, visitor: Visitor): Promise<Entered | RefusedError> {
  if (!session.pendingSecondFactor || session.sessionId === null) throw new RefusedError('identity.no_pending_step')
  const account = await loadAccount(act, session.accountId)
  if (rules.isLocked(account, act.now)) return new RefusedError('identity.locked')
  if (!(await isSecondFactor(act, account, code))) return countFailure(act, account, new RefusedError('identity.wrong_code'), 'identity.second_factor_failed')
  await store.endSessions(act.tx, account.accountId, act.now.toISOString(), { ids: [session.sessionId] })
  return admitHolder(act, account, session.method ?? 'password', visitor)
}

export async function startSecondFactor(act: Act, ask: { password: string }): Promise<{ secret: string; uri: string; qrSvg: string } | RefusedError> {
  const account = await loadAccount(act, act.actor.id)
  if (account.totpEnabledAt !== null) throw new RefusedError('identity.second_factor_on')
  const wrong = await provePassword(act, account, ask.password)
  if (wrong !== null) return wrong
  const secret = newSecret()
  await store.saveAccount(act.tx, account.accountId, { totp_secret: act.vault.seal(secret) })
  return { secret, ...(await enrolment(secret, account.loginName ?? account.displayName)) }
}

/** The authenticator counts from its first right code on. */
export async function confirmSecondFactor(act: Act, ask: { code: string }): Promise<{ recoveryCodes: string[] }> {
  const account = await loadAccount(act, act.actor.id)
  if (account.totpEnabledAt !== null) throw new RefusedError('identity.second_factor_on')
  if (account.totpSecret === null) throw new RefusedError('identity.no_enrolment')
  const step = stepOf(act.vault.open(account.totpSecret), ask.code, act.now)
  if (!rules.isFreshStep(step, account.totpLastStep)) throw new RefusedError('identity.wrong_code')
  await store.saveAccount(act.tx, account.accountId, { totp_enabled_at: act.now.toISOString(), totp_last_step: step })
  const recoveryCodes = await newRecoveryCodes(act, account)
  await recordAs(act, account, 'identity.second_factor_enabled')
  return { recoveryCodes }
}

export async function renewRecoveryCodes(act: Act, ask: { code: string }): Promise<{ recoveryCodes: string[] } | RefusedError> {
  const account = await loadAccount(act, act.actor.id)
  const wrong = await proveSecondFactor(act, account, ask.code)
  if (wrong !== null) return wrong
  const recoveryCodes = await newRecoveryCodes(act, account)
  await recordAs(act, account, 'identity.recovery_codes_renewed')
  return { recoveryCodes }
}

export async function removeSecondFactor(act: Act, ask: { code: string }): Promise<RefusedError | Record<string, never>> {
  const account = await loadAccount(act, act.actor.id)
  const wrong = await proveSecondFactor(act, account, ask.code)
  if (wrong !== null) return wrong
  await forgetSecondFactor(act, account.accountId)
  await recordAs(act, account, 'identity.second_factor_removed')
  return {}
}

async function proveSecondFactor(act: Act, account: store.Account, code: string): Promise<RefusedError | null> {
  if (account.totpEnabledAt === null) throw new RefusedError('identity.second_factor_off')
  if (rules.isLocked(account, act.now)) return new RefusedError('identity.locked')
  if (await isSecondFactor(act, account, code)) return null
  return countFailure(act, account, new RefusedError('identity.wrong_code'), 'identity.second_factor_failed')
}

export async function forgetSecondFactor(act: Act, accountId: string): Promise<void> {
  await store.saveAccount(act.tx, accountId, { totp_secret: null, totp_enabled_at: null, totp_last_step: null })
  await store.replaceRecoveryCodes(act.tx, accountId, [], act.now.toISOString())
}

async function newRecoveryCodes(act: Act, account: store.Account): Promise<string[]> {
  const codes = Array.from({ length: 10 }, () => randomWords(2, 5))
  await store.replaceRecoveryCodes(act.tx, account.accountId, codes.map((code) => recoveryHash(act, account.accountId, code)), act.now.toISOString())
  return codes
}
