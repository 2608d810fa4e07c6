import type { Act } from '../../../server/platform/act.ts'
import { send, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRow } from '../../../server/platform/insert-row.ts'
import type { Author, Body, MatterKey } from '../rules/matter.ts'

export function insertAuthor(tx: Tx, matter: Body & { readonly id: string }, author: { readonly sealed: Buffer; readonly phoneIndex: string | null }): void {
  send(tx, insertRow(tx, 'matter_author', { institution_id: matter.institutionId, matter_id: matter.id, region_code: matter.regionCode, sealed: author.sealed, phone_index: author.phoneIndex }))
}

async function opened(read: ReadTx, vault: Act['vault'], key: MatterKey): Promise<Author | null> {
  const row = await read.selectFrom('matter_author').select('sealed').where('institution_id', '=', key.institutionId).where('matter_id', '=', key.matterId).executeTakeFirst()
  // Sealed from a value of that type.
  return row === undefined ? null : (JSON.parse(vault.open(row.sealed)) as Author)
}

/** Rule MT-5: the only way to an author for a person; who read it and why is written into the chain of the body. */
export async function readAuthor(act: Act, matter: Body & { readonly id: string }, why: string): Promise<Author | null> {
  const author = await opened(act.tx, act.vault, { institutionId: matter.institutionId, matterId: matter.id })
  if (author !== null) await act.record({ institutionId: matter.institutionId, regionCode: matter.regionCode, kind: 'matter.author_read', subjectId: matter.id, detail: { why } })
  return author
}

/** For the machine alone, which shows it to nobody: whom a message goes to, and what a published text must not hold. */
export const authorForMachine = (read: ReadTx, vault: Act['vault'], key: MatterKey): Promise<Author | null> => opened(read, vault, key)

/** Earlier matters of a caller at a body, or at all bodies in scope: newest first. */
export async function mattersOfCaller(read: ReadTx, phoneIndex: string, institutionId?: string): Promise<MatterKey[]> {
  return read
    .selectFrom('matter_author')
    .select(['institution_id as institutionId', 'matter_id as matterId'])
    .where('phone_index', '=', phoneIndex)
    .$if(institutionId !== undefined, (query) => query.where('institution_id', '=', institutionId ?? ''))
    .orderBy('matter_id', 'desc')
    .limit(50)
    .execute()
}

export const phoneIndexOf = async (read: ReadTx, key: MatterKey): Promise<string | null> =>
  (await read.selectFrom('matter_author').select('phone_index as phoneIndex').where('institution_id', '=', key.institutionId).where('matter_id', '=', key.matterId).executeTakeFirst())?.phoneIndex ?? null
