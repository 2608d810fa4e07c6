import { SaxesParser } from 'saxes'
import { ChannelFault } from './rules/fault.ts'
import { mostEntries, type FeedEntry } from './rules/feed.ts'

/** HTML names that feeds use although XML does not know them. */
const named: Readonly<Record<string, string>> = { nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', middot: '·', bull: '•', hellip: '…', mdash: '—', ndash: '–', ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', laquo: '«', raquo: '»', copy: '©', reg: '®', trade: '™', yen: '¥', times: '×', deg: '°', shy: '' }

/** Names with and without namespace prefix: what is not ours is passed over. */
const fields: Readonly<Record<string, 'guid' | 'title' | 'link' | 'summary' | 'publishedAt'>> = {
  guid: 'guid', id: 'guid', title: 'title', link: 'link', description: 'summary', summary: 'summary', content: 'summary', 'content:encoded': 'summary', pubDate: 'publishedAt', published: 'publishedAt', updated: 'publishedAt', 'dc:date': 'publishedAt',
}

/**
 * RSS 2.0, RSS 1.0 and Atom. Strict XML: a fault ends the reading with its place. No external entity is ever fetched and
 * none that the document declares is expanded, so nothing can be read or blown up by them.
 */
export function parseFeed(text: string): FeedEntry[] {
  // An address that has moved answers with a page: said plainly, since a page is no XML either.
  if (/^\s*(?:<!doctype html|<html)\b/i.test(text)) throw new ChannelFault('not_a_feed', 'a web page')
  const parser = new SaxesParser<{ position: true; xmlns: false }>({ position: true, xmlns: false })
  Object.assign(parser.ENTITIES, named)
  const entries: FeedEntry[] = []
  const path: string[] = []
  let entry: Record<'guid' | 'title' | 'link' | 'summary' | 'publishedAt', string> | null = null
  let said = ''
  let depth = 0
  const isEntry = (name: string) => name === 'item' || name === 'entry'
  parser.on('error', (fault) => {
    throw new ChannelFault('not_xml', fault.message)
  })
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new ChannelFault('not_xml', 'the document declares entities of its own')
  })
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name)
    if (path.length > 60) throw new ChannelFault('not_xml', 'nested too deeply')
    if (path.length === 1 && !['rss', 'feed', 'rdf:RDF'].includes(name)) throw new ChannelFault('not_a_feed', `the root is <${name}>, neither RSS nor Atom`)
    if (isEntry(name) && entry === null) {
      entry = { guid: '', title: '', link: '', summary: '', publishedAt: '' }
      depth = path.length
      return
    }
    if (entry === null || path.length !== depth + 1) return
    said = ''
    // Atom says its address in an attribute.
    if (name === 'link' && entry.link === '' && ['', 'alternate'].includes(attributes['rel'] ?? '')) entry.link = attributes['href'] ?? ''
  })
  const add = (chunk: string) => {
    if (entry !== null && path.length > depth && said.length < 20_000) said += chunk
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('closetag', ({ name }) => {
    if (entry !== null && path.length === depth + 1) {
      const field = fields[name]
      if (field !== undefined && entry[field] === '') entry[field] = said.trim()
    }
    if (entry !== null && path.length === depth && isEntry(name)) {
      if (entries.length < mostEntries) entries.push({ ...entry, title: plain(entry.title), summary: plain(entry.summary), publishedAt: instantOf(entry.publishedAt) })
      entry = null
    }
    path.pop()
  })
  parser.write(text).close()
  return entries
}

const references = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi

/** Summaries are often HTML that was escaped: tags go, their references become characters. */
function plain(text: string): string {
  return text
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<(br|\/p|\/div|\/li|\/tr)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]{0,2000}>/g, '')
    .replaceAll(references, (whole, name: string) => characterOf(name) ?? whole)
    .replaceAll(/[ \t]+/g, ' ')
    .trim()
}

function characterOf(name: string): string | null {
  if (!name.startsWith('#')) return ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ...named })[name.toLowerCase()] ?? null
  const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : null
}

/** RFC 822 or ISO 8601; what is neither is no date. Days without a zone are days in China. */
function instantOf(text: string): string | null {
  if (text === '') return null
  const zoned = /(?:Z|[+-]\d\d:?\d\d|GMT|UTC?|[ECMP][SD]T)$/i.test(text.trim()) ? text : `${text.trim().replace(/^(\d{4}-\d\d-\d\d) (\d)/, '$1T$2')}${/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? 'T00:00:00' : ''}+08:00`
  const ms = Date.parse(zoned)
  return Number.isNaN(ms) || ms < 0 || ms > 4_102_444_800_000 ? null : new Date(ms).toISOString()
}
