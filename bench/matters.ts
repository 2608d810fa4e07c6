// bench: matters: the work list at 20,000 and at a million matters, search, entering against two bare rows, the follow page against a file
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { prepareMeasures } from '../modules/measure/public.ts'
import { prepareRegisters } from '../modules/register/public.ts'
import { keepVersions } from '../modules/template/public.ts'
import { act, type Platform } from '../server/platform/act.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded, type Embedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import { connect } from '../server/connect.ts'
import './matters/tsx.ts'
import { multiply, receiptOf, saveStock, type HeldReceipt } from './matters/arrange.ts'
import { measureCreates } from './matters/creates.ts'
import { measureFollows } from './matters/follows.ts'
import { measureLists, measureSearch, type Given, type Hall } from './matters/lists.ts'
import { stockOf } from './matters/stock.ts'
import { markCounted, saveBodies } from './registers/arrange.ts'
import { benchBodies, type BenchBodies } from './registers/bodies.ts'
import type { Figure } from './registers/lists.ts'
import { withIndexesAway, withSuper } from './registers/load.ts'

// Durability is on while anything is measured (fsync, full pages). Only the arranging goes without.
const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, matters: { type: 'string' }, data: { type: 'string' }, only: { type: 'string' }, rounds: { type: 'string' }, seconds: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const stockSize = 10_000
const sizes = { small: 20_000, large: Math.max(20_000, Number(given.matters ?? 1_000_000)) }
const limits: Readonly<Record<string, { most?: number; least?: number }>> = { create_vs_bare: { least: 0.5 }, list_20k_p99_ms: { most: 25 }, list_1m_vs_20k: { most: 1.5 }, search_1m_p95_ms: { most: 100 }, follow_vs_static: { least: 0.2 } }
const today = '2026-10-14'
const now = `${today}T01:00:00.000Z`
const system = systemActor('bench')

/** Five hundred bodies of one city; one hospital alone gets a tenth of everything. */
function bodiesOf(): BenchBodies {
  const bodies = benchBodies(500)
  const sum = bodies.institutions.reduce((all, body) => all + body.size, 0)
  return { ...bodies, institutions: bodies.institutions.map((body, at) => (at === 0 ? { ...body, size: sum / 9 } : body)) }
}

