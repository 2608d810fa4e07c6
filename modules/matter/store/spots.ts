import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'

export type Spot = { readonly institutionId: string; readonly institutionName: string; readonly id: string; readonly code: string; readonly departmentId: string | null; readonly department: string | null; readonly place: string; readonly active: boolean; readonly revision: number; readonly createdBy: string; readonly createdAt: string }

const spots = (read: ReadTx) =>
  read
    .selectFrom('matter_spot as s')
    .innerJoin('institution as i', 'i.id', 's.institution_id')
    .leftJoin('department as d', (on) => on.onRef('d.institution_id', '=', 's.institution_id').onRef('d.id', '=', 's.department_id'))
    .select(['s.institution_id as institutionId', 'i.name as institutionName', 's.id', 's.code', 's.department_id as departmentId', 'd.name as department', 's.place', 's.active', 's.revision', 's.created_name as createdBy', 's.created_at as createdAt'])

/** By place, in pages. */
export async function listSpots(read: ReadTx, institutionId: string, after: { place: string; id: string } | undefined, limit: number): Promise<Spot[]> {
  let query = spots(read).where('s.institution_id', '=', institutionId).orderBy('s.place').orderBy('s.id').limit(limit)
  if (after !== undefined) query = query.where(sql<boolean>`(s.place, s.id) > (${after.place}, ${after.id}::uuid)`)
  return query.execute()
}

export async function loadSpot(read: ReadTx, institutionId: string, id: string): Promise<Spot> {
  return spots(read).where('s.institution_id', '=', institutionId).where('s.id', '=', id).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
}

export const spotsByIds = (read: ReadTx, institutionId: string, ids: readonly string[]): Promise<Spot[]> => spots(read).where('s.institution_id', '=', institutionId).where('s.id', 'in', [...ids]).orderBy('s.place').orderBy('s.id').execute()

/** The place behind the code of a poster, whosoever it is; only the system sees all of them. */
export async function findSpotByCode(read: ReadTx, code: string): Promise<Spot | undefined> {
  const found = await read.selectFrom('matter_spot_code').select(['institution_id as institutionId', 'spot_id as spotId']).where('code', '=', code).executeTakeFirst()
  return found === undefined ? undefined : spots(read).where('s.institution_id', '=', found.institutionId).where('s.id', '=', found.spotId).executeTakeFirst()
}

export type NewSpot = Pick<Spot, 'institutionId' | 'id' | 'code' | 'departmentId' | 'place'> & { readonly regionCode: string }

export async function insertSpots(tx: Tx, rows: readonly NewSpot[], by: { name: string; at: string }): Promise<void> {
  await tx
    .insertInto('matter_spot')
    .values(rows.map((row) => ({ institution_id: row.institutionId, id: row.id, region_code: row.regionCode, code: row.code, department_id: row.departmentId, place: row.place, active: true, revision: 1, created_name: by.name, created_at: by.at })))
    .execute()
  await tx.insertInto('matter_spot_code').values(rows.map((row) => ({ code: row.code, institution_id: row.institutionId, region_code: row.regionCode, spot_id: row.id }))).execute()
}

export async function saveSpot(tx: Tx, spot: Pick<Spot, 'institutionId' | 'id' | 'departmentId' | 'place' | 'active'>, readRevision: number): Promise<void> {
  const saved = await tx
    .updateTable('matter_spot')
    .set({ department_id: spot.departmentId, place: spot.place, active: spot.active, revision: readRevision + 1 })
    .where('institution_id', '=', spot.institutionId)
    .where('id', '=', spot.id)
    .where('revision', '=', readRevision)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}
