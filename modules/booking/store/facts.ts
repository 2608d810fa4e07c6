import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { BookingState, BookingWay } from '../rules/booking.ts'
import { readTold, type BookingMoment, type BookingRoot, type ClinicDay } from '../rules/fact.ts'
import type { Pool } from '../rules/pools.ts'

type Place = { readonly on: IsoDate; readonly id: string }
type Days = { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }

/** The moment of a booking as rules/fact.ts writes it (toldOf), and as the column booking.untold compares it. */
const moment = sql<string>`(state || case when excused is null then '' else '+' end || case when reminded & 3 = 0 then '' else '!' end)`

const rootColumns = [
  'b.institution_id as institutionId', 'b.id', 'b.region_code as regionCode', 'b.department_id as departmentId', 'b.staff_id as staffId', 'c.name as clinicName', 'b.service', sql<BookingWay>`b.way`.as('way'), sql<Pool>`b.pool`.as('pool'),
  'b.on_date as onDate', 'b.starts_at as startsAt', 'b.ends_at as endsAt', 'b.made_at as madeAt', 'b.told',
] as const
const withClinic = (read: ReadTx) => read.selectFrom('booking as b').innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 'b.institution_id').onRef('c.id', '=', 'b.clinic_id'))

type Untold = { readonly root: BookingRoot; readonly before: BookingMoment | null; readonly after: BookingMoment }

/** Bookings that changed since they were told, locked; those that somebody changes at this moment come next time. */
export async function lockUntold(tx: Tx, institutionId: string, limit: number): Promise<Untold[]> {
  const locked = await tx.selectFrom('booking').select(['id', sql<BookingState>`state`.as('state'), sql<boolean>`excused is not null`.as('excused'), sql<boolean>`reminded & 3 <> 0`.as('reminded')]).where('institution_id', '=', institutionId).where(sql<boolean>`untold`).orderBy('id').limit(limit).forUpdate().skipLocked().execute()
  if (locked.length === 0) return []
  const moments = new Map(locked.map(({ id, ...after }) => [id, after]))
  const rows = await withClinic(tx).select(rootColumns).where('b.institution_id', '=', institutionId).where('b.id', 'in', [...moments.keys()]).execute()
  return rows.flatMap(({ told, ...root }) => {
    const after = moments.get(root.id)
    return after === undefined ? [] : [{ root, before: told === null ? null : readTold(told), after }]
  })
}

export const saveTold = (tx: Tx, institutionId: string, ids: readonly string[]) =>
  tx.updateTable('booking').set({ told: moment }).where('institution_id', '=', institutionId).where('id', 'in', [...ids]).execute()

/** Bodies where something waits to be told: what a job forgot would be found here. */
export async function bodiesUntold(read: ReadTx): Promise<string[]> {
  const rows = await read.selectFrom('booking').select('institution_id').distinct().where(sql<boolean>`untold`).execute()
  return rows.map((row) => row.institution_id)
}

/** What was told of bookings, by day and id. No index has that order: a few whole days are read at a time. */
export async function listTold(read: ReadTx, ask: Days, after: Place | null, limit: number): Promise<{ root: BookingRoot; told: BookingMoment }[]> {
  const found: { root: BookingRoot; told: BookingMoment }[] = []
  const between = (from: IsoDate, to: IsoDate) => withClinic(read).where('b.institution_id', '=', ask.institutionId).where('b.on_date', '>=', from).where('b.on_date', '<=', to).where('b.told', 'is not', null)
  let from = after === null || after.on < ask.from ? ask.from : after.on
  while (found.length < limit && from <= ask.to) {
    const edge = await between(from, ask.to).select('b.on_date as on').orderBy('b.on_date').offset(limit).limit(1).executeTakeFirst()
    const last = edge?.on ?? ask.to
    const rows = await between(from, last)
      .select(rootColumns)
      .where(afterFact(after, 'b.on_date', 'b.id'))
      .orderBy('b.on_date')
      .orderBy('b.id')
      .limit(limit - found.length)
      .execute()
    found.push(...rows.map(({ told, ...root }) => ({ root, told: readTold(told ?? '') })))
    if (edge === undefined) break
    from = addDays(last, 1)
  }
  return found
}

const dayColumns = ['institution_id as institutionId', 'region_code as regionCode', 'clinic_id as clinicId', 'id', 'on_date as onDate', 'department_id as departmentId', 'service', 'name', 'places', 'slots'] as const

/** Whoever tells the places of a body waits for whoever does already. */
export const lockClinics = (tx: Tx, institutionId: string) => tx.selectFrom('clinic').select('id').where('institution_id', '=', institutionId).orderBy('id').forNoKeyUpdate().execute()

export const toldDays = (read: ReadTx, institutionId: string, from: IsoDate): Promise<ClinicDay[]> => read.selectFrom('clinic_day_told').select(dayColumns).where('institution_id', '=', institutionId).where('on_date', '>=', from).execute()

export const toldInOrder = (read: ReadTx, ask: Days, after: Place | null, limit: number): Promise<ClinicDay[]> =>
  read
    .selectFrom('clinic_day_told')
    .select(dayColumns)
    .where('institution_id', '=', ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where(afterFact(after))
    .orderBy('on_date')
    .orderBy('id')
    .limit(limit)
    .execute()

/** The places as they stand from a day on; a day on which everything is stopped has none. */
export const standingDays = (read: ReadTx, institutionId: string, from: IsoDate): Promise<Omit<ClinicDay, 'id'>[]> =>
  read
    .selectFrom('slot as s')
    .innerJoin('slot_place as p', (join) => join.onRef('p.institution_id', '=', 's.institution_id').onRef('p.slot_id', '=', 's.id'))
    .innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 's.institution_id').onRef('c.id', '=', 's.clinic_id'))
    .select(['c.institution_id as institutionId', 'c.region_code as regionCode', 'c.id as clinicId', 's.on_date as onDate', 'c.department_id as departmentId', 'c.service', 'c.name'])
    .select([sql<number>`coalesce(sum(p.capacity) filter (where s.state = 'open' and c.active), 0)::int`.as('places'), sql<number>`(count(distinct s.id) filter (where s.state = 'open' and c.active))::int`.as('slots')])
    .where('s.institution_id', '=', institutionId)
    .where('s.on_date', '>=', from)
    .groupBy(['c.institution_id', 'c.id', 's.on_date'])
    .execute()

export const saveDays = (tx: Tx, days: readonly ClinicDay[], at: string) =>
  tx
    .insertInto('clinic_day_told')
    .values(days.map((day) => ({ institution_id: day.institutionId, region_code: day.regionCode, clinic_id: day.clinicId, on_date: day.onDate, id: day.id, department_id: day.departmentId, service: day.service, name: day.name, places: day.places, slots: day.slots, told_at: at })))
    .onConflict((conflict) =>
      conflict.columns(['institution_id', 'clinic_id', 'on_date']).doUpdateSet((eb) => ({ department_id: eb.ref('excluded.department_id'), service: eb.ref('excluded.service'), name: eb.ref('excluded.name'), places: eb.ref('excluded.places'), slots: eb.ref('excluded.slots'), told_at: eb.ref('excluded.told_at') })),
    )
    .execute()
