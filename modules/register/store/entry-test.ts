import { sql, type RawBuilder } from 'kysely'
import type { Condition } from '../../../kernel/filter.ts'
import type { EntryFilter } from '../rules/filters.ts'

const orders = { '>=': sql`>=`, '<=': sql`<=`, '>': sql`>`, '<': sql`<` } as const

/** A value that stands alone and one among several choices are both held by the JSON under the field's key. */
function one({ field, sign, values }: Condition): RawBuilder<boolean> {
  if (sign === 'is' || sign === 'has') return values.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(values.map((value) => sql`e.content -> ${field}::text @> ${JSON.stringify(value)}::jsonb`), sql` or `)})`
  return sql<boolean>`case when jsonb_typeof(e.content -> ${field}::text) = 'number' then (e.content ->> ${field}::text)::numeric ${orders[sign]} ${values[0]}::numeric end`
}

/** Rule RG-26: whether an entry `e` fulfils a filter. This is the one place where entries are judged by one. */
export const entryTest = (where: EntryFilter): RawBuilder<boolean> => (where === null || where.length === 0 ? sql<boolean>`true` : sql<boolean>`coalesce(${sql.join(where.map(one), sql` and `)}, false)`)
