// bench: ingest: ten million lines of bills read, judged, summed and durable, against COPY of the same rows into an indexed table
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createWriteStream } from 'node:fs'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { addMonths } from '../kernel/calendar.ts'
import { readLocalFile } from '../modules/prescribing/commands/read-local.ts'
import { saveDrugs } from '../modules/prescribing/store/drugs.ts'
import { act, type Platform } from '../server/platform/act.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded, type Embedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import { generateCharges, type ChargeFileMade } from './charges/generate.ts'
import { drugsOf, fullSize, housesOf, saveHouses, type ChargeSize } from './charges/houses.ts'

// Durability is on in everything that is measured (fsync, full pages).
const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, lines: { type: 'string' }, institutions: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
// Fewer houses are of the same size as the forty of the whole: 30 departments and 600 prescribers each.
const institutions = Number(given.institutions ?? fullSize.institutions)
const size: ChargeSize = { ...fullSize, lines: Number(given.lines ?? fullSize.lines), institutions, departments: 30 * institutions, prescribers: 600 * institutions }
const system = systemActor('bench')

async function connected<T>(cluster: Embedded, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(cluster.superUrl)
  url.pathname = '/huiyin'
  const client = new pg.Client({ connectionString: url.toString() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The rows that were taken, copied out in the order they stood in the files and in again into a table with the same key, in one COPY a file. */
async function copySeconds(cluster: Embedded, files: readonly ChargeFileMade[], folder: string): Promise<{ seconds: number; rows: number }> {
  return connected(cluster, async (client) => {
    const paths: string[] = []
    for (const { house } of files) {
      const target = path.join(folder, `${house.id}.copy`)
      await pipeline(client.query(copyTo(`copy (select * from charge_line where institution_id = '${house.id}' order by line_no) to stdout`)), createWriteStream(target))
      paths.push(target)
    }
    await client.query('create table bench_line (like charge_line including all)')
    await client.query('checkpoint')
    const begin = performance.now()
    for (const file of paths) await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), client.query(copyFrom('copy bench_line from stdin')))
    const seconds = (performance.now() - begin) / 1000
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from bench_line')
    return { seconds, rows: rows[0]?.n ?? 0 }
  })
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-ingest-'))
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const houses = housesOf(size)
  say(`generating ${size.lines} lines …`)
  const files = await generateCharges(folder, houses, size)
  const cluster = await startEmbedded({ dataDir })
  const platform: Platform = { database: openDatabase(cluster.appUrl, { max: 8 }), clock: fixedClock(`${addMonths(size.firstMonth, size.months)}T01:00:00.000Z`), vault: openVault(cluster.keyRing), log: pino({ level: 'error' }), demo: false, publicUrl: 'http://127.0.0.1' }
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    await act(platform, system, async (at) => {
      await saveHouses(at, houses)
      await saveDrugs(at.tx, drugsOf(size), 'bench', at.now.toISOString())
    })
    await connected(cluster, async (client) => client.query('checkpoint'))
    say('reading …')
    const begin = performance.now()
    let [kept, rejected] = [0, 0]
    for (const file of files) {
      const read = await readLocalFile(platform, { institutionId: file.house.id, regionCode: file.house.regionCode }, file.path, system)
      if (read.state !== 'done') throw new Error(`${file.path}: ${read.state} ${read.fault ?? ''}`)
      kept += read.kept
      rejected += read.rejected
      say(`${kept} lines are in`)
    }
    const seconds = (performance.now() - begin) / 1000
    say(`${kept} lines in ${seconds.toFixed(1)} s, ${rejected} turned away`)
    const bad = files.reduce((sum, file) => sum + file.bad, 0)
    if (kept !== size.lines - bad || rejected !== bad) throw new Error(`expected ${size.lines - bad} and ${bad}`)
    say('copying the same rows …')
    const copy = await copySeconds(cluster, files, folder)
    if (copy.rows !== kept) throw new Error(`copied ${copy.rows} rows of ${kept}`)
    for (const [figure, value, unit] of [['ingest_s', seconds, 's'], ['copy_s', copy.seconds, 's'], ['rows_per_s', size.lines / seconds, 'rows/s'], ['vs_copy', copy.seconds / seconds, 'ratio'], ['peak_rss_mb', process.resourceUsage().maxRSS / 1024, 'MB']] as const) {
      const rounded = Math.round(value * 100) / 100
      process.stdout.write(json ? `${JSON.stringify({ bench: 'ingest', figure, value: rounded, unit })}\n` : `${figure.padEnd(24)} ${String(rounded).padStart(12)} ${unit.padEnd(8)}${figure === 'vs_copy' ? ` limit ≥ 1, ratio ${rounded}` : ''}\n`)
    }
  } finally {
    await platform.database.close()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await main()
