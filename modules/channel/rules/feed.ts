import { normaliseHan } from '../../../kernel/text.ts'
import { clean, cut } from './mail.ts'

/** One entry of a feed, RSS or Atom alike. */
export type FeedEntry = { readonly guid: string; readonly title: string; readonly link: string; readonly summary: string; readonly publishedAt: string | null }

const mostKeywords = 60
export const mostEntries = 500

/** Blanks between words and case do not make two keywords; at least two characters, or everything would be found. */
export const keywordsOf = (given: readonly string[]): string[] => {
  const known = new Map<string, string>()
  for (const word of given.map((each) => each.trim().replaceAll(/\s+/g, ' '))) if (Array.from(normaliseHan(word)).length >= 2) known.set(normaliseHan(word), known.get(normaliseHan(word)) ?? word)
  return [...known.values()].slice(0, mostKeywords)
}

/** Rule IN-11: an entry is a candidate where its title or summary holds a keyword; width, case and punctuation do not matter. */
export function wordsIn(entry: Pick<FeedEntry, 'title' | 'summary'>, keywords: readonly string[]): string[] {
  const text = normaliseHan(`${entry.title}\n${entry.summary}`)
  return keywords.filter((word) => text.includes(normaliseHan(word)))
}

const tracking = /^(utm_|spm$|from$|fbclid$|gclid$|share_)/

/** Rule IN-12: what makes an entry the same in another feed or on another day: its address without traces, else its own id or title. */
export function keyText(entry: Pick<FeedEntry, 'guid' | 'link' | 'title'>): string {
  if (URL.canParse(entry.link)) {
    const url = new URL(entry.link)
    const kept = new URLSearchParams([...url.searchParams].filter(([name]) => !tracking.test(name)))
    kept.sort()
    return `${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}?${kept.toString()}`
  }
  return entry.guid === '' ? normaliseHan(entry.title) : entry.guid
}

/** What is kept of an entry: words without control characters, and only a link that a browser may open. */
export function keptOf(entry: FeedEntry): FeedEntry {
  const link = URL.canParse(entry.link) && /^https?:$/.test(new URL(entry.link).protocol) ? entry.link.slice(0, 2000) : ''
  return { guid: entry.guid.slice(0, 500), title: cut(clean(entry.title).replaceAll(/\s+/g, ' ').trim(), 200), link, summary: cut(clean(entry.summary).trim(), 2000), publishedAt: entry.publishedAt }
}
