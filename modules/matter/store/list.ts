import { sql, type RawBuilder } from 'kysely'
import type { ReadTx } from '../../../server/platform/database.ts'
import { inIndexOrder } from '../../../server/platform/in-order.ts'
import { seesBelow, type Visibility } from '../rules/authority.ts'
import type { Matter, MatterKey } from '../rules/matter.ts'
import { listedColumns, listedOf, type ListedRow } from './listed.ts'
import { matterColumns, matterOf, notCalledSince } from './matters.ts'

export type ListAsk = {
  readonly institutionId: string | undefined
  readonly kind: string | undefined
  readonly kinds: readonly string[] | undefined
  readonly state: string | undefined
  readonly phase: Matter['phase'] | 'all'
  readonly whose: 'mine' | 'department' | 'body'
  /** The instant by which something is late; undefined: late or not. */
  readonly overdueAt: string | undefined
  readonly channel: string | undefined
  readonly departmentId: string | undefined
  readonly planId: string | undefined
  /** Drawn for a call-back that nobody has made. */
  readonly toCallBack: boolean
  readonly fromAt: string | undefined
  readonly toAt: string | undefined
  readonly sort: 'due' | 'received'
}
export type Place = { readonly at: string; readonly id: string }

/** How many matters one page looks through: with filters that fit seldom a page's time is bounded by this number. */
const scanned = 3000

