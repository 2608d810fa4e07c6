import type pg from 'pg'
import { writeAmount } from '../../modules/measure/rules/amount.ts'
import type { Settled } from '../../modules/measure/rules/tally.ts'
import type { Figure } from '../../modules/register/rules/counters.ts'
import { cell, copyInto } from './copy.ts'

async function copyRows<Row>(client: pg.Client, table: string, columns: readonly string[], rows: readonly Row[], cells: (row: Row) => readonly (string | number | null)[]): Promise<void> {
  if (rows.length === 0) return
  const copy = copyInto(client, table, columns)
  for (const row of rows) await copy.write(`${cells(row).map(cell).join('\t')}\n`)
  await copy.end()
}

/** Monthly figures of registers, as many lines as the engine would keep. */
export const saveFigures = (client: pg.Client, figures: readonly Figure[]) =>
  copyRows(client, 'register_count', ['institution_id', 'register_key', 'month', 'department_id', 'figure', 'region_code', 'value'], figures, (each) => [each.institutionId, each.registerKey, each.month, each.departmentId, each.figure, each.regionCode, each.value])

/** Counters of measures: what the same rules gave that count a change. */
export async function saveSettled(client: pg.Client, settled: Settled, at: string): Promise<void> {
  const place = ['institution_id', 'measure_key', 'version', 'on_date', 'region_code', 'counted_at']
  const placed = (row: { institutionId: string; key: string; version: number; on: string; regionCode: string }) => [row.institutionId, row.key, row.version, row.on, row.regionCode, at]
  await copyRows(client, 'measure_counter', [...place, 'department_id', 'numerator', 'denominator', 'facts'], settled.counters, (row) => [...placed(row), row.departmentId, writeAmount(row.numerator), writeAmount(row.denominator), row.facts])
  await copyRows(client, 'measure_unit', [...place, 'unit_id', 'facts', 'amount'], settled.units, (row) => [...placed(row), row.unitId, row.facts, writeAmount(row.amount)])
  await copyRows(client, 'measure_state', [...place, 'fact_id', 'value', 'out_of'], settled.states.flatMap((said) => said.after ?? []), (row) => [...placed(row), row.factId, writeAmount(row.value), row.outOf === null ? null : writeAmount(row.outOf)])
  await copyRows(client, 'measure_leave', ['institution_id', 'kind', 'fact_id', 'staff_id', 'region_code', 'from_on', 'to_on'], settled.leaves.flatMap((said) => said.after ?? []), (row) => [row.institutionId, row.kind, row.factId, row.staffId, row.regionCode, row.from, row.to])
}
