// bench: search: free places of fifty doctors over thirty days, as the search page asks for them and as a list from the database
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import Fastify from 'fastify'
import { pino } from 'pino'
import { systemActor } from '../kernel/actor.ts'
import { seeded } from '../kernel/random.ts'
import { act, type Platform } from '../server/platform/act.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import './matters/tsx.ts'
import { inTurn, median, ratio, takenBy, type Played, type Sent } from './matters/play.ts'
import { quantile, type Figure } from './registers/lists.ts'
import { withSuper } from './registers/load.ts'

const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const limits: Readonly<Record<string, { most?: number; least?: number }>> = { p95_ms: { most: 20 }, per_s: { least: 4000 } }
const doctors = 50
const days = 30
const clients = 32
const system = systemActor('bench')

/** One department of fifty doctors who are there every day, with two thirds of the next weeks' places taken. */
async function arrange(platform: Platform): Promise<{ institutionId: string; departmentId: string; slots: number }> {
  const { insertClinics, insertRules } = await import('../modules/booking/store/clinics.ts')
  const { ensureSlots } = await import('../modules/booking/commands/slots.ts')
  return act(platform, system, async (step) => {
    const { tx, now } = step
    for (const [code, level, parent] of [['990000', 'province', null], ['990100', 'city', '990000'], ['990121', 'county', '990100']] as const) await tx.insertInto('region').values({ code, name: code, level, parent_code: parent }).onConflict((conflict) => conflict.doNothing()).execute()
    const [institutionId, departmentId] = [step.newId(), step.newId()]
    const body = { institutionId, regionCode: '990121' }
    await tx.insertInto('institution').values({ id: institutionId, region_code: '990121', region_prefix: null, name: '云溪县示例医院', short_name: '示例医院', kind: 'general', level: 'two', ownership: 'public', credit_code: 'BENCHSEARCH0000001', created_at: now.toISOString() }).execute()
    await tx.insertInto('department').values({ institution_id: institutionId, region_code: '990121', id: departmentId, name: '内科', kind: 'clinical' }).execute()
    const clinics = Array.from({ length: doctors }, (_, n) => ({ ...body, id: step.newId(), departmentId, staffId: null, name: `内科专家门诊（第${n + 1}位医师）`, service: 'visit' as const, room: String(200 + n), feeCents: 0, brings: '', active: true, revision: 1 }))
    await insertClinics(tx, clinics)
    const daily = { weekdays: [1, 2, 3, 4, 5, 6, 7], slotMinutes: 30, capacity: 3, pools: {}, onHolidays: true, room: '', weeksAhead: 6, releaseMinute: 0, mode: 'queue' as const, drawMinutes: 30, referralDaysEarlier: 0, rolloverHours: 24, validFrom: step.today, validTo: null }
    await insertRules(tx, body, clinics.flatMap((clinic) => [{ ...daily, id: step.newId(), clinicId: clinic.id, fromMinute: 480, toMinute: 720 }, { ...daily, id: step.newId(), clinicId: clinic.id, fromMinute: 840, toMinute: 1020 }]))
    const { made } = await ensureSlots(step, { institutionId })
    const draw = seeded('free places')
    const places = await tx.selectFrom('slot_place').select(['slot_id']).where('institution_id', '=', institutionId).execute()
    for (const taken of [1, 2, 3]) {
      const some = places.filter(() => draw.next() < 0.4).map((each) => each.slot_id)
      await tx.updateTable('slot_place').set({ taken }).where('institution_id', '=', institutionId).where((eb) => eb('slot_id', '=', eb.fn.any(eb.val(some)))).execute()
    }
    return { institutionId, departmentId, slots: made }
  })
}

async function measure(port: number, hall: { institutionId: string; departmentId: string }): Promise<Figure[]> {
  const of = (sent: Omit<Sent, 'method' | 'body'>): Sent[][] => Array.from({ length: clients }, () => [{ method: 'GET' as const, body: '', ...sent }])
  const where = `institutionId=${hall.institutionId}&departmentId=${hall.departmentId}`
  const path = `/api/free?${where}&days=${days}`
  // A server that does nothing but send these bytes: what the machine gives at this moment.
  const bytes = Buffer.from(await (await fetch(`http://127.0.0.1:${port}${path}`)).arrayBuffer()).subarray(0, 3500)
  const bare = Fastify()
  bare.get('/', (_request, reply) => reply.type('application/json').send(bytes))
  const barePort = Number(new URL(await bare.listen({ host: '127.0.0.1', port: 0 })).port)
  const played = await inTurn(
    {
      bare: { port: barePort, clients: of({ path: '/', headers: {}, least: 1000 }) },
      board: { port, clients: of({ path, headers: { 'accept-encoding': 'br' }, least: 1000 }) },
      list: { port, clients: of({ path: `/api/free/slots?${where}&limit=50`, headers: {}, least: 10_000 }) },
    },
    { rounds: Number(given.rounds ?? 5), seconds: Number(given.seconds ?? 4), say },
  )
  await bare.close()
  const rate = (each: Played) => each.rate
  return [
    ['p95_ms', quantile(takenBy(played.board), 0.95), 'ms'], ['per_s', median(played.board.map(rate)), '/s'], ['p99_ms', quantile(takenBy(played.board), 0.99), 'ms'], ['cpu_ms', median(played.board.map((each) => each.cpuMs)), 'ms'], ['vs_bare', ratio(played.board, played.bare, rate), 'ratio'], ['bare_per_s', median(played.bare.map(rate)), '/s'], ['bare_cpu_ms', median(played.bare.map((each) => each.cpuMs)), 'ms'],
    ['bytes', median(played.board.map((each) => each.bytes)), 'bytes'],
    ['list_p95_ms', quantile(takenBy(played.list), 0.95), 'ms'], ['list_per_s', median(played.list.map(rate)), '/s'],
  ]
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const load = () => os.loadavg()[0] ?? 0
  const begin = load()
  const cluster = await startEmbedded({ dataDir: folder })
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
  const platform: Platform = { database: openDatabase(cluster.appUrl, { max: 20 }), clock: systemClock, vault: openVault(cluster.keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
  // Loaded here, after what reads pages is in place.
  const { assemble } = await import('../server/assemble.ts')
  const { addWeb } = await import('../server/platform/web.ts')
  const app = await assemble(platform)
  await addWeb(app, 'bench')
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 })
  try {
    const hall = await arrange(platform)
    say(`${hall.slots} slots of ${doctors} doctors`)
    await withSuper(cluster.superUrl, (client) => client.query('vacuum analyze'))
    const figures = await measure(Number(new URL(address).port), hall)
    for (const [figure, value, unit] of [...figures, ['load_at_begin', begin, ''], ['load_at_end', load(), '']] as Figure[]) {
      const limit = limits[figure]
      const says = limit === undefined ? '' : ` limit ${limit.most === undefined ? `≥ ${limit.least}` : `≤ ${limit.most}`}`
      const rounded = Math.round(value * 1000) / 1000
      process.stdout.write(json ? `${JSON.stringify({ bench: 'search', figure, value: rounded, unit })}\n` : `${figure.padEnd(20)} ${String(rounded).padStart(10)} ${unit.padEnd(6)}${says}\n`)
    }
  } finally {
    await app.http.close()
    await platform.database.close()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
