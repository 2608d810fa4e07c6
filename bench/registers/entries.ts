// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import path from 'node:path'
import process from 'node:process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { systemActor } from '../../kernel/actor.ts'
import { sampleEntry } from '../../db/demo/sample-entry.ts'
import { rebuildMeasures } from '../../modules/measure/public.ts'
import { registers } from '../../modules/register/definitions.ts'
import { staffIdsOf } from '../../modules/register/rules/fact.ts'
import { expectedDepartments } from '../../modules/register/rules/units.ts'
import { verifyChains } from '../../server/platform/audit.ts'
import type { Platform } from '../../server/platform/act.ts'
import { sql } from '../../server/platform/database.ts'
import { sessionCookie } from '../../server/platform/session.ts'
import { hospitalsOf, tokenOf } from './arrange.ts'
import { bareServer, type BareRow } from './bare.ts'
import type { BenchBodies, BenchBody } from './bodies.ts'
import type { Client, Outcome, Round } from './clients.ts'
import { quantile, type Figure } from './lists.ts'

const system = systemActor('bench')

/** What is entered, by its share of ten: registers of the plan, by themselves or with a measure made of them. */
const mix = ['environment', 'environment', 'environment', 'environment', 'media-reports', 'media-reports', 'guide-desk', 'guide-desk', 'conduct-check', 'parking'] as const

export function clientOf(body: BenchBody, today: string): Client {
  const entries: Client['entries'][number][] = []
  const rows: string[] = []
  for (let n = 0; n < 60; n += 1) {
    const key = mix[n % mix.length] ?? 'environment'
    const definition = registers().get(key)?.definition
    if (definition === undefined) throw new Error(`there is no register '${key}'`)
    const departments = expectedDepartments(definition, body.departments)
    const departmentId = departments[n % Math.max(1, departments.length)]?.id ?? null
    const sample = sampleEntry(definition, `entries ${n}`, { on: today, today, departmentId, departmentIds: body.departments.map((each) => each.id), staffIds: body.staff.map((each) => each.id) })
    if (sample === null || sample.needsEvidence) throw new Error(`'${key}' cannot be entered without files`)
    entries.push({ path: `/api/registers/${key}/entries`, body: JSON.stringify({ version: 1, on: today, departmentId, values: sample.values }) })
    const all = Object.fromEntries(definition.fields.map((field) => [field.key, sample.values[field.key] ?? null]))
    const row: BareRow = { institutionId: body.id, regionCode: body.regionCode, key, on: today, departmentId, values: all, staffIds: staffIdsOf(definition, sample.values), title: definition.name.zh, byId: body.clerk.accountId, byName: body.clerk.name, at: `${today}T01:00:00.000Z` }
    rows.push(JSON.stringify(row))
  }
  return { cookie: `${sessionCookie}=${tokenOf(body)}`, entries, rows }
}

export type EntriesAsk = { readonly platform: Platform; readonly address: string; readonly appUrl: string; readonly superUrl: string; readonly bodies: BenchBodies; readonly today: string; readonly say: (line: string) => void }

async function play(worker: Worker, round: Round): Promise<Outcome> {
  const answered = once(worker, 'message')
  worker.postMessage(round)
  const [outcome] = (await answered) as [Outcome]
  if (outcome.fault !== null) throw new Error(outcome.fault)
  return outcome
}

