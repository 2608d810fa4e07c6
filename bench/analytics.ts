// bench: analytics: double-ten and ratio league through the HTTP API, all houses and months against hand-written DuckDB on the same files
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { systemActor } from '../kernel/actor.ts'
import { seeded } from '../kernel/random.ts'
import { exportBehind } from '../modules/prescribing/analytics/export.ts'
import { connect, readOf } from '../modules/prescribing/analytics/engine.ts'
import { fileOf, keepLinesIn } from '../modules/prescribing/analytics/folder.ts'
import { readLocalFile } from '../modules/prescribing/commands/read-local.ts'
import { settleMonths } from '../modules/prescribing/commands/rank.ts'
import { nextMonth } from '../modules/prescribing/rules/rank.ts'
import { statementOf, type FreeQuestion } from '../modules/prescribing/rules/question.ts'
import { saveDrugs } from '../modules/prescribing/store/drugs.ts'
import { act } from '../server/platform/act.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { openServer } from './booking/open.ts'
import { generateCharges } from './charges/generate.ts'
import { codeOf, drugsOf, fullSize, housesOf, saveHouses, type ChargeSize, type House } from './charges/houses.ts'
import { readerSession } from './charges/reader.ts'
import { referenceOf, topOf, type Reference } from './charges/reference.ts'
import { quantile } from './registers/lists.ts'

