// bench: queue: from the press of a doctor's key to 500 call screens, with everything a press does on the way
// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { seeded } from '../kernel/random.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { prepareMeasures } from '../modules/measure/public.ts'
import { prepareRegisters } from '../modules/register/public.ts'
import { callId } from '../modules/queue/live.ts'
import { usualRule } from '../modules/queue/rules/queue.ts'
import { act, type Platform } from '../server/platform/act.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import { sessionCookie } from '../server/platform/session.ts'
import type { Person, World } from '../server/testing/api.ts'
import './matters/tsx.ts'
import type { Seen } from './queue/screens.ts'

// Loaded here, after what reads pages is in place.
const { assemble } = await import('../server/assemble.ts')
const { api, newInstitution } = await import('../server/testing/api.ts')

// Durability is on: this is an installation as it would be, with one hospital, 25 lines of two rooms, and 500 displays.
const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, presses: { type: 'string' }, screens: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const presses = Math.max(20, Number(given.presses ?? 100))
const screens = Math.max(5, Number(given.screens ?? 500))
const [lines, areaSize, gapMs] = [25, 5, 250]
const today = '2026-10-14'
const begins = `${today}T01:00:00.000Z`
const now = () => performance.timeOrigin + performance.now()
const system = systemActor('bench')

type Room = { readonly person: Person; readonly windowId: string; readonly queue: number }

/** Through the same doors a hospital uses: lines, rooms with a doctor each, tickets, displays over five lines and the hall. */
async function arrange(world: World): Promise<{ rooms: Room[]; paths: string[] }> {
  const house = await newInstitution(world)
  const departmentId = await act(world.platform, system, async (step) => {
    const id = step.newId()
    await step.tx.insertInto('department').values({ institution_id: house.institutionId, id, region_code: house.regionCode, name: '内科', kind: 'clinical' }).execute()
    return id
  })
  const [clerk, desk] = [await house.person('institution_clerk'), await house.person('desk_clerk')]
  for (let at = 0; at < lines; at += 1) await api(world, clerk).post('/queues', { departmentId, name: `第${at + 1}队列`, kind: 'consultation', letter: 'A', rule: usualRule, usualMinutes: 8, windows: ['1诊室', '2诊室'] })
  const queues: { id: string; name: string; windows: { id: string }[] }[] = (await api(world, clerk).get('/queue-settings')).body.queues
  const rooms: Room[] = []
  for (const [queue, { id, windows }] of queues.entries()) {
    for (let n = 0; n < (queue === 0 ? presses / 2 : (presses / lines) * 3) + 5; n += 1) await api(world, desk).post('/queue-tickets', { queueId: id, name: '患者某' })
    for (const window of windows) {
      const person = await house.person('doctor', departmentId)
      await api(world, person).post(`/queue-windows/${window.id}/open`)
      rooms.push({ person, windowId: window.id, queue })
    }
  }
  const paths: string[] = []
  for (let area = 0; area < lines / areaSize; area += 1) {
    const own = queues.slice(area * areaSize, (area + 1) * areaSize).map((queue) => queue.id)
    const hall = queues[0]?.id ?? ''
    const made = await api(world, clerk).post('/call-screens', { area: `${area + 1}区`, queueIds: [...new Set([hall, ...own])] })
    for (let n = 0; n < screens / (lines / areaSize); n += 1) paths.push(`${new URL(made.body.url).pathname}/live`)
  }
  return { rooms, paths }
}

const message = (worker: Worker): Promise<Seen> => new Promise((resolve, reject) => {
  worker.once('message', resolve)
  worker.once('error', reject)
})

async function press(port: number, room: Room): Promise<{ id: string; answered: number }> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/queue-windows/${room.windowId}/next`, { method: 'POST', headers: { cookie: `${sessionCookie}=${room.person.token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: '{}' })
  const body = (await answer.json()) as { present?: { id: string; calls: number } | null; message?: string }
  if (answer.status !== 200 || body.present == null) throw new Error(`a press was answered ${answer.status}: ${body.message ?? 'nobody was called'}`)
  return { id: callId(body.present), answered: now() }
}

