// bench: flash: fifty one-place slots, sixteen contenders each, a hundred times; then a rush with server and database killed, checked offline
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { arrangeHall, stockBookings, type Hall } from './booking/arrange.ts'
import { openServer, type Open } from './booking/open.ts'
import { newClients, type Played } from './booking/play.ts'
import { runRush } from './booking/rush.ts'
import { quantile, type Figure } from './registers/lists.ts'
import { withSuper } from './registers/load.ts'

const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, runs: { type: 'string' }, attempts: { type: 'string' }, clients: { type: 'string' }, kill: { type: 'string' }, seconds: { type: 'string' }, only: { type: 'string' }, slots: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const [runs, attempts, clients, seconds] = [Number(given.runs ?? 100), Number(given.attempts ?? 100_000), Number(given.clients ?? 1000), Number(given.seconds ?? 4)]
const killEvery = Number(given.kill ?? Math.max(1, Math.floor(attempts / 12)))
const limits: Readonly<Record<string, number>> = { oversold: 0, lost: 0, duplicates: 0, p99_ms: 150, refusal_vs_booking_cpu: 0.25 }
const perRun = 50
const contenders = 16
const rushSlots = Number(given.slots ?? 2000)
const rushCapacity = 5

/** A hundred times fifty places: each is sold once, and nobody else gets one. */
async function flash(open: Open, one: Hall, wide: Hall): Promise<{ figures: Figure[]; oversold: number }> {
  const side = newClients()
  let person = 0
  const play = async (hall: Hall, slots: readonly string[], over: { attempts?: number; seconds?: number }): Promise<Played> => {
    const played = await side.play({ port: open.port, clients: 64, seconds: over.seconds ?? null, attempts: over.attempts ?? null, institutionId: hall.institutionId, slots, tokens: hall.tokens, person, key: `flash-${person}` }, open.postmaster)
    person += played.done
    return played
  }
  try {
    const booked: Played[] = []
    for (let round = 0; round < 3; round += 1) booked.push(await play(wide, wide.slots, { seconds }))
    const taken: number[] = []
    let oversold = 0
    for (let run = 0; run < runs; run += 1) {
      const slots = one.slots.slice(run * perRun, (run + 1) * perRun)
      const played = await play(one, slots, { attempts: perRun * contenders })
      taken.push(...played.taken)
      const sold = new Map([...Map.groupBy(played.bookings, (each) => each.slotId)].map(([slotId, all]) => [slotId, all.length]))
      if (slots.some((slotId) => !sold.has(slotId))) throw new Error(`run ${run} sold ${played.booked} of ${perRun}`)
      oversold += played.booked - perRun
      if (run % 20 === 19) say(`${run + 1} runs, p99 so far ${quantile(taken, 0.99).toFixed(1)} ms`)
    }
    const refused: Played[] = []
    const full = one.slots.slice(0, runs * perRun)
    for (let round = 0; round < 3; round += 1) refused.push(await play(one, full, { seconds }))
    const cpu = (played: readonly Played[]) => quantile(played.slice(1).map((each) => each.cpuMsEach), 0.5)
    say(`cpu of a booking ${cpu(booked).toFixed(3)} ms, of a refusal ${cpu(refused).toFixed(3)} ms`)
    return { oversold, figures: [['p99_ms', quantile(taken, 0.99), 'ms'], ['p50_ms', quantile(taken, 0.5), 'ms'], ['refusal_vs_booking_cpu', cpu(refused) / cpu(booked), ''], ['booking_cpu_ms', cpu(booked), 'ms'], ['refusal_cpu_ms', cpu(refused), 'ms'], ['flash_runs', runs, '']] }
  } finally {
    side.end()
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const load = () => os.loadavg()[0] ?? 0
  const begin = load()
  const figures: Figure[] = []
  const totals = { oversold: 0, lost: 0, duplicates: 0 }
  try {
    const open = await openServer(folder)
    const rushHall = await arrangeHall(open.platform, { slots: rushSlots, capacity: rushCapacity, citizens: clients, seed: 'rush' })
    try {
      if (given.only !== 'rush') {
        const wide = await arrangeHall(open.platform, { slots: 2000, capacity: 1_000_000, citizens: 64, seed: 'wide' })
        const one = await arrangeHall(open.platform, { slots: runs * perRun, capacity: 1, citizens: 64, seed: 'one' })
        await withSuper(open.superUrl, (client) => stockBookings(client, wide, 20_000))
        const flashed = await flash(open, one, wide)
        figures.push(...flashed.figures)
        totals.oversold += flashed.oversold
      }
    } finally {
      await open.close()
    }
    if (given.only !== 'flash') {
      const rushed = await runRush({ dataDir: folder, superUrl: open.superUrl, hall: rushHall, capacity: rushCapacity, attempts, clients, killEvery, say })
      totals.oversold += rushed.oversold
      totals.lost += rushed.lost
      totals.duplicates += rushed.duplicates
      figures.push(['rush_attempts', attempts, ''], ['rush_clients', clients, ''], ['rush_acknowledged', rushed.acknowledged, ''], ['rush_kept', rushed.kept, ''], ['server_kills', rushed.serverKills, ''], ['database_kills', rushed.databaseKills, ''], ['broken_requests', rushed.broken, ''], ['rush_s', rushed.seconds, 's'], ['rush_p99_ms', quantile(rushed.taken, 0.99), 'ms'])
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  for (const [figure, value, unit] of [...Object.entries(totals).map(([name, value]): Figure => [name, value, '']), ...figures, ['load_at_begin', begin, ''], ['load_at_end', load(), '']] as Figure[]) {
    const rounded = Math.round(value * 1000) / 1000
    const says = limits[figure] === undefined ? '' : ` limit ≤ ${limits[figure]}`
    process.stdout.write(json ? `${JSON.stringify({ bench: 'flash', figure, value: rounded, unit })}\n` : `${figure.padEnd(28)} ${String(rounded).padStart(10)} ${unit.padEnd(4)}${says}\n`)
  }
}

await main()
