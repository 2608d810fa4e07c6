import { sql } from 'kysely'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import type { Entry } from '../rules/entry.ts'
import type { FieldDefinition } from '../rules/definition.ts'
import { entryColumns, entryOf } from './entries.ts'
import { inIndexOrder } from '../../../server/platform/in-order.ts'

export type ValueFilter = { readonly field: FieldDefinition; readonly value: string }
export type ListAsk = {
  readonly key: string
  /** Undefined: every body in scope. */
  readonly institutionId: string | undefined
  /** All bodies of one county, by their GB/T 2260 code; undefined: by row security alone. */
  readonly countyCode: string | undefined
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
const scanned = 1000

/** Pattern for ILIKE that finds the text anywhere; its own signs stand for themselves. */
const anywhere = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

function inOrder(read: ReadTx, ask: ListAsk, after: Place | undefined) {
  const { newestFirst } = ask
  const direction = newestFirst ? 'desc' : 'asc'
  let query = read.selectFrom('register_entry as e').where('e.register_key', '=', ask.key).orderBy('e.on_date', direction).orderBy('e.id', direction)
  if (ask.institutionId !== undefined) query = query.where('e.institution_id', '=', ask.institutionId)
  if (ask.countyCode !== undefined) query = query.where('e.region_code', '=', ask.countyCode)
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
  return inIndexOrder(read, async () => {
    if (!scans(ask)) return { rows: (await inOrder(read, ask, after).select(entryColumns).limit(limit).execute()).map(entryOf), reached: null }
    const found = await filtered(read, ask, after, most).limit(limit + 1).execute()
    const rows = found.filter((row) => row.fits).slice(0, limit).map(entryOf)
    const last = found.find((row) => row.n === most)
    return { rows, reached: rows.length >= limit || last === undefined ? null : { on: last.on, id: last.id } }
  })
}

/** What fits, and the last of those looked at whether it fits or not: one pass tells both. */
function filtered(read: ReadTx, ask: ListAsk, after: Place | undefined, most: number) {
  const direction = ask.newestFirst ? sql`desc` : sql`asc`
  const tests = [
    ...(ask.departmentId === undefined ? [] : [sql<boolean>`e.department_id is not distinct from ${ask.departmentId}::uuid`]),
    ...(ask.state === 'standing' || ask.state === 'all' ? [] : [sql<boolean>`e.state = ${ask.state}`]),
    ...(ask.search === undefined ? [] : [sql<boolean>`e.title ilike ${anywhere(ask.search)}`]),
    ...ask.where.map(valueTest),
  ]
  const fits = sql<boolean>`(${sql.join(tests, sql` and `)})`
  const looked = inOrder(read, ask, after).selectAll('e').limit(most).as('e')
  const numbered = read.selectFrom(looked).selectAll('e').select([sql<number>`row_number() over (order by e.on_date ${direction}, e.id ${direction})`.as('n'), sql<boolean>`coalesce(${fits}, false)`.as('fits')]).as('e')
  return read.selectFrom(numbered).select(entryColumns).select(['e.n', 'e.fits']).where((eb) => eb.or([eb('e.fits', '=', true), eb('e.n', '=', most)])).orderBy('e.on_date', ask.newestFirst ? 'desc' : 'asc').orderBy('e.id', ask.newestFirst ? 'desc' : 'asc')
}
