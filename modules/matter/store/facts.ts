import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { endOfDay, shanghaiDate, startOfDay, type Instant } from '../../../kernel/instant.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Matter } from '../rules/matter.ts'
import { matterColumns, matterOf } from './matters.ts'

type Days = { readonly institutionIds: readonly string[]; readonly kinds: readonly string[]; readonly from: IsoDate; readonly to: IsoDate }
type Place = { readonly on: IsoDate; readonly id: string }

const received = (read: ReadTx, ask: Pick<Days, 'institutionIds' | 'kinds'>) => read.selectFrom('matter as m').where('m.institution_id', 'in', [...ask.institutionIds]).where('m.kind', 'in', [...ask.kinds])
/** Whoever asks for all there is names days that have no instant of their own. */
const within = (day: IsoDate): IsoDate => (day < '1900-01-01' ? '1900-01-01' : day > '2900-12-31' ? '2900-12-31' : day)
const dayOf = sql<IsoDate>`(m.received_at at time zone 'Asia/Shanghai')::date`

/**
 * Matters by the day they came in and id, so that whoever rebuilds from them reads each exactly once. Read a few whole
 * days at a time along the index, because no index has the day.
 */
export async function listByDay(read: ReadTx, ask: Days, after: Place | null, limit: number): Promise<Matter[]> {
  const found: Matter[] = []
  const end = endOfDay(within(ask.to))
  let place = after
  let from = startOfDay(within(after === null || after.on < ask.from ? ask.from : after.on))
  while (found.length < limit && from < end) {
    const edge = await received(read, ask).select('m.received_at as at').where('m.received_at', '>=', from).where('m.received_at', '<', end).orderBy('m.received_at').offset(limit).limit(1).executeTakeFirst()
    const until = edge === undefined ? end : endOfDay(shanghaiDate(edge.at))
    let query = received(read, ask).select(matterColumns).where('m.received_at', '>=', from).where('m.received_at', '<', until).orderBy(dayOf).orderBy('m.id').limit(limit - found.length)
    if (place !== null) query = query.where(sql<boolean>`(${dayOf}, m.id) > (${place.on}::date, ${place.id}::uuid)`)
    found.push(...(await query.execute()).map(matterOf))
    const last = found.at(-1)
    place = last === undefined ? place : { on: shanghaiDate(last.receivedAt), id: last.id }
    from = until
  }
  return found
}

export type SettleAsk = { readonly periodId: string; readonly kind: string; readonly dueAt: Instant }

/** By period how many matters were open beyond their own limit at its due time, as far as is known. */
export async function countBeyond(read: ReadTx, institutionIds: readonly string[], asks: readonly SettleAsk[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ periodId: string; beyond: number }>`
    select q.period_id as "periodId",
      ((select count(*) from matter m where m.institution_id = any (${[...institutionIds]}::uuid[]) and m.kind = q.kind and m.settled_at is null and m.settle_due_at <= q.due_at and m.received_at < q.due_at)
      + (select count(*) from matter m where m.institution_id = any (${[...institutionIds]}::uuid[]) and m.kind = q.kind and m.settled_at >= q.due_at and m.settle_due_at <= q.due_at and m.received_at < q.due_at))::int as beyond
    from unnest(${asks.map((each) => each.periodId)}::text[], ${asks.map((each) => each.kind)}::text[], ${asks.map((each) => each.dueAt)}::timestamptz[]) as q (period_id, kind, due_at)`.execute(read)
  return new Map(rows.map((row) => [row.periodId, row.beyond]))
}

/** More than so many are not counted one by one: what is shown is then at least this. */
export const mostCounted = 10_000

export type UseAsk = { readonly periodId: string; readonly kinds: readonly string[]; readonly from: Instant; readonly to: Instant; readonly dueAt: Instant }

/** By period how many matters of these kinds came in, and how many before its due time. */
export async function countReceived(read: ReadTx, institutionIds: readonly string[], asks: readonly UseAsk[]): Promise<Map<string, { readonly used: number; readonly usedInTime: number }>> {
  const { rows } = await sql<{ periodId: string; used: number; usedInTime: number }>`
    select q.period_id as "periodId", n.used, n."usedInTime"
    from unnest(${asks.map((each) => each.periodId)}::text[], ${asks.map((each) => each.kinds.join(','))}::text[], ${asks.map((each) => each.from)}::timestamptz[], ${asks.map((each) => each.to)}::timestamptz[], ${asks.map((each) => each.dueAt)}::timestamptz[]) as q (period_id, kinds, from_at, to_at, due_at)
    cross join lateral (
      select count(*)::int as used, (count(*) filter (where came.received_at < q.due_at))::int as "usedInTime"
      from (select m.received_at from matter m where m.institution_id = any (${[...institutionIds]}::uuid[]) and m.kind = any (string_to_array(q.kinds, ',')) and m.received_at >= q.from_at and m.received_at < q.to_at limit ${mostCounted}) as came
    ) as n`.execute(read)
  return new Map(rows.map(({ periodId, ...counts }) => [periodId, counts]))
}

const mostLines = 50

/** The newest fifty of those that stood open in a period or came in during it, and how many they are. */
export async function listOwed(read: ReadTx, ask: { readonly institutionIds: readonly string[]; readonly kind: string; readonly from: Instant; readonly before: Instant }): Promise<{ total: number; rows: Matter[] }> {
  const owed = received(read, { institutionIds: ask.institutionIds, kinds: [ask.kind] }).where('m.received_at', '<', ask.before).where((eb) => eb.or([eb('m.settled_at', 'is', null), eb('m.settled_at', '>=', ask.from)]))
  return listed(read, owed)
}

export const listReceived = (read: ReadTx, ask: { readonly institutionIds: readonly string[]; readonly kinds: readonly string[]; readonly from: Instant; readonly to: Instant }): Promise<{ total: number; rows: Matter[] }> =>
  listed(read, received(read, ask).where('m.received_at', '>=', ask.from).where('m.received_at', '<', ask.to))

async function listed(read: ReadTx, found: ReturnType<typeof received>): Promise<{ total: number; rows: Matter[] }> {
  const { total } = await read.selectFrom(found.select('m.id').limit(mostCounted).as('some')).select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await found.select(matterColumns).orderBy('m.received_at', 'desc').orderBy('m.id', 'desc').limit(mostLines).execute()
  return { total, rows: rows.map(matterOf) }
}
