import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Past } from '../rules/estimate.ts'
import type { Body } from '../rules/queue.ts'

/** Longer than this is somebody who forgot to press a key. */
const longestMinutes = 120

export type DayStat = { readonly served: number; readonly minutes: number; readonly squares: number; readonly called: number; readonly waitMinutes: number; readonly offMinutes: number; readonly inside: number }

/** Minutes that today's finished ones took, the newest last, at most a hundred. */
export async function servedToday(read: ReadTx, institutionId: string, queueIds: readonly string[], onDate: IsoDate): Promise<Map<string, number[]>> {
  if (queueIds.length === 0) return new Map()
  const rows = await sql<{ queueId: string; minutes: number[] }>`
    select queue_id as "queueId", (array_agg(minutes order by ended_at))::float8[] as minutes from (
      select queue_id, ended_at, extract(epoch from ended_at - called_at) / 60 as minutes, row_number() over (partition by queue_id order by ended_at desc) as place
      from ticket where institution_id = ${institutionId} and on_date = ${onDate}::date and queue_id = any (${[...queueIds]}::uuid[]) and state = 'done' and called_at is not null and ended_at - called_at < interval '${sql.raw(String(longestMinutes))} minutes'
    ) t where place <= 100 group by queue_id`.execute(read)
  return new Map(rows.rows.map((row) => [row.queueId, row.minutes]))
}

/** What the last days came to, queue by queue. */
export async function pastOf(read: ReadTx, institutionId: string, queueIds: readonly string[], before: IsoDate, from: IsoDate): Promise<Map<string, Past & { readonly offMinutes: number }>> {
  if (queueIds.length === 0) return new Map()
  const rows = await sql<Past & { queueId: string; offMinutes: number }>`
    select queue_id as "queueId", sum(served)::int as served, sum(service_minutes) as minutes, sum(service_squares) as squares, sum(called)::int as called, sum(inside)::int as inside, sum(off_minutes) as "offMinutes"
    from queue_stat where institution_id = ${institutionId} and queue_id = any (${[...queueIds]}::uuid[]) and on_date < ${before}::date and on_date >= ${from}::date group by queue_id`.execute(read)
  return new Map(rows.rows.map(({ queueId, ...row }) => [queueId, row]))
}

/** Rule QU-11: how a day's waits compare with what was told when the tickets were issued. */
export async function countDay(read: ReadTx, institutionId: string, onDate: IsoDate): Promise<(DayStat & { readonly queueId: string })[]> {
  const rows = await sql<DayStat & { queueId: string }>`
    select queue_id as "queueId", count(took)::int as served, coalesce(sum(took), 0)::float8 as minutes, coalesce(sum(took * took), 0)::float8 as squares,
      count(waited)::int as called, coalesce(sum(waited), 0)::float8 as "waitMinutes", coalesce(sum(abs(waited - said)), 0)::float8 as "offMinutes", (count(*) filter (where waited between low and high))::int as inside
    from (
      select queue_id, said_minutes as said, said_low as low, said_high as high,
        case when first_called_at is not null then extract(epoch from first_called_at - issued_at) / 60 end as waited,
        case when state = 'done' and ended_at - called_at < interval '${sql.raw(String(longestMinutes))} minutes' then extract(epoch from ended_at - called_at) / 60 end as took
      from ticket where institution_id = ${institutionId} and on_date = ${onDate}::date and level is null and not is_return
    ) t group by queue_id`.execute(read)
  return rows.rows
}

/** Written once more for the same day, it is that day counted anew. */
export async function saveStats(tx: Tx, body: Body, onDate: IsoDate, stats: readonly (DayStat & { readonly queueId: string })[]): Promise<void> {
  if (stats.length === 0) return
  await tx
    .insertInto('queue_stat')
    .values(stats.map((stat) => ({ institution_id: body.institutionId, queue_id: stat.queueId, on_date: onDate, region_code: body.regionCode, served: stat.served, service_minutes: stat.minutes, service_squares: stat.squares, called: stat.called, wait_minutes: stat.waitMinutes, off_minutes: stat.offMinutes, inside: stat.inside })))
    .onConflict((conflict) =>
      conflict.columns(['institution_id', 'queue_id', 'on_date']).doUpdateSet((eb) => ({
        served: eb.ref('excluded.served'), service_minutes: eb.ref('excluded.service_minutes'), service_squares: eb.ref('excluded.service_squares'), called: eb.ref('excluded.called'), wait_minutes: eb.ref('excluded.wait_minutes'), off_minutes: eb.ref('excluded.off_minutes'), inside: eb.ref('excluded.inside'),
      })),
    )
    .execute()
}
