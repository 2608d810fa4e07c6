import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'

/** A table as db/migrations declared it. */
export type Declared = { readonly name: string; readonly class: string; readonly policy: string; readonly columns: readonly { name: string; type: string }[] }

/** All declared tables with the columns that can be written. */
export async function declaredTables(client: Client): Promise<Declared[]> {
  const { rows } = await client.query<Declared>(`
    select t.name, t.class, t.policy, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)) order by a.attnum) as columns
      from table_class t join pg_attribute a on a.attrelid = to_regclass(t.name) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by t.name, t.class, t.policy order by t.name`)
  return rows
}

/** In a database of a test's own: rows may then be made up by type alone. Row security stays as it is. */
export async function dropChecks(client: Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(`
    select format('alter table %s drop constraint %I cascade', c.conrelid::regclass, c.conname) as statement from pg_constraint c
      join table_class t on c.conrelid = to_regclass(t.name) where c.contype in ('c', 'x')`)
  for (const { statement } of rows) await client.query(statement)
}

let counter = 0

function valueOf(type: string, text: string): unknown {
  counter += 1
  if (type.endsWith('[]')) return '{}'
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'integer':
    case 'bigint':
    case 'smallint':
    case 'numeric':
    case 'double precision':
    case 'real':
      return counter % 30_000
    case 'boolean':
      return false
    case 'jsonb':
    case 'json':
      return JSON.stringify({ text })
    case 'bytea':
      return Buffer.from(text)
    case 'date':
      return new Date(Date.UTC(2026, 0, counter % 20_000)).toISOString().slice(0, 10)
    case 'timestamp with time zone':
      return '2026-03-02T01:00:00Z'
    default:
      return `${text} ${counter}`
  }
}

/** Inserts one row made up by column types, past foreign keys; answers the row as it was written. */
export async function makeRow(superuser: Client, table: Declared, fixed: Readonly<Record<string, unknown>>, text = 'made up'): Promise<Record<string, unknown>> {
  const row = Object.fromEntries(table.columns.map((column) => [column.name, column.name in fixed ? fixed[column.name] : valueOf(column.type, text)]))
  const names = table.columns.map((column) => `"${column.name}"`)
  await superuser.query(`set session_replication_role = replica`)
  await superuser.query(`insert into "${table.name}" (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`, table.columns.map((column) => row[column.name]))
  await superuser.query(`set session_replication_role = origin`)
  return row
}
