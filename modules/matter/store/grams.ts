import { sql } from 'kysely'
import { send, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { insertRow } from '../../../server/platform/insert-row.ts'
import type { Body } from '../rules/matter.ts'

export function insertGrams(tx: Tx, matter: Body & { readonly id: string; readonly receivedAt: string }, grams: readonly number[]): void {
  send(tx, insertRow(tx, 'matter_gram', { institution_id: matter.institutionId, matter_id: matter.id, region_code: matter.regionCode, received_at: matter.receivedAt, grams: [...grams] }))
}

export type WordsAsk = {
  readonly institutionId: string | undefined
  /** The region whose key the words were hashed with. */
  readonly regionCode: string
  readonly grams: readonly number[]
  readonly after: { readonly at: string; readonly id: string } | undefined
  readonly limit: number
  /** So many fill a page. */
  readonly enough: number
}
export type Found = { readonly institutionId: string; readonly matterId: string; readonly receivedAt: string }

/** `reached`: up to where was looked, where more may lie behind it. */
type Place = { readonly at: string; readonly id: string }
export type FoundWords = { readonly found: readonly Found[]; readonly reached: Place | null }

/** How many of the newest are looked through before the index of words is asked. */
const walked = 1000

const within = (ask: WordsAsk) => sql`${ask.institutionId === undefined ? sql`region_code = ${ask.regionCode}` : sql`institution_id = ${ask.institutionId}::uuid`}${ask.after === undefined ? sql`` : sql` and (received_at, matter_id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`}`

/**
 * A word that everybody uses fills a page from the newest thousand, where the index of words would fetch every matter
 * that ever held it; null where it does not, and older ones are left.
 */
async function findAmongNewest(read: ReadTx, ask: WordsAsk): Promise<FoundWords | null> {
  const { rows } = await sql<Found & { isEnd: boolean }>`
    with walk as materialized (select institution_id, matter_id, received_at, grams @> ${[...ask.grams]}::int[] as holds from matter_gram where ${within(ask)} order by received_at desc, matter_id desc limit ${walked}),
         held as (select * from walk where holds order by received_at desc, matter_id desc limit ${ask.limit}), last as (select * from walk order by received_at desc, matter_id desc offset ${walked - 1} limit 1)
    select institution_id as "institutionId", matter_id as "matterId", received_at as "receivedAt", false as "isEnd" from held union all select institution_id, matter_id, received_at, true from last
     order by "isEnd", "receivedAt" desc, "matterId" desc`.execute(read)
  const end = rows.find((row) => row.isEnd)
  const found = rows.filter((row) => !row.isEnd)
  if (found.length >= ask.limit) return { found, reached: placeOf(found.at(-1)) }
  return end !== undefined && found.length < ask.enough ? null : { found, reached: placeOf(end) }
}

const placeOf = (row: Found | undefined): Place | null => (row === undefined ? null : { at: row.receivedAt, id: row.matterId })

const isOlder = (one: Place, other: Place): boolean => one.at < other.at || (one.at === other.at && one.id < other.id)

/** The answers of several regions as one, newest first, down to where every one of them was looked through. */
export function joinFound(parts: readonly FoundWords[]): FoundWords {
  const reached = parts.reduce<Place | null>((newest, part) => (part.reached === null || (newest !== null && isOlder(part.reached, newest)) ? newest : part.reached), null)
  const found = parts.flatMap((part) => part.found.map((row) => ({ row, place: { at: row.receivedAt, id: row.matterId } }))).filter(({ place }) => reached === null || !isOlder(place, reached))
  return { found: found.sort((a, b) => (isOlder(a.place, b.place) ? 1 : -1)).map(({ row }) => row), reached }
}

/** Rule MT-18: what may hold the words, newest first; whether it does, and whether somebody may see it, is asked of the matter itself. */
export async function findByGrams(read: ReadTx, ask: WordsAsk): Promise<FoundWords> {
  const newest = await findAmongNewest(read, ask)
  if (newest !== null) return newest
  const { rows } = await sql<Found>`
    select institution_id as "institutionId", matter_id as "matterId", received_at as "receivedAt" from matter_gram
     where grams @> ${[...ask.grams]}::int[] and ${within(ask)} order by received_at desc, matter_id desc limit ${ask.limit}`.execute(read)
  return { found: rows, reached: rows.length < ask.limit ? null : placeOf(rows.at(-1)) }
}
