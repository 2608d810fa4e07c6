import { sql, type ReadTx } from '../../../server/platform/database.ts'

/** What the catalogue says of an item, as the sums of months want it. */
export type ItemMarks = { readonly code: string; readonly herbal: boolean; readonly negotiated: boolean; readonly central: boolean; readonly essential: boolean; readonly keyMonitored: boolean; readonly highValue: boolean; readonly antibiotic: boolean; readonly sameGeneric: boolean; readonly dddsPerUnit: string }

export async function marksOf(read: ReadTx, codes: readonly string[]): Promise<ItemMarks[]> {
  const { rows } = await sql<ItemMarks>`
    select code, herbal, negotiated, central, essential, key_monitored as "keyMonitored", high_value as "highValue", antibiotic <> 'none' as antibiotic,
           generic_name in (select generic_name from drug_item where central) as "sameGeneric", coalesce(ddds_per_unit, 0)::text as "dddsPerUnit"
      from drug_item where code = any(${[...codes]}::text[])`.execute(read)
  return rows
}

/** How many lines a body has in each month between two days, and how many of them one file brought. */
export async function countMonths(read: ReadTx, key: { readonly institutionId: string; readonly fileId: string }, fromOn: string, toOn: string): Promise<{ month: string; lines: number; own: number }[]> {
  const { rows } = await sql<{ month: string; lines: number; own: number }>`
    select date_trunc('month', on_date)::date as month, count(*) as lines, count(*) filter (where file_id = ${key.fileId}) as own from charge_line
     where institution_id = ${key.institutionId} and on_date >= date_trunc('month', ${fromOn}::date)::date and on_date < (date_trunc('month', ${toOn}::date) + interval '1 month')::date group by 1`.execute(read)
  return rows
}
