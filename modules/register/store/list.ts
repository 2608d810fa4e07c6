import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Entry } from '../rules/entry.ts'
import type { FieldDefinition } from '../rules/definition.ts'
import { entryColumns, entryOf } from './entries.ts'

export type ValueFilter = { readonly field: FieldDefinition; readonly value: string }
export type ListAsk = {
  readonly key: string
  /** Undefined: every body in scope. */
  readonly institutionId: string | undefined
  readonly departmentId: string | undefined
  readonly from: IsoDate | undefined
  readonly to: IsoDate | undefined
  readonly state: Entry['state'] | 'standing' | 'all'
  /** Entries of this register wait for somebody's confirmation, so "entered" has an index of its own. */
  readonly waits: boolean
  readonly where: readonly ValueFilter[]
  readonly search: string | undefined
  readonly newestFirst: boolean
}
export type Place = { readonly on: IsoDate; readonly id: string }

/**
 * How many entries one page with filters looks through. Row security lets no index on values be used (its operators are
 * not leakproof), so filters are judged along the index of days, and a page's time is bounded by this number.
 */
export const scanned = 4000

/** Pattern for ILIKE that finds the text anywhere; its own signs stand for themselves. */
const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

function inOrder(read: ReadTx, ask: ListAsk, after: Place | undefined) {
  const { newestFirst } = ask
  const direction = newestFirst ? 'desc' : 'asc'
  let query = read.selectFrom('register_entry as e').where('e.register_key', '=', ask.key).orderBy('e.on_date', direction).orderBy('e.id', direction)
  if (ask.institutionId !== undefined) query = query.where('e.institution_id', '=', ask.institutionId)
  if (ask.from !== undefined) query = query.where('e.on_date', '>=', ask.from)
  if (ask.to !== undefined) query = query.where('e.on_date', '<=', ask.to)
  if (ask.state === 'standing') query = query.where('e.state', '!=', 'withdrawn')
  if (ask.state === 'entered' && ask.waits) query = query.where('e.state', '=', 'entered').where('e.counted_at', 'is', null)
  if (after !== undefined) query = query.where(newestFirst ? sql<boolean>`(e.on_date, e.id) < (${after.on}::date, ${after.id}::uuid)` : sql<boolean>`(e.on_date, e.id) > (${after.on}::date, ${after.id}::uuid)`)
  return query
}

function valueTest({ field, value }: ValueFilter) {
  if (field.type === 'boolean') return sql<boolean>`e.content -> ${field.key} = ${value === 'true' ? 'true' : 'false'}::jsonb`
  if (field.type === 'choices') return sql<boolean>`e.content -> ${field.key} @> ${JSON.stringify([value])}::jsonb`
  return sql<boolean>`e.content ->> ${field.key} = ${value}`
}

const scans = (ask: ListAsk): boolean => ask.departmentId !== undefined || ask.where.length > 0 || ask.search !== undefined || ask.state === 'confirmed' || ask.state === 'withdrawn' || (ask.state === 'entered' && !ask.waits)

/**
 * One page by day and id. With filters it looks through so many entries and answers what fits among them; `reached` is
 * then the last one looked at, from where the next page goes on, and null where the list came to its end.
 */
export async function listEntries(read: ReadTx, ask: ListAsk, after: Place | undefined, limit: number, most = scanned): Promise<{ rows: Entry[]; reached: Place | null }> {
  if (!scans(ask)) return { rows: (await inOrder(read, ask, after).select(entryColumns).limit(limit).execute()).map(entryOf), reached: null }
  const direction = ask.newestFirst ? 'desc' : 'asc'
  let query = read.selectFrom(inOrder(read, ask, after).selectAll('e').limit(most).as('e')).select(entryColumns).orderBy('e.on_date', direction).orderBy('e.id', direction).limit(limit)
  if (ask.departmentId !== undefined) query = query.where('e.department_id', '=', ask.departmentId)
  if (ask.state !== 'standing' && ask.state !== 'all') query = query.where('e.state', '=', ask.state)
  if (ask.search !== undefined) query = query.where('e.title', 'ilike', anywhere(ask.search))
  for (const each of ask.where) query = query.where(valueTest(each))
  const rows = (await query.execute()).map(entryOf)
  if (rows.length >= limit) return { rows, reached: null }
  const last = await inOrder(read, ask, after).select(['e.on_date as on', 'e.id']).offset(most - 1).limit(1).executeTakeFirst()
  return { rows, reached: last ?? null }
}
