// bench: registers: lists over ten million entries of 200 registers, and entries a second against a bare insert
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { addDays } from '../kernel/calendar.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { prepareMeasures } from '../modules/measure/public.ts'
import { measureRoutes } from '../modules/measure/routes.ts'
import { planRoutes } from '../modules/plan/routes.ts'
import { setRegisters } from '../modules/register/definitions.ts'
import { prepareRegisters } from '../modules/register/public.ts'
import { registerRoutes } from '../modules/register/routes.ts'
import { keepVersions } from '../modules/template/public.ts'
import { act, type Platform } from '../server/platform/act.ts'
import { newApp } from '../server/platform/app.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded, type Embedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import { connect } from '../server/connect.ts'
import { launchTemplate, markCounted, saveBodies } from './registers/arrange.ts'
import { benchBodies, type BenchBodies } from './registers/bodies.ts'
import { benchRegisters } from './registers/definitions.ts'
import { measureEntries } from './registers/entries.ts'
import { measureImport } from './registers/imports.ts'
import { measureLists, type Figure } from './registers/lists.ts'
import { loadEntries, withSuper } from './registers/load.ts'

// Durability is on while anything is measured (fsync, full pages). Only the arranging goes without.
const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, entries: { type: 'string' }, data: { type: 'string' }, only: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const size = { entries: Number(given.entries ?? 10_000_000), institutions: 500, registers: 200 }
const limits: Readonly<Record<string, { most?: number; least?: number }>> = { list_p95_ms: { most: 30 }, entry_vs_bare: { least: 0.5 } }
const days = { first: '2023-10-15', today: '2026-10-14' } as const
const system = systemActor('bench')

function platformOn(cluster: Embedded, clock: Platform['clock']): Platform {
  return { database: openDatabase(cluster.appUrl, { max: 20 }), clock, vault: openVault(cluster.keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
}

/** Fills a new cluster without durability and without a log of what it writes; then it is stopped, and started as an installation would be. */
async function arrange(dataDir: string, bodies: BenchBodies): Promise<void> {
  const clock = fixedClock(`${days.today}T01:00:00.000Z`)
  const first = await startEmbedded({ dataDir, test: true })
  await migrate({ ownerUrl: first.ownerUrl, appRole: 'huiyin_app' })
  await withSuper(first.superUrl, async (client) => {
    for (const setting of [`wal_level = 'minimal'`, 'max_wal_senders = 0', `max_wal_size = '16GB'`, `autovacuum = 'off'`]) await client.query(`alter system set ${setting}`)
  })
  await first.stop()
  const cluster = await startEmbedded({ dataDir, test: true })
  const platform = platformOn(cluster, clock)
  try {
    await act(platform, system, seedOfficialYears)
    await act(platform, system, prepareRegisters)
    await act(platform, system, (at) => prepareMeasures(at))
    await act(platform, system, keepVersions)
    await act(platform, system, (at) => saveBodies(at, bodies))
    await loadEntries(cluster.superUrl, { ...size, ...days, say })
    await act(platform, system, (at) => markCounted(at, bodies))
    say('launching a plan of the catalogue …')
    const launched = await launchTemplate(platform, clock, bodies, days.today)
    say(`${launched.obligations} obligations`)
    await withSuper(cluster.superUrl, async (client) => {
      await client.query('vacuum (analyze)')
      await client.query('alter system reset all')
    })
  } finally {
    await platform.database.close()
    await cluster.stop()
  }
}

async function main(): Promise<void> {
  const dataDir = given.data ?? mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const marker = path.join(dataDir, 'arranged.json')
  const bodies = benchBodies(size.institutions)
  const figures: Figure[] = []
  setRegisters(benchRegisters(size.registers))
  connect()
  if (!existsSync(marker)) {
    say(`arranging ${size.entries} entries in ${dataDir} …`)
    const begin = performance.now()
    await arrange(dataDir, bodies)
    figures.push(['arranging_s', (performance.now() - begin) / 1000, 's'])
    writeFileSync(marker, JSON.stringify(size))
  } else if (readFileSync(marker, 'utf8') !== JSON.stringify(size)) throw new Error(`${dataDir} holds another arrangement: ${readFileSync(marker, 'utf8')}`)
  const cluster = await startEmbedded({ dataDir })
  const clock = fixedClock(`${days.today}T01:00:00.000Z`)
  const begun = performance.now()
  const timer = setInterval(() => clock.set(new Date(Date.parse(`${days.today}T01:00:00.000Z`) + performance.now() - begun).toISOString()), 20)
  const platform = platformOn(cluster, clock)
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    const app = await newApp(platform)
    for (const routes of [registerRoutes, measureRoutes, planRoutes]) routes(app)
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
    const isAsked = (part: string) => given.only === undefined || given.only.split(',').includes(part)
    if (isAsked('lists')) figures.push(...(await measureLists(address, bodies, { entries: size.entries, say })))
    if (isAsked('entries')) figures.push(...(await measureEntries({ platform, address, appUrl: cluster.appUrl, superUrl: cluster.superUrl, bodies, today: days.today, say })))
    if (isAsked('import')) figures.push(...(await measureImport(address, bodies, { rows: Math.min(100_000, size.entries), days: Array.from({ length: 30 }, (_, back) => addDays(days.today, -back)), say })))
    await app.http.close()
    report(figures)
  } finally {
    clearInterval(timer)
    await platform.database.close()
    await cluster.stop()
    if (given.data === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
}

function report(figures: readonly Figure[]): void {
  for (const [figure, value, unit] of figures) {
    const rounded = Math.round(value * 100) / 100
    const limit = limits[figure]
    const bound = limit?.most ?? limit?.least
    const says = bound === undefined ? '' : ` limit ${limit?.most === undefined ? '≥' : '≤'} ${bound}, ratio ${(value / bound).toFixed(2)}`
    process.stdout.write(json ? `${JSON.stringify({ bench: 'registers', figure, value: rounded, unit })}\n` : `${figure.padEnd(36)} ${String(rounded).padStart(10)} ${unit.padEnd(8)}${says}\n`)
  }
}

await main()
