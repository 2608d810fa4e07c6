import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { newToken, tokenHash } from '../../../server/platform/crypto.ts'
import { findInstitution } from '../../directory/public.ts'
import { mayKeepClients, revoke } from '../rules/clients.ts'
import { readScopes, writeScopes } from '../rules/scope.ts'
import * as store from '../store/clients.ts'

/** Rule FH-3: the secret is answered here and nowhere else; kept is its hash. */
export async function makeClient(act: Act, ask: { name: string; scopes: string }): Promise<store.ClientKey & { secret: string }> {
  const { institutionId } = act.actor
  const body = institutionId === null ? undefined : await findInstitution(act.tx, institutionId)
  if (body === undefined) throw new RefusedError('fhir.not_yours')
  const no = mayKeepClients(act.actor, { institutionId: body.id })
  if (no !== null) throw new RefusedError(no.refused)
  const scopes = readScopes(ask.scopes)
  if (scopes.size === 0) throw new RefusedError('fhir.no_permission_chosen')
  const secret = newToken()
  const client: store.Client = { institutionId: body.id, id: act.newId(), regionCode: body.regionCode, name: ask.name, scopes: writeScopes(scopes), secretTail: secret.slice(-4), madeAt: act.now.toISOString(), madeName: act.actor.name, lastUsedAt: null, revokedAt: null, revokedName: null }
  await store.insertClient(act.tx, { ...client, madeBy: act.actor.id, secretHash: tokenHash(secret) })
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'fhir.client_made', subjectId: client.id, detail: { name: client.name, scopes: client.scopes, tail: client.secretTail } })
  return { institutionId: body.id, clientId: client.id, secret }
}

export async function revokeClient(act: Act, key: store.ClientKey): Promise<void> {
  const no = mayKeepClients(act.actor, key)
  if (no !== null) throw new RefusedError(no.refused)
  const client = await store.loadClientForUpdate(act.tx, key)
  const at = act.now.toISOString()
  orThrow(revoke(client, at))
  await store.saveRevoked(act.tx, client, { at, name: act.actor.name })
  await act.record({ institutionId: client.institutionId, regionCode: client.regionCode, kind: 'fhir.client_revoked', subjectId: client.id, detail: { name: client.name } })
}
