import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { readFeedJob } from '../jobs.ts'
import { checkFeedUrl } from '../rules/address.ts'
import { mayKeep, mayWatch } from '../rules/authority.ts'
import { keywordsOf } from '../rules/feed.ts'
import * as feeds from '../store/feeds.ts'
import { ownBody } from './body.ts'

export type FeedSettings = { readonly name: string; readonly url: string; readonly keywords: readonly string[]; readonly active: boolean }

function checked(ask: FeedSettings): FeedSettings {
  const no = checkFeedUrl(ask.url)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  const keywords = keywordsOf(ask.keywords)
  if (keywords.length === 0) throw new RefusedError('channel.feed_no_keyword')
  return { name: ask.name, url: ask.url, keywords, active: ask.active }
}

export async function addFeed(act: Act, ask: FeedSettings): Promise<feeds.FeedKey> {
  const body = await ownBody(act.tx, act.actor)
  const no = mayKeep(act.actor, { institutionId: body.id })
  if (no !== null) throw new RefusedError(no.refused)
  const feed: feeds.Feed = {
    ...checked(ask), institutionId: body.id, id: act.newId(), regionCode: body.regionCode, etag: null, lastModified: null, polledAt: null, succeededAt: null, lastError: null, entries: null,
    revision: 1, changedName: act.actor.name, changedAt: act.now.toISOString(),
  }
  await feeds.insertFeed(act.tx, feed)
  const key = { institutionId: feed.institutionId, feedId: feed.id }
  if (feed.active) await readFeedJob.enqueue(act.tx, key)
  await act.record({ institutionId: feed.institutionId, regionCode: feed.regionCode, kind: 'channel.feed_added', subjectId: feed.id, detail: { name: feed.name, url: feed.url, keywords: feed.keywords } })
  return key
}

export async function changeFeed(act: Act, ask: feeds.FeedKey & FeedSettings & { revision: number }): Promise<void> {
  const no = mayKeep(act.actor, ask)
  if (no !== null) throw new RefusedError(no.refused)
  const feed = await feeds.loadFeedForUpdate(act.tx, ask)
  if (feed.revision !== ask.revision) throw new RefusedError('request.stale')
  const settings = checked(ask)
  await feeds.saveFeed(act.tx, { ...feed, ...settings, changedName: act.actor.name, changedAt: act.now.toISOString() })
  if (settings.active) await readFeedJob.enqueue(act.tx, { institutionId: ask.institutionId, feedId: ask.feedId })
  await act.record({ institutionId: feed.institutionId, regionCode: feed.regionCode, kind: 'channel.feed_changed', subjectId: feed.id, detail: { ...settings } })
}

/** The network is asked by a job; the screen looks again. */
export async function askForFeed(act: Act, key: feeds.FeedKey): Promise<void> {
  const no = mayWatch(act.actor, key)
  if (no !== null) throw new RefusedError(no.refused)
  const feed = await feeds.loadFeed(act.tx, key)
  await readFeedJob.enqueue(act.tx, { institutionId: feed.institutionId, feedId: feed.id })
}
