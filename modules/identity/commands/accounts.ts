import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { hashPassword } from '../../../server/platform/passwords.ts'
import { readSettings } from '../../setting/public.ts'
import * as rules from '../rules.ts'
import * as accounts from '../store/accounts.ts'
import * as store from '../store/sign-in.ts'
import { forgetSecondFactor, randomWords } from './second-factor.ts'

export const asRule = (row: accounts.KeptRow): rules.Kept => ({ ...row, guard: { failedCount: row.failedCount, lockedUntil: row.lockedUntil } })

/** Shown once, changed at the first sign-in; longer than the setting asks for. */
async function initialPassword(act: Act): Promise<string> {
  const { 'identity.password_length': least } = await readSettings(act.tx, 'identity.password_length')
  return randomWords(Math.max(3, Math.ceil((least + 1) / 5)), 4)
}

async function load(act: Act, accountId: string): Promise<accounts.KeptRow> {
  const found = await accounts.findKept(act.tx, act.actor, act.today, accountId)
  if (found === undefined) throw new RefusedError('not_found')
  // Locked after it was found in scope, so that two keepers do not act at once.
  await store.findForUpdate(act.tx, accountId)
  return found
}

const trace = (row: { institutionId: string; regionCode: string }) => ({ institutionId: row.institutionId, regionCode: row.regionCode })

export async function inviteAccount(act: Act, ask: { institutionId: string; staffId: string; loginName: string }): Promise<{ accountId: string; initialPassword: string }> {
  const member = await accounts.findStaff(act.tx, ask.institutionId, ask.staffId, act.today)
  if (member === undefined) throw new RefusedError('not_found')
  orThrow(rules.mayKeep(act.actor, { ...member, accountId: '' }))
  if (member.accountId !== null) throw new RefusedError('identity.account_exists')
  if (member.leftOn !== null && member.leftOn < act.today) throw new RefusedError('identity.staff_left')
  const password = await initialPassword(act)
  const accountId = act.newId()
  const at = act.now.toISOString()
  const passwordHash = await hashPassword(password)
  await accounts.insertStaffAccount(act.tx, { accountId, loginName: ask.loginName, name: member.name, institutionId: member.institutionId, staffId: member.staffId, passwordHash, at })
  await store.insertHistory(act.tx, { accountId, at, hash: passwordHash })
  await act.record({ ...trace(member), kind: 'identity.account_opened', subjectId: accountId, detail: { loginName: ask.loginName, staffId: member.staffId } })
  return { accountId, initialPassword: password }
}

export async function changeAccount(act: Act, ask: { accountId: string; loginName?: string | undefined; openIdSubject?: string | null | undefined }): Promise<void> {
  const row = await load(act, ask.accountId)
  orThrow(rules.mayKeep(act.actor, asRule(row)))
  await store.saveAccount(act.tx, ask.accountId, { ...(ask.loginName === undefined ? {} : { login_name: ask.loginName }), ...(ask.openIdSubject === undefined ? {} : { oidc_subject: ask.openIdSubject }) })
  await act.record({ ...trace(row), kind: 'identity.account_changed', subjectId: ask.accountId, detail: { from: row.loginName, to: ask.loginName ?? row.loginName, openId: ask.openIdSubject === undefined ? 'unchanged' : ask.openIdSubject === null ? 'removed' : 'linked' } })
}

/** A new initial password; whoever is signed in there is not any more. */
export async function resetAccount(act: Act, ask: { accountId: string; removeSecondFactor: boolean }): Promise<{ accountId: string; initialPassword: string }> {
  const row = await load(act, ask.accountId)
  orThrow(rules.blockedOf(act.actor, asRule(row), act.now).reset)
  const password = await initialPassword(act)
  const at = act.now.toISOString()
  const hash = await hashPassword(password)
  await store.saveAccount(act.tx, ask.accountId, { password_hash: hash, password_changed_at: at, must_change_password: true, failed_count: 0, locked_until: null })
  await store.insertHistory(act.tx, { accountId: ask.accountId, at, hash })
  await store.endSessions(act.tx, ask.accountId, at, { except: null })
  if (ask.removeSecondFactor) await forgetSecondFactor(act, ask.accountId)
  await act.record({ ...trace(row), kind: 'identity.account_reset', subjectId: ask.accountId, detail: { removedSecondFactor: ask.removeSecondFactor && row.secondFactor } })
  return { accountId: ask.accountId, initialPassword: password }
}

export async function unlockAccount(act: Act, ask: { accountId: string }): Promise<void> {
  const row = await load(act, ask.accountId)
  orThrow(rules.blockedOf(act.actor, asRule(row), act.now).unlock)
  await store.saveGuard(act.tx, ask.accountId, rules.openGuard)
  await act.record({ ...trace(row), kind: 'identity.account_unlocked', subjectId: ask.accountId })
}

export async function disableAccount(act: Act, ask: { accountId: string; reason: string }): Promise<void> {
  const row = await load(act, ask.accountId)
  orThrow(rules.blockedOf(act.actor, asRule(row), act.now).disable)
  const at = act.now.toISOString()
  await store.saveAccount(act.tx, ask.accountId, { disabled_at: at })
  await store.endSessions(act.tx, ask.accountId, at, { except: null })
  await act.record({ ...trace(row), kind: 'identity.account_disabled', subjectId: ask.accountId, detail: { reason: ask.reason } })
}

export async function enableAccount(act: Act, ask: { accountId: string }): Promise<void> {
  const row = await load(act, ask.accountId)
  orThrow(rules.blockedOf(act.actor, asRule(row), act.now).enable)
  await store.saveAccount(act.tx, ask.accountId, { disabled_at: null })
  await act.record({ ...trace(row), kind: 'identity.account_enabled', subjectId: ask.accountId })
}
