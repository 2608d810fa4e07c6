import * as client from 'openid-client'
import { z } from 'zod'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Platform } from './act.ts'

export type OpenIdProvider = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly claim: string; readonly name: string }

/** What must be the same when the person comes back; it travels sealed in a cookie. */
const attemptShape = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string(), at: z.number() })

export type OpenId = {
  readonly name: string
  /** Where to send the browser, and what to put into the cookie. */
  begin(to: string): Promise<{ url: string; kept: string }>
  /** The value of the configured claim, and where the person wanted to go. */
  finish(query: string, kept: string | undefined): Promise<{ subject: string; to: string }>
}

export const attemptMinutes = 10
export const callbackPath = '/api/openid/callback'

const isLoopback = (url: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)

/** Code flow with PKCE. The provider is asked for the first time when somebody needs it, so it may be down at start. */
export function openId(platform: Platform, provider: OpenIdProvider): OpenId {
  const issuer = new URL(provider.issuer)
  const redirect = new URL(callbackPath, platform.publicUrl)
  let known: Promise<client.Configuration> | null = null
  const discover = async (): Promise<client.Configuration> => {
    known ??= client.discovery(issuer, provider.clientId, provider.clientSecret === '' ? undefined : provider.clientSecret, provider.clientSecret === '' ? client.None() : undefined, {
      timeout: 10,
      // Plain http only towards this machine: a provider behind a local proxy, and the tests.
      ...(issuer.protocol === 'http:' && isLoopback(issuer) ? { execute: [client.allowInsecureRequests] } : {}),
    })
    try {
      return await known
    } catch (error) {
      known = null
      platform.log.warn({ err: error, issuer: provider.issuer }, 'the OpenID provider cannot be reached')
      throw new RefusedError('identity.provider_down')
    }
  }
  return {
    name: provider.name,
    async begin(to) {
      const configuration = await discover()
      const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier(), to, at: platform.clock.now().getTime() }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirect.href, scope: 'openid profile', state: attempt.state, nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier), code_challenge_method: 'S256',
      })
      return { url: url.href, kept: platform.vault.seal(JSON.stringify(attempt)).toString('base64url') }
    },
    async finish(query, kept) {
      const attempt = openAttempt(platform, kept)
      const configuration = await discover()
      const current = new URL(redirect)
      current.search = query
      try {
        const tokens = await client.authorizationCodeGrant(configuration, current, { pkceCodeVerifier: attempt.verifier, expectedState: attempt.state, expectedNonce: attempt.nonce, idTokenExpected: true })
        const subject: unknown = tokens.claims()?.[provider.claim]
        if (typeof subject !== 'string' || subject === '') throw new Error(`the claim '${provider.claim}' is missing`)
        return { subject, to: attempt.to }
      } catch (error) {
        platform.log.warn({ err: error }, 'an OpenID sign-in failed')
        throw new RefusedError('identity.openid_failed')
      }
    },
  }
}

function openAttempt(platform: Platform, kept: string | undefined): z.infer<typeof attemptShape> {
  const failed = new RefusedError('identity.openid_failed')
  if (kept === undefined) throw failed
  let clear: string
  try {
    clear = platform.vault.open(Buffer.from(kept, 'base64url'))
  } catch {
    throw failed
  }
  const attempt = attemptShape.parse(JSON.parse(clear))
  if (platform.clock.now().getTime() - attempt.at > attemptMinutes * 60_000) throw failed
  return attempt
}
