import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Booking, BookingKey, BookingState, BookingWay } from '../rules/booking.ts'
import type { Pool } from '../rules/pools.ts'

const columns = [
  'b.institution_id as institutionId', 'b.id', 'b.region_code as regionCode', 'b.slot_id as slotId', sql<Pool>`b.pool`.as('pool'), 'b.clinic_id as clinicId', 'b.department_id as departmentId', 'b.staff_id as staffId', 'b.service', 'b.on_date as onDate',
  'b.starts_at as startsAt', 'b.ends_at as endsAt', sql<BookingState>`b.state`.as('state'), 'b.person_index as personIndex', 'b.sealed', 'b.born_year as bornYear', 'b.account_id as accountId', sql<BookingWay>`b.way`.as('way'), 'b.made_by as madeBy', 'b.made_name as madeName', 'b.made_at as madeAt',
  'b.hold_until as holdUntil', 'b.changed_at as changedAt', 'b.ended_at as endedAt', 'b.end_reason as endReason', 'b.arrived_at as arrivedAt', 'b.seen_at as seenAt', 'b.moved_from as movedFrom', 'b.excused', 'b.revision',
] as const

/** A booking with what a reader needs beside it. */
export type ListedBooking = Booking & { readonly clinicName: string; readonly room: string; readonly feeCents: number; readonly brings: string }

const listed = (read: ReadTx) =>
  read
    .selectFrom('booking as b')
    .innerJoin('slot as s', (join) => join.onRef('s.institution_id', '=', 'b.institution_id').onRef('s.id', '=', 'b.slot_id'))
    .innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 'b.institution_id').onRef('c.id', '=', 'b.clinic_id'))
    .select([...columns, 'c.name as clinicName', 's.room', 'c.fee_cents as feeCents', 'c.brings'])

export const findBooking = (read: ReadTx, key: BookingKey): Promise<ListedBooking | undefined> => listed(read).where('b.institution_id', '=', key.institutionId).where('b.id', '=', key.bookingId).executeTakeFirst()

/** Locks the row: changes of one booking come one after another. */
export const loadForUpdate = (tx: Tx, key: BookingKey): Promise<Booking> =>
  tx.selectFrom('booking as b').select(columns).where('b.institution_id', '=', key.institutionId).where('b.id', '=', key.bookingId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('booking.not_found'))

export const save = (tx: Tx, booking: Booking) =>
  tx
    .updateTable('booking')
    .set({ state: booking.state, changed_at: booking.changedAt, ended_at: booking.endedAt, end_reason: booking.endReason, arrived_at: booking.arrivedAt, seen_at: booking.seenAt, excused: booking.excused, revision: booking.revision })
    .where('institution_id', '=', booking.institutionId)
    .where('id', '=', booking.id)
    .execute()

export type DayAsk = { readonly institutionId: string; readonly onDate: string; readonly departmentId?: string | undefined; readonly clinicId?: string | undefined }
export const bookingsOn = (read: ReadTx, ask: DayAsk): Promise<ListedBooking[]> =>
  listed(read)
    .where('b.institution_id', '=', ask.institutionId)
    .where('b.on_date', '=', ask.onDate)
    .$if(ask.departmentId !== undefined, (query) => query.where('b.department_id', '=', ask.departmentId ?? ''))
    .$if(ask.clinicId !== undefined, (query) => query.where('b.clinic_id', '=', ask.clinicId ?? ''))
    .orderBy('b.starts_at')
    .orderBy('b.made_at')
    .orderBy('b.id')
    .limit(2000)
    .execute()

export const bookingByCode = (read: ReadTx, institutionId: string, codeIndex: string): Promise<ListedBooking | undefined> => listed(read).where('b.institution_id', '=', institutionId).where('b.code_index', '=', codeIndex).executeTakeFirst()

export const bookingsOfPerson = (read: ReadTx, institutionId: string, personIndex: string, from: string): Promise<ListedBooking[]> =>
  listed(read).where('b.institution_id', '=', institutionId).where('b.person_index', '=', personIndex).where('b.on_date', '>=', from).orderBy('b.starts_at').limit(50).execute()

