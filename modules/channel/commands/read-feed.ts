import { createHash } from 'node:crypto'
import { systemActor } from '../../../kernel/actor.ts'
import { act as actAs, look, type Platform } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findInstitution } from '../../directory/public.ts'
import { readFeedJob } from '../jobs.ts'
import { fetchFeed, openNetwork, type Reach } from '../net/fetch-feed.ts'
import { parseFeed } from '../parse-feed.ts'
import { keptFault } from '../rules/fault.ts'
import { keptOf, keyText, wordsIn, type FeedEntry } from '../rules/feed.ts'
import { insertFound, type Found } from '../store/candidates.ts'
import * as feeds from '../store/feeds.ts'

const system = systemActor('channel.read-feed')

/** One job for each feed that is switched on. */
export async function pollAllFeeds(platform: Platform): Promise<number> {
  return actAs(platform, system, async (act) => {
    const active = await feeds.listActive(act.tx)
    for (const key of active) await readFeedJob.enqueue(act.tx, key, { key: `channel.read-feed:${key.feedId}` })
    return active.length
  })
}

/**
 * Rule IN-12: what is new and holds a keyword becomes a candidate, once, whatever feed or day brings it again. A feed that
 * cannot be read is named with the reason and asked again at its next turn; what it brought before stays.
 */
export async function readFeed(platform: Platform, key: feeds.FeedKey, reach: Reach = openNetwork): Promise<{ entries: number; found: number }> {
  const feed = await look(platform, system, ({ read }) => feeds.loadFeed(read, key))
  if (!feed.active) return { entries: 0, found: 0 }
  let fetched
  let entries: FeedEntry[]
  try {
    fetched = await fetchFeed(feed.url, feed, reach)
    entries = fetched.text === null ? [] : parseFeed(fetched.text)
  } catch (error) {
    await actAs(platform, system, (act) => feeds.savePolled(act.tx, feed, { at: act.now.toISOString(), error: keptFault(error) }))
    return { entries: 0, found: 0 }
  }
  const { text, etag, lastModified } = fetched
  return actAs(platform, system, async (act) => {
    const at = act.now.toISOString()
    const fresh = new Set(await insertFound(act.tx, feed, candidatesOf(feed, entries, act.newId), at))
    await feeds.savePolled(act.tx, feed, { at, error: null, etag, lastModified, ...(text === null ? {} : { entries: entries.length }) })
    if (fresh.size > 0) {
      const body = await findInstitution(act.tx, feed.institutionId)
      await notify(act, { institutionId: feed.institutionId, regionCode: feed.regionCode, role: body?.kind === 'commission' ? 'commission_clerk' : 'complaint_officer', topic: 'channel.opinion_found', params: { feed: feed.name, count: fresh.size }, link: '/channels/watch', onceKey: `channel.opinion:${[...fresh].sort()[0] ?? ''}` })
      await act.record({ institutionId: feed.institutionId, regionCode: feed.regionCode, kind: 'channel.opinion_found', subjectId: feed.id, detail: { feed: feed.name, count: fresh.size } })
    }
    return { entries: entries.length, found: fresh.size }
  })
}

/** An entry that stands twice in one answer is one. */
function candidatesOf(feed: feeds.Feed, entries: readonly FeedEntry[], newId: () => string): Found[] {
  const found = new Map<string, Found>()
  for (const each of entries) {
    const entry = keptOf(each)
    const words = wordsIn(entry, feed.keywords)
    if (words.length === 0) continue
    const entryKey = createHash('sha256').update(keyText(entry)).digest('base64url')
    if (!found.has(entryKey)) found.set(entryKey, { id: newId(), entryKey, title: entry.title === '' ? entry.link : entry.title, link: entry.link, summary: entry.summary, words, publishedAt: entry.publishedAt })
  }
  return [...found.values()]
}
