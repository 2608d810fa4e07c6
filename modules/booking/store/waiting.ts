import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Booking } from '../rules/booking.ts'
import type { Pool } from '../rules/pools.ts'

export type WaitState = 'waiting' | 'booked' | 'withdrawn' | 'over'
export type Wait = { readonly institutionId: string; readonly id: string; readonly regionCode: string; readonly clinicId: string; readonly onDate: string; readonly personIndex: string; readonly sealed: Buffer; readonly accountId: string | null; readonly madeAt: string; readonly state: WaitState; readonly bookingId: string | null }
export type ListedWait = Wait & { readonly clinicName: string }

const columns = ['w.institution_id as institutionId', 'w.id', 'w.region_code as regionCode', 'w.clinic_id as clinicId', 'w.on_date as onDate', 'w.person_index as personIndex', 'w.sealed', 'w.account_id as accountId', 'w.made_at as madeAt', sql<WaitState>`w.state`.as('state'), 'w.booking_id as bookingId'] as const
const listed = (read: ReadTx) => read.selectFrom('wait_entry as w').innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 'w.institution_id').onRef('c.id', '=', 'w.clinic_id')).select([...columns, 'c.name as clinicName'])

/** False where the person waits already. */
export async function insertWait(tx: Tx, wait: Wait): Promise<boolean> {
  const made = await tx
    .insertInto('wait_entry')
    .values({ institution_id: wait.institutionId, id: wait.id, region_code: wait.regionCode, clinic_id: wait.clinicId, on_date: wait.onDate, person_index: wait.personIndex, sealed: wait.sealed, account_id: wait.accountId, made_at: wait.madeAt, state: 'waiting' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

export const loadWait = (tx: Tx, institutionId: string, id: string): Promise<Wait> =>
  tx.selectFrom('wait_entry as w').select(columns).where('w.institution_id', '=', institutionId).where('w.id', '=', id).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('booking.wait_not_found'))
export const findWait = (read: ReadTx, institutionId: string, id: string): Promise<ListedWait | undefined> => listed(read).where('w.institution_id', '=', institutionId).where('w.id', '=', id).executeTakeFirst()
export const saveWait = (tx: Tx, wait: Pick<Wait, 'institutionId' | 'id' | 'state' | 'bookingId'>) => tx.updateTable('wait_entry').set({ state: wait.state, booking_id: wait.bookingId }).where('institution_id', '=', wait.institutionId).where('id', '=', wait.id).execute()

export const listWaiting = (read: ReadTx, ask: { institutionId: string; onDate: string; clinicId?: string | undefined }): Promise<ListedWait[]> =>
  listed(read)
    .where('w.institution_id', '=', ask.institutionId)
    .where('w.on_date', '=', ask.onDate)
    .$if(ask.clinicId !== undefined, (query) => query.where('w.clinic_id', '=', ask.clinicId ?? ''))
    .where('w.state', '=', 'waiting')
    .orderBy('w.made_at')
    .orderBy('w.id')
    .limit(500)
    .execute()
export const waitsOfAccount = (read: ReadTx, accountId: string, from: string): Promise<ListedWait[]> => listed(read).where('w.account_id', '=', accountId).where('w.on_date', '>=', from).orderBy('w.on_date').limit(100).execute()

/** How many wait before: the place in line, from 1. */
export async function placeInLine(read: ReadTx, wait: Wait): Promise<number> {
  const row = await read
    .selectFrom('wait_entry')
    .select((eb) => eb.fn.countAll<number>().as('before'))
    .where('institution_id', '=', wait.institutionId)
    .where('clinic_id', '=', wait.clinicId)
    .where('on_date', '=', wait.onDate)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`(made_at, id) <= (${wait.madeAt}::timestamptz, ${wait.id}::uuid)`)
    .executeTakeFirstOrThrow()
  return Math.max(1, row.before)
}

/** Those whose day is over wait no more. */
export const closeWaits = (tx: Tx, today: string) => tx.updateTable('wait_entry').set({ state: 'over' }).where('state', '=', 'waiting').where('on_date', '<', today).execute()

export type ClinicDay = { readonly regionCode: string; readonly open: number; readonly free: number; readonly unreleased: number }
/** Whether a clinic has open slots on a day, and public places among them: those anybody can have, and those not given out yet. */
export async function clinicDay(read: ReadTx, ask: { institutionId: string; clinicId: string; onDate: string; at: string }): Promise<ClinicDay | null> {
  const released = sql`(p.opens_at <= ${ask.at} and coalesce(r.state, 'drawn') = 'drawn')`
  const row = await read
    .selectFrom('slot as s')
    .leftJoin('slot_place as p', (join) => join.onRef('p.institution_id', '=', 's.institution_id').onRef('p.slot_id', '=', 's.id').on('p.pool', '=', 'public'))
    .leftJoin('release as r', (join) => join.onRef('r.institution_id', '=', 's.institution_id').onRef('r.id', '=', 's.release_id'))
    .select([sql<string | null>`min(s.region_code)`.as('regionCode'), sql<number>`count(*)`.as('open'), sql<number>`coalesce(sum(p.capacity - p.taken) filter (where ${released}), 0)`.as('free'), sql<number>`coalesce(sum(p.capacity - p.taken) filter (where not ${released}), 0)`.as('unreleased')])
    .where('s.institution_id', '=', ask.institutionId)
    .where('s.clinic_id', '=', ask.clinicId)
    .where('s.on_date', '=', ask.onDate)
    .where('s.state', '=', 'open')
    .where('s.starts_at', '>', ask.at)
    .executeTakeFirstOrThrow()
  return row.regionCode === null ? null : { regionCode: row.regionCode, open: row.open, free: row.free, unreleased: row.unreleased }
}

export const insertReturn = (tx: Tx, booking: Pick<Booking, 'institutionId' | 'regionCode' | 'slotId' | 'pool'>, id: string, dueAt: string) =>
  tx.insertInto('place_return').values({ institution_id: booking.institutionId, id, region_code: booking.regionCode, slot_id: booking.slotId, pool: booking.pool, due_at: dueAt }).execute()

export type Returned = { readonly institutionId: string; readonly id: string; readonly slotId: string; readonly pool: Pool; readonly clinicId: string; readonly onDate: string; readonly dueAt: string }
const returned = (read: ReadTx) =>
  read
    .selectFrom('place_return as r')
    .innerJoin('slot as s', (join) => join.onRef('s.institution_id', '=', 'r.institution_id').onRef('s.id', '=', 'r.slot_id'))
    .select(['r.institution_id as institutionId', 'r.id', 'r.slot_id as slotId', sql<Pool>`r.pool`.as('pool'), 's.clinic_id as clinicId', 's.on_date as onDate', 'r.due_at as dueAt'])
    .where('r.done_at', 'is', null)

export const listDueReturns = (read: ReadTx, now: string, limit: number): Promise<Returned[]> => returned(read).where('r.due_at', '<=', now).orderBy('r.due_at').limit(limit).execute()
export const listReturnsOf = (read: ReadTx, ask: { institutionId: string; clinicId: string; onDate: string }): Promise<Returned[]> =>
  returned(read).where('r.institution_id', '=', ask.institutionId).where('s.clinic_id', '=', ask.clinicId).where('s.on_date', '=', ask.onDate).where('r.pool', '=', 'public').orderBy('s.starts_at').execute()

/** Takes one returned place for this transaction; false where another has it. */
export async function takeReturn(tx: Tx, one: Pick<Returned, 'institutionId' | 'id'>): Promise<boolean> {
  const row = await tx.selectFrom('place_return').select('id').where('institution_id', '=', one.institutionId).where('id', '=', one.id).where('done_at', 'is', null).forUpdate().skipLocked().executeTakeFirst()
  return row !== undefined
}
/**
 * The place is free again; what gives it to somebody does so in the same transaction. After the roll-over of its slot a place
 * that primary care, a doctor or priority gave back is everybody's.
 */
export async function freePlace(tx: Tx, one: Returned, now: string): Promise<void> {
  const places = tx.updateTable('slot_place').where('institution_id', '=', one.institutionId).where('slot_id', '=', one.slotId)
  await tx.selectFrom('slot_place').select('pool').where('institution_id', '=', one.institutionId).where('slot_id', '=', one.slotId).orderBy('pool').forNoKeyUpdate().execute()
  const rolled = one.pool !== 'public' && one.pool !== 'onsite' && (await tx.selectFrom('slot').select('rolled_over').where('institution_id', '=', one.institutionId).where('id', '=', one.slotId).executeTakeFirst())?.rolled_over === true
  await places.set({ taken: sql<number>`taken - 1`, ...(rolled ? { capacity: sql<number>`capacity - 1` } : {}) }).where('pool', '=', one.pool).execute()
  if (rolled) await places.set({ capacity: sql<number>`capacity + 1` }).where('pool', '=', 'public').execute()
  await tx.updateTable('place_return').set({ done_at: now }).where('institution_id', '=', one.institutionId).where('id', '=', one.id).execute()
}
