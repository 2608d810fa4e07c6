import { hasRole, mayActFor, type Actor, type StaffRole } from '../../kernel/actor.ts'
import { refuse, type Refusal } from '../../kernel/refusal.ts'

/** Wrong tries in a row, at an account or at a name nobody has. */
export type Guard = { readonly failedCount: number; readonly lockedUntil: string | null }
export type LockLaw = { readonly lockAfter: number; readonly lockMinutes: number }

export const openGuard: Guard = { failedCount: 0, lockedUntil: null }

const minuteMs = 60_000
const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * minuteMs).toISOString()

/** Rule AU-1: while the lock lasts, every try is refused, also the right one. */
export const isLocked = (guard: Guard, now: Date): boolean => guard.lockedUntil !== null && Date.parse(guard.lockedUntil) > now.getTime()

/** Rule AU-1: so many wrong tries in a row lock for a while; a lock that has ended starts the count afresh. */
export function afterFailure(guard: Guard, now: Date, law: LockLaw): Guard {
  if (isLocked(guard, now)) return guard
  const failedCount = (guard.lockedUntil === null ? guard.failedCount : 0) + 1
  return { failedCount, lockedUntil: failedCount >= law.lockAfter ? later(now, law.lockMinutes) : null }
}

/** Long enough to pass the length rule, and still the first that anybody tries. */
const popular = [
  'password', 'passw0rd', 'p@ssw0rd', 'p@ssword', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx', 'qazwsxedc', 'iloveyou', 'woaini', 'admin', 'administrator',
  'letmein', 'welcome', 'huiyin', 'yiyuan', 'hospital', 'weijianwei', 'woaizhongguo', 'abc', 'aa', 'a', 'test', 'changeme', 'superman', 'dragon', 'monkey', 'football', 'baseball', 'sunshine', 'princess', 'mima', 'qwe', 'asd', 'zxc', 'root', 'guest', 'user',
]

/** A popular word with digits or signs around it, one character over and over, a row of neighbours, or too few different characters. */
function isRegular(password: string): boolean {
  const text = password.toLowerCase()
  const bare = text.replace(/^\P{L}+|\P{L}+$/gu, '')
  if (bare === '' || popular.includes(bare)) return true
  if (new Set(text).size < 5) return true
  const steps = new Set([...text].slice(1).map((letter, at) => letter.charCodeAt(0) - text.charCodeAt(at)))
  return steps.size === 1
}

/** Rule AU-2: long enough, not the sign-in name, not regular. Which were used lately only the hashes can tell. */
export function judgePassword(password: string, given: { loginName: string; minLength: number }): Refusal | null {
  if ([...password].length < given.minLength) return refuse('identity.password_short', `≥ ${given.minLength}`)
  const name = given.loginName.toLowerCase()
  if (name.length >= 3 && password.toLowerCase().includes(name)) return refuse('identity.password_is_name')
  return isRegular(password) ? refuse('identity.password_weak') : null
}

/** Rule AU-3: a password handed out by others, or older than the setting, is changed before anything else. */
export const isPasswordDue = (account: { mustChangePassword: boolean; passwordChangedAt: string | null }, now: Date, maxDays: number): boolean =>
  account.mustChangePassword || (account.passwordChangedAt !== null && now.getTime() - Date.parse(account.passwordChangedAt) >= maxDays * 24 * 60 * minuteMs)

/** Rule AU-4: each time step of the authenticator opens once. */
export const isFreshStep = (step: number | null, lastStep: number | null): step is number => step !== null && (lastStep === null || step > lastStep)

/** Rule AU-6: which sessions end so that one more stays within the limit; the oldest first. */
export const sessionsToEnd = (open: readonly { id: string; createdAt: string }[], limit: number): string[] =>
  [...open].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(Math.max(0, limit - 1)).map((each) => each.id)

export type CodeLaw = { readonly codesPerHour: number; readonly resendSeconds: number; readonly attempts: number }

/** Rule AU-7: so many codes an hour for a phone, with a pause between two. `sentAt` are the last hour's. */
export function mayIssueCode(sentAt: readonly string[], now: Date, law: CodeLaw): Refusal | null {
  const ages = sentAt.map((at) => (now.getTime() - Date.parse(at)) / 1000)
  if (ages.some((age) => age < law.resendSeconds)) return refuse('identity.code_too_soon')
  return ages.filter((age) => age < 3600).length >= law.codesPerHour ? refuse('identity.too_many_codes') : null
}

/** Rule AU-7: only the newest code counts, in its time, for so many tries, once. */
export const isCodeOpen = (code: { attempts: number; expiresAt: string; usedAt: string | null }, now: Date, law: CodeLaw): boolean =>
  code.usedAt === null && code.attempts < law.attempts && Date.parse(code.expiresAt) > now.getTime()

/** An account of staff as those see it who keep it. */
export type Kept = {
  readonly accountId: string
  readonly institutionId: string
  readonly regionCode: string
  readonly roles: readonly StaffRole[]
  readonly disabledAt: string | null
  readonly hasPassword: boolean
  readonly guard: Guard
}

/**
 * Rule AU-8: heads and clerks keep the accounts of their own body, a commission's also those of its region. A clerk
 * does not keep the accounts of heads and auditors of the own body, since a reset would lend their powers.
 */
export function mayKeep(actor: Actor, kept: Pick<Kept, 'accountId' | 'institutionId' | 'regionCode' | 'roles'>): Refusal | null {
  if (actor.kind === 'system') return null
  if (kept.accountId === actor.id) return refuse('identity.own_account')
  if (!mayActFor(actor, kept)) return refuse('not_found')
  const above = (['commission_head', 'auditor', 'institution_head'] as const).some((role) => kept.roles.includes(role))
  const isOwnBody = actor.institutionId === kept.institutionId
  if (hasRole(actor, 'commission_head')) return null
  // A commission under the clerk's own prefix is a superior of many: only a head touches its head.
  if (hasRole(actor, 'commission_clerk')) return above && (isOwnBody || kept.roles.includes('commission_head')) ? refuse('identity.not_in_your_care') : null
  if (!isOwnBody) return refuse('not_found')
  if (hasRole(actor, 'institution_head')) return null
  return hasRole(actor, 'institution_clerk') && !above ? null : refuse('identity.not_in_your_care')
}

/** What each button of an account says; null enables it. */
export function blockedOf(actor: Actor, kept: Kept, now: Date): { reset: Refusal | null; unlock: Refusal | null; disable: Refusal | null; enable: Refusal | null; change: Refusal | null } {
  const no = mayKeep(actor, kept)
  return {
    reset: no,
    change: no,
    unlock: no ?? (isLocked(kept.guard, now) ? null : refuse('identity.not_locked')),
    disable: no ?? (kept.disabledAt === null ? null : refuse('identity.already_disabled')),
    enable: no ?? (kept.disabledAt === null ? refuse('identity.not_disabled') : null),
  }
}

/** Rule AU-9: what a person types of a recovery code: blanks, hyphens and case do not matter. */
export const readRecoveryCode = (typed: string): string => typed.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '')

/** Rule AU-10: with the claim `sub` only a linked subject opens an account; any other claim may also be the sign-in name. */
export const mayMatchLoginName = (claim: string): boolean => claim !== 'sub'

/** Where the sign-in leads inside the console: an address of ours, nothing else. */
export const safeReturn = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(to) ? to : '/')
