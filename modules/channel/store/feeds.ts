import { RefusedError } from '../../../kernel/refusal.ts'
import type { ReadTx, Tx } from '../../../server/platform/database.ts'

export type FeedKey = { readonly institutionId: string; readonly feedId: string }
export type Feed = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly name: string
  readonly url: string
  readonly keywords: readonly string[]
  readonly active: boolean
  readonly etag: string | null
  readonly lastModified: string | null
  readonly polledAt: string | null
  readonly succeededAt: string | null
  readonly lastError: string | null
  readonly entries: number | null
  readonly revision: number
  readonly changedName: string
  readonly changedAt: string
}
const columns = ['institution_id as institutionId', 'id', 'region_code as regionCode', 'name', 'url', 'keywords', 'active', 'etag', 'last_modified as lastModified', 'polled_at as polledAt', 'succeeded_at as succeededAt', 'last_error as lastError', 'entries', 'revision', 'changed_name as changedName', 'changed_at as changedAt'] as const

export const listFeeds = (read: ReadTx, institutionId: string): Promise<Feed[]> => read.selectFrom('feed').select(columns).where('institution_id', '=', institutionId).orderBy('name').limit(500).execute()

export const loadFeed = (read: ReadTx, key: FeedKey): Promise<Feed> =>
  read.selectFrom('feed').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.feedId).executeTakeFirstOrThrow(() => new RefusedError('not_found'))

export const loadFeedForUpdate = (tx: Tx, key: FeedKey): Promise<Feed> =>
  tx.selectFrom('feed').select(columns).where('institution_id', '=', key.institutionId).where('id', '=', key.feedId).forUpdate().executeTakeFirstOrThrow(() => new RefusedError('not_found'))

/** Feeds to be asked, of all bodies: for the system only. */
export const listActive = (read: ReadTx): Promise<FeedKey[]> => read.selectFrom('feed').select(['institution_id as institutionId', 'id as feedId']).where('active', '=', true).orderBy('institution_id').execute()

export const insertFeed = (tx: Tx, feed: Feed) =>
  tx.insertInto('feed').values({ institution_id: feed.institutionId, id: feed.id, region_code: feed.regionCode, name: feed.name, url: feed.url, keywords: [...feed.keywords], active: feed.active, revision: 1, changed_name: feed.changedName, changed_at: feed.changedAt }).execute()

/** Other keywords or another address: the feed is read wholly again, since an answer of "nothing new" would hide what now counts. */
export const saveFeed = (tx: Tx, feed: Feed) =>
  tx
    .updateTable('feed')
    .set({ name: feed.name, url: feed.url, keywords: [...feed.keywords], active: feed.active, etag: null, last_modified: null, last_error: null, revision: feed.revision + 1, changed_name: feed.changedName, changed_at: feed.changedAt })
    .where('institution_id', '=', feed.institutionId)
    .where('id', '=', feed.id)
    .execute()

/** Only where the feed is still the one that was asked. */
export const savePolled = (tx: Tx, feed: Feed, polled: { at: string; error: string | null; etag?: string | null; lastModified?: string | null; entries?: number }) =>
  tx
    .updateTable('feed')
    .set({ polled_at: polled.at, last_error: polled.error, ...(polled.error === null ? { succeeded_at: polled.at } : {}), ...(polled.etag === undefined ? {} : { etag: polled.etag, last_modified: polled.lastModified ?? null }), ...(polled.entries === undefined ? {} : { entries: polled.entries }) })
    .where('institution_id', '=', feed.institutionId)
    .where('id', '=', feed.id)
    .where('revision', '=', feed.revision)
    .execute()
