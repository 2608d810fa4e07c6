import { sql } from 'kysely'
import type { StaffRole } from '../../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Cursor } from '../cursor.ts'
import type { Holding, Post } from '../rules/holdings.ts'
import type { KnownPost } from '../rules/import/post-places.ts'
import { anywhere } from './search.ts'

const postColumns = ['institution_id as institutionId', 'id', 'role', 'title', 'department_id as departmentId', 'abolished_on as abolishedOn'] as const
const holdingColumns = ['h.id', 'h.post_id as postId', 'h.staff_id as staffId', 'h.from_on as fromOn', 'h.to_on as toOn'] as const
export type StoredPost = Post & { readonly institutionId: string }
// A role is written only after it was checked against the known ones.
const typed = (row: object) => row as StoredPost

export type PostFilter = {
  readonly institutionId?: string | undefined
  readonly departmentId?: string | undefined
  readonly role?: StaffRole | undefined
  readonly search?: string | undefined
  readonly state: 'held' | 'vacant' | 'abolished' | 'existing' | 'all'
}

export async function listPosts(read: ReadTx, filter: PostFilter, today: IsoDate, after: Cursor | undefined, limit: number): Promise<StoredPost[]> {
  let query = read.selectFrom('post as p').select(postColumns).orderBy('p.institution_id').orderBy('p.role').orderBy('p.title').orderBy('p.id').limit(limit)
  if (filter.institutionId !== undefined) query = query.where('p.institution_id', '=', filter.institutionId)
  if (filter.departmentId !== undefined) query = query.where('p.department_id', '=', filter.departmentId)
  if (filter.role !== undefined) query = query.where('p.role', '=', filter.role)
  if (filter.search !== undefined && filter.search !== '') query = query.where('p.title', 'ilike', anywhere(filter.search))
  if (filter.state === 'abolished') query = query.where('p.abolished_on', '<=', today)
  else if (filter.state !== 'all') query = query.where((eb) => eb.or([eb('p.abolished_on', 'is', null), eb('p.abolished_on', '>', today)]))
  if (filter.state === 'held' || filter.state === 'vacant') {
    query = query.where((eb) => {
      const held = eb.exists(
        eb
          .selectFrom('post_holding as h')
          .select('h.id')
          .whereRef('h.institution_id', '=', 'p.institution_id')
          .whereRef('h.post_id', '=', 'p.id')
          .where('h.from_on', '<=', today)
          .where((e) => e.or([e('h.to_on', 'is', null), e('h.to_on', '>=', today)])),
      )
      return filter.state === 'held' ? held : eb.not(held)
    })
  }
  if (after !== undefined) query = query.where(sql<boolean>`(p.institution_id, p.role, p.title, p.id) > (${after[0]}::uuid, ${after[1]}, ${after[2]}, ${after[3]}::uuid)`)
  return (await query.execute()).map(typed)
}

