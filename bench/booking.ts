// bench: booking: places sold at 64 clients against pgbench of the bare statement, on many slots and on twenty; a lone one; its processor time
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { superUrlOf, withSuper } from './registers/load.ts'
import { quantile, type Figure } from './registers/lists.ts'
import { arrangeBare, arrangeHall, bareStatement, stockBookings, type Hall } from './booking/arrange.ts'
import { newClients, pgbench, pgbenchAt, type Played } from './booking/play.ts'
import { openServer, type Open } from './booking/open.ts'

const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, rounds: { type: 'string' }, seconds: { type: 'string' } } })
const json = given.json === true
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const [rounds, seconds] = [Number(given.rounds ?? 3), Number(given.seconds ?? 4)]
const limits: Readonly<Record<string, { most?: number; least?: number }>> = { throughput_vs_limit: { least: 0.6 }, hot_vs_limit: { least: 1 }, lone_latency_vs_limit: { most: 2 }, cpu_ms: { most: 0.5 } }
const wideSlots = 2000
const hotSlots = 20
const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The one statement through the driver, one at a time: its usual latency in milliseconds. */
let loneAsked = 2_000_000_000_000
async function loneBare({ platform }: Open, forSeconds: number): Promise<number> {
  const taken: number[] = []
  const until = performance.now() + forSeconds * 1000
  for (let n = 1; performance.now() < until; n += 1) {
    const from = performance.now()
    await platform.database.pool.query({ name: 'bare', text: bareStatement('$1::int', '$2::bigint'), values: [1 + (n % wideSlots), (loneAsked += 1)] })
    taken.push(performance.now() - from)
  }
  return median(taken)
}

async function measure(open: Open, folder: string): Promise<Figure[]> {
  const program = pgbenchAt()
  if (program === null) throw new Error('pgbench is not on this machine; install postgresql-contrib or postgresql')
  const [wide, hot] = [await arrangeHall(open.platform, { slots: wideSlots, capacity: 1_000_000, citizens: 64, seed: 'wide' }), await arrangeHall(open.platform, { slots: hotSlots, capacity: 1_000_000, citizens: 64, seed: 'hot' })]
  await withSuper(open.superUrl, async (client) => {
    await arrangeBare(client, wideSlots)
    await stockBookings(client, wide, 20_000)
    await stockBookings(client, hot, 20_000)
  })
  const script = (places: number): string => {
    const file = path.join(folder, `bare-${places}.sql`)
    writeFileSync(file, `\\set place random(1, ${places})\n\\set person random(1, 1000000000000)\n${bareStatement(':place', ':person')};\n`)
    return file
  }
  const scripts = { wide: script(wideSlots), hot: script(hotSlots) }
  const clients = newClients()
  let person = 0
  const play = async (hall: Hall, who: number, forSeconds: number): Promise<Played> => {
    const played = await clients.play({ port: open.port, clients: who, seconds: forSeconds, attempts: null, institutionId: hall.institutionId, slots: hall.slots, tokens: hall.tokens, person, key: `bench-${person}` }, open.postmaster)
    if (played.booked !== played.done) throw new Error(`not everything was booked: ${JSON.stringify(played.refused)}`)
    person += played.done
    return played
  }
  const found: Record<'wide' | 'hot', { mine: Played; bare: number }[]> = { wide: [], hot: [] }
  const lone: { mine: number; bare: number }[] = []
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const length = round === 0 ? Math.min(3, seconds) : seconds
      for (const [name, hall] of [['wide', wide], ['hot', hot]] as const) {
        const bare = pgbench(program, superUrlOf(open.superUrl), scripts[name], length)
        const mine = await play(hall, 64, length)
        say(`${name}: ${(mine.done / mine.seconds).toFixed(0)}/s, p50 ${median(mine.taken).toFixed(1)} p99 ${quantile(mine.taken, 0.99).toFixed(1)} ms, cpu ${mine.cpuMsEach.toFixed(3)} ms (node ${mine.nodeMsEach.toFixed(3)}); bare ${bare.toFixed(0)}/s`)
        if (round > 0) found[name].push({ mine, bare })
      }
      const bare = await loneBare(open, Math.min(2, length))
      const mine = median((await play(wide, 1, Math.min(2, length))).taken)
      say(`alone: ${mine.toFixed(2)} ms, bare ${bare.toFixed(2)} ms`)
      if (round > 0) lone.push({ mine, bare })
    }
  } finally {
    clients.end()
  }
  const rate = (each: Played) => each.done / each.seconds
  const all = [...found.wide, ...found.hot]
  return [
    ['throughput_vs_limit', median(found.wide.map((each) => rate(each.mine) / each.bare)), ''],
    ['hot_vs_limit', median(found.hot.map((each) => rate(each.mine) / each.bare)), ''],
    ['lone_latency_vs_limit', median(lone.map((each) => each.mine / each.bare)), ''],
    ['cpu_ms', median(all.map((each) => each.mine.cpuMsEach)), 'ms'],
    ['cpu_of_node_ms', median(all.map((each) => each.mine.nodeMsEach)), 'ms'],
    ['wide_per_s', median(found.wide.map((each) => rate(each.mine))), '/s'],
    ['wide_bare_per_s', median(found.wide.map((each) => each.bare)), '/s'],
    ['hot_per_s', median(found.hot.map((each) => rate(each.mine))), '/s'],
    ['hot_bare_per_s', median(found.hot.map((each) => each.bare)), '/s'],
    ['lone_p50_ms', median(lone.map((each) => each.mine)), 'ms'],
    ['lone_bare_p50_ms', median(lone.map((each) => each.bare)), 'ms'],
    ['p99_ms', median(found.wide.map((each) => quantile(each.mine.taken, 0.99))), 'ms'],
  ]
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const load = () => os.loadavg()[0] ?? 0
  const begin = load()
  const open = await openServer(folder)
  try {
    const figures = await measure(open, folder)
    for (const [figure, value, unit] of [...figures, ['load_at_begin', begin, ''], ['load_at_end', load(), '']] as Figure[]) {
      const limit = limits[figure]
      const says = limit === undefined ? '' : ` limit ${limit.most === undefined ? `≥ ${limit.least}` : `≤ ${limit.most}`}`
      const rounded = Math.round(value * 1000) / 1000
      process.stdout.write(json ? `${JSON.stringify({ bench: 'booking', figure, value: rounded, unit })}\n` : `${figure.padEnd(28)} ${String(rounded).padStart(10)} ${unit.padEnd(4)}${says}\n`)
    }
  } finally {
    await open.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
