import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { newToken, tokenHash } from '../../../server/platform/crypto.ts'
import { mayKeep } from '../rules/authority.ts'
import * as store from '../store/sources.ts'
import { ownBody } from './body.ts'

export async function addSource(act: Act, ask: { name: string; channel: store.Source['channel'] }): Promise<store.SourceKey> {
  const body = await ownBody(act.tx, act.actor)
  const no = mayKeep(act.actor, { institutionId: body.id })
  if (no !== null) throw new RefusedError(no.refused)
  const source = { institutionId: body.id, id: act.newId(), regionCode: body.regionCode, name: ask.name, channel: ask.channel, createdAt: act.now.toISOString() }
  await store.insertSource(act.tx, source)
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'channel.source_added', subjectId: source.id, detail: { name: ask.name, channel: ask.channel } })
  return { institutionId: body.id, sourceId: source.id }
}

async function ofKeeper(act: Act, key: store.SourceKey): Promise<store.Source> {
  const no = mayKeep(act.actor, key)
  if (no !== null) throw new RefusedError(no.refused)
  return store.loadSourceForUpdate(act.tx, key)
}

export async function switchSource(act: Act, ask: store.SourceKey & { active: boolean }): Promise<void> {
  const source = await ofKeeper(act, ask)
  await store.saveActive(act.tx, source, ask.active)
  await act.record({ institutionId: source.institutionId, regionCode: source.regionCode, kind: 'channel.source_changed', subjectId: source.id, detail: { name: source.name, active: ask.active } })
}

/** Rule IN-9: the token is shown once; kept is its hash. A new one ends the old one in the same moment. */
export async function makeToken(act: Act, key: store.SourceKey): Promise<string> {
  const source = await ofKeeper(act, key)
  const token = newToken()
  await store.saveToken(act.tx, source, { hash: tokenHash(token), tail: token.slice(-4), at: act.now.toISOString(), by: act.actor.name })
  await act.record({ institutionId: source.institutionId, regionCode: source.regionCode, kind: 'channel.token_made', subjectId: source.id, detail: { name: source.name, tail: token.slice(-4) } })
  return token
}

export async function revokeToken(act: Act, key: store.SourceKey): Promise<void> {
  const source = await ofKeeper(act, key)
  await store.saveToken(act.tx, source, null)
  await act.record({ institutionId: source.institutionId, regionCode: source.regionCode, kind: 'channel.token_revoked', subjectId: source.id, detail: { name: source.name } })
}
