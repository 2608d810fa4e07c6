import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { ReleaseKey } from './releases.ts'

export type DrawEntry = {
  readonly institutionId: string
  readonly releaseId: string
  readonly id: string
  readonly ticket: string
  readonly personIndex: string
  readonly sealed: Buffer
  readonly accountId: string | null
  readonly choices: readonly string[]
  readonly madeAt: string
  readonly bookingId: string | null
}

const columns = ['institution_id as institutionId', 'release_id as releaseId', 'id', 'ticket', 'person_index as personIndex', 'sealed', 'account_id as accountId', 'choices', 'made_at as madeAt', 'booking_id as bookingId'] as const
const ofRelease = (read: ReadTx, key: ReleaseKey) => read.selectFrom('draw_entry').select(columns).where('institution_id', '=', key.institutionId).where('release_id', '=', key.releaseId).where('withdrawn_at', 'is', null)

/** False where this person has entered already. */
export async function insertEntry(tx: Tx, row: Omit<DrawEntry, 'bookingId'> & { readonly regionCode: string }): Promise<boolean> {
  const values = { institution_id: row.institutionId, release_id: row.releaseId, id: row.id, region_code: row.regionCode, ticket: row.ticket, person_index: row.personIndex, sealed: row.sealed, account_id: row.accountId, choices: [...row.choices], made_at: row.madeAt }
  return (await tx.insertInto('draw_entry').values(values).onConflict((conflict) => conflict.doNothing()).returning('id').executeTakeFirst()) !== undefined
}

export const findEntry = (read: ReadTx, key: ReleaseKey, entryId: string): Promise<DrawEntry | undefined> => ofRelease(read, key).where('id', '=', entryId).executeTakeFirst()
export const entriesOf = (read: ReadTx, key: ReleaseKey): Promise<DrawEntry[]> => ofRelease(read, key).orderBy('ticket').execute()
export const entriesOfAccount = (read: ReadTx, accountId: string, limit: number): Promise<DrawEntry[]> =>
  read.selectFrom('draw_entry').select(columns).where('account_id', '=', accountId).where('withdrawn_at', 'is', null).orderBy('made_at', 'desc').limit(limit).execute()

export const saveWithdrawn = (tx: Tx, key: ReleaseKey, entryId: string, at: string) =>
  tx.updateTable('draw_entry').set({ withdrawn_at: at }).where('institution_id', '=', key.institutionId).where('release_id', '=', key.releaseId).where('id', '=', entryId).execute()

/** False where it stands there already: then it was told as well. */
export async function saveGiven(tx: Tx, key: ReleaseKey, entryId: string, bookingId: string): Promise<boolean> {
  const saved = await tx.updateTable('draw_entry').set({ booking_id: bookingId }).where('institution_id', '=', key.institutionId).where('release_id', '=', key.releaseId).where('id', '=', entryId).where('booking_id', 'is', null).returning('id').executeTakeFirst()
  return saved !== undefined
}

export const countEntries = async (read: ReadTx, key: ReleaseKey): Promise<number> =>
  (await read.selectFrom('draw_entry').select((eb) => eb.fn.countAll<number>().as('entries')).where('institution_id', '=', key.institutionId).where('release_id', '=', key.releaseId).where('withdrawn_at', 'is', null).executeTakeFirstOrThrow()).entries

/** What this account entered into one draw and has not withdrawn. */
export const entriesOfAccountIn = (read: ReadTx, key: ReleaseKey, accountId: string): Promise<DrawEntry[]> => ofRelease(read, key).where('account_id', '=', accountId).orderBy('made_at').execute()
