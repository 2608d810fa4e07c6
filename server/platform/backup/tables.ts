import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** `order` are ready expressions: the same rows come out in the same order on every server. */
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly order: readonly string[]; readonly forced: boolean; readonly hidden: boolean }
export type Measured = { readonly rows: number; readonly sha256: string }

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Text output depends on settings of the server; without these, checksums taken on two servers could differ.
 * The region opens every row to the owner, whom row security holds as well.
 */
export const steadySettings = `set local app.region = '%'; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`

/** Every table of ours, those referred to before those that refer; the migration's own lists are made anew. */
export async function ourTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name, c.relforcerowsecurity as forced,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
            from pg_index i cross join lateral unnest(i.indkey::int[]) with ordinality k(attnum, n)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary order by k.n) as "order",
      -- Only the policies of declare_table are known to show every row under the region '%'.
      c.relrowsecurity and (coalesce(t.policy, '') not in ('owned', 'issued', 'personal', 'append', 'everyone')
        or (t.policy in ('owned', 'append') and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'region_code' and not a.attnotnull))) as hidden
    from pg_class c join pg_namespace n on n.oid = c.relnamespace left join table_class t on t.name = c.relname
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('migration', 'table_class')
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname collate "C"`)
  const { rows: links } = await client.query<{ from: string; to: string }>(`
    select a.relname as from, b.relname as to from pg_constraint k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
    where k.contype = 'f' and k.conrelid <> k.confrelid and k.connamespace = 'public'::regnamespace`)
  return parentsFirst(rows, links)
}

/** Orders tables so that a row's parents are there before it. */
export function parentsFirst<T extends { readonly name: string }>(tables: readonly T[], links: readonly { from: string; to: string }[]): T[] {
  const sorted: T[] = []
  const placed = new Set<string>()
  while (sorted.length < tables.length) {
    const next = tables.filter((table) => !placed.has(table.name) && links.every((link) => link.from !== table.name || placed.has(link.to) || !tables.some((each) => each.name === link.to)))
    if (next.length === 0) throw new Error('the foreign keys form a circle; the tables cannot be ordered')
    for (const table of next) {
      placed.add(table.name)
      sorted.push(table)
    }
  }
  return sorted
}

/** Counts and hashes what passes. COPY's text format ends each row with a newline and escapes those inside. */
function meter() {
  const hash = createHash('sha256')
  let rows = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1
      done(null, chunk)
    },
  })
  return { stream, result: (): Measured => ({ rows, sha256: hash.digest('hex') }) }
}

/** The statement that gives a table's rows in their fixed order. */
export const rowsOf = (table: Table): string =>
  `select ${table.columns.map(quoted).join(', ')} from ${quoted(table.name)} order by ${(table.order.length > 0 ? table.order : table.columns.map(quoted)).join(', ')}`

/** Streams the rows of a statement into a compressed file that is on the disk when this returns. */
export async function saveRows(client: Client, select: string, file: string): Promise<Measured> {
  const { stream, result } = meter()
  await pipeline(client.query(copyTo(`copy (${select}) to stdout`)), stream, createGzip({ level: 6 }), createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }))
  return result()
}

/** The same figures of the rows as they stand now. */
export async function measureRows(client: Client, select: string): Promise<Measured> {
  const { stream, result } = meter()
  await pipeline(client.query(copyTo(`copy (${select}) to stdout`)), stream, new Writable({ write: (_chunk, _encoding, done) => done() }))
  return result()
}

/** Streams a file back; what passes is measured on the way. */
export async function loadRows(client: Client, table: string, columns: readonly string[], file: string): Promise<Measured> {
  const { stream, result } = meter()
  await pipeline(createReadStream(file), createGunzip(), stream, client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`)))
  return result()
}
