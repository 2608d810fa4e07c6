import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Place, Pool, PoolShares } from '../rules/pools.ts'
import type { Body } from '../rules/schedule-authority.ts'
import type { ClinicService } from '../rules/schedule.ts'

export type NewSlot = Body & {
  readonly id: string
  readonly clinicId: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly service: ClinicService
  readonly onDate: string
  readonly startsAt: string
  readonly endsAt: string
  readonly room: string
  readonly stopped: boolean
  readonly releaseId: string | null
  readonly rollsOverAt: string
  readonly places: readonly Place[]
}

const atOnce = 1000

/** Writes slots with their places; one that another server wrote first is left to it. Answers how many are new. */
export async function insertSlots(tx: Tx, slots: readonly NewSlot[]): Promise<number> {
  let made = 0
  for (let at = 0; at < slots.length; at += atOnce) {
    const chunk = slots.slice(at, at + atOnce)
    const values = chunk.map((slot) => ({
      institution_id: slot.institutionId, id: slot.id, region_code: slot.regionCode, clinic_id: slot.clinicId, department_id: slot.departmentId, staff_id: slot.staffId, service: slot.service, on_date: slot.onDate,
      starts_at: slot.startsAt, ends_at: slot.endsAt, room: slot.room, state: slot.stopped ? 'stopped' : 'open', release_id: slot.releaseId, rolls_over_at: slot.rollsOverAt,
    }))
    const written = await tx.insertInto('slot').values(values).onConflict((conflict) => conflict.columns(['institution_id', 'clinic_id', 'starts_at']).doNothing()).returning('id').execute()
    const fresh = new Set(written.map((row) => row.id))
    const places = chunk.filter((slot) => fresh.has(slot.id)).flatMap((slot) => slot.places.map((place) => ({ institution_id: slot.institutionId, slot_id: slot.id, pool: place.pool, region_code: slot.regionCode, capacity: place.capacity, opens_at: place.opensAt })))
    for (let from = 0; from < places.length; from += atOnce * 5) await tx.insertInto('slot_place').values(places.slice(from, from + atOnce * 5)).execute()
    made += fresh.size
  }
  return made
}

export type Standing = { readonly id: string; readonly clinicId: string; readonly onDate: string; readonly startsAt: string; readonly endsAt: string; readonly room: string; readonly staffId: string | null; readonly stopped: boolean; readonly releaseId: string | null }

const standing = ['id', 'clinic_id as clinicId', 'on_date as onDate', 'starts_at as startsAt', 'ends_at as endsAt', 'room', 'staff_id as staffId', sql<boolean>`state = 'stopped'`.as('stopped'), 'release_id as releaseId'] as const

/** What stands between two days, both included. */
export const listStanding = (read: ReadTx, ask: { readonly institutionId: string; readonly clinicIds?: readonly string[] | undefined; readonly from: string; readonly to: string }): Promise<Standing[]> =>
  read
    .selectFrom('slot')
    .select(standing)
    .where('institution_id', '=', ask.institutionId)
    .$if(ask.clinicIds !== undefined, (query) => query.where('clinic_id', 'in', [...(ask.clinicIds ?? [])]))
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .orderBy('starts_at')
    .execute()

export type GridSlot = Standing & { readonly capacity: number; readonly taken: number; readonly kept: number }

/** The slots of clinics with their places summed over the pools; `kept` is what no citizen books. */
export async function listGrid(read: ReadTx, ask: { readonly institutionId: string; readonly clinicIds: readonly string[]; readonly from: string; readonly to: string }): Promise<GridSlot[]> {
  if (ask.clinicIds.length === 0) return []
  return read
    .selectFrom('slot as s')
    .innerJoin('slot_place as p', (join) => join.onRef('p.institution_id', '=', 's.institution_id').onRef('p.slot_id', '=', 's.id'))
    .select(['s.id', 's.clinic_id as clinicId', 's.on_date as onDate', 's.starts_at as startsAt', 's.ends_at as endsAt', 's.room', 's.staff_id as staffId', sql<boolean>`s.state = 'stopped'`.as('stopped'), 's.release_id as releaseId'])
    .select([sql<number>`sum(p.capacity)::int`.as('capacity'), sql<number>`sum(p.taken)::int`.as('taken'), sql<number>`(sum(p.capacity) filter (where p.pool <> 'public'))::int`.as('kept')])
    .where('s.institution_id', '=', ask.institutionId)
    .where('s.clinic_id', 'in', [...ask.clinicIds])
    .where('s.on_date', '>=', ask.from)
    .where('s.on_date', '<=', ask.to)
    .groupBy(['s.institution_id', 's.id'])
    .orderBy('s.starts_at')
    .execute()
    .then((rows) => rows.map((row) => ({ ...row, kept: row.kept ?? 0 })))
}

