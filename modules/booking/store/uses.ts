import type { Instant } from '../../../kernel/instant.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { UseRows } from '../../../server/platform/uses.ts'
import { countedUses } from './portal-use.ts'

const schedule = sql`'/booking/schedule?week=' || b.on_date || '&department=' || b.department_id`
const joined = sql`from booking b join clinic c on c.institution_id = b.institution_id and c.id = b.clinic_id join department d on d.institution_id = b.institution_id and d.id = b.department_id`
/** Bookings by when they were made: their ids are made in that order. */
const made = (institutionId: string, ways: UseRows): UseRows =>
  sql`select b.made_at as at, c.name || ' ' || to_char(b.starts_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as title, d.name as department, ${schedule} as link ${joined}
    where b.institution_id = ${institutionId} and b.id >= q.from_id and b.id < q.to_id and b.made_at >= q.from_at and b.made_at < q.to_at and b.moved_from is null and ${ways}`

/** Rule BK-63: which bookings are a use of which service; one that replaced another is no second use. */
const uses: Readonly<Record<string, (institutionId: string) => UseRows>> = {
  'visit-booking': (institutionId) => made(institutionId, sql`b.service in ('visit', 'studio') and b.way <> 'onsite'`),
  'assisted-booking': (institutionId) => made(institutionId, sql`b.way in ('desk', 'phone', 'village')`),
  'studio-booking': (institutionId) => made(institutionId, sql`b.service = 'studio'`),
  'find-doctor': (institutionId) => made(institutionId, sql`b.way = 'portal' and b.staff_id is not null`),
  // Rule BK-65.
  'triage-guide': (institutionId) => countedUses(institutionId, ['guided'], sql`'按导诊找到号 ' || p.on_date`),
  // Rule BK-66.
  'letter-to-patients': (institutionId) => countedUses(institutionId, ['letter-booking', 'letter-admission'], sql`case p.what when 'letter-booking' then '随预约发信 ' else '随入院发信 ' end || p.on_date`),
  reminders: (institutionId) =>
    sql`select b.starts_at as at, c.name || ' ' || to_char(b.starts_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as title, d.name as department, ${schedule} as link ${joined}
      where b.institution_id = ${institutionId} and b.on_date >= (q.from_at at time zone 'Asia/Shanghai')::date and b.starts_at >= q.from_at and b.starts_at < q.to_at and b.reminded & 3 <> 0`,
}

export const bookingServiceKeys: readonly string[] = Object.keys(uses)
export const bookingUseRows = (key: string, institutionId: string): UseRows | undefined => uses[key]?.(institutionId)

/** Rule BK-64: the days on which places stood open, by department. */
export const placeRows = (institutionId: string): UseRows =>
  sql`select min(s.starts_at) as at, s.on_date || '放号' || sum(p.capacity) || '个' as title, d.name as department, ${schedule} as link
    from slot s join slot_place p on p.institution_id = s.institution_id and p.slot_id = s.id and p.pool = 'public' join department d on d.institution_id = s.institution_id and d.id = s.department_id
    where s.institution_id = ${institutionId} and s.state = 'open' and s.service in ('visit', 'studio') and s.on_date >= (q.from_at at time zone 'Asia/Shanghai')::date and s.starts_at >= q.from_at and s.starts_at < q.to_at
    group by s.on_date, d.name`

/**
 * Rule BK-64: when places stood on the page of free places: the last instant before each due time (the first from it on where
 * there is none), and the end of the last place there is.
 */
export async function placesShown(read: ReadTx, institutionId: string, asks: readonly { readonly periodId: string; readonly dueAt: Instant }[]): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const places = sql`slot s join slot_place p on p.institution_id = s.institution_id and p.slot_id = s.id and p.pool = 'public' where s.institution_id = ${institutionId} and s.state = 'open' and s.service in ('visit', 'studio')`
  const { rows } = await sql<{ periodId: string; before: Instant | null; since: Instant | null; newest: Instant | null }>`
    select q.period_id as "periodId", case when n.ends_at is null then null else least(n.ends_at, q.due_at - interval '1 millisecond') end as before, f.opens_at as since, l.ends_at as newest
    from unnest(${asks.map((each) => each.periodId)}::text[], ${asks.map((each) => each.dueAt)}::timestamptz[]) as q (period_id, due_at)
    left join lateral (select s.ends_at from ${places} and p.opens_at < q.due_at order by s.on_date desc, s.ends_at desc limit 1) n on true
    left join lateral (select p.opens_at from ${places} and n.ends_at is null order by s.on_date, s.starts_at limit 1) f on true
    left join lateral (select s.ends_at from ${places} order by s.on_date desc, s.ends_at desc limit 1) l on true`.execute(read)
  return new Map(rows.map(({ periodId, before, since, newest }) => [periodId, [before, since, newest].flatMap((at) => at ?? [])]))
}