/** By a telephone; its index is written with the message that tells of the booking. */
export const bookingsByPhone = (read: ReadTx, institutionId: string, phoneIndex: string, from: string): Promise<ListedBooking[]> =>
  listed(read)
    .innerJoin('booking_phone as p', (join) => join.onRef('p.institution_id', '=', 'b.institution_id').onRef('p.booking_id', '=', 'b.id'))
    .where('p.institution_id', '=', institutionId)
    .where('p.phone_index', '=', phoneIndex)
    .where('b.on_date', '>=', from)
    .orderBy('b.starts_at')
    .limit(50)
    .execute()
export const insertPhones = (tx: Tx, rows: readonly { readonly institutionId: string; readonly regionCode: string; readonly bookingId: string; readonly phoneIndex: string }[]) =>
  tx.insertInto('booking_phone').values(rows.map((each) => ({ institution_id: each.institutionId, phone_index: each.phoneIndex, booking_id: each.bookingId, region_code: each.regionCode }))).onConflict((conflict) => conflict.doNothing()).execute()

/** What somebody booked at other bodies for villagers and patients; of all bodies, so for the system, which asks for one maker. */
export const bookingsMadeElsewhere = (read: ReadTx, madeBy: string, own: string, from: string): Promise<ListedBooking[]> =>
  listed(read).where('b.made_by', '=', madeBy).where('b.way', 'in', ['village', 'referral']).where('b.institution_id', '<>', own).where('b.on_date', '>=', from).orderBy('b.starts_at').orderBy('b.id').limit(200).execute()

export const bookingsOfAccount = (read: ReadTx, accountId: string): Promise<ListedBooking[]> => listed(read).where('b.account_id', '=', accountId).orderBy('b.on_date', 'desc').orderBy('b.starts_at', 'desc').limit(100).execute()

export const bookingsByIds = (read: ReadTx, institutionId: string, ids: readonly string[]): Promise<ListedBooking[]> => listed(read).where('b.institution_id', '=', institutionId).where('b.id', 'in', [...ids]).execute()

/** Bookings with a place, held too long; those that somebody changes at this moment come next time. */
export const lockExpired = (tx: Tx, now: string, limit: number): Promise<Booking[]> => tx.selectFrom('booking as b').select(columns).where('b.state', '=', 'held').where('b.hold_until', '<=', now).orderBy('b.hold_until').limit(limit).forUpdate().skipLocked().execute()

/** Whoever was booked for a day that is over and did not come. */
export const lockMissed = (tx: Tx, today: string, institutionId: string, limit: number): Promise<Booking[]> =>
  tx.selectFrom('booking as b').select(columns).where('b.institution_id', '=', institutionId).where('b.on_date', '<', today).where('b.state', '=', 'booked').orderBy('b.on_date').limit(limit).forUpdate().skipLocked().execute()

export async function bodiesWithMissed(read: ReadTx, today: string, now: string): Promise<string[]> {
  const rows = await read.selectFrom('booking').select('institution_id').distinct().where('state', '=', 'booked').where('starts_at', '<', now).where('on_date', '<', today).execute()
  return rows.map((row) => row.institution_id)
}

export type MissedBooking = { readonly bookingId: string; readonly onDate: string; readonly clinicName: string; readonly way: BookingWay; readonly excused: boolean; readonly personIndex: string; readonly accountId: string | null; readonly bornYear: number | null }
export const missedSince = (read: ReadTx, institutionId: string, personIndexes: readonly string[], since: string): Promise<MissedBooking[]> =>
  read
    .selectFrom('booking as b')
    .innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 'b.institution_id').onRef('c.id', '=', 'b.clinic_id'))
    .select(['b.id as bookingId', 'b.on_date as onDate', 'c.name as clinicName', sql<BookingWay>`b.way`.as('way'), sql<boolean>`b.excused is not null`.as('excused'), 'b.person_index as personIndex', 'b.account_id as accountId', 'b.born_year as bornYear'])
    .where('b.institution_id', '=', institutionId)
    .where('b.person_index', 'in', [...personIndexes])
    .where('b.on_date', '>=', since)
    .where('b.state', '=', 'no-show')
    .orderBy('b.on_date')
    .execute()

