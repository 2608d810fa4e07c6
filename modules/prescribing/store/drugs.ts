import type { Tx } from '../../../server/platform/database.ts'
import type { DrugRow } from '../rules/drug-sheet.ts'

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
