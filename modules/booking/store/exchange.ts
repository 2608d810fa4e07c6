import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { Pool } from '../rules/pools.ts'
import type { ClinicService } from '../rules/schedule.ts'
import { bookingsByIds, type ListedBooking } from './bookings.ts'

/** A slot as another system sees it; the places are those of the pool that was asked for. */
export type ExchangeSlot = { readonly id: string; readonly clinicId: string; readonly onDate: string; readonly startsAt: string; readonly endsAt: string; readonly service: ClinicService; readonly room: string; readonly stopped: boolean; readonly revision: number; readonly capacity: number; readonly free: number }

type Place = { readonly at: string; readonly id: string }
/** Instants half-open, and the days they touch, by which the index is asked. */
type ExchangeSpan = { readonly from: string | null; readonly before: string | null; readonly fromOn: string; readonly toOn: string }

type SlotsAsk = {
  readonly institutionId: string
  readonly slotIds?: readonly string[] | undefined
  readonly clinicIds?: readonly string[] | undefined
  readonly services?: readonly string[] | undefined
  /** Left out where ids say which. */
  readonly span?: ExchangeSpan | undefined
  readonly pool: Pool
  readonly states?: readonly ('free' | 'busy' | 'stopped')[] | undefined
  /** The present: what has begun or is not open by then is not free. */
  readonly at: string
  readonly after?: Place | undefined
  readonly limit: number
}

/** Slots of one body, also those that are full, over or stopped, soonest first. */
export async function listExchangeSlots(read: ReadTx, ask: SlotsAsk): Promise<ExchangeSlot[]> {
  if ([ask.slotIds, ask.clinicIds, ask.services, ask.states].some((each) => each?.length === 0)) return []
  const free = sql<number>`(case when s.state = 'open' and s.starts_at > ${ask.at}::timestamptz and p.opens_at <= ${ask.at}::timestamptz
    and (${ask.pool}::text <> 'public' or s.release_id is null or exists (select 1 from release r where r.institution_id = s.institution_id and r.id = s.release_id and r.state = 'drawn'))
    then greatest(p.capacity - p.taken, 0) else 0 end)`
  const state = sql<string>`(case when s.state = 'stopped' then 'stopped' when ${free} > 0 then 'free' else 'busy' end)`
  return read
    .selectFrom('slot as s')
    .leftJoin('slot_place as p', (join) => join.onRef('p.institution_id', '=', 's.institution_id').onRef('p.slot_id', '=', 's.id').on('p.pool', '=', ask.pool))
    .select(['s.id', 's.clinic_id as clinicId', 's.on_date as onDate', 's.starts_at as startsAt', 's.ends_at as endsAt', sql<ClinicService>`s.service`.as('service'), 's.room', 's.revision'])
    .select([sql<boolean>`s.state = 'stopped'`.as('stopped'), sql<number>`coalesce(p.capacity, 0)`.as('capacity'), free.as('free')])
    .where('s.institution_id', '=', ask.institutionId)
    .$if(ask.slotIds !== undefined, (query) => query.where('s.id', 'in', [...(ask.slotIds ?? [])]))
    .$if(ask.clinicIds !== undefined, (query) => query.where('s.clinic_id', 'in', [...(ask.clinicIds ?? [])]))
    .$if(ask.services !== undefined, (query) => query.where('s.service', 'in', [...(ask.services ?? [])]))
    .$if(ask.span !== undefined, (query) => query.where('s.on_date', '>=', ask.span?.fromOn ?? '').where('s.on_date', '<=', ask.span?.toOn ?? ''))
    .$if(ask.span?.from != null, (query) => query.where('s.starts_at', '>=', ask.span?.from ?? ''))
    .$if(ask.span?.before != null, (query) => query.where('s.starts_at', '<', ask.span?.before ?? ''))
    .$if(ask.states !== undefined, (query) => query.where(state, 'in', [...(ask.states ?? [])]))
    .$if(ask.after !== undefined, (query) => query.where(sql<boolean>`(s.starts_at, s.id) > (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('s.starts_at')
    .orderBy('s.id')
    .limit(ask.limit)
    .execute()
}

type BookingsAsk = {
  readonly institutionId: string
  readonly ids?: readonly string[] | undefined
  readonly slotIds?: readonly string[] | undefined
  readonly personIndexes?: readonly string[] | undefined
  readonly departmentIds?: readonly string[] | undefined
  readonly staffIds?: readonly string[] | undefined
  readonly states?: readonly string[] | undefined
  readonly span?: ExchangeSpan | undefined
  readonly changed?: { readonly from: string | null; readonly before: string | null } | undefined
  readonly after?: Place | undefined
  readonly limit: number
}

/** Bookings of one body, soonest first. */
export async function listExchangeBookings(read: ReadTx, ask: BookingsAsk): Promise<ListedBooking[]> {
  if ([ask.ids, ask.slotIds, ask.personIndexes, ask.departmentIds, ask.staffIds, ask.states].some((each) => each?.length === 0)) return []
  const found = await read
    .selectFrom('booking as b')
    .select('b.id')
    .where('b.institution_id', '=', ask.institutionId)
    .$if(ask.ids !== undefined, (query) => query.where('b.id', 'in', [...(ask.ids ?? [])]))
    .$if(ask.slotIds !== undefined, (query) => query.where('b.slot_id', 'in', [...(ask.slotIds ?? [])]))
    .$if(ask.personIndexes !== undefined, (query) => query.where('b.person_index', 'in', [...(ask.personIndexes ?? [])]))
    .$if(ask.departmentIds !== undefined, (query) => query.where('b.department_id', 'in', [...(ask.departmentIds ?? [])]))
    .$if(ask.staffIds !== undefined, (query) => query.where('b.staff_id', 'in', [...(ask.staffIds ?? [])]))
    .$if(ask.states !== undefined, (query) => query.where('b.state', 'in', [...(ask.states ?? [])]))
    .$if(ask.span !== undefined, (query) => query.where('b.on_date', '>=', ask.span?.fromOn ?? '').where('b.on_date', '<=', ask.span?.toOn ?? ''))
    .$if(ask.span?.from != null, (query) => query.where('b.starts_at', '>=', ask.span?.from ?? ''))
    .$if(ask.span?.before != null, (query) => query.where('b.starts_at', '<', ask.span?.before ?? ''))
    .$if(ask.changed?.from != null, (query) => query.where('b.changed_at', '>=', ask.changed?.from ?? ''))
    .$if(ask.changed?.before != null, (query) => query.where('b.changed_at', '<', ask.changed?.before ?? ''))
    .$if(ask.after !== undefined, (query) => query.where(sql<boolean>`(b.starts_at, b.id) > (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('b.starts_at')
    .orderBy('b.id')
    .limit(ask.limit)
    .execute()
  if (found.length === 0) return []
  const byId = new Map((await bookingsByIds(read, ask.institutionId, found.map((each) => each.id))).map((each) => [each.id, each]))
  return found.flatMap(({ id }) => byId.get(id) ?? [])
}

/** The newest booking of each of these people at a body: what is known of them there. */
export async function latestOfPersons(read: ReadTx, institutionId: string, personIndexes: readonly string[]): Promise<{ personIndex: string; sealed: Buffer }[]> {
  if (personIndexes.length === 0) return []
  return read.selectFrom('booking').distinctOn('person_index').select(['person_index as personIndex', 'sealed']).where('institution_id', '=', institutionId).where('person_index', 'in', [...new Set(personIndexes)]).orderBy('person_index').orderBy('on_date', 'desc').orderBy('made_at', 'desc').execute()
}
