import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { DrugRow } from '../rules/drug-sheet.ts'

const columns = ['code', 'atc', 'generic_name', 'name', 'form', 'strength', 'unit', 'ddd', 'ddd_unit', 'ddds_per_unit', 'antibiotic', 'control', 'essential', 'negotiated', 'central', 'key_monitored', 'herbal', 'injection', 'high_value'] as const

export async function drugsByCodes(read: ReadTx, codes: readonly string[]): Promise<Map<string, DrugRow>> {
  const rows = await read.selectFrom('drug_item').select(columns).where('code', '=', sql<string>`any(${[...codes]}::text[])`).execute()
  return new Map(rows.map((row) => [row.code, row]))
}

/** What the catalogue can be narrowed to. */
export const drugFilters = {
  antibiotic: sql<boolean>`antibiotic <> 'none'`, 'antibiotic-without-ddd': sql<boolean>`antibiotic <> 'none' and ddds_per_unit is null`, negotiated: sql<boolean>`negotiated`, central: sql<boolean>`central`, 'key-monitored': sql<boolean>`key_monitored`, herbal: sql<boolean>`herbal`, controlled: sql<boolean>`control <> 'none'`, 'high-value': sql<boolean>`high_value`,
} as const

export type ListedDrug = DrugRow & { readonly source: string; readonly changedAt: string }

/** By code; found by code, name or generic name. */
export const listDrugs = (read: ReadTx, ask: { readonly search: string; readonly only: keyof typeof drugFilters | null; readonly after: string | null; readonly limit: number }): Promise<ListedDrug[]> => {
  const like = `%${ask.search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  return read
    .selectFrom('drug_item')
    .select([...columns, 'source', 'changed_at as changedAt'])
    .$if(ask.search !== '', (query) => query.where((eb) => eb.or([eb('code', 'ilike', like), eb('name', 'ilike', like), eb('generic_name', 'ilike', like)])))
    .$if(ask.only !== null, (query) => query.where(ask.only === null ? sql<boolean>`true` : drugFilters[ask.only]))
    .$if(ask.after !== null, (query) => query.where('code', '>', ask.after ?? ''))
    .orderBy('code')
    .limit(ask.limit)
    .execute()
}

export const countDrugs = (read: ReadTx): Promise<{ items: number; changedAt: string | null; withoutDdd: number }> =>
  read.selectFrom('drug_item').select((eb) => [eb.fn.countAll<number>().as('items'), eb.fn.max('changed_at').as('changedAt'), sql<number>`count(*) filter (where antibiotic <> 'none' and ddds_per_unit is null)`.as('withoutDdd')]).executeTakeFirstOrThrow()

/** Months whose sums hold a drug that changed at an instant and may have been made before it, body by body; ten minutes are allowed for sums that were being made. */
export const monthsToFollow = (read: ReadTx, changedAt: string): Promise<{ institutionId: string; regionCode: string; month: string }[]> =>
  read
    .selectFrom('charge_item_month as s')
    .innerJoin('drug_item as d', 'd.code', 's.item_code')
    .innerJoin('charge_month as m', (join) => join.onRef('m.institution_id', '=', 's.institution_id').onRef('m.month', '=', 's.month'))
    .select(['s.institution_id as institutionId', 's.region_code as regionCode', 's.month'])
    .distinct()
    .where('d.changed_at', '=', changedAt)
    .where('m.changed_at', '<', sql<string>`${changedAt}::timestamptz + interval '10 minutes'`)
    .orderBy('s.institution_id')
    .orderBy('s.month')
    .execute()

export async function saveDrugs(tx: Tx, drugs: readonly DrugRow[], source: string, at: string): Promise<void> {
  const once = [...new Map(drugs.map((drug) => [drug.code, drug])).values()].sort((a, b) => (a.code < b.code ? -1 : 1))
  for (let from = 0; from < once.length; from += 500) {
    await tx
      .insertInto('drug_item')
      .values(once.slice(from, from + 500).map((drug) => ({ ...drug, source, changed_at: at })))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((eb) => Object.fromEntries(['atc', 'generic_name', 'name', 'form', 'strength', 'unit', 'ddd', 'ddd_unit', 'ddds_per_unit', 'antibiotic', 'control', 'essential', 'negotiated', 'central', 'key_monitored', 'herbal', 'injection', 'high_value', 'source', 'changed_at'].map((column) => [column, eb.ref(`excluded.${column}` as 'excluded.name')]))),
      )
      .execute()
  }
}
