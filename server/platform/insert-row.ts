import { CompiledQuery, type Insertable } from 'kysely'
import type { DB } from '../../db/types.ts'
import type { Tx } from './database.ts'

const texts = new Map<string, string>()

/** Texts for more rows than this are put together each time: beside their values that is nothing. */
const mostKept = 8

function textFor(table: string, names: readonly string[], rest: string, rows = 1): string {
  const key = `${table} ${rows} ${rest} ${names.join()}`
  const known = texts.get(key)
  if (known !== undefined) return known
  const values = Array.from({ length: rows }, (_, row) => `(${names.map((__, at) => `$${row * names.length + at + 1}`).join(', ')})`)
  // Table and columns are names of the types of the database.
  const made = `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values ${values.join(', ')} ${rest}`.trimEnd()
  if (rows <= mostKept) texts.set(key, made)
  return made
}

/**
 * One row, whole: the text is put together once for a table, where the builder of queries puts it together for each row,
 * which for a wide table costs more than to send it. Answers how many rows were written; none where `orNothing` met the same key.
 */
export async function insertRow<Table extends keyof DB>(tx: Tx, table: Table, row: Insertable<DB[Table]>, options: { readonly orNothing?: boolean } = {}): Promise<number> {
  const { numAffectedRows } = await tx.executeQuery(CompiledQuery.raw(textFor(table, Object.keys(row), options.orNothing === true ? 'on conflict do nothing' : ''), Object.values(row)))
  return Number(numAffectedRows ?? 0)
}

/** Several rows of the same columns in the same order; `rest` is what the statement ends with, such as what a conflict does. */
export async function insertRows<Table extends keyof DB>(tx: Tx, table: Table, rows: readonly Insertable<DB[Table]>[], rest = ''): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  await tx.executeQuery(CompiledQuery.raw(textFor(table, Object.keys(first), rest, rows.length), rows.flatMap((row) => Object.values(row))))
}
