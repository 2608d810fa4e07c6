import { sql } from 'kysely'
import { RefusedError } from '../../../kernel/refusal.ts'
import { statement, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { Cursor } from '../cursor.ts'
import type { Institution } from '../rules/bodies.ts'
import type { InstitutionKind, InstitutionLevel, Ownership } from '../rules/kinds.ts'
import { anywhere, anywhereInPinyin } from './search.ts'

const columns = ['id', 'region_code as regionCode', 'region_prefix as regionPrefix', 'name', 'short_name as shortName', 'kind', 'level', 'ownership', 'beds', 'credit_code as creditCode', 'address', 'phone', 'active', 'revision'] as const
// Kind, level and ownership are checked by the table to hold one of the known words.
const typed = (row: object) => row as Institution

export type InstitutionFilter = {
  readonly search?: string | undefined
  readonly kind?: InstitutionKind | undefined
  readonly level?: InstitutionLevel | undefined
  readonly ownership?: Ownership | undefined
  /** A prefix of region codes. */
  readonly region?: string | undefined
  readonly state: 'active' | 'closed' | 'all'
  readonly sort: 'region' | 'name' | 'beds'
}

export const institutionCursor = (sort: InstitutionFilter['sort'], row: Institution): Cursor => (sort === 'region' ? [row.regionCode, row.name, row.id] : sort === 'name' ? [row.name, row.id] : [row.beds, row.id])
export const cursorLength = (sort: InstitutionFilter['sort']): number => (sort === 'region' ? 3 : 2)

export async function listInstitutions(read: ReadTx, filter: InstitutionFilter, after: Cursor | undefined, limit: number): Promise<Institution[]> {
  let query = read.selectFrom('institution').select(columns).limit(limit)
  const { search } = filter
  if (search !== undefined && search !== '') {
    query = query.where((eb) => eb.or([eb('name', 'ilike', anywhere(search)), eb('short_name', 'ilike', anywhere(search)), eb('pinyin', 'like', anywhereInPinyin(search)), eb('credit_code', '=', search.toUpperCase())]))
  }
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.level !== undefined) query = query.where('level', '=', filter.level)
  if (filter.ownership !== undefined) query = query.where('ownership', '=', filter.ownership)
  if (filter.region !== undefined) query = query.where('region_code', 'like', `${filter.region}%`)
  if (filter.state !== 'all') query = query.where('active', '=', filter.state === 'active')
  if (filter.sort === 'region') {
    query = query.orderBy('region_code').orderBy('name').orderBy('id')
    if (after !== undefined) query = query.where(sql<boolean>`(region_code, name, id) > (${after[0]}, ${after[1]}, ${after[2]}::uuid)`)
  } else if (filter.sort === 'name') {
    query = query.orderBy('name').orderBy('id')
    if (after !== undefined) query = query.where(sql<boolean>`(name, id) > (${after[0]}, ${after[1]}::uuid)`)
  } else {
    query = query.orderBy('beds', 'desc').orderBy('id', 'desc')
    if (after !== undefined) query = query.where(sql<boolean>`(beds, id) < (${after[0]}::int, ${after[1]}::uuid)`)
  }
  return (await query.execute()).map(typed)
}

/** Asked by nearly every command. */
const selectOne = statement<object>(`select ${columns.map((column) => column.replace(/^(\w+) as (\w+)$/, '$1 as "$2"')).join(', ')} from institution where id = $1`)

/** What a transaction has asked for, until it changes a body itself: a command and what follows from it ask for the same one. */
const asked = new WeakMap<object, Map<string, Promise<Institution | undefined>>>()

export function findInstitution(read: ReadTx, institutionId: string): Promise<Institution | undefined> {
  const own = asked.get(read) ?? new Map<string, Promise<Institution | undefined>>()
  const known = own.get(institutionId) ?? selectOne(read, [institutionId]).then(([row]) => (row === undefined ? undefined : typed(row)))
  asked.set(read, own.set(institutionId, known))
  return known
}

export async function loadInstitution(read: ReadTx, institutionId: string): Promise<Institution> {
  const found = await findInstitution(read, institutionId)
  if (found === undefined) throw new RefusedError('not_found')
  return found
}

