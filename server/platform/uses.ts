import type { IsoDate } from '../../kernel/calendar.ts'
import { endOfDay, instantMs, shanghaiDate, startOfDay, type Instant } from '../../kernel/instant.ts'
import { uuidv7 } from '../../kernel/ids.ts'
import { sql, type ReadTx } from './database.ts'

/** One period of a duty "offer S", as the plan asks about it: uses of its days, or until its due time where that is later. */
export type UsePeriod = { readonly periodId: string; readonly fromOn: IsoDate; readonly toOn: IsoDate; readonly dueAt: Instant }
export type Uses = ReadonlyMap<string, { readonly used: number; readonly usedInTime: number }>
type UseLine = { readonly on: IsoDate; readonly title: string; readonly department: string | null; readonly link: string; readonly inTime: boolean }
export type UseLines = { readonly total: number; readonly rows: readonly UseLine[] }

/**
 * The rows that stand for uses of a service: a select of `at`, `title`, `department` and `link` between q.from_at and q.to_at;
 * q.from_id and q.to_id are the least ids that could be made at these instants, for tables whose ids are made in order of time.
 */
export type UseRows = ReturnType<typeof sql>

/** More than so many are not counted one by one: what is shown is then at least this. */
const mostCounted = 10_000
const mostLines = 50

/** The least id that could be made at an instant. */
export const leastId = (at: Instant): string => uuidv7(Math.max(0, instantMs(at)), new Uint8Array(10))

function spans(periods: readonly UsePeriod[]) {
  const from = periods.map((each) => startOfDay(each.fromOn))
  const to = periods.map((each) => (endOfDay(each.toOn) > each.dueAt ? endOfDay(each.toOn) : each.dueAt))
  return sql`unnest(${periods.map((each) => each.periodId)}::text[], ${from}::timestamptz[], ${to}::timestamptz[], ${periods.map((each) => each.dueAt)}::timestamptz[], ${from.map(leastId)}::uuid[], ${to.map(leastId)}::uuid[]) as q (period_id, from_at, to_at, due_at, from_id, to_id)`
}

/** By period how often it was used, and how often before the due time. */
export async function countUses(read: ReadTx, periods: readonly UsePeriod[], rows: UseRows): Promise<Uses> {
  const counted = await sql<{ periodId: string; used: number; usedInTime: number }>`
    select q.period_id as "periodId", n.used, n."usedInTime" from ${spans(periods)}
    cross join lateral (select count(*)::int as used, (count(*) filter (where came.at < q.due_at))::int as "usedInTime" from (${rows} limit ${mostCounted}) as came) as n`.execute(read)
  return new Map(counted.rows.map(({ periodId, ...counts }) => [periodId, counts]))
}

/** The newest fifty uses of a period, and how many they are. */
export async function listUses(read: ReadTx, period: UsePeriod, rows: UseRows): Promise<UseLines> {
  const [counts, found] = await Promise.all([
    countUses(read, [period], rows),
    sql<{ at: Instant; title: string; department: string | null; link: string }>`select came.at, came.title, came.department, came.link from ${spans([period])} cross join lateral (${rows}) as came order by came.at desc limit ${mostLines}`.execute(read),
  ])
  return { total: counts.get(period.periodId)?.used ?? 0, rows: found.rows.map(({ at, ...line }) => ({ ...line, on: shanghaiDate(at), inTime: at < period.dueAt })) }
}
