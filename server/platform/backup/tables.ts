import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

export type TableRecord = { name: string; columns: string[]; rows: number; sha256: string }

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Every table of ours with its columns, those referred to before those that refer; the migration's own lists are made anew. */
export async function ourTables(client: pg.Client): Promise<{ name: string; columns: string[]; order: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; order: string[] }>(`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_index i cross join lateral unnest(i.indkey::int[]) with ordinality k(attnum, n)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary order by k.n) as "order"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('migration', 'table_class') order by c.relname`)
  const { rows: links } = await client.query<{ from: string; to: string }>(`
    select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f' and conrelid <> confrelid and connamespace = 'public'::regnamespace`)
  const sorted: typeof rows = []
  const placed = new Set<string>()
  while (sorted.length < rows.length) {
    const next = rows.filter((row) => !placed.has(row.name) && links.every((link) => link.from !== row.name || placed.has(link.to)))
    if (next.length === 0) throw new Error('the foreign keys form a circle; the tables cannot be ordered')
    for (const row of next) {
      placed.add(row.name)
      sorted.push(row)
    }
  }
  return sorted
}

/** Counts lines and hashes what passes. COPY's text format ends each row with a newline and escapes those inside. */
function meter() {
  const hash = createHash('sha256')
  let rows = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      for (const byte of chunk) if (byte === 0x0a) rows += 1
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ rows, sha256: hash.digest('hex') }) }
}

const copyOutOf = (table: { name: string; columns: readonly string[]; order: readonly string[] }) =>
  `copy (select ${table.columns.map(quoted).join(', ')} from ${quoted(table.name)} order by ${(table.order.length > 0 ? table.order : table.columns).map(quoted).join(', ')}) to stdout`

/** Streams one table into a compressed file. */
export async function saveTable(client: pg.Client, table: { name: string; columns: string[]; order: string[] }, file: string): Promise<TableRecord> {
  const { stream, result } = meter()
  await pipeline(client.query(copyTo(copyOutOf(table))), stream, createGzip({ level: 6 }), createWriteStream(file, { mode: 0o600 }))
  return { name: table.name, columns: table.columns, ...result() }
}

/** The same figures, of the table as it stands now. */
export async function measureTable(client: pg.Client, table: { name: string; columns: string[]; order: string[] }): Promise<{ rows: number; sha256: string }> {
  const { stream, result } = meter()
  await pipeline(client.query(copyTo(copyOutOf(table))), stream, new Writable({ write: (_chunk, _encoding, done) => done() }))
  return result()
}

/** Streams one file back. Row security does not allow COPY FROM, so it is lifted for the owner within the transaction. */
export async function loadTable(client: pg.Client, table: TableRecord, file: string): Promise<void> {
  const { rows } = await client.query<{ forced: boolean }>('select relforcerowsecurity as forced from pg_class where oid = $1::regclass', [quoted(table.name)])
  const forced = rows[0]?.forced === true
  if (forced) await client.query(`alter table ${quoted(table.name)} no force row level security`)
  await pipeline(createReadStream(file), createGunzip(), client.query(copyFrom(`copy ${quoted(table.name)} (${table.columns.map(quoted).join(', ')}) from stdin`)))
  if (forced) await client.query(`alter table ${quoted(table.name)} force row level security`)
}
