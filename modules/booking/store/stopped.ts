import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Pool } from '../rules/pools.ts'

export type StoppedBooking = { readonly id: string; readonly slotId: string; readonly pool: Pool; readonly state: 'held' | 'booked'; readonly startsAt: string; readonly sealed: Buffer; readonly accountId: string | null }

/** Bookings of these slots whose people have not come yet, locked in one order; a few at a time. */
export const lockWaiting = (tx: Tx, institutionId: string, slotIds: readonly string[], limit: number): Promise<StoppedBooking[]> =>
  tx
    .selectFrom('booking')
    .select(['id', 'slot_id as slotId', sql<Pool>`pool`.as('pool'), sql<'held' | 'booked'>`state`.as('state'), 'starts_at as startsAt', 'sealed', 'account_id as accountId'])
    .where('institution_id', '=', institutionId)
    .where('slot_id', 'in', [...slotIds])
    .where('state', 'in', ['held', 'booked'])
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()

export async function countWaiting(read: ReadTx, institutionId: string, slotIds: readonly string[]): Promise<number> {
  if (slotIds.length === 0) return 0
  const row = await read.selectFrom('booking').select((eb) => eb.fn.countAll<number>().as('n')).where('institution_id', '=', institutionId).where('slot_id', 'in', [...slotIds]).where('state', 'in', ['held', 'booked']).executeTakeFirstOrThrow()
  return row.n
}

/** Nobody is counted as not having come where the clinic did not take place. */
export const saveStopped = (tx: Tx, institutionId: string, ids: readonly string[], stop: { readonly at: string; readonly reason: string }) =>
  tx
    .updateTable('booking')
    .set((eb) => ({ state: 'stopped', changed_at: stop.at, ended_at: stop.at, end_reason: stop.reason, excused: 'stopped', hold_until: null, revision: eb('revision', '+', 1) }))
    .where('institution_id', '=', institutionId)
    .where('id', 'in', [...ids])
    .execute()

/** A stopped slot gives out nothing more: what is taken is all it has. */
export const closePlaces = (tx: Tx, institutionId: string, slotIds: readonly string[]) =>
  sql`update slot_place set before_stop = coalesce(before_stop, capacity), capacity = taken where institution_id = ${institutionId} and slot_id = any(${[...slotIds]}::uuid[])`.execute(tx)

/** The places of bookings that were stopped are gone. */
export const dropPlaces = (tx: Tx, institutionId: string, taken: readonly { readonly slotId: string; readonly pool: Pool; readonly places: number }[]) =>
  sql`update slot_place p set taken = p.taken - gone.places, capacity = p.taken - gone.places
    from unnest(${taken.map((each) => each.slotId)}::uuid[], ${taken.map((each) => each.pool)}::text[], ${taken.map((each) => each.places)}::int[]) as gone (slot_id, pool, places)
    where p.institution_id = ${institutionId} and p.slot_id = gone.slot_id and p.pool = gone.pool`.execute(tx)

/** Of stopped slots those whose places were closed before it was kept what they could give. */
export async function closedUnkept(read: ReadTx, institutionId: string, slotIds: readonly string[]): Promise<Set<string>> {
  const rows = await read
    .selectFrom('slot_place')
    .select('slot_id as slotId')
    .where('institution_id', '=', institutionId)
    .where('slot_id', 'in', [...slotIds])
    .groupBy('slot_id')
    .having(sql<boolean>`bool_and(before_stop is null) and sum(capacity) = sum(taken)`)
    .execute()
  return new Set(rows.map((row) => row.slotId))
}

/** What slots could give before, where it was not kept. */
export const keepBefore = (tx: Tx, institutionId: string, places: readonly { readonly slotId: string; readonly pool: Pool; readonly capacity: number }[]) =>
  sql`update slot_place p set before_stop = planned.capacity
    from unnest(${places.map((each) => each.slotId)}::uuid[], ${places.map((each) => each.pool)}::text[], ${places.map((each) => each.capacity)}::int[]) as planned (slot_id, pool, capacity)
    where p.institution_id = ${institutionId} and p.slot_id = planned.slot_id and p.pool = planned.pool`.execute(tx)

/** A stop taken back: the slots are open again, with what they could give before; what was to roll over meanwhile does so now. */
export async function reopenSlots(tx: Tx, institutionId: string, slotIds: readonly string[]): Promise<void> {
  await tx.updateTable('slot').set((eb) => ({ state: 'open', rolled_over: false, revision: eb('revision', '+', 1) })).where('institution_id', '=', institutionId).where('id', 'in', [...slotIds]).execute()
  await sql`update slot_place set capacity = greatest(taken, coalesce(before_stop, capacity)), before_stop = null where institution_id = ${institutionId} and slot_id = any(${[...slotIds]}::uuid[])`.execute(tx)
}

export type Reopened = { readonly id: string; readonly slotId: string; readonly startsAt: string; readonly sealed: Buffer; readonly accountId: string | null }
/** Whoever lost a place here by the stop, has no other instead, and was not told that it is held after all; locked, a few at a time. */
export const lockLost = (tx: Tx, institutionId: string, slotIds: readonly string[], limit: number): Promise<Reopened[]> =>
  tx
    .selectFrom('booking')
    .select(['id', 'slot_id as slotId', 'starts_at as startsAt', 'sealed', 'account_id as accountId'])
    .where('institution_id', '=', institutionId)
    .where('slot_id', 'in', [...slotIds])
    .where('state', '=', 'stopped')
    .where('excused', '=', 'stopped')
    .where((eb) => eb.exists(eb.selectFrom('slot as s').select('s.id').where('s.institution_id', '=', institutionId).whereRef('s.id', '=', 'booking.slot_id').where('s.state', '=', 'open')))
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
export const saveReopened = (tx: Tx, institutionId: string, ids: readonly string[]) => tx.updateTable('booking').set({ excused: 'held after all' }).where('institution_id', '=', institutionId).where('id', 'in', [...ids]).execute()
