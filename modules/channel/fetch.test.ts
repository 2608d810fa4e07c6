import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { feedLimits, fetchFeed, openNetwork, type Reach } from './net/fetch-feed.ts'

// A real server on loopback; what it must not reach is proved with the reach of production.
const loopback: Reach = { mayReach: () => true, mayAsk: (url) => /^https?:/.test(url) }
const nothing = { etag: null, lastModified: null }
let server: http.Server
let at: string
const asked: http.IncomingHttpHeaders[] = []

beforeAll(async () => {
  server = http.createServer((request, response) => {
    asked.push(request.headers)
    const path = request.url ?? ''
    if (path === '/gzip') return response.writeHead(200, { 'content-encoding': 'gzip', etag: '"v1"', 'last-modified': 'Mon, 02 Mar 2026 01:00:00 GMT' }).end(gzipSync('<rss/>'))
    if (path === '/gbk') return response.writeHead(200, { 'content-type': 'text/xml; charset=gbk' }).end(Buffer.from([0xc4, 0xe3]))
    if (path === '/declared') return response.writeHead(200).end(Buffer.concat([Buffer.from('<?xml version="1.0" encoding="GB2312"?><a>'), Buffer.from([0xc4, 0xe3]), Buffer.from('</a>')]))
    if (path === '/same') return response.writeHead(request.headers['if-none-match'] === '"v1"' ? 304 : 200).end('new')
    if (path === '/moved') return response.writeHead(301, { location: '/gzip' }).end()
    if (path === '/round') return response.writeHead(302, { location: '/round' }).end()
    if (path === '/inside') return response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
    if (path === '/local-file') return response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    if (path === '/bomb') return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(feedLimits.bytes * 3)))
    if (path === '/torn') return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(10_000)).subarray(0, 20))
    if (path === '/stalls') return response.writeHead(200).write('<rss>')
    return response.writeHead(404).end('no')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('a packed answer with its marks, and nothing where nothing is new', async () => {
  expect(await fetchFeed(`${at}/gzip`, nothing, loopback)).toEqual({ text: '<rss/>', etag: '"v1"', lastModified: 'Mon, 02 Mar 2026 01:00:00 GMT' })
  expect(await fetchFeed(`${at}/same`, { etag: '"v1"', lastModified: 'Mon, 02 Mar 2026 01:00:00 GMT' }, loopback)).toEqual({ text: null, etag: '"v1"', lastModified: 'Mon, 02 Mar 2026 01:00:00 GMT' })
  expect(asked.at(-1)).toMatchObject({ 'if-none-match': '"v1"', 'if-modified-since': 'Mon, 02 Mar 2026 01:00:00 GMT' })
  expect((await fetchFeed(`${at}/moved`, nothing, loopback)).text).toBe('<rss/>')
})

test('Chinese encodings, said by the server or by the document', async () => {
  expect((await fetchFeed(`${at}/gbk`, nothing, loopback)).text).toBe('你')
  expect((await fetchFeed(`${at}/declared`, nothing, loopback)).text).toContain('<a>你</a>')
})

test.each([
  ['/missing', 'http'],
  ['/round', 'redirects'],
  ['/bomb', 'too_large'],
])('IN-10 %s ends with its reason', async (path, code) => {
  await expect(fetchFeed(`${at}${path}`, nothing, loopback)).rejects.toMatchObject({ code })
})

test('IN-10 an answer that stops in the middle is one that took too long', async () => {
  const { ms } = feedLimits
  feedLimits.ms = 300
  onTestFinished(() => void (feedLimits.ms = ms))
  await expect(fetchFeed(`${at}/stalls`, nothing, loopback)).rejects.toMatchObject({ code: 'timeout' })
})

test('a torn answer is a fault and no empty feed', async () => {
  await expect(fetchFeed(`${at}/torn`, nothing, loopback)).rejects.toThrow()
})

test('IN-10 the inner network is never asked: by number, by a name that points there, by redirection, by another scheme', async () => {
  const before = asked.length
  await expect(fetchFeed(`${at}/gzip`, nothing, openNetwork)).rejects.toMatchObject({ code: 'private' })
  // A name that resolves to loopback, past the look at the address itself.
  await expect(fetchFeed(`${at.replace('127.0.0.1', 'localhost')}/gzip`, nothing, { ...openNetwork, mayAsk: () => true })).rejects.toMatchObject({ code: 'private' })
  expect(asked.length).toBe(before)
  const onlyFirst: Reach = { mayReach: () => true, mayAsk: (url) => url.startsWith(at) || openNetwork.mayAsk(url) }
  await expect(fetchFeed(`${at}/inside`, nothing, onlyFirst)).rejects.toMatchObject({ code: 'private' })
  await expect(fetchFeed(`${at}/local-file`, nothing, onlyFirst)).rejects.toMatchObject({ code: 'private' })
})