const quantile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

async function measure(port: number, rooms: readonly Room[], worker: Worker): Promise<(readonly [string, number, string])[]> {
  const random = seeded('bench queue')
  const sent: { made: Promise<{ id: string; answered: number }>; from: number; queue: number }[] = []
  for (let n = 0; n < presses; n += 1) {
    // Every fifth press is in the hall, which all displays show.
    const room = n % 5 === 0 ? rooms[n % 2] : random.pick(rooms)
    if (room === undefined) continue
    const from = now()
    sent.push({ from, queue: room.queue, made: press(port, room) })
    await wait(gapMs)
  }
  const pressed = await Promise.all(sent.map(async ({ made, ...each }) => ({ ...each, ...(await made) })))
  await wait(1500)
  worker.postMessage('seen')
  const answer = await message(worker)
  if (!('calls' in answer)) throw new Error('the displays said nothing')
  const seen = new Map(answer.calls)
  const taken = (from: readonly { id: string; from: number }[]) => from.flatMap((each) => (seen.get(each.id) ?? []).map((at) => at - each.from))
  const due = (queue: number) => (queue === 0 ? screens : screens / (lines / areaSize))
  const all = taken(pressed)
  const missed = pressed.reduce((sum, each) => sum + due(each.queue) - (seen.get(each.id)?.length ?? 0), 0)
  const hall = taken(pressed.filter((each) => each.queue === 0))
  return [
    ['event_to_screen_p95_ms', quantile(all, 0.95), 'ms'], ['event_to_screen_p50_ms', quantile(all, 0.5), 'ms'], ['event_to_screen_max_ms', quantile(all, 1), 'ms'],
    ['press_answered_p50_ms', quantile(pressed.map((each) => each.answered - each.from), 0.5), 'ms'], ['press_answered_p95_ms', quantile(pressed.map((each) => each.answered - each.from), 0.95), 'ms'],
    ['hall_to_500_p95_ms', quantile(hall, 0.95), 'ms'], ['deliveries', all.length, ''], ['missed', missed, ''], ['presses_per_s', 1000 / gapMs, ''],
  ]
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const cluster = await startEmbedded({ dataDir })
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    const clock = fixedClock(begins)
    const started = performance.now()
    const timer = setInterval(() => clock.set(new Date(Date.parse(begins) + performance.now() - started).toISOString()), 10)
    const platform: Platform = { database: openDatabase(cluster.appUrl, { max: 20 }), clock, vault: openVault(cluster.keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
    const app = await assemble(platform)
    await act(platform, system, seedOfficialYears)
    await act(platform, system, prepareRegisters)
    await act(platform, system, (step) => prepareMeasures(step))
    const port = Number(new URL(await app.http.listen({ host: '127.0.0.1', port: 0 })).port)
    const world: World = { app, platform, clock, ownerUrl: cluster.ownerUrl, superUrl: cluster.superUrl, close: async () => undefined }
    try {
      const { rooms, paths } = await arrange(world)
      say(`${rooms.length} rooms, ${paths.length} displays`)
      const worker = new Worker(new URL('./queue/screens.ts', import.meta.url), { workerData: { port, paths } })
      await message(worker)
      say('all displays have begun')
      const loads = () => Math.round((os.loadavg()[0] ?? 0) * 10) / 10
      const before = loads()
      const figures = await measure(port, rooms, worker)
      worker.postMessage('end')
      for (const [figure, value, unit] of [...figures, ['load_at_begin', before, ''] as const, ['load_at_end', loads(), ''] as const]) {
        const rounded = Math.round(value * 10) / 10
        const bound = figure === 'event_to_screen_p95_ms' ? ` limit ≤ 500, ratio ${(value / 500).toFixed(2)}` : ''
        process.stdout.write(json ? `${JSON.stringify({ bench: 'queue', figure, value: rounded, unit })}\n` : `${figure.padEnd(28)} ${String(rounded).padStart(10)} ${unit}${bound}\n`)
      }
    } finally {
      clearInterval(timer)
      await app.http.close()
      await platform.database.close()
    }
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await main()
