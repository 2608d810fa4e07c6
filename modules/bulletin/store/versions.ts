import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { monthOf } from '../rules/month.ts'
import type { BulletinKind } from '../rules/names.ts'
import type { BulletinKey } from './bulletins.ts'

const columns = [
  'v.bulletin_id as bulletinId', 'v.version', 'v.institution_id as institutionId', 'v.region_code as regionCode', 'v.region_prefix as regionPrefix', 'v.month_on as monthOn', 'v.number_year as numberYear', 'v.number', 'v.number_printed as numberPrinted', 'v.title', 'v.addressed', 'v.sha256', 'v.change_note as changeNote',
  'v.first_published_at as firstPublishedAt', 'v.published_at as publishedAt', 'v.published_name as publishedName', 'i.name as issuerName',
] as const

const versions = (read: ReadTx) => read.selectFrom('bulletin_version as v').innerJoin('institution as i', 'i.id', 'v.institution_id').select(columns).select(sql<BulletinKind>`v.kind`.as('kind'))
export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number]

/** All versions of a bulletin, oldest first, without the contents. */
export const listVersions = (read: ReadTx, bulletinId: string) => versions(read).where('v.bulletin_id', '=', bulletinId).orderBy('v.version').execute()

const withContent = (read: ReadTx) => versions(read).select('v.content')
export const findVersion = (read: ReadTx, bulletinId: string, version: number) => withContent(read).where('v.bulletin_id', '=', bulletinId).where('v.version', '=', version).executeTakeFirst()
export const loadVersion = (read: ReadTx, bulletinId: string, version: number) => withContent(read).where('v.bulletin_id', '=', bulletinId).where('v.version', '=', version).executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export type FullVersion = Awaited<ReturnType<typeof loadVersion>>
/** What stands: the newest version. */
export const findNewest = (read: ReadTx, bulletinId: string) => withContent(read).where('v.bulletin_id', '=', bulletinId).orderBy('v.version', 'desc').limit(1).executeTakeFirst()

/** The newest bulletin of a kind that a commission published, for its number's word. */
export const findLastOf = (read: ReadTx, institutionId: string, kind: BulletinKind) => withContent(read).where('v.institution_id', '=', institutionId).where('v.kind', '=', kind).orderBy('v.published_at', 'desc').limit(1).executeTakeFirst()

export type Place = { readonly at: string; readonly id: string }
type Ask = { /** Bulletins whose commission's scope holds this region; all where undefined. */ readonly regionCode?: string | undefined; readonly after: Place | undefined; readonly limit: number }

/** Of each bulletin the version that stands. */
const newestOnly = (read: ReadTx) => versions(read).where((eb) => eb.not(eb.exists(eb.selectFrom('bulletin_version as n').select('n.version').whereRef('n.bulletin_id', '=', 'v.bulletin_id').whereRef('n.version', '>', 'v.version'))))

/** Published bulletins by their newest version, in order of the first publication, newest first. */
export function listPublished(read: ReadTx, ask: Ask): Promise<VersionRow[]> {
  let query = newestOnly(read)
  if (ask.regionCode !== undefined) query = query.where(sql<boolean>`${ask.regionCode} like v.region_prefix || '%'`)
  if (ask.after !== undefined) query = query.where(sql<boolean>`(v.first_published_at, v.bulletin_id) < (${ask.after.at}::timestamptz, ${ask.after.id}::uuid)`)
  return query.orderBy('v.first_published_at', 'desc').orderBy('v.bulletin_id', 'desc').limit(ask.limit).execute()
}

/** The newest versions that were published since an instant. */
export const listSince = (read: ReadTx, since: string): Promise<VersionRow[]> =>
  newestOnly(read).where('v.published_at', '>=', since).orderBy('v.published_at').execute()

export const insertVersion = (
  tx: Tx,
  row: Pick<VersionRow, 'bulletinId' | 'kind' | 'version' | 'institutionId' | 'regionCode' | 'regionPrefix' | 'monthOn' | 'numberYear' | 'number' | 'numberPrinted' | 'title' | 'addressed' | 'sha256' | 'changeNote' | 'firstPublishedAt' | 'publishedAt' | 'publishedName'> & { readonly content: string },
) =>
  tx
    .insertInto('bulletin_version')
    .values({
      bulletin_id: row.bulletinId, kind: row.kind, version: row.version, institution_id: row.institutionId, region_code: row.regionCode, region_prefix: row.regionPrefix, month_on: row.monthOn, number_year: row.numberYear, number: row.number, number_printed: row.numberPrinted, title: row.title, addressed: row.addressed, content: row.content, sha256: row.sha256,
      change_note: row.changeNote, first_published_at: row.firstPublishedAt, published_at: row.publishedAt, published_name: row.publishedName,
    })
    .execute()

export const insertFigures = (tx: Tx, key: BulletinKey, regionCode: string, version: number, figures: string) => tx.insertInto('bulletin_figures').values({ institution_id: key.institutionId, bulletin_id: key.bulletinId, version, region_code: regionCode, figures }).execute()

/** The exact figures behind a published version; undefined for whoever is not its commission. */
export const findFigures = async (read: ReadTx, key: BulletinKey, version: number): Promise<string | undefined> =>
  (await read.selectFrom('bulletin_figures').select('figures').where('institution_id', '=', key.institutionId).where('bulletin_id', '=', key.bulletinId).where('version', '=', version).executeTakeFirst())?.figures

/** First publications of a commission's bulletins of a kind, newest first: what `publish` duties are judged by. */
export const listPublications = async (read: ReadTx, institutionId: string, kind: BulletinKind, limit: number) =>
  (await versions(read).where('v.institution_id', '=', institutionId).where('v.kind', '=', kind).where('v.version', '=', 1).orderBy('v.published_at', 'desc').limit(limit).execute()).map((row) => ({ bulletinId: row.bulletinId, title: row.title, month: monthOf(row.monthOn), publishedAt: row.publishedAt }))
