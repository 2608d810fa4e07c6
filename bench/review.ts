// bench: review: a sample drawn of 100,000 prescriptions, and the review desk: the next prescription shown, an opinion kept
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { sessionCookie } from '../server/platform/session.ts'
import { keepFrames } from '../modules/prescribing/public.ts'
import { openServer, type Open } from './booking/open.ts'
import { quantile, type Figure } from './registers/lists.ts'
import { withSuper } from './registers/load.ts'
import { arrangeHouse, type House } from './review/arrange.ts'

// Through the HTTP API of the whole server, one client, on a durable database. The month's frame is gathered first, as the job of
// each minute does, and said apart (frame_ms). The draw is made several times: each one is
// taken away again behind the application's back, since a month is drawn once.
const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, prescriptions: { type: 'string' }, rounds: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const size = { prescriptions: Number(given.prescriptions ?? 100_000), stays: 3000, doctors: 400, drugs: 900, readers: 4 }
const rounds = Number(given.rounds ?? 7)

type Answer = { ms: number; body: any } // oxlint-disable-line typescript/no-explicit-any -- a benchmark reads a few fields of a reply
const asker = (open: Open, house: House) => async (method: 'GET' | 'POST', to: string, body?: object): Promise<Answer> => {
  const begin = performance.now()
  const answer = await fetch(`http://127.0.0.1:${open.port}/api${to}`, { method, headers: { cookie: `${sessionCookie}=${house.token}`, 'content-type': 'application/json', ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  const ms = performance.now() - begin
  if (answer.status !== 200) throw new Error(`${method} ${to} answered ${answer.status}: ${text.slice(0, 300)}`)
  return { ms, body: JSON.parse(text) }
}

/** Behind the application, as the owner of the tables' superuser, for the next draw. */
async function forget(open: Open, institutionId: string): Promise<void> {
  await withSuper(open.superUrl, async (client) => {
    for (const table of ['review_opinion', 'review_item', 'review_frame', 'review_cycle']) await client.query(`delete from ${table} where institution_id = $1`, [institutionId])
  })
}

async function measure(open: Open): Promise<Figure[]> {
  const house = await arrangeHouse(open.platform, size)
  await withSuper(open.superUrl, (client) => client.query('analyze'))
  const gathering = performance.now()
  if ((await keepFrames(open.platform)) !== 1) throw new Error('the month has no frame')
  const gathered = performance.now() - gathering
  say(`${house.lines} lines of ${size.prescriptions} prescriptions and ${size.stays} stays`)
  const ask = asker(open, house)
  const previews: number[] = []
  const draws: number[] = []
  let sample = 0
  for (let round = 0; round <= rounds; round += 1) {
    const preview = await ask('GET', '/review/preview?month=2026-10')
    const draw = await ask('POST', '/review/rounds', { month: '2026-10' })
    const shown = await ask('GET', `/review/rounds/${draw.body.institutionId}/${draw.body.cycleId}`)
    sample = shown.body.sample
    // The first of each warms up.
    if (round > 0) {
      previews.push(preview.ms)
      draws.push(draw.ms)
    }
    if (round < rounds) await forget(open, house.institutionId)
  }
  say(`drawn: ${sample}`)
  const screens: number[] = []
  const opinions: number[] = []
  for (;;) {
    const desk = await ask('GET', '/review/desk')
    const [item] = desk.body.items
    if (item === undefined) break
    screens.push(desk.ms)
    const codes = item.hints.slice(0, 1).map((hint: { code: string }) => hint.code)
    opinions.push((await ask('POST', `/review/items/${item.institutionId}/${item.id}/opinion`, { codes, note: '' })).ms)
  }
  return [
    ['frame_ms', gathered, 'ms'], ['draw_p95_ms', quantile(draws, 0.95), 'ms'], ['draw_median_ms', quantile(draws, 0.5), 'ms'], ['preview_p95_ms', quantile(previews, 0.95), 'ms'], ['desk_next_p95_ms', quantile(screens, 0.95), 'ms'], ['desk_next_median_ms', quantile(screens, 0.5), 'ms'], ['opinion_p95_ms', quantile(opinions, 0.95), 'ms'], ['opinion_median_ms', quantile(opinions, 0.5), 'ms'], ['sample', sample, 'items'], ['read', screens.length, 'items'],
  ]
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-review-'))
const open = await openServer(path.join(folder, 'data'))
try {
  const figures = await measure(open)
  if (!json) process.stdout.write(`${size.prescriptions} prescriptions, ${os.cpus()[0]?.model ?? 'unknown processor'} × ${os.cpus().length}, load ${os.loadavg()[0]?.toFixed(1) ?? ''}\n`)
  for (const [figure, value, unit] of figures) {
    const rounded = Math.round(value * 10) / 10
    process.stdout.write(json ? `${JSON.stringify({ bench: 'review', figure, value: rounded, unit })}\n` : `${figure.padEnd(22)} ${String(rounded).padStart(10)} ${unit}\n`)
  }
} finally {
  await open.close()
  rmSync(folder, { recursive: true, force: true })
}
