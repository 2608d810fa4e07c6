import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Source } from './sources.ts'

export type Order = {
  readonly number: string
  readonly contentHash: string
  readonly filedInstitutionId: string
  readonly matterId: string | null
  readonly matterNumber: string | null
  readonly sealed: Buffer | null
  readonly dueAt: string | null
  readonly receivedAt: string
}
const columns = ['number', 'content_hash as contentHash', 'filed_institution_id as filedInstitutionId', 'matter_id as matterId', 'matter_number as matterNumber', 'sealed', 'due_at as dueAt', 'received_at as receivedAt'] as const

export const findOrder = (read: ReadTx, source: Pick<Source, 'institutionId' | 'id'>, number: string): Promise<Order | undefined> =>
  read.selectFrom('intake_order').select(columns).where('institution_id', '=', source.institutionId).where('source_id', '=', source.id).where('number', '=', number).executeTakeFirst()

/** Takes the number for this transaction; false where it is taken. A repeat that comes while the first one runs waits for it here. */
export async function claimNumber(tx: Tx, source: Source, order: Pick<Order, 'number' | 'contentHash' | 'filedInstitutionId' | 'dueAt' | 'receivedAt'> & { importId: string | null }): Promise<boolean> {
  const rows = await tx
    .insertInto('intake_order')
    .values({ institution_id: source.institutionId, source_id: source.id, number: order.number, region_code: source.regionCode, content_hash: order.contentHash, filed_institution_id: order.filedInstitutionId, due_at: order.dueAt, import_id: order.importId, received_at: order.receivedAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .execute()
  return rows.length > 0
}

export const saveFiled = (tx: Tx, source: Source, number: string, filed: { matterId: string; matterNumber: string; sealed: Buffer }) =>
  tx.updateTable('intake_order').set({ matter_id: filed.matterId, matter_number: filed.matterNumber, sealed: filed.sealed }).where('institution_id', '=', source.institutionId).where('source_id', '=', source.id).where('number', '=', number).execute()

/** Which of these numbers came before. */
export async function knownNumbers(read: ReadTx, source: Source, numbers: readonly string[]): Promise<Map<string, { contentHash: string; matterNumber: string | null }>> {
  if (numbers.length === 0) return new Map()
  const rows = await read.selectFrom('intake_order').select(['number', 'content_hash as contentHash', 'matter_number as matterNumber']).where('institution_id', '=', source.institutionId).where('source_id', '=', source.id).where('number', 'in', [...numbers]).execute()
  return new Map(rows.map(({ number, ...row }) => [number, row]))
}

/** The newest orders of a source, for who asks whether it works. */
export const listOrders = (read: ReadTx, source: Pick<Source, 'institutionId' | 'id'>, limit: number) =>
  read.selectFrom('intake_order').select(['number', 'filed_institution_id as filedInstitutionId', 'matter_id as matterId', 'matter_number as matterNumber', 'due_at as dueAt', 'received_at as receivedAt']).where('institution_id', '=', source.institutionId).where('source_id', '=', source.id).orderBy('received_at', 'desc').limit(limit).execute()
