import { z } from 'zod'
import { roles, staffRoles } from '../../kernel/actor.ts'
import { endpoint, id, isoInstant, pageOf, pageQuery } from '../../kernel/contract.ts'

const refusal = z.string().nullable()
const secret = z.string().min(1).max(200)
const loginName = z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/)
const sixDigits = z.string().trim().regex(/^\d{6}$/)

const PostView = z.object({ postId: id, role: z.enum(staffRoles), title: z.string(), departmentId: id.nullable() })

export const MeView = z.object({
  /** The same shape rules take, so that a screen can ask the rule itself. */
  actor: z.object({ kind: z.enum(['staff', 'citizen']), id, name: z.string(), institutionId: id.nullable(), regionPrefix: z.string().nullable(), roles: z.array(z.enum(roles)), posts: z.array(PostView) }),
  name: z.string(),
  loginName: z.string().nullable(),
  roles: z.array(z.enum(roles)),
  posts: z.array(PostView),
  institution: z.object({ id, name: z.string(), shortName: z.string(), kind: z.string(), regionCode: z.string() }).nullable(),
  /** True: every other request is refused until the password is changed. */
  mustChangePassword: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.boolean(),
  demo: z.boolean(),
  unreadNotices: z.number().int(),
})

/** What comes next after a step of signing in. */
export const nextSteps = ['done', 'second_factor', 'change_password'] as const
const SignedIn = z.object({ next: z.enum(nextSteps) })

export const DoorView = z.object({
  demo: z.boolean(),
  /** Null where no OpenID provider is configured; the button leads to `path`. */
  openId: z.object({ label: z.string(), path: z.string() }).nullable(),
  citizenCodes: z.boolean(),
  demoAccounts: z.array(z.object({ loginName: z.string(), says: z.string(), password: z.string() })),
  password: z.object({ minLength: z.number().int() }),
})

export const SessionView = z.object({
  id,
  current: z.boolean(),
  method: z.enum(['password', 'openid', 'code']),
  createdAt: isoInstant,
  lastSeenAt: isoInstant,
  expiresAt: isoInstant,
  address: z.string(),
  agent: z.string(),
})

export const accountStates = ['open', 'invited', 'locked', 'disabled'] as const
export const AccountRow = z.object({
  accountId: id,
  loginName: z.string(),
  name: z.string(),
  institutionId: id,
  institutionName: z.string(),
  staffId: id,
  roles: z.array(z.enum(staffRoles)),
  state: z.enum(accountStates),
  lockedUntil: isoInstant.nullable(),
  secondFactor: z.boolean(),
  openId: z.boolean(),
  lastSeenAt: isoInstant.nullable(),
  createdAt: isoInstant,
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ reset: refusal, unlock: refusal, disable: refusal, enable: refusal, change: refusal }),
})

/** The password is shown once and must be changed at the first sign-in. */
const Issued = z.object({ account: AccountRow, initialPassword: z.string() })

export const OutboxRow = z.object({ id, channel: z.string(), to: z.string(), text: z.string(), state: z.enum(['waiting', 'sent', 'failed']), createdAt: isoInstant, note: z.string() })

const keepers = ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] as const
const account = z.object({ accountId: id })

