import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { statement, type ReadTx } from '../../../server/platform/database.ts'
import type { EntryFilter } from '../rules/filters.ts'
import { entryTest } from './entry-test.ts'

/** Counts of one register over some days; `dueAt` null: everything is in time; `where` null: every entry counts. */
export type CountAsk = { readonly key: string; readonly from: IsoDate; readonly to: IsoDate; readonly dueAt: string | null; readonly where: EntryFilter }
type Placed = CountAsk & { readonly at: number }
/** `at` is the place of the ask; `unit` the department or person, '' for none. */
export type UnitRow = { readonly at: number; readonly institutionId: string; readonly unit: string; readonly n: number; readonly inTime: number }

const asked = (asks: readonly Placed[]) =>
  sql`unnest(${asks.map((each) => each.key)}::text[], ${asks.map((each) => each.from)}::date[], ${asks.map((each) => each.to)}::date[], ${asks.map((each) => each.dueAt)}::timestamptz[], ${asks.map((each) => each.at)}::int[]) as q(key, from_on, to_on, due_at, at)`
/** Each ask looks at the entries of its days with its own conditions. */
const fitting = (asks: readonly Placed[]) => (asks.every((each) => each.where === null) ? sql`` : sql`and case q.at ${sql.join(asks.map((each) => sql`when ${each.at}::int then ${entryTest(each.where)}`), sql` `)} end`)

/** Asks with conditions go apart: they read the entries of their days, the others have their answer from the index alone. */
async function inTwo(asks: readonly CountAsk[], count: (own: readonly Placed[]) => Promise<readonly UnitRow[]>): Promise<readonly UnitRow[]> {
  const placed = asks.map((each, at) => ({ ...each, at }))
  const answers = await Promise.all([placed.filter((each) => each.where === null), placed.filter((each) => each.where !== null)].map(async (own) => (own.length === 0 ? [] : count(own))))
  return answers.flat()
}
const inTime = sql`(count(*) filter (where q.due_at is null or e.counted_at < q.due_at))::int as "inTime"`

/** Counting entries per department, all asks in one statement; the index alone answers it. */
export async function countByDepartment(read: ReadTx, institutionId: string, asks: readonly CountAsk[]): Promise<readonly UnitRow[]> {
  const [only, ...others] = asks
  if (only !== undefined && others.length === 0 && only.where === null) return alone(read, [institutionId, only.key, only.from, only.to, only.dueAt])
  return inTwo(asks, async (own) => (await sql<UnitRow>`
    select q.at, e.institution_id as "institutionId", coalesce(e.department_id::text, '') as unit, count(*)::int as n, ${inTime}
    from ${asked(own)} join register_entry e on e.institution_id = ${institutionId}::uuid and e.register_key = q.key and e.on_date between q.from_on and q.to_on and e.counted_at is not null ${fitting(own)}
    group by q.at, e.institution_id, e.department_id`.execute(read)).rows)
}

/** The same of one ask, as every entry asks it: planned once, where a list of asks is planned anew each time. */
const alone = statement<UnitRow>(`
  select 0 as at, e.institution_id as "institutionId", coalesce(e.department_id::text, '') as unit, count(*)::int as n, (count(*) filter (where $5::timestamptz is null or e.counted_at < $5::timestamptz))::int as "inTime"
    from register_entry e where e.institution_id = $1::uuid and e.register_key = $2 and e.on_date between $3::date and $4::date and e.counted_at is not null
   group by e.institution_id, e.department_id`)

/** Counting entries per person that they name. */
export async function countByPerson(read: ReadTx, institutionId: string, asks: readonly CountAsk[]): Promise<readonly UnitRow[]> {
  return inTwo(asks, async (own) => (await sql<UnitRow>`
    select q.at, e.institution_id as "institutionId", s.staff_id::text as unit, count(*)::int as n, ${inTime}
    from ${asked(own)} join register_entry e on e.institution_id = ${institutionId}::uuid and e.register_key = q.key and e.on_date between q.from_on and q.to_on and e.counted_at is not null ${fitting(own)}
      cross join lateral unnest(e.staff_ids) as s(staff_id)
    group by q.at, e.institution_id, s.staff_id`.execute(read)).rows)
}

/** Entries that wait for confirmation, per department; those of people are not told apart. */
export async function countWaitingUnits(read: ReadTx, institutionId: string, asks: readonly CountAsk[]): Promise<readonly UnitRow[]> {
  return inTwo(asks, async (own) => (await sql<UnitRow>`
    select q.at, e.institution_id as "institutionId", coalesce(e.department_id::text, '') as unit, count(*)::int as n, 0 as "inTime"
    from ${asked(own)} join register_entry e on e.institution_id = ${institutionId}::uuid and e.register_key = q.key and e.on_date between q.from_on and q.to_on and e.state = 'entered' and e.counted_at is null ${fitting(own)}
    group by q.at, e.institution_id, e.department_id`.execute(read)).rows)
}

/** One register and turn over every body in scope: counting and waiting entries by body and unit. */
export async function countOverBodies(read: ReadTx, ask: { key: string; from: IsoDate; to: IsoDate; byPerson: boolean }): Promise<{ institutionId: string; unit: string; counted: number; waiting: number }[]> {
  const units = ask.byPerson ? sql`cross join lateral unnest(e.staff_ids) as s(staff_id)` : sql``
  const unit = ask.byPerson ? sql`s.staff_id` : sql`e.department_id`
  return (await sql<{ institutionId: string; unit: string; counted: number; waiting: number }>`
    select e.institution_id as "institutionId", coalesce(${unit}::text, '') as unit, (count(*) filter (where e.counted_at is not null))::int as counted, (count(*) filter (where e.counted_at is null))::int as waiting
    from register_entry e ${units}
    where e.register_key = ${ask.key} and e.on_date between ${ask.from}::date and ${ask.to}::date and e.state <> 'withdrawn'
    group by e.institution_id, ${unit}`.execute(read)).rows
}

/** When entries of a register began to count: the newest before each due time, the first from it on, the newest of all. */
export async function countingAround(read: ReadTx, institutionId: string, asks: readonly { readonly key: string; readonly dueAt: string }[]): Promise<string[][]> {
  if (asks.length === 0) return []
  const { rows } = await sql<{ at: number; before: string | null; since: string | null; newest: string | null }>`
    select q.at, max(e.counted_at) filter (where e.counted_at < q.due_at) as before, min(e.counted_at) filter (where e.counted_at >= q.due_at) as since, max(e.counted_at) as newest
    from unnest(${asks.map((each) => each.key)}::text[], ${asks.map((each) => each.dueAt)}::timestamptz[], ${asks.map((_, at) => at)}::int[]) as q (key, due_at, at)
      join register_entry e on e.institution_id = ${institutionId}::uuid and e.register_key = q.key and e.counted_at is not null
    group by q.at`.execute(read)
  const found = new Map(rows.map((row) => [row.at, [row.before, row.since, row.newest].flatMap((at) => at ?? [])]))
  return asks.map((_, at) => found.get(at) ?? [])
}
