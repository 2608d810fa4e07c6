import type { DrawRecord } from '../rules/draw.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'

type ReleaseState = 'waiting' | 'open' | 'drawn'
export type Release = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly clinicId: string
  readonly onDate: string
  readonly opensAt: string
  readonly closesAt: string
  readonly state: ReleaseState
  readonly seedHash: string
  readonly seed: string | null
  readonly drawnAt: string | null
}
export type ReleaseKey = { readonly institutionId: string; readonly releaseId: string }

const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'clinic_id as clinicId', 'on_date as onDate', 'opens_at as opensAt', 'closes_at as closesAt', sql<ReleaseState>`state`.as('state'), 'seed_hash as seedHash', 'seed', 'drawn_at as drawnAt'] as const

/** Answers the id of the release of this clinic and day, a new one or the one that stands already. */
export async function insertRelease(tx: Tx, row: Omit<Release, 'state' | 'seed' | 'drawnAt'> & { readonly seedSealed: Buffer }): Promise<string> {
  const values = { institution_id: row.institutionId, id: row.id, region_code: row.regionCode, clinic_id: row.clinicId, on_date: row.onDate, opens_at: row.opensAt, closes_at: row.closesAt, state: 'waiting', seed_hash: row.seedHash, seed_sealed: row.seedSealed }
  const made = await tx.insertInto('release').values(values).onConflict((conflict) => conflict.doNothing()).returning('id').executeTakeFirst()
  if (made !== undefined) return made.id
  return (await tx.selectFrom('release').select('id').where('institution_id', '=', row.institutionId).where('clinic_id', '=', row.clinicId).where('on_date', '=', row.onDate).executeTakeFirstOrThrow()).id
}

/** By its id alone: whoever has the address knows no more. */
export const findRelease = (read: ReadTx, releaseId: string): Promise<Release | undefined> => read.selectFrom('release').select(columns).where('id', '=', releaseId).executeTakeFirst()

/** With the name of their clinic. */
export async function releasesByIds(read: ReadTx, ids: readonly string[]): Promise<(Pick<Release, 'id' | 'onDate' | 'closesAt' | 'state'> & { readonly clinicName: string })[]> {
  if (ids.length === 0) return []
  return read
    .selectFrom('release as r')
    .innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 'r.institution_id').onRef('c.id', '=', 'r.clinic_id'))
    .select(['r.id', 'r.on_date as onDate', 'r.closes_at as closesAt', sql<ReleaseState>`r.state`.as('state'), 'c.name as clinicName'])
    .where('r.id', 'in', [...ids])
    .execute()
}

export const recordOf = async (read: ReadTx, key: ReleaseKey): Promise<DrawRecord | null> => {
  const row = await read.selectFrom('release').select('record').where('institution_id', '=', key.institutionId).where('id', '=', key.releaseId).executeTakeFirst()
  // Written by saveRecord alone, which takes a record of this type.
  return (row?.record ?? null) as DrawRecord | null
}

/** What is to be opened or drawn by now. */
export const releasesDue = (read: ReadTx, now: string, limit: number): Promise<Release[]> =>
  read
    .selectFrom('release')
    .select(columns)
    .where('state', '<>', 'drawn')
    .where((eb) => eb.or([eb('closes_at', '<=', now), eb.and([eb('state', '=', 'waiting'), eb('opens_at', '<=', now)])]))
    .orderBy('closes_at')
    .limit(limit)
    .execute()

/** Locks the release: entering, opening and drawing one release run one after another. */
export const lockRelease = async (tx: Tx, key: ReleaseKey): Promise<(Release & { readonly seedSealed: Buffer }) | undefined> =>
  tx.selectFrom('release').select([...columns, 'seed_sealed as seedSealed']).where('institution_id', '=', key.institutionId).where('id', '=', key.releaseId).forUpdate().executeTakeFirst()

/** Entering holds the release against its draw, not against others who enter. */
export const shareRelease = (tx: Tx, key: ReleaseKey): Promise<Release | undefined> =>
  tx.selectFrom('release').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.releaseId).forShare().executeTakeFirst()

export const saveState = (tx: Tx, key: ReleaseKey, state: ReleaseState) => tx.updateTable('release').set({ state }).where('institution_id', '=', key.institutionId).where('id', '=', key.releaseId).execute()

export const saveRecord = (tx: Tx, key: ReleaseKey, drawn: { record: DrawRecord; at: string }) =>
  tx.updateTable('release').set({ seed: drawn.record.seed, record: JSON.stringify(drawn.record), drawn_at: drawn.at }).where('institution_id', '=', key.institutionId).where('id', '=', key.releaseId).execute()

export type DrawTime = { readonly slotId: string; readonly startsAt: string; readonly endsAt: string; readonly room: string; readonly places: number; readonly stopped: boolean }

/** The times a release gives out, with what its public pool still has. */
export async function timesOfRelease(read: ReadTx, key: ReleaseKey): Promise<DrawTime[]> {
  return read
    .selectFrom('slot as s')
    .innerJoin('slot_place as p', (join) => join.onRef('p.institution_id', '=', 's.institution_id').onRef('p.slot_id', '=', 's.id').on('p.pool', '=', 'public'))
    .select(['s.id as slotId', 's.starts_at as startsAt', 's.ends_at as endsAt', 's.room', sql<number>`p.capacity - p.taken`.as('places'), sql<boolean>`s.state = 'stopped'`.as('stopped')])
    .where('s.institution_id', '=', key.institutionId)
    .where('s.release_id', '=', key.releaseId)
    .orderBy('s.starts_at')
    .execute()
}