export async function loadPost(read: ReadTx, institutionId: string, postId: string): Promise<StoredPost> {
  return typed(await read.selectFrom('post').select(postColumns).where('institution_id', '=', institutionId).where('id', '=', postId).executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

/** Locks the post, so that two appointments to it follow one another. */
export async function loadPostForUpdate(tx: Tx, institutionId: string, postId: string): Promise<StoredPost> {
  return typed(await tx.selectFrom('post').select(postColumns).where('institution_id', '=', institutionId).where('id', '=', postId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

export const holdingsOfPosts = (read: ReadTx, postIds: readonly string[]): Promise<(Holding & { name: string })[]> =>
  postIds.length === 0
    ? Promise.resolve([])
    : read
        .selectFrom('post_holding as h')
        .innerJoin('staff as s', (join) => join.onRef('s.institution_id', '=', 'h.institution_id').onRef('s.id', '=', 'h.staff_id'))
        .select([...holdingColumns, 's.name'])
        .where('h.post_id', 'in', [...new Set(postIds)])
        .orderBy('h.from_on')
        .execute()

export type HeldRow = Holding & { readonly role: StaffRole; readonly title: string; readonly departmentId: string | null; readonly departmentName: string | null }

export async function holdingsOfStaff(read: ReadTx, staffIds: readonly string[]): Promise<HeldRow[]> {
  if (staffIds.length === 0) return []
  const rows = await read
    .selectFrom('post_holding as h')
    .innerJoin('post as p', (join) => join.onRef('p.institution_id', '=', 'h.institution_id').onRef('p.id', '=', 'h.post_id'))
    .leftJoin('department as d', (join) => join.onRef('d.institution_id', '=', 'p.institution_id').onRef('d.id', '=', 'p.department_id'))
    .select([...holdingColumns, 'p.role', 'p.title', 'p.department_id as departmentId', 'd.name as departmentName'])
    .where('h.staff_id', 'in', [...new Set(staffIds)])
    .orderBy('h.from_on', 'desc')
    .execute()
  return rows.map((row) => row as HeldRow)
}

export const loadHolding = async (read: ReadTx, institutionId: string, holdingId: string): Promise<Holding> =>
  read.selectFrom('post_holding as h').select(holdingColumns).where('h.institution_id', '=', institutionId).where('h.id', '=', holdingId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

type Key = { readonly institutionId: string; readonly regionCode: string }

export async function insertPosts(tx: Tx, posts: readonly (Key & Omit<Post, 'abolishedOn'>)[]): Promise<void> {
  for (let at = 0; at < posts.length; at += 1000) {
    const rows = posts.slice(at, at + 1000).map((each) => ({ institution_id: each.institutionId, id: each.id, region_code: each.regionCode, role: each.role, title: each.title, department_id: each.departmentId }))
    await tx.insertInto('post').values(rows).execute()
  }
}

export const savePost = (tx: Tx, post: StoredPost) =>
  tx.updateTable('post').set({ title: post.title, department_id: post.departmentId, abolished_on: post.abolishedOn }).where('institution_id', '=', post.institutionId).where('id', '=', post.id).execute()

export async function insertHoldings(tx: Tx, holdings: readonly (Key & Holding)[]): Promise<void> {
  for (let at = 0; at < holdings.length; at += 1000) {
    const rows = holdings.slice(at, at + 1000).map((each) => ({ institution_id: each.institutionId, id: each.id, region_code: each.regionCode, post_id: each.postId, staff_id: each.staffId, from_on: each.fromOn, to_on: each.toOn }))
    await tx.insertInto('post_holding').values(rows).execute()
  }
}

export const saveHoldingEnd = (tx: Tx, institutionId: string, holdingId: string, toOn: IsoDate) =>
  tx.updateTable('post_holding').set({ to_on: toOn }).where('institution_id', '=', institutionId).where('id', '=', holdingId).execute()

export const dropHolding = (tx: Tx, institutionId: string, holdingId: string) => tx.deleteFrom('post_holding').where('institution_id', '=', institutionId).where('id', '=', holdingId).execute()

/** Held posts of a department that exists on a day. */
export async function isDepartmentInUse(read: ReadTx, institutionId: string, departmentId: string, on: IsoDate): Promise<boolean> {
  const row = await read
    .selectFrom('post as p')
    .innerJoin('post_holding as h', (join) => join.onRef('h.institution_id', '=', 'p.institution_id').onRef('h.post_id', '=', 'p.id'))
    .select('p.id')
    .where('p.institution_id', '=', institutionId)
    .where('p.department_id', '=', departmentId)
    .where((eb) => eb.or([eb('h.to_on', 'is', null), eb('h.to_on', '>=', on)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export type Holder = { readonly staffId: string; readonly name: string; readonly postId: string; readonly role: StaffRole; readonly title: string; readonly departmentId: string | null }

export async function holdersOn(read: ReadTx, institutionId: string, which: { role: StaffRole } | { postId: string }, on: IsoDate): Promise<Holder[]> {
  let query = read
    .selectFrom('post_holding as h')
    .innerJoin('post as p', (join) => join.onRef('p.institution_id', '=', 'h.institution_id').onRef('p.id', '=', 'h.post_id'))
    .innerJoin('staff as s', (join) => join.onRef('s.institution_id', '=', 'h.institution_id').onRef('s.id', '=', 'h.staff_id'))
    .select(['s.id as staffId', 's.name', 'p.id as postId', 'p.role', 'p.title', 'p.department_id as departmentId'])
    .where('h.institution_id', '=', institutionId)
    .where('h.from_on', '<=', on)
    .where((eb) => eb.or([eb('h.to_on', 'is', null), eb('h.to_on', '>=', on)]))
    .where((eb) => eb.or([eb('p.abolished_on', 'is', null), eb('p.abolished_on', '>', on)]))
    .orderBy('p.title')
    .orderBy('s.id')
  query = 'role' in which ? query.where('p.role', '=', which.role) : query.where('p.id', '=', which.postId)
  return (await query.execute()).map((row) => row as Holder)
}

/** Posts an import may fill, in a fixed order, so that a second look fills the same ones. */
export async function knownPosts(read: ReadTx, institutionIds: readonly string[], today: IsoDate): Promise<KnownPost[]> {
  if (institutionIds.length === 0) return []
  const rows = await sql<{ institutionId: string; id: string; role: StaffRole; title: string; departmentId: string | null; holderIds: string[]; lastOn: string | null; endless: boolean }>`
    select p.institution_id as "institutionId", p.id, p.role, p.title, p.department_id as "departmentId",
      coalesce(array_agg(h.staff_id) filter (where h.to_on is null or h.to_on >= ${today}), '{}') as "holderIds",
      max(h.to_on) as "lastOn", coalesce(bool_or(h.id is not null and h.to_on is null), false) as endless
    from post p left join post_holding h on h.institution_id = p.institution_id and h.post_id = p.id
    where p.institution_id = any(${institutionIds}::uuid[]) and p.abolished_on is null
    group by p.institution_id, p.id order by p.institution_id, p.id`.execute(read)
  return rows.rows.map(({ lastOn, endless, ...post }) => ({ ...post, freeFrom: endless ? null : lastOn === null ? '0001-01-01' : addDays(lastOn, 1) }))
}
