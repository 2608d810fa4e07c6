import { seeded, type Seeded } from '../../kernel/random.ts'
import { sessionCookie } from '../../server/platform/session.ts'
import { tokenOf } from './arrange.ts'
import type { BenchBodies, BenchBody } from './bodies.ts'
import { benchRegisters } from './definitions.ts'
import { drawing, pairsOf, type Pair } from './spread.ts'

const rows = 30
const page = 20

/** Who asks what: a page of one register, seen by one clerk. */
type Asked = { readonly kind: string; readonly as: BenchBody; readonly path: string; readonly least: number }

export type Figure = readonly [figure: string, value: number, unit: string]

export const quantile = (values: readonly number[], q: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0

type Ask = (as: BenchBody, path: string) => Promise<{ ms: number; body: unknown }>

const asker = (address: string): Ask => async (as, path) => {
  const begin = performance.now()
  const answer = await fetch(`${address}/api${path}`, { headers: { cookie: `${sessionCookie}=${tokenOf(as)}` } })
  const text = await answer.text()
  const ms = performance.now() - begin
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 200)}`)
  return { ms, body: JSON.parse(text) as unknown }
}

type Page = { rows: unknown[]; next: string | null }

/** Where the twentieth page begins; null where the list is shorter. */
async function twentieth(ask: Ask, as: BenchBody, path: string): Promise<string | null> {
  let after = ''
  for (let gone = 0; gone < rows * (page - 1); ) {
    const limit = Math.min(rows * (page - 1) - gone, 500)
    const { rows: seen, next } = (await ask(as, `${path}?limit=${limit}${after}`)).body as Page
    gone += seen.length
    if (next === null) return null
    after = `&after=${encodeURIComponent(next)}`
  }
  return after
}

/** A filter of one choice, and a search of four characters of a title. */
function narrowed(pair: Pair, draw: Seeded): { where: string | null; search: string } {
  const field = pair.definition.fields.find((each) => each.filter && each.type === 'choice')
  return { where: field === undefined ? null : `&where=${field.key}:${draw.pick(field.options ?? []).value}`, search: `&search=${encodeURIComponent(draw.pick(['少吃盐', '手卫生', '坠床', '候诊区', '转诊衔接', '急救设备']))}` }
}

async function askedOf(ask: Ask, bodies: BenchBodies, times: number, entries: number): Promise<Asked[]> {
  const draw = seeded('registers: lists')
  const pairs = pairsOf(bodies.institutions, benchRegisters(200))
  // A register is looked at as often as it is entered into.
  const next = drawing(pairs.map((pair) => pair.weight))
  const perWeight = entries / pairs.reduce((sum, pair) => sum + pair.weight, 0)
  const asked: Asked[] = []
  for (let round = 0; round < times; round += 1) {
    const pair = pairs[next(draw)]
    if (pair === undefined) continue
    const path = `/registers/${pair.definition.key}/entries`
    const { where, search } = narrowed(pair, draw)
    for (const [who, as] of [['own', pair.body], ['county', bodies.county], ['city', bodies.city]] as const) {
      asked.push({ kind: `${who}_newest`, as, path: `${path}?limit=${rows}`, least: pair.weight * perWeight > 30 ? 1 : 0 })
      if (where !== null) asked.push({ kind: `${who}_filter`, as, path: `${path}?limit=${rows}${where}`, least: 0 })
      asked.push({ kind: `${who}_search`, as, path: `${path}?limit=${rows}${search}`, least: 0 })
      const after = await twentieth(ask, as, path)
      if (after !== null) asked.push({ kind: `${who}_page_20`, as, path: `${path}?limit=${rows}${after}`, least: 1 })
    }
  }
  return asked
}

/** Pages of lists over loopback HTTP to the last byte, one client at a time, every kind of question in turn. */
export async function measureLists(address: string, bodies: BenchBodies, { entries, say }: { entries: number; say: (line: string) => void }): Promise<Figure[]> {
  const ask = asker(address)
  const asked = await askedOf(ask, bodies, 60, entries)
  say(`asking for ${asked.length} pages twice …`)
  const taken = new Map<string, number[]>()
  for (let round = 0; round < 2; round += 1) {
    for (const each of asked) {
      const { ms, body } = await ask(each.as, each.path)
      if ((body as Page).rows.length < each.least) throw new Error(`${each.path} of ${each.as.name} came back empty`)
      const own = taken.get(each.kind) ?? []
      taken.set(each.kind, own)
      own.push(ms)
      if (ms > 100) say(`${ms.toFixed(0)} ms: ${each.kind} ${decodeURIComponent(each.path)} of ${each.as.name}`)
    }
  }
  const all = [...taken.values()].flat()
  const missing: number[] = []
  for (const body of bodies.institutions.slice(0, 40)) missing.push((await ask(body, '/missing-entries')).ms)
  const over: number[] = []
  for (const key of ['environment', 'media-reports', 'health-education', 'nine-s']) over.push((await ask(bodies.city, `/registers/${key}/missing`)).ms)
  return [
    ['list_p95_ms', quantile(all, 0.95), 'ms'],
    ['list_median_ms', quantile(all, 0.5), 'ms'],
    ['list_p99_ms', quantile(all, 0.99), 'ms'],
    ...[...taken].map(([kind, own]): Figure => [`list_${kind}_p95_ms`, quantile(own, 0.95), 'ms']),
    ['list_requests', all.length, 'requests'],
    ['missing_list_median_ms', quantile(missing, 0.5), 'ms'],
    ['missing_list_p95_ms', quantile(missing, 0.95), 'ms'],
    ['missing_over_city_max_ms', Math.max(...over), 'ms'],
  ]
}
