import { systemActor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { act } from '../../server/platform/act.ts'
import type { App } from '../../server/platform/app.ts'
import { refusalFrom } from '../../server/platform/errors.ts'
import { attemptMinutes, callbackPath, openId, type OpenIdProvider } from '../../server/platform/openid.ts'
import { giveSession } from '../../server/platform/session.ts'
import { signInByOpenId } from './commands/sign-in.ts'
import { safeReturn } from './rules.ts'
import { visitorOf } from './visitor.ts'

export const openIdPaths = { begin: '/api/openid/begin', callback: callbackPath } as const

const keptCookie = 'huiyin_openid'
const cookieScope = { path: '/api/openid', httpOnly: true, sameSite: 'lax' } as const

/**
 * The two addresses a browser visits on its way to the provider and back. They are pages, not endpoints of the
 * contract: each answers with a way on, and a refusal leads to the sign-in page, which says it.
 */
export function openIdRoutes(app: App, provider: OpenIdProvider | null): void {
  const { http, platform } = app
  const client = provider === null ? null : openId(platform, provider)
  const secure = platform.publicUrl.startsWith('https:')
  const doorWith = (error: unknown): string => {
    const refusal = refusalFrom(error)
    if (refusal === null) throw error
    return `/console/sign-in?refused=${encodeURIComponent(refusal.refused)}`
  }

  http.get(openIdPaths.begin, async (request, reply) => {
    const { to } = request.query as { to?: unknown }
    try {
      if (client === null) throw new RefusedError('identity.openid_off')
      const { url, kept } = await client.begin(safeReturn(typeof to === 'string' ? to : undefined))
      return await reply.setCookie(keptCookie, kept, { ...cookieScope, secure, maxAge: attemptMinutes * 60 }).redirect(url, 303)
    } catch (error) {
      return reply.redirect(doorWith(error), 303)
    }
  })

  http.get(openIdPaths.callback, async (request, reply) => {
    void reply.clearCookie(keptCookie, { ...cookieScope, secure }).header('cache-control', 'no-store')
    try {
      if (client === null || provider === null) throw new RefusedError('identity.openid_off')
      // The network is asked before the transaction begins, never in it.
      const { subject, to } = await client.finish(new URL(request.url, platform.publicUrl).search, request.cookies[keptCookie])
      const entered = await act(platform, systemActor('identity'), (each) => signInByOpenId(each, { subject, claim: provider.claim }, visitorOf(request)))
      giveSession(platform, reply, entered.token, entered.expiresAt)
      return await reply.redirect(entered.next === 'second_factor' ? `/console/sign-in?step=second_factor&to=${encodeURIComponent(to)}` : `/console${to}`, 303)
    } catch (error) {
      return reply.redirect(doorWith(error), 303)
    }
  })
}
