import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Identifier } from '../rules/resource.ts'

type Named = 'Schedule' | 'Slot'
export type Name = { readonly ownId: string; readonly ourId: string; readonly identifier: readonly Identifier[] }
type Row = { ownId: string; ourId: string; system: string | null; value: string | null }
const columns = ['own_id as ownId', 'our_id as ourId', 'identifier_system as system', 'identifier_value as value'] as const

export const identifierOf = (row: { readonly system: string | null; readonly value: string | null }): Identifier[] => (row.value === null ? [] : [row.system === null ? { value: row.value } : { system: row.system, value: row.value }])
const named = ({ ownId, ourId, ...row }: Row): Name => ({ ownId, ourId, identifier: identifierOf(row) })

const ofHouse = (read: ReadTx, institutionId: string, resource: Named) => read.selectFrom('fhir_name').select(columns).where('institution_id', '=', institutionId).where('resource', '=', resource)

export async function findByOwnId(read: ReadTx, institutionId: string, resource: Named, ownId: string): Promise<Name | undefined> {
  const row = await ofHouse(read, institutionId, resource).where('own_id', '=', ownId).executeTakeFirst()
  return row === undefined ? undefined : named(row)
}

export const listByIdentifier = async (read: ReadTx, institutionId: string, resource: Named, value: string): Promise<Name[]> =>
  (await ofHouse(read, institutionId, resource).where('identifier_value', '=', value).limit(100).execute()).map(named)

export const namesOf = async (read: ReadTx, institutionId: string, resource: Named, ourIds: readonly string[]): Promise<Name[]> =>
  ourIds.length === 0 ? [] : (await ofHouse(read, institutionId, resource).where('our_id', 'in', [...new Set(ourIds)]).execute()).map(named)

export async function saveName(tx: Tx, name: { institutionId: string; regionCode: string; clientId: string; resource: Named; ownId: string; ourId: string; identifier: Identifier | undefined }): Promise<void> {
  const said = { identifier_system: name.identifier?.system ?? null, identifier_value: name.identifier?.value ?? null, client_id: name.clientId }
  await tx
    .insertInto('fhir_name')
    .values({ institution_id: name.institutionId, resource: name.resource, own_id: name.ownId, region_code: name.regionCode, our_id: name.ourId, ...said })
    .onConflict((conflict) => conflict.columns(['institution_id', 'resource', 'own_id']).doUpdateSet(said))
    .execute()
}
