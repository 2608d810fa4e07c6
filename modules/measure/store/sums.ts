import { sql } from 'kysely'
import { statement, type ReadTx } from '../../../server/platform/database.ts'
import { readAmount, type Amount } from '../rules/amount.ts'
import type { Period } from '../rules/periods.ts'
import type { Parts } from '../rules/value.ts'

/** One value that is asked for: a version of a measure, at an institution, over a period. */
export type Ask = { readonly institutionId: string; readonly key: string; readonly version: number; readonly period: Period }

/** The questions as a table to join with: one round trip, however many there are. */
const asked = (asks: readonly Ask[]) => sql`unnest(
  ${asks.map((_, at) => at)}::int[], ${asks.map((ask) => ask.institutionId)}::uuid[], ${asks.map((ask) => ask.key)}::text[], ${asks.map((ask) => ask.version)}::int[],
  ${asks.map((ask) => ask.period.from)}::date[], ${asks.map((ask) => ask.period.to)}::date[]) as q (n, institution_id, key, version, from_on, to_on)`

/** Sums of the counters of the days asked, by the place of the question. */
export async function sumCounters(read: ReadTx, asks: readonly Ask[]): Promise<Map<number, Parts>> {
  const [only, ...others] = asks
  if (only === undefined) return new Map()
  if (others.length === 0) {
    const [sum] = await sumOne(read, [only.institutionId, only.key, only.version, only.period.from, only.period.to])
    return new Map(sum === undefined ? [] : [[0, { numerator: readAmount(sum.numerator), denominator: readAmount(sum.denominator), facts: sum.facts, countedAt: sum.countedAt }]])
  }
  const { rows } = await sql<{ n: number; numerator: string; denominator: string; facts: number; countedAt: string }>`
    select q.n, sum(c.numerator) as numerator, sum(c.denominator) as denominator, sum(c.facts)::int as facts, max(c.counted_at) as "countedAt"
      from ${asked(asks)} join measure_counter c on c.institution_id = q.institution_id and c.measure_key = q.key and c.version = q.version and c.on_date between q.from_on and q.to_on
     group by q.n`.execute(read)
  return new Map(rows.map((row) => [row.n, { numerator: readAmount(row.numerator), denominator: readAmount(row.denominator), facts: row.facts, countedAt: row.countedAt }]))
}

/** One value, as nearly every fact asks for it: planned once, where a list of questions is planned anew each time. */
const sumOne = statement<{ numerator: string; denominator: string; facts: number; countedAt: string }>(`
  select sum(numerator) as numerator, sum(denominator) as denominator, sum(facts)::int as facts, max(counted_at) as "countedAt" from measure_counter
   where institution_id = $1 and measure_key = $2 and version = $3 and on_date between $4 and $5 having count(*) > 0`)

/** Sums of the days asked by department; facts of none stand under the zero id. */
export async function sumDepartments(read: ReadTx, ask: Ask): Promise<Map<string, Parts>> {
  const rows = await read
    .selectFrom('measure_counter')
    .select((eb) => ['department_id as departmentId', eb.fn.sum<string>('numerator').as('numerator'), eb.fn.sum<string>('denominator').as('denominator'), eb.fn.sum<string>('facts').as('facts'), eb.fn.max('counted_at').as('countedAt')])
    .where('institution_id', '=', ask.institutionId)
    .where('measure_key', '=', ask.key)
    .where('version', '=', ask.version)
    .where('on_date', '>=', ask.period.from)
    .where('on_date', '<=', ask.period.to)
    .groupBy('department_id')
    .execute()
  return new Map(rows.map((row) => [row.departmentId, { numerator: readAmount(row.numerator), denominator: readAmount(row.denominator), facts: Number(row.facts), countedAt: row.countedAt }]))
}

type CountedUnit = { readonly facts: number; readonly amount: Amount }
export type CountedUnits = { readonly units: ReadonlyMap<string, CountedUnit>; readonly facts: number; readonly countedAt: string | null }

/** Of each question the units with facts in the days asked. */
export async function sumUnits(read: ReadTx, asks: readonly Ask[]): Promise<Map<number, CountedUnits>> {
  if (asks.length === 0) return new Map()
  const { rows } = await sql<{ n: number; unitId: string; facts: number; amount: string; countedAt: string }>`
    select q.n, u.unit_id as "unitId", sum(u.facts)::int as facts, sum(u.amount) as amount, max(u.counted_at) as "countedAt"
      from ${asked(asks)} join measure_unit u on u.institution_id = q.institution_id and u.measure_key = q.key and u.version = q.version and u.on_date between q.from_on and q.to_on
     group by q.n, u.unit_id`.execute(read)
  return new Map(
    [...Map.groupBy(rows, (row) => row.n)].map(([n, units]) => [
      n,
      {
        units: new Map(units.map((row) => [row.unitId, { facts: row.facts, amount: readAmount(row.amount) }])),
        facts: units.reduce((sum, row) => sum + row.facts, 0),
        countedAt: units.reduce((latest, row) => (row.countedAt > latest ? row.countedAt : latest), ''),
      },
    ]),
  )
}

export type NewestState = Parts & { readonly on: string }

type StateSum = { value: string; outOf: string | null; on: string; countedAt: string }
const stateOf = (row: StateSum): NewestState => ({ numerator: readAmount(row.value), denominator: row.outOf === null ? null : readAmount(row.outOf), facts: 1, countedAt: row.countedAt, on: row.on })
const newestOne = statement<StateSum>(`
  select value, out_of as "outOf", on_date as "on", counted_at as "countedAt" from measure_state
   where institution_id = $1 and measure_key = $2 and version = $3 and on_date <= $4 order by on_date desc, fact_id desc limit 1`)

/** The newest fact up to the end of each period, by day and id. */
export async function newestStates(read: ReadTx, asks: readonly Ask[]): Promise<Map<number, NewestState>> {
  const [only, ...others] = asks
  if (only === undefined) return new Map()
  if (others.length === 0) {
    const [state] = await newestOne(read, [only.institutionId, only.key, only.version, only.period.to])
    return new Map(state === undefined ? [] : [[0, stateOf(state)]])
  }
  const { rows } = await sql<{ n: number } & StateSum>`
    select distinct on (q.n) q.n, s.value, s.out_of as "outOf", s.on_date as "on", s.counted_at as "countedAt"
      from ${asked(asks)} join measure_state s on s.institution_id = q.institution_id and s.measure_key = q.key and s.version = q.version and s.on_date <= q.to_on
     order by q.n, s.on_date desc, s.fact_id desc`.execute(read)
  return new Map(rows.map((row) => [row.n, stateOf(row)]))
}

/** Who was away on any of these days. */
export const listLeaves = (read: ReadTx, ask: { institutionIds: readonly string[]; kinds: readonly string[]; from: string; to: string }) =>
  read
    .selectFrom('measure_leave')
    .select(['institution_id as institutionId', 'kind', 'staff_id as staffId', 'from_on as from', 'to_on as to'])
    .where('institution_id', '=', sql<string>`any(${[...ask.institutionIds]}::uuid[])`)
    .where('kind', '=', sql<string>`any(${[...ask.kinds]}::text[])`)
    .where('from_on', '<=', ask.to)
    .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>=', ask.from)]))
    .execute()
