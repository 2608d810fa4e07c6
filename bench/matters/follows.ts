import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify from 'fastify'
import { median, inTurn, ratio, takenBy, type Played, type Sent } from './play.ts'
import { quantile, type Figure } from '../registers/lists.ts'
import type { HeldReceipt } from './arrange.ts'
import type { Given, Hall } from './lists.ts'

/** Opens a receipt as its holder does: code and last four digits, and the cookie that comes back. */
async function opened(port: number, { code, tail }: HeldReceipt): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/follow`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ code, tail }).toString() })
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '').find((each) => each.startsWith('huiyin_matter='))
  if (answer.status !== 303 || cookie === undefined) throw new Error(`the receipt was not opened: ${answer.status}`)
  return cookie
}

/** Follow pages of many matters, and files of the same bytes from a server that does nothing but send them, in turn. */
export async function measureFollows(hall: Hall, receipts: readonly HeldReceipt[], given: Given): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-static-'))
  const files = Fastify()
  try {
    await files.register(fastifyStatic, { root: folder })
    const followed: Sent[] = []
    const plain: Sent[] = []
    for (const [at, receipt] of receipts.entries()) {
      const cookie = await opened(hall.port, receipt)
      const html = Buffer.from(await (await fetch(`http://127.0.0.1:${hall.port}/follow`, { headers: { cookie } })).arrayBuffer())
      if (!html.includes('<ol') || !html.includes('</html>')) throw new Error('the follow page shows no steps')
      writeFileSync(path.join(folder, `${at}.html`), html)
      followed.push({ method: 'GET', path: '/follow', headers: { cookie }, body: '', least: html.length - 200 })
      plain.push({ method: 'GET', path: `/${at}.html`, headers: {}, body: '', least: html.length })
    }
    await files.listen({ host: '127.0.0.1', port: 0 })
    const address = files.server.address()
    const eight = (sent: readonly Sent[]) => Array.from({ length: 8 }, (_, at) => [...sent.slice(at * 3), ...sent.slice(0, at * 3)])
    const played = await inTurn({ file: { port: typeof address === 'object' && address !== null ? address.port : 0, clients: eight(plain) }, follow: { port: hall.port, clients: eight(followed) } }, given)
    const rate = (each: Played) => each.rate
    return [
      ['follow_vs_static', ratio(played.follow, played.file, rate), 'ratio'], ['follows_per_second', median(played.follow.map(rate)), 'per s'], ['files_per_second', median(played.file.map(rate)), 'per s'], ['follow_p95_ms', quantile(takenBy(played.follow), 0.95), 'ms'],
      ['follow_node_cpu_ms', median(played.follow.map((each) => each.cpuMs)), 'ms'], ['file_node_cpu_ms', median(played.file.map((each) => each.cpuMs)), 'ms'], ['follow_bytes', median(played.follow.map((each) => each.bytes)), 'bytes'],
    ]
  } finally {
    await files.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