export async function loadForUpdate(tx: Tx, institutionId: string): Promise<Institution> {
  return typed(await tx.selectFrom('institution').select(columns).where('id', '=', institutionId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found')))
}

export async function institutionsByIds(read: ReadTx, ids: readonly string[]): Promise<Institution[]> {
  const [first, ...others] = new Set(ids)
  if (first === undefined) return []
  if (others.length === 0) return [await findInstitution(read, first)].filter((each) => each !== undefined)
  return (await read.selectFrom('institution').select(columns).where('id', 'in', [...new Set(ids)]).execute()).map(typed)
}

/** Those an import may mean: by code or by name. */
export async function institutionsNamed(read: ReadTx, codes: readonly string[], names: readonly string[]): Promise<Institution[]> {
  const rows = await sql<Institution>`
    select id, region_code as "regionCode", region_prefix as "regionPrefix", name, short_name as "shortName", kind, level, ownership, beds, credit_code as "creditCode", address, phone, active, revision
    from institution where credit_code = any(${codes}::text[]) or name = any(${names}::text[])`.execute(read)
  return rows.rows
}

export async function countsOf(read: ReadTx, institutionId: string, today: string): Promise<{ departments: number; staff: number; posts: number; vacantPosts: number }> {
  const answer = await sql<{ departments: number; staff: number; posts: number; held: number }>`
    select (select count(*) from department where institution_id = ${institutionId} and closed_on is null) as departments,
      (select count(*) from staff where institution_id = ${institutionId} and (left_on is null or left_on >= ${today})) as staff,
      (select count(*) from post where institution_id = ${institutionId} and (abolished_on is null or abolished_on > ${today})) as posts,
      (select count(distinct p.id) from post p join post_holding h on h.institution_id = p.institution_id and h.post_id = p.id
        where p.institution_id = ${institutionId} and (p.abolished_on is null or p.abolished_on > ${today})
        and h.from_on <= ${today} and (h.to_on is null or h.to_on >= ${today})) as held`.execute(read)
  const row = answer.rows[0]
  return { departments: row?.departments ?? 0, staff: row?.staff ?? 0, posts: row?.posts ?? 0, vacantPosts: (row?.posts ?? 0) - (row?.held ?? 0) }
}

type Written = Omit<Institution, 'active' | 'revision'> & { readonly pinyin: string }

const rowOf = (each: Written) => ({
  region_prefix: each.regionPrefix, name: each.name, short_name: each.shortName, pinyin: each.pinyin, kind: each.kind, level: each.level, ownership: each.ownership,
  beds: each.beds, credit_code: each.creditCode, address: each.address, phone: each.phone,
})

export async function insertInstitutions(tx: Tx, institutions: readonly Written[], createdAt: string): Promise<void> {
  asked.delete(tx)
  for (let at = 0; at < institutions.length; at += 500) {
    const rows = institutions.slice(at, at + 500).map((each) => ({ id: each.id, region_code: each.regionCode, created_at: createdAt, ...rowOf(each) }))
    await tx.insertInto('institution').values(rows).execute()
  }
}

/** Saves over the revision that was read; somebody else's change in between is refused. */
export async function saveInstitution(tx: Tx, institution: Institution & { readonly pinyin: string }, readRevision: number): Promise<void> {
  asked.delete(tx)
  const saved = await tx
    .updateTable('institution')
    .set({ ...rowOf(institution), active: institution.active, revision: readRevision + 1 })
    .where('id', '=', institution.id)
    .where('revision', '=', readRevision)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw new RefusedError('request.stale')
}

/** The nearest commission whose region holds another one's, and is larger. */
export async function findCommissionAbove(read: ReadTx, regionPrefix: string): Promise<Institution | undefined> {
  const row = await read
    .selectFrom('institution')
    .select(columns)
    .where('kind', '=', 'commission')
    .where('active', '=', true)
    .where(sql<boolean>`${regionPrefix}::text like region_prefix || '%'`)
    .where(sql<boolean>`length(region_prefix) < ${regionPrefix.length}::int`)
    .orderBy(sql`length(region_prefix)`, 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : typed(row)
}