/** Rounds of entries through the real route and of bare rows, in turn, by the same sixteen people at sixteen hospitals. */
export async function measureEntries(ask: EntriesAsk): Promise<Figure[]> {
  const hospitals = hospitalsOf(ask.bodies)
  const before = await counted(ask.platform, hospitals)
  const bare = await bareServer(ask)
  const worker = new Worker(path.join(import.meta.dirname, 'clients.ts'), { workerData: hospitals.map((body) => clientOf(body, ask.today)) })
  const port = Number(new URL(ask.address).port)
  let written = 0
  const rounds: { bare: number; entry: number; cpu: number }[] = []
  const taken: number[] = []
  try {
    for (let round = 0; round < 7; round += 1) {
      const plain = await play(worker, { kind: 'bare', port: bare.port, seconds: 4 })
      const from = process.threadCpuUsage()
      const real = await play(worker, { kind: 'entry', port, seconds: 4 })
      const cpu = process.threadCpuUsage(from)
      written += real.done
      ask.say(`${(plain.done / plain.seconds).toFixed(0)} bare, ${(real.done / real.seconds).toFixed(0)} entries a second`)
      // The first round warms up.
      if (round === 0) continue
      rounds.push({ bare: plain.done / plain.seconds, entry: real.done / real.seconds, cpu: (cpu.user + cpu.system) / 1000 / real.done })
      taken.push(...real.taken)
    }
  } finally {
    worker.postMessage(null)
    await bare.close()
  }
  await prove(ask.platform, hospitals, { before, written })
  return [
    ['entry_vs_bare', quantile(rounds.map((each) => each.entry / each.bare), 0.5), 'ratio'],
    ['entries_per_second', quantile(rounds.map((each) => each.entry), 0.5), 'per s'],
    ['bare_rows_per_second', quantile(rounds.map((each) => each.bare), 0.5), 'per s'],
    ['entry_median_ms', quantile(taken, 0.5), 'ms'],
    ['entry_p95_ms', quantile(taken, 0.95), 'ms'],
    ['entry_node_cpu_ms', quantile(rounds.map((each) => each.cpu), 0.5), 'ms'],
    ['entries_written', written, 'entries'],
  ]
}

const idsOf = (bodies: readonly BenchBody[]) => bodies.map((body) => body.id)

type Counted = { readonly entries: number; readonly figures: number; readonly checked: number; readonly sum: number }

/** What is there, and what the figures say of it: how many entries, and the points that were checked on walks. */
const counted = (platform: Platform, bodies: readonly BenchBody[]): Promise<Counted> =>
  platform.database.read(system, async (read) => {
    const { rows } = await sql<{ entries: number; figures: string; checked: string; sum: string }>`
      select count(*) as entries, sum((content ->> 'checked')::int) filter (where register_key = 'environment') as checked,
             (select sum(value) from register_count where institution_id = any (${idsOf(bodies)}::uuid[]) and figure = '') as figures,
             (select sum(value) from register_count where institution_id = any (${idsOf(bodies)}::uuid[]) and figure = 'checked' and register_key = 'environment') as sum
      from register_entry where institution_id = any (${idsOf(bodies)}::uuid[]) and counted_at is not null`.execute(read)
    const [row] = rows
    if (row === undefined) throw new Error('nothing was counted')
    return { entries: row.entries, figures: Number(row.figures), checked: Number(row.checked), sum: Number(row.sum) }
  })

/** What was acknowledged is there, once; figures and measures are those of the entries; the chains are whole. */
async function prove(platform: Platform, bodies: readonly BenchBody[], { before, written }: { before: { entries: number }; written: number }): Promise<void> {
  const after = await counted(platform, bodies)
  if (after.entries - before.entries !== written) throw new Error(`${written} entries were acknowledged, ${after.entries - before.entries} are there`)
  if (after.sum !== after.checked) throw new Error(`the monthly figures say ${after.sum} of ${after.checked} points checked`)
  if (after.figures !== after.entries) throw new Error(`the monthly figures say ${after.figures} of ${after.entries} entries`)
  const chains = await verifyChains(platform.database, system, platform.vault, idsOf(bodies))
  if (chains.fault !== null) throw new Error(`a chain is broken: ${JSON.stringify(chains.fault)}`)
  for (const key of ['environment-pass-rate', 'media-per-week', 'parking-spaces', 'guide-presence']) {
    const { differences } = await rebuildMeasures(platform, { institutionId: bodies[0]?.id ?? '', key, check: true })
    if (differences.length > 0) throw new Error(`counters differ from their facts: ${JSON.stringify(differences).slice(0, 300)}`)
  }
}
