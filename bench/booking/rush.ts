// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { seeded } from '../../kernel/random.ts'
import { superUrlOf } from '../registers/load.ts'
import type { Hall } from './arrange.ts'
import { checkRush, type Kept, type Verdict } from './check.ts'
import { postmasterOf } from './open.ts'
import type { Progress, Rush } from './rush-clients.ts'

export type RushGiven = { readonly dataDir: string; readonly superUrl: string; readonly hall: Hall; readonly capacity: number; readonly attempts: number; readonly clients: number; readonly killEvery: number; readonly say: (line: string) => void }
export type Rushed = Verdict & { readonly serverKills: number; readonly databaseKills: number; readonly broken: number; readonly seconds: number; readonly taken: readonly number[] }

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

async function startServer(dataDir: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'server.ts'), dataDir, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit').then(() => Promise.reject(new Error('the server ended before it answered')))])
  return child
}

/** Ends exactly this process, and waits until it is gone. */
async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  for (let waited = 0; waited < 300; waited += 1) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await wait(20)
  }
}

async function keptIn(superUrl: string, hall: Hall): Promise<Kept[]> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: superUrlOf(superUrl) })
    try {
      await client.connect()
      const { rows } = await client.query<Kept>(
        `select id, slot_id as "slotId", made_by || ' ' || made_key as key, person_index as person, department_id || ' ' || on_date as day, state in ('held', 'booked', 'arrived', 'seen') as live from booking where institution_id = $1`,
        [hall.institutionId],
      )
      return rows
    } catch (error) {
      if (tries > 100) throw error
      await wait(200)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

/** So many attempts by so many clients while server and database are killed in turn, at moments drawn by lot. */
export async function runRush(given: RushGiven): Promise<Rushed> {
  const port = await freePort()
  const draw = seeded('rush')
  let server = await startServer(given.dataDir, port)
  const log = path.join(given.dataDir, 'rush.log')
  const worker = new Worker(path.join(import.meta.dirname, 'rush-clients.ts'))
  let progress: Progress = { answered: 0, broken: 0, over: false, taken: [] }
  worker.on('message', (said: Progress) => {
    progress = said
  })
  const begin = performance.now()
  worker.postMessage({ port, clients: given.clients, attempts: given.attempts, institutionId: given.hall.institutionId, slots: given.hall.slots, tokens: given.hall.tokens, log } satisfies Rush)
  const kills = { server: 0, database: 0 }
  let next = given.killEvery
  while (!progress.over) {
    await wait(20)
    if (progress.answered < next || progress.over) continue
    next = progress.answered + Math.ceil(given.killEvery * (0.5 + draw.int(0, 100) / 100))
    const isServer = (kills.server + kills.database) % 2 === 0
    await wait(draw.int(0, 50))
    if (isServer) {
      kills.server += 1
      await kill(server.pid ?? Number.NaN)
      server = await startServer(given.dataDir, port)
    } else {
      kills.database += 1
      await kill(postmasterOf(given.dataDir))
    }
    given.say(`killed the ${isServer ? 'server' : 'database'} at ${progress.answered} answers; ${progress.broken} requests broke so far`)
  }
  const kept = await keptIn(given.superUrl, given.hall)
  await kill(server.pid ?? Number.NaN)
  return { ...checkRush(log, kept, given.capacity), serverKills: kills.server, databaseKills: kills.database, broken: progress.broken, seconds: (performance.now() - begin) / 1000, taken: progress.taken }
}
