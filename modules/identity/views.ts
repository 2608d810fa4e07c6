import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Act, Look, Platform } from '../../server/platform/act.ts'
import type { Session } from '../../server/platform/session.ts'
import { findInstitution } from '../directory/public.ts'
import { unreadNotices } from '../notice/public.ts'
import { asRule } from './commands/accounts.ts'
import type { AccountRow, accountStates, MeView } from './contract.ts'
import * as rules from './rules.ts'
import * as accounts from './store/accounts.ts'
import * as store from './store/sign-in.ts'

type Row = z.infer<typeof AccountRow>

function stateOf(row: accounts.KeptRow, now: Date): (typeof accountStates)[number] {
  if (row.disabledAt !== null) return 'disabled'
  if (rules.isLocked(row, now)) return 'locked'
  return row.mustChangePassword ? 'invited' : 'open'
}

export function viewAccount(row: accounts.KeptRow, actor: Actor, now: Date): Row {
  const { accountId, loginName, name, institutionId, institutionName, staffId, roles, secondFactor, openId, lastSeenAt, createdAt } = row
  const { reset, unlock, disable, enable, change } = rules.blockedOf(actor, asRule(row), now)
  const code = (no: { refused: string } | null) => no?.refused ?? null
  return {
    accountId, loginName, name, institutionId, institutionName, staffId, roles, secondFactor, openId, lastSeenAt, createdAt,
    state: stateOf(row, now),
    lockedUntil: rules.isLocked(row, now) ? row.lockedUntil : null,
    blocked: { reset: code(reset), unlock: code(unlock), disable: code(disable), enable: code(enable), change: code(change) },
  }
}

export async function viewKept(act: Pick<Act, 'tx' | 'actor' | 'today' | 'now'>, accountId: string): Promise<Row> {
  const row = await accounts.findKept(act.tx, act.actor, act.today, accountId)
  if (row === undefined) throw new RefusedError('not_found')
  return viewAccount(row, act.actor, act.now)
}

/** Who the session belongs to, also while a password change is owed; a second factor that is owed says nothing yet. */
export async function viewMe(look: Pick<Look, 'read'>, platform: Platform, session: Session): Promise<z.infer<typeof MeView>> {
  if (session.pendingSecondFactor) throw new RefusedError('identity.second_factor_needed')
  const { person } = session
  if (session.accountId === null || (person.kind !== 'staff' && person.kind !== 'citizen')) throw new RefusedError('access.sign_in')
  const account = await store.findAccount(look.read, session.accountId)
  if (account === undefined) throw new RefusedError('access.sign_in')
  const body = account.institutionId === null ? undefined : await findInstitution(look.read, account.institutionId)
  return {
    actor: { kind: person.kind, id: person.id, name: person.name, institutionId: person.institutionId, regionPrefix: person.regionPrefix, roles: [...person.roles], posts: person.posts.map((post) => ({ ...post })) },
    name: person.name,
    loginName: account.loginName,
    roles: [...person.roles],
    posts: person.posts.map((post) => ({ ...post })),
    institution: body === undefined ? null : { id: body.id, name: body.name, shortName: body.shortName, kind: body.kind, regionCode: body.regionCode },
    mustChangePassword: session.mustChangePassword,
    hasPassword: account.passwordHash !== null,
    secondFactor: account.totpEnabledAt !== null,
    demo: platform.demo,
    unreadNotices: session.mustChangePassword ? 0 : await unreadNotices(look.read, person),
  }
}
