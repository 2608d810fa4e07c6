import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { statement, type Tx } from '../../../server/platform/database.ts'
import type { Ground, GroupAsk } from '../rules/booking-group.ts'

/** The ground with the last link of the body's chain; null where no place is left and nothing can be made. */
export type LockedGround = Ground & { readonly head: Link | null }

const ground = statement<{ ground: LockedGround }>('select booking_ground($1, $2, $3, $4, $5, $6, $7) as ground')
const tryOut = statement('select booking_try($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)')
const write = statement('select booking_write($1, $2, $3, $4, $5, $6)')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Locks what a group may take, in one order, and reads all it is judged by. */
export async function lockGround(tx: Tx, institutionId: string, today: IsoDate, asks: readonly GroupAsk[]): Promise<LockedGround> {
  const places = [...new Map(asks.map((ask) => [`${ask.slotId} ${ask.pool}`, ask])).entries()].sort(([a], [b]) => compare(a, b)).map(([, ask]) => ask)
  const keys = [...new Map(asks.map((ask) => [`${ask.madeBy} ${ask.madeKey}`, ask])).values()]
  const [row] = await ground(tx, [institutionId, today, places.map((each) => each.slotId), places.map((each) => each.pool), keys.map((each) => each.madeBy), keys.map((each) => each.madeKey), [...new Set(asks.map((each) => each.personIndex))]])
  if (row === undefined) throw new Error('a group of bookings got no ground')
  return row.ground
}

export type NewBooking = Readonly<Record<
  'id' | 'region_code' | 'slot_id' | 'pool' | 'clinic_id' | 'department_id' | 'service' | 'on_date' | 'starts_at' | 'ends_at' | 'state' | 'person_index' | 'sealed' | 'way' | 'made_by' | 'made_name' | 'made_at' | 'made_key' | 'request_hash' | 'code_index', string
>> & { readonly staff_id: string | null; readonly born_year: number | null; readonly account_id: string | null; readonly hold_until: string | null; readonly moved_from: string | null }

/** Bookings with their places, links and a note of whom to tell; the places and the chain are locked. */
export const writeGroup = (tx: Tx, institutionId: string, written: { bookings: readonly NewBooking[]; events: readonly object[]; seq: number; hash: string; messageId: string }) =>
  write(tx, [institutionId, JSON.stringify(written.bookings), JSON.stringify(written.events), written.seq, written.hash, written.messageId])

export type Link = { readonly seq: number; readonly hash: string }
export type TriedGroup = {
  readonly today: IsoDate
  readonly at: Instant
  readonly bookings: readonly (NewBooking & { readonly fee_cents: number })[]
  readonly events: readonly object[]
  readonly from: Link
  readonly to: Link
  readonly messageId: string
}

/** Everything of a group in one statement, which asks its conditions itself; where one does not hold the database throws and nothing is kept. */
export function tryGroup(tx: Tx, institutionId: string, { today, at, bookings, events, from, to, messageId }: TriedGroup): Promise<unknown> {
  const places = [...Map.groupBy(bookings, (each) => `${each.slot_id} ${each.pool}`).values()].flatMap((some) => (some[0] === undefined ? [] : [{ ...some[0], places: some.length }]))
  return tryOut(tx, [
    institutionId, today, at, places.map((each) => each.slot_id), places.map((each) => each.pool), places.map((each) => each.places), bookings.map((each) => each.person_index),
    JSON.stringify(bookings), JSON.stringify(events), from.seq, from.hash, to.seq, to.hash, messageId,
  ])
}

export type Untold = { readonly id: string; readonly institutionId: string; readonly bookingIds: readonly string[] }
/** Groups that nobody was told of yet, taken for this transaction. */
export const takeUntold = (tx: Tx, limit: number): Promise<Untold[]> =>
  tx
    .deleteFrom('booking_message')
    .where('id', 'in', (eb) => eb.selectFrom('booking_message').select('id').orderBy('id').limit(limit).forUpdate().skipLocked())
    .returning(['id', 'institution_id as institutionId', 'booking_ids as bookingIds'])
    .execute()