const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, lines: { type: 'string' }, institutions: { type: 'string' } } })
const json = given.json === true
const size: ChargeSize = { ...fullSize, lines: Number(given.lines ?? fullSize.lines), institutions: Number(given.institutions ?? fullSize.institutions) }
const say = (line: string) => (json ? undefined : process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}\n`))
const limits: Readonly<Record<string, number>> = { double_ten_p95_ms: 15, ratio_league_p95_ms: 15, all_vs_duckdb: 1.25, mismatches: 0 }
const months = Array.from({ length: size.months }, (_, at) => nextMonth(size.firstMonth, at))
const system = systemActor('bench')

const agent = new http.Agent({ keepAlive: true })
/** One request over loopback to the last byte, and how long it took. */
function get(port: number, token: string, url: string): Promise<{ ms: number; body: unknown }> {
  const begin = performance.now()
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port, path: `/api${url}`, agent, headers: { cookie: `${sessionCookie}=${token}` } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const ms = performance.now() - begin
        if (answer.statusCode === 200) resolve({ ms, body: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown })
        else reject(new Error(`${url}: ${answer.statusCode} ${Buffer.concat(parts).toString('utf8')}`))
      })
    }).on('error', reject)
  })
}

type Row = { key: string; amountCents: number; volume: number }
type Board = { state: string; table: { amount: Row[]; volume: Row[] } }
type League = { groups: { lines: { name: string; numerator: number; denominator: number; withheld: boolean }[] }[] }
let mismatches = 0
const compare = (what: string, found: readonly string[], expected: readonly string[]): void => {
  if (found.length === expected.length && found.every((each, at) => each === expected[at])) return
  mismatches += 1
  if (mismatches <= 5) say(`mismatch: ${what}\n${found.join('\n')}\nexpected\n${expected.join('\n')}`)
}
const listed = (rows: readonly Row[]) => rows.map((row) => `${row.key} ${row.amountCents} ${row.volume}`)

async function boards(port: number, token: string, houses: readonly House[], references: readonly Reference[], state: string): Promise<number[]> {
  const taken: number[] = []
  const order = seeded(`analytics ${state}`).shuffle(houses.flatMap((house, at) => months.map((month) => ({ house, month, reference: references[at] }))))
  for (const { house, month, reference } of order) {
    const { ms, body: found } = await get(port, token, `/prescribing/double-ten?institutionId=${house.id}&month=${month}`)
    const body = found as Board
    if (body.state !== state) throw new Error(`${month} is ${body.state}, not ${state}`)
    taken.push(ms)
    const sums = reference?.drugs.get(month.slice(0, 7)) ?? new Map<string, never>()
    compare(`${house.name} ${month} amount`, listed(body.table.amount), topOf(sums, 'cents'))
    compare(`${house.name} ${month} volume`, listed(body.table.volume), topOf(sums, 'count'))
  }
  return taken
}

async function leagues(port: number, token: string, houses: readonly House[], references: readonly Reference[]): Promise<number[]> {
  const taken: number[] = []
  for (let round = 0; round < 5; round += 1) {
    for (const [at, house] of houses.entries()) {
      for (const year of ['2024-10', '2025-10']) {
        const { ms, body: found } = await get(port, token, `/prescribing/ratios?institutionId=${house.id}&from=${year}-01&to=${nextMonth(`${year}-01`, 11)}&ratio=drug-ratio`)
        const body = found as League
        taken.push(ms)
        const units = references[at]?.departments.get(year) ?? new Map<string, never>()
        compare(`${house.name} ${year}`, (body.groups[0]?.lines ?? []).map((line) => `${line.name} ${line.numerator} ${line.denominator}`).sort(), [...units].map(([name, unit]) => `${name} ${unit.drug} ${unit.medical}`).sort())
      }
    }
  }
  return taken
}

const question: FreeQuestion = { from: months[0] ?? '', to: months.at(-1) ?? '', by: ['institution', 'month', 'item'], figures: ['amount', 'quantity'], where: { kind: 'drug' }, top: { count: 10, orders: ['amount', 'quantity'], within: ['institution', 'month'] } }
const byHand = (files: string) => `
  with sums as (select institution_id, date_trunc('month', on_date) as month, item_code, sum(amount_cents) as amount, sum(quantity) as quantity, min(item_name) as name from ${files} where kind = 'drug' group by all),
  placed as (select *, row_number() over (partition by institution_id, month order by amount desc, quantity desc, item_code) as by_amount, row_number() over (partition by institution_id, month order by quantity desc, amount desc, item_code) as by_quantity from sums)
  select * from placed where by_amount <= 10 or by_quantity <= 10 order by institution_id, month, by_amount`

/** Ours and the one by hand in turn, on engines with the same bounds; the first of each is thrown away. */
async function allHouses(houses: readonly House[], references: readonly Reference[]): Promise<{ ours: number; hand: number }> {
  const files = readOf([...new Set(houses.map((house) => house.regionCode))].flatMap((region) => months.map((month) => fileOf(region, month))))
  const [db, bare] = [await connect(), await (await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '700MB' })).connect()]
  const timed = async (on: DuckDBConnection, statement: string) => {
    const begin = performance.now()
    const rows = (await on.runAndReadAll(statement)).getRowObjectsJson()
    return { ms: performance.now() - begin, rows }
  }
  const spent = { ours: [] as number[], hand: [] as number[] }
  let first = ''
  for (let round = 0; round < 8; round += 1) {
    const ours = await timed(db, statementOf(question, null, { table: files, plain: '' }))
    const hand = await timed(bare, byHand(files))
    if (round === 0) {
      first = JSON.stringify(ours.rows)
      const found = Map.groupBy(ours.rows as Record<string, string>[], (row) => `${row['institution']} ${(row['month'] ?? '').slice(0, 7)}`)
      for (const [at, house] of houses.entries()) {
        for (const month of months) {
          const rows = (found.get(`${house.id} ${month.slice(0, 7)}`) ?? []).filter((row) => Number(row['place_amount']) <= 10)
          compare(`files ${house.name} ${month}`, rows.map((row) => `${row['item']} ${row['amount']} ${Number(row['quantity'])}`), topOf(references[at]?.drugs.get(month.slice(0, 7)) ?? new Map<string, never>(), 'cents').slice(0, 10))
        }
      }
      if (ours.rows.length !== hand.rows.length) mismatches += 1
      continue
    }
    if (JSON.stringify(ours.rows) !== first) mismatches += 1
    spent.ours.push(ours.ms)
    spent.hand.push(hand.ms)
  }
  return { ours: quantile(spent.ours, 0.5), hand: quantile(spent.hand, 0.5) }
}

async function main(): Promise<void> {
  const [folder, dataDir] = [mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-analytics-')), mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))]
  const houses = housesOf(size)
  const herbal = new Set(Array.from({ length: size.drugs }, (_, n) => n).filter((n) => n % 23 === 0).map(codeOf))
  say(`generating ${size.lines} lines …`)
  const files = await generateCharges(folder, houses, size)
  const open = await openServer(dataDir)
  try {
    keepLinesIn(path.join(folder, 'files'))
    await act(open.platform, system, async (at) => {
      await saveHouses(at, houses)
      await saveDrugs(at.tx, drugsOf(size), 'bench', at.now.toISOString())
    })
    const token = await readerSession(open.platform)
    say('reading …')
    for (const file of files) await readLocalFile(open.platform, { institutionId: file.house.id, regionCode: file.house.regionCode }, file.path, system)
    say('adding up by the reference …')
    const references: Reference[] = []
    for (const file of files) references.push(await referenceOf(file.path, (code) => herbal.has(code)))
    say('asking for open months …')
    const live = await boards(open.port, token, houses, references, 'open')
    await settleMonths(open.platform)
    say('asking for closed months and leagues …')
    const closed = await boards(open.port, token, houses, references, 'closed')
    const league = await leagues(open.port, token, houses, references)
    say('writing files …')
    const begin = performance.now()
    await exportBehind(open.platform)
    const written = (performance.now() - begin) / 1000
    say('all houses and months …')
    const all = await allHouses(houses, references)
    const figures: readonly (readonly [string, number, string])[] = [
      ['double_ten_p95_ms', quantile(closed, 0.95), 'ms'], ['double_ten_median_ms', quantile(closed, 0.5), 'ms'], ['double_ten_open_p95_ms', quantile(live, 0.95), 'ms'], ['ratio_league_p95_ms', quantile(league, 0.95), 'ms'], ['ratio_league_median_ms', quantile(league, 0.5), 'ms'],
      ['all_ms', all.ours, 'ms'], ['all_by_hand_ms', all.hand, 'ms'], ['all_vs_duckdb', all.ours / all.hand, 'ratio'], ['mismatches', mismatches, 'answers'], ['files_written_s', written, 's'], ['peak_rss_mb', process.resourceUsage().maxRSS / 1024, 'MB'],
    ]
    if (!json) process.stdout.write(`${size.lines} lines of ${houses.length} houses over ${size.months} months, ${os.cpus()[0]?.model ?? 'unknown processor'} × ${os.cpus().length}\n`)
    for (const [figure, value, unit] of figures) {
      const rounded = Math.round(value * 100) / 100
      const limit = limits[figure]
      process.stdout.write(json ? `${JSON.stringify({ bench: 'analytics', figure, value: rounded, unit })}\n` : `${figure.padEnd(24)} ${String(rounded).padStart(12)} ${unit.padEnd(8)}${limit === undefined ? '' : ` limit ${limit}`}\n`)
    }
  } finally {
    await open.close()
    agent.destroy()
    for (const each of [folder, dataDir]) rmSync(each, { recursive: true, force: true })
  }
}

await main()
