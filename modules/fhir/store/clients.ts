import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type ClientKey = { readonly institutionId: string; readonly clientId: string }
export type Client = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly name: string
  readonly scopes: string
  readonly secretTail: string
  readonly madeAt: string
  readonly madeName: string
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  readonly revokedName: string | null
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'name', 'scopes', 'secret_tail as secretTail', 'made_at as madeAt', 'made_name as madeName', 'last_used_at as lastUsedAt', 'revoked_at as revokedAt', 'revoked_name as revokedName'] as const

/** Those in use first, the newest first. */
export const listClients = (read: ReadTx, institutionId: string): Promise<Client[]> =>
  read.selectFrom('fhir_client').select(columns).where('institution_id', '=', institutionId).orderBy((eb) => eb('revoked_at', 'is not', null)).orderBy('made_at', 'desc').limit(500).execute()

const one = (read: ReadTx, key: ClientKey) => read.selectFrom('fhir_client').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.clientId)
export const loadClient = (read: ReadTx, key: ClientKey): Promise<Client> => one(read, key).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export const loadClientForUpdate = (tx: Tx, key: ClientKey): Promise<Client> =>
  tx.selectFrom('fhir_client').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.clientId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export async function insertClient(tx: Tx, client: Client & { readonly madeBy: string; readonly secretHash: string }): Promise<void> {
  const key = { institution_id: client.institutionId, region_code: client.regionCode }
  await tx.insertInto('fhir_client').values({ ...key, id: client.id, name: client.name, scopes: client.scopes, secret_tail: client.secretTail, made_at: client.madeAt, made_by: client.madeBy, made_name: client.madeName }).execute()
  await tx.insertInto('fhir_secret').values({ ...key, client_id: client.id, secret_hash: client.secretHash }).execute()
}

/** Secret and tokens go in the same moment: nothing that was handed out opens anything any more. */
export async function saveRevoked(tx: Tx, client: Client, by: { at: string; name: string }): Promise<void> {
  await tx.updateTable('fhir_client').set({ revoked_at: by.at, revoked_name: by.name }).where('institution_id', '=', client.institutionId).where('id', '=', client.id).execute()
  await tx.deleteFrom('fhir_secret').where('client_id', '=', client.id).execute()
  await tx.deleteFrom('fhir_token').where('client_id', '=', client.id).execute()
}

export const saveUsed = (tx: Tx, key: ClientKey, at: string) => tx.updateTable('fhir_client').set({ last_used_at: at }).where('institution_id', '=', key.institutionId).where('id', '=', key.clientId).execute()

/** Whose id and secret these are: asked by the system, before any scope is known. */
export async function findBySecret(read: ReadTx, clientId: string, secretHash: string): Promise<Client | undefined> {
  const found = await read.selectFrom('fhir_secret').select('institution_id as institutionId').where('client_id', '=', clientId).where('secret_hash', '=', secretHash).executeTakeFirst()
  return found === undefined ? undefined : one(read, { institutionId: found.institutionId, clientId }).executeTakeFirst()
}

export async function findByToken(read: ReadTx, tokenHash: string, now: string): Promise<{ readonly client: Client; readonly scopes: string } | undefined> {
  const found = await read.selectFrom('fhir_token').select(['institution_id as institutionId', 'client_id as clientId', 'scopes']).where('token_hash', '=', tokenHash).where('expires_at', '>', now).executeTakeFirst()
  if (found === undefined) return undefined
  const client = await one(read, found).executeTakeFirst()
  return client === undefined ? undefined : { client, scopes: found.scopes }
}

/** A new token; those of the client that have ended go with it. */
export async function insertToken(tx: Tx, client: Client, token: { hash: string; scopes: string; at: string; expiresAt: string }): Promise<void> {
  await tx.deleteFrom('fhir_token').where('client_id', '=', client.id).where('expires_at', '<=', token.at).execute()
  await tx.insertInto('fhir_token').values({ token_hash: token.hash, institution_id: client.institutionId, region_code: client.regionCode, client_id: client.id, scopes: token.scopes, expires_at: token.expiresAt }).execute()
}
