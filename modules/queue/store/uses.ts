import type { Instant } from '../../../kernel/instant.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'
import type { UseRows } from '../../../server/platform/uses.ts'

/** Tickets by when they were issued, of the day that their table is ordered by. */
const issued = (institutionId: string, which: UseRows): UseRows =>
  sql`select t.issued_at as at, q2.letter || lpad(t.number::text, 3, '0') || ' ' || q2.name as title, d.name as department, '/queue/board' as link
    from ticket t join queue q2 on q2.institution_id = t.institution_id and q2.id = t.queue_id join department d on d.institution_id = t.institution_id and d.id = t.department_id
    where t.institution_id = ${institutionId} and t.kind in ('consultation', 'exam', 'pharmacy', 'payment')
      and t.on_date >= (q.from_at at time zone 'Asia/Shanghai')::date and t.on_date <= (q.to_at at time zone 'Asia/Shanghai')::date and t.issued_at >= q.from_at and t.issued_at < q.to_at and ${which}`

/** Rule QU-60: which tickets are a use of which service. */
const uses: Readonly<Record<string, UseRows>> = {
  queue: sql`true`,
  'patient-code': sql`t.booking_id is not null`,
  'green-channel': sql`(t.priority is not null or t.level is not null)`,
  'revisit-lane': sql`(t.is_return or t.returns > 0)`,
}

/** Rule QU-23: the days of posts on which every gap was taken over, or none was. */
const keptPosts = (institutionId: string): UseRows =>
  sql`select p.last_look_at as at, q2.name || ' ' || o.first_name || '／' || o.second_name || ' ' || p.taken || '/' || p.gaps as title, d.name as department, '/queue/board' as link
    from queue_post_day p join queue_post o on o.institution_id = p.institution_id and o.id = p.post_id join queue q2 on q2.institution_id = o.institution_id and q2.id = o.queue_id join department d on d.institution_id = p.institution_id and d.id = p.department_id
    where p.institution_id = ${institutionId} and p.on_date >= (q.from_at at time zone 'Asia/Shanghai')::date and p.on_date <= (q.to_at at time zone 'Asia/Shanghai')::date and p.last_look_at >= q.from_at and p.last_look_at < q.to_at and p.looks > 0 and p.gaps = p.taken`

const postKey = 'ab-posts'
export const queueServiceKeys: readonly string[] = [...Object.keys(uses), postKey]
export const queueUseRows = (key: string, institutionId: string): UseRows | undefined => (key === postKey ? keptPosts(institutionId) : uses[key] === undefined ? undefined : issued(institutionId, uses[key]))

/** Rule BK-64: tickets, since lines were shown to citizens then: the newest before each due time, the first from it on, the newest of all. */
export async function linesShown(read: ReadTx, institutionId: string, asks: readonly { readonly periodId: string; readonly dueAt: Instant }[]): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const tickets = sql`select issued_at from ticket where institution_id = ${institutionId} and kind = k.kind`
  const dueDay = sql`(q.due_at at time zone 'Asia/Shanghai')::date`
  const { rows } = await sql<{ periodId: string; before: Instant | null; since: Instant | null; newest: Instant | null }>`
    select q.period_id as "periodId", max(b.issued_at) as before, min(f.issued_at) as since, max(l.issued_at) as newest
    from unnest(${asks.map((each) => each.periodId)}::text[], ${asks.map((each) => each.dueAt)}::timestamptz[]) as q (period_id, due_at)
    cross join unnest(array['consultation', 'exam', 'pharmacy', 'payment']) as k (kind)
    left join lateral (${tickets} and on_date <= ${dueDay} and issued_at < q.due_at order by on_date desc, id desc limit 1) b on true
    left join lateral (${tickets} and on_date >= ${dueDay} and issued_at >= q.due_at order by on_date, id limit 1) f on true
    left join lateral (${tickets} order by on_date desc, id desc limit 1) l on true
    group by q.period_id`.execute(read)
  return new Map(rows.map(({ periodId, before, since, newest }) => [periodId, [before, since, newest].flatMap((at) => at ?? [])]))
}
