import { sql, type ReadTx } from '../../../server/platform/database.ts'

type ClinicDay = { readonly onDate: string; /** Public places that can be booked now. */ readonly free: number; /** Times that have not begun and are held. */ readonly slots: number; /** When places open that cannot be booked yet; null where there are none. */ readonly opensAt: string | null; /** A draw that is still to be made. */ readonly releaseId: string | null }
type Ask = { readonly institutionId: string; readonly clinicId: string; readonly from: string; readonly to: string; readonly at: string }

/** The days on which a clinic is held, with what is free: a day without free places can be waited for. */
export async function daysOfClinic(read: ReadTx, ask: Ask): Promise<ClinicDay[]> {
  const rows = await sql<ClinicDay>`
    select s.on_date as "onDate", count(*)::int as slots,
      coalesce(sum(p.capacity - p.taken) filter (where p.opens_at <= ${ask.at}::timestamptz and (s.release_id is null or r.state = 'drawn')), 0)::int as free,
      min(p.opens_at) filter (where p.opens_at > ${ask.at}::timestamptz and p.taken < p.capacity) as "opensAt",
      min(s.release_id::text) filter (where r.state <> 'drawn') as "releaseId"
    from slot s join slot_place p on p.institution_id = s.institution_id and p.slot_id = s.id and p.pool = 'public'
      left join release r on r.institution_id = s.institution_id and r.id = s.release_id
    where s.institution_id = ${ask.institutionId} and s.clinic_id = ${ask.clinicId} and s.on_date between ${ask.from}::date and ${ask.to}::date and s.starts_at > ${ask.at}::timestamptz and s.state = 'open'
    group by s.on_date order by s.on_date`.execute(read)
  return rows.rows
}

export type ShownSlot = {
  readonly institutionId: string
  readonly slotId: string
  readonly clinicId: string
  readonly clinicName: string
  readonly departmentId: string
  readonly staffId: string | null
  readonly onDate: string
  readonly startsAt: string
  readonly endsAt: string
  readonly room: string
  readonly brings: string
  readonly feeCents: number
  readonly free: number
  readonly stopped: boolean
  readonly opensAt: string
  readonly releaseId: string | null
  readonly drawn: boolean
}

/** One time as a page shows it before it is booked. */
export async function slotShown(read: ReadTx, key: { institutionId: string; slotId: string }): Promise<ShownSlot | undefined> {
  const rows = await sql<ShownSlot>`
    select s.institution_id as "institutionId", s.id as "slotId", s.clinic_id as "clinicId", c.name as "clinicName", s.department_id as "departmentId", s.staff_id as "staffId", s.on_date as "onDate", s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.room, c.brings, c.fee_cents as "feeCents", coalesce(p.capacity - p.taken, 0)::int as free, (s.state = 'stopped' or not c.active) as stopped, coalesce(p.opens_at, s.starts_at) as "opensAt", s.release_id as "releaseId", (s.release_id is null or r.state = 'drawn') as drawn
    from slot s join clinic c on c.institution_id = s.institution_id and c.id = s.clinic_id
      left join slot_place p on p.institution_id = s.institution_id and p.slot_id = s.id and p.pool = 'public'
      left join release r on r.institution_id = s.institution_id and r.id = s.release_id
    where s.institution_id = ${key.institutionId} and s.id = ${key.slotId}`.execute(read)
  return rows.rows[0]
}

/** Bodies that have something to book. */
export const bodiesWithClinics = async (read: ReadTx): Promise<string[]> => (await read.selectFrom('clinic').select('institution_id').distinct().where('active', '=', true).execute()).map((row) => row.institution_id)
