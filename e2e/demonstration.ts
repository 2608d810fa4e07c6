import { randomUUID } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { startEmbedded } from '../server/platform/embedded.ts'
import { endProcess, placeIn, serverOf, startServer, type Place } from './server.ts'

let serving: Place | null = null

/** The demonstration of this file. */
export function demonstration(): Place & { readonly url: string } {
  if (serving === null) throw new Error('this journey did not ask for the demonstration: onDemonstration() at the head of its describe')
  return { ...serving, url: `http://127.0.0.1:${serving.port}` }
}

/** A demonstration county of the file's own, as it was loaded: no journey finds what another left, in whatever order they run. */
export function onDemonstration(): void {
  let folder = ''
  beforeAll(async () => {
    const shared = inject('demonstration')
    const loaded = await loadOnce(shared)
    folder = path.join(shared, randomUUID())
    serving = await placeIn(folder)
    copyWhole(loaded, serving.dataDir)
    await startServer(serving)
  }, 3_600_000)
  afterAll(async () => {
    if (serving !== null) await stop(serving)
    serving = null
    if (folder !== '') rmSync(folder, { recursive: true, force: true })
  })
}

/** The data of a demonstration that was loaded and stopped. The first file of a run that asks for it loads it, the others wait: `ready` says that it is whole, `failed` why it never will be. */
async function loadOnce(shared: string): Promise<string> {
  const [claim, ready, failed] = [path.join(shared, 'first'), path.join(shared, 'ready'), path.join(shared, 'failed')]
  if (isFirst(claim)) {
    const place = await placeIn(claim)
    try {
      await startServer(place)
      await isAtRest(place)
      await stop(place)
      writeFileSync(ready, place.dataDir)
    } catch (error) {
      writeFileSync(failed, error instanceof Error ? error.message : String(error))
      await stop(place)
    }
  }
  while (!existsSync(ready)) {
    if (existsSync(failed)) throw new Error(`the demonstration was not loaded: ${readFileSync(failed, 'utf8')}`)
    await wait(200)
  }
  return path.join(claim, 'data')
}

/** What the loading left to the jobs is done once here, and not anew in each copy before whatever a journey is waiting for; what is not done in a quarter of an hour is left. */
async function isAtRest(place: Place): Promise<void> {
  const database = await startEmbedded({ dataDir: place.dataDir })
  const client = new Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    const { rows: [loaded] } = await client.query<{ at: string }>('select now()::text as at')
    const left = async () => (await client.query('select from graphile_worker.jobs where created_at <= $1 and run_at <= now() and attempts < max_attempts limit 1', [loaded?.at])).rowCount ?? 0
    for (let waited = 0; waited < 1800 && (await left()) > 0; waited += 1) await wait(500)
  } finally {
    await client.end()
    await database.stop()
  }
}

/** A folder is made by one alone. */
function isFirst(claim: string): boolean {
  try {
    mkdirSync(claim)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Whoever serves: a journey may have started it anew. */
async function stop(place: Place): Promise<void> {
  const pid = serverOf(place.dataDir)
  if (pid !== null) await endProcess(pid, 'SIGTERM')
  if (serverOf(place.dataDir) !== null) throw new Error(`the server on ${place.dataDir} did not end`)
}

/** Contents and modes and, where we are root and the database is not, owners: a plain copy of folders forgets both. */
function copyWhole(from: string, to: string): void {
  if (existsSync(path.join(from, 'database-folder'))) throw new Error(`the database does not lie in ${from}: a copy would share it`)
  cpSync(from, to, { recursive: true })
  const isRoot = process.getuid?.() === 0
  for (const name of ['.', ...readdirSync(from, { recursive: true, encoding: 'utf8' })]) {
    const { mode, uid, gid } = lstatSync(path.join(from, name))
    chmodSync(path.join(to, name), mode)
    if (isRoot) chownSync(path.join(to, name), uid, gid)
  }
}
