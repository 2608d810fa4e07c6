import { lookup as resolve } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { checkFeedUrl, isPublicAddress } from '../rules/address.ts'
import { ChannelFault } from '../rules/fault.ts'

export const feedLimits = { bytes: 4 * 1024 * 1024, ms: 15_000, redirects: 4 }
/** How the world outside is reached; a test reaches its own server on loopback. */
export type Reach = { readonly mayReach: (address: string) => boolean; readonly mayAsk: (url: string) => boolean }
export const openNetwork: Reach = { mayReach: isPublicAddress, mayAsk: (url) => checkFeedUrl(url) === null }

export type Fetched = { readonly text: string | null; readonly etag: string | null; readonly lastModified: string | null }

/**
 * Rule IN-10: asks for a feed and nothing else. Every address a name stands for is looked at before one is connected to,
 * and the connection goes to that very address, so a name cannot point elsewhere a moment later; redirections are looked
 * at like the first address. Unpacked size and time are limited. `text` is null where nothing is new.
 */
export async function fetchFeed(url: string, known: { etag: string | null; lastModified: string | null }, reach: Reach = openNetwork): Promise<Fetched> {
  let at = url
  for (let hop = 0; hop <= feedLimits.redirects; hop += 1) {
    if (!reach.mayAsk(at)) throw new ChannelFault('private', new URL(at).host)
    const answer = await ask(new URL(at), known, reach)
    if (typeof answer !== 'string') return answer
    at = new URL(answer, at).toString()
  }
  throw new ChannelFault('redirects', String(feedLimits.redirects))
}

/** Answers the body, or the address it was sent on to. */
function ask(url: URL, known: { etag: string | null; lastModified: string | null }, reach: Reach): Promise<Fetched | string> {
  const lookup: LookupFunction = (host, options, done) => {
    resolve(host, { all: true, verbatim: true }).then(
      (found) => {
        const [first] = found
        const inside = found.find((each) => !reach.mayReach(each.address))
        if (first === undefined || inside !== undefined) done(new ChannelFault('private', host), '', 0)
        else if (options.all === true) done(null, found)
        else done(null, first.address, first.family)
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), '', 0),
    )
  }
  const signal = AbortSignal.timeout(feedLimits.ms)
  return new Promise((done, fail) => {
    const client = url.protocol === 'https:' ? https : http
    const request = client.get(url, {
      lookup, signal, agent: false,
      headers: { accept: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8', 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'Huiyin feed reader', ...(known.etag === null ? {} : { 'if-none-match': known.etag }), ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }) },
    })
    const fault = (error: unknown) => fail(signal.aborted ? new ChannelFault('timeout', `${feedLimits.ms / 1000} s`) : error)
    request.on('error', fault)
    request.on('response', (response) => {
      const status = response.statusCode ?? 0
      const validators = { etag: response.headers.etag ?? null, lastModified: response.headers['last-modified'] ?? null }
      const leave = (answer: Fetched | string) => {
        response.destroy()
        done(answer)
      }
      if (status === 304) return leave({ text: null, ...known })
      if ([301, 302, 303, 307, 308].includes(status) && response.headers.location !== undefined) return leave(response.headers.location)
      if (status !== 200) {
        response.destroy()
        return fail(new ChannelFault('http', `HTTP ${status}`))
      }
      read(response, response.headers).then((text) => done({ text, ...validators }), fault)
    })
  })
}

async function read(response: http.IncomingMessage, headers: http.IncomingHttpHeaders): Promise<string> {
  const packed = headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  const unpack = packed === 'gzip' || packed === 'x-gzip' ? createGunzip() : packed === 'deflate' ? createInflate() : packed === 'br' ? createBrotliDecompress() : null
  if (unpack === null && packed !== 'identity' && packed !== '') throw new ChannelFault('other', `packed as ${packed}`)
  const body = unpack === null ? response : response.on('error', (error) => unpack.destroy(error)).pipe(unpack)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > feedLimits.bytes) {
      response.destroy()
      throw new ChannelFault('too_large', `${feedLimits.bytes / 1024 / 1024} MB`)
    }
    chunks.push(chunk)
  }
  return decode(Buffer.concat(chunks), headers['content-type'] ?? '')
}

/** The charset of the answer, else of the XML declaration, else UTF-8; many Chinese feeds are GBK. */
function decode(bytes: Buffer, contentType: string): string {
  const declared = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? /^[^>]{0,80}encoding=["']([\w-]+)/.exec(bytes.subarray(0, 120).toString('latin1'))?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(declared).decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}
