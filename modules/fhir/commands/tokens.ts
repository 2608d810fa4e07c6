import { systemActor, type Actor } from '../../../kernel/actor.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { addMs } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act, look, type Platform } from '../../../server/platform/act.ts'
import { newToken, tokenHash } from '../../../server/platform/crypto.ts'
import { actorOfClient, isUseWorthKeeping, tokenSeconds } from '../rules/clients.ts'
import { grant, readScopes, writeScopes, type Scopes } from '../rules/scope.ts'
import * as store from '../store/clients.ts'

/** The scope of a transaction before secret or token have said whose they are. */
const door = systemActor('fhir')

/** A system at work: who acts, for which institution, with what it may do. */
export type Caller = { readonly actor: Actor; readonly institutionId: string; readonly regionCode: string; readonly clientId: string; readonly scopes: Scopes }

export type Asked = { readonly grantType: string; readonly clientId: string; readonly secret: string; readonly scope: string | undefined }
/** The refusals of RFC 6749, section 5.2. */
export type TokenFault = 'unsupported_grant_type' | 'invalid_client' | 'invalid_scope'
export type Token = { readonly access_token: string; readonly token_type: 'bearer'; readonly expires_in: number; readonly scope: string }

/** Rule FH-2: a token for what was asked, as far as the client holds it; it ends by itself. */
export async function issueToken(platform: Platform, asked: Asked): Promise<Token | TokenFault> {
  if (asked.grantType !== 'client_credentials') return 'unsupported_grant_type'
  if (!isUuid(asked.clientId) || !/^[A-Za-z0-9_-]{20,100}$/.test(asked.secret)) return 'invalid_client'
  return act(platform, door, async ({ tx, now }) => {
    const client = await store.findBySecret(tx, asked.clientId, tokenHash(asked.secret))
    if (client === undefined || client.revokedAt !== null) return 'invalid_client'
    const scopes = writeScopes(grant(readScopes(client.scopes), asked.scope))
    if (scopes === '') return 'invalid_scope'
    const token = newToken()
    const at = now.toISOString()
    await store.insertToken(tx, client, { hash: tokenHash(token), scopes, at, expiresAt: addMs(at, tokenSeconds * 1000) })
    await store.saveUsed(tx, { institutionId: client.institutionId, clientId: client.id }, at)
    return { access_token: token, token_type: 'bearer', expires_in: tokenSeconds, scope: scopes }
  })
}

/** Whose request this is; thrown where nobody's. */
export async function callerOf(platform: Platform, authorization: string | undefined): Promise<Caller> {
  if (authorization === undefined) throw new RefusedError('fhir.token_missing')
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/i.exec(authorization)?.[1]
  const found = token === undefined ? undefined : await look(platform, door, ({ read, now }) => store.findByToken(read, tokenHash(token), now.toISOString()))
  if (found === undefined || found.client.revokedAt !== null) throw new RefusedError('fhir.token_wrong')
  const { client } = found
  const key = { institutionId: client.institutionId, clientId: client.id }
  const at = platform.clock.now().toISOString()
  if (isUseWorthKeeping(client.lastUsedAt, addMs(at, -60_000))) await act(platform, door, ({ tx }) => store.saveUsed(tx, key, at))
  return { ...key, regionCode: client.regionCode, scopes: readScopes(found.scopes), actor: actorOfClient({ id: client.id, name: client.name, institutionId: client.institutionId }) }
}
