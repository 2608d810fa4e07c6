import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type SourceKey = { readonly institutionId: string; readonly sourceId: string }
export type Source = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly name: string
  readonly channel: 'hotline' | 'petition'
  readonly tokenHash: string | null
  readonly tokenTail: string | null
  readonly tokenMadeAt: string | null
  readonly tokenMadeName: string | null
  readonly lastUsedAt: string | null
  readonly active: boolean
  readonly createdAt: string
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'name', 'channel', 'token_hash as tokenHash', 'token_tail as tokenTail', 'token_made_at as tokenMadeAt', 'token_made_name as tokenMadeName', 'last_used_at as lastUsedAt', 'active', 'created_at as createdAt'] as const
// The channel is checked by the table.
const typed = (row: object) => row as Source

export const listSources = async (read: ReadTx, institutionId: string): Promise<Source[]> =>
  (await read.selectFrom('intake_source').select(columns).where('institution_id', '=', institutionId).orderBy('created_at').limit(200).execute()).map(typed)

export const loadSource = async (read: ReadTx, key: SourceKey): Promise<Source> =>
  typed(await read.selectFrom('intake_source').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.sourceId).executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const loadSourceForUpdate = async (tx: Tx, key: SourceKey): Promise<Source> =>
  typed(await tx.selectFrom('intake_source').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.sourceId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))

export const insertSource = (tx: Tx, source: Pick<Source, 'institutionId' | 'id' | 'regionCode' | 'name' | 'channel' | 'createdAt'>) =>
  tx.insertInto('intake_source').values({ institution_id: source.institutionId, id: source.id, region_code: source.regionCode, name: source.name, channel: source.channel, active: true, created_at: source.createdAt }).execute()

export const saveActive = (tx: Tx, source: Source, active: boolean) => tx.updateTable('intake_source').set({ active }).where('institution_id', '=', source.institutionId).where('id', '=', source.id).execute()

/** The old token ends in the moment the new one is there; null only ends it. */
export async function saveToken(tx: Tx, source: Source, token: { hash: string; tail: string; at: string; by: string } | null): Promise<void> {
  if (source.tokenHash !== null) await tx.deleteFrom('intake_token').where('token_hash', '=', source.tokenHash).execute()
  await tx.updateTable('intake_source').set({ token_hash: token?.hash ?? null, token_tail: token?.tail ?? null, token_made_at: token?.at ?? null, token_made_name: token?.by ?? null }).where('institution_id', '=', source.institutionId).where('id', '=', source.id).execute()
  if (token !== null) await tx.insertInto('intake_token').values({ token_hash: token.hash, institution_id: source.institutionId, region_code: source.regionCode, source_id: source.id }).execute()
}

/** Whose token this is: asked by the system, before any scope is known. */
export async function findByToken(read: ReadTx, tokenHash: string): Promise<Source | undefined> {
  const found = await read.selectFrom('intake_token').select(['institution_id as institutionId', 'source_id as sourceId']).where('token_hash', '=', tokenHash).executeTakeFirst()
  return found === undefined ? undefined : loadSource(read, found)
}

export const saveUsed = (tx: Tx, source: Source, at: string) => tx.updateTable('intake_source').set({ last_used_at: at }).where('institution_id', '=', source.institutionId).where('id', '=', source.id).execute()