const platformOn = (cluster: Embedded, clock: Platform['clock']): Platform => ({ database: openDatabase(cluster.appUrl, { max: 20 }), clock, vault: openVault(cluster.keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' })

/** Fills a new cluster without durability; then it is stopped, and started as an installation would be. */
async function arrange(dataDir: string, bodies: BenchBodies, matters: number): Promise<void> {
  const cluster = await startEmbedded({ dataDir, test: true })
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
  const platform = platformOn(cluster, fixedClock(now))
  try {
    await act(platform, system, seedOfficialYears)
    await act(platform, system, prepareRegisters)
    await act(platform, system, (at) => prepareMeasures(at))
    await act(platform, system, keepVersions)
    await act(platform, system, (at) => saveBodies(at, bodies))
    await act(platform, system, (at) => at.tx.updateTable('post').set({ role: 'complaint_officer' }).where('role', '=', 'institution_clerk').execute())
    await act(platform, system, (at) => markCounted(at, bodies))
    await saveStock(platform, bodies, stockSize, now)
    say(`${stockSize} matters made by the rules`)
    await withIndexesAway(cluster.superUrl, ['matter', 'matter_event', 'matter_author', 'matter_receipt', 'matter_gram'], say, () => withSuper(cluster.superUrl, (client) => multiply(client, matters / stockSize, say)))
    await withSuper(cluster.superUrl, async (client) => {
      await client.query(`insert into matter_number (institution_id, kind, year, region_code, last) select institution_id, kind, extract(year from received_at)::int, min(region_code), 9000000 from matter group by 1, 2, 3`)
      await client.query('vacuum (analyze)')
    })
  } finally {
    await platform.database.close()
    await cluster.stop()
  }
}

type Open = Hall & { readonly platform: Platform; readonly appUrl: string; readonly superUrl: string; close(): Promise<void> }

async function open(dataDir: string, bodies: BenchBodies, matters: number): Promise<Open> {
  const marker = path.join(dataDir, 'arranged.json')
  const holds = JSON.stringify({ matters })
  if (!existsSync(marker)) {
    say(`arranging ${matters} matters in ${dataDir} …`)
    await arrange(dataDir, bodies, matters)
    writeFileSync(marker, holds)
  } else if (readFileSync(marker, 'utf8') !== holds) throw new Error(`${dataDir} holds another arrangement: ${readFileSync(marker, 'utf8')}`)
  const cluster = await startEmbedded({ dataDir })
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
  const clock = fixedClock(now)
  const begun = performance.now()
  const timer = setInterval(() => clock.set(new Date(Date.parse(now) + performance.now() - begun).toISOString()), 20)
  const platform = platformOn(cluster, clock)
  // Loaded here, after what reads pages is in place.
  const { assemble } = await import('../server/assemble.ts')
  const app = await assemble(platform)
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
  return {
    matters, platform, appUrl: cluster.appUrl, superUrl: cluster.superUrl, port: Number(new URL(address).port),
    async close() {
      clearInterval(timer)
      await app.http.close()
      await platform.database.close()
      await cluster.stop()
    },
  }
}

/** Receipts of a hundred matters, in whatever state they are. */
async function heldReceipts({ platform }: Open, bodies: BenchBodies): Promise<HeldReceipt[]> {
  const calendar = await act(platform, system, async (at) => at.calendar)
  return stockOf(bodies.institutions, stockSize, calendar, now).slice(0, 100).map((each) => receiptOf(platform, each))
}

async function main(): Promise<void> {
  const dataDir = given.data ?? mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const bodies = bodiesOf()
  connect()
  const asked: Given = { bodies, officers: bodies.institutions.filter((body) => body.level === 'two').slice(0, 8), rounds: Number(given.rounds ?? 6), seconds: Number(given.seconds ?? 4), say }
  const isAsked = (part: string) => given.only === undefined || given.only.split(',').includes(part)
  const halls: Open[] = []
  const hall = async (name: keyof typeof sizes): Promise<Open> => {
    const opened = await open(path.join(dataDir, name), bodies, sizes[name])
    halls.push(opened)
    return opened
  }
  try {
    const figures: Figure[] = []
    const load = () => os.loadavg()[0] ?? 0
    figures.push(['load_at_begin', load(), ''])
    const large = await hall('large')
    if (isAsked('lists')) figures.push(...(await measureLists(await hall('small'), large, asked)))
    if (isAsked('search')) figures.push(...(await measureSearch(large, { ...asked, rounds: 3 })))
    if (isAsked('follow')) figures.push(...(await measureFollows(large, await heldReceipts(large, bodies), asked)))
    if (isAsked('create')) figures.push(...(await measureCreates(large, today, asked)))
    figures.push(['load_at_end', load(), ''])
    report(figures)
  } finally {
    for (const each of halls) await each.close()
    if (given.data === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
}

function report(figures: readonly Figure[]): void {
  for (const [figure, value, unit] of figures) {
    const rounded = Math.round(value * 1000) / 1000
    const limit = limits[figure]
    const bound = limit?.most ?? limit?.least
    const says = bound === undefined ? '' : ` limit ${limit?.most === undefined ? '≥' : '≤'} ${bound}, ratio ${(value / bound).toFixed(2)}`
    process.stdout.write(json ? `${JSON.stringify({ bench: 'matters', figure, value: rounded, unit })}\n` : `${figure.padEnd(36)} ${String(rounded).padStart(10)} ${unit.padEnd(8)}${says}\n`)
  }
}

await main()
