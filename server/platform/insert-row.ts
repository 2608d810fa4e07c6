import { CompiledQuery, type Insertable } from 'kysely'
import type { DB } from '../../db/types.ts'
import type { Tx } from './database.ts'

const texts = new Map<string, string>()

function textFor(table: string, names: readonly string[], rest: string): string {
  const key = `${table} ${rest} ${names.join()}`
  const known = texts.get(key)
  if (known !== undefined) return known
  // Table and columns are names of the types of the database.
  const made = `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')}) ${rest}`.trimEnd()
  texts.set(key, made)
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