export const identityContract = {
  door: endpoint({ method: 'GET', path: '/door', access: 'anyone', summary: 'What the sign-in page offers', reply: DoorView }),
  signIn: endpoint({ method: 'POST', path: '/session', access: 'anyone', summary: 'Staff sign in with name and password', body: z.object({ loginName: z.string().trim().toLowerCase().min(1).max(100), password: secret }), reply: SignedIn }),
  presentSecondFactor: endpoint({
    method: 'POST', path: '/session/second-factor', access: 'anyone', summary: 'The second step: a code of the authenticator, or a recovery code',
    body: z.object({ code: z.string().trim().min(6).max(30) }), reply: SignedIn,
  }),
  signOut: endpoint({ method: 'DELETE', path: '/session', access: 'anyone', summary: 'Sign out here' }),
  signOutEverywhere: endpoint({ method: 'POST', path: '/session/everywhere/end', access: 'signed-in', summary: 'End all my sessions, this one too' }),
  me: endpoint({ method: 'GET', path: '/me', access: 'anyone', summary: 'Who I am and what I hold (401 for nobody)', reply: MeView }),
  changePassword: endpoint({
    method: 'PUT', path: '/me/password', access: 'anyone', summary: 'Change my password; all other sessions end',
    body: z.object({ current: secret, next: secret }), reply: SignedIn,
  }),
  listSessions: endpoint({ method: 'GET', path: '/me/sessions', access: 'signed-in', summary: 'Where I am signed in', reply: z.object({ rows: z.array(SessionView) }) }),
  revokeSession: endpoint({ method: 'DELETE', path: '/me/sessions/:sessionId', access: 'signed-in', summary: 'End one of my sessions', params: z.object({ sessionId: id }) }),
  startSecondFactor: endpoint({
    method: 'POST', path: '/me/second-factor/enrolment', access: staffRoles, summary: 'A new secret for the authenticator; counts only after its first code',
    body: z.object({ password: z.string().max(200).default('') }), reply: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }),
  }),
  confirmSecondFactor: endpoint({
    method: 'POST', path: '/me/second-factor', access: staffRoles, summary: 'Prove the authenticator; recovery codes are shown once',
    body: z.object({ code: sixDigits }), reply: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  renewRecoveryCodes: endpoint({
    method: 'POST', path: '/me/second-factor/recovery-codes', access: staffRoles, summary: 'Ten new recovery codes; the old ones end',
    body: z.object({ code: sixDigits }), reply: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  removeSecondFactor: endpoint({ method: 'POST', path: '/me/second-factor/removal', access: staffRoles, summary: 'Do without the second factor again', body: z.object({ code: z.string().trim().min(6).max(30) }) }),

  sendCode: endpoint({
    method: 'POST', path: '/citizen/codes', access: 'anyone', summary: 'Send a one-time code to a phone',
    body: z.object({ phone: z.string().trim().min(5).max(30) }), reply: z.object({ validMinutes: z.number().int(), resendAfterSeconds: z.number().int() }),
  }),
  signInWithCode: endpoint({ method: 'POST', path: '/citizen/session', access: 'anyone', summary: 'A citizen signs in with phone and code', body: z.object({ phone: z.string().trim().min(5).max(30), code: sixDigits }), reply: SignedIn }),
  outbox: endpoint({ method: 'GET', path: '/outbox', access: 'anyone', summary: 'Messages that would have left the house (demonstration only)', query: z.object({ ...pageQuery }), reply: pageOf(OutboxRow) }),

  listAccounts: endpoint({
    method: 'GET', path: '/accounts', access: keepers, summary: 'Accounts of staff in my care',
    query: z.object({ ...pageQuery, search: z.string().trim().max(60).optional(), institutionId: id.optional(), state: z.enum(accountStates).optional() }), reply: pageOf(AccountRow),
  }),
  inviteAccount: endpoint({ method: 'POST', path: '/accounts', access: keepers, summary: 'Open an account for a member of staff', body: z.object({ institutionId: id, staffId: id, loginName }), reply: Issued }),
  changeAccount: endpoint({
    method: 'PATCH', path: '/accounts/:accountId', access: keepers, summary: 'Change the sign-in name or the subject at the OpenID provider', params: account,
    body: z.object({ loginName: loginName.optional(), openIdSubject: z.string().trim().min(1).max(200).nullable().optional() }), reply: AccountRow,
  }),
  resetAccount: endpoint({
    method: 'POST', path: '/accounts/:accountId/reset', access: keepers, summary: 'A new initial password; sessions end', params: account,
    body: z.object({ removeSecondFactor: z.boolean().default(false) }), reply: Issued,
  }),
  unlockAccount: endpoint({ method: 'POST', path: '/accounts/:accountId/unlock', access: keepers, summary: 'Lift a lock before it ends', params: account, reply: AccountRow }),
  disableAccount: endpoint({ method: 'POST', path: '/accounts/:accountId/disable', access: keepers, summary: 'Close an account; sessions end', params: account, body: z.object({ reason: z.string().trim().min(2).max(500) }), reply: AccountRow }),
  enableAccount: endpoint({ method: 'POST', path: '/accounts/:accountId/enable', access: keepers, summary: 'Open a closed account again', params: account, reply: AccountRow }),
}