/** What slots keep for others than the public at this moment. */
export async function sharesNow(read: ReadTx, institutionId: string, slotIds: readonly string[]): Promise<Map<string, PoolShares>> {
  if (slotIds.length === 0) return new Map()
  const rows = await read.selectFrom('slot_place').select(['slot_id as slotId', sql<Pool>`pool`.as('pool'), 'capacity']).where('institution_id', '=', institutionId).where('slot_id', 'in', [...slotIds]).where('pool', '<>', 'public').where('capacity', '>', 0).execute()
  return new Map([...Map.groupBy(rows, (row) => row.slotId)].map(([slotId, own]) => [slotId, Object.fromEntries(own.map((row) => [row.pool, row.capacity]))]))
}

export const stopSlots = (tx: Tx, institutionId: string, slotIds: readonly string[]) =>
  tx.updateTable('slot').set((eb) => ({ state: 'stopped', revision: eb('revision', '+', 1) })).where('institution_id', '=', institutionId).where('id', 'in', [...slotIds]).execute()

export const moveRoom = (tx: Tx, institutionId: string, slotIds: readonly string[], room: string) =>
  tx.updateTable('slot').set((eb) => ({ room, revision: eb('revision', '+', 1) })).where('institution_id', '=', institutionId).where('id', 'in', [...slotIds]).execute()

/** Locks slots in the order of their ids, as everybody does, so that no two wait for each other. */
export const lockSlots = (tx: Tx, institutionId: string, slotIds: readonly string[]): Promise<{ id: string }[]> =>
  tx.selectFrom('slot').select('id').where('institution_id', '=', institutionId).where('id', 'in', [...slotIds]).orderBy('id').forUpdate().execute()

export type Rolling = { readonly institutionId: string; readonly slotId: string }
export const listRolling = (read: ReadTx, now: string, limit: number): Promise<Rolling[]> =>
  read.selectFrom('slot').select(['institution_id as institutionId', 'id as slotId']).where('rolled_over', '=', false).where('rolls_over_at', '<=', now).orderBy('rolls_over_at').limit(limit).execute()

type PlaceRow = { readonly slotId: string; readonly pool: Pool; readonly capacity: number; readonly taken: number }
/** Locks the places of slots by slot and pool: whoever books meanwhile waits, or is waited for. */
export const lockPlaces = (tx: Tx, institutionId: string, slotIds: readonly string[]): Promise<PlaceRow[]> =>
  tx.selectFrom('slot_place').select(['slot_id as slotId', sql<Pool>`pool`.as('pool'), 'capacity', 'taken']).where('institution_id', '=', institutionId).where('slot_id', 'in', [...slotIds]).orderBy('slot_id').orderBy('pool').forUpdate().execute()

/** What the pools have left goes to the public ones; the rows are locked already. */
export async function rollPlaces(tx: Tx, institutionId: string, slotIds: readonly string[], rolling: readonly Pool[]): Promise<void> {
  const given = sql`select slot_id, sum(capacity - taken) as places from slot_place where institution_id = ${institutionId} and slot_id = any(${[...slotIds]}::uuid[]) and pool = any(${[...rolling]}::text[]) group by slot_id`
  await sql`update slot_place p set capacity = p.capacity + given.places
    from (${given}) given where p.institution_id = ${institutionId} and p.slot_id = given.slot_id and p.pool = 'public' and given.places > 0`.execute(tx)
  await sql`update slot_place set capacity = taken where institution_id = ${institutionId} and slot_id = any(${[...slotIds]}::uuid[]) and pool = any(${[...rolling]}::text[]) and capacity > taken`.execute(tx)
  await tx.updateTable('slot').set({ rolled_over: true }).where('institution_id', '=', institutionId).where('id', 'in', [...slotIds]).execute()
}
