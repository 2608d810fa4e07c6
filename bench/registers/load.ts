// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { factKinds } from '../../server/platform/facts.ts'
import { monthsOf } from './spread.ts'
import type { WriterGiven } from './writer.ts'

export const superUrlOf = (superUrl: string): string => {
  const url = new URL(superUrl)
  url.pathname = '/huiyin'
  return url.toString()
}

export async function withSuper<T>(superUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: superUrlOf(superUrl) })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const loaded = ['register_entry', 'register_count', 'measure_counter', 'measure_unit', 'measure_state', 'measure_leave'] as const

type Kept = { readonly drop: readonly string[]; readonly keys: readonly string[]; readonly indexes: readonly string[]; readonly references: readonly string[] }

/** Keys, indexes and references of the tables that are filled, as the migrations left them: taken away for the load and put back after it. */
async function keptOf(client: pg.Client, names: readonly string[]): Promise<Kept> {
  const tables = [[...names]]
  const constraints = await client.query<{ of: string; name: string; kind: string; text: string }>(
    `select conrelid::regclass::text as of, conname as name, contype as kind, pg_get_constraintdef(oid) as text from pg_constraint
      where contype in ('p', 'u', 'f') and (conrelid::regclass::text = any ($1) or (contype = 'f' and confrelid::regclass::text = any ($1)))`,
    tables,
  )
  const indexes = await client.query<{ name: string; text: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text from pg_index
      where indrelid::regclass::text = any ($1) and not exists (select 1 from pg_constraint c where c.conindid = indexrelid and c.contype in ('p', 'u'))`,
    tables,
  )
  const references = constraints.rows.filter((row) => row.kind === 'f')
  const keys = constraints.rows.filter((row) => row.kind !== 'f')
  const add = (row: (typeof keys)[number]) => `alter table ${row.of} add constraint ${row.name} ${row.text}`
  return {
    drop: [...references.map((row) => `alter table ${row.of} drop constraint ${row.name}`), ...indexes.rows.map((row) => `drop index ${row.name}`), ...keys.map((row) => `alter table ${row.of} drop constraint ${row.name}`)],
    keys: keys.map(add), indexes: indexes.rows.map((row) => row.text), references: references.map(add),
  }
}

/** Statements by several connections at once, each taking the next. */
async function together(superUrl: string, statements: readonly string[], hands: number): Promise<void> {
  const waiting = [...statements]
  const hand = () =>
    withSuper(superUrl, async (client) => {
      await client.query(`set maintenance_work_mem = '1GB'`)
      await client.query(`set max_parallel_maintenance_workers = 1`)
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await client.query(next)
    })
  await Promise.all(Array.from({ length: hands }, hand))
}

export type LoadAsk = { readonly entries: number; readonly institutions: number; readonly registers: number; readonly first: string; readonly today: string; readonly say: (line: string) => void }

/** Fills tables without their keys and indexes, which are made when everything is there. */
export async function withIndexesAway(superUrl: string, tables: readonly string[], say: (line: string) => void, fill: () => Promise<void>): Promise<void> {
  const kept = await withSuper(superUrl, (client) => keptOf(client, tables))
  await withSuper(superUrl, async (client) => {
    for (const statement of kept.drop) await client.query(statement)
  })
  await fill()
  say('making keys and indexes …')
  await together(superUrl, [...kept.keys, ...kept.indexes], 2)
  await together(superUrl, kept.references, 2)
  say('vacuum and analyze …')
  await together(superUrl, tables.map((table) => `vacuum (analyze) ${table}`), 2)
}

/** Fills the tables by two writers. */
export const loadEntries = (superUrl: string, ask: LoadAsk): Promise<void> => withIndexesAway(superUrl, loaded, ask.say, () => writeEntries(superUrl, ask))

async function writeEntries(superUrl: string, ask: LoadAsk): Promise<void> {
  const months = monthsOf(ask.first, ask.today, ask.entries)
  const given: WriterGiven = { url: superUrlOf(superUrl), institutions: ask.institutions, registers: ask.registers, today: ask.today, kinds: factKinds() }
  let written = 0
  const writer = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(path.join(import.meta.dirname, 'writer.ts'), { workerData: given })
      worker.once('error', reject)
      worker.on('message', (message: { written: number } | { failed: string }) => {
        if ('failed' in message) {
          reject(new Error(message.failed))
          return
        }
        written += message.written
        if (message.written > 0) ask.say(`${written} entries written`)
        worker.postMessage(months.shift() ?? null)
      })
      worker.once('exit', () => resolve())
    })
  await Promise.all([writer(), writer()])
}