const columns = sql.raw(listedColumns)
const ids = (list: readonly string[]): RawBuilder<unknown> => sql`${[...list]}::uuid[]`
const texts = (list: readonly string[]): RawBuilder<unknown> => sql`${[...list]}::text[]`
const any = (tests: readonly RawBuilder<boolean>[]): RawBuilder<boolean> => (tests.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(tests, sql` or `)})`)

/** The departments of somebody's posts have it, are offered it, or were joined. */
const ofDepartments = (departmentIds: readonly string[]): RawBuilder<boolean>[] =>
  departmentIds.length === 0 ? [] : [
    sql<boolean>`m.holder_department_id = any (${ids(departmentIds)})`, sql<boolean>`m.offered_department_id = any (${ids(departmentIds)})`,
    sql<boolean>`(m.joined > 0 and exists (select 1 from matter_part p where p.institution_id = m.institution_id and p.matter_id = m.id and p.department_id = any (${ids(departmentIds)})))`,
  ]

/** Rule MT-4 as a condition: what maySee says of one matter, said of all. */
export function seenBy(seen: Visibility): RawBuilder<boolean> {
  if (seen.everything) return sql<boolean>`true`
  const { staffId } = seen
  const working = [...(staffId === null ? [] : [sql<boolean>`m.first_staff_id = ${staffId}::uuid`]), ...ofDepartments(seen.departmentIds)]
  const own = [
    ...(seen.all.length === 0 ? [] : [sql<boolean>`m.kind = any (${texts(seen.all)})`]), ...(staffId === null ? [] : [sql<boolean>`m.handler_staff_id = ${staffId}::uuid`]),
    ...(working.length === 0 ? [] : [sql<boolean>`(m.kind = any (${texts(seen.working)}) and ${any(working)})`]),
  ]
  const places = [
    ...(seen.institutionId === null ? [] : [sql<boolean>`(m.institution_id = ${seen.institutionId}::uuid and ${any(own)})`]),
    ...(seen.below.length === 0 ? [] : [sql<boolean>`(m.institution_id <> ${seen.institutionId}::uuid and m.kind = any (${texts(seen.below)}))`]),
  ]
  const notSubject = staffId === null ? sql<boolean>`true` : sql<boolean>`not (${staffId}::uuid = any (m.subject_staff_ids))`
  return sql<boolean>`(${any(places)} and ${notSubject})`
}

function testsOf(ask: ListAsk, seen: Visibility): RawBuilder<boolean>[] {
  const test = (wanted: boolean, built: () => RawBuilder<boolean>) => (wanted ? [built()] : [])
  return [
    seenBy(seen),
    ...test(ask.kind !== undefined, () => sql`m.kind = ${ask.kind}`), ...test(ask.kinds !== undefined, () => sql`m.kind = any (${texts(ask.kinds ?? [])})`), ...test(ask.state !== undefined, () => sql`m.state = ${ask.state}`), ...test(ask.phase !== 'all', () => sql`m.phase = ${ask.phase}`), ...test(ask.planId !== undefined, () => sql`m.plan_id = ${ask.planId}::uuid`),
    ...test(ask.whose === 'mine', () => sql`m.handler_staff_id = ${seen.staffId}::uuid`), ...test(ask.whose === 'department', () => any(ofDepartments(seen.departmentIds))),
    ...test(ask.overdueAt !== undefined, () => sql`m.due_at <= ${ask.overdueAt}::timestamptz`), ...test(ask.channel !== undefined, () => sql`m.channel = ${ask.channel}`),
    ...test(ask.toCallBack, () => sql`(m.call_back = 'drawn' and ${notCalledSince})`),
    ...test(ask.departmentId !== undefined, () => sql`(m.holder_department_id = ${ask.departmentId}::uuid or m.department_id = ${ask.departmentId}::uuid)`),
  ]
}

/**
 * What an index has in order: narrowed by what it can answer, nothing else. Over a region no index knows plan or what is
 * over; asked for inside, a rare one would be looked for through everything there is.
 */
function along(read: ReadTx, ask: ListAsk, seen: Visibility, after: Place | undefined) {
  const due = ask.sort === 'due'
  const mine = ask.whose === 'mine' && due
  // Whoever handles something does so at the own body; and nothing of a kind that is not seen below is found elsewhere.
  const institutionId = ask.institutionId ?? (mine || !seesBelow(seen, ask) ? (seen.institutionId ?? undefined) : undefined)
  let query = read.selectFrom('matter as m')
  if (institutionId !== undefined) query = query.where('m.institution_id', '=', institutionId)
  if (ask.phase !== 'all' && (due || institutionId !== undefined)) query = query.where('m.phase', '=', ask.phase)
  if (ask.planId !== undefined && institutionId !== undefined) query = query.where('m.plan_id', '=', ask.planId)
  if (ask.kind !== undefined && !due) query = query.where('m.kind', '=', ask.kind)
  if (ask.toCallBack) query = query.where('m.call_back', '=', 'drawn').where(notCalledSince)
  if (ask.fromAt !== undefined) query = query.where('m.received_at', '>=', ask.fromAt)
  if (ask.toAt !== undefined) query = query.where('m.received_at', '<', ask.toAt)
  if (mine) query = query.where('m.handler_staff_id', '=', seen.staffId)
  if (ask.overdueAt !== undefined && due) query = query.where('m.work_at', '<=', ask.overdueAt)
  if (after !== undefined) query = query.where(due ? sql<boolean>`(m.work_at, m.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql<boolean>`(m.received_at, m.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return due ? query.orderBy('m.work_at').orderBy('m.id') : query.orderBy('m.received_at', 'desc').orderBy('m.id', 'desc')
}

/**
 * One page, without the texts that no list shows (`listed.ts`). It stops as soon as it is full; where filters fit seldom, after so many matters: `reached` is then the last one
 * looked at, from where the next page goes on.
 */
export async function listMatters(read: ReadTx, ask: ListAsk, seen: Visibility, after: Place | undefined, limit: number): Promise<{ rows: Matter[]; reached: Place | null }> {
  const fits = sql<boolean>`${sql.join(testsOf(ask, seen), sql` and `)}`
  const looked = along(read, ask, seen, after).selectAll('m').select(sql<number>`row_number() over (${ask.sort === 'due' ? sql`order by m.work_at, m.id` : sql`order by m.received_at desc, m.id desc`})`.as('walked')).limit(scanned).as('m')
  const { rows } = await inIndexOrder(read, () => sql<ListedRow & { walked: number; fits: boolean }>`select ${columns}, m.walked, ${fits} as fits from ${looked} where ${fits} or m.walked = ${scanned} limit ${limit}`.execute(read))
  const found = rows.filter((row) => row.fits)
  const last = found.length < limit ? rows.find((row) => row.walked === scanned) : undefined
  return { rows: found.map(listedOf), reached: last === undefined ? null : { at: ask.sort === 'due' ? last.workAt : last.receivedAt, id: last.id } }
}

/** Of these matters, in the order given, what somebody may see and the filters let through. */
export async function listAmong(read: ReadTx, keys: readonly MatterKey[], ask: ListAsk, seen: Visibility): Promise<Matter[]> {
  if (keys.length === 0) return []
  const rows = await read
    .selectFrom('matter as m')
    .select(matterColumns)
    .where(sql<boolean>`m.institution_id = any (${ids([...new Set(keys.map((key) => key.institutionId))])})`)
    .where(sql<boolean>`m.id = any (${ids(keys.map((key) => key.matterId))})`)
    .where(sql<boolean>`${sql.join(testsOf(ask, seen), sql` and `)}`)
    .execute()
  const order = new Map(keys.map((key, at) => [key.matterId, at]))
  return rows.map(matterOf).sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
}

/** Rule MT-21: those with a case number, newest first. Each body may have one: it is looked up at each, as their keys are, and not along a list. */
export async function listNumbered(read: ReadTx, number: string, ask: ListAsk, seen: Visibility, after: Place | undefined, limit: number): Promise<Matter[]> {
  const bodies = ask.institutionId === undefined ? sql`array(select i.id from institution i)` : ids([ask.institutionId])
  const rows = await along(read, { ...ask, institutionId: undefined }, seen, after)
    .select(matterColumns)
    .where('m.number', '=', number)
    .where(sql<boolean>`m.institution_id = any (${bodies})`)
    .where(sql<boolean>`${sql.join(testsOf(ask, seen), sql` and `)}`)
    .limit(limit)
    .execute()
  return rows.map(matterOf)
}

/** What waits, by kind and state: of the open ones that are due first so many are counted. */
export async function countOpen(read: ReadTx, ask: ListAsk, seen: Visibility, most: number): Promise<{ kind: string; state: string; mine: boolean; late: boolean }[]> {
  const looked = along(read, { ...ask, overdueAt: undefined }, seen, undefined).selectAll('m').limit(most).as('m')
  return read.selectFrom(looked).select(['m.kind', 'm.state']).select([sql<boolean>`coalesce(m.handler_staff_id = ${seen.staffId}::uuid, false)`.as('mine'), sql<boolean>`coalesce(m.due_at <= ${ask.overdueAt ?? null}::timestamptz, false)`.as('late')]).where(seenBy(seen)).execute()
}

/** Rule MT-13: what was chased and not answered, or is late, over the bodies in scope: by when it was due. */
export async function listChased(read: ReadTx, ask: { readonly institutionId: string | undefined; readonly kind: string | undefined; readonly now: string }, seen: Visibility, after: Place | undefined, limit: number): Promise<Matter[]> {
  const own = [
    seenBy(seen), ...(ask.institutionId === undefined ? [] : [sql`m.institution_id = ${ask.institutionId}::uuid`]), ...(ask.kind === undefined ? [] : [sql`m.kind = ${ask.kind}`]),
    ...(after === undefined ? [] : [sql`(m.work_at, m.id) > (${after.at}::timestamptz, ${after.id}::uuid)`]),
  ]
  const standing = async (phase: RawBuilder<unknown>, which: RawBuilder<unknown>, most: number) => (await sql<ListedRow>`select ${columns} from matter m where ${phase} and ${sql.join([...own, which], sql` and `)} order by m.work_at, m.id limit ${most}`.execute(read)).rows
  // What is late comes before all that is not: the index of what is due has it in order, and that of chases has the few others.
  const isLate = sql`m.work_at <= ${ask.now}::timestamptz`
  // Rule MT-43: what waits for a sign-off or a second look stands there too once its date has passed.
  const [owed, waiting] = [await inIndexOrder(read, () => standing(sql`m.phase = 'open'`, isLate, limit)), await inIndexOrder(read, () => standing(sql`m.phase = 'settled' and m.due_at is not null`, isLate, limit))]
  const late = [...owed, ...waiting].sort((a, b) => (a.workAt < b.workAt || (a.workAt === b.workAt && a.id < b.id) ? -1 : 1)).slice(0, limit)
  const chased = late.length >= limit ? [] : await standing(sql`m.phase = 'open'`, sql`m.work_at > ${ask.now}::timestamptz and m.chase_due_at is not null and m.chase_answered_at is null`, limit - late.length)
  return [...late, ...chased].map(listedOf)
}

/** Open ones of a body that came last: among them duplicates are looked for. */
export async function recentOpen(read: ReadTx, institutionId: string, limit: number): Promise<Matter[]> {
  return (await read.selectFrom('matter as m').select(matterColumns).where('m.institution_id', '=', institutionId).where('m.phase', '=', 'open').orderBy('m.received_at', 'desc').orderBy('m.id', 'desc').limit(limit).execute()).map(matterOf)
}
