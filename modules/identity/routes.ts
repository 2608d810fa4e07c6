import { systemActor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import type { OpenIdProvider } from '../../server/platform/openid.ts'
import { giveSession, takeSession } from '../../server/platform/session.ts'
import { readSettings } from '../setting/public.ts'
import { accountRoutes } from './account-routes.ts'
import * as citizens from './commands/citizens.ts'
import { changePassword } from './commands/password.ts'
import * as factor from './commands/second-factor.ts'
import * as sessions from './commands/sessions.ts'
import { signIn } from './commands/sign-in.ts'
import { identityContract } from './contract.ts'
import { openIdPaths, openIdRoutes } from './openid-routes.ts'
import { listOutbox } from './store/citizens.ts'
import * as store from './store/sign-in.ts'
import { viewMe } from './views.ts'
import { visitorOf } from './visitor.ts'

export type IdentityOptions = {
  readonly openId?: OpenIdProvider | null
  /** True where messages really leave the house; the demonstration shows them instead. */
  readonly sendsMessages?: boolean
  readonly demoAccounts?: readonly { readonly loginName: string; readonly says: string; readonly password: string }[]
}

/** Identity acts before anyone is known, so its transactions run in a scope of its own. */
const asIdentity = { as: systemActor('identity') } as const
const withSecret = { ...asIdentity, holdsSecret: true } as const

export function identityRoutes(app: App, options: IdentityOptions = {}): void {
  const { platform } = app
  const citizenCodes = platform.demo || options.sendsMessages === true
  const provider = options.openId ?? null

  /** The new token goes into the cookie, the reply says only what comes next. */
  const admit = (entered: sessions.Entered | RefusedError, reply: Parameters<typeof giveSession>[1]) => {
    if (entered instanceof RefusedError) return entered
    giveSession(platform, reply, entered.token, entered.expiresAt)
    return { next: entered.next }
  }

  app.query(
    identityContract.door,
    async ({ read }) => ({
      demo: platform.demo,
      openId: provider === null ? null : { label: provider.name, path: openIdPaths.begin },
      citizenCodes,
      demoAccounts: platform.demo ? (options.demoAccounts ?? []).map((each) => ({ ...each })) : [],
      password: { minLength: (await readSettings(read, 'identity.password_length'))['identity.password_length'] },
    }),
    asIdentity,
  )
  app.command(identityContract.signIn, async ({ body, request, reply, ...act }) => admit(await signIn(act, body, visitorOf(request)), reply), withSecret)
  app.command(identityContract.presentSecondFactor, async ({ body, session, request, reply, ...act }) => admit(await factor.presentSecondFactor(act, session, body.code, visitorOf(request)), reply), withSecret)
  app.command(
    identityContract.signOut,
    async ({ session, reply, ...act }) => {
      await sessions.signOut(act, session)
      takeSession(platform, reply)
      return {}
    },
    asIdentity,
  )
  app.command(
    identityContract.signOutEverywhere,
    async ({ reply, ...act }) => {
      await sessions.signOutEverywhere(act, act.actor.id)
      takeSession(platform, reply)
      return {}
    },
    asIdentity,
  )
  app.query(identityContract.me, async ({ session, read }) => viewMe({ read }, platform, session), asIdentity)
  app.command(identityContract.changePassword, async ({ body, session, request, reply, ...act }) => admit(await changePassword(act, session, body, visitorOf(request)), reply), withSecret)
  app.query(
    identityContract.listSessions,
    async ({ read, actor, session, now }) => {
      const { 'identity.idle_minutes': idle } = await readSettings(read, 'identity.idle_minutes')
      const rows = await store.listSessions(read, actor.id, now.toISOString(), sessions.idleSince(now, idle))
      return { rows: rows.map((row) => ({ ...row, current: row.id === session.sessionId })) }
    },
    asIdentity,
  )
  app.command(
    identityContract.revokeSession,
    async ({ params, ...act }) => {
      await sessions.revokeSession(act, { accountId: act.actor.id, sessionId: params.sessionId })
      return {}
    },
    asIdentity,
  )
  app.command(identityContract.startSecondFactor, async ({ body, ...act }) => factor.startSecondFactor(act, body), withSecret)
  app.command(identityContract.confirmSecondFactor, async ({ body, ...act }) => factor.confirmSecondFactor(act, body), withSecret)
  app.command(identityContract.renewRecoveryCodes, async ({ body, ...act }) => factor.renewRecoveryCodes(act, body), withSecret)
  app.command(identityContract.removeSecondFactor, async ({ body, ...act }) => factor.removeSecondFactor(act, body), withSecret)

  app.command(
    identityContract.sendCode,
    async ({ body, ...act }) => {
      if (!citizenCodes) throw new RefusedError('identity.no_messages')
      return citizens.sendCode(act, body)
    },
    withSecret,
  )
  app.command(identityContract.signInWithCode, async ({ body, request, reply, ...act }) => admit(await citizens.signInWithCode(act, body, visitorOf(request)), reply), withSecret)
  app.query(
    identityContract.outbox,
    async ({ read, query }) => {
      if (!platform.demo) throw new RefusedError('not_found')
      const { rows, next } = pageBy(await listOutbox(read, placeOf(query.after), query.limit + 1), query.limit, (row) => ({ at: row.createdAt, id: row.id }))
      const noteOf = (row: (typeof rows)[number]) => row.lastError ?? (row.state === 'waiting' && options.sendsMessages !== true ? '演示环境不发送短信，在此显示' : '')
      return { rows: rows.map((row) => ({ id: row.id, channel: row.channel, to: platform.vault.open(row.recipient), text: platform.vault.open(row.body), state: row.state, createdAt: row.createdAt, note: noteOf(row) })), next }
    },
    asIdentity,
  )
  accountRoutes(app, asIdentity, withSecret)
  openIdRoutes(app, provider)
}
