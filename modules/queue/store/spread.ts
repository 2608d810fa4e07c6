import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx } from '../../../server/platform/database.ts'
import { binEdges, type Spread } from '../rules/spread.ts'

/** Longer than this is somebody who forgot to press a key. */
const longestMinutes = 120
const parts = [...binEdges, null].map((to, at) => {
  const from = binEdges[at - 1] ?? 0
  return sql`(count(*) filter (where waited >= ${from} ${to === null ? sql`` : sql`and waited < ${to}`}))::int`
})
const round = (value: ReturnType<typeof sql>) => sql`round((${value})::numeric, 1)::float8`

/**
 * Rule QU-26: median and ninth decile of the waits to the first call (from the booked time where one came before it, emergencies
 * left out) and of the times that one took, from the tickets themselves: no sum of daily counters could say them.
 */
export async function spreadOf(read: ReadTx, institutionId: string, days: { readonly from: IsoDate; readonly to: IsoDate }): Promise<(Omit<Spread, 'bins'> & { bins: number[] })[]> {
  const { rows } = await sql<Omit<Spread, 'bins'> & { bins: number[] }>`
    select queue_id as "queueId", count(*)::int as called, ${round(sql`avg(waited)`)} as mean, ${round(sql`percentile_cont(0.5) within group (order by waited)`)} as median, ${round(sql`percentile_cont(0.9) within group (order by waited)`)} as ninety, ${round(sql`max(waited)`)} as longest,
      array[${sql.join(parts)}] as bins,
      count(took)::int as served, ${round(sql`percentile_cont(0.5) within group (order by took)`)} as "serviceMedian", ${round(sql`percentile_cont(0.9) within group (order by took)`)} as "serviceNinety"
    from (
      select queue_id, greatest(0, extract(epoch from first_called_at - greatest(issued_at, case when is_late then null else slot_at end)) / 60) as waited,
        case when state = 'done' and called_at is not null and ended_at - called_at < interval '${sql.raw(String(longestMinutes))} minutes' then extract(epoch from ended_at - called_at) / 60 end as took
      from ticket
      where institution_id = ${institutionId} and kind in ('consultation', 'exam', 'pharmacy', 'payment') and on_date >= ${days.from}::date and on_date <= ${days.to}::date and level is null and first_called_at is not null
    ) t group by queue_id order by queue_id`.execute(read)
  return rows
}
