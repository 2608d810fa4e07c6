import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { Pool } from '../rules/pools.ts'
import type { ClinicService } from '../rules/schedule.ts'

/** A slot of which a place can be booked now. */
export type Free = {
  readonly institutionId: string
  readonly regionCode: string
  readonly slotId: string
  readonly clinicId: string
  readonly clinicName: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly service: ClinicService
  readonly onDate: string
  readonly startsAt: string
  readonly endsAt: string
  readonly room: string
  readonly capacity: number
  readonly free: number
  readonly opensAt: string
  /** The draw that gave or gives out its public places. */
  readonly releaseId: string | null
  readonly feeCents: number
}

export type FreeAsk = {
  readonly institutionId?: string | undefined
  readonly departmentId?: string | undefined
  readonly clinicId?: string | undefined
  readonly service?: ClinicService | undefined
  /** Days, both included. */
  readonly from: string
  readonly to: string
  readonly pool: Pool
  /** The present: nothing that has begun or is not open by then. */
  readonly at: string
  readonly limit: number
  /** The last one of the page before. */
  readonly after?: { readonly at: string; readonly id: string } | undefined
}

/** Free places, soonest first; the draw of a release must be over before what it left is free to everybody. */
export const findFree = (read: ReadTx, ask: FreeAsk): Promise<Free[]> =>
  read
    .selectFrom('slot as s')
    .innerJoin('slot_place as p', (join) => join.onRef('p.institution_id', '=', 's.institution_id').onRef('p.slot_id', '=', 's.id').on('p.pool', '=', ask.pool))
    .innerJoin('clinic as c', (join) => join.onRef('c.institution_id', '=', 's.institution_id').onRef('c.id', '=', 's.clinic_id'))
    .select([
      's.institution_id as institutionId', 's.region_code as regionCode', 's.id as slotId', 's.clinic_id as clinicId', 'c.name as clinicName', 's.department_id as departmentId', 's.staff_id as staffId', sql<ClinicService>`s.service`.as('service'),
      's.on_date as onDate', 's.starts_at as startsAt', 's.ends_at as endsAt', 's.room', 'p.capacity', sql<number>`p.capacity - p.taken`.as('free'), 'p.opens_at as opensAt', 's.release_id as releaseId', 'c.fee_cents as feeCents',
    ])
    .$if(ask.institutionId !== undefined, (query) => query.where('s.institution_id', '=', ask.institutionId ?? ''))
    .$if(ask.departmentId !== undefined, (query) => query.where('s.department_id', '=', ask.departmentId ?? ''))
    .$if(ask.clinicId !== undefined, (query) => query.where('s.clinic_id', '=', ask.clinicId ?? ''))
    .$if(ask.service !== undefined, (query) => query.where('s.service', '=', ask.service ?? ''))
    .where('s.on_date', '>=', ask.from)
    .where('s.on_date', '<=', ask.to)
    .where('s.starts_at', '>', ask.at)
    .where('s.state', '=', 'open')
    .where('c.active', '=', true)
    .whereRef('p.taken', '<', 'p.capacity')
    .where('p.opens_at', '<=', ask.at)
    .where((eb) => eb.or([eb.val(ask.pool !== 'public'), eb('s.release_id', 'is', null), eb.exists(eb.selectFrom('release as r').select('r.id').whereRef('r.institution_id', '=', 's.institution_id').whereRef('r.id', '=', 's.release_id').where('r.state', '=', 'drawn'))]))
    .$if(ask.after !== undefined, (query) => query.where(sql<boolean>`(s.starts_at, s.id) > (${ask.after?.at ?? ''}::timestamptz, ${ask.after?.id ?? ''}::uuid)`))
    .orderBy('s.starts_at')
    .orderBy('s.id')
    .limit(ask.limit)
    .execute()

/** What one clinic has free on one day, and when the first of it begins. */
export type FreeDay = { readonly clinicId: string; readonly onDate: string; readonly free: number; readonly firstAt: string; readonly firstSlotId: string }

/** Public places by clinic and day: a search page at a glance. */
export async function sumFree(read: ReadTx, ask: { readonly institutionId: string; readonly departmentId?: string | undefined; readonly from: string; readonly to: string; readonly at: string }): Promise<FreeDay[]> {
  const rows = await sql<FreeDay>`
    select s.clinic_id as "clinicId", s.on_date as "onDate", sum(p.capacity - p.taken)::int as free, min(s.starts_at) as "firstAt", (array_agg(s.id order by s.starts_at))[1] as "firstSlotId"
    from slot s join slot_place p on p.institution_id = s.institution_id and p.slot_id = s.id and p.pool = 'public'
      left join release r on r.institution_id = s.institution_id and r.id = s.release_id
    where s.institution_id = ${ask.institutionId} and s.on_date between ${ask.from}::date and ${ask.to}::date and s.state = 'open' and s.starts_at > ${ask.at}::timestamptz
      and p.taken < p.capacity and p.opens_at <= ${ask.at}::timestamptz and (s.release_id is null or r.state = 'drawn') ${ask.departmentId === undefined ? sql`` : sql`and s.department_id = ${ask.departmentId}`}
    group by s.clinic_id, s.on_date order by s.clinic_id, s.on_date`.execute(read)
  return rows.rows
}
